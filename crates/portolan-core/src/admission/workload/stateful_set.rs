//! `ValidateStatefulSet` and `ValidateStatefulSetUpdate`.

use super::{check_match, check_runs_for_ever, check_selector, rolling, unsupported};
use crate::admission::Verb;
use crate::admission::format;
use crate::admission::go::json_string;
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::pod::{self, Context};
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::apps::{StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy};
use crate::diagnostic::Path;

const ORDERED: &str = "OrderedReady";

/// Whether the specification of the Pods is looked at: not where it was invalid before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pods {
    Checked,
    Kept,
}

/// Checks a new StatefulSet.
pub(in crate::admission) fn validate(one: &StatefulSet, namespace: &str, report: &mut Report) {
    meta::check(&one.metadata, namespace, Scope::Namespaced, NameRule::Label, report);
    check_spec(one.spec.as_ref().unwrap_or(&StatefulSetSpec::default()), Verb::Create, Pods::Checked, report);
}

/// Checks a StatefulSet that takes the place of another.
pub(super) fn validate_update(new: &StatefulSet, old: &StatefulSet, same_claims: bool, report: &mut Report) {
    let none = StatefulSetSpec::default();
    let (new, old) = (new.spec.as_ref().unwrap_or(&none), old.spec.as_ref().unwrap_or(&none));
    let mut before = Report::default();
    check_spec(old, Verb::Update, Pods::Checked, &mut before);
    check_spec(new, Verb::Update, if before.is_valid() { Pods::Checked } else { Pods::Kept }, report);
    if !same_claims || fixed(new) != fixed(old) {
        let words = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', \
                     'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and \
                     'minReadySeconds' are forbidden";
        report.forbidden(&Path::new("spec"), words);
    }
}

/// What an update may not change, but for the claims.
fn fixed(spec: &StatefulSetSpec) -> (&str, Option<String>, &str) {
    let policy = spec.pod_management_policy.as_deref().filter(|policy| !policy.is_empty());
    let selector = spec.selector.as_ref().map(selector::json);
    (policy.unwrap_or(ORDERED), selector, spec.service_name.as_deref().unwrap_or_default())
}

/// `ValidateStatefulSetSpec`: an update says nothing of what it could not change.
fn check_spec(spec: &StatefulSetSpec, verb: Verb, pods: Pods, report: &mut Report) {
    let root = Path::new("spec");
    check_policies(spec, &root, report);
    if verb == Verb::Create {
        for (index, claim) in spec.volume_claim_templates.iter().flatten().enumerate() {
            let path = root.child("volumeClaimTemplates");
            pod::check_claim(claim.spec.as_ref(), &path.index(index).child("spec"), report);
        }
    }
    report.non_negative(&root.child("replicas"), spec.replicas.unwrap_or(1));
    report.non_negative(&root.child("minReadySeconds"), spec.min_ready_seconds.unwrap_or(0));
    let first = spec.ordinals.as_ref().and_then(|ordinals| ordinals.start).unwrap_or(0);
    report.non_negative(&root.child("ordinals").child("start"), first);
    let name = spec.service_name.as_deref().filter(|name| !name.is_empty());
    if let (Verb::Create, Some(name)) = (verb, name) {
        report.invalid_each(&root.child("serviceName"), name, format::dns1123_label(name));
    }
    let selector = spec.selector.as_ref();
    if check_selector(selector, "statefulset", report) {
        check_template(spec, pods, report);
    } else if let Some(selector) = selector {
        let shown = selector::json(selector);
        report.invalid(&root.child("selector"), Value::Json(&shown), "");
    }
    check_runs_for_ever(&spec.template, "StatefulSet", report);
}

/// `ValidatePodTemplateSpecForStatefulSet`: labels and annotations are looked at twice, as upstream does.
fn check_template(spec: &StatefulSetSpec, pods: Pods, report: &mut Report) {
    check_match(spec.selector.as_ref(), &spec.template, report);
    let claims = spec.volume_claim_templates.iter().flatten();
    let claims: Vec<&str> = claims.map(|claim| claim.metadata.name.as_deref().unwrap_or_default()).collect();
    let root = Path::new("spec");
    let path = root.child("template");
    let context = Context { is_pod: false, claims: &claims, sets_hostname: true, ..Context::default() };
    if pods == Pods::Checked {
        pod::check_template(&spec.template, context, &path, report);
    }
    pod::check_template_words(&spec.template, &path, report);
}

fn check_policies(spec: &StatefulSetSpec, root: &Path<'_>, report: &mut Report) {
    match spec.pod_management_policy.as_deref().unwrap_or_default() {
        "" | ORDERED | "Parallel" => {}
        other => {
            let shown = json_string(other);
            let words = "must be 'OrderedReady' or 'Parallel'";
            report.invalid(&root.child("podManagementPolicy"), Value::Json(&shown), words);
        }
    }
    if let Some(strategy) = &spec.update_strategy {
        check_strategy(strategy, &root.child("updateStrategy"), report);
    }
    let Some(retention) = &spec.persistent_volume_claim_retention_policy else { return };
    let path = root.child("persistentVolumeClaimRetentionPolicy");
    for (field, policy) in [("whenDeleted", &retention.when_deleted), ("whenScaled", &retention.when_scaled)]
    {
        let policy = policy.as_deref().filter(|policy| !policy.is_empty()).unwrap_or("Retain");
        if !matches!(policy, "Retain" | "Delete") {
            unsupported(&path.child(field), policy, &["Retain", "Delete"], report);
        }
    }
}

fn check_strategy(strategy: &StatefulSetUpdateStrategy, path: &Path<'_>, report: &mut Report) {
    let rolling = strategy.rolling_update.as_ref();
    let field = path.child("rollingUpdate");
    let partition = rolling.and_then(|rolling| rolling.partition).unwrap_or(0);
    match strategy.type_.as_deref().unwrap_or_default() {
        "" | "RollingUpdate" => report.non_negative(&field.child("partition"), partition),
        "OnDelete" if rolling.is_some() => {
            let words = "only allowed for updateStrategy 'RollingUpdate'";
            report.invalid(&field, Value::Json(&rolling_json(partition)), words);
        }
        "OnDelete" => {}
        other => {
            let shown = rolling::strategy_json(other, rolling.map(|_| rolling_json(partition)));
            report.invalid(path, Value::Json(&shown), "must be 'RollingUpdate' or 'OnDelete'");
        }
    }
}

/// `maxUnavailable` is dropped before anything looks at it: the feature gate `MaxUnavailableStatefulSet` is off.
fn rolling_json(partition: i32) -> String {
    format!("{{\"Partition\":{partition},\"MaxUnavailable\":null}}")
}
