//! What the proxy does, and its own connections to back ends.

use super::super::log::{At, Branch};
use super::super::network::{Network, Position};
use super::super::reason::{Reason, of_pods, selected};
use super::super::{Ending, Incoming, Packet, Proxied, Receiver, Stage, words as common};
use super::approach::shown;
use super::{Visit, words};
use crate::diagnostic::{Arg, Certainty, Message};
use crate::object::Protocol;
use crate::policy::{Flow, Party};
use crate::routing::{Action, Address, Asked, Part, Response, To};
use crate::workload::{Pod, PodId};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::rc::Rc;

/// The proxy that serves a request: its Pod, if that is known, and how sure all is that follows.
#[derive(Clone, Copy)]
struct Proxy {
    pod: Option<PodId>,
    certainty: Certainty,
}

impl<'a> Network<'a> {
    /// The request has come to the proxy, for a reason that tells which Pod that is.
    pub(in crate::trace) fn serve(&mut self, mut branch: Branch, pod: Option<PodId>, reason: Reason) {
        let Some(visit) = self.visit.clone() else { return };
        let proxy = Proxy { pod, certainty: visit.decision.certainty };
        branch.certainty = branch.certainty.max(proxy.certainty);
        if let Action::Refuse(said) = &visit.decision.action {
            let reason = Reason::new(said.message.clone(), proxy.certainty).blame(said.origin.clone());
            self.finish(branch, proxy, Ending::Refused, reason);
            return;
        }
        let message = match pod.and_then(|id| self.cluster.pod(id)) {
            Some(pod) => words::READS.with([
                ("pod", Arg::code(pod.full_name())),
                ("door", visit.door.title()),
                ("method", Arg::text(&*visit.request.method)),
                ("url", Arg::code(visit.request.url())),
            ]),
            None => reason.message,
        };
        self.say(&mut branch, proxy, message, None);
        for said in &visit.decision.said {
            self.say(&mut branch, proxy, said.message.clone(), said.origin.clone());
        }
        self.log.runners_up(&branch, visit.decision.runners_up.clone());
        match &visit.decision.action {
            Action::Respond(response) => self.respond(branch, proxy, response, response.reason.clone()),
            Action::Refuse(_) => {}
            Action::Forward(parts, asked) => self.forward(&branch, proxy, &visit, parts, asked),
        }
    }

    fn node_of(&self, proxy: Proxy) -> &'a str {
        proxy.pod.and_then(|id| self.cluster.pod(id)).map(|pod| &*pod.node_name).unwrap_or_default()
    }

    fn say(
        &mut self,
        branch: &mut Branch,
        proxy: Proxy,
        message: Message,
        origin: Option<crate::diagnostic::Origin>,
    ) {
        let at = At { stage: Stage::Http, node: self.node_of(proxy) };
        self.note(branch, at, message, Some(shown(origin)));
    }

    /// The proxy answers by itself.
    fn respond(&mut self, mut branch: Branch, proxy: Proxy, response: &Response, reason: Message) {
        let location = response.location.as_deref();
        let message = match location {
            Some(location) => words::REDIRECTS.with([
                ("because", Arg::said(reason)),
                ("status", Arg::Number(response.status.into())),
                ("location", Arg::code(location)),
            ]),
            None => reason,
        };
        branch.http = Some(Box::new(Proxied { location: location.map(Into::into), ..Proxied::default() }));
        let reason = Reason::new(message, proxy.certainty).blame(response.blame.clone());
        self.finish(branch, proxy, Ending::Replied(response.status), reason);
    }

    /// The client hears of it, if the way back to it is known and leads there.
    fn finish(&mut self, branch: Branch, proxy: Proxy, ending: Ending, reason: Reason) {
        match proxy.pod {
            Some(_) => self.conclude(branch, self.node_of(proxy), ending, reason),
            None => self.end(branch, ending, reason),
        }
    }

    fn forward(
        &mut self,
        branch: &Branch,
        proxy: Proxy,
        visit: &Rc<Visit<'a>>,
        parts: &[Part<'a>],
        asked: &Asked,
    ) {
        for part in parts {
            let mine =
                if parts.len() == 1 { Some(branch.clone()) } else { self.log.split(branch, part.share) };
            let Some(mut mine) = mine else { continue };
            self.say(&mut mine, proxy, part.said.message.clone(), part.said.origin.clone());
            self.send_part(mine, proxy, visit, part, asked);
        }
    }

    fn send_part(
        &mut self,
        mut branch: Branch,
        proxy: Proxy,
        visit: &Rc<Visit<'a>>,
        part: &Part<'a>,
        asked: &Asked,
    ) {
        let client = branch.packet.seen_source();
        branch.http = Some(Box::new(Proxied {
            location: None,
            forwarded_for: client,
            host: asked.host.as_str().into(),
            target: asked.target.as_str().into(),
        }));
        let elsewhere =
            |message| Reason::new(message, Certainty::DependsOnCluster).receiver(Receiver::Elsewhere);
        match &part.to {
            To::Nowhere(response) => self.respond(branch, proxy, response, response.reason.clone()),
            To::Unknown(message) => self.end(branch, Ending::Answered, elsewhere(message.clone())),
            To::External(service, name) => {
                let service = ("service", Arg::code(service.meta.full_name()));
                let message = words::EXTERNAL.with([service, ("name", Arg::code(&**name))]);
                self.end(branch, Ending::Answered, elsewhere(message));
            }
            To::Endpoints(service, _, addresses) if addresses.is_empty() => {
                let pods = selected(self, service);
                let why = of_pods(service, &pods);
                let message = words::UNAVAILABLE.with([("because", Arg::said(why.message))]);
                branch.http = Some(Box::default());
                let reason = Reason::new(message, proxy.certainty).blame(why.blame);
                self.finish(branch, proxy, Ending::Replied(503), reason);
            }
            To::Endpoints(_, _, addresses) => {
                let branches = self.log.share_out(&branch, addresses.len());
                for (branch, address) in branches.into_iter().zip(addresses) {
                    self.dial(branch, proxy, visit, *address);
                }
            }
        }
    }

    /// The proxy's own connection to an endpoint.
    fn dial(&mut self, mut branch: Branch, proxy: Proxy, visit: &Rc<Visit<'a>>, to: Address) {
        let client = branch.packet.seen_source();
        let client = client.map_or_else(|| Arg::text(&*visit.request.host), common::ip);
        branch.translations.clear();
        let ip = to.address.ip();
        let controller = proxy.pod.and_then(|id| self.cluster.pod(id));
        let own =
            controller.and_then(|pod| pod.ips.iter().copied().find(|own| own.is_ipv4() == ip.is_ipv4()));
        if let (Some(pod), Some(own), Some(id)) = (controller, own, proxy.pod) {
            let message =
                words::CONNECTS.with([("address", common::address(to.address)), ("client", client)]);
            self.say(&mut branch, proxy, message, None);
            branch.packet = Packet::new(own, to.address, Protocol::Tcp);
            match self.node_named(&pod.node_name) {
                Some(node) if pod.spec.host_network => self.go_out(branch, node, 0),
                Some(_) if pod.ips.contains(&ip) => self.arrive_in_pod(branch, id),
                Some(node) => {
                    branch.packet.incoming = Incoming::Pod;
                    self.go_on(branch, Position::Node(node), 0);
                }
                None => {}
            }
            return;
        }
        let unknown = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        branch.packet =
            Packet { incoming: Incoming::Network, ..Packet::new(unknown, to.address, Protocol::Tcp) };
        let address = ("address", common::address(to.address));
        let Some((id, pod)) = to.pod.and_then(|id| Some((id, self.cluster.pod(id)?))) else {
            let message = words::NO_POD.with([address]);
            let reason = Reason::new(message, Certainty::DependsOnCluster);
            self.end(branch, Ending::Answered, reason.receiver(Receiver::Elsewhere));
            return;
        };
        let Some(mut branch) = self.police_unseen(branch, pod) else { return };
        let message = words::ARRIVES.with([("pod", Arg::code(pod.full_name())), address, ("client", client)]);
        self.note(&mut branch, At { stage: Stage::Arrive, node: &pod.node_name }, message, None);
        self.doubt(&mut branch, pod, to.address);
        self.meet_container(branch, id, pod);
    }

    /// Notes that policies of the Pod may keep a proxy out whose Pods are not known.
    fn doubt(&mut self, branch: &mut Branch, pod: &'a Pod, to: SocketAddr) {
        if self.policies.is_empty() {
            return;
        }
        let flow = Flow {
            from: Party::Address(None),
            to: Party::Pod(pod, Some(to.ip())),
            protocol: Protocol::Tcp,
            port: to.port(),
            asked: None,
            sent_from: None,
        };
        let ruling = self.policies.ingress(&flow);
        let Some(said) = ruling.said(self.cluster, &flow).filter(|_| !ruling.allowed) else { return };
        let message = words::PERHAPS_BLOCKED.with([("denied", Arg::said(said))]);
        let at = At { stage: Stage::Policy, node: &pod.node_name };
        self.note(branch, at, message, Some(shown(ruling.blame())));
        branch.certainty = Certainty::DependsOnCluster;
    }
}
