//! The fronts for programs; names and shapes of the fields are stable.

use super::{Front, address_text};
use crate::json::origin::{Written, written};
use crate::json::pretty;
use portolan_core::Analysis;
use portolan_core::diagnostic::Lang;
use portolan_core::external::{Check, Source, Targets};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    /// `NAMESPACE/NAME`.
    service: String,
    provider: &'static str,
    /// `null` where there is none.
    address: Option<String>,
    backends: Vec<BackEnd<'a>>,
    source_address_kept: bool,
    session_persistence: bool,
    /// `outside`, and names of nodes.
    reachable_from: Vec<&'a str>,
    shares: BTreeMap<&'a str, f64>,
    #[serde(rename = "type")]
    kind: &'static str,
    policy: &'static str,
    targets: &'static str,
    addresses: Vec<String>,
    /// Whether a manifest states them.
    address_stated: bool,
    internal: bool,
    /// Nodes whose Pods reach the address.
    reachable_from_pods_of: Vec<&'a str>,
    health_check: Option<HealthCheck>,
    why: Option<String>,
    table: Vec<Row>,
    origin: Option<Written<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BackEnd<'a> {
    node: Option<&'a str>,
    pod: Option<&'a str>,
    address: Option<String>,
    port: u16,
    healthy: bool,
    protocol: &'static str,
    service_port: u16,
    share: f64,
}

#[derive(Serialize)]
struct HealthCheck {
    protocol: &'static str,
    /// `null` where each back end has its own.
    port: Option<u16>,
    path: Option<&'static str>,
}

#[derive(Serialize)]
struct Row {
    item: &'static str,
    local: Cell,
    cluster: Cell,
}

#[derive(Serialize)]
struct Cell {
    text: String,
    annotation: Option<String>,
    sources: Vec<&'static str>,
}

/// A list of all fronts.
#[must_use]
pub fn json(analysis: &Analysis, fronts: &[Front<'_>], lang: Lang) -> String {
    let all: Vec<Answer<'_>> = fronts.iter().map(|front| answer(analysis, front, lang)).collect();
    pretty(&all) + "\n"
}

fn answer<'a>(analysis: &'a Analysis, front: &'a Front<'a>, lang: Lang) -> Answer<'a> {
    let exposure = &front.exposure;
    let addresses: Vec<String> = exposure.addresses.iter().map(address_text).collect();
    let nodes = || analysis.cluster.nodes.iter().map(|node| &*node.name);
    let reach = front.reach.as_ref();
    let by_node = nodes().zip(reach.into_iter().flat_map(|reach| &reach.nodes)).filter(|(_, yes)| **yes);
    let by_pod = nodes().zip(reach.into_iter().flat_map(|reach| &reach.pods));
    let outside = reach.filter(|reach| reach.outside).map(|_| "outside");
    Answer {
        service: front.service.meta.full_name(),
        provider: exposure.profile.provider.as_str(),
        address: addresses.first().cloned(),
        backends: exposure.back_ends.iter().map(|one| back_end(front, one)).collect(),
        source_address_kept: exposure.source_kept,
        session_persistence: exposure.sessions,
        reachable_from: outside.into_iter().chain(by_node.map(|(name, _)| name)).collect(),
        shares: exposure.shares.iter().map(|one| (&*one.pod, one.fraction)).collect(),
        kind: front.service.kind.as_str(),
        policy: exposure.policy.as_str(),
        targets: match exposure.targets {
            Targets::Nodes => "nodes",
            Targets::Pods => "pods",
            Targets::Leader => "one-node",
            Targets::Own => "client-chooses",
        },
        address_stated: exposure.addresses.iter().any(|one| !one.provided),
        addresses,
        internal: exposure.internal,
        reachable_from_pods_of: by_pod.filter(|(_, yes)| **yes == Some(true)).map(|(name, _)| name).collect(),
        health_check: health_check(front),
        why: front.pending.as_ref().map(|(why, _)| why.render(lang)),
        table: front.rows.iter().map(|row| table_row(row, lang)).collect(),
        origin: written(analysis, &exposure.origin),
    }
}

fn back_end<'a>(front: &Front<'_>, one: &'a portolan_core::external::BackEnd) -> BackEnd<'a> {
    BackEnd {
        node: Some(&*one.node_name).filter(|name| !name.is_empty()),
        pod: one.pod.as_deref(),
        address: one.address.map(|ip| ip.to_string()),
        port: one.port,
        healthy: one.healthy,
        protocol: one.protocol.as_str(),
        service_port: front.service.ports.get(one.service_port).map_or(0, |port| port.port),
        share: one.share,
    }
}

fn health_check(front: &Front<'_>) -> Option<HealthCheck> {
    let port = front.exposure.health_port(front.service);
    match front.exposure.check {
        Check::KubeProxy | Check::HealthCheckNodePort => {
            Some(HealthCheck { protocol: "HTTP", port, path: Some("/healthz") })
        }
        Check::NodePort | Check::TargetPort => Some(HealthCheck { protocol: "TCP", port, path: None }),
        Check::Api => None,
    }
}

fn table_row(row: &super::Row, lang: Lang) -> Row {
    let [local, cluster] = row.cells.each_ref().map(|cell| Cell {
        text: cell.message.render(lang),
        annotation: cell.annotation.clone(),
        sources: cell.sources.iter().map(|source: &Source| source.url()).collect(),
    });
    Row { item: row.item.as_str(), local, cluster }
}
