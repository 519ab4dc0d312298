//! What a name that leads nowhere was probably meant to be.

use super::zone::Zone;
use crate::diagnostic::nearest;

impl Zone<'_> {
    /// The full name of a Service that a name without an answer was probably meant for: in another namespace, or
    /// written without `svc`, without the cluster's domain or with another one.
    #[must_use]
    pub fn suggest(&self, name: &str) -> Option<String> {
        let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
        let mut labels = name.split('.');
        let (service, namespace) = (labels.next()?, labels.next());
        let wanted = namespace.filter(|namespace| self.index.services.contains_key(&(*namespace, service)));
        let namespace = wanted.or_else(|| self.namespace_of(service))?;
        let meant = format!("{service}.{namespace}.svc.{}", self.domain());
        (meant != name).then_some(meant)
    }

    /// The name that differs in a few letters of the Service's own, written as this one is; a name without a namespace
    /// is one of `namespace`.
    #[must_use]
    pub fn slip(&self, name: &str, namespace: &str) -> Option<String> {
        let (first, rest) = name.split_once('.').map_or((name, None), |(first, rest)| (first, Some(rest)));
        let namespace = rest.and_then(|rest| rest.split('.').next()).unwrap_or(namespace);
        let there = self.cluster.services.iter().filter(|service| *service.meta.namespace == *namespace);
        let near = nearest(first, there.map(|service| service.meta.name.as_ref()))?;
        Some(rest.map_or_else(|| near.to_owned(), |rest| format!("{near}.{rest}")))
    }

    /// The first namespace with a Service of a name, `default` before all others.
    fn namespace_of(&self, service: &str) -> Option<&str> {
        let mut having = self.index.services.keys().filter(|(_, name)| *name == service);
        let default = self.index.services.get_key_value(&("default", service));
        default.map(|(key, _)| key).or_else(|| having.next()).map(|(namespace, _)| *namespace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::Cluster;

    #[test]
    fn a_name_without_an_answer_leads_to_one_that_has_it() {
        let cluster = Cluster::default();
        let zone = Zone::new(&cluster, &[]);
        let meant = Some("kubernetes.default.svc.cluster.local".to_owned());
        for name in [
            "kubernetes",
            "kubernetes.default",
            "kubernetes.default.cluster.local",
            "kubernetes.default.svc.local",
            "kubernetes.shop.svc.cluster.local.",
        ] {
            assert_eq!(zone.suggest(name), meant, "{name}");
        }
        assert_eq!(zone.suggest("kubernetes.default.svc.cluster.local"), None);
        assert_eq!(zone.suggest("example.com"), None);
    }
}
