//! The table of kube-proxy's nftables mode (KEP-3866): `pkg/proxy/nftables/proxier.go`.
//!
//! [`table`] makes the table `kube-proxy` of one family as data; its [`Display`](std::fmt::Display) is what `nft list
//! table` prints. Where iptables mode has a rule for each Service, here a packet is looked up once in a map.

mod base;
pub(super) mod names;
mod parse;
mod port;
mod ranges;
mod rule;
mod text;

pub(super) use base::standing;
pub use parse::parse_rule;
pub(super) use parse::{parse_element, parse_seconds};
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::fixture::{BALANCED, analysis, plan_of};

    fn text(flags: &[&str]) -> String {
        let flags: Vec<_> = ["--proxy-mode=nftables"].iter().chain(flags).copied().collect();
        table(&plan_of(&analysis(BALANCED), &flags)).to_string()
    }

    #[test]
    fn node_ports_answer_on_the_primary_address_unless_told_otherwise() {
        let primary = text(&["--hostname-override=node-b"]);
        assert!(primary.contains("elements = { 192.168.10.12 }"), "{primary}");
        let all = text(&["--nodeport-addresses=0.0.0.0/0"]);
        assert!(!all.contains("nodeport-ips"), "{all}");
        let everywhere =
            "fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @service-nodeports";
        assert!(all.contains(everywhere), "{all}");
    }

    #[test]
    fn a_load_balancer_may_come_to_itself_where_a_range_includes_the_node() {
        let firewall = "ip saddr != { 192.168.10.0/24, 198.51.100.0/24, 203.0.113.9 } drop";
        let text = text(&[]);
        assert!(text.contains(firewall), "{text}");
    }

    #[test]
    fn the_mark_is_not_that_of_iptables_mode() {
        assert!(text(&["--iptables-masquerade-bit=10"]).contains("meta mark & 0x00004000"));
    }

    #[test]
    fn an_element_knows_the_field_it_comes_from() {
        let analysis = analysis(BALANCED);
        let table = table(&plan_of(&analysis, &["--proxy-mode=nftables"]));
        let element = table.maps.get(&Lookup::NodePorts).and_then(|map| map.values().next());
        let origin = element.and_then(|element| element.origin.as_ref()).expect("the origin of a node port");
        assert_eq!(origin.path, "spec.ports[0].nodePort");
    }
}
