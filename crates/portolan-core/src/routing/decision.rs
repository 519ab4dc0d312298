//! What a proxy does with a request, and why.

use crate::diagnostic::{Certainty, Message, Origin};
use crate::object::{Service, ServicePort};
use crate::workload::PodId;
use std::net::SocketAddr;

/// What a proxy does with a request.
#[derive(Clone, Debug)]
pub struct Decision<'a> {
    /// What decides, in the order in which it does: the host, the rule, the certificate, the rewriting.
    pub said: Vec<Said>,
    /// Rules that might have decided, and why they do not.
    pub runners_up: Vec<Said>,
    /// What is done.
    pub action: Action<'a>,
    /// How sure all of this is.
    pub certainty: Certainty,
}

/// A sentence, and the field that it speaks of.
#[derive(Clone, Debug)]
pub struct Said {
    /// The sentence.
    pub message: Message,
    /// The field.
    pub origin: Option<Origin>,
}

/// What is done with a request.
#[derive(Clone, Debug)]
pub enum Action<'a> {
    /// The proxy answers by itself.
    Respond(Response),
    /// Nothing listens at the port.
    Refuse(Said),
    /// It goes on to back ends; the shares add up to 1.
    Forward(Vec<Part<'a>>, Asked),
}

/// What a back end is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The host.
    pub host: String,
    /// The path, with its parameters.
    pub target: String,
}

/// An answer of the proxy itself.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Where a redirect leads.
    pub location: Option<String>,
    /// Why.
    pub reason: Message,
    /// The field to look at.
    pub blame: Option<Origin>,
}

/// A part of the requests, and where it goes.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The part of all requests that meet this rule.
    pub share: f64,
    /// What is said of it.
    pub said: Said,
    /// Where it goes.
    pub to: To<'a>,
}

/// Where a part of the requests goes.
#[derive(Clone, Debug)]
pub enum To<'a> {
    /// To endpoints of a Service's port, each as likely as the others; none means 503.
    Endpoints(&'a Service, &'a ServicePort, Vec<Address>),
    /// To a name outside of the cluster.
    External(&'a Service, String),
    /// Nowhere: the proxy answers.
    Nowhere(Response),
    /// To something that manifests do not show.
    Unknown(Message),
}

/// An endpoint as a proxy dials it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address.
    pub address: SocketAddr,
    /// The Pod, where it is one of the cluster's.
    pub pod: Option<PodId>,
}

impl Decision<'_> {
    /// Nothing listens there, as far as can be told.
    pub(super) fn refused(message: Message) -> Self {
        Self {
            said: Vec::new(),
            runners_up: Vec::new(),
            action: Action::Refuse(Said::new(message, None)),
            certainty: Certainty::DependsOnCluster,
        }
    }
}

impl Said {
    pub(super) fn new(message: Message, origin: Option<Origin>) -> Self {
        Self { message, origin }
    }
}

impl Response {
    pub(super) fn new(status: u16, reason: Message, blame: Option<Origin>) -> Self {
        Self { status, location: None, reason, blame }
    }

    pub(super) fn redirect(status: u16, location: String, reason: Message, blame: Option<Origin>) -> Self {
        Self { status, location: Some(location), reason, blame }
    }
}
