//! Services.

use super::choice::{Selection, Who};
use super::{Row, Table, age, joined, or_none};
use portolan_core::Analysis;
use portolan_core::object::{Service, ServiceType};

/// Load balancers' addresses are cut to this many letters without `-o wide`.
const ADDRESSES: usize = 16;

pub(super) fn table(analysis: &Analysis, selection: &Selection, wide: bool) -> Table {
    let chosen = chosen(analysis, selection);
    let rows = chosen.into_iter().map(|service| {
        Row::of(
            Who::of(&service.meta),
            vec![
                service.kind.as_str().to_owned(),
                or_none(cluster_ip(service)),
                external_ip(service, wide),
                or_none(ports(service)),
                age(service.meta.stated),
                selector(service),
            ],
        )
    });
    Table {
        columns: &["TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE", "SELECTOR"],
        narrow: 5,
        rows: rows.collect(),
    }
}

/// The Services to be shown, in the API server's order.
pub(crate) fn chosen<'a>(analysis: &'a Analysis, selection: &Selection) -> Vec<&'a Service> {
    let services = selection.choose(&analysis.cluster.services, |service| Who::of(&service.meta));
    services.into_iter().map(|(_, service)| service).collect()
}

/// `spec.clusterIP`: empty for none.
pub(crate) fn cluster_ip(service: &Service) -> String {
    if service.headless {
        return "None".to_owned();
    }
    service.cluster_ips.first().map(ToString::to_string).unwrap_or_default()
}

/// The selector, or `<none>`.
pub(crate) fn selector(service: &Service) -> String {
    or_none(service.selector.as_ref().map(ToString::to_string).unwrap_or_default())
}

fn external_ip(service: &Service, wide: bool) -> String {
    match service.kind {
        ServiceType::ExternalName => service.external_name.to_string(),
        ServiceType::ClusterIp | ServiceType::NodePort => or_none(joined(&service.external_ips)),
        ServiceType::LoadBalancer => {
            let balancer = load_balancer(service, wide);
            let external = joined(&service.external_ips);
            match (balancer.is_empty(), external.is_empty()) {
                (true, true) => "<pending>".to_owned(),
                (false, false) => format!("{balancer},{external}"),
                _ => balancer + &external,
            }
        }
    }
}

/// The addresses of the load balancer, sorted as text and without repetition.
fn load_balancer(service: &Service, wide: bool) -> String {
    let ingress = service.load_balancer.ingress.iter();
    let mut addresses: Vec<String> = ingress
        .map(|one| one.ip.map_or_else(|| one.hostname.to_string(), |ip| ip.to_string()))
        .filter(|address| !address.is_empty())
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    let text = addresses.join(",");
    match text.get(..ADDRESSES - 3) {
        Some(start) if !wide && text.len() > ADDRESSES => format!("{start}..."),
        _ => text,
    }
}

/// `80:30080/TCP,443/TCP`.
fn ports(service: &Service) -> String {
    joined(service.ports.iter().map(|port| match port.node_port {
        0 => format!("{}/{}", port.port, port.protocol),
        node_port => format!("{}:{node_port}/{}", port.port, port.protocol),
    }))
}
