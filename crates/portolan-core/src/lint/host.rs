//! Host names in texts that containers get: which Service is named, and whether the name can resolve, by the rules of
//! <https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/>.

use super::context::Context;
use super::nearest::nearest;
use crate::object::Service;

/// A host name in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Host<'t> {
    /// The name as it is written.
    pub text: &'t str,
    /// Whether the text around it says that it is a host: `http://…`.
    pub sure: bool,
}

/// What is wrong with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault<'a> {
    /// It has not the form `SERVICE.NAMESPACE.svc.DOMAIN`.
    Form {
        /// The right name.
        right: String,
        /// The Service, if the input has it.
        service: Option<Named<'a>>,
    },
    /// Namespace and Service are in the wrong order.
    Order {
        /// The right name.
        right: String,
        /// The Service.
        service: Named<'a>,
    },
    /// The Service of that name is in another Namespace.
    Elsewhere {
        /// The right name.
        right: String,
        /// The Service.
        service: Named<'a>,
    },
    /// There is no such Service, but one with a name a slip away.
    Slip {
        /// The right name.
        right: String,
        /// The Service.
        service: Named<'a>,
    },
}

/// A Service that a name should have named.
#[derive(Clone, Debug)]
pub(super) struct Named<'a>(pub &'a Service);

impl PartialEq for Named<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.meta.id == other.0.meta.id
    }
}

impl Eq for Named<'_> {}

/// How many names of one text are looked at.
const MOST: usize = 32;

/// The host names that may be in a text.
pub(super) fn hosts(text: &str) -> impl Iterator<Item = Host<'_>> {
    let separator = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    let words = text.split(separator).take(256).filter(|word| !word.is_empty());
    let hosts = words.filter_map(move |word| {
        let at = (word.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
        let before = text.get(..at)?;
        let behind = text.get(at..)?.split(['/', ' ', ',']).next()?;
        let after_scheme = before.ends_with("://") && !behind.contains('@');
        let after_user = before.ends_with('@') && before.contains("://");
        let sure = after_scheme || after_user;
        (sure || word.contains('.')).then_some(Host { text: word, sure })
    });
    hosts.take(MOST)
}

/// What is wrong with a host name that a Pod of `namespace` uses; `None` where nothing is, or nothing is known.
pub(super) fn fault<'a>(context: &Context<'a>, namespace: &str, host: Host<'_>) -> Option<Fault<'a>> {
    let labels: Vec<&str> = host.text.trim_end_matches('.').split('.').collect();
    let is_label = |label: &&str| !label.is_empty() && label.len() <= 63;
    if !labels.iter().all(is_label) || labels.len() > 16 {
        return None;
    }
    match labels.as_slice() {
        [name] if host.sure => short(context, namespace, name),
        [_] => None,
        [name, there] => two(context, namespace, name, there),
        labels => long(context, labels),
    }
}

/// The Service of the input whose own name a host is, as a Pod of `namespace` looks it up.
pub(super) fn called<'a>(context: &Context<'a>, namespace: &str, host: Host<'_>) -> Option<&'a Service> {
    let name = host.text.trim_end_matches('.');
    let name = name.strip_suffix(&*context.analysis.cluster.options.cluster_domain).unwrap_or(name);
    let name = name.strip_suffix('.').unwrap_or(name);
    let mut labels = name.split('.');
    let (service, there, svc) = (labels.next()?, labels.next(), labels.next());
    let is_name = svc.is_none_or(|svc| svc == "svc") && labels.next().is_none();
    context.service(there.unwrap_or(namespace), service).filter(|_| is_name)
}

/// `echo`: looked up in the Pod's own Namespace.
fn short<'a>(context: &Context<'a>, namespace: &str, name: &str) -> Option<Fault<'a>> {
    if name == "localhost" || context.service(namespace, name).is_some() {
        return None;
    }
    if let Some(service) = context.only_service_named(name) {
        let right = format!("{name}.{}", service.meta.namespace);
        return Some(Fault::Elsewhere { right, service: Named(service) });
    }
    let (near, distance) = nearest(name, names(context, namespace))?;
    if distance > 1 || name.len() < 4 {
        return None;
    }
    Some(Fault::Slip { right: near.to_owned(), service: Named(context.service(namespace, near)?) })
}

/// `echo.default`; or `echo-0.echo`, a Pod of a headless Service of the Pod's own Namespace.
fn two<'a>(context: &Context<'a>, namespace: &str, name: &str, there: &str) -> Option<Fault<'a>> {
    if context.service(namespace, there).is_some_and(|service| service.headless) {
        return None;
    }
    misplaced(context, name, there, "")
}

/// `echo.default.svc…`, or a Pod's name before that.
fn long<'a>(context: &Context<'a>, labels: &[&str]) -> Option<Fault<'a>> {
    let domain = &context.analysis.cluster.options.cluster_domain;
    let svc = labels.iter().skip(2).position(|label| *label == "svc").map(|at| at + 2);
    let Some(svc) = svc else { return without_svc(context, labels, domain) };
    let [name, there] = labels.get(svc - 2..svc)? else { return None };
    let tail = labels.get(svc + 1..)?.join(".");
    let head = |name: &str, there: &str| {
        let pod = labels.get(..svc - 2).unwrap_or_default();
        let mut parts: Vec<&str> = pod.to_vec();
        parts.extend([name, there]);
        parts.join(".")
    };
    if tail.is_empty() || tail == *domain {
        let rest = if tail.is_empty() { ".svc".to_owned() } else { format!(".svc.{tail}") };
        return misplaced(context, name, there, &rest);
    }
    let service = context.service(there, name);
    let broken = tail == "local" || tail == "cluster" || super::nearest::near(&tail, domain).is_some();
    (service.is_some() || broken).then(|| Fault::Form {
        right: format!("{}.svc.{domain}", head(name, there)),
        service: service.map(Named),
    })
}

/// `echo.default.cluster.local`, `echo.default.service.cluster.local`.
fn without_svc<'a>(context: &Context<'a>, labels: &[&str], domain: &str) -> Option<Fault<'a>> {
    let [name, there, tail @ ..] = labels else { return None };
    if labels.contains(&"pod") {
        return None;
    }
    let tail = tail.join(".");
    let inside = tail == "local" || tail.ends_with(domain) || super::nearest::near(&tail, domain).is_some();
    let service = context.service(there, name).filter(|_| inside)?;
    Some(Fault::Form { right: format!("{name}.{there}.svc.{domain}"), service: Some(Named(service)) })
}

/// Looks for the Service that `name.there` should have named.
fn misplaced<'a>(context: &Context<'a>, name: &str, there: &str, rest: &str) -> Option<Fault<'a>> {
    if context.service(there, name).is_some() || (name, there) == ("kubernetes", "default") {
        return None;
    }
    if let Some(service) = context.service(name, there) {
        return Some(Fault::Order { right: format!("{there}.{name}{rest}"), service: Named(service) });
    }
    if let Some((near, _)) = nearest(name, names(context, there)) {
        let service = Named(context.service(there, near)?);
        return Some(Fault::Slip { right: format!("{near}.{there}{rest}"), service });
    }
    let known = !rest.is_empty();
    let service = context.only_service_named(name).filter(|_| known)?;
    let right = format!("{name}.{}{rest}", service.meta.namespace);
    let in_input = context.has_services(there);
    let near = super::nearest::near(there, &service.meta.namespace).is_some();
    (in_input || near).then_some(Fault::Elsewhere { right, service: Named(service) })
}

fn names<'a>(context: &Context<'a>, namespace: &str) -> Vec<&'a str> {
    context.services_of(namespace).map(|service| &*service.meta.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_in_urls_and_lists() {
        let found: Vec<&str> =
            hosts("postgres://user:pw@db:5432/x?a=1 http://ehco/ echo.default.svc.local,80")
                .map(|one| one.text)
                .collect();
        assert_eq!(found, ["db", "ehco", "echo.default.svc.local"]);
    }
}
