//! IPVS mode: virtual and real servers, IP sets, the addresses on `kube-ipvs0` and the rules around them, with the fields of `ipvs.json` in
//! the conformance cases.

use portolan_core::proxy::iptables::Ruleset;
use portolan_core::proxy::ipvs::{VirtualServer, VirtualServers};
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use serde::Serialize;
use std::net::IpAddr;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ipvs<'a> {
    ipsets: BTreeMap<String, Set<'a>>,
    /// The lines that kube-proxy writes to `iptables-restore`.
    iptables_restore: Vec<&'a str>,
    kube_ipvs0: &'a BTreeSet<IpAddr>,
    virtual_servers: Vec<Virtual<'a>>,
}

#[derive(Serialize)]
struct Set<'a> {
    comment: &'static str,
    entries: &'a BTreeSet<String>,
    #[serde(rename = "type")]
    set_type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Virtual<'a> {
    address: IpAddr,
    port: u16,
    protocol: &'static str,
    scheduler: &'a str,
    flags: Vec<&'static str>,
    timeout: u32,
    real_servers: Vec<Real>,
}

#[derive(Serialize)]
struct Real {
    address: IpAddr,
    port: u16,
    weight: u32,
}

/// What kube-proxy sets up in IPVS mode, as JSON.
#[must_use]
pub fn ipvs(servers: &VirtualServers, rules: &Ruleset) -> String {
    let restore = rules.restore().to_string();
    let sets = servers.sets.iter().map(|(name, entries)| {
        let set = Set { comment: name.comment(), entries, set_type: name.set_type().as_str() };
        (name.name(servers.family), set)
    });
    let virtual_servers = servers.servers.iter().map(|((address, port, protocol), server)| Virtual {
        address: *address,
        port: *port,
        protocol: protocol.as_str(),
        scheduler: &servers.scheduler,
        flags: flags(server, &servers.scheduler),
        timeout: server.persistent.unwrap_or(0),
        real_servers: real_servers(server),
    });
    let ipvs = Ipvs {
        ipsets: sets.collect(),
        iptables_restore: restore.lines().collect(),
        kube_ipvs0: &servers.bound,
        virtual_servers: virtual_servers.collect(),
    };
    super::pretty(&ipvs)
}

/// The scheduler `mh` (Maglev hashing) hashes the source.
fn flags(server: &VirtualServer, scheduler: &str) -> Vec<&'static str> {
    let persistent = server.persistent.map(|_| "persistent");
    persistent.into_iter().chain((scheduler == "mh").then_some("sourceHash")).collect()
}

fn real_servers(server: &VirtualServer) -> Vec<Real> {
    let real = server.real_servers.iter();
    real.map(|real| Real { address: real.address.ip(), port: real.address.port(), weight: 1 }).collect()
}
