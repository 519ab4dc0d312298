//! EndpointSlices, and the Pods and addresses that are in them.

use super::services::{key, port_key};
use super::{Draft, origin};
use crate::map::model::{Card, Kind, Row, State, Wire};
use crate::map::words;
use portolan_core::diagnostic::{Arg, Origin};
use portolan_core::object::{Endpoint, EndpointSlice, Port, Protocol, Service, SlicePort};

/// More slices of a Service with the same ports than this are one card.
const SLICES: usize = 3;
/// More addresses of a slice that are no Pods' than this are one card.
const ADDRESSES: usize = 6;

impl<'a> Draft<'a> {
    /// Adds the slices of a Service that have endpoints, folded where there are many alike.
    pub(super) fn slices(&mut self, service: &'a Service, slices: &[&'a EndpointSlice]) {
        let full = slices.iter().filter(|slice| slice.endpoints.iter().flatten().next().is_some());
        let full: Vec<&'a EndpointSlice> = full.copied().collect();
        let alike = |one: &&EndpointSlice, other: &&EndpointSlice| {
            one.address_type == other.address_type && one.ports == other.ports
        };
        for (number, run) in full.chunk_by(alike).enumerate() {
            let fold = format!("slices/{}/{number}", service.meta.full_name());
            let foldable = run.len() > 1;
            if foldable && self.is_folded(&fold, run.len() > SLICES) {
                self.slice(service, run, Some((fold, true)));
                continue;
            }
            for slice in run {
                let fold = foldable.then(|| (fold.clone(), false));
                self.slice(service, std::slice::from_ref(slice), fold);
            }
        }
    }

    /// A card for slices with the same ports, and everything in them.
    fn slice(&mut self, service: &Service, slices: &[&'a EndpointSlice], fold: Option<(String, bool)>) {
        let Some(first) = slices.first() else { return };
        let card = self.slice_card(service, slices, fold);
        let from = card.key.clone();
        let states = states(slices);
        let index = self.card(card);
        let ports = first.ports.as_deref().unwrap_or_default();
        if ports.is_empty() {
            if !service.ports.is_empty() {
                let row = Row::remark(format!("{from}/none"), self.word(&words::NO_PORTS), Vec::new());
                self.row(index, row);
            }
            let state = if service.ports.is_empty() { best(states) } else { State::Idle };
            let mut wire = Wire::new(&key(service), &from, state);
            wire.origins.push(origin(service.meta.id, "spec.selector"));
            wire.by_name = service.headless;
            self.wire(wire);
            self.endpoints(slices, (&from, None), service.headless);
        }
        for port in ports {
            let (row, lead) = self.slice_port(service, &from, port);
            let row_key = row.key.clone();
            self.row(index, row);
            if let Some(place) = lead {
                let mut wire = Wire::new(&port_key(service, place), &row_key, best(states));
                wire.origins.push(origin(service.meta.id, format!("spec.ports[{place}].targetPort")));
                wire.by_name = service.headless;
                self.wire(wire);
            }
            let number = port.port.map(|number| (port.protocol.unwrap_or(Protocol::Tcp), number));
            self.endpoints(slices, (&row_key, number), service.headless);
        }
    }

    fn slice_card(
        &mut self,
        service: &Service,
        slices: &[&EndpointSlice],
        fold: Option<(String, bool)>,
    ) -> Card {
        let [ready, waiting, ending] = states(slices);
        let all = ready + waiting + ending;
        let kind = slices.first().map_or("", |slice| slice.address_type.as_str());
        let name = slices.first().map_or("", |slice| &*slice.meta.name);
        let own = |slice: &EndpointSlice| format!("slice/{}", slice.meta.full_name());
        let folded = fold.as_ref().filter(|(_, folded)| *folded).map(|(key, _)| key.clone());
        let title = match &folded {
            Some(_) => self.words(&words::SLICES.with([("n", Arg::count(slices.len()))])),
            None => name.to_owned(),
        };
        let key = folded.unwrap_or_else(|| slices.first().map(|slice| own(slice)).unwrap_or_default());
        if slices.len() > 1 {
            self.map.folded.extend(slices.iter().map(|slice| (own(slice), key.clone())));
        }
        let mut card = Card::new(key.clone(), Kind::Slice, format!("EndpointSlice · {kind}"), title.clone());
        card.fold = fold;
        card.state = best([ready, waiting, ending]);
        card.counts = (all > 1).then_some([ready, waiting, ending]);
        for slice in slices.iter().filter(|slice| slice.meta.id != service.meta.id) {
            card.origins.push(origin(slice.meta.id, ""));
        }
        if card.origins.is_empty() {
            card.origins.push(origin(service.meta.id, "spec.selector"));
        }
        let (ready, all) = (("ready", Arg::count(ready)), ("all", Arg::count(all)));
        let text = self.words(&words::READY_OF.with([ready.clone(), all.clone()]));
        card.rows.push(Row::remark(format!("{key}/state"), text, Vec::new()));
        let (name, kind) = (("name", Arg::text(title)), ("kind", Arg::text(kind)));
        card.sentence = self.words(&words::SLICE_SENTENCE.with([name, kind, ready, all]));
        card
    }

    /// The row of a slice's port, and the index of the Service's port that leads to it.
    fn slice_port(&self, service: &Service, slice: &str, port: &SlicePort) -> (Row, Option<usize>) {
        let name = port.name.as_deref().unwrap_or_default();
        let place = service.ports.iter().position(|known| *known.name == *name);
        let number = port.port.map_or_else(|| "*".to_owned(), |number| number.to_string());
        let protocol = port.protocol.unwrap_or(Protocol::Tcp);
        let space = if name.is_empty() { "" } else { " " };
        let text = format!("{number}/{protocol}{space}{name}");
        let paths = place.map(|place| origin(service.meta.id, format!("spec.ports[{place}].targetPort")));
        let key = format!("{slice}/{protocol}/{}", if name.is_empty() { &number } else { name });
        (Row::port(key, text, String::new(), paths.into_iter().collect()), place)
    }

    /// Wires from a slice, or one of its ports, to its endpoints.
    fn endpoints(
        &mut self,
        slices: &[&'a EndpointSlice],
        (from, port): (&str, Option<(Protocol, Port)>),
        by_name: bool,
    ) {
        for slice in slices {
            let endpoints = slice.endpoints.as_deref().unwrap_or_default();
            let strangers = endpoints.iter().filter(|endpoint| self.seat(endpoint).is_none()).count();
            let together = (strangers > ADDRESSES).then(|| format!("addresses/{}", slice.meta.full_name()));
            for endpoint in endpoints {
                let to = match self.seat(endpoint) {
                    Some(seat) => self.landing(seat, port),
                    None => Some(self.address(endpoint, port, together.as_deref(), strangers)),
                };
                let Some(to) = to else { continue };
                let mut wire = Wire::new(from, &to, state(endpoint));
                wire.by_name = by_name;
                self.wire(wire);
            }
        }
    }

    /// The card of an endpoint's Pod.
    fn seat(&self, endpoint: &Endpoint) -> Option<(usize, usize)> {
        let target = endpoint.target.as_ref().filter(|target| &*target.kind == "Pod")?;
        self.seats.get(&(&*target.namespace, &*target.name)).copied()
    }

    /// The key of the row for an address that is no Pod's; its card is made where there is none yet.
    fn address(
        &mut self,
        endpoint: &Endpoint,
        port: Option<(Protocol, Port)>,
        together: Option<&str>,
        count: usize,
    ) -> String {
        let address = endpoint.addresses.first().map(|address| &**address).unwrap_or_default();
        let key = together.map_or_else(|| format!("address/{address}"), str::to_owned);
        let from: Origin = origin(endpoint.origin, "");
        let index = match self.cards.get(&key) {
            Some(index) => *index,
            None => {
                let title = match together {
                    Some(_) => self.words(&words::ADDRESSES.with([("n", Arg::count(count))])),
                    None => address.to_owned(),
                };
                let label = self.word(&words::ADDRESS);
                let mut card = Card::new(key.clone(), Kind::Address, label, title);
                card.state = state(endpoint);
                card.sentence = self.words(&words::ADDRESS_SENTENCE.with([("address", Arg::text(address))]));
                card.origins.push(from);
                self.card(card)
            }
        };
        let Some((protocol, number)) = port else { return key };
        let row_key = format!("{key}/{protocol}/{number}");
        let known =
            self.map.cards.get(index).is_some_and(|card| card.rows.iter().any(|row| row.key == row_key));
        if !known {
            let text = format!("{number}/{protocol}");
            self.row(index, Row::port(row_key.clone(), text, String::new(), Vec::new()));
        }
        row_key
    }
}

/// How many endpoints are ready, are not, and are being deleted.
fn states(slices: &[&EndpointSlice]) -> [usize; 3] {
    let mut counts = [0_usize; 3];
    for endpoint in slices.iter().flat_map(|slice| slice.endpoints.iter().flatten()) {
        match state(endpoint) {
            State::Ready => counts[0] += 1,
            State::Terminating => counts[2] += 1,
            _ => counts[1] += 1,
        }
    }
    counts
}

/// The state of the best of them.
const fn best([ready, waiting, ending]: [usize; 3]) -> State {
    match (ready, waiting, ending) {
        (1.., ..) => State::Ready,
        (0, 0, 1..) => State::Terminating,
        (0, ..) => State::NotReady,
    }
}

fn state(endpoint: &Endpoint) -> State {
    let conditions = endpoint.conditions;
    match (conditions.is_ready(), conditions.is_terminating()) {
        (true, _) => State::Ready,
        (false, true) => State::Terminating,
        (false, false) => State::NotReady,
    }
}
