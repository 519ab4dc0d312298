//! Pearson's chi-square test: how likely is it that chance alone puts counts as far from their expected shares.
//!
//! The tail is the regularised upper incomplete gamma function Q(k/2, x/2), by its series where x is small and by
//! Lentz's continued fraction where it is not (Abramowitz and Stegun 6.5.29 and 6.5.31).

/// What the test says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ChiSquare {
    /// The sum of (seen − expected)² / expected.
    pub(super) statistic: f64,
    /// How likely a statistic as large is if the shares are as expected.
    pub(super) tail: f64,
}

/// Where the tail is thinner than this, it was not chance.
pub(super) const SIGNIFICANCE: f64 = 1e-6;

/// Steps after which series and fraction have long converged for any count of outcomes that a probe may have.
const STEPS: u32 = 10_000;

/// Compares counts with the shares expected of them, which are positive and add up to 1.
#[expect(clippy::cast_precision_loss, reason = "counts of some hundreds")]
pub(super) fn test(counts: &[u64], shares: &[f64]) -> ChiSquare {
    let total = counts.iter().sum::<u64>() as f64;
    let statistic = counts
        .iter()
        .zip(shares)
        .map(|(count, share)| (*count as f64 - total * share).powi(2) / (total * share))
        .sum();
    let degrees = counts.len().saturating_sub(1) as f64;
    let tail = if counts.len() < 2 { 1.0 } else { upper_gamma(degrees / 2.0, statistic / 2.0) };
    ChiSquare { statistic, tail }
}

/// Q(a, x) for positive a and x ≥ 0.
fn upper_gamma(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let scale = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 { 1.0 - scale * series(a, x) } else { scale * fraction(a, x) }
}

/// Σ xⁿ / (a (a + 1) … (a + n)).
fn series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    for n in 1..STEPS {
        term *= x / (a + f64::from(n));
        sum += term;
        if term < sum * f64::EPSILON {
            break;
        }
    }
    sum
}

/// 1 / (x + 1 − a − 1 (1 − a) / (x + 3 − a − …)).
fn fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / away_from_zero(b);
    let mut value = d;
    for n in 1..STEPS {
        let n = f64::from(n);
        let numerator = -n * (n - a);
        b += 2.0;
        d = 1.0 / away_from_zero(numerator * d + b);
        c = away_from_zero(b + numerator / c);
        value *= c * d;
        if (c * d - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

/// ln Γ(x) for x ≥ 1/2, by Stirling's series behind a shift that makes it exact to some 14 digits.
fn ln_gamma(x: f64) -> f64 {
    let mut x = x;
    let mut product = 1.0;
    while x < 10.0 {
        product *= x;
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    let correction = (1.0 / 12.0 - y * (1.0 / 360.0 - y * (1.0 / 1260.0 - y / 1680.0))) / x;
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + correction - product.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_that_of_the_printed_tables() {
        for (degrees, statistic, tail) in [
            (1.0, 3.841, 0.05),
            (2.0, 5.991, 0.05),
            (5.0, 20.515, 0.001),
            (10.0, 23.209, 0.01),
            (30.0, 43.773, 0.05),
        ] {
            let found = upper_gamma(degrees / 2.0, statistic / 2.0);
            assert!((found - tail).abs() < tail * 2e-3, "{degrees} {statistic}: {found}");
        }
        // With two degrees the tail is exp(−x/2) exactly.
        for x in [0.1, 1.0, 8.0, 60.0] {
            let exact = f64::exp(-x / 2.0);
            assert!((upper_gamma(1.0, x / 2.0) - exact).abs() < exact * 1e-12, "{x}");
        }
    }

    #[test]
    fn fair_counts_pass_and_loaded_dice_do_not() {
        let thirds = [1.0 / 3.0; 3];
        assert!(test(&[141, 128, 131], &thirds).tail > 0.5);
        assert!(test(&[200, 100, 100], &thirds).tail < SIGNIFICANCE);
        assert!(test(&[400, 0], &[0.5, 0.5]).tail < SIGNIFICANCE);
        assert!((test(&[12], &[1.0]).tail - 1.0).abs() < f64::EPSILON);
    }
}
