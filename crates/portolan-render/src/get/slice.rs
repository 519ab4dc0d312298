//! EndpointSlices.

use super::choice::{Selection, Who};
use super::{Row, Table, age};
use portolan_core::Analysis;
use portolan_core::object::{EndpointSlice, SlicePort};
use portolan_yaml::collections::BTreeMap;

/// How many ports or addresses are shown at most.
pub(crate) const SHOWN: usize = 3;

/// The label by which a slice belongs to a Service.
const SERVICE_NAME: &str = "kubernetes.io/service-name";

/// Slices by namespace and name of their Service.
pub(crate) type ByService<'a> = BTreeMap<(&'a str, &'a str), Vec<&'a EndpointSlice>>;

pub(super) fn table(analysis: &Analysis, selection: &Selection) -> Table {
    let chosen = selection.choose(&analysis.slices, |slice| Who::of(&slice.meta));
    let rows = chosen.into_iter().map(|(who, slice)| {
        Row::of(
            who,
            vec![
                slice.address_type.as_str().to_owned(),
                ports(slice),
                addresses(slice),
                age(slice.meta.stated),
            ],
        )
    });
    Table { columns: &["ADDRESSTYPE", "PORTS", "ENDPOINTS", "AGE"], narrow: 4, rows: rows.collect() }
}

/// The slices of each Service as the API server lists them: by name. The ends of simulated names are drawn, so among
/// slices that differ in nothing else IPv4 comes first.
pub(crate) fn by_service(slices: &[EndpointSlice]) -> ByService<'_> {
    let mut map = ByService::new();
    for slice in slices {
        if let Some(service) = slice.meta.labels.get(SERVICE_NAME) {
            map.entry((&*slice.meta.namespace, service)).or_default().push(slice);
        }
    }
    for slices in map.values_mut() {
        slices.sort_by_key(|slice| (stem(slice), slice.address_type, &slice.meta.name));
    }
    map
}

/// The name as far as it is not drawn.
fn stem(slice: &EndpointSlice) -> &str {
    let drawn = slice.generate_name.as_deref().filter(|_| !slice.meta.stated);
    drawn.unwrap_or(&slice.meta.name)
}

fn ports(slice: &EndpointSlice) -> String {
    let ports = slice.ports.iter().flatten();
    some_of(ports.map(|port: &SlicePort| match (port.port, &port.name) {
        (Some(number), _) => number.to_string(),
        (None, Some(name)) => name.to_string(),
        (None, None) => "*".to_owned(),
    }))
}

fn addresses(slice: &EndpointSlice) -> String {
    let endpoints = slice.endpoints.iter().flatten();
    some_of(endpoints.flat_map(|endpoint| &endpoint.addresses).map(ToString::to_string))
}

/// The first ones with commas between, and how many there are more; `<unset>` for none.
fn some_of(things: impl Iterator<Item = String>) -> String {
    let mut shown: Vec<String> = Vec::with_capacity(SHOWN);
    let mut more = 0_usize;
    for thing in things {
        if shown.len() < SHOWN {
            shown.push(thing);
        } else {
            more += 1;
        }
    }
    match (shown.join(","), more) {
        (shown, 0) if shown.is_empty() => "<unset>".to_owned(),
        (shown, 0) => shown,
        (shown, more) => format!("{shown} + {more} more..."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_are_shown_and_the_rest_is_counted() {
        let some = |count: usize| some_of((1..=count).map(|number| number.to_string()));
        assert_eq!(some(0), "<unset>");
        assert_eq!(some(3), "1,2,3");
        assert_eq!(some(5), "1,2,3 + 2 more...");
    }
}
