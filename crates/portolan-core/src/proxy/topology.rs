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
