//! `matchLabelKeys` and `mismatchLabelKeys`: what they mean, and `ValidateMatchLabelKeysAndMismatchLabelKeys`.

use crate::admission::format;
use crate::admission::release::{Change, Release};
use crate::admission::report::Report;
use crate::api::core::{PodAffinity, PodAffinityTerm, PodSpec};
use crate::api::meta::{LabelSelector, LabelSelectorRequirement};
use crate::diagnostic::Path;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

type Labels = BTreeMap<String, String>;

/// Checks the keys of a term; the selector of a Pod has their labels already.
pub(super) fn check(
    keys: &[String],
    others: &[String],
    labels: Option<&LabelSelector>,
    path: &Path<'_>,
    report: &mut Report,
) {
    check_keys(keys, labels, &path.child("matchLabelKeys"), report);
    check_keys(others, labels, &path.child("mismatchLabelKeys"), report);
    if let Some(labels) = labels {
        let mut seen: BTreeSet<&str> =
            labels.match_labels.iter().flatten().map(|(key, _)| key.as_str()).collect();
        for one in labels.match_expressions.iter().flatten() {
            let index = keys.iter().rposition(|key| *key == one.key);
            if let Some(index) = index.filter(|_| seen.contains(one.key.as_str())) {
                let words = "exists in both matchLabelKeys and labelSelector";
                report.invalid(&path.index(index), &one.key, words);
            }
            seen.insert(&one.key);
        }
    }
    for (index, key) in keys.iter().enumerate().filter(|(_, key)| others.contains(key)) {
        let words = "exists in both matchLabelKeys and mismatchLabelKeys";
        report.invalid(&path.child("matchLabelKeys").index(index), key, words);
    }
}

/// `ValidateMatchLabelKeysInTopologySpread`: the keys of a spread, where its selector is as it was written.
pub(super) fn check_unmerged(
    keys: &[String],
    labels: Option<&LabelSelector>,
    path: &Path<'_>,
    report: &mut Report,
) {
    if !keys.is_empty() && labels.is_none() {
        report.forbidden(path, "must not be specified when labelSelector is not set");
    }
    let is_selected = |key: &String| {
        labels.is_some_and(|labels| {
            labels.match_labels.as_ref().is_some_and(|labels| labels.contains_key(key))
                || labels.match_expressions.iter().flatten().any(|one| one.key == *key)
        })
    };
    for (index, key) in keys.iter().enumerate() {
        report.invalid_each(&path.index(index), key, format::qualified_name(key));
        if is_selected(key) {
            report.invalid(&path.index(index), key, "exists in both matchLabelKeys and labelSelector");
        }
    }
}

/// `validateLabelKeys`.
fn check_keys(keys: &[String], labels: Option<&LabelSelector>, path: &Path<'_>, report: &mut Report) {
    if !keys.is_empty() && labels.is_none() {
        report.forbidden(path, "must not be specified when labelSelector is not set");
        return;
    }
    for (index, key) in keys.iter().enumerate() {
        report.invalid_each(&path.index(index), key, format::qualified_name(key));
    }
}

/// `mutatePodAffinity` and `mutateTopologySpreadConstraints` of the Pod strategy: the Pod's own labels go into the
/// selectors that name their keys. None where no keys are named.
pub(super) fn applied(spec: &PodSpec, labels: Option<&Labels>, release: Release) -> Option<PodSpec> {
    let merges = release.has(Change::MatchLabelKeysInPodTopologySpreadSelectorMerge);
    let affinity = spec.affinity.as_ref();
    let both = [
        affinity.and_then(|one| one.pod_affinity.as_ref()),
        affinity.and_then(|one| one.pod_anti_affinity.as_ref()),
    ];
    let is_keyed =
        |term: &PodAffinityTerm| term.match_label_keys.is_some() || term.mismatch_label_keys.is_some();
    let keyed = both.into_iter().flatten().any(|one| terms(one).any(is_keyed))
        || spec.topology_spread_constraints.iter().flatten().any(|one| one.match_label_keys.is_some());
    let labels = labels.filter(|_| keyed)?;
    let mut spec = spec.clone();
    if let Some(affinity) = &mut spec.affinity {
        for one in [&mut affinity.pod_affinity, &mut affinity.pod_anti_affinity].into_iter().flatten() {
            let required = one.required.iter_mut().flatten();
            let preferred = one.preferred.iter_mut().flatten().map(|one| &mut one.pod_affinity_term);
            for term in required.chain(preferred) {
                add(term.label_selector.as_mut(), term.match_label_keys.as_deref(), "In", labels);
                add(term.label_selector.as_mut(), term.mismatch_label_keys.as_deref(), "NotIn", labels);
            }
        }
    }
    for one in spec.topology_spread_constraints.iter_mut().flatten().filter(|_| merges) {
        add(one.label_selector.as_mut(), one.match_label_keys.as_deref(), "In", labels);
    }
    Some(spec)
}

fn terms(affinity: &PodAffinity) -> impl Iterator<Item = &PodAffinityTerm> {
    let preferred = affinity.preferred.iter().flatten().map(|one| &one.pod_affinity_term);
    affinity.required.iter().flatten().chain(preferred)
}

/// `applyLabelKeysToLabelSelector`.
fn add(selector: Option<&mut LabelSelector>, keys: Option<&[String]>, operator: &str, labels: &Labels) {
    let (Some(selector), Some(keys)) = (selector, keys) else { return };
    for key in keys {
        let Some(value) = labels.get(key) else { continue };
        selector.match_expressions.get_or_insert_default().push(LabelSelectorRequirement {
            key: key.clone(),
            operator: operator.to_owned(),
            values: Some(vec![value.clone()]),
        });
    }
}
