//! Numbers or percentages of Pods in rolling updates.

use crate::admission::format;
use crate::admission::go::json_string;
use crate::admission::report::{Report, Value};
use crate::api::IntOrString;
use crate::diagnostic::Path;
use std::num::{IntErrorKind, ParseIntError};

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
    if percentage(value).is_some_and(|percent| percent > 100) {
        report.invalid(path, Value::Json(&json(value)), "must not be greater than 100%");
    }
}

/// `getIntOrPercentValue`: the number before the percent sign, or the number itself, be it a string or not.
pub(super) fn amount(value: &IntOrString) -> i64 {
    match value {
        IntOrString::Int(number) => i64::from(*number),
        IntOrString::String(text) => percentage(value).unwrap_or_else(|| int_value(text)),
    }
}

/// `getPercentValue`: of what is a percentage by its form.
fn percentage(value: &IntOrString) -> Option<i64> {
    let IntOrString::String(text) = value else { return None };
    let digits = text.strip_suffix('%').filter(|_| format::percent(text).is_empty())?;
    Some(int_value(digits))
}

/// `strconv.Atoi` without its error: what is out of range is the last number in range.
fn int_value(text: &str) -> i64 {
    text.parse().unwrap_or_else(|error: ParseIntError| match error.kind() {
        IntErrorKind::PosOverflow => i64::MAX,
        IntErrorKind::NegOverflow => i64::MIN,
        _ => 0,
    })
}

/// The value as JSON.
pub(super) fn json(value: &IntOrString) -> String {
    match value {
        IntOrString::Int(number) => number.to_string(),
        IntOrString::String(text) => json_string(text),
    }
}

/// `maxUnavailable` and `maxSurge` of an internal strategy as JSON: an absent one is the number 0 there.
pub(super) fn pair_json(unavailable: Option<&IntOrString>, surge: Option<&IntOrString>) -> String {
    let shown = |value: Option<&IntOrString>| value.map_or_else(|| "0".to_owned(), json);
    format!("{{\"MaxUnavailable\":{},\"MaxSurge\":{}}}", shown(unavailable), shown(surge))
}

/// A strategy whose type is none of those known, as JSON.
pub(super) fn strategy_json(type_: &str, rolling: Option<String>) -> String {
    let rolling = rolling.unwrap_or_else(|| "null".to_owned());
    format!("{{\"Type\":{},\"RollingUpdate\":{rolling}}}", json_string(type_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_what_go_reads_out_of_it() {
        let amount = |text: &str| amount(&IntOrString::String(text.to_owned()));
        assert_eq!([amount("5"), amount("5%"), amount("-5%"), amount("half"), amount("%")], [5, 5, 0, 0, 0]);
        assert_eq!(amount("99999999999999999999%"), i64::MAX);
    }

    #[test]
    fn only_percentages_have_a_limit() {
        let over = |value: IntOrString| {
            let mut report = Report::default();
            check_percentage(&value, &Path::new("maxSurge"), &mut report);
            !report.is_valid()
        };
        assert!(over(IntOrString::String("101%".to_owned())));
        assert!(!over(IntOrString::String("101".to_owned())) && !over(IntOrString::Int(101)));
    }
}
