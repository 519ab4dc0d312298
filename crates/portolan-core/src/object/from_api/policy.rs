//! `networking/v1` NetworkPolicy.

use super::{each, parse_ip, port};
use crate::api::networking::{self, NetworkPolicyPeer};
use crate::api::{IntOrString, networking::NetworkPolicyPort};
use crate::object::{
    Direction, IpBlock, Meta, NetworkPolicy, PolicyPeer, PolicyPort, PolicyRule, PortMatch, Protocol,
    Selector,
};
use ipnet::IpNet;

impl NetworkPolicy {
    /// A NetworkPolicy after defaulting and validation.
    pub(crate) fn from_api(meta: Meta, policy: networking::NetworkPolicy) -> Self {
        let spec = policy.spec.unwrap_or_default();
        let types = spec.policy_types.unwrap_or_default();
        let (ingress, egress) = (spec.ingress.unwrap_or_default(), spec.egress.unwrap_or_default());
        // `SetDefaults_NetworkPolicy`.
        let affects = |direction: Direction| match types.as_slice() {
            [] => direction == Direction::Ingress || !egress.is_empty(),
            types => types.iter().any(|one| one == direction.policy_type()),
        };
        let (of_ingress, of_egress) = (affects(Direction::Ingress), affects(Direction::Egress));
        let ingress = each(ingress, |one| rule(one.from, one.ports));
        let egress = each(egress, |one| rule(one.to, one.ports));
        Self {
            meta,
            pod_selector: Selector::from_api(spec.pod_selector.unwrap_or_default()),
            ingress: of_ingress.then_some(ingress),
            egress: of_egress.then_some(egress),
        }
    }
}

fn rule(peers: Option<Vec<NetworkPolicyPeer>>, ports: Option<Vec<NetworkPolicyPort>>) -> PolicyRule {
    PolicyRule {
        peers: each(peers.unwrap_or_default(), peer),
        ports: each(ports.unwrap_or_default(), ports_of),
    }
}

fn peer(peer: NetworkPolicyPeer) -> PolicyPeer {
    let NetworkPolicyPeer { ip_block, namespace_selector, pod_selector } = peer;
    match ip_block {
        Some(block) => net(&block.cidr).map_or(PolicyPeer::Nobody, |cidr| {
            let except = block.except.unwrap_or_default();
            PolicyPeer::Block(IpBlock { cidr, except: except.iter().filter_map(|text| net(text)).collect() })
        }),
        None if pod_selector.is_none() && namespace_selector.is_none() => PolicyPeer::Nobody,
        None => PolicyPeer::Pods {
            pods: pod_selector.map(Selector::from_api),
            namespaces: namespace_selector.map(Selector::from_api),
        },
    }
}

/// A network as Go's `ParseCIDRSloppy` reads it, without the bits of hosts.
fn net(text: &str) -> Option<IpNet> {
    let (address, length) = text.split_once('/')?;
    IpNet::new(parse_ip(address)?, length.parse().ok()?).ok().map(|net| net.trunc())
}

fn ports_of(one: NetworkPolicyPort) -> PolicyPort {
    let ports = match one.port {
        None => PortMatch::All,
        Some(IntOrString::Int(first)) => {
            PortMatch::Range(port(first), one.end_port.map_or(port(first), port))
        }
        Some(IntOrString::String(name)) => PortMatch::Name(name.into()),
    };
    PolicyPort { protocol: Protocol::parse(one.protocol.as_deref()).unwrap_or(Protocol::Tcp), ports }
}
