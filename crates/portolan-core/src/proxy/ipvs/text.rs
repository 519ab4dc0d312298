//! The text that a node's own tools would take: `ipvsadm`, `ipset` and `ip`.

use super::VirtualServers;
use crate::object::Protocol;
use std::fmt::{Display, Formatter, Result};
use std::net::SocketAddr;

impl Display for VirtualServers {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("# ipvsadm --save --numeric\n")?;
        for ((ip, port, protocol), server) in &self.servers {
            let service = format!("{} {}", option(*protocol), SocketAddr::new(*ip, *port));
            write!(f, "-A {service} -s {}", self.scheduler)?;
            match server.persistent {
                Some(seconds) => writeln!(f, " -p {seconds}")?,
                None => f.write_str("\n")?,
            }
            for real in &server.real_servers {
                writeln!(f, "-a {service} -r {} -m -w 1", real.address)?;
            }
        }
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

const fn option(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Sctp => "--sctp-service",
        Protocol::Tcp => "-t",
        Protocol::Udp => "-u",
    }
}
