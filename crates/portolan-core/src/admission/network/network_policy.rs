//! `ValidateNetworkPolicy` (`pkg/apis/networking/validation/validation.go`).

use crate::admission::address::{check_cidr, masked, parse_cidr_sloppy, warn_cidr};
use crate::admission::format;
use crate::admission::go::json_strings;
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::release::Change;
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::IntOrString;
use crate::api::networking::{
    IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec,
};
use crate::diagnostic::Path;

const PROTOCOLS: [&str; 3] = ["TCP", "UDP", "SCTP"];
const TYPES: [&str; 2] = ["Ingress", "Egress"];

/// Checks a NetworkPolicy.
pub(crate) fn validate(policy: &NetworkPolicy, namespace: &str, report: &mut Report) {
    meta::check(&policy.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    check_spec(policy, report);
}

/// `ValidateNetworkPolicySpec`.
fn check_spec(policy: &NetworkPolicy, report: &mut Report) {
    let none = Default::default();
    let spec = policy.spec.as_ref().unwrap_or(&none);
    let root = Path::new("spec");
    if let Some(pods) = &spec.pod_selector {
        selector::check(pods, &root.child("podSelector"), report);
    }
    for (index, rule) in spec.ingress.iter().flatten().enumerate() {
        let path = root.child("ingress");
        let path = path.index(index);
        check_ports(rule.ports.as_deref(), &path.child("ports"), report);
        check_peers(rule.from.as_deref(), &path.child("from"), report);
    }
    for (index, rule) in spec.egress.iter().flatten().enumerate() {
        let path = root.child("egress");
        let path = path.index(index);
        check_ports(rule.ports.as_deref(), &path.child("ports"), report);
        check_peers(rule.to.as_deref(), &path.child("to"), report);
    }
    check_types(spec.policy_types.as_deref().unwrap_or_default(), &root.child("policyTypes"), report);
}

/// `ValidateNetworkPolicyUpdate`: networks that the stored one names may stay.
pub(crate) fn validate_update(new: &NetworkPolicy, old: &NetworkPolicy, report: &mut Report) {
    meta::check_update(&new.metadata, report);
    let rules = old.spec.iter();
    let blocks = rules.flat_map(peers).filter_map(|peer| peer.ip_block.as_ref());
    let networks = blocks.flat_map(|block| block.except.iter().flatten().chain([&block.cidr]));
    report.kept.extend(networks.cloned());
    check_spec(new, report);
}

fn peers(spec: &NetworkPolicySpec) -> impl Iterator<Item = &NetworkPolicyPeer> {
    let ingress = spec.ingress.iter().flatten().filter_map(|rule| rule.from.as_ref());
    let egress = spec.egress.iter().flatten().filter_map(|rule| rule.to.as_ref());
    ingress.chain(egress).flatten()
}

/// `networkPolicyWarnings` (`pkg/registry/networking/networkpolicy/strategy.go`).
pub(crate) fn warn(policy: &NetworkPolicy, report: &mut Report) {
    let Some(spec) = &policy.spec else { return };
    let root = Path::new("spec");
    for (index, rule) in spec.ingress.iter().flatten().enumerate() {
        let path = root.child("ingress");
        warn_peers(rule.from.as_deref().unwrap_or_default(), &path.index(index).child("from"), report);
    }
    for (index, rule) in spec.egress.iter().flatten().enumerate() {
        let path = root.child("egress");
        warn_peers(rule.to.as_deref().unwrap_or_default(), &path.index(index).child("to"), report);
    }
}

fn warn_peers(peers: &[NetworkPolicyPeer], path: &Path<'_>, report: &mut Report) {
    for (index, block) in
        peers.iter().enumerate().filter_map(|(index, peer)| Some((index, peer.ip_block.as_ref()?)))
    {
        let path = path.index(index);
        let path = path.child("ipBlock");
        warn_cidr(&path.child("cidr"), &block.cidr, report);
        for (index, except) in block.except.iter().flatten().enumerate() {
            warn_cidr(&path.child("except").index(index), except, report);
        }
    }
}

fn check_types(types: &[String], path: &Path<'_>, report: &mut Report) {
    if types.len() > TYPES.len() {
        let shown = json_strings(Some(types));
        report.invalid(path, Value::Json(&shown), "may not specify more than two policyTypes");
        return;
    }
    for (index, one) in types.iter().enumerate().filter(|(_, one)| !TYPES.contains(&one.as_str())) {
        report.not_supported(&path.index(index), one, &TYPES);
    }
}

fn check_ports(ports: Option<&[NetworkPolicyPort]>, path: &Path<'_>, report: &mut Report) {
    for (index, port) in ports.into_iter().flatten().enumerate() {
        check_port(port, &path.index(index), report);
    }
}

fn check_port(port: &NetworkPolicyPort, path: &Path<'_>, report: &mut Report) {
    if let Some(protocol) = port.protocol.as_deref().filter(|one| !PROTOCOLS.contains(one)) {
        report.not_supported(&path.child("protocol"), protocol, &PROTOCOLS);
    }
    let end = path.child("endPort");
    match (&port.port, port.end_port) {
        (Some(IntOrString::Int(number)), last) => {
            if let Some(words) = format::port_number(*number) {
                report.invalid(&path.child("port"), *number, words);
            }
            let Some(last) = last else { return };
            if last < *number {
                let shown = if report.release.has(Change::EndPortIsShown) { last } else { *number };
                report.invalid(&end, shown, "must be greater than or equal to `port`");
            }
            if let Some(words) = format::port_number(last) {
                report.invalid(&end, last, words);
            }
        }
        (Some(IntOrString::String(name)), last) => {
            if let Some(last) = last {
                report.invalid(&end, last, "may not be specified when `port` is non-numeric");
            }
            report.invalid_each(&path.child("port"), name, format::port_name(name));
        }
        (None, Some(last)) => {
            report.invalid(&end, last, "may not be specified when `port` is not specified");
        }
        (None, None) => {}
    }
}

fn check_peers(peers: Option<&[NetworkPolicyPeer]>, path: &Path<'_>, report: &mut Report) {
    for (index, peer) in peers.into_iter().flatten().enumerate() {
        check_peer(peer, &path.index(index), report);
    }
}

fn check_peer(peer: &NetworkPolicyPeer, path: &Path<'_>, report: &mut Report) {
    let selectors = [("podSelector", &peer.pod_selector), ("namespaceSelector", &peer.namespace_selector)];
    let mut selects = false;
    for (field, one) in selectors.into_iter().filter_map(|(field, one)| Some((field, one.as_ref()?))) {
        selects = true;
        selector::check(one, &path.child(field), report);
    }
    match &peer.ip_block {
        None if !selects => report.required(path, "must specify a peer"),
        None => {}
        Some(block) => {
            check_block(block, &path.child("ipBlock"), report);
            if selects {
                report.forbidden(path, "may not specify both ipBlock and another peer");
            }
        }
    }
}

fn check_block(block: &IPBlock, path: &Path<'_>, report: &mut Report) {
    if block.cidr.is_empty() {
        report.required(&path.child("cidr"), "");
        return;
    }
    check_cidr(&path.child("cidr"), &block.cidr, report);
    let Some((network, length)) = parse_cidr_sloppy(&block.cidr) else { return };
    for (index, except) in block.except.iter().flatten().enumerate() {
        let path = path.child("except");
        let path = path.index(index);
        check_cidr(&path, except, report);
        let Some((address, longer)) = parse_cidr_sloppy(except) else { continue };
        let inside =
            network.is_ipv4() == address.is_ipv4() && masked(address, length) == masked(network, length);
        if !inside || length >= longer {
            report.invalid(&path, except, "must be a strict subset of `cidr`");
        }
    }
}
