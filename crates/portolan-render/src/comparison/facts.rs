//! What is compared, as lines that do not depend on addresses or Pod names of our own choice.

use crate::ports;
use portolan_core::Analysis;
use portolan_core::dns::{Data, Record, Zone};
use portolan_core::object::{EndpointSlice, ServiceType};
use portolan_core::proxy::{self, Mode, ProxyOptions};
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// The lines of each Service, by namespace and name: its type, its ports, where they lead, how many endpoints it has.
pub(super) fn facts(analysis: &Analysis) -> BTreeMap<String, Vec<String>> {
    let endpoints = endpoints(&analysis.slices);
    let services = ports::of(analysis).into_iter().zip(&analysis.cluster.services);
    let lines = services.map(|(ports, service)| {
        let name = service.meta.full_name();
        let mut lines = vec![match ports.kind {
            _ if ports.kind == ServiceType::ExternalName => {
                format!("type: ExternalName {}", service.external_name)
            }
            _ if ports.headless => "type: ClusterIP (headless)".to_owned(),
            kind => format!("type: {}", kind.as_str()),
        }];
        for row in &ports.rows {
            let head = head(row);
            lines.push(head.clone());
            lines.extend(
                row.ends
                    .iter()
                    .map(|end| format!("{head} in {} × {}{}", end.workload, end.pods, container(end))),
            );
        }
        let Endpoints { ready, not_ready, without_port } = endpoints.get(&name).copied().unwrap_or_default();
        lines.push(format!("endpoints: {ready} ready, {not_ready} not ready"));
        if without_port > 0 {
            lines.push(format!("Pods without the port: {without_port}"));
        }
        (name, lines)
    });
    lines.collect()
}

/// `http 80/TCP → 8080, nodePort 30080`. A node port that the server chooses is not named.
fn head(row: &ports::Row) -> String {
    let name = if row.name.is_empty() { String::new() } else { format!("{} ", row.name) };
    let node_port = row.node_port.as_ref().filter(|cell| cell.written);
    let node_port = node_port.map(|cell| format!(", nodePort {}", cell.text)).unwrap_or_default();
    format!("{name}{}/{} → {}{node_port}", row.port.text, row.protocol.as_str(), row.target.text)
}

/// The container and its port: `, container web:8080`.
fn container(end: &ports::End) -> String {
    match (&end.port, end.state) {
        (Some(port), ports::State::Declared) if !end.container.is_empty() => {
            format!(" (container {}:{})", end.container, port.text)
        }
        (_, ports::State::NoSuchName) => " (no such port)".to_owned(),
        (Some(port), _) => format!(" ({})", port.text),
        (None, _) => String::new(),
    }
}

/// How many endpoints a Service has.
#[derive(Clone, Copy, Default)]
struct Endpoints {
    ready: usize,
    not_ready: usize,
    /// Selected Pods that have none of its ports.
    without_port: usize,
}

/// The endpoints of each Service.
fn endpoints(slices: &[EndpointSlice]) -> BTreeMap<String, Endpoints> {
    let mut found: BTreeMap<String, BTreeMap<&str, Option<bool>>> = BTreeMap::new();
    for slice in slices {
        let Some(service) = slice.meta.labels.get("kubernetes.io/service-name") else { continue };
        let of_service = found.entry(format!("{}/{service}", slice.meta.namespace)).or_default();
        let has_ports = slice.ports.as_ref().is_some_and(|ports| !ports.is_empty());
        for endpoint in slice.endpoints.iter().flatten() {
            let ready = has_ports.then(|| endpoint.conditions.ready.unwrap_or(true));
            for address in &endpoint.addresses {
                let known = of_service.entry(address).or_default();
                *known = (*known).max(ready);
            }
        }
    }
    let counts = found.into_iter().map(|(name, addresses)| {
        let count = |state: Option<bool>| addresses.values().filter(|one| **one == state).count();
        (
            name,
            Endpoints { ready: count(Some(true)), not_ready: count(Some(false)), without_port: count(None) },
        )
    });
    counts.collect()
}

/// Names and types of the records, once each, but for names that are made of addresses.
pub(super) fn records(analysis: &Analysis) -> Vec<String> {
    let zone = Zone::new(&analysis.cluster, &analysis.slices);
    let lines: BTreeSet<String> = zone.records().filter_map(|record| line(&record)).collect();
    lines.into_iter().collect()
}

fn line(record: &Record) -> Option<String> {
    let first = record.name.split('.').next().unwrap_or_default();
    let of_address =
        first.contains(['-', ':']) && first.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let is_reverse = record.name.ends_with(".arpa.");
    let target = match &record.data {
        Data::Cname(target) => format!(" {target}"),
        Data::Srv { port, .. } => format!(" {port}"),
        _ => String::new(),
    };
    (!of_address && !is_reverse && record.origin.is_some())
        .then(|| format!("{} {}{target}", record.name, record.kind().as_str()))
}

/// How many rules kube-proxy writes: lines of the text that it hands over.
pub(super) fn rules(analysis: &Analysis, options: &ProxyOptions) -> usize {
    let plan = proxy::plan(&analysis.cluster, &analysis.slices, options);
    let text = match options.mode {
        Mode::Iptables => proxy::iptables::ruleset(&plan).to_string(),
        Mode::Nftables => proxy::nftables::table(&plan).to_string(),
        Mode::Ipvs => proxy::ipvs::virtual_servers(&plan).to_string(),
    };
    text.lines().filter(|line| !line.trim().is_empty()).count()
}
