//! Gates and tolerations: `validateReadinessGates`, `validateSchedulingGates` and `ValidateTolerations`.

use super::spec::one_of;
use crate::admission::format;
use crate::admission::release::Change;
use crate::admission::report::Report;
use crate::api::core::{PodSpec, Toleration};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;

const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/// Checks `spec.readinessGates` and `spec.schedulingGates`.
pub(super) fn check_gates(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let list = path.child("readinessGates");
    for (index, gate) in spec.readiness_gates.iter().flatten().enumerate() {
        let wrongs = format::qualified_name(&gate.condition_type);
        report.invalid_each(&list.index(index).child("conditionType"), &gate.condition_type, wrongs);
    }
    let list = path.child("schedulingGates");
    let mut seen = BTreeSet::new();
    for (index, gate) in spec.scheduling_gates.iter().flatten().enumerate() {
        let path = list.index(index);
        report.invalid_each(&path, &gate.name, format::qualified_name(&gate.name));
        if !seen.insert(gate.name.as_str()) {
            report.duplicate(&path, &gate.name);
        }
    }
}

/// Checks tolerations; the comparing operators are known, but not allowed.
pub(super) fn check_tolerations(tolerations: &[Toleration], path: &Path<'_>, report: &mut Report) {
    for (index, one) in tolerations.iter().enumerate() {
        let path = path.index(index);
        let key = one.key.as_deref().unwrap_or_default();
        let operator = one.operator.as_deref().unwrap_or_default();
        let effect = one.effect.as_deref().unwrap_or_default();
        if !key.is_empty() {
            report.invalid_each(&path.child("key"), key, format::qualified_name(key));
        } else if operator != "Exists" {
            let words =
                "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
            report.invalid(&path.child("operator"), operator, words);
        }
        if one.toleration_seconds.is_some() && effect != "NoExecute" {
            let words = "effect must be 'NoExecute' when `tolerationSeconds` is set";
            report.invalid(&path.child("effect"), effect, words);
        }
        check_operator(operator, one.value.as_deref().unwrap_or_default(), &path.child("operator"), report);
        if !effect.is_empty() {
            one_of(effect, &EFFECTS, &path.child("effect"), report);
        }
    }
}

fn check_operator(operator: &str, value: &str, path: &Path<'_>, report: &mut Report) {
    match operator {
        "Equal" | "" => {
            let wrongs = format::label_value(value);
            if !wrongs.is_empty() {
                report.invalid(path, value, &wrongs.join(";"));
            }
        }
        "Exists" if !value.is_empty() => {
            report.invalid(path, value, "value must be empty when `operator` is 'Exists'");
        }
        "Exists" => {}
        "Lt" | "Gt" if report.release.has(Change::TaintTolerationComparisonOperators) => {
            report.not_supported(path, operator, &["Equal", "Exists", "Lt", "Gt"])
        }
        other => report.not_supported(path, other, &["Equal", "Exists"]),
    }
}
