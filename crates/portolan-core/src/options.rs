//! The facts of the cluster that no manifest states.

mod provider;

pub use provider::Provider;

use crate::object::IpFamily;
use ipnet::IpNet;
use std::net::IpAddr;
use std::ops::RangeInclusive;

/// What the simulated cluster is like; the default is the one in which the conformance cases were recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The minor version of Kubernetes 1.
    pub kubernetes: u32,
    /// `--service-cluster-ip-range`: one network, or one of each family; the first is the cluster's own family.
    pub service_cidrs: Vec<IpNet>,
    /// `--cluster-cidr`: the network of the Pods, one for each family at most.
    pub cluster_cidrs: Vec<IpNet>,
    /// The DNS domain of the cluster, without dots around it.
    pub cluster_domain: String,
    /// `--service-node-port-range`.
    pub node_ports: RangeInclusive<u16>,
    /// Who puts load balancers in front of the cluster; `None` where nobody says so: they have the addresses that
    /// manifests state, and no others.
    pub provider: Option<Provider>,
}

impl Default for Options {
    fn default() -> Self {
        let net = |address: [u8; 4], length| ipnet::Ipv4Net::new(address.into(), length).map(IpNet::V4);
        Self {
            kubernetes: 36,
            service_cidrs: net([10, 96, 0, 0], 16).into_iter().collect(),
            cluster_cidrs: net([10, 244, 0, 0], 16).into_iter().collect(),
            cluster_domain: "cluster.local".to_owned(),
            node_ports: 30000..=32767,
            provider: None,
        }
    }
}

impl Options {
    /// The families in which Services get addresses, the cluster's own first.
    pub fn families(&self) -> impl Iterator<Item = IpFamily> {
        self.service_cidrs.iter().map(|net| IpFamily::of(net.addr()))
    }

    /// The Service network of a family.
    #[must_use]
    pub fn service_cidr(&self, family: IpFamily) -> Option<IpNet> {
        self.service_cidrs.iter().copied().find(|net| IpFamily::of(net.addr()) == family)
    }

    /// The cluster IP of `default/kubernetes`: the first address of the first Service network.
    #[must_use]
    pub fn kubernetes_ip(&self) -> Option<IpAddr> {
        Some(match self.service_cidrs.first()?.network() {
            IpAddr::V4(ip) => IpAddr::V4(u32::from(ip).checked_add(1)?.into()),
            IpAddr::V6(ip) => IpAddr::V6(u128::from(ip).checked_add(1)?.into()),
        })
    }

    /// Whether an address lies in a Service network.
    #[must_use]
    pub fn is_service_address(&self, ip: IpAddr) -> bool {
        self.service_cidrs.iter().any(|net| net.contains(&ip))
    }

    /// The Pod network of a family.
    #[must_use]
    pub fn cluster_cidr(&self, family: IpFamily) -> Option<IpNet> {
        self.cluster_cidrs.iter().copied().find(|net| IpFamily::of(net.addr()) == family)
    }
}
