//! Label selectors of controllers and policies: `ValidateLabelSelector`
//! (`apimachinery/pkg/apis/meta/v1/validation/validation.go`) and how they match.

use super::format;
use super::go::{json_map, json_string, json_strings};
use super::meta::check_labels;
use super::report::{Report, Value};
use crate::api::meta::{LabelSelector, LabelSelectorRequirement};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeMap;

type LabelMap = BTreeMap<String, String>;

/// What becomes of values in requirements that are no label values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// They are refused.
    Checked,
    /// They are passed over, for the object had such values before (`AllowInvalidLabelValueInSelector`).
    Kept,
}

impl Values {
    /// For an update of an object with this selector: `LabelSelectorHasInvalidLabelValue`.
    pub(super) fn after(old: Option<&LabelSelector>) -> Self {
        if old.is_some_and(has_invalid_value) { Self::Kept } else { Self::Checked }
    }
}

/// `ValidateLabelSelector`; whether the selector can be used.
pub(super) fn check(selector: &LabelSelector, path: &Path<'_>, report: &mut Report) -> bool {
    check_values(selector, Values::Checked, path, report)
}

/// [`check`] with a word on the values; a selector with invalid values cannot be used even where they are kept.
pub(super) fn check_values(
    selector: &LabelSelector,
    values: Values,
    path: &Path<'_>,
    report: &mut Report,
) -> bool {
    let before = report.count();
    check_labels(selector.match_labels.as_ref(), &path.child("matchLabels"), report);
    let path = path.child("matchExpressions");
    for (index, one) in selector.match_expressions.iter().flatten().enumerate() {
        check_requirement(one, values, &path.index(index), report);
    }
    report.count() == before && (values == Values::Checked || !has_invalid_value(selector))
}

/// Whether `LabelSelectorAsSelector` makes anything of it.
pub(super) fn is_usable(selector: &LabelSelector) -> bool {
    check(selector, &Path::new(""), &mut Report::default())
}

fn has_invalid_value(selector: &LabelSelector) -> bool {
    let requirements = selector.match_expressions.iter().flatten();
    let mut values = requirements.flat_map(|one| one.values.iter().flatten());
    values.any(|value| !format::label_value(value).is_empty())
}

/// Whether it has no requirement at all.
pub(super) fn is_empty(selector: &LabelSelector) -> bool {
    selector.match_labels.as_ref().is_none_or(BTreeMap::is_empty)
        && selector.match_expressions.as_ref().is_none_or(Vec::is_empty)
}

/// Whether all requirements hold for these labels.
pub(super) fn matches(selector: &LabelSelector, labels: Option<&LabelMap>) -> bool {
    has_all(selector.match_labels.as_ref(), labels)
        && selector.match_expressions.iter().flatten().all(|one| holds(one, labels))
}

/// Whether all of these are among `labels`.
pub(super) fn has_all(wanted: Option<&LabelMap>, labels: Option<&LabelMap>) -> bool {
    wanted.into_iter().flatten().all(|(key, value)| labels.and_then(|map| map.get(key)) == Some(value))
}

/// The selector as `json.Marshal` writes it.
pub(super) fn json(selector: &LabelSelector) -> String {
    let mut fields = Vec::new();
    if let Some(labels) = selector.match_labels.as_ref().filter(|labels| !labels.is_empty()) {
        fields.push(format!("\"matchLabels\":{}", json_map(Some(labels))));
    }
    if let Some(list) = selector.match_expressions.as_ref().filter(|list| !list.is_empty()) {
        let items: Vec<String> = list.iter().map(requirement_json).collect();
        fields.push(format!("\"matchExpressions\":[{}]", items.join(",")));
    }
    format!("{{{}}}", fields.join(","))
}

fn requirement_json(one: &LabelSelectorRequirement) -> String {
    let values = one.values.as_deref().filter(|values| !values.is_empty());
    let values = values.map(|values| format!(",\"values\":{}", json_strings(Some(values))));
    let (key, operator) = (json_string(&one.key), json_string(&one.operator));
    format!("{{\"key\":{key},\"operator\":{operator}{}}}", values.unwrap_or_default())
}

fn check_requirement(one: &LabelSelectorRequirement, kept: Values, path: &Path<'_>, report: &mut Report) {
    let values = one.values.as_deref().unwrap_or_default();
    match one.operator.as_str() {
        "In" | "NotIn" if values.is_empty() => {
            report.required(&path.child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
        }
        "Exists" | "DoesNotExist" if !values.is_empty() => {
            let words = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
            report.forbidden(&path.child("values"), words);
        }
        "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
        other => {
            let shown = json_string(other);
            report.invalid(&path.child("operator"), Value::Json(&shown), "not a valid selector operator");
        }
    }
    report.invalid_each(&path.child("key"), &one.key, format::qualified_name(&one.key));
    if kept == Values::Kept {
        return;
    }
    for (index, value) in values.iter().enumerate() {
        report.invalid_each(&path.child("values").index(index), value, format::label_value(value));
    }
}

fn holds(one: &LabelSelectorRequirement, labels: Option<&LabelMap>) -> bool {
    let value = labels.and_then(|map| map.get(&one.key));
    let listed = || value.is_some_and(|value| one.values.iter().flatten().any(|known| known == value));
    match one.operator.as_str() {
        "In" => listed(),
        "NotIn" => !listed(),
        "Exists" => value.is_some(),
        "DoesNotExist" => value.is_none(),
        _ => false,
    }
}
