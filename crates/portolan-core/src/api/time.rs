//! `metav1.Time`: RFC 3339, as far as times are compared and shown.

use std::fmt;

const SECONDS_A_DAY: i64 = 86_400;

/// A point in time; shown in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time {
    /// Seconds since 1970.
    seconds: i64,
    /// Nanoseconds after those.
    nanos: u32,
}

impl Time {
    /// Reads a time as RFC 3339 writes it, e.g. `2026-01-02T03:04:05.678Z`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (year, month) = (number(text, 0, 4, 1, 9998)?, number(text, 5, 7, 1, 12)?);
        let day = number(text, 8, 10, 1, days_of(year, month))?;
        let (hour, minute) = (number(text, 11, 13, 0, 23)?, number(text, 14, 16, 0, 59)?);
        let second = number(text, 17, 19, 0, 59)?;
        let bytes = text.as_bytes();
        let marks = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
        if marks.iter().any(|(at, mark)| bytes.get(*at) != Some(mark))
            || !matches!(bytes.get(10)?, b'T' | b't')
        {
            return None;
        }
        let rest = text.get(19..)?;
        let (nanos, zone) = match rest.strip_prefix('.') {
            Some(rest) => fraction(rest)?,
            None => (0, rest),
        };
        let clock = hour * 3600 + minute * 60 + second;
        let seconds = days_since_1970(year, month, day) * SECONDS_A_DAY + clock - offset(zone)?;
        Some(Self { seconds, nanos })
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, clock) = (self.seconds.div_euclid(SECONDS_A_DAY), self.seconds.rem_euclid(SECONDS_A_DAY));
        let (year, month, day) = date_of(days);
        let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if self.nanos > 0 {
            let digits = format!("{:09}", self.nanos);
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

/// The number in a range of the text, if it is all digits and between these two.
fn number(text: &str, from: usize, to: usize, least: i64, most: i64) -> Option<i64> {
    let digits = text.get(from..to).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok().filter(|value| (least..=most).contains(value))
}

/// Up to nine digits as nanoseconds, and what follows.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let zone = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.get(..text.len() - zone.len()).filter(|digits| (1..=9).contains(&digits.len()))?;
    Some((format!("{digits:0<9}").parse().ok()?, zone))
}

/// Seconds east of UTC.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let sign = match zone.as_bytes() {
        [b'+', _, _, b':', _, _] => 1,
        [b'-', _, _, b':', _, _] => -1,
        _ => return None,
    };
    Some(sign * (number(zone, 1, 3, 0, 23)? * 3600 + number(zone, 4, 6, 0, 59)? * 60))
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01, by counting years from March on, so that leap days stand at their end.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}

/// Year, month and day.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let (day, month) = (day_of_year - (153 * month + 2) / 5 + 1, (month + 2) % 12 + 1);
    (era * 400 + year + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        Time::parse(text).map(|time| time.to_string())
    }

    #[test]
    fn a_time_is_shown_in_utc() {
        assert_eq!(shown("2026-01-02T03:04:05Z").as_deref(), Some("2026-01-02T03:04:05Z"));
        assert_eq!(shown("2024-02-29t23:59:59.500z").as_deref(), Some("2024-02-29T23:59:59.5Z"));
        assert_eq!(shown("2024-03-01T00:30:00+01:00").as_deref(), Some("2024-02-29T23:30:00Z"));
        assert_eq!(shown("1969-12-31T23:59:59-00:01").as_deref(), Some("1970-01-01T00:00:59Z"));
        assert_eq!(shown("0001-01-01T00:00:00Z").as_deref(), Some("0001-01-01T00:00:00Z"));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        let wrong = [
            "2023-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-01-02 03:04:05Z",
            "2026-01-02T03:04:05",
            "2026-01-02T24:00:00Z",
            "2026-01-02T03:04:05.Z",
            "2026-01-02T03:04:05.1234567890Z",
            "2026-01-02T03:04:05+24:00",
            "2026-1-2T03:04:05Z",
            "",
            "日",
        ];
        for text in wrong {
            assert_eq!(Time::parse(text), None, "{text}");
        }
    }

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        for days in -1000..146_097 {
            let (year, month, day) = date_of(days);
            assert_eq!(days_since_1970(year, month, day), days);
        }
    }
}
