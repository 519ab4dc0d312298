//! Cron schedules as `robfig/cron` v3 reads them (`ParseStandard`), with its words for what it cannot read.

use super::{duration, time_zone};
use std::num::IntErrorKind;

/// Bounds of a field, and the names that may stand for its numbers.
struct Bounds {
    min: u64,
    max: u64,
    names: &'static [&'static str],
}

const FIELDS: [Bounds; 5] = [
    Bounds { min: 0, max: 59, names: &[] },
    Bounds { min: 0, max: 23, names: &[] },
    Bounds { min: 1, max: 31, names: &[] },
    Bounds {
        min: 1,
        max: 12,
        names: &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    },
    Bounds { min: 0, max: 6, names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];

const DESCRIPTORS: [&str; 7] =
    ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

/// Whether a schedule can be read, or why not.
pub(super) fn parse(schedule: &str) -> Result<(), String> {
    let mut rest = schedule;
    if let Some(zoned) = rest.strip_prefix("TZ=").or_else(|| rest.strip_prefix("CRON_TZ=")) {
        let Some((zone, behind)) = zoned.split_once(' ') else {
            let panic = "runtime error: slice bounds out of range [:-1]";
            return Err(format!("invalid schedule format: {panic}"));
        };
        time_zone::load(zone).map_err(|words| format!("provided bad location {zone}: {words}"))?;
        rest = behind.trim();
    }
    if rest.starts_with('@') {
        return descriptor(rest);
    }
    let fields: Vec<&str> = rest.split_whitespace().collect();
    if fields.len() != FIELDS.len() {
        return Err(format!("expected exactly 5 fields, found {}: [{}]", fields.len(), fields.join(" ")));
    }
    for (field, bounds) in fields.iter().zip(&FIELDS) {
        for range in field.split(',').filter(|range| !range.is_empty()) {
            check_range(range, bounds)?;
        }
    }
    Ok(())
}

fn descriptor(text: &str) -> Result<(), String> {
    if DESCRIPTORS.contains(&text) {
        return Ok(());
    }
    match text.strip_prefix("@every ") {
        Some(every) => {
            duration::check(every).map_err(|words| format!("failed to parse duration {text}: {words}"))
        }
        None => Err(format!("unrecognized descriptor: {text}")),
    }
}

/// `1-5/2`, `*/5`, `mon`.
fn check_range(text: &str, bounds: &Bounds) -> Result<(), String> {
    let (range, step) = text.split_once('/').map_or((text, None), |(range, step)| (range, Some(step)));
    let ends: Vec<&str> = range.split('-').collect();
    let first = ends.first().copied().unwrap_or_default();
    let (start, mut end) = if matches!(first, "*" | "?") {
        (bounds.min, bounds.max)
    } else {
        let start = number_or_name(first, bounds)?;
        match ends.as_slice() {
            [_] => (start, start),
            [_, last] => (start, number_or_name(last, bounds)?),
            _ => return Err(format!("too many hyphens: {text}")),
        }
    };
    let step = match step {
        None => 1,
        Some(step) if step.contains('/') => return Err(format!("too many slashes: {text}")),
        Some(step) => number(step)?,
    };
    if text.contains('/') && ends.len() == 1 {
        end = bounds.max;
    }
    if start < bounds.min {
        return Err(format!("beginning of range ({start}) below minimum ({}): {text}", bounds.min));
    }
    if end > bounds.max {
        return Err(format!("end of range ({end}) above maximum ({}): {text}", bounds.max));
    }
    if start > end {
        return Err(format!("beginning of range ({start}) beyond end of range ({end}): {text}"));
    }
    if step == 0 {
        return Err(format!("step of range should be a positive number: {text}"));
    }
    Ok(())
}

fn number_or_name(text: &str, bounds: &Bounds) -> Result<u64, String> {
    let name = text.to_lowercase();
    let place = (bounds.min..).zip(bounds.names).find(|(_, known)| **known == name);
    place.map_or_else(|| number(text), |(place, _)| Ok(place))
}

fn number(text: &str) -> Result<u64, String> {
    let read = text.parse::<i64>().map_err(|error| match error.kind() {
        IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "value out of range",
        _ => "invalid syntax",
    });
    match read {
        Ok(value) => {
            u64::try_from(value).map_err(|_| format!("negative number ({value}) not allowed: {text}"))
        }
        Err(words) => {
            let quoted = crate::admission::go::quote(text);
            Err(format!("failed to parse int from {text}: strconv.Atoi: parsing {quoted}: {words}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_read_as_cron_reads_them() {
        for good in ["*/5 * * * *", "@daily", "0 0 1 jan mon-fri", "0,30 8-18/2 * * 0", "@every 1h30m"] {
            assert_eq!(parse(good), Ok(()), "{good}");
        }
        assert_eq!(parse("* * * *"), Err("expected exactly 5 fields, found 4: [* * * *]".to_owned()));
        assert_eq!(parse("60 * * * *"), Err("end of range (60) above maximum (59): 60".to_owned()));
        assert_eq!(parse("@often"), Err("unrecognized descriptor: @often".to_owned()));
        assert!(parse("a * * * *").is_err_and(|words| words.starts_with("failed to parse int from a")));
        let wrong = |text: &str| parse(text).expect_err(text);
        let panic = "invalid schedule format: runtime error: slice bounds out of range [:-1]";
        assert_eq!(wrong("TZ=0"), panic);
        let unknown = "provided bad location Moon: unknown time zone Moon";
        assert_eq!(wrong("CRON_TZ=Moon 0 0 * * *"), unknown);
        assert_eq!(parse("TZ=Asia/Tokyo @daily"), Ok(()));
        assert_eq!(wrong("1-2-3 * * * *"), "too many hyphens: 1-2-3");
        assert_eq!(wrong("*/1/2 * * * *"), "too many slashes: */1/2");
        assert_eq!(wrong("*/0 * * * *"), "step of range should be a positive number: */0");
        assert_eq!(wrong("* * 0 * *"), "beginning of range (0) below minimum (1): 0");
        assert_eq!(
            wrong("@every 5"),
            "failed to parse duration @every 5: time: missing unit in duration \"5\""
        );
    }
}
