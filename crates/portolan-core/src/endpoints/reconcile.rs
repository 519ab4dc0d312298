//! The slices of a Service with a selector.
//!
//! Follows `staging/src/k8s.io/endpointslice` (`reconciler.go`, `utils.go`): a group of slices for each family and
//! each set of ports that Pods offer, a hundred endpoints in a slice, and one empty slice where there would be none.

use super::hints::{self, Shares};
use super::port;
use super::slice::{HEADLESS, MANAGED_BY, SERVICE_NAME, Slice};
use crate::cluster::Cluster;
use crate::object::{
    AddressType, Conditions, Endpoint, EndpointSlice, Hints, IpFamily, Labels, Node, Owner, PodSpec, Service,
    ServiceType, SlicePort, TargetRef,
};
use crate::workload::Pod;
use portolan_yaml::collections::BTreeMap;
use std::sync::Arc;

/// `--max-endpoints-per-slice`.
const ENDPOINTS_IN_A_SLICE: usize = 100;

/// The name of the controller in labels.
pub(super) const CONTROLLER: &str = "endpointslice-controller.k8s.io";

/// What the controller knows of the cluster.
pub(super) struct Reconciler<'c> {
    cluster: &'c Cluster,
    nodes: BTreeMap<&'c str, &'c Node>,
    shares: Shares<'c>,
    /// How many more endpoints may be made.
    room: usize,
}

/// The endpoints that offer the same ports.
struct PortGroup<'c> {
    ports: Vec<SlicePort>,
    pods: Vec<&'c Pod>,
}

impl<'c> Reconciler<'c> {
    /// The controller of a cluster, for so many endpoints at most.
    pub(super) fn new(cluster: &'c Cluster, room: usize) -> Self {
        let nodes = cluster.nodes.iter().map(|node| (node.name.as_ref(), node)).collect();
        Self { cluster, nodes, shares: hints::shares(&cluster.nodes), room }
    }

    /// The slices of a Service; none for one that the controller leaves alone.
    pub(super) fn slices(&mut self, service: &Service) -> Vec<EndpointSlice> {
        let Some(selector) = service.selector.as_ref().filter(|_| service.kind != ServiceType::ExternalName)
        else {
            return Vec::new();
        };
        let groups = if self.room == 0 { Vec::new() } else { self.groups(service, selector) };
        let labels = labels(service);
        let mut all = Vec::new();
        for family in families(service) {
            let start = all.len();
            for group in &groups {
                self.fill(service, &labels, family, group, &mut all);
            }
            if all.len() == start {
                all.push(empty(service, &labels, family, all.len()).finish());
            }
            hints::hint(service, all.get_mut(start..).unwrap_or_default(), &self.shares);
        }
        all
    }

    /// The selected Pods that belong into slices, by the ports that they offer, in the order of the first of each.
    fn groups(&self, service: &Service, selector: &Labels) -> Vec<PortGroup<'c>> {
        let mut groups: Vec<PortGroup<'c>> = Vec::new();
        let mut last: Option<(*const PodSpec, usize)> = None;
        let selected = self.cluster.select(&service.meta.namespace, selector);
        let pods = selected.into_iter().filter_map(|id| self.cluster.pod(id));
        for pod in pods.filter(|pod| self.belongs(service, pod)) {
            let spec = Arc::as_ptr(&pod.spec);
            let place = match last {
                Some((known, place)) if known == spec => place,
                _ => {
                    let ports = port::ports(service, &pod.spec);
                    let known = groups.iter().position(|group| group.ports == ports);
                    known.unwrap_or_else(|| {
                        groups.push(PortGroup { ports, pods: Vec::new() });
                        groups.len() - 1
                    })
                }
            };
            last = Some((spec, place));
            groups.get_mut(place).into_iter().for_each(|group| group.pods.push(pod));
        }
        groups
    }

    /// `ShouldPodBeInEndpoints`; and a Pod on a node that does not exist is only published if the Service insists.
    fn belongs(&self, service: &Service, pod: &Pod) -> bool {
        let on_node = self.nodes.contains_key(pod.node_name.as_ref());
        !pod.is_terminal() && !pod.ips.is_empty() && (on_node || service.publish_not_ready_addresses)
    }

    fn fill(
        &mut self,
        service: &Service,
        labels: &Labels,
        family: IpFamily,
        group: &PortGroup<'_>,
        slices: &mut Vec<EndpointSlice>,
    ) {
        let has_address = |pod: &&&Pod| pod.ips.iter().any(|ip| IpFamily::of(*ip) == family);
        let pods: Vec<&&Pod> = group.pods.iter().filter(has_address).take(self.room).collect();
        self.room -= pods.len();
        for chunk in pods.chunks(ENDPOINTS_IN_A_SLICE) {
            let mut slice = empty(service, labels, family, slices.len());
            slice.ports.clone_from(&group.ports);
            slice.endpoints = chunk.iter().map(|pod| self.endpoint(service, pod, family)).collect();
            slices.push(slice.finish());
        }
    }

    fn endpoint(&self, service: &Service, pod: &Pod, family: IpFamily) -> Endpoint {
        let ips = pod.ips.iter().filter(|ip| IpFamily::of(**ip) == family);
        let some = |text: &str| Some(text).filter(|text| !text.is_empty()).map(Into::into);
        let node = self.nodes.get(pod.node_name.as_ref());
        let named = pod.subdomain == service.meta.name;
        Endpoint {
            addresses: ips.map(|ip| ip.to_string().into()).collect(),
            conditions: Conditions {
                ready: Some(service.publish_not_ready_addresses || (pod.ready && !pod.terminating)),
                serving: Some(pod.ready),
                terminating: Some(pod.terminating),
            },
            hostname: some(&pod.hostname).filter(|_| named),
            node_name: some(&pod.node_name),
            zone: node.and_then(|node| some(&node.zone)),
            hints: Hints::default(),
            target: Some(TargetRef {
                kind: "Pod".into(),
                namespace: pod.namespace.clone(),
                name: pod.name.clone(),
            }),
            deprecated_topology: Labels::default(),
            origin: pod.origin,
        }
    }
}

/// The families of a Service; those of its addresses, or both, where it does not say.
fn families(service: &Service) -> Vec<IpFamily> {
    if !service.ip_families.is_empty() {
        return service.ip_families.clone();
    }
    match service.cluster_ips.first() {
        Some(ip) => vec![IpFamily::of(*ip)],
        None => vec![IpFamily::V4, IpFamily::V6],
    }
}

/// The Service's labels, and those by which the slice is found.
fn labels(service: &Service) -> Labels {
    let reserved = [SERVICE_NAME, MANAGED_BY, HEADLESS];
    let own = service.meta.labels.only(|key| !reserved.contains(&key));
    let name = service.meta.name.as_ref();
    match service.cluster_ips.is_empty() {
        true => own.with_all(&[(SERVICE_NAME, name), (MANAGED_BY, CONTROLLER), (HEADLESS, "")]),
        false => own.with_all(&[(SERVICE_NAME, name), (MANAGED_BY, CONTROLLER)]),
    }
}

fn empty<'s>(service: &'s Service, labels: &Labels, family: IpFamily, nth: usize) -> Slice<'s> {
    let owner =
        Owner { api_version: "v1".into(), kind: "Service".into(), name: service.meta.name.as_ref().into() };
    let address_type = match family {
        IpFamily::V4 => AddressType::V4,
        IpFamily::V6 => AddressType::V6,
    };
    Slice {
        origin: &service.meta,
        owner,
        labels: labels.clone(),
        annotations: Labels::default(),
        address_type,
        nth,
        ports: Vec::new(),
        endpoints: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::{fixtures::service, settle};
    use crate::endpoints::slices;
    use crate::object::{Container, ContainerPort, Objects, Port, Protocol, TargetPort, WrittenPod};
    use crate::options::Options;
    use crate::workload::fixtures::written;

    fn web(name: &str, ports: &[(&str, Port)]) -> WrittenPod {
        let port = |(name, port): &(&str, Port)| ContainerPort {
            name: (*name).into(),
            port: *port,
            protocol: Protocol::Tcp,
            host_port: 0,
        };
        let container = Container { ports: ports.iter().map(port).collect(), ..Container::default() };
        let mut pod = written("default", name, &[("app", "web")]);
        pod.spec = Arc::new(PodSpec { containers: vec![container], ..PodSpec::default() });
        pod
    }

    fn made(service: Service, pods: Vec<WrittenPod>, options: &Options) -> Vec<EndpointSlice> {
        slices(&settle(Objects { services: vec![service], pods, ..Objects::default() }, options))
    }

    fn counts(slices: &[EndpointSlice]) -> Vec<(Option<usize>, Option<usize>)> {
        let mut all: Vec<_> = slices
            .iter()
            .map(|one| (one.ports.as_ref().map(Vec::len), one.endpoints.as_ref().map(Vec::len)))
            .collect();
        all.sort_unstable();
        all
    }

    fn named_port() -> Service {
        let mut service = service("default", "web", &[("app", "web")]);
        service.ports[0].target_port = TargetPort::Name("http".into());
        service
    }

    #[test]
    fn pods_that_resolve_a_name_differently_sit_in_different_slices() {
        let pods = vec![
            web("a", &[("http", 8080)]),
            web("b", &[("http", 9090)]),
            web("c", &[]),
            web("d", &[("http", 8080)]),
        ];
        let made = made(named_port(), pods, &Options::default());
        assert_eq!(counts(&made), [(None, Some(1)), (Some(1), Some(1)), (Some(1), Some(2))]);
    }

    #[test]
    fn a_service_that_selects_nothing_has_an_empty_slice() {
        let made =
            made(service("default", "web", &[("app", "none")]), vec![web("a", &[])], &Options::default());
        assert_eq!(counts(&made), [(None, None)]);
        assert_eq!(made[0].generate_name.as_deref(), Some("web-"));
        assert_eq!(made[0].meta.owner.as_ref().map(|owner| owner.kind.as_ref()), Some("Service"));
    }

    #[test]
    fn a_slice_holds_a_hundred_endpoints() {
        let pods = (0..150).map(|nth| web(&format!("web-{nth}"), &[])).collect();
        let made = made(service("default", "web", &[("app", "web")]), pods, &Options::default());
        assert_eq!(counts(&made), [(Some(1), Some(50)), (Some(1), Some(100))]);
    }

    #[test]
    fn conditions_follow_the_pod_unless_the_service_publishes_everything() {
        let pods = || {
            let steered = |name, key, value| {
                let mut pod = web(name, &[]);
                pod.meta.annotations = [(key, value)].into_iter().collect();
                pod
            };
            vec![
                steered("a", "portolan.dev/ready", "false"),
                steered("b", "portolan.dev/terminating", "true"),
                steered("c", "portolan.dev/phase", "Succeeded"),
            ]
        };
        let conditions = |service| -> Vec<[Option<bool>; 3]> {
            let made = made(service, pods(), &Options::default());
            let ends = made.into_iter().flat_map(|slice| slice.endpoints.unwrap_or_default());
            ends.map(|end| [end.conditions.ready, end.conditions.serving, end.conditions.terminating])
                .collect()
        };
        let some = |list: [bool; 3]| list.map(Some);
        let plain = service("default", "web", &[("app", "web")]);
        assert_eq!(conditions(plain.clone()), [some([false, false, false]), some([false, true, true])]);
        let published = Service { publish_not_ready_addresses: true, ..plain };
        assert_eq!(conditions(published), [some([true, false, false]), some([true, true, true])]);
    }

    #[test]
    fn each_family_has_its_slices() {
        let mut options = Options::default();
        options.cluster_cidrs.extend("fd00:10:244::/48".parse::<ipnet::IpNet>());
        let mut both = service("default", "web", &[("app", "web")]);
        both.ip_families = vec![IpFamily::V4, IpFamily::V6];
        both.headless = true;
        let made = made(both, vec![web("a", &[])], &options);
        let types: Vec<AddressType> = made.iter().map(|slice| slice.address_type).collect();
        assert!(types.contains(&AddressType::V4) && types.contains(&AddressType::V6));
        assert!(made.iter().all(|slice| slice.meta.labels.get(HEADLESS) == Some("")));
    }

    #[test]
    fn the_service_s_own_labels_are_copied_but_not_the_reserved_ones() {
        let mut labelled = service("default", "web", &[("app", "web")]);
        labelled.meta.labels = [("team", "a"), (MANAGED_BY, "me"), (HEADLESS, "")].into_iter().collect();
        let made = made(labelled, Vec::new(), &Options::default());
        let labels = made[0].meta.labels.to_string();
        assert_eq!(labels, format!("{MANAGED_BY}={CONTROLLER},{SERVICE_NAME}=web,team=a"));
    }

    #[test]
    fn a_host_name_counts_only_under_its_own_service() {
        let mut pod = web("a", &[]);
        pod.spec =
            Arc::new(PodSpec { hostname: "first".into(), subdomain: "web".into(), ..PodSpec::default() });
        let name = |service: &str, pod: WrittenPod| {
            let made =
                made(self::service("default", service, &[("app", "web")]), vec![pod], &Options::default());
            made[0].endpoints.as_ref().and_then(|ends| ends[0].hostname.clone())
        };
        assert_eq!(name("web", pod.clone()).as_deref(), Some("first"));
        assert_eq!(name("other", pod), None);
    }
}
