//! `portolan rules`: what kube-proxy writes on a node.

use super::not_yet;
use super::proxy::{check_node, options};
use crate::args::{FamilyArg, RulesArgs, TextOrJson};
use crate::session::Session;
use anyhow::Result;
use portolan_core::object::IpFamily;
use portolan_core::proxy::{self, Mode};
use portolan_render::{json, rules_text};

pub(super) fn run(args: &RulesArgs, session: &mut Session) -> Result<()> {
    let mut options = options(&args.proxy, session)?;
    match args.family {
        Some(FamilyArg::Ipv4) => options.family = IpFamily::V4,
        Some(FamilyArg::Ipv6) => options.family = IpFamily::V6,
        None => {}
    }
    if args.output == TextOrJson::Json && options.mode == Mode::Nftables {
        return not_yet("`--output json` for `--mode nftables`", session);
    }
    let analysis = session.analyze(&args.input.paths);
    check_node(&analysis, &options, session)?;
    let plan = proxy::plan(&analysis.cluster, &analysis.slices, &options);
    let text = match options.mode {
        Mode::Iptables => {
            let ruleset = proxy::iptables::ruleset(&plan);
            match args.output {
                TextOrJson::Text => rules_text(&ruleset),
                TextOrJson::Json => json::iptables(&analysis, &ruleset),
            }
        }
        Mode::Nftables => rules_text(&proxy::nftables::table(&plan)),
        Mode::Ipvs => {
            let servers = proxy::ipvs::virtual_servers(&plan);
            match args.output {
                TextOrJson::Text => rules_text(&servers),
                TextOrJson::Json => json::ipvs(&servers),
            }
        }
    };
    session.out.lines(&text)?;
    Ok(())
}
