//! From the client to the proxy.

use super::super::log::{At, Branch, Shown};
use super::super::network::Network;
use super::super::reason::Reason;
use super::super::{Client, Packet, Stage, Target, words as common};
use super::{Visit, words};
use crate::diagnostic::{Arg, Certainty, Origin};
use crate::object::IpFamily;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::rc::Rc;

impl<'a> Network<'a> {
    /// The addresses to which the client connects, each with its branch: those of the proxy, if the request is for one.
    pub(in crate::trace) fn approach(&mut self) -> Vec<(Branch, SocketAddr)> {
        let Some(visit) = self.visit.clone() else { return self.resolve() };
        let port = self.request.to.port;
        let nowhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, port));
        let mut branch = Branch::new(Packet::new(nowhere.ip(), nowhere, self.request.protocol));
        if let Ok(ip) = self.request.to.host.parse() {
            return vec![(branch, SocketAddr::new(ip, port))];
        }
        let host = ("host", Arg::code(&*visit.request.host));
        let door = ("door", visit.door.title());
        let at = At { stage: Stage::Dns, node: "" };
        if let Some((ip, origin)) = self.address(&visit) {
            let message = words::STATED.with([host, door, ("address", common::ip(ip))]);
            self.note(&mut branch, at, message, Some(shown(Some(origin))));
            return vec![(branch, SocketAddr::new(ip, port))];
        }
        if let Some(to) = self.by_service(&visit) {
            let service = visit.door.service.map(|one| one.meta.full_name()).unwrap_or_default();
            let address = ("address", common::address(to));
            let message = words::BY_SERVICE.with([host, door, address, ("service", Arg::code(service))]);
            let id =
                visit.door.service.map(|one| Origin { object: one.meta.id, path: "spec.type".to_owned() });
            self.note(&mut branch, at, message, Some(shown(id)));
            return vec![(branch, to)];
        }
        let name = visit.door.names.first().map(|(_, origin)| origin.clone());
        self.note(&mut branch, at, words::NOT_SHOWN.with([host, door]), Some(shown(name)));
        self.ask_unseen(branch, &visit);
        Vec::new()
    }

    /// The stated address of the proxy in a family that the client has.
    fn address(&self, visit: &Visit<'a>) -> Option<(IpAddr, Origin)> {
        let fits = |ip: IpAddr| self.source(IpFamily::of(ip), ip).is_some();
        let all = || visit.door.addresses.iter();
        all().find(|(ip, _)| fits(*ip)).or_else(|| all().next()).cloned()
    }

    /// The way to the Service in front of the proxy: from outside by its node port, from inside by its cluster IP.
    fn by_service(&self, visit: &Visit<'a>) -> Option<SocketAddr> {
        let service = visit.door.service?;
        let port = self.request.to.port;
        if !matches!(self.request.from, Client::Outside(_)) {
            return service.cluster_ips.first().map(|ip| SocketAddr::new(*ip, port));
        }
        let text = format!("svc/{}:{port}", service.meta.full_name());
        let (target, _) = Target::parse(&text, self.cluster, &self.request.from).ok()?;
        Some(SocketAddr::new(target.host.parse().ok()?, target.port))
    }

    /// Whether an address is the proxy's, and nothing in the input leads from there to its Pods.
    pub(in crate::trace) fn is_at_unseen_door(&self, to: SocketAddr) -> bool {
        let Some(visit) = &self.visit else { return false };
        let stated = visit.door.addresses.iter().any(|(ip, _)| *ip == to.ip());
        stated && visit.pods.is_empty() && self.node_at(to.ip()).is_none()
    }

    /// The connection comes to the proxy by a way that manifests do not show.
    pub(in crate::trace) fn pass_unseen_door(&mut self, mut branch: Branch, to: SocketAddr) {
        let Some(visit) = self.visit.clone() else { return };
        let door = ("door", visit.door.title());
        let message = words::UNSEEN.with([("address", common::ip(to.ip())), door]);
        let stated = visit.door.addresses.iter().find(|(ip, _)| *ip == to.ip());
        let origin = stated.map(|(_, origin)| origin.clone());
        self.note(&mut branch, At { stage: Stage::Outside, node: "" }, message, Some(shown(origin)));
        self.enter_unseen(branch, &visit);
    }

    /// The client asks a proxy whose address is not known.
    fn ask_unseen(&mut self, mut branch: Branch, visit: &Rc<Visit<'a>>) {
        let source = self.source(IpFamily::V4, Ipv4Addr::UNSPECIFIED.into());
        branch.packet.source = source.unwrap_or(branch.packet.source);
        let message = words::ASKS.with([
            ("who", Arg::text(self.client_name(source))),
            ("url", Arg::code(visit.request.url())),
            ("method", Arg::text(&*visit.request.method)),
        ]);
        let node = self.client_node();
        self.note(&mut branch, At { stage: Stage::Send, node }, message, None);
        self.enter_unseen(branch, visit);
    }

    fn enter_unseen(&mut self, branch: Branch, visit: &Rc<Visit<'a>>) {
        let door = ("door", visit.door.title());
        let method = ("method", Arg::text(&*visit.request.method));
        let message = words::READS_UNSEEN.with([door, method, ("url", Arg::code(visit.request.url()))]);
        self.serve(branch, None, Reason::new(message, Certainty::DependsOnCluster));
    }
}

pub(super) fn shown(origin: Option<Origin>) -> Shown {
    Shown { text: String::new(), origin }
}
