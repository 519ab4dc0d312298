//! EndpointSlices (`discovery.k8s.io/v1`) and Endpoints (`v1`): written by hand, or made by the endpoints stage.

use super::{Labels, Meta, Port, Protocol};
use crate::diagnostic::ObjectId;

/// An EndpointSlice.
#[derive(Clone, Debug)]
pub struct EndpointSlice {
    /// Who it is. For one that a controller makes, `id` is that of the Service or the Endpoints it comes from.
    pub meta: Meta,
    /// The prefix of its name, where a controller made it.
    pub generate_name: Option<Box<str>>,
    /// `addressType`.
    pub address_type: AddressType,
    /// `ports`; `None` is `null`.
    pub ports: Option<Vec<SlicePort>>,
    /// `endpoints`; `None` is `null`.
    pub endpoints: Option<Vec<Endpoint>>,
}

/// `addressType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressType {
    /// `FQDN`.
    Fqdn,
    /// `IPv4`.
    V4,
    /// `IPv6`.
    V6,
}

/// One of a slice's `ports`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SlicePort {
    /// `name`; `None` is `null`.
    pub name: Option<Box<str>>,
    /// `port`; `None` means all ports.
    pub port: Option<Port>,
    /// `protocol`.
    pub protocol: Option<Protocol>,
    /// `appProtocol`.
    pub app_protocol: Option<Box<str>>,
}

/// One of a slice's `endpoints`.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// `addresses`, as written.
    pub addresses: Vec<Box<str>>,
    /// `conditions`.
    pub conditions: Conditions,
    /// `hostname`.
    pub hostname: Option<Box<str>>,
    /// `nodeName`.
    pub node_name: Option<Box<str>>,
    /// `zone`.
    pub zone: Option<Box<str>>,
    /// `hints`.
    pub hints: Hints,
    /// `targetRef`.
    pub target: Option<TargetRef>,
    /// `deprecatedTopology`.
    pub deprecated_topology: Labels,
    /// The manifest from which this endpoint comes: the Pod's, its controller's, or the slice's own.
    pub origin: ObjectId,
}

/// `conditions` of an endpoint; `None` is "not said", which consumers read as the API documents it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conditions {
    /// `ready`.
    pub ready: Option<bool>,
    /// `serving`.
    pub serving: Option<bool>,
    /// `terminating`.
    pub terminating: Option<bool>,
}

/// `hints` of an endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// `forZones`, by name.
    pub zones: Vec<Box<str>>,
    /// `forNodes`, by name.
    pub nodes: Vec<Box<str>>,
}

/// `targetRef` of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetRef {
    /// The kind, `Pod` as a rule.
    pub kind: Box<str>,
    /// The namespace.
    pub namespace: Box<str>,
    /// The name.
    pub name: Box<str>,
}

/// A hand-made Endpoints object.
#[derive(Clone, Debug)]
pub struct LegacyEndpoints {
    /// Who it is.
    pub meta: Meta,
    /// `subsets`.
    pub subsets: Vec<LegacySubset>,
}

/// One of `subsets`.
#[derive(Clone, Debug, Default)]
pub struct LegacySubset {
    /// `addresses`.
    pub addresses: Vec<LegacyAddress>,
    /// `notReadyAddresses`.
    pub not_ready_addresses: Vec<LegacyAddress>,
    /// `ports`.
    pub ports: Vec<SlicePort>,
}

/// One address of a subset.
#[derive(Clone, Debug, Default)]
pub struct LegacyAddress {
    /// `ip`, as written.
    pub ip: Box<str>,
    /// `hostname`; empty for none.
    pub hostname: Box<str>,
    /// `nodeName`.
    pub node_name: Option<Box<str>>,
    /// `targetRef`.
    pub target: Option<TargetRef>,
}

impl AddressType {
    /// Spelled as in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fqdn => "FQDN",
            Self::V4 => "IPv4",
            Self::V6 => "IPv6",
        }
    }
}

impl Conditions {
    /// Whether consumers take it as ready: "not said" counts as ready.
    #[must_use]
    pub fn is_ready(self) -> bool {
        self.ready.unwrap_or(true)
    }

    /// Whether it serves: "not said" follows `ready`.
    #[must_use]
    pub fn is_serving(self) -> bool {
        self.serving.unwrap_or_else(|| self.is_ready())
    }

    /// Whether it is being deleted.
    #[must_use]
    pub fn is_terminating(self) -> bool {
        self.terminating.unwrap_or(false)
    }
}
