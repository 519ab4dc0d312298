//! Rule sets as the tools of a node print them.

use portolan_core::object::IpFamily;
use portolan_core::proxy::iptables::Ruleset;
use portolan_core::proxy::ipvs::VirtualServers;
use std::fmt::Display;

/// The text of a rule set: what `iptables-save` or `nft list table` prints on the node.
#[must_use]
pub fn rules_text(rules: &impl Display) -> String {
    rules.to_string()
}

/// What IPVS mode sets up, under the commands that show it on the node.
#[must_use]
pub fn ipvs_text(servers: &VirtualServers, rules: &Ruleset) -> String {
    let command = match rules.family {
        IpFamily::V4 => "iptables-save",
        IpFamily::V6 => "ip6tables-save",
    };
    format!("{servers}# {command}\n{rules}")
}
