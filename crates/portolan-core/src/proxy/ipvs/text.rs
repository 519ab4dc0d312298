//! What a node's own tools print: `ipvsadm`, `ipset` and `ip`.

use super::{RealServer, VirtualServer, VirtualServers};
use crate::object::Protocol;
use std::fmt::{Display, Formatter, Result};
use std::net::{IpAddr, SocketAddr};

/// What `ipvsadm --list --numeric` prints first: the version of IPVS in the kernel, and the size of its table of
/// connections.
const HEAD: &str = "IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
";

impl Display for VirtualServers {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("# ipvsadm --list --numeric\n")?;
        self.servers(f)?;
        f.write_str("# ipset save\n")?;
        for (set, entries) in &self.sets {
            let name = set.name(self.family);
            for entry in entries {
                writeln!(f, "add {name} {entry}")?;
            }
        }
        f.write_str("# ip address show dev kube-ipvs0\n")?;
        self.bound.iter().try_for_each(|ip| writeln!(f, "{ip}"))
    }
}

impl VirtualServers {
    /// A virtual server, and one of its real ones, in the words of `ipvsadm` on one line:
    /// `TCP 10.96.0.1:443 rr -> 10.244.1.2:8443 Masq`.
    #[must_use]
    pub fn line(&self, address: SocketAddr, protocol: Protocol, real: Option<&RealServer>) -> String {
        let real = real.map_or_else(String::new, |real| format!(" -> {} Masq", real.address));
        format!("{} {address} {}{real}", protocol.as_str(), self.scheduler)
    }

    /// The table of virtual servers.
    fn servers(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(HEAD)?;
        for ((ip, port, protocol), server) in self.in_order() {
            let address = SocketAddr::new(*ip, *port);
            write!(f, "{:<4} {address} {}", protocol.as_str(), self.scheduler)?;
            if self.scheduler == "mh" {
                f.write_str(" (mh-port)")?;
            }
            match server.persistent {
                Some(seconds) => writeln!(f, " persistent {seconds}")?,
                None => f.write_str("\n")?,
            }
            for real in server.in_order() {
                let address = real.address.to_string();
                writeln!(f, "  -> {address:<28} {:<7} {:<6} {:<10} {:<10}", "Masq", 1, 0, 0)?;
            }
        }
        Ok(())
    }

    /// The virtual servers as `ipvsadm` lists them: by protocol, address and port (`print_service_entry` in
    /// `ipvsadm.c`).
    #[must_use]
    pub fn in_order(&self) -> Vec<(&(IpAddr, u16, Protocol), &VirtualServer)> {
        let start = start(self.servers.keys().map(|(ip, ..)| *ip));
        let mut servers: Vec<_> = self.servers.iter().collect();
        servers
            .sort_by_key(|((ip, port, protocol), _)| (protocol_place(*protocol), behind(*ip, start), *port));
        servers
    }
}

impl VirtualServer {
    /// The real servers as `ipvsadm` lists them.
    #[must_use]
    pub fn in_order(&self) -> Vec<&RealServer> {
        let start = start(self.real_servers.iter().map(|real| real.address.ip()));
        let mut servers: Vec<_> = self.real_servers.iter().collect();
        servers.sort_by_key(|real| (behind(real.address.ip(), start), real.address.port()));
        servers
    }
}

/// IANA's order of protocols.
const fn protocol_place(protocol: Protocol) -> u8 {
    match protocol {
        Protocol::Tcp => 0,
        Protocol::Udp => 1,
        Protocol::Sctp => 2,
    }
}

/// The address that `ipvsadm` lists first. It compares IPv4 addresses by the sign of their difference in 32 bits
/// (`ipvs_cmp_services`): 192.168.0.0 comes before 10.0.0.0, because the way up from there to 10.0.0.0, past the end of
/// all addresses, is the shorter one. So the list begins behind the widest gap.
fn start(addresses: impl Iterator<Item = IpAddr>) -> u32 {
    let mut numbers: Vec<u32> = addresses.filter_map(number).collect();
    numbers.sort_unstable();
    let after = numbers.iter().cycle().skip(1);
    let gaps = numbers.iter().zip(after).map(|(one, next)| (next.wrapping_sub(*one), *next));
    gaps.max().map_or(0, |(_, next)| next)
}

/// How far an address lies behind the first one.
fn behind(ip: IpAddr, start: u32) -> (u32, IpAddr) {
    (number(ip).map_or(0, |number| number.wrapping_sub(start)), ip)
}

fn number(ip: IpAddr) -> Option<u32> {
    match ip {
        IpAddr::V4(ip) => Some(ip.to_bits()),
        IpAddr::V6(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(addresses: &[&str]) -> Vec<String> {
        let mut ips: Vec<IpAddr> = addresses.iter().map(|ip| ip.parse().expect("an address")).collect();
        let start = start(ips.iter().copied());
        ips.sort_by_key(|ip| behind(*ip, start));
        ips.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn addresses_come_in_the_order_of_ipvsadm() {
        assert_eq!(
            listed(&["10.96.0.1", "10.96.0.10", "172.17.0.1", "192.168.10.11"]),
            ["172.17.0.1", "192.168.10.11", "10.96.0.1", "10.96.0.10"]
        );
        assert_eq!(listed(&["10.96.0.10", "10.96.0.9"]), ["10.96.0.9", "10.96.0.10"]);
        assert_eq!(listed(&["fd00::2", "fd00::1"]), ["fd00::1", "fd00::2"]);
    }
}
