//! Ingresses of one class, as their controller serves them: a server for each host, and paths in it.

use super::annotation::Annotations;
use super::class::Class;
use super::host::{Hosts, Star};
use super::location::{Location, Server};
use crate::cluster::Cluster;
use crate::diagnostic::Origin;
use crate::object::{Ingress, TargetPort};
use portolan_yaml::collections::BTreeMap;

/// A back end that may stand in for another one.
#[derive(Debug)]
pub(super) struct Canary<'a> {
    pub(super) ingress: &'a Ingress,
    pub(super) location: Location<'a>,
}

/// What an upstream of ingress-nginx is known by: namespace, Service and port.
type Upstream<'a> = (&'a str, &'a str, String);

/// All Ingresses of one class.
#[derive(Debug)]
pub struct IngressTable<'a> {
    /// The class.
    pub class: Class<'a>,
    /// The Ingresses, oldest first.
    pub ingresses: Vec<&'a Ingress>,
    /// Hosts with their paths.
    pub(super) servers: Hosts<Server<'a>>,
    /// The Ingress without rules whose default back end takes what nobody else does.
    pub(super) catch_all: Option<&'a Ingress>,
    pub(super) canaries: BTreeMap<Upstream<'a>, Canary<'a>>,
    /// Where the Ingresses stand for a host: the first path's rule.
    hosts: BTreeMap<&'a str, Origin>,
}

impl<'a> IngressTable<'a> {
    /// The tables of a cluster, class by class. Ingresses are taken in the order of the input, the first as the oldest; the
    /// class of the oldest comes first.
    pub(super) fn all(cluster: &'a Cluster) -> Vec<Self> {
        let classes = super::Classes::new(cluster);
        let mut tables: BTreeMap<&str, Self> = BTreeMap::new();
        for ingress in &cluster.ingresses {
            let class = classes.of(ingress);
            tables.entry(class.name()).or_insert_with(|| Self::new(class)).ingresses.push(ingress);
        }
        let mut tables: Vec<Self> = tables.into_values().collect();
        tables.sort_by_key(|table| table.ingresses.first().map(|first| first.meta.id));
        tables.iter_mut().for_each(Self::compile);
        tables
    }

    fn new(class: Class<'a>) -> Self {
        Self {
            class,
            ingresses: Vec::new(),
            servers: Hosts::default(),
            catch_all: None,
            canaries: BTreeMap::new(),
            hosts: BTreeMap::new(),
        }
    }

    fn compile(&mut self) {
        let nginx = self.class.is_nginx();
        let mut canaries = Vec::new();
        for ingress in std::mem::take(&mut self.ingresses) {
            self.ingresses.push(ingress);
            if nginx && Annotations(ingress).is_canary() {
                canaries.extend(locations(ingress));
                continue;
            }
            if ingress.rules.is_empty() && ingress.default_backend.is_some() {
                self.catch_all.get_or_insert(ingress);
            }
            self.add(ingress, nginx);
        }
        for location in canaries {
            self.lend(location);
        }
        self.servers.values_mut().for_each(Server::finish);
    }

    fn add(&mut self, ingress: &'a Ingress, nginx: bool) {
        let aliases = Annotations(ingress).get("server-alias").filter(|_| nginx);
        for (index, rule) in ingress.rules.iter().enumerate() {
            let origin = || Origin { object: ingress.meta.id, path: format!("spec.rules[{index}].host") };
            // The server for all other hosts is there before any Ingress: ingress-nginx gives it no back end of theirs.
            let is_there = self.hosts.contains_key(&*rule.host) || nginx && rule.host.is_empty();
            self.hosts.entry(&rule.host).or_insert_with(origin);
            let server = self.servers.entry(&rule.host);
            if !is_there {
                server.default = ingress.default_backend.as_ref().map(|backend| (ingress, backend));
            }
            if server.tls.is_none() {
                server.tls = certificate(ingress, &rule.host);
            }
        }
        for location in locations(ingress) {
            let resource = location.backend.service.is_empty();
            if !(resource && nginx) {
                self.servers.entry(location.host).add(location, nginx);
                for alias in aliases.into_iter().flat_map(|all| all.split(',')).map(str::trim).take(64) {
                    self.servers.entry(alias).add(location, nginx);
                }
            }
        }
    }

    /// Lends the back end of a canary to that of another Ingress with the same host and path (`mergeAlternativeBackends`).
    fn lend(&mut self, location: Location<'a>) {
        let Some(server) = self.servers.get(location.host) else { return };
        let own = upstream(&location);
        let alike = |one: &&Location<'a>| one.path == location.path && one.exact == location.exact;
        let Some(main) = server.locations.iter().find(alike).map(upstream) else { return };
        if main != own {
            self.canaries.entry(main).or_insert(Canary { ingress: location.ingress, location });
        }
    }

    /// The host that a server is known by.
    pub(super) fn server(&self, host: &str) -> Option<&Server<'a>> {
        self.servers.find(host, Star::One)
    }

    /// How specifically an Ingress names a host: an exact name, a wildcard, or not at all.
    pub(super) fn claims(&self, host: &str) -> Option<bool> {
        if self.hosts.contains_key(host) || self.servers.get(host).is_some_and(|_| !host.is_empty()) {
            return Some(true);
        }
        let wildcard = host.split_once('.').map(|(_, parent)| format!("*.{parent}"));
        wildcard.is_some_and(|word| self.servers.get(&word).is_some()).then_some(false)
    }

    /// Whether requests for any host get an answer that an Ingress states.
    pub(super) fn takes_all(&self) -> bool {
        self.catch_all.is_some() || self.servers.get("").is_some()
    }

    /// Every host of the table, as written, with its paths.
    pub fn hosts(&self) -> impl Iterator<Item = (&'a str, &Server<'a>)> {
        self.hosts.keys().filter_map(|host| Some((*host, self.servers.get(host)?)))
    }
}

/// What is known as one upstream.
pub(super) fn upstream<'a>(location: &Location<'a>) -> Upstream<'a> {
    let port = location.backend.port.as_ref().map(TargetPort::to_string).unwrap_or_default();
    (&location.ingress.meta.namespace, &location.backend.service, port)
}

/// The paths of an Ingress, in order.
fn locations(ingress: &Ingress) -> impl Iterator<Item = Location<'_>> {
    ingress.rules.iter().enumerate().flat_map(move |(at, rule)| {
        rule.paths.iter().enumerate().map(move |(index, (path, kind, backend))| Location {
            ingress,
            place: (at, index),
            host: &rule.host,
            path: if path.is_empty() { "/" } else { path },
            exact: &**kind == "Exact",
            kind,
            backend,
        })
    })
}

/// The Secret with the certificate for a host: that of the entry of `tls` with the host, else the controller's own
/// (`extractTLSSecretName`; the names in a certificate are not known).
fn certificate<'a>(ingress: &'a Ingress, host: &str) -> Option<(&'a str, Origin)> {
    let origin = |path: String| Origin { object: ingress.meta.id, path };
    let named = ingress.tls.iter().position(|tls| tls.hosts.iter().any(|one| one.eq_ignore_ascii_case(host)));
    match named.and_then(|index| Some((index, ingress.tls.get(index)?))) {
        Some((index, tls)) => Some((&tls.secret, origin(format!("spec.tls[{index}]")))),
        None => (!ingress.tls.is_empty()).then(|| ("", origin("spec.tls".to_owned()))),
    }
}
