//! Numbers or percentages of Pods in rolling updates.

use crate::admission::format;
use crate::admission::go::json_string;
use crate::admission::report::{Report, Value};
use crate::api::IntOrString;
use crate::diagnostic::Path;

/// `ValidatePositiveIntOrPercent`.
pub(super) fn check_positive(value: &IntOrString, path: &Path<'_>, report: &mut Report) {
    match value {
        IntOrString::Int(number) => report.non_negative(path, *number),
        IntOrString::String(text) => {
            let shown = json(value);
            for words in format::percent(text) {
                report.invalid(path, Value::Json(&shown), &words);
            }
        }
    }
}

/// `IsNotMoreThan100Percent`.
pub(super) fn check_percentage(value: &IntOrString, path: &Path<'_>, report: &mut Report) {
    if matches!(value, IntOrString::String(_)) && amount(value) > 100 {
        report.invalid(path, Value::Json(&json(value)), "must not be greater than 100%");
    }
}

/// The number, or the number before the percent sign.
pub(super) fn amount(value: &IntOrString) -> i64 {
    match value {
        IntOrString::Int(number) => i64::from(*number),
        IntOrString::String(text) => text.strip_suffix('%').unwrap_or(text).parse().unwrap_or(0),
    }
}

/// The value as JSON.
pub(super) fn json(value: &IntOrString) -> String {
    match value {
        IntOrString::Int(number) => number.to_string(),
        IntOrString::String(text) => json_string(text),
    }
}

/// An optional one as JSON, `null` for none.
pub(super) fn optional_json(value: Option<&IntOrString>, absent: &str) -> String {
    value.map_or_else(|| absent.to_owned(), json)
}
