//! Probabilities as people write them: fractions where there is one, percentages beside.

use std::fmt::Write as _;

/// Rules state chances in 31 bits; a fraction this near is the one that was meant.
const NEAR: f64 = 2e-9;

/// Fractions have at most this denominator: the endpoints of a large Service on all nodes of a cluster.
const LARGEST: u64 = 10_000;

/// At most this many factors are written out.
const MOST_FACTORS: usize = 3;

/// A share as a fraction, for example `1/3`; as a decimal number if it is none.
pub(crate) fn fraction(share: f64) -> String {
    match rational(share) {
        Some((part, 1)) => part.to_string(),
        Some((part, whole)) => format!("{part}/{whole}"),
        None => decimal(share),
    }
}

/// A share in percent: `33.3%`, `100%`, `0.02%`.
pub(crate) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let text = if percent >= 1.0 { format!("{percent:.1}") } else { decimal(percent) };
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// How a share comes about: `2/3 · 1/2 = 1/3`; a long product is shortened in the middle.
pub(crate) fn product(odds: &[f64]) -> String {
    let total = fraction(odds.iter().product());
    let factors: Vec<String> = odds.iter().map(|share| fraction(*share)).collect();
    match factors.as_slice() {
        [] | [_] => total,
        [first, .., last] if factors.len() > MOST_FACTORS => format!("{first} · … · {last} = {total}"),
        all => format!("{} = {total}", all.join(" · ")),
    }
}

fn decimal(share: f64) -> String {
    let mut text = String::new();
    let digits = if share >= 0.001 { 4 } else { 8 };
    let _ = write!(text, "{share:.digits$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The fraction with the smallest denominator that is as good as equal, by continued fractions.
fn rational(share: f64) -> Option<(u64, u64)> {
    if !(0.0..=1.0 + NEAR).contains(&share) {
        return None;
    }
    let (mut before, mut now) = ((0_u64, 1_u64), (1_u64, 0_u64));
    let mut rest = share;
    loop {
        let whole = rest.floor();
        if whole > LARGEST as f64 {
            return None;
        }
        let next = (
            (whole as u64).checked_mul(now.0)?.checked_add(before.0)?,
            (whole as u64).checked_mul(now.1)?.checked_add(before.1)?,
        );
        if next.1 > LARGEST {
            return None;
        }
        if (next.0 as f64 / next.1 as f64 - share).abs() < NEAR {
            return Some(next);
        }
        (before, now) = (now, next);
        rest = (rest - whole).recip();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_in_31_bits_are_the_fractions_they_were_made_from() {
        for whole in 1_u32..=500 {
            let bits = (f64::from(u32::MAX >> 1) / f64::from(whole)).floor();
            let expected = if whole == 1 { "1".to_owned() } else { format!("1/{whole}") };
            assert_eq!(fraction(bits / f64::from(1_u32 << 31)), expected);
        }
    }

    #[test]
    fn what_is_no_fraction_is_a_number() {
        assert_eq!(fraction(0.0), "0");
        assert_eq!(fraction(2.0 / 7.0), "2/7");
        assert_eq!(fraction(std::f64::consts::FRAC_1_PI), "0.3183");
        assert_eq!(fraction(f64::NAN), "NaN");
        assert_eq!(fraction(1e-7), "0.0000001");
    }

    #[test]
    fn long_products_are_shortened() {
        assert_eq!(product(&[2.0 / 3.0, 0.5]), "2/3 · 1/2 = 1/3");
        let odds: Vec<f64> = (2..=10).rev().map(|n| f64::from(n - 1) / f64::from(n)).collect();
        assert_eq!(product(&odds), "9/10 · … · 1/2 = 1/10");
        assert_eq!(product(&[0.25]), "1/4");
    }

    #[test]
    fn percentages_have_as_many_digits_as_say_something() {
        assert_eq!(percent(1.0), "100%");
        assert_eq!(percent(1.0 / 3.0), "33.3%");
        assert_eq!(percent(0.0002), "0.02%");
    }
}
