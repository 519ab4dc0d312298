//! Cluster IPs and node ports: who has asked for what (`pkg/registry/core/service/{storage,ipallocator,portallocator}`).
//!
//! Only what manifests name is kept here; what the cluster chooses itself is counted, and given out when the cluster
//! settles, so that it never takes what a later manifest names.

use super::{EXTERNAL_NAME, LOAD_BALANCER, NODE_PORT, NONE, families, list, needs_health_check, text};
use crate::admission::address;
use crate::admission::format::path_segment;
use crate::admission::go::{json_strings, quote};
use crate::admission::report::{Report, Value};
use crate::api::core::{Service, ServicePort, ServiceSpec};
use crate::diagnostic::Path;
use crate::object::IpFamily;
use crate::options::Options;
use ipnet::IpNet;
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::ops::RangeInclusive;

/// What Services have been given.
#[derive(Debug)]
pub(crate) struct Allocators {
    cidrs: Vec<IpNet>,
    pub(super) families: Vec<&'static str>,
    range: RangeInclusive<u16>,
    ips: BTreeSet<IpAddr>,
    ports: BTreeSet<u16>,
    chosen_ports: usize,
    /// Whether to choose at once what no manifest names: what an update is compared with must be there.
    chooses: bool,
}

/// Why a Service is not created.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Its fields are at fault.
    Invalid,
    /// `InternalError`, in these words.
    Internal(String),
    /// An error that says no more than these words.
    Failed(String),
}

/// What one Service would be given.
#[derive(Debug, Default)]
pub(crate) struct Claim {
    ips: Vec<IpAddr>,
    ports: BTreeSet<u16>,
    chosen_ports: usize,
}

impl Allocators {
    /// Those of an empty cluster: only `default/kubernetes` has an address.
    pub(crate) fn new(options: &Options) -> Self {
        let names = options.families().map(|family| match family {
            IpFamily::V4 => "IPv4",
            IpFamily::V6 => "IPv6",
        });
        let first = options.service_cidrs.first().and_then(|net| net.hosts().find(|ip| *ip != net.network()));
        Self {
            cidrs: options.service_cidrs.clone(),
            families: names.collect(),
            range: options.node_ports.clone(),
            ips: first.into_iter().collect(),
            ports: BTreeSet::new(),
            chosen_ports: 0,
            chooses: false,
        }
    }

    /// Those of a cluster whose Services are about to be updated.
    pub(crate) fn choosing(options: &Options) -> Self {
        Self { chooses: true, ..Self::new(options) }
    }

    /// `allocateCreate`: completes the IP family fields and claims what the Service names. Nothing is taken before
    /// [`Self::commit`].
    pub(crate) fn claim(
        &self,
        namespace: &str,
        service: &mut Service,
        report: &mut Report,
    ) -> Result<Claim, Refusal> {
        let name = service.metadata.name.as_deref().unwrap_or_default();
        let spec = service.spec.get_or_insert_default();
        if !text(&spec.cluster_ip).is_empty() && list(&spec.cluster_ips).is_empty() {
            spec.cluster_ips = spec.cluster_ip.clone().map(|ip| vec![ip]);
        }
        families::init(spec, None, &self.families, report);
        let mut claim = Claim::default();
        if report.is_valid() {
            self.claim_ips(namespace, name, spec, &mut claim, report);
        }
        if report.is_valid() && matches!(text(&spec.type_), NODE_PORT | LOAD_BALANCER) {
            self.claim_ports(spec, &mut claim, report)?;
        }
        if !report.is_valid() {
            return Err(Refusal::Invalid);
        }
        if needs_health_check(spec) {
            self.claim_health_port(spec, &mut claim)?;
        }
        if self.chooses {
            self.choose(spec, &mut claim);
        }
        Ok(claim)
    }

    /// Takes what was claimed.
    pub(crate) fn commit(&mut self, claim: Claim) {
        self.ips.extend(claim.ips);
        self.ports.extend(claim.ports);
        self.chosen_ports += claim.chosen_ports;
    }

    /// Gives back what an update has left.
    pub(super) fn release(&mut self, ips: &[String], ports: &[i32]) {
        for ip in ips.iter().filter_map(|ip| address::parse(ip)) {
            self.ips.remove(&ip);
        }
        for port in ports.iter().filter_map(|port| u16::try_from(*port).ok()) {
            self.ports.remove(&port);
        }
    }

    /// Takes what a dump states, whatever it is.
    pub(crate) fn take_stated(&mut self, spec: &ServiceSpec) {
        let written = list(&spec.cluster_ips).iter().chain(&spec.cluster_ip);
        self.ips.extend(written.filter_map(|ip| address::parse(ip)));
        let ports = list(&spec.ports).iter().filter_map(|port| port.node_port);
        let ports = ports.chain(spec.health_check_node_port).filter_map(|port| u16::try_from(port).ok());
        self.ports.extend(ports.filter(|port| *port != 0));
    }

    pub(super) fn claim_ips(
        &self,
        namespace: &str,
        name: &str,
        spec: &ServiceSpec,
        claim: &mut Claim,
        report: &mut Report,
    ) {
        let ips = list(&spec.cluster_ips);
        if text(&spec.type_) == EXTERNAL_NAME || ips.first().is_some_and(|ip| ip == NONE) {
            return;
        }
        let families = list(&spec.ip_families);
        let mut shown: Vec<&str> = ips.iter().map(String::as_str).collect();
        shown.resize(shown.len().max(families.len()), "");
        for (family, ip) in families.iter().zip(&shown) {
            let Err(words) = self.claim_ip(namespace, name, family, ip, claim) else { continue };
            let path = Path::new("spec");
            let space = if ip.is_empty() { "" } else { " " };
            let words = format!("failed to allocate IP{space}{ip}: {words}");
            report.invalid(&path.child("clusterIPs"), Value::Json(&json_strings(Some(&shown))), &words);
            return;
        }
    }

    pub(super) fn claim_ip(
        &self,
        namespace: &str,
        name: &str,
        family: &str,
        ip: &str,
        claim: &mut Claim,
    ) -> Result<(), String> {
        let wanted = address::parse(ip);
        let address = match wanted {
            Some(address) => {
                if !self.cidrs.iter().any(|cidr| gives_out(cidr, address)) {
                    return Err("the provided network does not match the current range".to_owned());
                }
                address
            }
            None => self.any_address(family),
        };
        check_parent(namespace, name).map_err(|words| {
            format!("IPAddress.networking.k8s.io {} is invalid: {words}", quote(&address.to_string()))
        })?;
        if wanted.is_none() {
            return Ok(());
        }
        if self.ips.contains(&address) || claim.ips.contains(&address) {
            return Err("provided IP is already allocated".to_owned());
        }
        claim.ips.push(address);
        Ok(())
    }

    /// Some address of a family's network, to be named in a message.
    fn any_address(&self, family: &str) -> IpAddr {
        let of_family = |cidr: &&IpNet| cidr.addr().is_ipv6() == (family == "IPv6");
        let cidr = self.cidrs.iter().find(of_family);
        cidr.map_or(IpAddr::from([0, 0, 0, 0]), IpNet::network)
    }

    /// `initNodePorts`: ports of one number share a node port unless they name different ones.
    fn claim_ports(&self, spec: &ServiceSpec, claim: &mut Claim, report: &mut Report) -> Result<(), Refusal> {
        let chooses =
            text(&spec.type_) == NODE_PORT || spec.allocate_load_balancer_node_ports.unwrap_or(true);
        let ports = list(&spec.ports);
        let requested = requested(ports);
        let mut given: BTreeMap<i32, i32> = BTreeMap::new();
        let root = Path::new("spec");
        for (index, port) in ports.iter().enumerate() {
            let written = port.node_port.unwrap_or(0);
            if written == 0 && !chooses {
                continue;
            }
            let known = given.get(&port.port).copied();
            let wanted = match known {
                None => requested.get(&port.port).copied().unwrap_or(0),
                Some(node_port) if written == node_port || written == 0 => continue,
                Some(_) => written,
            };
            if wanted == 0 {
                self.choose_port(claim)?;
                given.insert(port.port, 0);
                continue;
            }
            if let Err(words) = self.claim_port(wanted, claim) {
                let path = root.child("ports");
                report.invalid(&path.index(index).child("nodePort"), wanted, &words);
                return Ok(());
            }
            given.entry(port.port).or_insert(wanted);
        }
        Ok(())
    }

    pub(super) fn claim_health_port(&self, spec: &ServiceSpec, claim: &mut Claim) -> Result<(), Refusal> {
        match spec.health_check_node_port.unwrap_or(0) {
            0 => {
                claim.chosen_ports += 1;
                Ok(())
            }
            port => self.claim_port(port, claim).map_err(|words| {
                Refusal::Internal(format!(
                    "failed to allocate requested HealthCheck NodePort {port}: {words}"
                ))
            }),
        }
    }

    pub(super) fn claim_port(&self, wanted: i32, claim: &mut Claim) -> Result<(), String> {
        let Some(port) = u16::try_from(wanted).ok().filter(|port| self.range.contains(port)) else {
            return Err(format!(
                "provided port is not in the valid range. The range of valid ports is {}-{}",
                self.range.start(),
                self.range.end()
            ));
        };
        if self.ports.contains(&port) || !claim.ports.insert(port) {
            return Err("provided port is already allocated".to_owned());
        }
        Ok(())
    }

    /// The last free port of the range: authors tend to name the first ones.
    pub(super) fn free_port(&self, claim: &mut Claim) -> Option<i32> {
        let is_free = |port: &u16| !self.ports.contains(port) && !claim.ports.contains(port);
        let port = self.range.clone().rev().find(is_free)?;
        claim.ports.insert(port);
        Some(i32::from(port))
    }

    /// The last free address of a family among the first 65536.
    pub(super) fn free_ip(&self, family: &str, claim: &mut Claim) -> Option<String> {
        let cidr = self.cidrs.iter().find(|cidr| cidr.addr().is_ipv6() == (family == "IPv6"))?;
        let nth = |offset: u32| match cidr.network() {
            IpAddr::V4(v4) => IpAddr::V4(std::net::Ipv4Addr::from_bits(v4.to_bits().saturating_add(offset))),
            IpAddr::V6(v6) => {
                IpAddr::V6(std::net::Ipv6Addr::from_bits(v6.to_bits().saturating_add(u128::from(offset))))
            }
        };
        let is_free = |ip: &IpAddr| gives_out(cidr, *ip) && !self.ips.contains(ip) && !claim.ips.contains(ip);
        let ip = (1..=0xffff).rev().map(nth).find(is_free)?;
        claim.ips.push(ip);
        Some(ip.to_string())
    }

    fn choose_port(&self, claim: &mut Claim) -> Result<(), Refusal> {
        let taken = self.ports.len() + self.chosen_ports + claim.ports.len() + claim.chosen_ports;
        if taken >= self.range.len() {
            return Err(Refusal::Internal("failed to allocate a nodePort: range is full".to_owned()));
        }
        claim.chosen_ports += 1;
        Ok(())
    }
}

/// `PrefixContainsIP`: not the network's own address, nor its broadcast address.
fn gives_out(cidr: &IpNet, ip: IpAddr) -> bool {
    cidr.contains(&ip) && ip != cidr.network() && (ip.is_ipv6() || ip != cidr.broadcast())
}

/// `findRequestedNodePort`: the first node port that any port of a number names.
pub(super) fn requested(ports: &[ServicePort]) -> BTreeMap<i32, i32> {
    let mut requested = BTreeMap::new();
    for port in ports {
        if let Some(node_port) = port.node_port.filter(|node_port| *node_port != 0) {
            requested.entry(port.port).or_insert(node_port);
        }
    }
    requested
}

/// `validateIPAddressParentReference`: an address names the Service that it belongs to.
fn check_parent(namespace: &str, name: &str) -> Result<(), String> {
    let mut report = Report::default();
    let spec = Path::new("spec");
    let parent = spec.child("parentRef");
    if name.is_empty() {
        report.required(&parent.child("name"), "");
    } else {
        report.invalid_each(&parent.child("name"), name, path_segment(name));
    }
    report.invalid_each(&parent.child("namespace"), namespace, path_segment(namespace));
    if report.is_valid() { Ok(()) } else { Err(report.into_words().0) }
}
