//! How clients come to Services: by name, load balancer, node port, external IP and Ingress.

use super::services::{Drawn, key, port_key};
use super::{Draft, origin};
use crate::draw::reach;
use crate::map::model::{Card, Kind, Layer, Row, State, Wire};
use crate::map::words;
use portolan_core::diagnostic::{Arg, Template};
use portolan_core::object::{Ingress, Port, Service, ServicePort, ServiceType};
use portolan_yaml::collections::BTreeSet;

/// The client's card names so many Services at most.
const NAMES: usize = 8;

impl<'a> Draft<'a> {
    /// Adds the clients and their ways to these Services.
    pub(super) fn ways(&mut self, drawn: &[Drawn<'a>]) {
        let before = self.map.cards.len();
        for one in drawn {
            self.balancer(one.service);
            self.external_ips(one.service);
            self.node_ports(one);
        }
        let keys: BTreeSet<String> = drawn.iter().map(|one| key(one.service)).collect();
        let services = reach::by_name(self.analysis);
        for ingress in &self.analysis.cluster.ingresses {
            self.ingress(ingress, &services, &keys);
        }
        let ways = self.map.cards.iter().skip(before).filter(|card| card.layer == Layer::Way);
        let ways: Vec<(String, State)> = ways.map(|card| (card.key.clone(), card.state)).collect();
        if !ways.is_empty() {
            let (label, title) = (self.word(&words::OUTSIDE), self.word(&words::OUTSIDE_TITLE));
            let mut card = Card::new("outside".to_owned(), Kind::Outside, label, title);
            card.sentence = self.word(&words::OUTSIDE_SENTENCE);
            self.card(card);
        }
        for (way, state) in ways {
            self.wire(Wire::new("outside", &way, state));
        }
        self.client(drawn);
    }

    /// The clients in the cluster, who ask by name.
    fn client(&mut self, drawn: &[Drawn<'a>]) {
        if drawn.is_empty() {
            return;
        }
        let (label, title) = (self.word(&words::CLIENT), self.word(&words::CLIENT_TITLE));
        let mut card = Card::new("client".to_owned(), Kind::Client, label, title);
        card.sentence = self.word(&words::CLIENT_SENTENCE);
        let index = self.card(card);
        for Drawn { service, .. } in drawn {
            let meta = &service.meta;
            let mut from = "client".to_owned();
            if drawn.len() <= NAMES {
                from = format!("client/{}", meta.full_name());
                let text = format!("{}.{}.svc", meta.name, meta.namespace);
                let mut row =
                    Row::port(from.clone(), text, String::new(), vec![origin(meta.id, "metadata.name")]);
                let domain = &self.analysis.cluster.options.cluster_domain;
                let name = format!("{}.{}.svc.{domain}", meta.name, meta.namespace);
                let service = ("service", Arg::text(&*meta.name));
                row.sentence = self.words(&words::NAME_SENTENCE.with([("name", Arg::text(name)), service]));
                self.row(index, row);
            }
            let mut wire = Wire::new(&from, &key(service), State::Plain);
            wire.by_name = service.headless || service.kind == ServiceType::ExternalName;
            wire.origins.push(origin(meta.id, "metadata.name"));
            self.wire(wire);
        }
    }

    fn balancer(&mut self, service: &Service) {
        if service.kind != ServiceType::LoadBalancer {
            return;
        }
        let ingress = service.load_balancer.ingress.iter();
        let addresses: Vec<String> =
            ingress.map(|one| one.ip.map_or_else(|| one.hostname.to_string(), |ip| ip.to_string())).collect();
        let pending = addresses.is_empty();
        let title = if pending { self.word(&words::BALANCER_PENDING) } else { addresses.join(", ") };
        let mut card = self.way(service, ("lb", Kind::LoadBalancer), (&words::BALANCER, title.clone()));
        card.state = if pending { State::Pending } else { State::Plain };
        card.origins.push(origin(service.meta.id, "spec.type"));
        card.sentence = self.words(
            &words::BALANCER_SENTENCE
                .with([("service", Arg::text(&*service.meta.name)), ("address", Arg::text(title))]),
        );
        self.way_ports(service, card, |port| port.port, "port");
    }

    fn external_ips(&mut self, service: &Service) {
        if service.external_ips.is_empty() || service.kind == ServiceType::ExternalName {
            return;
        }
        let addresses: Vec<String> = service.external_ips.iter().map(ToString::to_string).collect();
        let title = addresses.join(", ");
        let mut card =
            self.way(service, ("externalip", Kind::ExternalIp), (&words::EXTERNAL_IP, title.clone()));
        card.origins.push(origin(service.meta.id, "spec.externalIPs"));
        card.sentence = self.words(
            &words::EXTERNAL_IP_SENTENCE
                .with([("service", Arg::text(&*service.meta.name)), ("address", Arg::text(title))]),
        );
        self.way_ports(service, card, |port| port.port, "port");
    }

    fn node_ports(&mut self, Drawn { service, slices }: &Drawn<'a>) {
        if service.ports.iter().all(|port| port.node_port == 0) {
            return;
        }
        let local = service.external_local();
        let title = self.word(if local { &words::LOCAL_NODES } else { &words::ANY_NODE });
        let mut card = self.way(service, ("nodeport", Kind::NodePort), (&words::NODE_PORT, title.clone()));
        card.origins.push(origin(service.meta.id, "spec.type"));
        card.sentence = self.words(
            &words::NODE_PORT_SENTENCE
                .with([("service", Arg::text(&*service.meta.name)), ("title", Arg::text(title))]),
        );
        if local {
            let nodes = reach::ready_nodes(slices);
            let text = if nodes.is_empty() { "-".to_owned() } else { nodes.join(", ") };
            let origins = vec![origin(service.meta.id, "spec.externalTrafficPolicy")];
            card.rows.push(Row::remark(format!("{}/nodes", card.key), text, origins));
        }
        self.way_ports(service, card, |port| port.node_port, "nodePort");
    }

    fn way(
        &self,
        service: &Service,
        (word, kind): (&str, Kind),
        (label, title): (&'static Template, String),
    ) -> Card {
        Card::new(format!("{word}/{}", service.meta.full_name()), kind, self.word(label), title)
    }

    /// Adds a card with a row for each port of the Service that has this number, and wires to those ports.
    fn way_ports(
        &mut self,
        service: &Service,
        mut card: Card,
        number: fn(&ServicePort) -> Port,
        field: &str,
    ) {
        let state = card.state;
        let mut wires = Vec::new();
        for (place, port) in service.ports.iter().enumerate().filter(|(_, port)| number(port) != 0) {
            let row_key = format!("{}/{place}", card.key);
            let text = format!(":{}", number(port));
            let from = origin(service.meta.id, format!("spec.ports[{place}].{field}"));
            let mut row = Row::port(row_key.clone(), text, port.protocol.to_string(), vec![from.clone()]);
            row.sentence = self.words(&words::WAY_PORT_SENTENCE.with([
                ("port", Arg::text(number(port).to_string())),
                ("own", Arg::text(port.port.to_string())),
                ("service", Arg::text(&*service.meta.name)),
            ]));
            card.rows.push(row);
            let mut wire = Wire::new(&row_key, &port_key(service, place), state);
            wire.origins.push(from);
            wires.push(wire);
        }
        self.card(card);
        wires.into_iter().for_each(|wire| self.wire(wire));
    }

    fn ingress(&mut self, ingress: &Ingress, services: &reach::ByName<'_>, drawn: &BTreeSet<String>) {
        let meta = &ingress.meta;
        let key = format!("ingress/{}", meta.full_name());
        let title = self.name(&meta.namespace, &meta.name);
        let mut card = Card::new(key.clone(), Kind::Ingress, "Ingress".to_owned(), title.clone());
        card.origins.push(origin(meta.id, ""));
        card.sentence = self.words(&words::INGRESS_SENTENCE.with([("name", Arg::text(title))]));
        let index = self.card(card);
        for (place, route) in reach::routes(ingress).into_iter().enumerate() {
            let backend = route.backend;
            let port = backend.port.as_ref().map_or_else(String::new, |port| format!(":{port}"));
            let aside = format!("{}{port}", backend.service);
            let from = origin(meta.id, route.path);
            let row_key = format!("{key}/{place}");
            let mut row = Row::port(row_key.clone(), route.url.clone(), aside.clone(), vec![from.clone()]);
            row.sentence = self.words(
                &words::ROUTE_SENTENCE.with([("url", Arg::text(route.url)), ("backend", Arg::text(aside))]),
            );
            let (to, state) = match reach::end(services, &meta.namespace, backend) {
                Ok((service, _)) if !drawn.contains(&self::key(service)) => continue,
                Ok((service, None)) => (self::key(service), State::Plain),
                Ok((service, Some(place))) => (port_key(service, place), State::Plain),
                Err(reason) => {
                    row.state = State::Broken;
                    let gap = format!("gap/{row_key}");
                    let (label, title) = (self.word(&words::NOWHERE), self.words(&reason));
                    let mut card = Card::new(gap.clone(), Kind::Gap, label, title.clone());
                    card.layer = Layer::Service;
                    card.state = State::Broken;
                    card.sentence = title;
                    card.origins.push(from.clone());
                    self.card(card);
                    (gap, State::Broken)
                }
            };
            self.row(index, row);
            let mut wire = Wire::new(&row_key, &to, state);
            wire.origins.push(from);
            self.wire(wire);
        }
    }
}
