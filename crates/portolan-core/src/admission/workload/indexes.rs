//! Sets of indexes as a Job writes them: `0,2-4` (`validateIndexesFormat` of `pkg/apis/batch/validation`).

use crate::admission::go::quote;

/// How many indexes a text names, all below `completions`; or why it cannot be read.
pub(super) fn count(text: &str, completions: i32) -> Result<i64, String> {
    let mut total = 0_i64;
    let mut last = None;
    if text.is_empty() {
        return Ok(0);
    }
    for interval in text.split(',') {
        let (first, end) = interval_of(interval, completions)?;
        if let Some(last) = last.filter(|last| *last >= first) {
            return Err(format!("non-increasing order, previous: {last}, current: {first}"));
        }
        total = total.saturating_add(end.saturating_sub(first)).saturating_add(1);
        last = Some(end);
    }
    Ok(total)
}

/// `parseIndexInterval`.
fn interval_of(text: &str, completions: i32) -> Result<(i64, i64), String> {
    let mut limits = text.split('-');
    let (first, end) = (limits.next().unwrap_or_default(), limits.next());
    if limits.next().is_some() {
        return Err(format!(
            "the fragment {} violates the requirement that an index interval can have at most two parts separated by \
             '-'",
            quote(text)
        ));
    }
    let first = index_of(first, completions)?;
    let Some(end) = end else { return Ok((first, first)) };
    let end = index_of(end, completions)?;
    if first >= end {
        return Err(format!("non-increasing order, previous: {first}, current: {end}"));
    }
    Ok((first, end))
}

fn index_of(text: &str, completions: i32) -> Result<i64, String> {
    let index: i64 =
        text.parse().map_err(|_| format!("cannot convert string to integer for index: {}", quote(text)))?;
    if index >= i64::from(completions) {
        return Err(format!("too large index: {}", quote(text)));
    }
    Ok(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_rise() {
        assert_eq!(count("", 5), Ok(0));
        assert_eq!(count("0,2-4", 5), Ok(4));
        let wrong = |text: &str| count(text, 5).expect_err(text);
        assert_eq!(wrong("2,1"), "non-increasing order, previous: 2, current: 1");
        assert_eq!(wrong("3-3"), "non-increasing order, previous: 3, current: 3");
        assert_eq!(wrong("1-5"), "too large index: \"5\"");
        assert_eq!(wrong("-1"), "cannot convert string to integer for index: \"\"");
        assert!(wrong("1-2-3").starts_with("the fragment \"1-2-3\" violates"));
    }
}
