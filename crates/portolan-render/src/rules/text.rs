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

/// What kube-proxy writes to `iptables-restore`, below the calls of `iptables` that come before, as comments.
#[must_use]
pub fn restore_text(rules: &Ruleset) -> String {
    let calls = rules.jumps().to_string();
    let mut text: String = calls.lines().flat_map(|call| ["# ", call, "\n"]).collect();
    text.push_str(&rules.restore().to_string());
    text
}
