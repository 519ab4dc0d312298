//! `resource.Quantity`: the texts that Go takes for an amount (`apimachinery/pkg/api/resource/quantity.go`).

/// What is said of a text that is no amount at all.
pub(crate) const WRONG_FORM: &str =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const WRONG_SUFFIX: &str = "unable to parse quantity's suffix";

/// An amount: `digits × 10^ten × 2^two`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// The digits without sign and point; saturated.
    pub digits: u128,
    /// Whether it is below zero.
    pub negative: bool,
    /// The power of ten.
    pub ten: i32,
    /// The power of two.
    pub two: u32,
}

/// `ParseQuantity` of a text without blanks around it, or what it says.
pub(crate) fn parse(text: &str) -> Result<Quantity, &'static str> {
    if text.is_empty() {
        return Err(WRONG_FORM);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, rest) = split_digits(unsigned);
    let (fraction, suffix) = match rest.strip_prefix('.') {
        Some(rest) => split_digits(rest),
        None => ("", rest),
    };
    let letters = suffix.trim_start_matches(|c| "eEinumkKMGTP".contains(c));
    let exponent = letters.strip_prefix(['-', '+']).unwrap_or(letters);
    if !exponent.bytes().all(|b| b.is_ascii_digit()) {
        return Err(WRONG_FORM);
    }
    let (ten, two) = scale(suffix).ok_or(WRONG_SUFFIX)?;
    let digits = whole.bytes().chain(fraction.bytes()).fold(0_u128, |sum, digit| {
        sum.saturating_mul(10).saturating_add(u128::from(digit.saturating_sub(b'0')))
    });
    let places = i32::try_from(fraction.len()).unwrap_or(i32::MAX);
    Ok(Quantity { digits, negative: text.starts_with('-'), ten: ten.saturating_sub(places), two })
}

impl Quantity {
    /// The value in billionths, rounded up as the API server does; saturated.
    pub(crate) fn nanos(self) -> i128 {
        let mut value = self.digits.saturating_mul(1_u128.checked_shl(self.two).unwrap_or(u128::MAX));
        let mut power = self.ten.saturating_add(9);
        while power > 0 && value != 0 && value != u128::MAX {
            value = value.saturating_mul(10);
            power -= 1;
        }
        while power < 0 && value > 1 {
            value = value.div_ceil(10);
            power += 1;
        }
        let value = i128::try_from(value).unwrap_or(i128::MAX);
        if self.negative { -value } else { value }
    }
}

/// The canonical form of an amount (`Quantity.String`): without fraction, with the largest suffix that fits.
#[must_use]
pub fn canonical(text: &str) -> String {
    let Ok(amount) = parse(text) else { return text.to_owned() };
    let nanos = amount.nanos();
    let sign = if nanos < 0 { "-" } else { "" };
    let size = nanos.unsigned_abs();
    if amount.two > 0 && size.is_multiple_of(1_000_000_000) {
        let whole = size / 1_000_000_000;
        if whole >= 1024 {
            let (value, suffix) = shrink(whole, 1024, &["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]);
            return format!("{sign}{value}{suffix}");
        }
    }
    let (value, suffix) = shrink(size, 1000, &["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]);
    if value == 0 { "0".to_owned() } else { format!("{sign}{value}{suffix}") }
}

fn shrink(mut value: u128, step: u128, suffixes: &[&'static str]) -> (u128, &'static str) {
    let mut suffixes = suffixes.iter();
    let mut suffix = suffixes.next().copied().unwrap_or_default();
    while value != 0 && value.is_multiple_of(step) {
        let Some(next) = suffixes.next() else { break };
        (value, suffix) = (value / step, next);
    }
    (value, suffix)
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// The powers of ten and two that a suffix stands for.
fn scale(suffix: &str) -> Option<(i32, u32)> {
    Some(match suffix {
        "" => (0, 0),
        "n" => (-9, 0),
        "u" => (-6, 0),
        "m" => (-3, 0),
        "k" => (3, 0),
        "M" => (6, 0),
        "G" => (9, 0),
        "T" => (12, 0),
        "P" => (15, 0),
        "E" => (18, 0),
        "Ki" => (0, 10),
        "Mi" => (0, 20),
        "Gi" => (0, 30),
        "Ti" => (0, 40),
        "Pi" => (0, 50),
        "Ei" => (0, 60),
        _ => (suffix.strip_prefix(['e', 'E'])?.parse().ok()?, 0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_in_one_form() {
        for (text, form) in [
            ("0.2", "200m"),
            ("1000m", "1"),
            ("1.5Gi", "1536Mi"),
            ("0", "0"),
            ("-1", "-1"),
            ("512Ki", "512Ki"),
        ] {
            assert_eq!(canonical(text), form, "{text}");
        }
        assert!(parse("200m").is_ok_and(|one| parse("0.1").is_ok_and(|other| one.nanos() > other.nanos())));
    }

    #[test]
    fn amounts_are_read_as_go_reads_them() {
        for text in ["0", "100m", "1.5Gi", "1e3", "1E", ".5", "+2", "1.G"] {
            assert!(parse(text).is_ok(), "{text}");
        }
        assert_eq!(parse("1500m").map(|q| (q.digits, q.ten)), Ok((1500, -3)));
        for text in ["", "abc", "1 Gi", "100 m", "1,5"] {
            assert_eq!(parse(text), Err(WRONG_FORM), "{text}");
        }
        for text in
            ["1mm", "1Kb".trim_end_matches('b'), "1gi".replace('g', "K").replace("Ki", "KiK").as_str()]
        {
            assert_eq!(parse(text), Err(WRONG_SUFFIX), "{text}");
        }
    }
}
