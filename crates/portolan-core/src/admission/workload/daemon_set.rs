//! `ValidateDaemonSet`.

use super::{check_lasting, labels_of, mismatch, rolling, written_selector};
use crate::admission::go::json_string;
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::pod::Context;
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::IntOrString;
use crate::api::apps::{DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy, RollingUpdateDaemonSet};
use crate::diagnostic::Path;
use portolan_yaml::Node;

/// Checks a DaemonSet.
pub(crate) fn validate(one: &DaemonSet, namespace: &str, tree: Node<'_>, report: &mut Report) {
    meta::check(&one.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    let none = DaemonSetSpec::default();
    let spec = one.spec.as_ref().unwrap_or(&none);
    let root = Path::new("spec");
    let written = written_selector(&spec.selector, tree);
    let path = root.child("selector");
    let usable = written.is_none_or(|one| selector::check(one, &path, report));
    let labels = labels_of(&spec.template);
    if usable && !written.is_some_and(|one| selector::matches(one, labels)) {
        mismatch(labels, report);
    }
    if written.is_some_and(selector::is_empty) {
        report.invalid(&path, Value::Json("{}"), "empty selector is invalid for daemonset");
    }
    check_lasting(&spec.template, Context::default(), "DaemonSet", report);
    report.non_negative(&root.child("minReadySeconds"), spec.min_ready_seconds.unwrap_or(0));
    if let Some(strategy) = &spec.update_strategy {
        check_strategy(strategy, &root.child("updateStrategy"), report);
    }
    report.non_negative(&root.child("revisionHistoryLimit"), spec.revision_history_limit.unwrap_or(0));
}

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
            let shown = format!(
                "{{\"Type\":{},\"RollingUpdate\":{}}}",
                json_string(other),
                rolling.map_or_else(|| "null".to_owned(), rolling_json)
            );
            report.not_supported_json(path, &shown, &["RollingUpdate", "OnDelete"]);
        }
    }
}

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

fn rolling_json(one: &RollingUpdateDaemonSet) -> String {
    format!(
        "{{\"MaxUnavailable\":{},\"MaxSurge\":{}}}",
        rolling::optional_json(one.max_unavailable.as_ref(), "0"),
        rolling::optional_json(one.max_surge.as_ref(), "0")
    )
}
