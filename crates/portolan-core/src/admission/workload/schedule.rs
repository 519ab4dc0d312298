//! Cron schedules as `robfig/cron` v3 reads them (`ParseStandard`), with its words for what it cannot read.

/// Bounds of a field, and the names that may stand for its numbers.
struct Bounds {
    min: u32,
    max: u32,
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
    if rest.starts_with("TZ=") || rest.starts_with("CRON_TZ=") {
        let (_, behind) = rest
            .split_once(' ')
            .ok_or("invalid schedule format: runtime error: slice bounds out of range")?;
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
        Some(duration) if is_duration(duration) => Ok(()),
        Some(duration) => Err(format!(
            "failed to parse duration {text}: time: invalid duration {}",
            crate::admission::go::quote(duration)
        )),
        None => Err(format!("unrecognized descriptor: {text}")),
    }
}

/// A Go duration: `1h30m`.
fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut parts = 0;
    while !rest.is_empty() {
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        if unit.len() == rest.len() {
            return rest == "0" && parts == 0;
        }
        let units = ["ns", "us", "µs", "ms", "s", "m", "h"];
        let Some(behind) = units.iter().find_map(|one| unit.strip_prefix(one)) else {
            return unit.is_empty() && rest == "0";
        };
        rest = behind;
        parts += 1;
    }
    parts > 0
}

/// `1-5/2`, `*/5`, `mon`.
fn check_range(text: &str, bounds: &Bounds) -> Result<(), String> {
    let parts: Vec<&str> = text.split('/').collect();
    let ends: Vec<&str> = parts.first().map(|range| range.split('-').collect()).unwrap_or_default();
    let first = ends.first().copied().unwrap_or_default();
    let (start, mut end) = match (first, ends.as_slice()) {
        ("*" | "?", _) => (bounds.min, bounds.max),
        (_, [only]) => {
            let number = number_or_name(only, bounds)?;
            (number, number)
        }
        (_, [first, last]) => (number_or_name(first, bounds)?, number_or_name(last, bounds)?),
        _ => return Err(format!("too many hyphens: {text}")),
    };
    let step = match parts.as_slice() {
        [_] => 1,
        [range, step] => {
            if !range.contains('-') {
                end = bounds.max;
            }
            number(step)?
        }
        _ => return Err(format!("too many slashes: {text}")),
    };
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

fn number_or_name(text: &str, bounds: &Bounds) -> Result<u32, String> {
    let name = text.to_lowercase();
    let place = bounds.names.iter().position(|known| *known == name);
    match place.and_then(|place| u32::try_from(place).ok()) {
        Some(place) => Ok(place + bounds.min),
        None => number(text),
    }
}

fn number(text: &str) -> Result<u32, String> {
    match text.parse::<i64>() {
        Ok(value) if value < 0 => Err(format!("negative number ({value}) not allowed: {text}")),
        Ok(value) => Ok(u32::try_from(value).unwrap_or(u32::MAX)),
        Err(_) => Err(format!(
            "failed to parse int from {text}: strconv.Atoi: parsing {}: invalid syntax",
            crate::admission::go::quote(text)
        )),
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
        assert!(parse("TZ=0").is_err());
    }
}
