//! What a Pod's resolver asks for a name, one question after another, and the last answer as `dig` prints it.

use super::Answer;
use super::answer::did_you_mean;
use portolan_core::diagnostic::Lang;
use portolan_core::dns::{RecordType, Zone, uses_cluster_dns};
use portolan_core::workload::Pod;
use std::fmt::Write as _;

/// How many dots a name needs so that it is asked for as it is first.
const NDOTS: usize = 5;

/// A name as a Pod looks it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dig {
    /// The domains that the resolver puts behind names; empty where the Pod asks its node's resolver.
    pub search: Vec<String>,
    /// Whether the Pod asks the cluster's DNS.
    pub asks_cluster: bool,
    /// The questions in their order, each with its answer; the last one is the final one.
    pub queries: Vec<Answer>,
    /// Where there is no answer: that another name was probably meant, and which.
    pub meant: Option<(String, String)>,
}

/// Looks a name up from a Pod.
#[must_use]
pub fn dig(zone: &Zone<'_>, pod: &Pod, (name, kind): (&str, RecordType), lang: Lang) -> Dig {
    let walk = zone.walk(pod, name, kind);
    let queries = walk.iter().map(|(name, response)| Answer::new(zone, (name, kind), response, lang));
    let queries: Vec<Answer> = queries.collect();
    let asks_cluster = uses_cluster_dns(pod);
    let missed = asks_cluster && queries.last().is_some_and(|last| last.answers.is_empty());
    let near = || zone.slip(name, &pod.namespace).filter(|near| *near != name);
    let meant = missed.then(|| queries.iter().find_map(|one| one.meant.clone()).or_else(near)).flatten();
    let meant = meant.map(|meant| (did_you_mean(&meant, lang), meant));
    Dig { search: zone.search_list(pod), asks_cluster, queries, meant }
}

impl Dig {
    /// The Pod's `/etc/resolv.conf`, but for the address of the server, which manifests do not show.
    #[must_use]
    pub fn resolv_conf(&self) -> String {
        match self.search.as_slice() {
            [] => String::new(),
            domains => format!("search {}\noptions ndots:{NDOTS}\n", domains.join(" ")),
        }
    }
}

impl Answer {
    /// The answer as `dig` prints it, but for what only a network knows: ids, times and the server.
    #[must_use]
    pub fn as_dig(&self) -> String {
        let dotted = if self.name.ends_with('.') { self.name.clone() } else { format!("{}.", self.name) };
        let flags = if self.authoritative { "qr aa rd" } else { "qr rd ra" };
        let mut text = format!(
            ";; ->>HEADER<<- opcode: QUERY, status: {}\n;; flags: {flags}; QUERY: 1, ANSWER: {}, AUTHORITY: {}, ADDITIONAL: {}\n",
            self.status,
            self.answers.len(),
            self.authority.len(),
            self.additional.len(),
        );
        let _ = write!(text, "\n;; QUESTION SECTION:\n;{dotted}\tIN\t{}\n", self.kind);
        for (title, rows) in self.sections() {
            let _ = write!(text, "\n;; {title} SECTION:\n");
            let width = rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
            for row in rows {
                let _ = writeln!(text, "{:width$} {} IN {} {}", row.name, row.ttl, row.kind, row.data);
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::{Options, analyze, parse};

    const APP: &str = "
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {clusterIP: 10.96.1.1, ports: [{port: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: shell}
spec: {containers: [{name: shell, image: example.com/shell}]}
";

    fn from_shell(name: &str) -> Dig {
        let analysis = analyze(vec![parse("app.yaml".to_owned(), APP.into())], &Options::default());
        let zone = Zone::new(&analysis.cluster, &analysis.slices);
        let shell = analysis.cluster.pods.first().expect("a Pod");
        dig(&zone, shell, (name, RecordType::A), Lang::En)
    }

    #[test]
    fn the_search_list_is_walked_until_a_name_has_a_record() {
        let found = from_shell("web.shop");
        let asked: Vec<_> = found.queries.iter().map(|one| (one.name.as_str(), one.status)).collect();
        let expected =
            [("web.shop.default.svc.cluster.local", "NXDOMAIN"), ("web.shop.svc.cluster.local", "NOERROR")];
        assert_eq!(asked, expected);
        assert_eq!(
            found.resolv_conf(),
            "search default.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n"
        );
        let last = found.queries.last().expect("an answer");
        assert!(last.answers[0].origin.is_some());
        let text = last.as_dig();
        assert!(text.contains("status: NOERROR\n;; flags: qr aa rd; QUERY: 1, ANSWER: 1"), "{text}");
        assert!(text.ends_with("\nweb.shop.svc.cluster.local. 5 IN A 10.96.1.1\n"), "{text}");
    }

    #[test]
    fn a_name_of_another_namespace_leads_to_the_one_that_was_meant() {
        let missed = from_shell("web");
        assert_eq!(missed.queries.len(), 4);
        let (words, meant) = missed.meant.expect("a hint");
        assert_eq!(
            (words.as_str(), meant.as_str()),
            ("Did you mean `web.shop.svc.cluster.local`?", "web.shop.svc.cluster.local")
        );
        let slip = from_shell("wbe.shop").meant.map(|(_, meant)| meant);
        assert_eq!(slip.as_deref(), Some("web.shop"));
    }
}
