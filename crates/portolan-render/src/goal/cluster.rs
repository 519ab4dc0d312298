//! Goals about what the cluster makes of it: endpoints, rules, tables.

use super::{Standing, words};
use crate::get::{Resource, View, get};
use portolan_core::Analysis;
use portolan_core::diagnostic::Arg;
use portolan_core::object::EndpointSlice;
use portolan_core::proxy::{self, Mode, ProxyOptions};

/// Ready endpoints and others in all slices of a Service.
pub(super) fn endpoints(slices: &[EndpointSlice], service: &str) -> (usize, usize) {
    let (namespace, name) = service.split_once('/').unwrap_or(("default", service));
    let label = "kubernetes.io/service-name";
    let own = slices.iter().filter(|slice| {
        &*slice.meta.namespace == namespace && slice.meta.labels.get(label).is_some_and(|own| own == name)
    });
    let all = own.flat_map(|slice| slice.endpoints.iter().flatten());
    let ready = |endpoint: &&portolan_core::object::Endpoint| endpoint.conditions.ready != Some(false);
    let (ready, others): (Vec<_>, Vec<_>) = all.partition(ready);
    (ready.len(), others.len())
}

/// The rules of a node as its tools print them.
pub(super) fn rules(analysis: &Analysis, mode: Mode, node: Option<&str>) -> String {
    let node = node.map(str::to_owned);
    let options = ProxyOptions { mode, node, ..ProxyOptions::new(&analysis.cluster.options) };
    let plan = proxy::plan(&analysis.cluster, &analysis.slices, &options);
    match mode {
        Mode::Iptables => proxy::iptables::ruleset(&plan).to_string(),
        Mode::Nftables => proxy::nftables::table(&plan).to_string(),
        Mode::Ipvs => proxy::ipvs::virtual_servers(&plan).to_string(),
    }
}

/// Whether the table of a kind has a text.
pub(super) fn table(analysis: &Analysis, kind: &str, text: &str) -> Standing {
    let view = View { wide: true, ..View::default() };
    let met = get(analysis, Resource::parse(kind), &view).text.contains(text);
    Standing::told(met, words::TABLE.with([("kind", Arg::code(kind)), ("text", Arg::code(text))]))
}
