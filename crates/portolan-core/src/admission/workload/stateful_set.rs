//! `ValidateStatefulSet`.

use super::{check_match, check_selector, labels_of, rolling, written_selector};
use crate::admission::Verb;
use crate::admission::format;
use crate::admission::go::json_string;
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::pod::{self, Context};
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::apps::{
    RollingUpdateStatefulSetStrategy, StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy,
};
use crate::diagnostic::Path;
use portolan_yaml::Node;

/// Checks a StatefulSet.
pub(in crate::admission) fn validate(
    one: &StatefulSet,
    namespace: &str,
    tree: Node<'_>,
    verb: Verb,
    report: &mut Report,
) {
    meta::check(&one.metadata, namespace, Scope::Namespaced, NameRule::Label, report);
    let none = StatefulSetSpec::default();
    let spec = one.spec.as_ref().unwrap_or(&none);
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
    if let Some(name) = spec.service_name.as_deref().filter(|name| !name.is_empty()) {
        report.invalid_each(&root.child("serviceName"), name, format::dns1123_label(name));
    }
    let written = written_selector(&spec.selector, tree);
    if check_selector(written, "statefulset", report) {
        check_template(spec, written, report);
    } else {
        let shown = selector::json(&spec.selector);
        report.invalid(&root.child("selector"), Value::Json(&shown), "");
    }
    let path = root.child("template");
    let path = path.child("spec");
    let pod = spec.template.spec.as_ref();
    let policy = pod.and_then(|pod| pod.restart_policy.as_deref()).unwrap_or("Always");
    if policy != "Always" {
        report.not_supported(&path.child("restartPolicy"), policy, &["Always"]);
    }
    if pod.is_some_and(|pod| pod.active_deadline_seconds.is_some()) {
        let words = "activeDeadlineSeconds in StatefulSet is not Supported";
        report.forbidden(&path.child("activeDeadlineSeconds"), words);
    }
}

/// The template; its labels and annotations are looked at twice, as upstream does.
fn check_template(
    spec: &StatefulSetSpec,
    written: Option<&crate::api::meta::LabelSelector>,
    report: &mut Report,
) {
    check_match(written, &spec.template, report);
    let claims = spec.volume_claim_templates.iter().flatten();
    let claims: Vec<&str> = claims.filter_map(|claim| claim.metadata.name.as_deref()).collect();
    let root = Path::new("spec");
    let path = root.child("template");
    let context = Context { is_pod: false, claims: &claims, sets_hostname: true, ..Context::default() };
    pod::check_template(&spec.template, context, &path, report);
    meta::check_labels(labels_of(&spec.template), &path.child("labels"), report);
    let annotations = spec.template.metadata.as_ref().and_then(|meta| meta.annotations.as_ref());
    meta::check_annotations(annotations, &path.child("annotations"), report);
}

fn check_policies(spec: &StatefulSetSpec, root: &Path<'_>, report: &mut Report) {
    match spec.pod_management_policy.as_deref().unwrap_or_default() {
        "" | "OrderedReady" | "Parallel" => {}
        other => {
            report.invalid(&root.child("podManagementPolicy"), other, "must be 'OrderedReady' or 'Parallel'");
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
            report.not_supported(&path.child(field), policy, &["Retain", "Delete"]);
        }
    }
}

fn check_strategy(strategy: &StatefulSetUpdateStrategy, path: &Path<'_>, report: &mut Report) {
    let rolling = strategy.rolling_update.as_ref();
    let field = path.child("rollingUpdate");
    match (strategy.type_.as_deref().unwrap_or_default(), rolling) {
        ("OnDelete", Some(rolling)) => {
            let words = "only allowed for updateStrategy 'RollingUpdate'";
            report.invalid(&field, Value::Json(&rolling_json(rolling)), words);
        }
        ("" | "RollingUpdate", Some(rolling)) => check_rolling(rolling, &field, report),
        ("" | "RollingUpdate" | "OnDelete", None) => {}
        (other, rolling) => {
            let shown = format!(
                "{{\"Type\":{},\"RollingUpdate\":{}}}",
                json_string(other),
                rolling.map_or_else(|| "null".to_owned(), rolling_json)
            );
            report.invalid(path, Value::Json(&shown), "must be 'RollingUpdate' or 'OnDelete'");
        }
    }
}

fn check_rolling(one: &RollingUpdateStatefulSetStrategy, path: &Path<'_>, report: &mut Report) {
    report.non_negative(&path.child("partition"), one.partition.unwrap_or(0));
    let Some(unavailable) = &one.max_unavailable else { return };
    let path = path.child("maxUnavailable");
    rolling::check_positive(unavailable, &path, report);
    if rolling::amount(unavailable) == 0 {
        report.invalid(&path, Value::Json(&rolling::json(unavailable)), "cannot be 0");
    }
    rolling::check_percentage(unavailable, &path, report);
}

fn rolling_json(one: &RollingUpdateStatefulSetStrategy) -> String {
    format!(
        "{{\"Partition\":{},\"MaxUnavailable\":{}}}",
        one.partition.unwrap_or(0),
        rolling::optional_json(one.max_unavailable.as_ref(), "null")
    )
}
