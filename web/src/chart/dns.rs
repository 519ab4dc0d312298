//! The names of the cluster: all records, compared with those before, and what a Pod is answered.

use super::Chart;
use crate::state;
use portolan_core::cluster::Cluster;
use portolan_core::collections::BTreeSet;
use portolan_core::diagnostic::Lang;
use portolan_core::dns::{RecordType, Zone};
use portolan_core::trace::Client;
use portolan_core::verdict;
use portolan_core::workload::{Pod, PodId};
use portolan_render::dns::{self, Row};

/// What a change does to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Kept,
    New,
    Gone,
}

/// A lookup from a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lookup {
    /// The Pod that asks, as it can be chosen.
    pub(crate) from: String,
    /// The name that is asked for.
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) dig: dns::Dig,
}

/// All records; those that a change has taken away stand at the end.
pub(crate) fn records(chart: &Chart, before: Option<&Chart>) -> Vec<(Row, Fate)> {
    let rows = |chart: &Chart| dns::dns_records(&Zone::new(&chart.analysis.cluster, &chart.analysis.slices));
    // What comes from the manifests stands before what every cluster has.
    let mut now = rows(chart);
    now.sort_by_key(|row| row.origin.is_none());
    let Some(before) = before.map(rows) else {
        return now.into_iter().map(|row| (row, Fate::Kept)).collect();
    };
    let key = |row: &Row| (row.name.clone(), row.kind, row.data.clone());
    let (old, new): (BTreeSet<_>, BTreeSet<_>) =
        (before.iter().map(key).collect(), now.iter().map(key).collect());
    let fate = |row: Row| {
        let fate = if old.contains(&key(&row)) { Fate::Kept } else { Fate::New };
        (row, fate)
    };
    let gone = before.into_iter().filter(|row| !new.contains(&key(row))).map(|row| (row, Fate::Gone));
    now.into_iter().map(fate).chain(gone).collect()
}

/// What the dig box shows; what is left open is the client that suggests itself, the first Service, and addresses.
pub(crate) fn lookup(chart: &Chart, dig: &state::Dig, lang: Lang) -> Option<Lookup> {
    let cluster = &chart.analysis.cluster;
    let chosen = pod_of(&dig.from, cluster).or_else(|| {
        let asks = verdict::question(&chart.analysis, &chart.proxy)?.from;
        pod_of(&asks, cluster)
    });
    let id = chosen.or_else(|| cluster.guest_id())?;
    let (pod, from) = (cluster.pod(id)?, Client::Pod(id).name(cluster));
    let name = match dig.name.trim() {
        "" => suggested(chart, pod),
        name => name.to_owned(),
    };
    let kind = RecordType::parse(&dig.kind).unwrap_or(RecordType::A);
    let zone = Zone::new(cluster, &chart.analysis.slices);
    let dig = dns::dig(&zone, pod, (&name, kind), lang);
    Some(Lookup { from, name, kind: kind.as_str(), dig })
}

/// The Pod that is named so.
fn pod_of(word: &str, cluster: &Cluster) -> Option<PodId> {
    match Client::parse(word, cluster) {
        Ok(Client::Pod(id)) => Some(id),
        Ok(Client::Node(_) | Client::Outside(_)) | Err(_) => None,
    }
}

/// A name that may be of interest: that of the first Service, as the Pod would write it.
fn suggested(chart: &Chart, pod: &Pod) -> String {
    match chart.analysis.cluster.services.first() {
        Some(service) if service.meta.namespace == pod.namespace => service.meta.name.to_string(),
        Some(service) => format!("{}.{}", service.meta.name, service.meta.namespace),
        None => "kubernetes.default".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Files, WhatIf};

    const TWO: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {clusterIP: 10.96.1.1, ports: [{port: 80}]}\n";

    fn chart(text: &str) -> Chart {
        Chart::of(&Files::single(text), &WhatIf::default())
    }

    #[test]
    fn records_that_come_and_go_are_told() {
        let (before, now) = (chart(TWO), chart(&TWO.replace("name: web", "name: api")));
        let all = records(&now, Some(&before));
        let of = |fate| {
            all.iter().filter(|(_, one)| *one == fate).map(|(row, _)| row.name.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of(Fate::New), ["api.default.svc.cluster.local.", "1.1.96.10.in-addr.arpa."]);
        assert_eq!(of(Fate::Gone), ["web.default.svc.cluster.local.", "1.1.96.10.in-addr.arpa."]);
        assert!(records(&now, None).iter().all(|(_, fate)| *fate == Fate::Kept));
    }

    #[test]
    fn the_box_has_an_answer_before_anything_is_chosen() {
        let found = lookup(&chart(TWO), &state::Dig::default(), Lang::En).expect("a lookup");
        assert_eq!(
            (found.from.as_str(), found.name.as_str(), found.kind),
            ("pod/default/client", "web", "A")
        );
        assert_eq!(found.dig.queries.last().map(|one| one.status), Some("NOERROR"));
    }
}
