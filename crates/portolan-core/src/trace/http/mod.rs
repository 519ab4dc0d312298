//! A request on its way through an Ingress controller or a Gateway: two connections with a proxy between them.
//!
//! The client connects to the address of the proxy; the proxy reads the request, decides by the rules of
//! [`crate::routing`], and opens a connection of its own to an endpoint. Where the controller's Pods are in the input both
//! connections are walked; where they are not, the rules are known all the same.

mod approach;
mod serve;
mod words;

use super::log::Branch;
use super::network::Network;
use super::reason::Reason;
use super::{Client, Ending, Request, Target};
use crate::cluster::Cluster;
use crate::diagnostic::Arg;
use crate::dns::RecordType;
use crate::object::EndpointSlice;
use crate::routing::{Decision, Door, Entrance, HttpRequest, Router};
use crate::workload::PodId;
use portolan_yaml::collections::BTreeSet;
use std::net::IpAddr;

/// What becomes of a request at an Ingress controller or a Gateway.
pub(super) struct Visit<'a> {
    pub(super) request: &'a HttpRequest,
    pub(super) door: Door<'a>,
    pub(super) decision: Decision<'a>,
    /// The Pods of the controller.
    pods: BTreeSet<PodId>,
    /// The statuses for a back end that refuses, and for one that does not answer: nginx has 502 and 504, Envoy 503.
    failures: (u16, u16),
}

/// Whether a URL belongs to an Ingress or a Gateway, so that a client outside of the cluster is who may ask for it.
#[must_use]
pub fn comes_from_outside(cluster: &Cluster, slices: &[EndpointSlice], to: &str) -> bool {
    if cluster.ingresses.is_empty() && cluster.gateways.is_empty() {
        return false;
    }
    let outside = Client::Outside(IpAddr::from([0, 0, 0, 0]));
    let Ok((target, _)) = Target::parse(to, cluster, &outside) else { return false };
    let named = target.host.contains('.') || target.host.contains(':');
    let request = target.http.filter(|_| named && !is_cluster_name(cluster, &target.host));
    let address = target.host.parse().ok();
    request.is_some_and(|request| Router::new(cluster, slices).entrance(&request, address, true).is_some())
}

/// Whether a name is one of the cluster's own, by its end or by its namespace.
fn is_cluster_name(cluster: &Cluster, host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let of_domain = host.ends_with(&format!(".{}", cluster.options.cluster_domain.to_ascii_lowercase()));
    let mut labels = host.split('.');
    let (service, namespace, rest) = (labels.next(), labels.next(), labels.next());
    let in_namespace = cluster.namespaces.contains_key(namespace.unwrap_or_default());
    let known = |name: &str| {
        let mut services = cluster.services.iter();
        services.any(|one| *one.meta.name == *name && Some(&*one.meta.namespace) == namespace)
    };
    of_domain || in_namespace && (rest == Some("svc") || rest.is_none() && service.is_some_and(known))
}

impl<'a> Network<'a> {
    /// What becomes of the request, if it is for an Ingress controller or a Gateway. Names that the client finds in the
    /// cluster lead where they lead.
    pub(super) fn visit_of(&self, request: &'a Request) -> Option<Visit<'a>> {
        let http = request.to.http.as_deref()?;
        if self.cluster.ingresses.is_empty() && self.cluster.gateways.is_empty() {
            return None;
        }
        let outside = matches!(request.from, Client::Outside(_));
        if is_cluster_name(self.cluster, &request.to.host) || self.finds(request) {
            return None;
        }
        let router = Router::new(self.cluster, self.slices);
        let entrance = router.entrance(http, request.to.host.parse().ok(), outside)?;
        let door = router.door(entrance);
        let decision = router.decide(entrance, http)?;
        let selector =
            door.service.and_then(|service| Some((&service.meta.namespace, service.selector.as_ref()?)));
        let pods = selector.map(|(namespace, labels)| self.cluster.select(namespace, labels));
        let failures = if matches!(entrance, Entrance::Ingress(_)) { (502, 504) } else { (503, 503) };
        Some(Visit { request: http, door, decision, pods: pods.into_iter().flatten().collect(), failures })
    }

    /// Whether a Pod finds the host among the names of the cluster.
    fn finds(&self, request: &Request) -> bool {
        let Client::Pod(id) = request.from else { return false };
        if request.to.host.parse::<IpAddr>().is_ok() || request.to.host.contains('.') {
            return false;
        }
        let zone = crate::dns::Zone::new(self.cluster, self.slices);
        let walk = self.cluster.pod(id).map(|pod| zone.walk(pod, &request.to.host, RecordType::A));
        let answers = walk.into_iter().flatten().last();
        answers.is_some_and(|(_, response)| !response.answers.is_empty())
    }

    /// How the client meets what becomes of the proxy's own connection.
    pub(super) fn behind_proxy(&self, branch: &Branch, ending: Ending, reason: Reason) -> (Ending, Reason) {
        let proxied = branch.http.as_ref().is_some_and(|http| !http.host.is_empty());
        let Some(visit) = self.visit.as_ref().filter(|_| proxied) else { return (ending, reason) };
        let status = match ending {
            Ending::Answered | Ending::Replied(_) => return (ending, reason),
            Ending::Timeout => visit.failures.1,
            Ending::Refused | Ending::NxDomain | Ending::NoRoute => visit.failures.0,
        };
        let because = ("because", Arg::said(reason.message));
        let message = words::BAD_GATEWAY.with([because, ("status", Arg::Number(status.into()))]);
        (Ending::Replied(status), Reason { message, ..reason })
    }

    /// Whether a connection has come to the proxy itself, and not yet through it.
    pub(super) fn is_proxy(&self, branch: &Branch, id: PodId) -> bool {
        branch.http.is_none() && self.visit.as_ref().is_some_and(|visit| visit.pods.contains(&id))
    }
}
