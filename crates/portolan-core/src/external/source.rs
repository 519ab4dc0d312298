//! The pages that say what providers do: every fact of this room names the ones that it is taken from.

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Kubernetes: Services of type LoadBalancer.
    Kubernetes,
    /// Kubernetes: keeping the client's address, and the policies' balance.
    KubernetesSourceIp,
    /// Kubernetes: how kube-proxy follows `externalTrafficPolicy`.
    KubernetesPolicy,
    /// KEP-3836: kube-proxy's `/healthz` while a node goes away.
    Kep3836,
    /// KEP-1669: endpoints that terminate still serve.
    Kep1669,
    /// ACK: the two policies compared, by network plugin.
    AckPolicy,
    /// ACK: quotas, and what the cloud controller manager configures.
    AckConsiderations,
    /// ACK: annotations for CLB instances.
    AckAnnotations,
    /// ACK: questions about Services, the address from inside among them.
    AckFaq,
    /// AWS Load Balancer Controller: NLB.
    AwsNlb,
    /// AWS Load Balancer Controller: annotations of Services.
    AwsAnnotations,
    /// AWS: attributes of target groups of an NLB: client addresses, zones, stickiness.
    AwsTargetGroups,
    /// GKE: Services of type LoadBalancer.
    Gke,
    /// Azure: the load balancer of cloud-provider-azure.
    AzureLoadBalancer,
    /// AKS: standard load balancer.
    Aks,
    /// MetalLB: use, and traffic policies.
    MetalLbUsage,
    /// MetalLB: layer 2 mode.
    MetalLbLayer2,
    /// K3s: ServiceLB.
    K3s,
    /// kind: load balancers.
    Kind,
    /// minikube: access to applications.
    Minikube,
}

impl Source {
    /// Where it is.
    #[must_use]
    pub const fn url(self) -> &'static str {
        match self {
            Self::Kubernetes => {
                "https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer"
            }
            Self::KubernetesSourceIp => {
                "https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/"
            }
            Self::KubernetesPolicy => {
                "https://kubernetes.io/docs/reference/networking/virtual-ips/#external-traffic-policy"
            }
            Self::Kep3836 => "https://kep.k8s.io/3836",
            Self::Kep1669 => "https://kep.k8s.io/1669",
            Self::AckPolicy => {
                "https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/service-management-2"
            }
            Self::AckConsiderations => {
                "https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/considerations-for-configuring-a-loadbalancer-type-service-1"
            }
            Self::AckAnnotations => {
                "https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/add-annotations-to-the-yaml-file-of-a-service-to-configure-clb-instances"
            }
            Self::AckFaq => {
                "https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/service-faq"
            }
            Self::AwsNlb => {
                "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/"
            }
            Self::AwsAnnotations => {
                "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/"
            }
            Self::AwsTargetGroups => {
                "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html"
            }
            Self::Gke => {
                "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer"
            }
            Self::AzureLoadBalancer => {
                "https://kubernetes-sigs.github.io/cloud-provider-azure/topics/loadbalancer"
            }
            Self::Aks => "https://learn.microsoft.com/en-us/azure/aks/load-balancer-standard",
            Self::MetalLbUsage => "https://metallb.universe.tf/usage/",
            Self::MetalLbLayer2 => "https://metallb.universe.tf/concepts/layer2/",
            Self::K3s => "https://docs.k3s.io/networking/networking-services",
            Self::Kind => "https://kind.sigs.k8s.io/docs/user/loadbalancer",
            Self::Minikube => "https://minikube.sigs.k8s.io/docs/handbook/accessing/",
        }
    }
}
