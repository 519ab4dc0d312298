//! How a program in a Pod comes from a short name to an answer: the search list that the kubelet writes into
//! `/etc/resolv.conf` (`pkg/kubelet/network/dns`), walked as the resolver of glibc walks it.

use super::{Rcode, RecordType, Response, Zone};
use crate::workload::Pod;

/// Names with fewer dots than this are tried with the search list first (`options ndots:5`).
const NDOTS: usize = 5;

impl Zone<'_> {
    /// The domains that a Pod's resolver puts behind names: none where the Pod has the node's resolver.
    #[must_use]
    pub fn search_list(&self, pod: &Pod) -> Vec<String> {
        let domain = self.domain();
        if uses_cluster_dns(pod) {
            vec![format!("{}.svc.{domain}", pod.namespace), format!("svc.{domain}"), domain.to_owned()]
        } else {
            Vec::new()
        }
    }

    /// The questions that a Pod's resolver sends for a name, one after another until one has records. A name with a
    /// dot at its end is complete.
    #[must_use]
    pub fn walk(&self, pod: &Pod, name: &str, kind: RecordType) -> Vec<(String, Response)> {
        let list = if name.ends_with('.') { Vec::new() } else { self.search_list(pod) };
        let searched = list.iter().map(|domain| format!("{name}.{domain}"));
        let itself = [name.to_owned()];
        let names: Vec<String> = if name.matches('.').count() >= NDOTS {
            itself.into_iter().chain(searched).collect()
        } else {
            searched.chain(itself).collect()
        };
        let mut walk = Vec::new();
        for name in names {
            let response =
                if uses_cluster_dns(pod) { self.query(&name, kind) } else { Response::from_upstream() };
            let found = response.rcode == Rcode::NoError && !response.answers.is_empty();
            walk.push((name, response));
            if found {
                break;
            }
        }
        walk
    }
}

/// Whether the Pod asks the cluster's DNS. Under `ClusterFirst` a Pod on the host's network does not.
#[must_use]
pub fn uses_cluster_dns(pod: &Pod) -> bool {
    match pod.spec.dns_policy.as_ref() {
        "" | "ClusterFirst" => !pod.spec.host_network,
        policy => policy == "ClusterFirstWithHostNet",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(spec: &str, name: &str) -> Vec<(String, Rcode)> {
        let manifest = format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: shell, namespace: shop}}\nspec: {{{spec}, \
             containers: [{{name: shell, image: example.com/shell}}]}}\n"
        );
        let file = crate::parse("test.yaml".to_owned(), manifest.into_bytes());
        let analysis = crate::analyze(vec![file], &crate::Options::default());
        let zone = Zone::new(&analysis.cluster, &analysis.slices);
        let [pod] = analysis.cluster.pods.as_slice() else { panic!("one Pod") };
        zone.walk(pod, name, RecordType::A)
            .into_iter()
            .map(|(name, response)| (name, response.rcode))
            .collect()
    }

    #[test]
    fn a_short_name_is_tried_in_the_own_namespace_first() {
        assert_eq!(
            walk("dnsPolicy: ClusterFirst", "kubernetes.default"),
            [
                ("kubernetes.default.shop.svc.cluster.local".to_owned(), Rcode::NxDomain),
                ("kubernetes.default.svc.cluster.local".to_owned(), Rcode::NoError),
            ]
        );
    }

    #[test]
    fn a_name_with_a_dot_at_its_end_is_tried_alone() {
        let name = "kubernetes.default.";
        assert_eq!(walk("dnsPolicy: ClusterFirst", name), [(name.to_owned(), Rcode::ServFail)]);
    }

    #[test]
    fn a_pod_on_the_hosts_network_does_not_ask_the_cluster() {
        let name = "kubernetes.default.svc.cluster.local";
        assert_eq!(walk("hostNetwork: true", name), [(name.to_owned(), Rcode::ServFail)]);
        let with = walk("hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet", name);
        assert_eq!(with.last(), Some(&(name.to_owned(), Rcode::NoError)));
    }
}
