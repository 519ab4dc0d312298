//! The table of kube-proxy's nftables mode (KEP-3866): `pkg/proxy/nftables/proxier.go`.
//!
//! [`table`] makes the table `kube-proxy` of one family as data; its [`Display`](std::fmt::Display) is what `nft list
//! table` prints. Where iptables mode has a rule for each Service, here a packet is looked up once in a map.

mod base;
mod names;
mod port;
mod ranges;
mod rule;
mod text;

pub use ranges::Range;
pub use rule::{Action, Addresses, Chain, Element, Key, Lookup, Match, Name, Rule, Table, Verdict};

use super::Plan;

/// Writes the table of a plan.
#[must_use]
pub fn table(plan: &Plan<'_>) -> Table {
    let mut table = base::table(plan);
    for port in &plan.ports {
        port::write(plan, port, &mut table);
    }
    table
}
