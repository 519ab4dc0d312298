//! Nodes: `ValidateNode` and `ValidateNodeUpdate`. Nobody reads the taints that once stood in annotations, or
//! `configSource`, which the server drops.

use super::address::{check_cidr, parse_cidr_sloppy, warn_cidr};
use super::format;
use super::go::{json_string, json_strings};
use super::meta::{self, NameRule, Scope};
use super::pod::COUNTED_RESOURCES;
use super::report::{Report, Value};
use crate::api::Quantity;
use crate::api::core::{Node, NodeSpec, NodeStatus, Taint};
use crate::diagnostic::Path;
use crate::document::quantity::{canonical, parse};
use portolan_yaml::collections::{BTreeMap, BTreeSet};

const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
const FIXED_NETWORKS: &str = "node updates may not change podCIDR except from \"\" to valid";
const FIXED_PROVIDER: &str = "node updates may not change providerID except from \"\" to valid";

/// Checks a Node.
pub(super) fn validate(node: &Node, report: &mut Report) {
    validate_spec(node, node.status.as_ref(), &[], report);
}

/// `ValidateUpdate` of the Node strategy. A PUT leaves the status as it is.
pub(super) fn validate_update(new: &Node, old: &Node, report: &mut Report) {
    let (new_spec, old_spec) = (new.spec.clone().unwrap_or_default(), old.spec.clone().unwrap_or_default());
    let (networks, before) = (networks_of(&new_spec), networks_of(&old_spec));
    validate_spec(new, old.status.as_ref(), &before, report);
    meta::check_update(&new.metadata, report);
    check_addresses(old.status.as_ref(), report);
    let root = Path::new("spec");
    if !before.is_empty() {
        let changed = if before.len() == networks.len() {
            before.iter().zip(&networks).filter(|(old, new)| old != new).count()
        } else {
            1
        };
        (0..changed).for_each(|_| report.forbidden(&root.child("podCIDRs"), FIXED_NETWORKS));
    }
    let provider = |spec: &NodeSpec| spec.provider_id.clone().unwrap_or_default();
    if !provider(&old_spec).is_empty() && provider(&old_spec) != provider(&new_spec) {
        report.forbidden(&root.child("providerID"), FIXED_PROVIDER);
    }
    check_taints(new_spec.taints.as_deref().unwrap_or_default(), report);
    let external = |spec: &NodeSpec| spec.external_id.clone().unwrap_or_default();
    if external(&new_spec) != external(&old_spec) {
        report.forbidden(&root.child("externalID"), "may not be updated");
    }
}

/// `fieldIsDeprecatedWarnings`.
pub(super) fn warn(node: &Node, report: &mut Report) {
    let Some(spec) = &node.spec else { return };
    if spec.external_id.as_ref().is_some_and(|id| !id.is_empty()) {
        report.warn("spec.externalID: this field is deprecated, and is unused by Kubernetes".to_owned());
    }
    let root = Path::new("spec");
    let list = root.child("podCIDRs");
    for (index, network) in networks_of(spec).iter().enumerate() {
        warn_cidr(&list.index(index), network, report);
    }
}

fn validate_spec(node: &Node, status: Option<&NodeStatus>, before: &[String], report: &mut Report) {
    meta::check(&node.metadata, "", Scope::Cluster, NameRule::Subdomain, report);
    let none = NodeSpec::default();
    let spec = node.spec.as_ref().unwrap_or(&none);
    check_taints(spec.taints.as_deref().unwrap_or_default(), report);
    if let Some(status) = status {
        let allocatable = status.allocatable.as_ref().or(status.capacity.as_ref());
        for (field, amounts) in [("capacity", status.capacity.as_ref()), ("allocatable", allocatable)] {
            amounts.into_iter().for_each(|amounts| check_amounts(amounts, field, report));
        }
    }
    check_networks(&networks_of(spec), before, report);
}

/// What `podCIDR` and `podCIDRs` mean together: the single one counts where they differ.
fn networks_of(spec: &NodeSpec) -> Vec<String> {
    let all = spec.pod_cidrs.clone().unwrap_or_default();
    match spec.pod_cidr.as_ref().filter(|one| !one.is_empty()) {
        Some(one) if all.first() != Some(one) => vec![one.clone()],
        _ => all,
    }
}

fn check_networks(networks: &[String], before: &[String], report: &mut Report) {
    let root = Path::new("spec");
    let list = root.child("podCIDRs");
    for (index, network) in networks.iter().enumerate().filter(|(_, network)| !before.contains(network)) {
        check_cidr(&list.index(index), network, report);
    }
    if networks.len() < 2 {
        return;
    }
    let parsed = |network: &String| parse_cidr_sloppy(network).map(|(address, _)| address.is_ipv4());
    if let Some(bad) = networks.iter().find(|network| parsed(network).is_none()) {
        let shown = super::go::quote(bad);
        let words = format!(
            "invalid PodCIDRs. failed to check with dual stack with error:failed to parse cidr value:{shown} with \
             error:invalid CIDR address: {bad}"
        );
        report.internal(&list, &words);
    }
    let families: Option<BTreeSet<bool>> = networks.iter().map(parsed).collect();
    if families.is_none_or(|families| families.len() != 2) || networks.len() > 2 {
        let shown = json_strings(Some(networks));
        let words = "may specify no more than one CIDR for each IP family";
        report.invalid(&list, Value::Json(&shown), words);
    }
    let mut seen = BTreeSet::new();
    for (index, network) in networks.iter().enumerate() {
        if !seen.insert(network) {
            report.duplicate(&list.index(index), network);
        }
    }
}

/// `validateNodeTaints`, which the server places in the metadata.
fn check_taints(taints: &[Taint], report: &mut Report) {
    let root = Path::new("metadata");
    let list = root.child("taints");
    let mut seen = BTreeSet::new();
    for (index, taint) in taints.iter().enumerate() {
        let path = list.index(index);
        let value = taint.value.as_deref().unwrap_or_default();
        report.invalid_each(&path.child("key"), &taint.key, format::qualified_name(&taint.key));
        let wrongs = format::label_value(value);
        if !wrongs.is_empty() {
            report.invalid(&path.child("value"), value, &wrongs.join(";"));
        }
        if taint.effect.is_empty() {
            report.required(&path.child("effect"), "");
        } else if !EFFECTS.contains(&taint.effect.as_str()) {
            report.not_supported_json(&path.child("effect"), &json_string(&taint.effect), &EFFECTS);
        }
        if !seen.insert((&taint.effect, &taint.key)) {
            let time = taint
                .time_added
                .as_ref()
                .map_or_else(|| "null".to_owned(), |time| json_string(&time.to_string()));
            let shown = format!(
                "{{\"Key\":{},\"Value\":{},\"Effect\":{},\"TimeAdded\":{time}}}",
                json_string(&taint.key),
                json_string(value),
                json_string(&taint.effect)
            );
            report.duplicate_of(&path, &shown, "taints must be unique by key and effect pair");
        }
    }
}

/// `ValidateResourceQuantityValue` for each.
fn check_amounts(amounts: &BTreeMap<String, Quantity>, field: &str, report: &mut Report) {
    let root = Path::new("status");
    let list = root.child(field);
    for (name, amount) in amounts {
        let path = list.child(name);
        let text = amount.0.trim();
        let Ok(value) = parse(text) else { continue };
        let shown = canonical(text);
        if value.nanos() < 0 {
            report.invalid(&path, &shown, "must be greater than or equal to 0");
        }
        if is_counted(name) && value.nanos() % 1_000_000_000 != 0 {
            report.invalid(&path, &shown, "must be an integer");
        }
    }
}

/// `IsIntegerResourceName`.
fn is_counted(name: &str) -> bool {
    let is_native = !name.contains('/') || name.contains("kubernetes.io/");
    COUNTED_RESOURCES.contains(&name) || !is_native && !name.starts_with("requests.")
}

fn check_addresses(status: Option<&NodeStatus>, report: &mut Report) {
    let root = Path::new("status");
    let list = root.child("addresses");
    let mut seen = BTreeSet::new();
    let addresses = status.and_then(|status| status.addresses.as_deref()).unwrap_or_default();
    for (index, one) in addresses.iter().enumerate() {
        if !seen.insert((&one.type_, &one.address)) {
            let (kind, address) = (json_string(&one.type_), json_string(&one.address));
            let shown = format!("{{\"Type\":{kind},\"Address\":{address}}}");
            report.duplicate(&list.index(index), Value::Json(&shown));
        }
    }
}
