//! Who reaches the address of a Service that is there for clients outside: they, processes of the nodes, and Pods.
//!
//! From inside the packets seldom leave the node: kube-proxy's rules know the address, and what they do depends on its
//! mode. So each answer is a walk through the rules.

use crate::cluster::Cluster;
use crate::object::{EndpointSlice, IpFamily, Node, Port, Protocol, Service, ServiceType};
use crate::proxy::ProxyOptions;
use crate::trace::{Client, Ending, Request, Target, Trace, traces};
use crate::workload::{Pod, PodId};
use portolan_yaml::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How many walks are made at most; Services that come too late are not answered for.
const MOST_WALKS: usize = 6_000;

/// Less than this is none, and less than this from all is not all.
const LITTLE: f64 = 0.001;

/// Who reaches a Service's address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Whether clients outside do: those in `loadBalancerSourceRanges`, where there are some.
    pub outside: bool,
    /// Whether processes of each node do, in the order of the cluster's nodes.
    pub nodes: Vec<bool>,
    /// Whether Pods of each node do; `None` where the node has no Pod to ask.
    pub pods: Vec<Option<bool>>,
    /// Whether some of these connections are lost, though others are answered.
    pub partly: bool,
}

/// Who reaches each of these Services by its first port, at its load balancer's addresses, or the node ports of a Service
/// without a load balancer; `None` where there is no address, or too many Services are asked for.
#[must_use]
pub fn reach(
    cluster: &Cluster,
    slices: &[EndpointSlice],
    services: &[&Service],
    proxy: &ProxyOptions,
) -> Vec<Option<Reach>> {
    let pods = pods_by_node(cluster);
    let mut requests = Vec::new();
    let mut questions = Vec::with_capacity(services.len());
    for service in services {
        let doors = doors(cluster, service);
        let clients = clients(cluster, service, &pods);
        let first = requests.len();
        if first.saturating_add(doors.len().saturating_mul(clients.len())) <= MOST_WALKS {
            let request = |from: &Client, (ip, port, protocol): (IpAddr, Port, Protocol)| Request {
                from: from.clone(),
                to: Target { host: ip.to_string(), port, http: None },
                protocol,
                proxy: ProxyOptions { node: None, ..proxy.clone() },
            };
            let of_client =
                |(_, from): &(Place, Client)| doors.iter().map(|door| request(from, *door)).collect();
            requests.extend(clients.iter().flat_map(|client| -> Vec<Request> { of_client(client) }));
        }
        let places = clients.into_iter().map(|(place, _)| place).collect();
        questions.push(Question {
            first,
            doors: doors.len(),
            places,
            any: service.kind == ServiceType::NodePort,
        });
    }
    let answered: Vec<f64> = traces(cluster, slices, &requests).iter().map(answered).collect();
    questions.iter().map(|question| question.sum_up(cluster, &answered)).collect()
}

/// The walks to one Service.
struct Question {
    /// The first of them.
    first: usize,
    /// How many addresses there are.
    doors: usize,
    /// The clients, each of which goes to every address.
    places: Vec<Place>,
    /// Whether it is enough to reach one of the addresses.
    any: bool,
}

impl Question {
    /// Who reaches the Service; `None` if there was no walk.
    fn sum_up(&self, cluster: &Cluster, answered: &[f64]) -> Option<Reach> {
        let end = self.first.checked_add(self.places.len().checked_mul(self.doors)?)?;
        let parts = answered.get(self.first..end).filter(|parts| !parts.is_empty())?;
        let share = |part: &[f64]| match self.any {
            true => part.iter().copied().fold(0.0, f64::max),
            false => part.iter().copied().fold(1.0, f64::min),
        };
        Some(summed_up(cluster, self.places.iter().copied().zip(parts.chunks(self.doors).map(share))))
    }
}

/// Who asks.
#[derive(Clone, Copy)]
enum Place {
    Outside,
    Node(usize),
    Pods(usize),
}

fn summed_up(cluster: &Cluster, answers: impl Iterator<Item = (Place, f64)>) -> Reach {
    let count = cluster.nodes.len();
    let mut reach =
        Reach { outside: false, nodes: vec![false; count], pods: vec![None; count], partly: false };
    for (place, share) in answers {
        let yes = share > LITTLE;
        reach.partly |= yes && share < 1.0 - LITTLE;
        match place {
            Place::Outside => reach.outside = yes,
            Place::Node(node) => reach.nodes.get_mut(node).into_iter().for_each(|one| *one = yes),
            Place::Pods(node) => reach.pods.get_mut(node).into_iter().for_each(|one| *one = Some(yes)),
        }
    }
    reach
}

/// What clients connect to: the addresses of the first family.
fn doors(cluster: &Cluster, service: &Service) -> Vec<(IpAddr, Port, Protocol)> {
    let family = service.ip_families.first().copied().unwrap_or(IpFamily::V4);
    let Some(port) = service.ports.first() else { return Vec::new() };
    let of_family = |ip: &IpAddr| IpFamily::of(*ip) == family;
    if service.kind == ServiceType::LoadBalancer {
        let all = service.load_balancer.ingress.iter().filter_map(|one| one.ip.or(one.resolved));
        return all.filter(of_family).map(|ip| (ip, port.port, port.protocol)).collect();
    }
    if port.node_port == 0 {
        return Vec::new();
    }
    let own = |node: &Node| node.internal_ips.iter().copied().find(of_family);
    cluster.nodes.iter().filter_map(own).map(|ip| (ip, port.node_port, port.protocol)).collect()
}

/// Pods with a network of their own, by node.
fn pods_by_node(cluster: &Cluster) -> BTreeMap<&str, Vec<(PodId, &Pod)>> {
    let mut by_node: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (pod, id) in cluster.pods.iter().zip(0..) {
        if !pod.spec.host_network && pod.is_active() && !pod.ips.is_empty() {
            by_node.entry(&*pod.node_name).or_default().push((PodId(id), pod));
        }
    }
    by_node
}

/// A client outside, a process of each node, and a Pod of each node: rather one that the Service does not select.
fn clients(
    cluster: &Cluster,
    service: &Service,
    pods: &BTreeMap<&str, Vec<(PodId, &Pod)>>,
) -> Vec<(Place, Client)> {
    let mut all = vec![(Place::Outside, Client::Outside(outsider(service)))];
    for (place, node) in cluster.nodes.iter().enumerate().filter(|(_, node)| !node.lost) {
        all.push((Place::Node(place), Client::Node(place)));
        let here = pods.get(&*node.name).map_or(&[][..], Vec::as_slice);
        let stranger = here.iter().find(|(_, pod)| !selects(service, pod));
        if let Some((id, _)) = stranger.or(here.first()) {
            all.push((Place::Pods(place), Client::Pod(*id)));
        }
    }
    all
}

fn selects(service: &Service, pod: &Pod) -> bool {
    let labels = service.selector.as_ref();
    pod.namespace == service.meta.namespace && labels.is_some_and(|labels| labels.select(&pod.labels))
}

/// A client outside that `loadBalancerSourceRanges` let in: of the networks for examples (RFC 5737, RFC 3849), or else the
/// first of a range.
fn outsider(service: &Service) -> IpAddr {
    let four = service.ip_families.first() != Some(&IpFamily::V6);
    let own: IpAddr = if four {
        Ipv4Addr::new(203, 0, 113, 77).into()
    } else {
        Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0x77).into()
    };
    let mut ranges =
        service.load_balancer.source_ranges.iter().filter(|net| net.addr().is_ipv4() == four).peekable();
    if ranges.peek().is_none() || ranges.clone().any(|net| net.contains(&own)) {
        return own;
    }
    ranges.next().and_then(|net| net.hosts().next()).unwrap_or(own)
}

/// The share of connections that are answered.
fn answered(trace: &Trace) -> f64 {
    let answered = trace.ends.iter().filter(|end| end.ending == Ending::Answered);
    answered.map(|end| end.probability).sum()
}
