//! A line for every pair, as `kubectl get -o wide` would have it.

use super::{client_key, port, target_key};
use crate::get::or_none;
use crate::table::{GET, align};
use crate::trace::written;
use portolan_core::Analysis;
use portolan_core::reachability::Reachability;
use std::fmt::Write as _;

/// From, to, port, result, and the policies that decide with their places.
#[must_use]
pub fn wide(analysis: &Analysis, found: &Reachability<'_>, headers: bool) -> String {
    if found.targets.is_empty() || found.clients.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    if headers {
        text.push_str("FROM\tTO\tPORT\tREACHES\tDECIDED BY\n");
    }
    for (client, cells) in found.clients.iter().zip(&found.cells) {
        for (target, cell) in found.targets.iter().zip(cells) {
            let policies = cell.decided_by.iter().map(|(policy, origin)| {
                let place = written(analysis, origin).map(|place| format!(" ({place})"));
                format!("{}{}", policy.meta.full_name(), place.unwrap_or_default())
            });
            let policies = or_none(policies.collect::<Vec<_>>().join(", "));
            let (from, to) = (client_key(client), target_key(target));
            let _ = writeln!(text, "{from}\t{to}\t{}\t{}\t{policies}", port(target), cell.reach.as_str());
        }
    }
    align(&text, GET)
}
