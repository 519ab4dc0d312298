//! The row of the world outside: each Service is asked for as from outside, and the walk tells.

use super::{Cell, Offer, Reach, Target};
use crate::Analysis;
use crate::diagnostic::Certainty;
use crate::object::{NetworkPolicy, Service, ServiceType};
use crate::proxy::ProxyOptions;
use crate::trace::{self, Client, Ending, Request, Stage, Trace};
use portolan_yaml::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

/// An address that nobody has (RFC 5737).
const SOMEBODY: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7));

/// A question, and the column to which its answer belongs.
struct Asked {
    place: usize,
    request: Request,
}

/// A cell for each target.
pub(super) fn cells<'a>(
    analysis: &'a Analysis,
    targets: &[Target<'a>],
    proxy: &ProxyOptions,
) -> Vec<Cell<'a>> {
    let cluster = &analysis.cluster;
    let asked = targets.iter().enumerate().filter_map(|(place, target)| {
        let Offer::Service(service, _) = target.offer else { return None };
        if !is_open(service) {
            return None;
        }
        let to = format!("svc/{}/{}:{}", target.namespace, target.name, target.port);
        let (to, _) = trace::Target::parse(&to, cluster, &Client::Outside(SOMEBODY)).ok()?;
        let request =
            Request { from: Client::Outside(SOMEBODY), to, protocol: target.protocol, proxy: proxy.clone() };
        Some(Asked { place, request })
    });
    let (places, requests): (Vec<usize>, Vec<Request>) = asked.map(|one| (one.place, one.request)).unzip();
    let walks = trace::traces(cluster, &analysis.slices, &requests);
    let policies: BTreeMap<_, &NetworkPolicy> =
        cluster.policies.iter().map(|policy| (policy.meta.id, policy)).collect();
    let mut cells: BTreeMap<usize, Cell<'a>> =
        places.into_iter().zip(walks.iter().map(|walk| cell(walk, &policies))).collect();
    let closed = |_| Cell {
        reach: Reach::No,
        certainty: Certainty::DependsOnCluster,
        decided_by: Vec::new(),
        reason: None,
    };
    (0..targets.len()).map(|place| cells.remove(&place).unwrap_or_else(|| closed(place))).collect()
}

/// Whether a Service is for clients outside at all.
fn is_open(service: &Service) -> bool {
    !service.external_ips.is_empty()
        || matches!(service.kind, ServiceType::NodePort | ServiceType::LoadBalancer)
}

fn cell<'a>(walk: &Trace, policies: &BTreeMap<crate::diagnostic::ObjectId, &'a NetworkPolicy>) -> Cell<'a> {
    let answered: f64 =
        walk.ends.iter().filter(|end| end.ending == Ending::Answered).map(|end| end.probability).sum();
    let reach = match answered {
        share if share > 1.0 - 1e-9 => Reach::Yes,
        share if share < 1e-9 => Reach::No,
        _ => Reach::Partly,
    };
    let lost = walk.ends.iter().find(|end| end.ending != Ending::Answered);
    let certainty = walk.ends.iter().map(|end| end.certainty).max().unwrap_or(Certainty::Proved);
    let mut decided_by: Vec<(&NetworkPolicy, _)> = Vec::new();
    for origin in
        walk.steps.iter().filter(|step| step.stage == Stage::Policy).filter_map(|one| one.origin.as_ref())
    {
        let known = decided_by.iter().any(|(_, known)| known == origin);
        if let Some(policy) = policies.get(&origin.object).filter(|_| !known) {
            decided_by.push((policy, origin.clone()));
        }
    }
    Cell { reach, certainty, decided_by, reason: lost.map(|end| end.reason.clone()) }
}
