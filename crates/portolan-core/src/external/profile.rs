//! What the load balancers of each provider do, as a table: the facts, and the pages that state them.

use super::source::Source;
use crate::diagnostic::Template;
use crate::options::Provider;
use crate::template;

template!(GENERIC, "external.generic",
    en: "a cloud whose load balancers send to node ports",
    ja: "NodePortに送るロードバランサーを持つクラウド");
template!(ACK_FLANNEL, "external.ack-flannel",
    en: "Alibaba Cloud ACK with Flannel: a CLB instance sends to node ports",
    ja: "Alibaba Cloud ACK（Flannel）: CLBインスタンスがNodePortに送ります");
template!(ACK_TERWAY, "external.ack-terway-eniip",
    en: "Alibaba Cloud ACK with Terway: a CLB instance sends straight to Pods",
    ja: "Alibaba Cloud ACK（Terway）: CLBインスタンスがPodに直接送ります");
template!(AWS_INSTANCE, "external.aws-nlb-instance",
    en: "AWS: an NLB sends to node ports (target type instance)",
    ja: "AWS: NLBがNodePortに送ります（ターゲットタイプinstance）");
template!(AWS_IP, "external.aws-nlb-ip",
    en: "AWS: an NLB sends straight to Pods (target type ip)",
    ja: "AWS: NLBがPodに直接送ります（ターゲットタイプip）");
template!(GKE, "external.gke",
    en: "Google Kubernetes Engine: a passthrough Network Load Balancer sends to nodes",
    ja: "Google Kubernetes Engine: パススルーのネットワークロードバランサーがノードに送ります");
template!(AKS, "external.aks",
    en: "Azure Kubernetes Service: Azure Load Balancer sends to nodes",
    ja: "Azure Kubernetes Service: Azure Load Balancerがノードに送ります");
template!(METALLB, "external.metallb-l2",
    en: "MetalLB in layer 2 mode: one node has the address, and takes all traffic",
    ja: "MetalLBのレイヤー2モード: 1つのノードがアドレスを持ち、すべてのトラフィックを受けます");
template!(K3S, "external.k3s-servicelb",
    en: "ServiceLB of K3s: the address is that of the nodes themselves",
    ja: "K3sのServiceLB: ノード自身のアドレスが使われます");
template!(KIND, "external.kind",
    en: "kind: no address, unless cloud-provider-kind runs beside the cluster",
    ja: "kind: cloud-provider-kindを動かさない限り、アドレスは割り当てられません");
template!(MINIKUBE, "external.minikube",
    en: "minikube: no address, unless `minikube tunnel` runs",
    ja: "minikube: `minikube tunnel`を動かさない限り、アドレスは割り当てられません");
template!(NOBODY, "external.none",
    en: "nobody: Services of type LoadBalancer stay without an address",
    ja: "なし: タイプLoadBalancerのServiceにアドレスは割り当てられません");

/// What a load balancer sends to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Targets {
    /// Nodes, on which kube-proxy goes on.
    Nodes,
    /// The Pods themselves: kube-proxy has no part in it.
    Pods,
    /// One node at a time, which has the address.
    Leader,
    /// The address is each node's own: the client chooses.
    Own,
}

/// The destination of what comes to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The load balancer's own address and port, unchanged: rules of kube-proxy know it.
    Unchanged,
    /// The node's address and the node port.
    NodePort,
}

/// How a load balancer finds out whether a back end takes connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// HTTP to kube-proxy's own port 10256, `/healthz` (KEP-3836).
    KubeProxy,
    /// HTTP to `healthCheckNodePort`, `/healthz`: 200 where a Pod is ready on the node, else 503.
    HealthCheckNodePort,
    /// A TCP connection to the node port.
    NodePort,
    /// A TCP connection to the Pod's port.
    TargetPort,
    /// None: it goes by the state of nodes and endpoints in the API.
    Api,
}

/// What makes a load balancer send a client to the back end that it had before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Affinity {
    /// `sessionAffinity: ClientIP` of the Service.
    Service,
    /// An annotation.
    Annotation(&'static str),
}

/// The facts of a provider.
#[derive(Debug)]
pub struct Profile {
    /// The provider.
    pub provider: Provider,
    /// What it is, in a line.
    pub about: &'static Template,
    /// What it sends to, unless an annotation says otherwise.
    pub targets: Targets,
    /// How it comes to nodes.
    pub delivery: Delivery,
    /// Whether under Local only nodes with Pods are its back ends; else all are, and the health check decides.
    pub lists_nodes_with_pods: bool,
    /// The health check under Cluster, and under Local.
    pub checks: (Check, Check),
    /// What keeps a client where it was.
    pub affinity: Affinity,
    /// Whether each zone has its own share, however many back ends it has.
    pub by_zone: bool,
    /// The annotation and the value with which nodes get shares by their number of Pods, under Local.
    pub weighted_by: Option<(&'static str, &'static str)>,
    /// Whether it turns away who is not in `loadBalancerSourceRanges`.
    pub filters_sources: bool,
    /// Pages on back ends and balance.
    pub on_balance: &'static [Source],
    /// Pages on the client's address.
    pub on_source: &'static [Source],
    /// Pages on the address from inside the cluster.
    pub on_access: &'static [Source],
    /// Pages on health checks.
    pub on_health: &'static [Source],
    /// Pages on the number of back ends.
    pub on_count: &'static [Source],
    /// Pages on sessions.
    pub on_sessions: &'static [Source],
}

/// The annotation for a CLB instance's way to choose.
pub(super) const ACK_SCHEDULER: &str = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-scheduler";
/// The annotation for the attributes of a target group.
pub(super) const AWS_TARGET_GROUP: &str =
    "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes";
const ACK_PERSISTENCE: &str = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-persistence-timeout";

use Source as S;

const GENERIC_PROFILE: Profile = Profile {
    provider: Provider::Generic,
    about: &GENERIC,
    targets: Targets::Nodes,
    delivery: Delivery::NodePort,
    lists_nodes_with_pods: false,
    checks: (Check::KubeProxy, Check::HealthCheckNodePort),
    affinity: Affinity::Service,
    by_zone: false,
    weighted_by: None,
    filters_sources: true,
    on_balance: &[S::KubernetesSourceIp],
    on_source: &[S::KubernetesSourceIp],
    on_access: &[S::KubernetesPolicy],
    on_health: &[S::Kubernetes, S::Kep3836],
    on_count: &[S::Kubernetes],
    on_sessions: &[S::Kubernetes],
};

const ACK: Profile = Profile {
    provider: Provider::AckFlannel,
    about: &ACK_FLANNEL,
    lists_nodes_with_pods: true,
    checks: (Check::NodePort, Check::NodePort),
    affinity: Affinity::Annotation(ACK_PERSISTENCE),
    weighted_by: Some((ACK_SCHEDULER, "wrr")),
    filters_sources: false,
    on_balance: &[S::AckPolicy],
    on_source: &[S::AckPolicy],
    on_access: &[S::AckPolicy, S::AckFaq],
    on_health: &[S::AckAnnotations],
    on_count: &[S::AckPolicy, S::AckConsiderations],
    on_sessions: &[S::AckPolicy, S::AckAnnotations],
    ..GENERIC_PROFILE
};

const AWS: Profile = Profile {
    provider: Provider::AwsNlbInstance,
    about: &AWS_INSTANCE,
    checks: (Check::NodePort, Check::HealthCheckNodePort),
    affinity: Affinity::Annotation(AWS_TARGET_GROUP),
    by_zone: true,
    on_balance: &[S::AwsNlb, S::AwsAnnotations],
    on_source: &[S::AwsTargetGroups, S::KubernetesSourceIp],
    on_access: &[S::AwsNlb],
    on_health: &[S::AwsAnnotations],
    on_count: &[S::AwsNlb],
    on_sessions: &[S::AwsTargetGroups],
    ..GENERIC_PROFILE
};

/// Nobody's load balancer: what a stated address leads to is taken to be as elsewhere.
const fn nobody(provider: Provider, about: &'static Template, pages: &'static [Source]) -> Profile {
    Profile { provider, about, on_count: pages, ..GENERIC_PROFILE }
}

/// All profiles, in the order of [`Provider::ALL`].
pub const PROFILES: [Profile; 12] = [
    GENERIC_PROFILE,
    ACK,
    Profile {
        provider: Provider::AckTerwayEniip,
        about: &ACK_TERWAY,
        targets: Targets::Pods,
        checks: (Check::TargetPort, Check::TargetPort),
        ..ACK
    },
    AWS,
    Profile {
        provider: Provider::AwsNlbIp,
        about: &AWS_IP,
        targets: Targets::Pods,
        checks: (Check::TargetPort, Check::TargetPort),
        on_source: &[S::AwsTargetGroups],
        ..AWS
    },
    Profile {
        provider: Provider::Gke,
        about: &GKE,
        delivery: Delivery::Unchanged,
        weighted_by: Some(("networking.gke.io/weighted-load-balancing", "pods-per-node")),
        on_balance: &[S::Gke],
        on_source: &[S::Gke],
        on_access: &[S::Gke, S::KubernetesPolicy],
        on_health: &[S::Gke],
        on_count: &[S::Gke],
        on_sessions: &[S::Gke],
        ..GENERIC_PROFILE
    },
    Profile {
        provider: Provider::Aks,
        about: &AKS,
        delivery: Delivery::Unchanged,
        checks: (Check::NodePort, Check::HealthCheckNodePort),
        on_balance: &[S::Aks],
        on_source: &[S::Aks],
        on_access: &[S::KubernetesPolicy],
        on_health: &[S::AzureLoadBalancer],
        on_count: &[S::Aks],
        on_sessions: &[S::AzureLoadBalancer],
        ..GENERIC_PROFILE
    },
    Profile {
        provider: Provider::MetalLbL2,
        about: &METALLB,
        targets: Targets::Leader,
        delivery: Delivery::Unchanged,
        checks: (Check::Api, Check::Api),
        on_balance: &[S::MetalLbUsage, S::MetalLbLayer2],
        on_source: &[S::MetalLbUsage],
        on_access: &[S::KubernetesPolicy],
        on_health: &[S::MetalLbLayer2],
        on_count: &[S::MetalLbLayer2],
        on_sessions: &[S::MetalLbUsage],
        ..GENERIC_PROFILE
    },
    Profile {
        provider: Provider::K3sServiceLb,
        about: &K3S,
        targets: Targets::Own,
        delivery: Delivery::Unchanged,
        checks: (Check::Api, Check::Api),
        on_balance: &[S::K3s],
        on_source: &[S::K3s, S::KubernetesPolicy],
        on_access: &[S::K3s, S::KubernetesPolicy],
        on_health: &[S::K3s],
        on_count: &[S::K3s],
        on_sessions: &[S::KubernetesPolicy],
        ..GENERIC_PROFILE
    },
    nobody(Provider::Kind, &KIND, &[S::Kind]),
    nobody(Provider::Minikube, &MINIKUBE, &[S::Minikube]),
    nobody(Provider::None, &NOBODY, &[S::Kubernetes]),
];

/// What is known of a provider.
#[must_use]
pub fn profile(provider: Provider) -> &'static Profile {
    static ALL: [Profile; 12] = PROFILES;
    ALL.iter().find(|profile| profile.provider == provider).unwrap_or(&ALL[0])
}
