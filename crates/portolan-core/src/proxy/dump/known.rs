//! Chains by name: those of kube-proxy and the kubelet, with what they are for, and whose the others are.

use crate::diagnostic::Template;
use crate::template;

/// What a chain is for.
#[derive(Clone, Copy, Debug)]
pub enum Role {
    /// `KUBE-SVC-…`, `service-…`: shares connections out among the endpoints of the traffic policy Cluster.
    Cluster,
    /// `KUBE-SVL-…`, `local-…`: the same for the traffic policy Local.
    Local,
    /// `KUBE-EXT-…`, `KUBE-XLB-…`, `external-…`: takes traffic from outside the cluster.
    External,
    /// `KUBE-FW-…`, `firewall-…`: admits a load balancer's source ranges.
    Firewall,
    /// `KUBE-SEP-…`, `endpoint-…`: one endpoint.
    Endpoint,
    /// A chain that every node has.
    Common(&'static Common),
    /// A chain in which the kernel starts.
    BuiltIn,
    /// A chain of another program.
    Foreign(&'static str),
    /// A chain that nothing is known of.
    Unknown,
}

/// A chain that every node has.
#[derive(Debug)]
pub struct Common {
    /// Its table, or `""` for any.
    pub table: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Who writes it: `kube-proxy` or `kubelet`.
    pub owner: &'static str,
    /// What it is for.
    pub purpose: &'static Template,
}

template!(SERVICES, "dump.chain.services",
    en: "finds the Service of a packet by its destination",
    ja: "パケットの宛先からServiceを探します");
template!(REFUSALS, "dump.chain.refusals",
    en: "turns away packets to Services without endpoints",
    ja: "エンドポイントのないService宛てのパケットを断ります");
template!(EXTERNAL_REFUSALS, "dump.chain.external-refusals",
    en: "turns away packets from outside to Services without endpoints here",
    ja: "このノードで使えるエンドポイントのないServiceへの、外部からのパケットを断ります");
template!(NODE_PORTS, "dump.chain.node-ports",
    en: "finds the Service of a packet by its node port",
    ja: "NodePortの番号からServiceを探します");
template!(HEALTH_CHECKS, "dump.chain.health-checks",
    en: "lets load balancers ask for the health of this node",
    ja: "ロードバランサーによるこのノードのヘルスチェックを通します");
template!(POSTROUTING, "dump.chain.postrouting",
    en: "gives marked packets the node's address as their source",
    ja: "印の付いたパケットの送信元を、ノードのアドレスに書き換えます");
template!(MARK_MASQ, "dump.chain.mark-masq",
    en: "marks packets whose source is to become the node's address",
    ja: "送信元をノードのアドレスに書き換えるパケットに印を付けます");
template!(MARK_DROP, "dump.chain.mark-drop",
    en: "marks packets that `KUBE-FIREWALL` drops; kubelets before 1.28 write it",
    ja: "`KUBE-FIREWALL`が捨てるパケットに印を付けます。1.28より前のkubeletが書きます");
template!(FORWARD, "dump.chain.forward",
    en: "lets through forwarded packets of Services, even where FORWARD drops",
    ja: "FORWARDが捨てる設定でも、Serviceの転送パケットを通します");
template!(FIREWALL, "dump.chain.firewall",
    en: "drops packets to the loopback network that come from elsewhere",
    ja: "他所から来た、ループバックネットワーク宛てのパケットを捨てます");
template!(PROXY_FIREWALL, "dump.chain.proxy-firewall",
    en: "drops packets to load balancers from outside their source ranges",
    ja: "loadBalancerSourceRangesの外からロードバランサーに来たパケットを捨てます");
template!(CANARY, "dump.chain.canary",
    en: "empty: if it disappears, somebody has flushed the rules, and they are written anew",
    ja: "空のチェーンです。消えていればルールが消されたと分かるので、書き直されます");
template!(HINT, "dump.chain.hint",
    en: "empty: it tells other programs which variant of iptables the node uses",
    ja: "空のチェーンです。このノードがどちらのiptablesを使っているかを他のプログラムに示します");
template!(IPVS, "dump.chain.ipvs",
    en: "belongs to IPVS mode: `ipvsadm -Ln` shows the endpoints",
    ja: "IPVSモードのチェーンです。エンドポイントは`ipvsadm -Ln`で確認できます");
template!(HOOK, "dump.chain.hook",
    en: "is where the kernel hands packets to kube-proxy",
    ja: "カーネルがkube-proxyにパケットを渡す入口です");
template!(FIREWALL_CHECK, "dump.chain.firewall-check",
    en: "asks the map `firewall-ips` whether a load balancer admits the source",
    ja: "ロードバランサーが送信元を許すかを、マップ`firewall-ips`で調べます");
template!(ENDPOINTS_CHECK, "dump.chain.endpoints-check",
    en: "turns away packets to Services without endpoints, which a map lists",
    ja: "エンドポイントのないService宛てのパケットを、マップで調べて断ります");
template!(CLUSTER_IPS_CHECK, "dump.chain.cluster-ips-check",
    en: "turns away packets to ports that no Service has, and to cluster IPs that are not given out",
    ja: "Serviceにないポートや、割り当てられていないクラスターIPへのパケットを断ります");
template!(REJECT, "dump.chain.reject",
    en: "answers that nobody listens",
    ja: "接続拒否を返します");

const fn proxy(table: &'static str, name: &'static str, purpose: &'static Template) -> Common {
    Common { table, name, owner: "kube-proxy", purpose }
}

const fn kubelet(table: &'static str, name: &'static str, purpose: &'static Template) -> Common {
    Common { table, name, owner: "kubelet", purpose }
}

/// The chains that every node has.
static COMMON: &[Common] = &[
    proxy("nat", "KUBE-SERVICES", &SERVICES),
    proxy("filter", "KUBE-SERVICES", &REFUSALS),
    proxy("filter", "KUBE-EXTERNAL-SERVICES", &EXTERNAL_REFUSALS),
    proxy("nat", "KUBE-NODEPORTS", &NODE_PORTS),
    proxy("filter", "KUBE-NODEPORTS", &HEALTH_CHECKS),
    proxy("nat", "KUBE-POSTROUTING", &POSTROUTING),
    proxy("nat", "KUBE-MARK-MASQ", &MARK_MASQ),
    proxy("filter", "KUBE-FORWARD", &FORWARD),
    proxy("filter", "KUBE-PROXY-FIREWALL", &PROXY_FIREWALL),
    proxy("", "KUBE-PROXY-CANARY", &CANARY),
    kubelet("nat", "KUBE-MARK-DROP", &MARK_DROP),
    kubelet("filter", "KUBE-FIREWALL", &FIREWALL),
    kubelet("", "KUBE-KUBELET-CANARY", &CANARY),
    kubelet("mangle", "KUBE-IPTABLES-HINT", &HINT),
    proxy("nat", "KUBE-LOAD-BALANCER", &IPVS),
    proxy("nat", "KUBE-NODE-PORT", &IPVS),
    proxy("filter", "KUBE-NODE-PORT", &IPVS),
    proxy("filter", "KUBE-IPVS-FILTER", &IPVS),
    proxy("filter", "KUBE-IPVS-OUT-FILTER", &IPVS),
    proxy("filter", "KUBE-SOURCE-RANGES-FIREWALL", &IPVS),
    proxy("kube-proxy", "filter-prerouting-pre-dnat", &HOOK),
    proxy("kube-proxy", "filter-output-pre-dnat", &HOOK),
    proxy("kube-proxy", "filter-prerouting", &HOOK),
    proxy("kube-proxy", "filter-input", &HOOK),
    proxy("kube-proxy", "filter-forward", &HOOK),
    proxy("kube-proxy", "filter-output", &HOOK),
    proxy("kube-proxy", "filter-output-post-dnat", &HOOK),
    proxy("kube-proxy", "nat-prerouting", &HOOK),
    proxy("kube-proxy", "nat-output", &HOOK),
    proxy("kube-proxy", "nat-postrouting", &HOOK),
    proxy("kube-proxy", "firewall-check", &FIREWALL_CHECK),
    proxy("kube-proxy", "firewall-ips", &PROXY_FIREWALL),
    proxy("kube-proxy", "nodeport-endpoints-check", &ENDPOINTS_CHECK),
    proxy("kube-proxy", "service-endpoints-check", &ENDPOINTS_CHECK),
    proxy("kube-proxy", "no-endpoint-services", &REFUSALS),
    proxy("kube-proxy", "no-endpoint-nodeports", &EXTERNAL_REFUSALS),
    proxy("kube-proxy", "services", &SERVICES),
    proxy("kube-proxy", "service-ips", &SERVICES),
    proxy("kube-proxy", "service-nodeports", &NODE_PORTS),
    proxy("kube-proxy", "masquerading", &POSTROUTING),
    proxy("kube-proxy", "mark-for-masquerade", &MARK_MASQ),
    proxy("kube-proxy", "cluster-ips-check", &CLUSTER_IPS_CHECK),
    proxy("kube-proxy", "reject-chain", &REJECT),
];

/// Chains of one Service port or endpoint, by how their names begin.
const OF_PORTS: [(&str, Role); 6] = [
    ("KUBE-SVC-", Role::Cluster),
    ("KUBE-SVL-", Role::Local),
    ("KUBE-EXT-", Role::External),
    ("KUBE-XLB-", Role::External),
    ("KUBE-FW-", Role::Firewall),
    ("KUBE-SEP-", Role::Endpoint),
];

/// The same in nftables.
const OF_PORTS_IN_NFT: [(&str, Role); 5] = [
    ("service-", Role::Cluster),
    ("local-", Role::Local),
    ("external-", Role::External),
    ("firewall-", Role::Firewall),
    ("endpoint-", Role::Endpoint),
];

/// Other programs that write rules on nodes, by how the names of their chains begin.
const FOREIGN: &[(&str, &str)] = &[
    ("cali-", "Calico"),
    ("CILIUM_", "Cilium"),
    ("OLD_CILIUM_", "Cilium"),
    ("FLANNEL-", "flannel"),
    ("KUBE-ROUTER-", "kube-router"),
    ("KUBE-POD-FW-", "kube-router"),
    ("KUBE-NWPLCY-", "kube-router"),
    ("WEAVE", "Weave Net"),
    ("ANTREA-", "Antrea"),
    ("KINDNET", "kindnet"),
    ("KIND-MASQ-AGENT", "kindnet"),
    ("IP-MASQ", "ip-masq-agent"),
    ("AWS-", "Amazon VPC CNI"),
    ("CNI-", "CNI portmap"),
    ("KUBE-HOSTPORTS", "CRI hostPort"),
    ("KUBE-HP-", "CRI hostPort"),
    ("CRIO-", "CRI-O"),
    ("ISTIO_", "Istio"),
    ("DOCKER", "Docker"),
    ("NETAVARK", "Podman"),
    ("ufw", "ufw"),
    ("f2b-", "fail2ban"),
    ("ts-", "Tailscale"),
    ("LIBVIRT_", "libvirt"),
];

/// What a chain of `iptables-save` is for, by its table and name; `declared` tells that it has a policy.
pub(super) fn role(table: &str, name: &str, declared: bool) -> Role {
    if declared {
        return Role::BuiltIn;
    }
    if let Some(common) = common(table, name) {
        return Role::Common(common);
    }
    let hashed = |prefix: &str| name.strip_prefix(prefix).is_some_and(|hash| hash.len() == 16);
    let own = OF_PORTS.iter().find(|(prefix, _)| hashed(prefix)).map(|(_, role)| *role);
    let foreign = || FOREIGN.iter().find(|(prefix, _)| name.starts_with(prefix));
    own.unwrap_or_else(|| foreign().map_or(Role::Unknown, |(_, owner)| Role::Foreign(owner)))
}

/// What a chain of kube-proxy's own table of nftables is for.
pub(super) fn role_in_nft(name: &str) -> Role {
    if let Some(common) = common("kube-proxy", name) {
        return Role::Common(common);
    }
    let own = OF_PORTS_IN_NFT.iter().find(|(prefix, _)| name.starts_with(prefix));
    own.map_or(Role::Unknown, |(_, role)| *role)
}

fn common(table: &str, name: &str) -> Option<&'static Common> {
    COMMON.iter().find(|common| common.name == name && (common.table.is_empty() || common.table == table))
}
