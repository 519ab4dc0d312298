//! Go's durations: what `time.ParseDuration` says of `1h30m`.

use std::fmt::Write as _;

/// The units, with their nanoseconds.
const UNITS: [(&str, u64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];
const LIMIT: u64 = 1 << 63;

/// Whether a duration can be read, or why not.
pub(super) fn check(text: &str) -> Result<(), String> {
    let invalid = || format!("time: invalid duration {}", quote(text));
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return Ok(());
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total = 0_u64;
    while !rest.is_empty() {
        let (whole, behind) = digits(rest);
        let (fraction, behind) = behind.strip_prefix('.').map_or(("", behind), digits);
        if whole.is_empty() && fraction.is_empty() {
            return Err(invalid());
        }
        let whole = if whole.is_empty() { Ok(0) } else { whole.parse().map_err(|_| invalid()) };
        let whole: u64 = whole?;
        let end = behind.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(end);
        if unit.is_empty() {
            return Err(format!("time: missing unit in duration {}", quote(text)));
        }
        let Some((_, scale)) = UNITS.iter().find(|(name, _)| *name == unit) else {
            return Err(format!("time: unknown unit {} in duration {}", quote(unit), quote(text)));
        };
        let amount = whole.checked_mul(*scale).filter(|amount| *amount <= LIMIT);
        total = total.saturating_add(amount.ok_or_else(invalid)?);
        if total > LIMIT {
            return Err(invalid());
        }
        rest = behind;
    }
    if total == LIMIT && !text.starts_with('-') { Err(invalid()) } else { Ok(()) }
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

/// As the package `time` quotes: bytes beyond ASCII one by one.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b' '..=0x7f => out.push(char::from(byte)),
            _ => _ = write!(out, "\\x{byte:02x}"),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_go_reads_them() {
        for good in ["1h30m", "-1.5h", "0", "+5s", ".5s", "1.s", "3µs"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        let wrong = |text: &str| check(text).expect_err(text);
        assert_eq!(wrong("5"), "time: missing unit in duration \"5\"");
        assert_eq!(wrong("1d"), "time: unknown unit \"d\" in duration \"1d\"");
        assert_eq!(wrong("1日"), r#"time: unknown unit "\xe6\x97\xa5" in duration "1\xe6\x97\xa5""#);
        assert_eq!(wrong(""), "time: invalid duration \"\"");
        assert_eq!(wrong("99999999h"), "time: invalid duration \"99999999h\"");
        assert_eq!(wrong(".s"), "time: invalid duration \".s\"");
    }
}
