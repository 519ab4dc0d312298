//! From outside in: which Service port a request comes to, by host, path, method, headers and parameters.
//!
//! One engine for Ingresses, as ingress-nginx serves them, and for the Gateway API, as its specification and its
//! conformance tests have it. Rules are compiled into tables, by host and then by path; a [`Decision`] names the field
//! that decides, and the rules that might have.

mod annotation;
mod attach;
mod backend;
mod class;
mod decision;
mod door;
mod filter;
mod gateway;
mod host;
mod ingress;
mod location;
mod nginx;
mod pattern;
mod request;
mod route;
mod serve;
mod words;

pub use attach::{Attachment, Refusal};
pub use class::{Class, Classes};
pub use decision::{Action, Address, Asked, Decision, Part, Response, Said, To};
pub use door::Door;
pub use gateway::{GatewayTable, is_permitted};
pub use ingress::IngressTable;
pub use location::{Location, Server};
pub use request::{BadPath, HttpRequest};
pub use route::Candidate;
pub use serve::port_of;

use crate::cluster::Cluster;
use crate::object::EndpointSlice;
use backend::Backends;
use std::net::IpAddr;

/// All Ingresses and Gateways of a cluster, compiled.
#[derive(Debug)]
pub struct Router<'a> {
    cluster: &'a Cluster,
    backends: Backends<'a>,
    /// The Ingresses, class by class.
    pub ingresses: Vec<IngressTable<'a>>,
    /// The Gateways, in input order.
    pub gateways: Vec<GatewayTable<'a>>,
    /// What becomes of every parent of every route.
    pub attachments: Vec<Attachment<'a>>,
}

/// By what a request comes in: an index of [`Router::ingresses`] or of [`Router::gateways`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entrance {
    /// The Ingresses of a class.
    Ingress(usize),
    /// A Gateway.
    Gateway(usize),
}

impl<'a> Router<'a> {
    /// Compiles the rules of a cluster.
    #[must_use]
    pub fn new(cluster: &'a Cluster, slices: &'a [EndpointSlice]) -> Self {
        let attachments = attach::attachments(cluster);
        Self {
            cluster,
            backends: Backends::new(cluster, slices),
            ingresses: IngressTable::all(cluster),
            gateways: GatewayTable::all(cluster, &attachments),
            attachments,
        }
    }

    /// The entrance that a URL belongs to: the one that has its address, or names its host most specifically. Hosts that
    /// nobody names belong to an entrance for all hosts, if `any` asks for that.
    #[must_use]
    pub fn entrance(&self, request: &HttpRequest, address: Option<IpAddr>, any: bool) -> Option<Entrance> {
        if let Some(ip) = address {
            return self
                .entrances()
                .find(|one| self.door(*one).addresses.iter().any(|(known, _)| *known == ip));
        }
        let entrances = || self.entrances();
        let claims = |one: Entrance| match one {
            Entrance::Ingress(index) => self.ingresses.get(index)?.claims(&request.host),
            Entrance::Gateway(index) => self.gateways.get(index)?.claims(&request.host),
        };
        let mut best: Option<(bool, Entrance)> = None;
        for one in entrances() {
            if let Some(exact) = claims(one)
                && best.is_none_or(|(known, _)| exact && !known)
            {
                best = Some((exact, one));
            }
        }
        let named = || entrances().find(|one| self.door(*one).is_named(&request.host));
        let takes_all = |one: &Entrance| match one {
            _ if !self.serves_port(*one, request) => false,
            Entrance::Ingress(index) => self.ingresses.get(*index).is_some_and(IngressTable::takes_all),
            Entrance::Gateway(index) => {
                self.gateways.get(*index).is_some_and(|one| one.takes_all(request.port))
            }
        };
        best.map(|(_, one)| one).or_else(named).or_else(|| entrances().find(takes_all).filter(|_| any))
    }

    /// Every entrance.
    fn entrances(&self) -> impl Iterator<Item = Entrance> {
        let ingresses = (0..self.ingresses.len()).map(Entrance::Ingress);
        ingresses.chain((0..self.gateways.len()).map(Entrance::Gateway))
    }

    /// Whether something may listen at a port: Gateways state their listeners, Ingress controllers have 80 and 443, or those
    /// of their Service.
    fn serves_port(&self, entrance: Entrance, request: &HttpRequest) -> bool {
        if matches!(entrance, Entrance::Gateway(_)) || request.port == if request.https { 443 } else { 80 } {
            return true;
        }
        let service = self.door(entrance).service;
        service.is_some_and(|one| {
            one.ports.iter().any(|port| [port.port, port.node_port].contains(&request.port))
        })
    }

    /// What an entrance does with a request.
    #[must_use]
    pub fn decide(&self, entrance: Entrance, request: &HttpRequest) -> Option<Decision<'a>> {
        let backends = &self.backends;
        if !self.serves_port(entrance, request) {
            return Some(Decision::refused(words::NOT_SERVED.message()));
        }
        Some(match entrance {
            Entrance::Ingress(index) => {
                let table = self.ingresses.get(index)?;
                serve::Controller { table, backends, request }.decide()
            }
            Entrance::Gateway(index) => {
                let table = self.gateways.get(index)?;
                gateway::Controller { cluster: self.cluster, table, backends, request }.decide()
            }
        })
    }

    /// Where an entrance is reached.
    #[must_use]
    pub fn door(&self, entrance: Entrance) -> Door<'a> {
        match entrance {
            Entrance::Ingress(index) => {
                self.ingresses.get(index).map(|one| door::of_ingresses(self.cluster, one))
            }
            Entrance::Gateway(index) => {
                self.gateways.get(index).map(|one| door::of_gateway(self.cluster, one.gateway))
            }
        }
        .unwrap_or_default()
    }
}
