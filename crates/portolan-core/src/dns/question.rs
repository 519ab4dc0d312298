//! A name taken apart: which zone it is in and what of Kubernetes it means (`plugin/kubernetes/parse.go`,
//! `plugin/pkg/dnsutil/reverse.go`).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The zones of addresses; CoreDNS asks upstream for what it does not know of them.
const REVERSE_ZONES: [&str; 2] = ["in-addr.arpa", "ip6.arpa"];

/// A name that may be asked for.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// As asked, with a dot at the end.
    pub(super) qname: String,
    /// In small letters, without the dot.
    name: String,
    /// How many bytes of the name, at its end, are the zone; `None` outside all zones.
    zone: Option<usize>,
    /// Whether the zone is one of addresses.
    pub(super) reverse: bool,
}

/// What a name in the cluster's zone means; every part in small letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning<'q> {
    /// The zone, or a branch of it: there, but without records.
    Branch,
    /// A namespace below `svc` or `pod`.
    Namespace(&'q str),
    /// An address of a Pod, dashes in place of dots.
    Pod { namespace: &'q str, address: &'q str },
    /// A Service, or some of its endpoints.
    Service { namespace: &'q str, service: &'q str, part: Part<'q> },
}

/// What of a Service is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'q> {
    /// All of it.
    Whole,
    /// One endpoint, by host name or address.
    Endpoint(&'q str),
    /// One port, by name and protocol.
    Port { name: &'q str, protocol: &'q str },
}

impl Question {
    /// Takes a name apart; `None` if it cannot be put into a question.
    pub(super) fn new(name: &str, domain: &str) -> Option<Self> {
        let name = name.strip_suffix('.').unwrap_or(name);
        let well_formed = name.len() <= 253
            && (name.is_empty() || name.split('.').all(|label| (1..=63).contains(&label.len())));
        if !well_formed {
            return None;
        }
        let lower = name.to_ascii_lowercase();
        let own = is_below(&lower, &domain.to_ascii_lowercase()).then_some(domain);
        let reverse_zone = REVERSE_ZONES.into_iter().find(|zone| is_below(&lower, zone));
        let reverse = own.is_none() && reverse_zone.is_some();
        let zone = own.or(reverse_zone).map(str::len);
        Some(Self { qname: format!("{name}."), name: lower, zone, reverse })
    }

    /// The name of the zone as it was asked, with a dot at the end; empty outside all zones.
    pub(super) fn zone(&self) -> &str {
        let length = self.zone.map_or(0, |length| length + 1);
        self.qname.get(self.qname.len() - length..).unwrap_or_default()
    }

    pub(super) fn in_zone(&self) -> bool {
        self.zone.is_some()
    }

    /// Whether it is the zone itself.
    pub(super) fn is_apex(&self) -> bool {
        self.base().is_empty()
    }

    /// What stands before the zone, in small letters.
    pub(super) fn base(&self) -> &str {
        let length = self.name.len() - self.zone.unwrap_or_default();
        self.name.get(..length).unwrap_or_default().trim_end_matches('.')
    }

    /// Whether `other` is this name or one below it.
    pub(super) fn contains(&self, other: &str) -> bool {
        is_below(&other.to_ascii_lowercase(), &self.name)
    }

    /// What the name means; `None` for a name that cannot exist.
    pub(super) fn meaning(&self) -> Option<Meaning<'_>> {
        let base = self.base();
        if base.is_empty() || base == "svc" || base == "pod" {
            return Some(Meaning::Branch);
        }
        let mut labels = base.rsplit('.');
        let branch = labels.next().filter(|branch| !self.reverse && matches!(*branch, "svc" | "pod"))?;
        let namespace = labels.next().unwrap_or_default();
        let Some(name) = labels.next() else { return Some(Meaning::Namespace(namespace)) };
        let part = match (labels.next(), labels.next(), labels.next()) {
            (None, ..) => Part::Whole,
            (Some(endpoint), None, _) => Part::Endpoint(endpoint),
            (Some(protocol), Some(port), None) => {
                Part::Port { name: without_underscore(port), protocol: without_underscore(protocol) }
            }
            _ => return None,
        };
        Some(match branch {
            "pod" => Meaning::Pod { namespace, address: name },
            _ => Meaning::Service { namespace, service: name, part },
        })
    }

    /// The address of which a name in the zones of addresses speaks.
    pub(super) fn address(&self) -> Option<IpAddr> {
        let labels: Vec<&str> = self.base().rsplit('.').collect();
        if self.name.ends_with(REVERSE_ZONES[0]) {
            return labels.join(".").parse::<Ipv4Addr>().ok().map(IpAddr::V4);
        }
        let digits = labels
            .iter()
            .try_fold(String::new(), |digits, label| (label.len() == 1).then(|| digits + label))?;
        let whole = (digits.len() == 32).then(|| u128::from_str_radix(&digits, 16).ok())??;
        Some(IpAddr::V6(Ipv6Addr::from(whole)))
    }
}

/// Whether a name is a zone or lies in it.
pub(super) fn is_below(name: &str, zone: &str) -> bool {
    name.strip_suffix(zone).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// The name in the zones of addresses that speaks of this one, with a dot at the end.
pub(super) fn reverse_name(address: IpAddr) -> String {
    match address {
        IpAddr::V4(ip) => {
            let [a, b, c, d] = ip.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa.")
        }
        IpAddr::V6(ip) => {
            let digits = format!("{:032x}", u128::from(ip));
            digits.chars().rev().flat_map(|digit| [digit, '.']).chain("ip6.arpa.".chars()).collect()
        }
    }
}

fn without_underscore(label: &str) -> &str {
    label.strip_prefix('_').unwrap_or(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(name: &str) -> Question {
        Question::new(name, "cluster.local").expect("a name that can be asked for")
    }

    #[test]
    fn a_name_is_taken_apart_from_its_end() {
        let part = Part::Port { name: "http", protocol: "tcp" };
        assert_eq!(
            question("_http._TCP.web.shop.svc.cluster.local.").meaning(),
            Some(Meaning::Service { namespace: "shop", service: "web", part })
        );
        assert_eq!(question("shop.svc.cluster.local").meaning(), Some(Meaning::Namespace("shop")));
        assert_eq!(question("svc.cluster.local").meaning(), Some(Meaning::Branch));
        assert_eq!(question("web.shop.cluster.local").meaning(), None);
        assert_eq!(question("a.b.c.web.shop.svc.cluster.local").meaning(), None);
    }

    #[test]
    fn the_zone_is_echoed_as_it_was_asked() {
        assert_eq!(question("web.shop.svc.Cluster.Local").zone(), "Cluster.Local.");
        assert!(!question("example.com").in_zone());
        assert!(!question("mycluster.local").in_zone());
    }

    #[test]
    fn addresses_are_read_backwards() {
        let v6: IpAddr = "fd00:10:96::a".parse().expect("an address");
        assert_eq!(question("1.0.96.10.in-addr.arpa").address(), "10.96.0.1".parse().ok());
        assert_eq!(question(&reverse_name(v6)).address(), Some(v6));
        assert_eq!(question("96.10.in-addr.arpa").address(), None);
    }

    #[test]
    fn labels_have_63_bytes_at_most() {
        assert!(Question::new(&format!("{}.svc.cluster.local", "a".repeat(64)), "cluster.local").is_none());
        assert!(Question::new("a..svc.cluster.local", "cluster.local").is_none());
    }
}
