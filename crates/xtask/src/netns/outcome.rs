//! How connections end, as the trace expects it and as it was seen, and whether the two agree.

use std::fmt;

use serde_json::Value;

use super::chi_square::{self, ChiSquare, SIGNIFICANCE};
use super::scenario::{Client, Manner, Probe};

/// An end of a connection: all that its client, and the Pod that answers it, can know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Outcome {
    /// `answered`, `refused`, `timeout`, `no-route`, or the system's word for what else went wrong.
    pub(super) result: String,
    /// Who answered, as `NAMESPACE/NAME`.
    pub(super) pod: Option<String>,
    /// The address that it sees.
    pub(super) seen: Option<String>,
}

/// An end and how likely it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Share {
    pub(super) outcome: Outcome,
    pub(super) probability: f64,
}

/// An end and how often it was seen.
pub(super) type Count = (Outcome, u64);

/// What came of a comparison.
#[derive(Debug)]
pub(super) struct Verdict {
    /// Why the two do not agree; none if they do.
    pub(super) fault: Option<String>,
    /// The test of the shares, where there are several.
    pub(super) chi_square: Option<ChiSquare>,
}

impl Share {
    /// Sums the probabilities of equal ends and leaves out what cannot happen.
    pub(super) fn sum(shares: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut sum: Vec<Self> = Vec::new();
        for share in shares.into_iter().filter(|share| share.probability > 0.0) {
            match sum.iter_mut().find(|known| known.outcome == share.outcome) {
                Some(known) => known.probability += share.probability,
                None => sum.push(share),
            }
        }
        sum.sort_by(|a, b| a.outcome.cmp(&b.outcome));
        sum
    }
}

/// Counts the ends in an agent's list of connections. Where a crowd's members are seen as themselves, they are seen as
/// the one that the probe names.
pub(super) fn count(connections: &Value, probe: &Probe) -> Vec<Count> {
    let mut counts: Vec<Count> = Vec::new();
    for connection in connections.as_array().into_iter().flatten() {
        let text = |key: &str| connection[key].as_str().map(str::to_owned);
        let seen = match (&probe.from, text("seen")) {
            (Client::Outside(from), seen) if seen.is_some() && seen == text("source") => {
                Some(from.to_string())
            }
            (_, seen) => seen,
        };
        let outcome = Outcome { result: text("result").unwrap_or_default(), pod: text("pod"), seen };
        match counts.iter_mut().find(|(known, _)| *known == outcome) {
            Some((_, count)) => *count += 1,
            None => counts.push((outcome, 1)),
        }
    }
    counts.sort();
    counts
}

/// Compares what was seen with what the trace expects.
pub(super) fn compare(expected: &[Share], counts: &[Count], manner: Manner) -> Verdict {
    let fault = |fault: &str| Verdict { fault: Some(fault.to_owned()), chi_square: None };
    if counts.is_empty() {
        return fault("nothing was seen");
    }
    if (expected.iter().map(|share| share.probability).sum::<f64>() - 1.0).abs() > 1e-6 {
        return fault("the probabilities do not add up to 1");
    }
    if counts.iter().any(|(seen, _)| expected.iter().all(|share| share.outcome != *seen)) {
        return fault("what was seen was not expected");
    }
    if manner == Manner::Sticks {
        return Verdict {
            fault: (counts.len() > 1).then(|| "it does not stick".to_owned()),
            chi_square: None,
        };
    }
    let shares: Vec<_> = expected.iter().map(|share| share.probability).collect();
    let seen =
        |outcome: &Outcome| counts.iter().find(|(seen, _)| seen == outcome).map_or(0, |(_, count)| *count);
    let seen: Vec<_> = expected.iter().map(|share| seen(&share.outcome)).collect();
    let test = chi_square::test(&seen, &shares);
    Verdict {
        fault: (test.tail < SIGNIFICANCE).then(|| "the shares differ".to_owned()),
        chi_square: (shares.len() > 1).then_some(test),
    }
}

/// How many connections show whether the expectation holds: each of several ends is expected some 20 times at least,
/// below which the chi-square distribution is no good approximation.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by the agent")]
pub(super) fn connections(expected: &[Share], manner: Manner) -> usize {
    let rarest = expected.iter().map(|share| share.probability).fold(1.0, f64::min);
    match (expected, manner) {
        (_, Manner::Sticks) => 20,
        ([only], _) if only.outcome.result == "timeout" => 4,
        ([] | [_], _) => 10,
        _ => 400.max((20.0 / rarest).ceil() as usize),
    }
}

/// `web-a as 10.244.1.2`, `refused`.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(pod) = &self.pod else { return f.write_str(&self.result) };
        f.write_str(pod.strip_prefix("default/").unwrap_or(pod))?;
        self.seen.as_ref().map_or(Ok(()), |seen| write!(f, " as {seen}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answered(pod: &str) -> Outcome {
        Outcome { result: "answered".into(), pod: Some(pod.into()), seen: Some("10.0.0.1".into()) }
    }

    fn halves() -> Vec<Share> {
        ["a", "b"].map(|pod| Share { outcome: answered(pod), probability: 0.5 }).to_vec()
    }

    #[test]
    fn fair_shares_agree_and_others_do_not() {
        let verdict =
            |a, b| compare(&halves(), &[(answered("a"), a), (answered("b"), b)], Manner::Apart).fault;
        assert_eq!(verdict(210, 190), None);
        assert_eq!(verdict(290, 110).as_deref(), Some("the shares differ"));
    }

    #[test]
    fn one_end_too_many_is_a_fault_however_rare() {
        let counts = [(answered("a"), 200), (answered("b"), 200), (answered("c"), 1)];
        assert!(compare(&halves(), &counts, Manner::Apart).fault.is_some());
    }

    #[test]
    fn who_sticks_has_one_end_of_those_expected() {
        let verdict = |counts: &[Count]| compare(&halves(), counts, Manner::Sticks).fault;
        assert_eq!(verdict(&[(answered("a"), 20)]), None);
        assert!(verdict(&[(answered("a"), 19), (answered("b"), 1)]).is_some());
        assert!(verdict(&[(answered("c"), 20)]).is_some());
    }

    #[test]
    fn the_members_of_a_crowd_count_as_one_client() {
        let probe = Probe {
            from: Client::Outside([198, 18, 0, 1].into()),
            to: ([192, 168, 10, 11], 30080).into(),
            protocol: super::super::scenario::Protocol::Tcp,
            only: None,
            via: Vec::new(),
            manner: Manner::Crowd,
        };
        let connection = |source: &str, seen: &str| json!({"source": source, "result": "answered", "pod": "d/a", "seen": seen});
        let connections = json!([
            connection("198.18.0.1", "198.18.0.1"),
            connection("198.18.0.2", "198.18.0.2"),
            connection("198.18.0.3", "10.9.9.9")
        ]);
        let counts = count(&connections, &probe);
        assert_eq!(counts.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [1, 2]);
    }
}
