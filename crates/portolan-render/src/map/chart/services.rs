//! Services with their ports, and where those lead.

use super::{Draft, SERVICES, origin};
use crate::draw;
use crate::draw::reason;
use crate::get::slice::by_service;
use crate::map::model::{Card, Kind, Layer, Row, State, Wire};
use crate::map::words;
use portolan_core::diagnostic::{Arg, Message};
use portolan_core::object::{EndpointSlice, Service, ServicePort, ServiceType, TrafficPolicy};

/// A Service that is drawn.
pub(super) struct Drawn<'a> {
    pub(super) service: &'a Service,
    pub(super) slices: Vec<&'a EndpointSlice>,
}

/// The key of a Service.
pub(super) fn key(service: &Service) -> String {
    format!("svc/{}", service.meta.full_name())
}

/// The key of a Service's port.
pub(super) fn port_key(service: &Service, index: usize) -> String {
    format!("port/{}/{index}", service.meta.full_name())
}

/// `80/TCP http`.
pub(super) fn port_title(port: &ServicePort) -> String {
    let space = if port.name.is_empty() { "" } else { " " };
    format!("{}/{}{space}{}", port.port, port.protocol, port.name)
}

impl<'a> Draft<'a> {
    /// Adds the Services with everything behind them.
    pub(super) fn services(&mut self) -> Vec<Drawn<'a>> {
        let by_service = by_service(&self.analysis.slices);
        let mut services: Vec<&'a Service> = self.analysis.cluster.services.iter().collect();
        services.sort_by_key(|service| (&service.meta.namespace, &service.meta.name));
        let all = services.len();
        if self.is_folded("more/services", all > SERVICES) {
            services.truncate(SERVICES);
        }
        let mut drawn = Vec::with_capacity(services.len());
        for service in services {
            let slices = by_service.get(&(&*service.meta.namespace, &*service.meta.name));
            let slices = slices.cloned().unwrap_or_default();
            self.service(service, &slices);
            drawn.push(Drawn { service, slices });
        }
        if let Some(more @ 1..) = all.checked_sub(drawn.len()) {
            let title = self.words(&words::MORE_SERVICES.with([("n", Arg::count(more))]));
            let mut card = Card::new("more/services".to_owned(), Kind::More, String::new(), title.clone());
            card.sentence = title;
            card.fold = Some(("more/services".to_owned(), true));
            self.card(card);
        }
        drawn
    }

    fn service(&mut self, service: &'a Service, slices: &[&'a EndpointSlice]) {
        let card = self.service_card(service);
        let index = self.card(card);
        if service.kind == ServiceType::ExternalName {
            return self.external_name(service);
        }
        for (place, port) in service.ports.iter().enumerate() {
            let broken = reason::of(self.analysis, service, port, slices);
            let row = self.port_row(service, (place, port), slices, broken.as_ref());
            self.row(index, row);
            if let Some(reason) = broken.filter(|_| draw::behind(slices, Some(port)).next().is_none()) {
                self.gap(service, (place, port), slices, &reason);
            }
        }
        self.slices(service, slices);
    }

    fn service_card(&self, service: &Service) -> Card {
        let (meta, key) = (&service.meta, key(service));
        let kind =
            if service.headless { self.word(&words::HEADLESS) } else { service.kind.as_str().to_owned() };
        let name = self.name(&meta.namespace, &meta.name);
        let mut card = Card::new(key.clone(), Kind::Service, format!("Service · {kind}"), name.clone());
        card.origins.push(origin(meta.id, ""));
        let mut remark = |what: &str, text: &str, path: &str| {
            card.rows.push(Row::remark(
                format!("{key}/{what}"),
                text.to_owned(),
                vec![origin(meta.id, path)],
            ));
        };
        let ips: Vec<String> = service.cluster_ips.iter().map(ToString::to_string).collect();
        let selector = service.selector.as_ref().map(ToString::to_string);
        if service.headless {
            remark("ip", "clusterIP: None", "spec.clusterIP");
        }
        for ip in &ips {
            remark("ip", ip, "spec.clusterIP");
        }
        if service.kind != ServiceType::ExternalName {
            let text = selector.clone().unwrap_or_else(|| self.word(&words::NO_SELECTOR));
            remark("selector", &text, "spec.selector");
        }
        if service.internal_traffic_policy == Some(TrafficPolicy::Local) {
            remark("internal", "internalTrafficPolicy: Local", "spec.internalTrafficPolicy");
        }
        if service.external_local() {
            remark("external", "externalTrafficPolicy: Local", "spec.externalTrafficPolicy");
        }
        if service.session_affinity.is_some() {
            remark("affinity", "sessionAffinity: ClientIP", "spec.sessionAffinity");
        }
        let address = if ips.is_empty() { "clusterIP: None".to_owned() } else { ips.join(", ") };
        card.sentence = self.words(&words::SERVICE_SENTENCE.with([
            ("name", Arg::text(name)),
            ("kind", Arg::text(kind)),
            ("address", Arg::text(address)),
            ("selector", Arg::text(selector.unwrap_or_else(|| "-".to_owned()))),
        ]));
        card
    }

    fn port_row(
        &self,
        service: &Service,
        (place, port): (usize, &ServicePort),
        slices: &[&EndpointSlice],
        broken: Option<&Message>,
    ) -> Row {
        let path = format!("spec.ports[{place}]");
        let text = port_title(port);
        let aside = format!("→ {}", port.target_port);
        let mut row =
            Row::port(port_key(service, place), text.clone(), aside, vec![origin(service.meta.id, path)]);
        let title = ("port", Arg::text(text));
        let sentence = match broken {
            Some(reason) => {
                row.state = State::Broken;
                words::BROKEN_PORT_SENTENCE.with([title, ("reason", Arg::text(self.words(reason)))])
            }
            None => {
                let endpoints = draw::behind(slices, Some(port));
                let ready = endpoints.filter(|(endpoint, _)| endpoint.conditions.is_ready()).count();
                let target = ("target", Arg::text(port.target_port.to_string()));
                words::PORT_SENTENCE.with([title, target, ("n", Arg::count(ready))])
            }
        };
        row.sentence = self.words(&sentence);
        row
    }

    /// The end of a port's way that leads nowhere; ports with the same reason share it.
    fn gap(
        &mut self,
        service: &Service,
        (place, port): (usize, &ServicePort),
        slices: &[&EndpointSlice],
        reason: &Message,
    ) {
        // Pictures have no letters for code.
        let title = self.words(reason).replace('`', "");
        let prefix = format!("gap/{}/", service.meta.full_name());
        let known = self.map.cards.iter().rev().take(service.ports.len());
        let known = known.filter(|card| card.key.starts_with(&prefix) && card.title == title);
        let known = known.map(|card| card.key.clone()).next();
        let empty = slices.iter().all(|slice| slice.endpoints.iter().flatten().next().is_none());
        let gap = known.unwrap_or_else(|| {
            let key = format!("{prefix}{place}");
            let empty = empty && !slices.is_empty();
            let label = self.word(if empty { &words::EMPTY_SLICE } else { &words::NOWHERE });
            let mut card = Card::new(key.clone(), Kind::Gap, label, title.clone());
            card.state = State::Broken;
            card.sentence = title;
            let path = if port_is_missing(self, service, slices) {
                format!("spec.ports[{place}].targetPort")
            } else {
                "spec.selector".to_owned()
            };
            card.origins.push(origin(service.meta.id, path));
            self.card(card);
            self.near(service, &key);
            key
        });
        let mut wire = Wire::new(&port_key(service, place), &gap, State::Broken);
        wire.origins.push(origin(service.meta.id, format!("spec.ports[{place}].targetPort")));
        wire.by_name = service.headless && port.node_port == 0;
        self.wire(wire);
    }

    /// Points from where a way ends at the Pods that were probably meant.
    fn near(&mut self, service: &Service, gap: &str) {
        for id in reason::near(self.analysis, service) {
            let pod = self.analysis.cluster.pod(id);
            let seat = pod.and_then(|pod| self.seats.get(&(&*pod.namespace, &*pod.name)).copied());
            if let Some(to) = seat.and_then(|seat| self.landing(seat, None)) {
                self.wire(Wire::new(gap, &to, State::Idle));
            }
        }
    }

    /// A Service that is another name: DNS answers with it, and no packet passes the Service.
    fn external_name(&mut self, service: &Service) {
        let host = &*service.external_name;
        let key = format!("name/{host}");
        let from = origin(service.meta.id, "spec.externalName");
        match self.cards.get(&key).and_then(|index| self.map.cards.get_mut(*index)) {
            Some(card) => card.origins.push(from.clone()),
            None => {
                let label = self.word(&words::DNS_NAME);
                let mut card = Card::new(key.clone(), Kind::Name, label, host.to_owned());
                card.layer = Layer::Slice;
                card.origins.push(from.clone());
                card.sentence = self.words(&words::DNS_NAME_SENTENCE.with([("name", Arg::text(host))]));
                self.card(card);
            }
        }
        let mut wire = Wire::new(&self::key(service), &key, State::Plain);
        wire.by_name = true;
        wire.origins.push(from);
        self.wire(wire);
    }
}

/// Whether Pods are selected, so that only their ports can be what is missing.
fn port_is_missing(draft: &Draft<'_>, service: &Service, slices: &[&EndpointSlice]) -> bool {
    let any = slices.iter().any(|slice| slice.endpoints.iter().flatten().next().is_some());
    let selector = service.selector.as_ref();
    any || selector
        .is_some_and(|labels| !draft.analysis.cluster.select(&service.meta.namespace, labels).is_empty())
}
