//! How likely a `statistic` rule matches: the kernel compares 31 random bits with a number.

use std::fmt;

/// A probability in units of 2⁻³¹.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probability {
    scaled: u32,
    /// Of how many it is one.
    count: u32,
}

const UNIT: f64 = 2_147_483_648.0;

impl Probability {
    /// One in `count`, as it reaches the kernel: kube-proxy writes ten digits, `iptables-restore` multiplies by 2³¹
    /// and rounds.
    #[must_use]
    pub fn one_in(count: usize) -> Self {
        let count = u32::try_from(count.max(1)).unwrap_or(u32::MAX);
        let result = Self { scaled: 0, count };
        let scaled = (result.written().parse::<f64>().unwrap_or(1.0) * UNIT).round();
        Self { scaled: scaled as u32, ..result }
    }

    /// With ten digits, as kube-proxy writes it.
    #[must_use]
    pub fn written(self) -> String {
        format!("{:.10}", 1.0 / f64::from(self.count))
    }

    /// What the kernel keeps of a probability that is written as a decimal fraction.
    #[must_use]
    pub(super) fn parse(text: &str) -> Option<Self> {
        let value = text.parse::<f64>().ok().filter(|value| (0.0..=1.0).contains(value))?;
        Some(Self { scaled: (value * UNIT).round() as u32, count: (1.0 / value).round() as u32 })
    }

    /// As a fraction of 1.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.scaled) / UNIT
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
