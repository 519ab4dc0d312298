//! `ValidateDeployment` and `ValidateDeploymentUpdate`.

use super::{check_lasting, check_match, check_same_selector, check_selector, rolling};
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::pod::Context;
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::IntOrString;
use crate::api::apps::{Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment};
use crate::diagnostic::Path;

const PROGRESS_SECONDS: i32 = 600;
/// What was `spec.rollbackTo.revision` before `apps/v1`.
const ROLLBACK_TO: &str = "deprecated.deployment.rollback.to";

/// Checks a new Deployment.
pub(crate) fn validate(one: &Deployment, namespace: &str, report: &mut Report) {
    meta::check(&one.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    check_spec(one, report);
}

/// Checks a Deployment that takes the place of another.
pub(super) fn validate_update(new: &Deployment, old: &Deployment, report: &mut Report) {
    check_spec(new, report);
    let selector = |one: &'_ Deployment| one.spec.as_ref().and_then(|spec| spec.selector.clone());
    check_same_selector(selector(new).as_ref(), selector(old).as_ref(), report);
}

/// `ValidateDeploymentSpec`.
fn check_spec(one: &Deployment, report: &mut Report) {
    let none = DeploymentSpec::default();
    let spec = one.spec.as_ref().unwrap_or(&none);
    let root = Path::new("spec");
    report.non_negative(&root.child("replicas"), spec.replicas.unwrap_or(1));
    let selector = spec.selector.as_ref();
    if check_selector(selector, "deployment", report) {
        check_match(selector, &spec.template, report);
        check_lasting(&spec.template, Context::default(), "ReplicaSet", report);
    } else if let Some(selector) = selector {
        let shown = selector::json(selector);
        report.invalid(&root.child("selector"), Value::Json(&shown), "invalid label selector");
    }
    check_strategy(spec.strategy.as_ref(), &root.child("strategy"), report);
    let ready = spec.min_ready_seconds.unwrap_or(0);
    report.non_negative(&root.child("minReadySeconds"), ready);
    report.non_negative(&root.child("revisionHistoryLimit"), spec.revision_history_limit.unwrap_or(0));
    let annotations = one.metadata.annotations.as_ref();
    if let Some(revision) = annotations.and_then(|all| all.get(ROLLBACK_TO)?.parse::<i64>().ok()) {
        report.non_negative(&root.child("rollback").child("version"), revision);
    }
    let path = root.child("progressDeadlineSeconds");
    let deadline = spec.progress_deadline_seconds.unwrap_or(PROGRESS_SECONDS);
    report.non_negative(&path, deadline);
    if deadline <= ready {
        report.invalid(&path, deadline, "must be greater than minReadySeconds");
    }
}

/// `ValidateDeploymentStrategy`.
fn check_strategy(strategy: Option<&DeploymentStrategy>, path: &Path<'_>, report: &mut Report) {
    let Some(strategy) = strategy else { return };
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
            let rolling =
                rolling.map(|one| rolling::pair_json(one.max_unavailable.as_ref(), one.max_surge.as_ref()));
            let shown = rolling::strategy_json(other, rolling);
            report.not_supported_json(path, &shown, &["Recreate", "RollingUpdate"]);
        }
    }
}

/// `ValidateRollingUpdateDeployment`.
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
