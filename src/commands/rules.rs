//! `portolan rules`: what kube-proxy writes on a node.

use super::not_yet;
use crate::args::{FamilyArg, ModeArg, RulesArgs, TextOrJson};
use crate::output::say;
use crate::session::Session;
use crate::words;
use anyhow::{Result, anyhow, bail};
use portolan_core::Analysis;
use portolan_core::diagnostic::Arg;
use portolan_core::object::IpFamily;
use portolan_core::proxy::iptables::VERSIONS;
use portolan_core::proxy::{self, Mode, Plan, ProxyOptions};
use portolan_render::{ipvs_text, json, restore_text, rules_text};

pub(super) fn run(args: &RulesArgs, session: &mut Session) -> Result<()> {
    let options = options(args, session)?;
    if args.output == TextOrJson::Json && options.mode == Mode::Nftables {
        return not_yet("`--output json` for `--mode nftables`", session);
    }
    if args.restore && options.mode == Mode::Nftables {
        bail!(session.words(&words::NO_RESTORE.with([])));
    }
    check_version(options.mode, session)?;
    let analysis = session.analyze(&args.input.paths);
    check_node(&analysis, &options, session)?;
    let plan = proxy::plan(&analysis.cluster, &analysis.slices, &options);
    session.out.lines(&text(args, &analysis, &plan))?;
    Ok(())
}

fn text(args: &RulesArgs, analysis: &Analysis, plan: &Plan<'_>) -> String {
    let json = args.output == TextOrJson::Json;
    match plan.mode {
        Mode::Iptables => {
            let rules = proxy::iptables::ruleset(plan);
            match json {
                true => json::iptables(analysis, &rules),
                false if args.restore => restore_text(&rules),
                false => rules_text(&rules),
            }
        }
        Mode::Nftables => rules_text(&proxy::nftables::table(plan)),
        Mode::Ipvs => {
            let servers = proxy::ipvs::virtual_servers(plan);
            let rules = proxy::ipvs::ruleset(plan, &servers);
            match json {
                true => json::ipvs(&servers, &rules),
                false if args.restore => restore_text(&rules),
                false => ipvs_text(&servers, &rules),
            }
        }
    }
}

/// kube-proxy's own flags, and above them ours.
fn options(args: &RulesArgs, session: &Session) -> Result<ProxyOptions> {
    let parsed = ProxyOptions::parse(&args.kube_proxy, &session.options);
    let mut options = parsed.map_err(|message| anyhow!(session.words(&message)))?;
    match args.mode {
        Some(ModeArg::Iptables) => options.mode = Mode::Iptables,
        Some(ModeArg::Nftables) => options.mode = Mode::Nftables,
        Some(ModeArg::Ipvs) => options.mode = Mode::Ipvs,
        None => {}
    }
    match args.family {
        Some(FamilyArg::Ipv4) => options.family = IpFamily::V4,
        Some(FamilyArg::Ipv6) => options.family = IpFamily::V6,
        None => {}
    }
    if session.node.is_some() {
        options.node.clone_from(&session.node);
    }
    Ok(options)
}

/// Rules are those of a release whose kube-proxy is known.
fn check_version(mode: Mode, session: &Session) -> Result<()> {
    let (asked, known) = (session.options.kubernetes, VERSIONS);
    let version = |minor: &u32| Arg::text(format!("1.{minor}"));
    let arguments =
        [("version", version(&asked)), ("oldest", version(known.start())), ("newest", version(known.end()))];
    if !known.contains(&asked) {
        bail!(session.words(&words::UNKNOWN_PROXY.with(arguments)));
    }
    if mode != Mode::Iptables && asked != *known.end() {
        let [asked, _, newest] = arguments;
        let words = session.words(&words::NEWEST_PROXY.with([asked, newest]));
        say(&session.words(&words::NOTE.with([("words", Arg::text(words))])));
    }
    Ok(())
}

/// Rules are those of a node that is there.
fn check_node(analysis: &Analysis, options: &ProxyOptions, session: &Session) -> Result<()> {
    let nodes = &analysis.cluster.nodes;
    match &options.node {
        Some(name) if !nodes.iter().any(|node| *node.name == **name) => {
            let known = nodes.iter().map(|node| node.name.to_string()).collect();
            let arguments = [("name", Arg::code(name)), ("known", Arg::Codes(known))];
            bail!(session.words(&words::UNKNOWN_NODE.with(arguments)))
        }
        _ => Ok(()),
    }
}
