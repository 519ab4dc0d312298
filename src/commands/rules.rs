//! `portolan rules`: what kube-proxy writes on a node.

use super::proxy::{check_node, options};
use super::{explain_rules, what_if};
use crate::args::{FamilyArg, RulesArgs, TextOrJson};
use crate::session::Session;
use crate::words;
use anyhow::{Result, bail};
use portolan_core::Analysis;
use portolan_core::object::IpFamily;
use portolan_core::proxy::{self, Mode, Plan};
use portolan_render::{ipvs_text, json, restore_text, rules_text};

pub(super) fn run(args: &RulesArgs, session: &mut Session) -> Result<()> {
    let mut options = options(&args.proxy, session)?;
    match args.family {
        Some(FamilyArg::Ipv4) => options.family = IpFamily::V4,
        Some(FamilyArg::Ipv6) => options.family = IpFamily::V6,
        None => {}
    }
    if let Some(file) = &args.explain {
        return explain_rules::run(args, file, &options, session);
    }
    if args.restore && options.mode == Mode::Nftables {
        bail!(session.words(&words::NO_RESTORE.with([])));
    }
    what_if::print(&args.input.paths, (&args.what_if, what_if::Shape::Lines), session, |analysis, session| {
        check_node(analysis, &options, session)?;
        let plan = proxy::plan(&analysis.cluster, &analysis.slices, &options);
        Ok(text(args, analysis, &plan))
    })
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
        Mode::Nftables => {
            let table = proxy::nftables::table(plan);
            if json { json::nftables(analysis, &table) } else { rules_text(&table) }
        }
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
