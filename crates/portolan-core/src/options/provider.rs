//! Who puts load balancers in front of a cluster.

/// A provider of load balancers, with the network plugin where that decides what the load balancer sends to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provider {
    /// A cloud whose load balancers send to node ports, as the documentation of Kubernetes describes them.
    Generic,
    /// Alibaba Cloud ACK with Flannel: a CLB instance sends to node ports.
    AckFlannel,
    /// Alibaba Cloud ACK with Terway, each Pod on an address of the VPC: a CLB instance sends to Pods.
    AckTerwayEniip,
    /// AWS Load Balancer Controller, target type `instance`.
    AwsNlbInstance,
    /// AWS Load Balancer Controller, target type `ip`.
    AwsNlbIp,
    /// Google Kubernetes Engine: passthrough Network Load Balancer.
    Gke,
    /// Azure Kubernetes Service: Azure Load Balancer.
    Aks,
    /// MetalLB in layer 2 mode.
    MetalLbL2,
    /// `ServiceLB` of K3s.
    K3sServiceLb,
    /// kind, without cloud-provider-kind.
    Kind,
    /// minikube, without `minikube tunnel`.
    Minikube,
    /// Nobody.
    None,
}

impl Provider {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 12] = [
        Self::Generic,
        Self::AckFlannel,
        Self::AckTerwayEniip,
        Self::AwsNlbInstance,
        Self::AwsNlbIp,
        Self::Gke,
        Self::Aks,
        Self::MetalLbL2,
        Self::K3sServiceLb,
        Self::Kind,
        Self::Minikube,
        Self::None,
    ];

    /// The name by which it is asked for.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::AckFlannel => "ack-flannel",
            Self::AckTerwayEniip => "ack-terway-eniip",
            Self::AwsNlbInstance => "aws-nlb-instance",
            Self::AwsNlbIp => "aws-nlb-ip",
            Self::Gke => "gke",
            Self::Aks => "aks",
            Self::MetalLbL2 => "metallb-l2",
            Self::K3sServiceLb => "k3s-servicelb",
            Self::Kind => "kind",
            Self::Minikube => "minikube",
            Self::None => "none",
        }
    }

    /// The provider of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.as_str() == name)
    }

    /// Whether its load balancers are NLBs of AWS, which have a host name and no fixed address.
    #[must_use]
    pub const fn is_aws(self) -> bool {
        matches!(self, Self::AwsNlbInstance | Self::AwsNlbIp)
    }

    /// Whether it is Alibaba Cloud.
    #[must_use]
    pub const fn is_ack(self) -> bool {
        matches!(self, Self::AckFlannel | Self::AckTerwayEniip)
    }

    /// Whether nobody gives load balancers an address, unless a program of its own runs beside the cluster.
    #[must_use]
    pub const fn leaves_pending(self) -> bool {
        matches!(self, Self::Kind | Self::Minikube | Self::None)
    }

    /// Whether a load balancer of this `spec.loadBalancerClass` is made: those without a class, which are the
    /// provider's own by default, and the classes that it documents.
    #[must_use]
    pub fn serves_class(self, class: Option<&str>) -> bool {
        let Some(class) = class else { return !self.leaves_pending() };
        let own: &[&str] = match self {
            Self::AckFlannel | Self::AckTerwayEniip => &["alibabacloud.com/clb", "alibabacloud.com/nlb"],
            Self::AwsNlbInstance | Self::AwsNlbIp => &["service.k8s.aws/nlb", "eks.amazonaws.com/nlb"],
            Self::Gke => {
                &["networking.gke.io/l4-regional-external", "networking.gke.io/l4-regional-internal"]
            }
            Self::MetalLbL2 => &["metallb", "metallb.io/metallb", "metallb.universe.tf/metallb"],
            _ => &[],
        };
        own.contains(&class)
    }
}
