//! Questions' types, answers, and the text of resource records.

use crate::diagnostic::Origin;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The type of a question or of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordType {
    /// An IPv4 address.
    A,
    /// An IPv6 address.
    Aaaa,
    /// Another name for the same thing.
    Cname,
    /// A mail server; there is none in a cluster.
    Mx,
    /// The name server of a zone.
    Ns,
    /// The name of an address.
    Ptr,
    /// The start of a zone.
    Soa,
    /// Port and host of a service.
    Srv,
    /// Text.
    Txt,
    /// A type of which a cluster has no records; the answer tells only whether the name exists.
    Other(&'static str),
}

/// What the server says of the question as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rcode {
    /// The name exists, whether or not it has records of the type.
    NoError,
    /// The name does not exist.
    NxDomain,
    /// No answer from here: a real cluster asks its upstream resolver.
    ServFail,
    /// Not a name: a label of more than 63 bytes, or a name of more than 255.
    FormErr,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// The answer as a whole.
    pub rcode: Rcode,
    /// Whether the server answers for its own zone.
    pub authoritative: bool,
    /// Whether a real cluster would (also) ask its upstream resolver, whose answer is not known here.
    pub upstream: bool,
    /// The records asked for.
    pub answers: Vec<Record>,
    /// The start of the zone, where there is no answer.
    pub authority: Vec<Record>,
    /// Addresses of hosts in the answers.
    pub additional: Vec<Record>,
}

/// A resource record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The owner's name, with a dot at the end, in the letters of the question.
    pub name: String,
    /// How long it may be kept, in seconds.
    pub ttl: u32,
    /// What it says.
    pub data: Data,
    /// Where it comes from; `None` for what every cluster has.
    pub origin: Option<Origin>,
}

/// What a record says; names have a dot at the end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Data {
    /// An IPv4 address.
    A(Ipv4Addr),
    /// An IPv6 address.
    Aaaa(Ipv6Addr),
    /// The other name.
    Cname(String),
    /// The name server.
    Ns(String),
    /// The name.
    Ptr(String),
    /// The start of the zone; its serial number is the time of the last change and not known here.
    Soa {
        /// The zone, with which the names in the record end.
        zone: String,
    },
    /// A service; its priority is always 0.
    Srv {
        /// The share among those of the name, in percent.
        weight: u16,
        /// The port.
        port: u16,
        /// The host.
        target: String,
    },
    /// Text.
    Txt(&'static str),
}

impl Record {
    /// The record's type.
    #[must_use]
    pub fn kind(&self) -> RecordType {
        match self.data {
            Data::A(_) => RecordType::A,
            Data::Aaaa(_) => RecordType::Aaaa,
            Data::Cname(_) => RecordType::Cname,
            Data::Ns(_) => RecordType::Ns,
            Data::Ptr(_) => RecordType::Ptr,
            Data::Soa { .. } => RecordType::Soa,
            Data::Srv { .. } => RecordType::Srv,
            Data::Txt(_) => RecordType::Txt,
        }
    }
}

impl RecordType {
    /// The type of that name, in any case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let known = [
            Self::A,
            Self::Aaaa,
            Self::Cname,
            Self::Mx,
            Self::Ns,
            Self::Ptr,
            Self::Soa,
            Self::Srv,
            Self::Txt,
        ];
        let other = ["ANY", "CAA", "HTTPS", "NAPTR", "SVCB"].map(Self::Other);
        known.into_iter().chain(other).find(|kind| kind.as_str().eq_ignore_ascii_case(name))
    }

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aaaa => "AAAA",
            Self::Cname => "CNAME",
            Self::Mx => "MX",
            Self::Ns => "NS",
            Self::Ptr => "PTR",
            Self::Soa => "SOA",
            Self::Srv => "SRV",
            Self::Txt => "TXT",
            Self::Other(name) => name,
        }
    }
}

impl Rcode {
    /// Its name, as `dig` prints it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoError => "NOERROR",
            Self::NxDomain => "NXDOMAIN",
            Self::ServFail => "SERVFAIL",
            Self::FormErr => "FORMERR",
        }
    }
}

/// As in a zone file.
impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::A(ip) => ip.fmt(f),
            Self::Aaaa(ip) => ip.fmt(f),
            Self::Cname(name) | Self::Ns(name) | Self::Ptr(name) => f.write_str(name),
            Self::Soa { zone } => {
                write!(f, "ns.dns.{zone} hostmaster.{zone} <serial> 7200 1800 86400 5")
            }
            Self::Srv { weight, port, target } => write!(f, "0 {weight} {port} {target}"),
            Self::Txt(text) => write!(f, "\"{text}\""),
        }
    }
}
