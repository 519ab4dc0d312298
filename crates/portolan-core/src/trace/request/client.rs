//! Who opens the connection, as people write it: an object by kind and name, or an address.

use super::Client;
use crate::cluster::Cluster;
use crate::diagnostic::{Arg, Message, Template, nearest};
use crate::document::kind::named;
use crate::object::{Meta, Workload};
use crate::template;
use crate::workload::{Pod, PodId};
use std::net::IpAddr;

template!(NOT_A_CLIENT, "trace.not-a-client",
    en: "{text} does not say who opens the connection: write `pod/NAME`, `deploy/NAME`, `node/NAME`, or an IP address",
    ja: "{text}では、接続を開くのが誰なのか分かりません。`pod/NAME`、`deploy/NAME`、`node/NAME`、またはIPアドレスを指定してください");
template!(NOT_A_CLIENT_NEAR, "trace.not-a-client-near",
    en: "{text} does not say who opens the connection; did you mean {near}?",
    ja: "{text}では、接続を開くのが誰なのか分かりません。{near}のことではありませんか");
template!(POD_OF_WORKLOAD, "trace.pod-of-workload",
    en: "there is no {text}; {near} makes Pods, and stands for one of them",
    ja: "{text}はありません。Podを作る{near}を指定すると、そのPodの1つになります");
template!(SERVICE_AS_CLIENT, "trace.service-as-client",
    en: "a Service opens no connections; ask from one of the Pods behind it: {known}",
    ja: "Serviceは自分から接続を開きません。その背後のPodを指定してください: {known}");
template!(NO_SUCH_OBJECT, "trace.no-such-client",
    en: "there is no {kind} {name}; there are {known}",
    ja: "{name}という{kind}はありません。あるのは{known}です");
template!(NO_SUCH_OBJECT_NEAR, "trace.no-such-client-near",
    en: "there is no {kind} {name}; did you mean {near}?",
    ja: "{name}という{kind}はありません。{near}のことではありませんか");
template!(NONE_OF_KIND, "trace.no-client-of-kind",
    en: "there is no {kind} {name}; these manifests have none at all",
    ja: "{name}という{kind}はありません。このマニフェストには1つもありません");
template!(NO_PODS, "trace.client-without-pods",
    en: "{kind} {name} has no Pod that could open a connection",
    ja: "{kind} {name}には、接続を開けるPodがありません");

/// At most this many names are listed where none fits.
const MOST_LISTED: usize = 8;

/// `NAME` or `NAMESPACE/NAME`.
#[derive(Clone, Copy)]
pub(super) struct Name<'t> {
    pub(super) namespace: Option<&'t str>,
    pub(super) name: &'t str,
}

impl Client {
    /// Understands `pod/NAME`, `pod/NAMESPACE/NAME`, `deploy/NAME` and the other controllers (their first Pod that
    /// runs), `node/NAME`, and addresses: one that a Pod or a node has means that Pod or node. A name without a
    /// namespace is looked for in `default` first. `pod/client` is the cluster's guest, unless there is such a Pod.
    ///
    /// # Errors
    ///
    /// What cannot be understood, or is not there.
    pub fn parse(text: &str, cluster: &Cluster) -> Result<Self, Message> {
        let text = text.trim();
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        if let Ok(ip) = bare.parse() {
            return Ok(Self::at(ip, cluster));
        }
        let Some((kind, name)) = object(text) else { return Err(unclear(text, cluster)) };
        match kind {
            "Pod" => {
                let known = cluster.pods.iter().zip(0..);
                let found = pick(known, name, |(pod, _)| (&pod.namespace, &pod.name));
                let found = found.map(|(_, index)| PodId(index)).or_else(|| guest(name, cluster));
                found.map(Self::Pod).ok_or_else(|| {
                    if let Some(near) = workload_named(name.name, cluster) {
                        let text = ("text", Arg::code(text));
                        return POD_OF_WORKLOAD.with([text, ("near", Arg::code(near))]);
                    }
                    let known = cluster.pods.iter().map(|pod| (&*pod.namespace, &*pod.name));
                    missing(kind, name, known)
                })
            }
            "Node" => {
                let place = cluster.nodes.iter().position(|node| *node.name == *name.name);
                place.map(Self::Node).ok_or_else(|| {
                    let known = cluster.nodes.iter().map(|node| ("", &*node.name));
                    missing(kind, name, known)
                })
            }
            "Service" => Err(service_as_client(name, cluster)),
            "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" | "ReplicationController" | "Job" => {
                of_workload(kind, name, cluster)
            }
            _ => Err(unclear(text, cluster)),
        }
    }

    /// Who has an address.
    fn at(ip: IpAddr, cluster: &Cluster) -> Self {
        if let Some(node) = cluster.nodes.iter().position(|node| node.internal_ips.contains(&ip)) {
            return Self::Node(node);
        }
        let mut pods = cluster.pods.iter().zip(0..);
        let pod = pods.find(|(pod, _)| !pod.is_terminal() && pod.ips.contains(&ip));
        pod.map_or(Self::Outside(ip), |(_, index)| Self::Pod(PodId(index)))
    }

    /// As it could be written: `pod/default/web`, `node/node-a`, `203.0.113.7`.
    #[must_use]
    pub fn name(&self, cluster: &Cluster) -> String {
        match self {
            Self::Pod(id) => {
                cluster.pod(*id).map(|pod| format!("pod/{}/{}", pod.namespace, pod.name)).unwrap_or_default()
            }
            Self::Node(node) => {
                cluster.nodes.get(*node).map(|node| format!("node/{}", node.name)).unwrap_or_default()
            }
            Self::Outside(ip) => ip.to_string(),
        }
    }
}

/// The kind and the name of `KIND/NAME` or `KIND/NAMESPACE/NAME`.
pub(super) fn object(text: &str) -> Option<(&'static str, Name<'_>)> {
    let (kind, name) = text.split_once('/')?;
    let kind = named(kind)?.kind;
    let (namespace, name) = name.split_once('/').map_or((None, name), |(one, other)| (Some(one), other));
    Some((kind, Name { namespace, name }))
}

/// The one of that name; without a namespace that of `default`, else the first.
pub(super) fn pick<'a, T>(
    known: impl Iterator<Item = T>,
    wanted: Name<'_>,
    name: impl Fn(&T) -> (&'a Box<str>, &'a Box<str>),
) -> Option<T> {
    let mut first = None;
    for one in known {
        let (namespace, own) = name(&one);
        if **own != *wanted.name || wanted.namespace.is_some_and(|wanted| **namespace != *wanted) {
            continue;
        }
        if wanted.namespace.is_some() || &**namespace == "default" {
            return Some(one);
        }
        first.get_or_insert(one);
    }
    first
}

/// The guest, if it is the one who is named.
fn guest(name: Name<'_>, cluster: &Cluster) -> Option<PodId> {
    let guest = cluster.guest.iter();
    pick(guest, name, |guest| (&guest.namespace, &guest.name)).and_then(|_| cluster.guest_id())
}

fn of_workload(kind: &str, name: Name<'_>, cluster: &Cluster) -> Result<Client, Message> {
    let of_kind = || cluster.workloads.iter().filter(|one| one.kind.as_str() == kind);
    let Some(workload) = pick(of_kind(), name, |one| (&one.meta.namespace, &one.meta.name)) else {
        return Err(missing(kind, name, of_kind().map(|one| (&*one.meta.namespace, &*one.meta.name))));
    };
    let pods = || cluster.pods.iter().zip(0..).filter(|(pod, _)| is_of(pod, workload, cluster));
    let able = |pod: &Pod| !pod.is_terminal() && !pod.ips.is_empty();
    let running =
        pods().find(|(pod, _)| pod.ready && able(pod)).or_else(|| pods().find(|(pod, _)| able(pod)));
    running
        .map(|(_, index)| Client::Pod(PodId(index)))
        .ok_or_else(|| NO_PODS.with([("kind", Arg::text(kind)), ("name", Arg::code(&*workload.meta.name))]))
}

/// Whether a controller owns a Pod, by itself or by a ReplicaSet.
fn is_of(pod: &Pod, workload: &Workload, cluster: &Cluster) -> bool {
    let owns = |meta: &Meta, kind: &str, name: &str| {
        *meta.namespace == *pod.namespace && &*meta.name == name && kind == workload.kind.as_str()
    };
    let Some(owner) = &pod.owner else { return false };
    if owns(&workload.meta, &owner.kind, &owner.name) {
        return true;
    }
    let mut between = cluster.workloads.iter().filter(|one| {
        one.kind.as_str() == &*owner.kind
            && one.meta.name.as_ref() == &*owner.name
            && one.meta.namespace == pod.namespace
    });
    between.any(|one| {
        one.meta.owner.as_ref().is_some_and(|owner| owns(&workload.meta, &owner.kind, &owner.name))
    })
}

fn service_as_client(name: Name<'_>, cluster: &Cluster) -> Message {
    let known = cluster.services.iter();
    let Some(service) = pick(known, name, |one| (&one.meta.namespace, &one.meta.name)) else {
        let known = cluster.services.iter().map(|one| (&*one.meta.namespace, &*one.meta.name));
        return missing("Service", name, known);
    };
    let selected = service.selector.as_ref().map(|labels| cluster.select(&service.meta.namespace, labels));
    let pods = selected.into_iter().flatten().filter_map(|id| cluster.pod(id));
    let names: Vec<_> =
        pods.take(MOST_LISTED).map(|pod| format!("pod/{}/{}", pod.namespace, pod.name)).collect();
    if names.is_empty() {
        return NO_PODS.with([("kind", Arg::text("Service")), ("name", Arg::code(name.name))]);
    }
    SERVICE_AS_CLIENT.with([("known", Arg::Codes(names))])
}

/// Nothing has that name: the one that was probably meant, or the names that there are, those that resemble it first.
pub(super) fn missing<'a>(
    kind: &str,
    name: Name<'_>,
    known: impl Iterator<Item = (&'a str, &'a str)>,
) -> Message {
    let mut known: Vec<_> = known.collect();
    let full = |(namespace, name): &(&str, &str)| match *namespace {
        "" => (*name).to_owned(),
        namespace => format!("{namespace}/{name}"),
    };
    let wanted = name.namespace.map_or_else(|| name.name.to_owned(), |one| format!("{one}/{}", name.name));
    let arguments = [("kind", Arg::text(kind)), ("name", Arg::code(wanted))];
    // Nodes are told apart by a letter.
    let names = known.iter().map(|(_, one)| *one).filter(|_| kind != "Node");
    if let Some(near) = nearest(name.name, names).and_then(|near| known.iter().find(|(_, one)| *one == near))
    {
        let mut message = NO_SUCH_OBJECT_NEAR.with(arguments);
        message.args.push(("near", Arg::code(full(near))));
        return message;
    }
    let alike = |(_, one): &(&str, &str)| {
        !(one.starts_with(name.name) || name.name.starts_with(one) || one.contains(name.name))
    };
    known.sort_by_key(alike);
    let listed: Vec<_> = known.iter().take(MOST_LISTED).map(full).collect();
    let template: &'static Template = if listed.is_empty() { &NONE_OF_KIND } else { &NO_SUCH_OBJECT };
    let mut message = template.with(arguments);
    message.args.push(("known", Arg::Codes(listed)));
    message
}

/// A controller of that name, as it could be written.
fn workload_named(name: &str, cluster: &Cluster) -> Option<String> {
    let found = cluster.workloads.iter().find(|one| *one.meta.name == *name)?;
    Some(format!("{}/{name}", found.kind.as_str().to_ascii_lowercase()))
}

/// Neither an object nor an address: perhaps the name of one, without its kind.
fn unclear(text: &str, cluster: &Cluster) -> Message {
    let name = |text| Name { namespace: None, name: text };
    let pod = || {
        let found = pick(cluster.pods.iter(), name(text), |pod| (&pod.namespace, &pod.name));
        found.map(|_| format!("pod/{text}"))
    };
    let node = || cluster.nodes.iter().any(|node| *node.name == *text).then(|| format!("node/{text}"));
    let near = pod().or_else(node).or_else(|| workload_named(text, cluster));
    match near {
        Some(near) => NOT_A_CLIENT_NEAR.with([("text", Arg::code(text)), ("near", Arg::code(near))]),
        None => NOT_A_CLIENT.with([("text", Arg::code(text))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Lang;
    use crate::{Analysis, Options, analyze, parse};

    const APP: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: example.com/web}]}
---
apiVersion: v1
kind: Pod
metadata: {name: shell, namespace: tools}
spec: {containers: [{name: shell, image: example.com/shell}]}
";

    fn app() -> Analysis {
        analyze(vec![parse("app.yaml".to_owned(), APP.as_bytes().to_vec())], &Options::default())
    }

    fn of(text: &str) -> Result<String, String> {
        let cluster = app().cluster;
        let client = Client::parse(text, &cluster).map_err(|message| message.render(Lang::En))?;
        Ok(client.name(&cluster))
    }

    #[test]
    fn clients_are_named_by_object_or_address() {
        let pod = app().cluster.pods.iter().find(|pod| *pod.namespace == *"default").cloned().expect("a Pod");
        let name = Ok(format!("pod/default/{}", pod.name));
        assert_eq!(of("deploy/web"), name);
        assert_eq!(of(&pod.ips.first().expect("an address").to_string()), name);
        assert_eq!(of("po/shell").as_deref(), Ok("pod/tools/shell"));
        assert_eq!(of("pod/tools/shell").as_deref(), Ok("pod/tools/shell"));
        assert_eq!(of("node/node-b").as_deref(), Ok("node/node-b"));
        assert_eq!(of("192.168.10.12").as_deref(), Ok("node/node-b"));
        assert_eq!(of("[2001:db8::7]").as_deref(), Ok("2001:db8::7"));
        assert_eq!(of("pod/client").as_deref(), Ok("pod/default/client"));
    }

    #[test]
    fn what_is_not_there_leads_to_what_is() {
        let wrong = |text| of(text).expect_err("a mistake");
        assert_eq!(wrong("pod/shel"), "there is no Pod `shel`; did you mean `tools/shell`?");
        assert_eq!(
            wrong("pod/default/shell"),
            "there is no Pod `default/shell`; did you mean `tools/shell`?"
        );
        assert_eq!(
            wrong("pod/web"),
            "there is no `pod/web`; `deployment/web` makes Pods, and stands for one of them"
        );
        assert_eq!(
            wrong("shell"),
            "`shell` does not say who opens the connection; did you mean `pod/shell`?"
        );
        assert_eq!(wrong("node/node-d"), "there is no Node `node-d`; there are `node-a`, `node-b`, `node-c`");
        assert!(wrong("ingress/web").contains("does not say who opens the connection"));
    }
}
