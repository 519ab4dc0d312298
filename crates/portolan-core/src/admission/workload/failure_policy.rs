//! A Job's `podFailurePolicy` (`validatePodFailurePolicy` of `pkg/apis/batch/validation`).

use super::unsupported;
use crate::admission::format;
use crate::admission::go::json_string;
use crate::admission::report::{Report, Value};
use crate::api::batch::{
    JobSpec, PodFailurePolicy, PodFailurePolicyOnExitCodesRequirement,
    PodFailurePolicyOnPodConditionsPattern, PodFailurePolicyRule,
};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;

const MAX_RULES: usize = 20;
const MAX_VALUES: usize = 255;
const MAX_PATTERNS: usize = 20;
const ACTIONS: [&str; 4] = ["Count", "FailIndex", "FailJob", "Ignore"];
const OPERATORS: [&str; 2] = ["In", "NotIn"];
const STATUSES: [&str; 3] = ["False", "True", "Unknown"];

/// Checks the policy of a Job, if it has one.
pub(super) fn check(spec: &JobSpec, path: &Path<'_>, report: &mut Report) {
    let Some(policy) = &spec.pod_failure_policy else { return };
    let path = path.child("rules");
    let rules = policy.rules.as_deref().unwrap_or_default();
    if rules.len() > MAX_RULES {
        report.too_many(&path, rules.len(), MAX_RULES);
    }
    let pod = spec.template.spec.as_ref();
    let containers =
        pod.into_iter().flat_map(|pod| pod.containers.iter().chain(pod.init_containers.iter().flatten()));
    let names: BTreeSet<&str> = containers.map(|container| container.name.as_str()).collect();
    for (index, rule) in rules.iter().enumerate() {
        check_rule(rule, spec.backoff_limit_per_index.is_some(), &names, &path.index(index), report);
    }
}

/// `validatePodFailurePolicyRule`.
fn check_rule(
    rule: &PodFailurePolicyRule,
    counts_indexes: bool,
    containers: &BTreeSet<&str>,
    path: &Path<'_>,
    report: &mut Report,
) {
    let field = path.child("action");
    match rule.action.as_str() {
        "FailIndex" if !counts_indexes => {
            let words = "requires the backoffLimitPerIndex to be set";
            report.invalid(&field, Value::Json("\"FailIndex\""), words);
        }
        "FailIndex" => {}
        action => check_word(action, &ACTIONS, &field, report),
    }
    let conditions = rule.on_pod_conditions.as_deref().unwrap_or_default();
    if let Some(codes) = &rule.on_exit_codes {
        check_exit_codes(codes, containers, &path.child("onExitCodes"), report);
    }
    check_conditions(conditions, &path.child("onPodConditions"), report);
    match (rule.on_exit_codes.is_some(), conditions.is_empty()) {
        (true, false) => {
            let words = "specifying both OnExitCodes and OnPodConditions is not supported";
            report.invalid(path, Value::Omitted, words);
        }
        (false, true) => {
            let words = "specifying one of OnExitCodes and OnPodConditions is required";
            report.invalid(path, Value::Omitted, words);
        }
        _ => {}
    }
}

/// `validatePodFailurePolicyRuleOnPodConditions`; a status that is not written is True.
fn check_conditions(
    patterns: &[PodFailurePolicyOnPodConditionsPattern],
    path: &Path<'_>,
    report: &mut Report,
) {
    if patterns.len() > MAX_PATTERNS {
        report.too_many(path, patterns.len(), MAX_PATTERNS);
    }
    for (index, pattern) in patterns.iter().enumerate() {
        let path = path.index(index);
        report.invalid_each(&path.child("type"), &pattern.type_, format::qualified_name(&pattern.type_));
        check_word(status(pattern), &STATUSES, &path.child("status"), report);
    }
}

/// `validatePodFailurePolicyRuleOnExitCodes`.
fn check_exit_codes(
    codes: &PodFailurePolicyOnExitCodesRequirement,
    containers: &BTreeSet<&str>,
    path: &Path<'_>,
    report: &mut Report,
) {
    check_word(&codes.operator, &OPERATORS, &path.child("operator"), report);
    if let Some(name) = codes.container_name.as_deref().filter(|name| !containers.contains(name)) {
        let words = "must be one of the container or initContainer names in the pod template";
        report.invalid(&path.child("containerName"), name, words);
    }
    let path = path.child("values");
    let values = codes.values.as_deref().unwrap_or_default();
    if values.is_empty() {
        report.invalid(&path, Value::Json(&values_json(codes)), "at least one value is required");
    } else if values.len() > MAX_VALUES {
        report.too_many(&path, values.len(), MAX_VALUES);
    }
    let mut seen = BTreeSet::new();
    for (index, value) in values.iter().enumerate() {
        let path = path.index(index);
        if codes.operator == "In" && *value == 0 {
            report.invalid(&path, *value, "must not be 0 for the In operator");
        }
        if !seen.insert(*value) {
            report.duplicate(&path, *value);
        }
    }
    if !values.is_sorted() {
        report.invalid(&path, Value::Json(&values_json(codes)), "must be ordered");
    }
}

/// A word out of a few; where it is missing, they are listed as Go prints a slice.
fn check_word(word: &str, all: &[&str], path: &Path<'_>, report: &mut Report) {
    if word.is_empty() {
        let all: Vec<String> = all.iter().map(|one| format!("\"{one}\"")).collect();
        report.required(path, &format!("valid values: [{}]", all.join(" ")));
    } else if !all.contains(&word) {
        unsupported(path, word, all, report);
    }
}

/// `SetDefaults_PodFailurePolicyOnPodConditionsPattern`.
fn status(pattern: &PodFailurePolicyOnPodConditionsPattern) -> &str {
    if pattern.status.is_empty() { "True" } else { &pattern.status }
}

/// The internal policy as JSON.
pub(super) fn json(policy: &PodFailurePolicy) -> String {
    format!("{{\"Rules\":{}}}", list_json(policy.rules.as_deref(), rule_json))
}

fn rule_json(rule: &PodFailurePolicyRule) -> String {
    let codes = rule.on_exit_codes.as_ref().map(|codes| {
        format!(
            "{{\"ContainerName\":{},\"Operator\":{},\"Values\":{}}}",
            codes.container_name.as_deref().map_or_else(|| "null".to_owned(), json_string),
            json_string(&codes.operator),
            values_json(codes)
        )
    });
    format!(
        "{{\"Action\":{},\"OnExitCodes\":{},\"OnPodConditions\":{}}}",
        json_string(&rule.action),
        codes.unwrap_or_else(|| "null".to_owned()),
        list_json(rule.on_pod_conditions.as_deref(), |one| format!(
            "{{\"Type\":{},\"Status\":{}}}",
            json_string(&one.type_),
            json_string(status(one))
        ))
    )
}

fn values_json(codes: &PodFailurePolicyOnExitCodesRequirement) -> String {
    list_json(codes.values.as_deref(), i32::to_string)
}

/// A slice as JSON: `null` for none.
pub(super) fn list_json<T>(items: Option<&[T]>, one: impl Fn(&T) -> String) -> String {
    let Some(items) = items else { return "null".to_owned() };
    let items: Vec<String> = items.iter().map(one).collect();
    format!("[{}]", items.join(","))
}
