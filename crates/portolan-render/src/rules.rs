//! Rule sets as the tools of a node print them.

use std::fmt::Display;

/// The text of a rule set: what `iptables-save` or `nft list table` prints on the node.
#[must_use]
pub fn rules_text(rules: &impl Display) -> String {
    rules.to_string()
}
