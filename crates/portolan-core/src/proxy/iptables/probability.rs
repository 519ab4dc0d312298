//! How likely a `statistic` rule matches: the kernel compares 31 random bits with a number.

use std::fmt;

/// A probability in units of 2⁻³¹.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Probability(u32);

const UNIT: f64 = 2_147_483_648.0;

impl Probability {
    /// One in `count`, as it reaches the kernel: kube-proxy writes ten digits, `iptables-restore` multiplies by 2³¹
    /// and rounds.
    #[must_use]
    pub fn one_in(count: usize) -> Self {
        let written = format!("{:.10}", 1.0 / count.max(1) as f64);
        let scaled = (written.parse::<f64>().unwrap_or(1.0) * UNIT).round();
        Self(scaled as u32)
    }

    /// What the kernel keeps of a probability that is written as a decimal fraction.
    #[must_use]
    pub(super) fn parse(text: &str) -> Option<Self> {
        let value = text.parse::<f64>().ok().filter(|value| (0.0..=1.0).contains(value))?;
        Some(Self((value * UNIT).round() as u32))
    }

    /// As a fraction of 1.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.0) / UNIT
    }
}

/// With eleven digits, as `iptables-save` prints it.
impl fmt::Display for Probability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.11}", self.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_is_what_thirty_one_bits_can_hold() {
        assert_eq!(Probability::one_in(2).to_string(), "0.50000000000");
        assert_eq!(Probability::one_in(3).to_string(), "0.33333333349");
        assert_eq!(Probability::one_in(7).to_string(), "0.14285714272");
    }
}
