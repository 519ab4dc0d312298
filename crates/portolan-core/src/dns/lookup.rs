//! From the meaning of a name to what is behind it: `Records`, `findServices` and `findPods` of CoreDNS's `kubernetes`
//! plugin.

use super::index::{Entry, EntryKind, Key, ready};
use super::question::{Meaning, Part, Question};
use super::zone::Zone;
use crate::diagnostic::Origin;
use std::net::IpAddr;

/// The name does not exist.
#[derive(Debug)]
pub(super) struct NoSuchName;

/// Something behind a name: CoreDNS's `msg.Service`.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) host: Host,
    /// The port; `None` where no port is declared.
    pub(super) port: Option<u16>,
    /// The name of this very thing without the zone: `web-0.web.default.svc`.
    pub(super) key: String,
    pub(super) origin: Option<Origin>,
}

/// An address, or a name (without a dot at its end) that has to be looked up in its turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Host {
    Address(IpAddr),
    Name(String),
}

impl Host {
    fn parse(text: &str) -> Self {
        let address = text.parse().map(|ip: IpAddr| Self::Address(ip.to_canonical()));
        address.unwrap_or_else(|_| Self::Name(text.strip_suffix('.').unwrap_or(text).to_owned()))
    }
}

impl Zone<'_> {
    /// What is behind a name; nothing for a name that exists and has no records.
    pub(super) fn find(&self, question: &Question) -> Result<Vec<Found>, NoSuchName> {
        match question.meaning().ok_or(NoSuchName)? {
            Meaning::Branch => Ok(Vec::new()),
            Meaning::Namespace(namespace)
            | Meaning::Pod { namespace, .. }
            | Meaning::Service { namespace, .. }
                if !self.cluster.namespaces.contains_key(namespace) =>
            {
                Err(NoSuchName)
            }
            Meaning::Namespace(_) => Ok(Vec::new()),
            Meaning::Pod { namespace, address } => find_pod(namespace, address),
            Meaning::Service { namespace, service, part } => self.find_service((namespace, service), part),
        }
    }

    fn find_service(&self, key: Key<'_>, part: Part<'_>) -> Result<Vec<Found>, NoSuchName> {
        let entry = self.index.services.get(&key).ok_or(NoSuchName)?;
        let found = match (&entry.kind, part) {
            (EntryKind::ExternalName(host), Part::Whole) => {
                let origin = entry.origin("spec.externalName");
                let found = Found { host: Host::parse(host), port: Some(0), key: key_of(key), origin };
                Vec::from_iter(Some(found).filter(|found| matches!(found.host, Host::Name(_))))
            }
            (EntryKind::ExternalName(_), _) => Vec::new(),
            (EntryKind::Headless, _) | (_, Part::Endpoint(_)) => self.find_endpoints(key, part),
            (EntryKind::ClusterIps(ips), _) => find_cluster_ips(key, entry, ips, part),
        };
        if found.is_empty() { Err(NoSuchName) } else { Ok(found) }
    }

    fn find_endpoints(&self, key: Key<'_>, part: Part<'_>) -> Vec<Found> {
        let mut found = Vec::new();
        for slice in self.index.slices.get(&key).into_iter().flatten() {
            let ports = slice.ports.as_deref().unwrap_or_default();
            let matching = ports.iter().filter(|port| {
                let protocol = port.protocol.map_or("", |protocol| protocol.lower());
                part.takes(port.name.as_deref().unwrap_or_default(), protocol)
            });
            let mut numbers: Vec<_> = matching.map(|port| Some(port.port.unwrap_or(0))).collect();
            if ports.is_empty() && part.takes("", "") {
                numbers.push(None);
            }
            for address in ready(slice) {
                let hostname = address.hostname();
                if matches!(part, Part::Endpoint(wanted) if !wanted.eq_ignore_ascii_case(&hostname)) {
                    continue;
                }
                let key =
                    if hostname.is_empty() { key_of(key) } else { format!("{hostname}.{}", key_of(key)) };
                found.extend(numbers.iter().map(|port| Found {
                    host: Host::parse(address.text),
                    port: *port,
                    key: key.clone(),
                    origin: Some(address.origin()),
                }));
            }
        }
        found
    }
}

/// The answer to an address in a name: that address, whether or not a Pod has it (`pods insecure`).
fn find_pod(namespace: &str, address: &str) -> Result<Vec<Found>, NoSuchName> {
    let v4 = address.matches('-').count() == 3 && !address.contains("--");
    let host = Host::parse(&address.replace('-', if v4 { "." } else { ":" }));
    let key = format!("{address}.{namespace}.pod");
    match host {
        Host::Address(_) => Ok(vec![Found { host, port: Some(0), key, origin: None }]),
        Host::Name(_) => Err(NoSuchName),
    }
}

fn find_cluster_ips(key: Key<'_>, entry: &Entry<'_>, ips: &[IpAddr], part: Part<'_>) -> Vec<Found> {
    let ports = entry.ports.iter().enumerate();
    let matching = ports.filter(|(_, (name, protocol, _))| part.takes(name, protocol.lower()));
    let found = matching.flat_map(|(index, (_, _, number))| {
        ips.iter().map(move |ip| Found {
            host: Host::Address(*ip),
            port: Some(*number),
            key: key_of(key),
            origin: entry.origin(&format!("spec.ports[{index}]")),
        })
    });
    found.collect()
}

impl Entry<'_> {
    /// The origin of something that a field of the Service led to.
    pub(super) fn origin(&self, path: &str) -> Option<Origin> {
        self.object.map(|object| Origin { object, path: path.to_owned() })
    }
}

impl Part<'_> {
    /// Whether a port is meant; the protocol in small letters. An empty label takes any port.
    fn takes(self, name: &str, protocol: &str) -> bool {
        let matches = |wanted: &str, known: &str| wanted.is_empty() || wanted.eq_ignore_ascii_case(known);
        match self {
            Self::Port { name: port, protocol: wanted } => matches(port, name) && matches(wanted, protocol),
            Self::Whole | Self::Endpoint(_) => true,
        }
    }
}

fn key_of((namespace, name): Key<'_>) -> String {
    format!("{name}.{namespace}.svc")
}
