//! Endpoints: those written by hand, and those that the Endpoints controller keeps beside the slices of a Service
//! with a selector.

use super::choice::{Selection, Who};
use super::slice::{ByService, SHOWN, by_service};
use super::{Row, Table, age};
use portolan_core::Analysis;
use portolan_core::object::{AddressType, EndpointSlice, IpFamily, LegacyEndpoints, Service};
use portolan_yaml::collections::BTreeSet;

pub(super) fn table(analysis: &Analysis, selection: &Selection) -> Table {
    let slices = by_service(&analysis.slices);
    let names = names(analysis);
    let mut rows: Vec<(Who<'_>, String, bool)> = analysis
        .cluster
        .endpoints
        .iter()
        .map(|one| (Who::of(&one.meta), of_subsets(one), one.meta.stated))
        .filter(|(who, ..)| selection.takes(*who))
        .collect();
    for service in &analysis.cluster.services {
        let who = Who::of(&service.meta);
        let own = service.selector.is_some() && !names.contains(&(who.namespace, who.name));
        if own && selection.takes(who) {
            rows.push((who, of_slices(service, &slices), service.meta.stated));
        }
    }
    rows.sort_by(|(one, ..), (other, ..)| one.order(*other));
    let rows = rows.into_iter().map(|(who, endpoints, stated)| Row::of(who, vec![endpoints, age(stated)]));
    Table { columns: &["ENDPOINTS", "AGE"], narrow: 2, rows: rows.collect() }
}

/// Namespace and name of the written ones.
pub(super) fn names(analysis: &Analysis) -> BTreeSet<(&str, &str)> {
    analysis.cluster.endpoints.iter().map(|one| (&*one.meta.namespace, &*one.meta.name)).collect()
}

/// The slices from which the controller's Endpoints of a Service follow: those of its first family.
pub(super) fn own_slices<'a>(
    service: &'a Service,
    slices: &'a ByService<'a>,
) -> impl Iterator<Item = &'a EndpointSlice> {
    let family = match service.ip_families.first() {
        Some(IpFamily::V6) => AddressType::V6,
        _ => AddressType::V4,
    };
    let own = slices.get(&(&*service.meta.namespace, &*service.meta.name)).into_iter().flatten();
    own.copied().filter(move |slice| slice.address_type == family)
}

fn of_subsets(endpoints: &LegacyEndpoints) -> String {
    if endpoints.subsets.is_empty() {
        return "<none>".to_owned();
    }
    let mut list = List::default();
    for subset in &endpoints.subsets {
        let addresses = || subset.addresses.iter().map(|address| &*address.ip);
        if subset.ports.is_empty() {
            list.take(addresses(), None);
        }
        for port in &subset.ports {
            list.take(addresses(), port.port);
        }
    }
    list.text()
}

/// What the controller makes of the Pods that the slices of the Service's first family show.
fn of_slices(service: &Service, slices: &ByService<'_>) -> String {
    let mut list = List::default();
    let mut any = false;
    for slice in own_slices(service, slices) {
        any |= slice.endpoints.iter().flatten().next().is_some();
        let ports = slice.ports.as_deref().unwrap_or_default();
        if ports.is_empty() && service.ports.is_empty() {
            list.take(ready(slice), None);
        }
        for port in ports {
            list.take(ready(slice), port.port);
        }
    }
    if any { list.text() } else { "<none>".to_owned() }
}

fn ready(slice: &EndpointSlice) -> impl Iterator<Item = &str> {
    let endpoints = slice.endpoints.iter().flatten().filter(|endpoint| endpoint.conditions.is_ready());
    endpoints.filter_map(|endpoint| endpoint.addresses.first()).map(|address| &**address)
}

/// The first addresses, and how many there are in all.
#[derive(Default)]
struct List {
    shown: Vec<String>,
    count: usize,
}

impl List {
    fn take<'a>(&mut self, addresses: impl Iterator<Item = &'a str>, port: Option<u16>) {
        for address in addresses {
            if self.shown.len() < SHOWN {
                self.shown.push(match port {
                    Some(port) => host_port(address, port),
                    None => address.to_owned(),
                });
            }
            self.count += 1;
        }
    }

    fn text(&self) -> String {
        let shown = self.shown.join(",");
        if self.count > SHOWN { format!("{shown} + {} more...", self.count - SHOWN) } else { shown }
    }
}

/// An address with a port, with brackets around IPv6.
pub(crate) fn host_port(address: &str, port: u16) -> String {
    if address.contains(':') { format!("[{address}]:{port}") } else { format!("{address}:{port}") }
}
