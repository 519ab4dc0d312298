//! The annotations by which a manifest steers the simulation: `portolan.dev/ready`, `phase`, `terminating`,
//! `pod-ip` and `gate`. A real cluster ignores them.
//!
//! Each is a list with commas; on a template its items serve successive Pods, and a single one serves them all,
//! except for `pod-ip`, which serves the first. The addresses of one Pod in both families are joined by `;`.

use crate::object::{Labels, Phase, parse_ip};
use std::net::IpAddr;

/// What the annotations of a Pod or a template say.
#[derive(Debug, Default)]
pub(crate) struct Steering<'a> {
    ready: Option<&'a str>,
    phase: Option<&'a str>,
    terminating: Option<&'a str>,
    gate: Option<&'a str>,
    pod_ip: Option<&'a str>,
}

impl<'a> Steering<'a> {
    /// Reads the annotations.
    pub(crate) fn of(annotations: &'a Labels) -> Self {
        Self {
            ready: annotations.get("portolan.dev/ready"),
            phase: annotations.get("portolan.dev/phase"),
            terminating: annotations.get("portolan.dev/terminating"),
            gate: annotations.get("portolan.dev/gate"),
            pod_ip: annotations.get("portolan.dev/pod-ip"),
        }
    }

    /// The phase of the `nth` Pod.
    pub(crate) fn phase(&self, nth: u32) -> Phase {
        match nth_of(self.phase, nth) {
            Some("Pending") => Phase::Pending,
            Some("Succeeded") => Phase::Succeeded,
            Some("Failed") => Phase::Failed,
            Some("Unknown") => Phase::Unknown,
            _ => Phase::Running,
        }
    }

    /// Whether the `nth` Pod is ready: its probes succeed and its readiness gates are passed.
    pub(crate) fn ready(&self, nth: u32) -> bool {
        let denied = |list| nth_of(list, nth).is_some_and(|word: &str| !word.eq_ignore_ascii_case("true"));
        self.phase(nth) == Phase::Running && !denied(self.ready) && !denied(self.gate)
    }

    /// Whether the `nth` Pod is being deleted.
    pub(crate) fn terminating(&self, nth: u32) -> bool {
        nth_of(self.terminating, nth).is_some_and(|word| word.eq_ignore_ascii_case("true"))
    }

    /// The addresses of the `nth` Pod, where they are given.
    pub(crate) fn ips(&self, nth: u32) -> Vec<IpAddr> {
        let addresses = self.pod_ip.and_then(|list| list.split(',').nth(nth as usize));
        addresses.into_iter().flat_map(|pair| pair.split(';')).filter_map(|ip| parse_ip(ip.trim())).collect()
    }
}

fn nth_of(list: Option<&str>, nth: u32) -> Option<&str> {
    let list = list?;
    if !list.contains(',') {
        return Some(list.trim());
    }
    list.split(',').nth(nth as usize).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steering(key: &str, value: &str, check: impl Fn(Steering<'_>)) {
        check(Steering::of(&[(format!("portolan.dev/{key}"), value)].into_iter().collect()));
    }

    #[test]
    fn one_word_serves_every_pod_and_a_list_successive_ones() {
        steering("ready", "false", |all| assert!(!all.ready(0) && !all.ready(7)));
        steering("ready", "true, false", |list| {
            assert!(list.ready(0) && !list.ready(1) && list.ready(2));
        });
    }

    #[test]
    fn a_pod_that_does_not_run_is_not_ready() {
        steering("phase", "Succeeded", |done| assert!(!done.ready(0)));
        steering("gate", "false", |gated| assert!(!gated.ready(0)));
    }

    #[test]
    fn addresses_serve_successive_pods_and_may_come_in_pairs() {
        steering("pod-ip", "10.244.1.11;fd00::11,10.244.2.11", |ips| {
            assert_eq!(ips.ips(0).len(), 2);
            assert_eq!(ips.ips(1), parse_ip("10.244.2.11").into_iter().collect::<Vec<_>>());
            assert!(ips.ips(2).is_empty());
        });
    }
}
