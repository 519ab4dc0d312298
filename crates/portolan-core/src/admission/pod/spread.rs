//! `validateTopologySpreadConstraints`.

use super::label_keys;
use super::security::any_of;
use crate::admission::release::Change;
use crate::admission::report::Report;
use crate::admission::selector;
use crate::api::core::{PodSpec, TopologySpreadConstraint};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeMap;

const ACTIONS: [&str; 2] = ["DoNotSchedule", "ScheduleAnyway"];
const POLICIES: [&str; 2] = ["Honor", "Ignore"];

/// Checks `spec.topologySpreadConstraints`.
pub(super) fn check(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let constraints = spec.topology_spread_constraints.as_deref().unwrap_or_default();
    let mut left: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for one in constraints {
        *left.entry((&one.topology_key, &one.when_unsatisfiable)).or_default() += 1;
    }
    for (index, one) in constraints.iter().enumerate() {
        let path = path.index(index);
        check_positive(one.max_skew, &path.child("maxSkew"), report);
        if one.topology_key.is_empty() {
            report.required(&path.child("topologyKey"), "can not be empty");
        }
        any_of(Some(&one.when_unsatisfiable), &ACTIONS, &path.child("whenUnsatisfiable"), report);
        let same = left.entry((&one.topology_key, &one.when_unsatisfiable)).or_default();
        *same = same.saturating_sub(1);
        if *same > 0 {
            let shown = format!("{{{}, {}}}", one.topology_key, one.when_unsatisfiable);
            report.duplicate(&path.child("{topologyKey, whenUnsatisfiable}"), &shown);
        }
        check_one(one, &path, report);
    }
}

fn check_one(one: &TopologySpreadConstraint, path: &Path<'_>, report: &mut Report) {
    if let Some(domains) = one.min_domains {
        let path = path.child("minDomains");
        check_positive(domains, &path, report);
        if one.when_unsatisfiable != "DoNotSchedule" {
            let action = &one.when_unsatisfiable;
            let words = format!("can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}");
            report.invalid(&path, domains, &words);
        }
    }
    any_of(one.node_affinity_policy.as_deref(), &POLICIES, &path.child("nodeAffinityPolicy"), report);
    any_of(one.node_taints_policy.as_deref(), &POLICIES, &path.child("nodeTaintsPolicy"), report);
    let keys = one.match_label_keys.as_deref().unwrap_or_default();
    let labels = one.label_selector.as_ref();
    if report.release.has(Change::MatchLabelKeysInPodTopologySpreadSelectorMerge) {
        label_keys::check(keys, &[], labels, path, report);
    } else {
        label_keys::check_unmerged(keys, labels, &path.child("matchLabelKeys"), report);
    }
    if let Some(labels) = &one.label_selector {
        selector::check(labels, &path.child("labelSelector"), report);
    }
}

fn check_positive(number: i32, path: &Path<'_>, report: &mut Report) {
    if number <= 0 {
        report.invalid(path, number, "must be greater than zero");
    }
}
