//! A Job's `successPolicy` (`validateSuccessPolicy` of `pkg/apis/batch/validation`).

use super::failure_policy::list_json;
use super::indexes;
use crate::admission::go::json_string;
use crate::admission::report::Report;
use crate::api::batch::{SuccessPolicy, SuccessPolicyRule};
use crate::diagnostic::Path;

const MAX_RULES: usize = 20;
const MAX_INDEXES: usize = 64 << 10;

/// Checks the policy of a Job with indexes. Without `completions`, which is an error of its own, no rule can be judged.
pub(super) fn check(policy: &SuccessPolicy, completions: Option<i32>, path: &Path<'_>, report: &mut Report) {
    let path = path.child("rules");
    let rules = policy.rules.as_deref().unwrap_or_default();
    if rules.is_empty() {
        report.required(&path, "at least one rules must be specified when the successPolicy is specified");
    }
    if rules.len() > MAX_RULES {
        report.too_many(&path, rules.len(), MAX_RULES);
    }
    let Some(completions) = completions else { return };
    for (index, rule) in rules.iter().enumerate() {
        check_rule(rule, completions, &path.index(index), report);
    }
}

/// `validateSuccessPolicyRule`.
fn check_rule(rule: &SuccessPolicyRule, completions: i32, path: &Path<'_>, report: &mut Report) {
    if rule.succeeded_count.is_none() && rule.succeeded_indexes.is_none() {
        report.required(path, "at least one of succeededCount or succeededIndexes must be specified");
    }
    let mut total = None;
    if let Some(text) = &rule.succeeded_indexes {
        let path = path.child("succeededIndexes");
        if text.len() > MAX_INDEXES {
            report.too_long(&path, MAX_INDEXES);
        }
        let read = indexes::count(text, completions);
        total = Some(*read.as_ref().unwrap_or(&0));
        if let Err(words) = read {
            report.invalid(&path, text, &format!("error parsing succeededIndexes: {words}"));
        }
    }
    let Some(count) = rule.succeeded_count else { return };
    let path = path.child("succeededCount");
    report.non_negative(&path, count);
    if count > completions {
        let words =
            format!("must be less than or equal to {completions} (the number of specified completions)");
        report.invalid(&path, count, &words);
    }
    if let Some(total) = total.filter(|total| i64::from(count) > *total) {
        let words = format!(
            "must be less than or equal to {total} (the number of indexes in the specified succeededIndexes field)"
        );
        report.invalid(&path, count, &words);
    }
}

/// The internal policy as JSON.
pub(super) fn json(policy: &SuccessPolicy) -> String {
    let rules = list_json(policy.rules.as_deref(), |rule| {
        let indexes = rule.succeeded_indexes.as_deref().map_or_else(|| "null".to_owned(), json_string);
        let count = rule.succeeded_count.map_or_else(|| "null".to_owned(), |count| count.to_string());
        format!("{{\"SucceededIndexes\":{indexes},\"SucceededCount\":{count}}}")
    });
    format!("{{\"Rules\":{rules}}}")
}
