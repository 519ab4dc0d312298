//! Shares of the connections in words.

use super::words;
use crate::diagnostic::{Arg, Message};

/// Shares this near are the same: rules state chances in 31 bits.
const NEAR: f64 = 1e-6;

/// `half`, `a third`, `40%`.
pub(super) fn share(share: f64) -> Message {
    let known = words::SHARES.iter().find(|(known, _)| (known - share).abs() < NEAR);
    match known {
        Some((_, template)) => template.message(),
        None => words::PERCENT.with([("percent", Arg::text(percent(share)))]),
    }
}

/// What each of several gets: `half`, `a third`, `1/12`.
pub(super) fn each(count: usize) -> Message {
    match count {
        0..=4 => share(1.0 / count.max(1) as f64),
        _ => words::ONE_OF.with([("n", Arg::count(count))]),
    }
}

/// Whether all of these are the same.
pub(super) fn is_even(shares: impl Iterator<Item = f64> + Clone) -> bool {
    let first = shares.clone().next().unwrap_or_default();
    shares.into_iter().all(|share| (share - first).abs() < NEAR)
}

/// `90%`; what is less than one percent has two digits.
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent >= 1.0 || percent <= 0.0 { format!("{percent:.0}%") } else { format!("{percent:.2}%") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Lang;

    #[test]
    fn shares_are_told_as_people_tell_them() {
        let en = |message: Message| message.render(Lang::En);
        assert_eq!(en(share(0.5)), "half");
        assert_eq!(en(share(1.0 / 3.0)), "a third");
        assert_eq!(en(share(0.9)), "90%");
        assert_eq!(en(share(0.003)), "0.30%");
        assert_eq!(each(12).render(Lang::Ja), "12分の1");
    }
}
