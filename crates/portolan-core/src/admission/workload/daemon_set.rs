//! `ValidateDaemonSet` and `ValidateDaemonSetUpdate`. `templateGeneration` is the server's own: what is written of it is
//! overwritten before anything is checked.

use super::{check_lasting, check_same_selector, labels_of, mismatch, rolling};
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::pod::Context;
use crate::admission::report::{Report, Value};
use crate::admission::selector::{self, Values};
use crate::api::IntOrString;
use crate::api::apps::{DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy, RollingUpdateDaemonSet};
use crate::diagnostic::Path;

/// Checks a new DaemonSet.
pub(crate) fn validate(one: &DaemonSet, namespace: &str, report: &mut Report) {
    meta::check(&one.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    check_spec(one.spec.as_ref().unwrap_or(&DaemonSetSpec::default()), Values::Checked, report);
}

/// Checks a DaemonSet that takes the place of another: its selector is compared before anything else.
pub(super) fn validate_update(new: &DaemonSet, old: &DaemonSet, report: &mut Report) {
    let none = DaemonSetSpec::default();
    let (new, old) = (new.spec.as_ref().unwrap_or(&none), old.spec.as_ref().unwrap_or(&none));
    check_same_selector(new.selector.as_ref(), old.selector.as_ref(), report);
    check_spec(new, Values::after(old.selector.as_ref()), report);
}

/// `ValidateDaemonSetSpec`.
fn check_spec(spec: &DaemonSetSpec, values: Values, report: &mut Report) {
    let root = Path::new("spec");
    let path = root.child("selector");
    let selector = spec.selector.as_ref();
    let usable = selector.is_none_or(|one| selector::check_values(one, values, &path, report));
    let labels = labels_of(&spec.template);
    if usable && !selector.is_some_and(|one| selector::matches(one, labels)) {
        mismatch(labels, report);
    }
    if selector.is_some_and(selector::is_empty) {
        report.invalid(&path, Value::Json("{}"), "empty selector is invalid for daemonset");
    }
    check_lasting(&spec.template, Context::default(), "DaemonSet", report);
    report.non_negative(&root.child("minReadySeconds"), spec.min_ready_seconds.unwrap_or(0));
    if let Some(strategy) = &spec.update_strategy {
        check_strategy(strategy, &root.child("updateStrategy"), report);
    }
    report.non_negative(&root.child("revisionHistoryLimit"), spec.revision_history_limit.unwrap_or(0));
}

/// `ValidateDaemonSetUpdateStrategy`.
fn check_strategy(strategy: &DaemonSetUpdateStrategy, path: &Path<'_>, report: &mut Report) {
    let rolling = strategy.rolling_update.as_ref();
    match strategy.type_.as_deref().unwrap_or_default() {
        "OnDelete" => {}
        "" | "RollingUpdate" => {
            if let Some(rolling) = rolling {
                check_rolling(rolling, &path.child("rollingUpdate"), report);
            }
        }
        other => {
            let rolling =
                rolling.map(|one| rolling::pair_json(one.max_unavailable.as_ref(), one.max_surge.as_ref()));
            let shown = rolling::strategy_json(other, rolling);
            report.not_supported_json(path, &shown, &["RollingUpdate", "OnDelete"]);
        }
    }
}

/// `ValidateRollingUpdateDaemonSet`.
fn check_rolling(one: &RollingUpdateDaemonSet, path: &Path<'_>, report: &mut Report) {
    let (single, zero) = (IntOrString::Int(1), IntOrString::Int(0));
    let unavailable = one.max_unavailable.as_ref().unwrap_or(&single);
    let surge = one.max_surge.as_ref().unwrap_or(&zero);
    for (field, value) in [("maxUnavailable", unavailable), ("maxSurge", surge)] {
        rolling::check_positive(value, &path.child(field), report);
    }
    for (field, value) in [("maxUnavailable", unavailable), ("maxSurge", surge)] {
        rolling::check_percentage(value, &path.child(field), report);
    }
    match (rolling::amount(unavailable), rolling::amount(surge)) {
        (0, 0) => report.required(&path.child("maxUnavailable"), "cannot be 0 when maxSurge is 0"),
        (0, _) | (_, 0) => {}
        _ => {
            let shown = rolling::json(surge);
            let words = "may not be set when maxUnavailable is non-zero";
            report.invalid(&path.child("maxSurge"), Value::Json(&shown), words);
        }
    }
}
