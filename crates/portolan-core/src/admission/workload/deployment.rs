//! `ValidateDeployment`.

use super::{check_lasting, check_match, check_selector, rolling, written_selector};
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::pod::Context;
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::IntOrString;
use crate::api::apps::{Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment};
use crate::diagnostic::Path;
use portolan_yaml::Node;

const PROGRESS_SECONDS: i32 = 600;

/// Checks a Deployment.
pub(crate) fn validate(one: &Deployment, namespace: &str, tree: Node<'_>, report: &mut Report) {
    meta::check(&one.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    let none = DeploymentSpec::default();
    let spec = one.spec.as_ref().unwrap_or(&none);
    let root = Path::new("spec");
    report.non_negative(&root.child("replicas"), spec.replicas.unwrap_or(1));
    let written = written_selector(&spec.selector, tree);
    if check_selector(written, "deployment", report) {
        check_match(written, &spec.template, report);
        check_lasting(&spec.template, Context::default(), "ReplicaSet", report);
    } else {
        let shown = selector::json(&spec.selector);
        report.invalid(&root.child("selector"), Value::Json(&shown), "invalid label selector");
    }
    if let Some(strategy) = &spec.strategy {
        check_strategy(strategy, &root.child("strategy"), report);
    }
    let ready = spec.min_ready_seconds.unwrap_or(0);
    report.non_negative(&root.child("minReadySeconds"), ready);
    report.non_negative(&root.child("revisionHistoryLimit"), spec.revision_history_limit.unwrap_or(0));
    let path = root.child("progressDeadlineSeconds");
    let deadline = spec.progress_deadline_seconds.unwrap_or(PROGRESS_SECONDS);
    report.non_negative(&path, deadline);
    if deadline <= ready {
        report.invalid(&path, deadline, "must be greater than minReadySeconds");
    }
}

fn check_strategy(strategy: &DeploymentStrategy, path: &Path<'_>, report: &mut Report) {
    let rolling = strategy.rolling_update.as_ref();
    match strategy.type_.as_deref().unwrap_or_default() {
        "Recreate" if rolling.is_some() => {
            let words = "may not be specified when strategy `type` is 'Recreate'";
            report.forbidden(&path.child("rollingUpdate"), words);
        }
        "Recreate" => {}
        "" | "RollingUpdate" => {
            if let Some(rolling) = rolling {
                check_rolling(rolling, &path.child("rollingUpdate"), report);
            }
        }
        other => {
            let shown = format!(
                "{{\"Type\":{},\"RollingUpdate\":{}}}",
                crate::admission::go::json_string(other),
                rolling.map_or_else(|| "null".to_owned(), rolling_json)
            );
            report.not_supported_json(path, &shown, &["Recreate", "RollingUpdate"]);
        }
    }
}

fn check_rolling(one: &RollingUpdateDeployment, path: &Path<'_>, report: &mut Report) {
    let quarter = IntOrString::String("25%".to_owned());
    let unavailable = one.max_unavailable.as_ref().unwrap_or(&quarter);
    let surge = one.max_surge.as_ref().unwrap_or(&quarter);
    let field = path.child("maxUnavailable");
    rolling::check_positive(unavailable, &field, report);
    rolling::check_positive(surge, &path.child("maxSurge"), report);
    if rolling::amount(unavailable) == 0 && rolling::amount(surge) == 0 {
        let shown = rolling::json(unavailable);
        report.invalid(&field, Value::Json(&shown), "may not be 0 when `maxSurge` is 0");
    }
    rolling::check_percentage(unavailable, &field, report);
}

fn rolling_json(one: &RollingUpdateDeployment) -> String {
    format!(
        "{{\"MaxUnavailable\":{},\"MaxSurge\":{}}}",
        rolling::optional_json(one.max_unavailable.as_ref(), "0"),
        rolling::optional_json(one.max_surge.as_ref(), "0")
    )
}
