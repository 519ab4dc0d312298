//! An explained dump for programs, version 1; within the version fields are only added.

use super::Explained;
use crate::json::check::certainty;
use crate::json::origin::{Written, written};
use crate::json::pretty;
use portolan_core::diagnostic::Lang;
use portolan_core::proxy::dump::{ChainSeen, Difference, DifferenceKind, Form, Part, PortName, Role, Tool};
use serde::Serialize;

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    file: &'a str,
    problems: Vec<Problem>,
    dumps: Vec<Dump<'a>>,
    chains: Vec<Chain<'a>>,
    differences: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Problem {
    line: u32,
    column: u32,
    message: String,
}

#[derive(Serialize)]
struct Dump<'a> {
    tool: &'static str,
    family: String,
    mode: &'static str,
    /// Releases of Kubernetes whose form the rules have, where that can be told.
    form: Option<&'static str>,
    node: Option<&'a str>,
    compared: bool,
}

#[derive(Serialize)]
struct Chain<'a> {
    name: &'a str,
    table: &'a str,
    family: String,
    kind: &'static str,
    owner: &'a str,
    service: Option<&'a str>,
    port: Option<&'a str>,
    protocol: Option<&'static str>,
    explanation: String,
    line: u32,
    lines: &'a [u32],
    packets: Option<u64>,
}

#[derive(Serialize)]
struct Found<'a> {
    kind: &'static str,
    family: String,
    service: Option<&'a str>,
    port: Option<&'a str>,
    protocol: Option<&'static str>,
    certainty: &'static str,
    message: String,
    help: Option<String>,
    /// The line of the dump.
    line: Option<u32>,
    origin: Option<Written<'a>>,
}

/// The whole report.
#[must_use]
pub fn json(explained: &Explained<'_>, lang: Lang) -> String {
    let problems = explained.dump.problems.iter();
    let problems =
        problems.map(|one| Problem { line: one.line, column: one.column, message: one.message.render(lang) });
    let parts = || explained.parts.iter();
    let chains = parts().flat_map(|part| part.reading.chains.iter().map(move |one| chain(part, one, lang)));
    let found = parts().flat_map(|part| part.differences.iter().flatten().map(move |one| (part, one)));
    let report = Report {
        schema: "portolan/v1",
        file: explained.file,
        problems: problems.collect(),
        dumps: parts().map(dump).collect(),
        chains: chains.collect(),
        differences: found.map(|(part, one)| difference(explained, part, one, lang)).collect(),
    };
    pretty(&report) + "\n"
}

fn dump(part: &Part) -> Dump<'_> {
    let node = &part.reading.node;
    let (tool, mode) = match part.reading.tool {
        Tool::Iptables if node.ipvs => ("iptables-save", "ipvs"),
        Tool::Iptables => ("iptables-save", "iptables"),
        Tool::Nft => ("nft", "nftables"),
    };
    let form = match node.form {
        Form::Unknown => None,
        Form::Colon => Some("1.17 and before"),
        Form::Xlb => Some("1.23 and before"),
        Form::Ext => Some("1.24 to 1.25"),
        Form::Firewall => Some("1.26 and later"),
        Form::Nftables => Some("1.29 and later"),
    };
    let family = part.reading.family.to_string();
    let compared = part.differences.is_some() && !node.ipvs;
    Dump { tool, family, mode, form, node: part.node.as_deref(), compared }
}

fn chain<'a>(part: &'a Part, chain: &'a ChainSeen, lang: Lang) -> Chain<'a> {
    let (kind, owner) = match chain.role {
        Role::Cluster => ("service", "kube-proxy"),
        Role::Local => ("local", "kube-proxy"),
        Role::External => ("external", "kube-proxy"),
        Role::Firewall => ("firewall", "kube-proxy"),
        Role::Endpoint => ("endpoint", "kube-proxy"),
        Role::Common(common) => ("common", common.owner),
        Role::BuiltIn => ("built-in", "kernel"),
        Role::Foreign(owner) => ("foreign", owner),
        Role::Unknown => ("unknown", "unknown"),
    };
    let (service, port, protocol) = names(chain.port.as_ref());
    Chain {
        name: &chain.name,
        table: &chain.table,
        family: part.reading.family.to_string(),
        kind,
        owner,
        service,
        port,
        protocol,
        explanation: chain.explanation(&part.reading).render(lang),
        line: chain.line,
        lines: &chain.rules,
        packets: chain.packets,
    }
}

fn difference<'a>(explained: &Explained<'a>, part: &'a Part, one: &'a Difference, lang: Lang) -> Found<'a> {
    let (service, port, protocol) = names(one.port.as_ref());
    Found {
        kind: kind(one.kind),
        family: part.reading.family.to_string(),
        service,
        port,
        protocol,
        certainty: certainty(one.certainty),
        message: one.message.render(lang),
        help: one.help.as_ref().map(|help| help.render(lang)),
        line: one.line.filter(|line| *line > 0),
        origin: one.origin.as_ref().and_then(|origin| written(explained.analysis?, origin)),
    }
}

/// `namespace/name`, the port's name, and the protocol.
fn names(port: Option<&PortName>) -> (Option<&str>, Option<&str>, Option<&'static str>) {
    let Some(name) = port else { return (None, None, None) };
    match name.parts() {
        Some((_, _, port)) => {
            let service = name.name.split(':').next();
            (service, Some(port), Some(name.protocol.as_str()))
        }
        None => (None, None, None),
    }
}

const fn kind(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::NoKubeProxy => "no-kube-proxy",
        DifferenceKind::NotHooked => "not-hooked",
        DifferenceKind::StaleEndpoint => "stale-endpoint",
        DifferenceKind::MissingEndpoint => "missing-endpoint",
        DifferenceKind::EndpointPort => "endpoint-port",
        DifferenceKind::EndpointCount => "endpoint-count",
        DifferenceKind::UnequalOdds => "unequal-odds",
        DifferenceKind::DeadRule => "dead-rule",
        DifferenceKind::ChangedChain => "changed-chain",
        DifferenceKind::MissingService => "missing-service",
        DifferenceKind::StaleService => "stale-service",
        DifferenceKind::ClusterIp => "cluster-ip",
        DifferenceKind::NodePort => "node-port",
        DifferenceKind::ExternalAddress => "external-address",
        DifferenceKind::Affinity => "session-affinity",
        DifferenceKind::InternalPolicy => "internal-traffic-policy",
        DifferenceKind::ExternalPolicy => "external-traffic-policy",
        DifferenceKind::SourceRanges => "source-ranges",
        DifferenceKind::HealthCheck => "health-check-node-port",
        DifferenceKind::Masquerade => "masquerade",
        DifferenceKind::NotInManifests => "not-in-manifests",
    }
}
