//! Times, as far as they must be told from other texts.

/// Whether a text is a time as RFC 3339 writes it, e.g. `2026-01-02T03:04:05.678Z`.
pub(super) fn is_rfc3339(text: &str) -> bool {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize, least: u32, most: u32| {
        let digits = text.get(from..to).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits
            .and_then(|digits| digits.parse().ok())
            .is_some_and(|value: u32| (least..=most).contains(&value))
    };
    let mark = |at: usize, marks: &[u8]| bytes.get(at).is_some_and(|byte| marks.contains(byte));
    let date = number(0, 4, 1, 9998)
        && mark(4, b"-")
        && number(5, 7, 1, 12)
        && mark(7, b"-")
        && number(8, 10, 1, 31);
    let time = mark(10, b"Tt")
        && number(11, 13, 0, 23)
        && mark(13, b":")
        && number(14, 16, 0, 59)
        && mark(16, b":")
        && number(17, 19, 0, 59);
    if !(date && time) || number(8, 10, 29, 31) && !day_exists(text) {
        return false;
    }
    let rest = text.get(19..).unwrap_or_default();
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let at = text.len() - zone.len();
    let whole_fraction = zone.len() + 1 < rest.len() && at - 20 <= 9 || zone.len() == rest.len();
    let offset = zone.len() == 6
        && mark(at, b"+-")
        && number(at + 1, at + 3, 0, 23)
        && mark(at + 3, b":")
        && number(at + 4, at + 6, 0, 59);
    whole_fraction && (matches!(zone, "Z" | "z") || offset)
}

/// Whether a month has the day, which is 29 or more.
fn day_exists(text: &str) -> bool {
    let number = |from: usize, to: usize| {
        text.get(from..to).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(0)
    };
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        2 => day == 29 && leap,
        4 | 6 | 9 | 11 => day <= 30,
        _ => true,
    }
}
