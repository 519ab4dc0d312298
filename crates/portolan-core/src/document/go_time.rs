//! `time.Parse(time.RFC3339, …)`: the texts that Go takes for a point in time, and what it says of others.

const LAYOUT: &str = "2006-01-02T15:04:05Z07:00";

/// Why a text is no time.
enum Wrong<'t> {
    /// This part of the text is not this part of the layout.
    Part(&'t str, &'static str),
    /// All parts are there, and one is too large.
    Range(&'static str),
    /// Something follows.
    Extra(&'t str),
}

/// Nothing for a time; else the error as `time.ParseError` words it.
pub(super) fn wrong(text: &str) -> Option<String> {
    let wrong = parse(text).err()?;
    let shown = quote(text);
    Some(match wrong {
        Wrong::Part(value, part) => {
            format!("parsing time {shown} as \"{LAYOUT}\": cannot parse {} as \"{part}\"", quote(value))
        }
        Wrong::Range(what) => format!("parsing time {shown}: {what} out of range"),
        Wrong::Extra(rest) => format!("parsing time {shown}: extra text: {}", quote(rest)),
    })
}

fn parse(text: &str) -> Result<(), Wrong<'_>> {
    let year = text.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()));
    let year: u32 = year.and_then(|year| year.parse().ok()).ok_or(Wrong::Part(text, "2006"))?;
    let rest = text.get(4..).unwrap_or_default();
    let (month, rest) = number(skip(rest, "-")?, "01", true)?;
    if !(1..=12).contains(&month) {
        return Err(Wrong::Range("month"));
    }
    let (day, rest) = number(skip(rest, "-")?, "02", true)?;
    let (hour, rest) = number(skip(rest, "T")?, "15", false)?;
    if hour > 23 {
        return Err(Wrong::Range("hour"));
    }
    let (minute, rest) = number(skip(rest, ":")?, "04", true)?;
    if minute > 59 {
        return Err(Wrong::Range("minute"));
    }
    let (second, rest) = number(skip(rest, ":")?, "05", true)?;
    if second > 59 {
        return Err(Wrong::Range("second"));
    }
    let rest = zone(without_fraction(rest))?;
    if !rest.is_empty() {
        return Err(Wrong::Extra(rest));
    }
    if day < 1 || day > days_of(year, month) {
        return Err(Wrong::Range("day"));
    }
    Ok(())
}

fn skip<'t>(text: &'t str, mark: &'static str) -> Result<&'t str, Wrong<'t>> {
    text.strip_prefix(mark).ok_or(Wrong::Part(text, mark))
}

/// `getnum`: two digits, or one where the layout does not insist.
fn number<'t>(text: &'t str, part: &'static str, both: bool) -> Result<(u32, &'t str), Wrong<'t>> {
    let digits = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let value = text.get(..digits).and_then(|digits| digits.parse().ok());
    match value {
        Some(value) if digits == 2 || !both => Ok((value, text.get(digits..).unwrap_or_default())),
        _ => Err(Wrong::Part(text, part)),
    }
}

/// A fraction of a second may stand where the layout has none.
fn without_fraction(text: &str) -> &str {
    let Some(digits) = text.strip_prefix(['.', ',']) else { return text };
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() < digits.len() { rest } else { text }
}

fn zone(text: &str) -> Result<&str, Wrong<'_>> {
    if let Some(rest) = text.strip_prefix('Z') {
        return Ok(rest);
    }
    let wrong = || Wrong::Part(text, "Z07:00");
    let signed = text.strip_prefix(['+', '-']).ok_or_else(wrong)?;
    let (hours, rest) = number(signed, "Z07:00", true).map_err(|_| wrong())?;
    let (minutes, rest) =
        number(rest.strip_prefix(':').ok_or_else(wrong)?, "Z07:00", true).map_err(|_| wrong())?;
    match (hours, minutes) {
        (25.., _) => Err(Wrong::Range("time zone offset hour")),
        (_, 61..) => Err(Wrong::Range("time zone offset minute")),
        _ => Ok(rest),
    }
}

fn days_of(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `quote` of Go's package `time`: every byte outside of printable ASCII in hexadecimal.
fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b' '..=0x7f => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_taken_as_go_takes_them() {
        for text in [
            "2026-01-02T03:04:05Z",
            "2024-02-29T3:04:05.123456+09:00",
            "2026-01-02T03:04:05,5-24:60",
            "0000-01-01T00:00:00Z",
        ] {
            assert_eq!(wrong(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_told_in_the_words_of_go() {
        for (text, words) in [
            ("", r#"" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "2006""#),
            ("yesterday", r#"yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006""#),
            ("2026-01-02", r#"2026-01-02" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T""#),
            (
                "2026-01-02 03:04:05Z",
                r#"2026-01-02 03:04:05Z" as "2006-01-02T15:04:05Z07:00": cannot parse " 03:04:05Z" as "T""#,
            ),
            (
                "2026-01-02T03:04:05",
                r#"2026-01-02T03:04:05" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "Z07:00""#,
            ),
            ("2026-13-02T03:04:05Z", r#"2026-13-02T03:04:05Z": month out of range"#),
            ("2026-02-30T03:04:05Z", r#"2026-02-30T03:04:05Z": day out of range"#),
            ("2026-01-02T03:04:05Zé", r#"2026-01-02T03:04:05Z\xc3\xa9": extra text: "\xc3\xa9""#),
        ] {
            assert_eq!(wrong(text).as_deref(), Some(format!("parsing time \"{words}").as_str()), "{text}");
        }
    }
}
