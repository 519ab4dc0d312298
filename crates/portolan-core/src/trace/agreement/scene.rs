//! Small clusters, drawn by lot: three nodes, Pods in every state, Services of every kind and policy.

use crate::proxy::ProxyOptions;
use crate::trace::fixture::analysis_with;
use crate::{Analysis, Options};
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt::Write;

/// A cluster, and how kube-proxy was started in it.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) pods: Vec<PodDraft>,
    pub(super) services: Vec<ServiceDraft>,
    pub(super) flags: Vec<&'static str>,
    /// Whether it has IPv6 addresses, too.
    dual_stack: bool,
}

/// A Pod behind Services.
#[derive(Clone, Debug)]
pub(super) struct PodDraft {
    app: &'static str,
    node: &'static str,
    state: &'static str,
    host_network: bool,
    /// The number of its port `web`.
    web: u16,
}

/// A Service.
#[derive(Clone, Debug)]
pub(super) struct ServiceDraft {
    kind: &'static str,
    app: &'static str,
    ports: Vec<&'static str>,
    affinity: bool,
    internal_local: bool,
    external_local: bool,
    distribution: &'static str,
    not_ready_too: bool,
    external_ip: Outside,
    load_balancer: Outside,
    source_ranges: Vec<&'static str>,
}

/// An address outside the cluster. Each is that of one Service: two Services with one address and port are a mistake that
/// the modes answer differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outside {
    None,
    /// An address of its own.
    Own,
    /// One of a node, for one Service only. No Pod on the node's network has it: packets to the Pod would be taken for
    /// packets to the Service once more.
    Node,
    /// Behind it is a load balancer that opens connections of its own.
    Proxy,
}

/// The nodes: two addresses each, of which the first is the primary one.
const NODES: [(&str, u8); 3] = [("node-a", 11), ("node-b", 12), ("node-c", 13)];

pub(super) fn scene() -> impl Strategy<Value = Scene> {
    let pods = prop::collection::vec(pod(), 0..6);
    let services = prop::collection::vec(service(), 1..4);
    let all = (pods, services, flags(), prop::bool::weighted(0.2));
    all.prop_map(|(mut pods, services, flags, dual_stack)| {
        share_nodes(&mut pods);
        Scene { pods, services, flags, dual_stack }
    })
}

/// A node has room for one Pod on its network: they all want the same ports.
fn share_nodes(pods: &mut [PodDraft]) {
    for (node, _) in NODES {
        let on_host = pods.iter_mut().filter(|pod| pod.host_network && pod.node == node);
        on_host.skip(1).for_each(|pod| pod.host_network = false);
    }
}

fn pod() -> impl Strategy<Value = PodDraft> {
    let node = select(NODES.map(|(name, _)| name).to_vec());
    let state = prop_oneof![3 => Just(""), 1 => Just("ready: \"false\""), 1 => Just("terminating: \"true\"")];
    let web = select(vec![8080_u16, 8081]);
    (select(vec!["one", "two"]), node, state, prop::bool::weighted(0.1), web)
        .prop_map(|(app, node, state, host_network, web)| PodDraft { app, node, state, host_network, web })
}

fn service() -> impl Strategy<Value = ServiceDraft> {
    let kind = select(vec!["ClusterIP", "NodePort", "LoadBalancer", "LoadBalancer"]);
    let ports = prop::sample::subsequence(
        vec![
            "{name: web, port: 80, targetPort: web",
            "{name: plain, port: 8080, targetPort: 8080",
            "{name: dns, port: 53, targetPort: 53, protocol: UDP",
            "{name: sctp, port: 80, targetPort: 9000, protocol: SCTP",
        ],
        1..3,
    );
    let policies = (any::<bool>(), prop::bool::weighted(0.25), any::<bool>(), prop::bool::weighted(0.1));
    let external_ip = select(vec![Outside::None, Outside::None, Outside::Own, Outside::Node]);
    let load_balancer = select(vec![Outside::Own, Outside::Own, Outside::Node, Outside::Proxy]);
    let ranges = select(vec!["203.0.113.0/24", "10.244.0.0/16", "192.168.10.0/24", "198.51.100.0/25"]);
    let ranges = prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(ranges, 1..3)];
    let app = select(vec!["one", "one", "two", "none"]);
    let distribution = select(vec!["", "", "PreferSameZone", "PreferSameNode"]);
    let around = (external_ip, load_balancer, ranges);
    (kind, app, ports, policies, distribution, around).prop_map(
        |(kind, app, ports, policies, distribution, (external_ip, load_balancer, source_ranges))| {
            let (affinity, internal_local, external_local, not_ready_too) = policies;
            ServiceDraft {
                kind,
                app,
                ports,
                affinity,
                internal_local,
                external_local,
                distribution,
                not_ready_too,
                external_ip,
                load_balancer,
                source_ranges,
            }
        },
    )
}

fn flags() -> impl Strategy<Value = Vec<&'static str>> {
    let local = prop_oneof![
        4 => Just(vec![]),
        1 => Just(vec!["--cluster-cidr="]),
        1 => Just(vec!["--detect-local-mode=BridgeInterface", "--pod-bridge-interface=cni0"]),
    ];
    let more = prop_oneof![
        4 => Just(None),
        1 => Just(Some("--masquerade-all")),
        1 => Just(Some("--nodeport-addresses=192.168.20.0/24")),
        1 => Just(Some("--nodeport-addresses=0.0.0.0/0")),
        1 => Just(Some("--iptables-localhost-nodeports=false")),
    ];
    (local, more).prop_map(|(local, more)| local.into_iter().chain(more).collect())
}

impl Scene {
    /// How kube-proxy was started; the mode is left to the question.
    pub(super) fn options(&self, analysis: &Analysis) -> ProxyOptions {
        let flags: Vec<_> = self.flags.iter().map(|flag| (*flag).to_owned()).collect();
        ProxyOptions::parse(&flags, &analysis.cluster.options).expect("flags of kube-proxy")
    }

    /// What becomes of the cluster.
    pub(super) fn analysis(&self) -> Analysis {
        let mut options = Options::default();
        if self.dual_stack {
            let net = |text: &str| text.parse().expect("a network");
            options.service_cidrs.push(net("fd00:10:96::/112"));
            options.cluster_cidrs.push(net("fd00:10:244::/48"));
        }
        analysis_with(&self.manifests(), &options)
    }

    /// The cluster in YAML; on every node there is a Pod `client-…` that no Service selects.
    pub(super) fn manifests(&self) -> String {
        let mut text = String::new();
        for (name, host) in NODES {
            node(name, host, self.dual_stack, &mut text);
            client(name, &mut text);
        }
        for (index, one) in self.pods.iter().enumerate() {
            one.write(index, &mut text);
        }
        for (index, one) in self.services.iter().enumerate() {
            one.write(index, self.dual_stack, &mut text);
        }
        text
    }
}

impl PodDraft {
    fn write(&self, index: usize, text: &mut String) {
        let Self { app, node, state, host_network, web } = self;
        let state =
            if state.is_empty() { String::new() } else { format!(", annotations: {{portolan.dev/{state}}}") };
        let ports = format!(
            "{{name: web, containerPort: {web}}}, {{name: dns, containerPort: 53, protocol: UDP}}, \
             {{containerPort: 9000, protocol: SCTP}}"
        );
        writeln!(
            text,
            "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: pod-{index}, labels: {{app: {app}}}{state}}}\nspec:\n  \
             nodeName: {node}\n  hostNetwork: {host_network}\n  containers: [{{name: app, image: example.com/app, \
             ports: [{ports}]}}]"
        )
        .expect("text grows");
    }
}

impl ServiceDraft {
    fn write(&self, index: usize, dual_stack: bool, text: &mut String) {
        let mut line = |one: std::fmt::Arguments<'_>| writeln!(text, "{one}").expect("text grows");
        let balanced = self.kind == "LoadBalancer";
        let proxy = self.load_balancer == Outside::Proxy;
        line(format_args!("---\napiVersion: v1\nkind: Service\nmetadata:\n  name: service-{index}"));
        line(format_args!("spec:\n  type: {}\n  clusterIP: 10.96.1.{}", self.kind, index + 1));
        line(format_args!("  selector: {{app: {}}}", self.app));
        if dual_stack {
            line(format_args!("  ipFamilyPolicy: PreferDualStack"));
        }
        if self.affinity {
            line(format_args!("  sessionAffinity: ClientIP"));
        }
        if self.internal_local {
            line(format_args!("  internalTrafficPolicy: Local"));
        }
        if self.external_local && (self.kind != "ClusterIP" || self.external_ip != Outside::None) {
            line(format_args!("  externalTrafficPolicy: Local"));
        }
        if !self.distribution.is_empty() {
            line(format_args!("  trafficDistribution: {}", self.distribution));
        }
        if self.not_ready_too {
            line(format_args!("  publishNotReadyAddresses: true"));
        }
        match self.external_ip {
            Outside::None => {}
            Outside::Node if index == 0 => line(format_args!("  externalIPs: [192.168.20.12]")),
            _ => line(format_args!("  externalIPs: [198.51.100.{}]", index + 1)),
        }
        if balanced && !self.source_ranges.is_empty() {
            line(format_args!("  loadBalancerSourceRanges: [{}]", self.source_ranges.join(", ")));
        }
        line(format_args!("  ports:"));
        for (place, port) in self.ports.iter().enumerate() {
            let number = 30000 + 10 * index + place;
            let node_port =
                if self.kind == "ClusterIP" { String::new() } else { format!(", nodePort: {number}") };
            line(format_args!("  - {port}{node_port}}}"));
        }
        if balanced {
            let mode = if proxy { ", ipMode: Proxy" } else { ", ipMode: VIP" };
            let own = format!("203.0.113.{}", index + 101);
            let ip = if self.load_balancer == Outside::Node && index == 1 {
                "192.168.20.11"
            } else {
                own.as_str()
            };
            line(format_args!("status: {{loadBalancer: {{ingress: [{{ip: {ip}{mode}}}]}}}}"));
        }
    }
}

fn node(name: &str, host: u8, dual_stack: bool, text: &mut String) {
    let more = format!(", {{type: InternalIP, address: 'fd00:192:168:10::{host}'}}");
    let more = if dual_stack { more.as_str() } else { "" };
    let zone = if host == 13 { "far" } else { "near" };
    writeln!(
        text,
        "---\napiVersion: v1\nkind: Node\nmetadata: {{name: {name}, labels: {{topology.kubernetes.io/zone: {zone}}}}}\n\
         status: {{addresses: [{{type: InternalIP, address: 192.168.10.{host}}}, {{type: InternalIP, address: \
         192.168.20.{host}}}{more}]}}"
    )
    .expect("text grows");
}

fn client(node: &str, text: &mut String) {
    writeln!(
        text,
        "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: client-{node}}}\nspec: {{nodeName: {node}, containers: \
         [{{name: shell, image: example.com/shell, ports: [{{containerPort: 9}}]}}]}}"
    )
    .expect("text grows");
}
