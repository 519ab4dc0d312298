//! Nodes and Namespaces.

use super::choice::{Selection, Who};
use super::{Row, Table, age, or_none, written};
use portolan_core::Analysis;
use portolan_core::object::Node;

/// The prefix of the labels that name a node's roles.
const ROLE: &str = "node-role.kubernetes.io/";

pub(super) fn nodes(analysis: &Analysis, selection: &Selection) -> Table {
    let chosen = selection.choose(&analysis.cluster.nodes, who);
    let rows = chosen.into_iter().map(|(who, node)| Row::of(who, node_cells(analysis, node)));
    Table {
        columns: &[
            "STATUS",
            "ROLES",
            "AGE",
            "VERSION",
            "INTERNAL-IP",
            "EXTERNAL-IP",
            "OS-IMAGE",
            "KERNEL-VERSION",
            "CONTAINER-RUNTIME",
        ],
        narrow: 4,
        rows: rows.collect(),
    }
}

/// Who a node is.
pub(super) fn who(node: &Node) -> Who<'_> {
    let meta = node.meta.as_ref();
    Who {
        namespace: "",
        name: &node.name,
        labels: meta.map(|meta| &meta.labels),
        origin: meta.map(|meta| meta.id),
    }
}

fn node_cells(analysis: &Analysis, node: &Node) -> Vec<String> {
    let status = if node.ready { "Ready" } else { "NotReady" };
    let cordoned = if node.schedulable { "" } else { ",SchedulingDisabled" };
    let info = |field: &str| {
        let id = node.meta.as_ref()?.id;
        written(analysis, id, &format!("status.nodeInfo.{field}")).filter(|text| !text.is_empty())
    };
    let version = match &node.meta {
        Some(_) => info("kubeletVersion").unwrap_or_default(),
        None => format!("v1.{}.0", analysis.cluster.options.kubernetes),
    };
    let unknown = || "<unknown>".to_owned();
    vec![
        format!("{status}{cordoned}"),
        or_none(roles(node)),
        age(node.meta.as_ref().is_some_and(|meta| meta.stated)),
        version,
        or_none(node.internal_ips.first().map(ToString::to_string).unwrap_or_default()),
        or_none(external_ip(analysis, node).unwrap_or_default()),
        info("osImage").unwrap_or_else(unknown),
        info("kernelVersion").unwrap_or_else(unknown),
        info("containerRuntimeVersion").unwrap_or_else(unknown),
    ]
}

fn roles(node: &Node) -> String {
    let labels = node.meta.iter().flat_map(|meta| meta.labels.iter());
    let mut roles: Vec<&str> = labels
        .filter_map(|(key, value)| {
            key.strip_prefix(ROLE).or_else(|| (key == "kubernetes.io/role").then_some(value))
        })
        .filter(|role| !role.is_empty())
        .collect();
    roles.sort_unstable();
    roles.join(",")
}

fn external_ip(analysis: &Analysis, node: &Node) -> Option<String> {
    let id = node.meta.as_ref()?.id;
    (0..16).find_map(|index| {
        let kind = written(analysis, id, &format!("status.addresses[{index}].type"))?;
        let address = || written(analysis, id, &format!("status.addresses[{index}].address"));
        if kind == "ExternalIP" { address() } else { None }
    })
}

pub(super) fn namespaces(analysis: &Analysis, selection: &Selection) -> Table {
    let mut names: Vec<&str> = analysis.cluster.namespaces.keys().map(|name| &**name).collect();
    names.retain(|name| selection.takes(Who::named("", name)));
    let rows =
        names.into_iter().map(|name| Row::of(Who::named("", name), vec!["Active".to_owned(), age(false)]));
    Table { columns: &["STATUS", "AGE"], narrow: 2, rows: rows.collect() }
}
