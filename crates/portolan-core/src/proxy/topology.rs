//! Which endpoints a Service port may use on a node: `CategorizeEndpoints` in `pkg/proxy/topology.go`.
//!
//! Ready endpoints are used; where there is none, those that still serve while they terminate (KEP-1669). Hints of
//! the EndpointSlice controller narrow the choice for the traffic policy Cluster, all endpoints or none of them
//! (KEP-2433, KEP-3015).

use super::PlannedEndpoint;

/// The endpoints that are usable from a node, as indices into [`super::PlannedPort::endpoints`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usable {
    /// For the traffic policy Cluster; empty if nothing of the Service has that policy.
    pub cluster: Vec<usize>,
    /// For the traffic policy Local; empty if nothing of the Service has that policy.
    pub local: Vec<usize>,
    /// Both together, in order.
    pub reachable: Vec<usize>,
    /// Whether any endpoint anywhere in the cluster is usable.
    pub anywhere: bool,
}

/// What narrows the traffic policy Cluster.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Topology {
    Everywhere,
    SameNode,
    SameZone,
}

/// The node for which endpoints are chosen.
#[derive(Clone, Copy)]
pub(super) struct Viewpoint<'a> {
    pub(super) node: &'a str,
    pub(super) zone: &'a str,
}

/// Chooses among all endpoints of a Service port, for the traffic policies that it has.
pub(super) fn categorize(
    endpoints: &[PlannedEndpoint<'_>],
    (uses_cluster, uses_local): (bool, bool),
    viewpoint: Viewpoint<'_>,
) -> Usable {
    let mut usable = Usable::default();
    if uses_cluster {
        let topology = topology(endpoints, viewpoint);
        usable.cluster = choose(endpoints, |one| one.is_ready() && topology.allows(one, viewpoint), |_| true);
    }
    if uses_local {
        usable.local = choose(endpoints, |one| one.local && one.is_ready(), |one| one.local);
        usable.anywhere = endpoints.iter().any(|one| one.is_ready() || one.is_draining());
    }
    usable.anywhere |= !usable.cluster.is_empty();
    usable.reachable = usable.cluster.iter().chain(&usable.local).copied().collect();
    usable.reachable.sort_unstable();
    usable.reachable.dedup();
    usable
}

/// Those that are `wanted`; if there is none, those that serve while they terminate and are `reachable`.
fn choose(
    endpoints: &[PlannedEndpoint<'_>],
    wanted: impl Fn(&PlannedEndpoint<'_>) -> bool,
    reachable: impl Fn(&PlannedEndpoint<'_>) -> bool,
) -> Vec<usize> {
    let filter = |keep: &dyn Fn(&PlannedEndpoint<'_>) -> bool| -> Vec<usize> {
        endpoints.iter().enumerate().filter(|(_, one)| keep(one)).map(|(index, _)| index).collect()
    };
    let chosen = filter(&wanted);
    if chosen.is_empty() { filter(&|one| one.is_draining() && reachable(one)) } else { chosen }
}

/// What the hints ask for: they count only if every ready endpoint has one and some endpoint is meant for this node.
fn topology(endpoints: &[PlannedEndpoint<'_>], viewpoint: Viewpoint<'_>) -> Topology {
    let holds = |topology: Topology, hinted: fn(&PlannedEndpoint<'_>) -> bool| {
        let mut ready = endpoints.iter().filter(|one| one.is_ready());
        ready.clone().all(hinted) && ready.any(|one| topology.allows(one, viewpoint))
    };
    if holds(Topology::SameNode, |one| !one.endpoint.hints.nodes.is_empty()) {
        Topology::SameNode
    } else if holds(Topology::SameZone, |one| !one.endpoint.hints.zones.is_empty()) {
        Topology::SameZone
    } else {
        Topology::Everywhere
    }
}

impl Topology {
    fn allows(self, endpoint: &PlannedEndpoint<'_>, viewpoint: Viewpoint<'_>) -> bool {
        let has = |names: &[Box<str>], name: &str| names.iter().any(|known| known.as_ref() == name);
        match self {
            Self::Everywhere => true,
            Self::SameNode => has(&endpoint.endpoint.hints.nodes, viewpoint.node),
            Self::SameZone => has(&endpoint.endpoint.hints.zones, viewpoint.zone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::ObjectId;
    use crate::object::{Conditions, Endpoint, Hints, Labels};

    const READY: (bool, bool, bool) = (true, true, false);
    const STARTING: (bool, bool, bool) = (false, false, false);
    const DRAINING: (bool, bool, bool) = (false, true, true);

    fn endpoint(node: &str, (ready, serving, terminating): (bool, bool, bool), zones: &[&str]) -> Endpoint {
        Endpoint {
            addresses: vec!["10.244.1.2".into()],
            conditions: Conditions {
                ready: Some(ready),
                serving: Some(serving),
                terminating: Some(terminating),
            },
            hostname: None,
            node_name: Some(node.into()),
            zone: None,
            hints: Hints { zones: zones.iter().map(|zone| (*zone).into()).collect(), nodes: Vec::new() },
            target: None,
            deprecated_topology: Labels::default(),
            origin: ObjectId(0),
        }
    }

    fn usable(endpoints: &[Endpoint], policies: (bool, bool)) -> Usable {
        let planned = |endpoint| PlannedEndpoint {
            endpoint,
            address: ([10, 244, 1, 2], 80).into(),
            text: "10.244.1.2:80".into(),
            local: endpoint.node_name.as_deref() == Some("node-a"),
        };
        let planned: Vec<_> = endpoints.iter().map(planned).collect();
        categorize(&planned, policies, Viewpoint { node: "node-a", zone: "zone-a" })
    }

    #[test]
    fn draining_endpoints_serve_only_where_nothing_is_ready() {
        let draining = endpoint("node-b", DRAINING, &[]);
        let starting = endpoint("node-b", STARTING, &[]);
        let both = [draining.clone(), starting.clone(), endpoint("node-b", READY, &[])];
        assert_eq!(usable(&both, (true, false)).cluster, [2]);
        assert_eq!(usable(&[draining, starting.clone()], (true, false)).cluster, [0]);
        assert!(!usable(&[starting], (true, true)).anywhere);
    }

    #[test]
    fn policy_local_sees_this_node_and_knows_of_the_others() {
        let far = usable(&[endpoint("node-b", READY, &[])], (false, true));
        assert_eq!((far.local.len(), far.anywhere), (0, true));
        let near = [endpoint("node-b", READY, &[]), endpoint("node-a", DRAINING, &[])];
        let near = usable(&near, (true, true));
        assert_eq!((near.cluster, near.local, near.reachable), (vec![0], vec![1], vec![0, 1]));
    }

    #[test]
    fn hints_count_only_if_every_ready_endpoint_has_one() {
        let (here, there) = (endpoint("node-a", READY, &["zone-a"]), endpoint("node-b", READY, &["zone-b"]));
        let unhinted = endpoint("node-c", READY, &[]);
        assert_eq!(usable(&[here.clone(), there.clone()], (true, false)).cluster, [0]);
        assert_eq!(usable(&[here, there.clone(), unhinted], (true, false)).cluster, [0, 1, 2]);
        assert_eq!(usable(&[there], (true, false)).cluster, [0]);
    }
}
