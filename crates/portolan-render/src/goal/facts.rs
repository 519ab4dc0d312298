//! What a reader can read from the rules and tables, as the core computes it.

use portolan_core::Analysis;
use portolan_core::proxy::{self, PlannedPort, ProxyOptions};

/// Something of a Service, by `namespace/name`, or `namespace/name:port` for one of several ports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The name of its chain in iptables mode: `KUBE-SVC-…`.
    Chain(String),
    /// Its cluster IP.
    ClusterIp(String),
    /// Its node port.
    NodePort(String),
    /// The address and port of one of its endpoints.
    Endpoint(String),
    /// How many of its endpoints are ready.
    Ready(String),
    /// The share of connections that each of its endpoints gets: `1/3`, `33 %`, `0.33`.
    Share(String),
}

impl Fact {
    /// The Service.
    fn service(&self) -> &str {
        match self {
            Self::Chain(service)
            | Self::ClusterIp(service)
            | Self::NodePort(service)
            | Self::Endpoint(service)
            | Self::Ready(service)
            | Self::Share(service) => service,
        }
    }

    /// Whether an answer is right.
    #[must_use]
    pub fn is(&self, answer: &str, analysis: &Analysis) -> bool {
        let right = self.answers(analysis);
        match self {
            Self::Share(_) => {
                let wanted = right.first().and_then(|right| share(right));
                wanted.zip(share(answer)).is_some_and(|(wanted, given)| (given / wanted - 1.0).abs() < 0.02)
            }
            _ => right.iter().any(|right| right.eq_ignore_ascii_case(answer)),
        }
    }

    /// All right answers, a good one first; none where the rules do not show the Service.
    #[must_use]
    pub fn answers(&self, analysis: &Analysis) -> Vec<String> {
        let options = ProxyOptions::new(&analysis.cluster.options);
        let plan = proxy::plan(&analysis.cluster, &analysis.slices, &options);
        let Some(port) = plan.ports.iter().find(|port| is_meant(port, self.service())) else {
            return Vec::new();
        };
        let ip = port.cluster_ip.to_string();
        match self {
            Self::Chain(_) => {
                let rules = proxy::iptables::ruleset(&plan).to_string();
                chain(&rules, &ip).map(str::to_owned).into_iter().collect()
            }
            Self::ClusterIp(_) => vec![ip],
            Self::NodePort(_) => {
                Some(port.port.node_port).filter(|number| *number > 0).iter().map(u16::to_string).collect()
            }
            Self::Endpoint(_) => {
                port.select(&port.usable.reachable).map(|one| one.address.to_string()).collect()
            }
            Self::Ready(_) => vec![port.usable.reachable.len().to_string()],
            Self::Share(_) => vec![format!("1/{}", port.usable.reachable.len())],
        }
    }
}

fn is_meant(port: &PlannedPort<'_>, service: &str) -> bool {
    &*port.name == service || port.service.meta.full_name() == service
}

/// The chain to which the cluster IP leads.
fn chain<'r>(rules: &'r str, ip: &str) -> Option<&'r str> {
    let place = format!(" -d {ip}/");
    let mut lines = rules.lines().filter(|line| line.contains(&place));
    lines.find_map(|line| line.rsplit(' ').next().filter(|target| target.starts_with("KUBE-SVC-")))
}

/// A share as people write it.
fn share(text: &str) -> Option<f64> {
    let text = text.trim_end_matches(['%', '％']).trim();
    if let Some((one, all)) = text.split_once('/') {
        return Some(one.trim().parse::<f64>().ok()? / all.trim().parse::<f64>().ok()?);
    }
    let number = text.parse::<f64>().ok()?;
    Some(if number > 1.0 { number / 100.0 } else { number })
}
