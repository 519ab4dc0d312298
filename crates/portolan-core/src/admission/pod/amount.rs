//! Amounts of resources as the API server holds them: rounded up to thousandths (`SetDefaults_ResourceList`).

use crate::api::Quantity;
use crate::document::quantity::{canonical, parse};
use portolan_yaml::collections::BTreeMap;

const ONE: i128 = 1_000_000_000;
const MILLI: i128 = 1_000_000;

/// Amounts by the name of the resource.
pub(super) type Amounts<'a> = BTreeMap<&'a str, Amount>;

/// One amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    nanos: i128,
    /// Whether it was written with a suffix like `Mi`.
    binary: bool,
}

/// The amounts of a `ResourceList`.
pub(super) fn amounts(list: Option<&BTreeMap<String, Quantity>>) -> Amounts<'_> {
    list.into_iter().flatten().filter_map(|(name, one)| Some((name.as_str(), Amount::of(one)?))).collect()
}

impl Amount {
    /// What was written.
    pub(super) fn of(written: &Quantity) -> Option<Self> {
        Self::parse(written.0.trim())
    }

    /// What a text says.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let parsed = parse(text).ok()?;
        let nanos = parsed.nanos();
        let rest = nanos % MILLI;
        let rounded = nanos.saturating_sub(rest).saturating_add(MILLI.saturating_mul(rest.signum()));
        Some(Self { nanos: rounded, binary: parsed.two > 0 })
    }

    /// In billionths: for comparison.
    pub(super) const fn nanos(self) -> i128 {
        self.nanos
    }

    /// Whether there is no fraction.
    pub(super) const fn is_whole(self) -> bool {
        self.nanos % ONE == 0
    }

    /// `Quantity.Value`: rounded up.
    pub(super) const fn value(self) -> i128 {
        self.nanos / ONE + if self.nanos % ONE > 0 { 1 } else { 0 }
    }

    /// Both together, in the form of the first that is not nothing.
    pub(super) const fn plus(self, other: Self) -> Self {
        let binary = if self.nanos == 0 { other.binary } else { self.binary };
        Self { nanos: self.nanos.saturating_add(other.nanos), binary }
    }

    /// `Quantity.String`.
    pub(super) fn show(self) -> String {
        let whole = self.nanos / ONE;
        if !self.binary || !self.is_whole() || whole.unsigned_abs() < 1024 {
            return canonical(&format!("{}n", self.nanos));
        }
        let (mut value, mut suffix) = (whole, "");
        for next in ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] {
            if value % 1024 != 0 {
                break;
            }
            (value, suffix) = (value / 1024, next);
        }
        format!("{value}{suffix}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_rounded_up_and_keep_their_form() {
        let show = |text: &str| Amount::parse(text).map(Amount::show).unwrap_or_default();
        for (text, form) in [("0.0001", "1m"), ("1.5Gi", "1536Mi"), ("100000Ki", "100000Ki"), ("0.5", "500m")]
        {
            assert_eq!(show(text), form, "{text}");
        }
        assert_eq!(show("1536"), "1536");
        assert_eq!(show("0.5Ki"), "512");
        let sum =
            Amount::parse("512Mi").zip(Amount::parse("512M")).map(|(one, other)| one.plus(other).show());
        assert_eq!(sum.as_deref(), Some("1024288Ki"));
    }
}
