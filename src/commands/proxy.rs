//! How kube-proxy was started, as the command line tells it.

use crate::args::{ModeArg, ProxyArgs};
use crate::session::Session;
use crate::words;
use anyhow::{Result, anyhow, bail};
use portolan_core::Analysis;
use portolan_core::diagnostic::Arg;
use portolan_core::proxy::{Mode, ProxyOptions};
use portolan_render::rules::of_release;

/// kube-proxy's own flags, and above them ours.
pub(super) fn options(args: &ProxyArgs, session: &Session) -> Result<ProxyOptions> {
    let parsed = ProxyOptions::parse(&args.kube_proxy, &session.options);
    let mut options = parsed.map_err(|message| anyhow!(session.words(&message)))?;
    match args.mode {
        Some(ModeArg::Iptables) => options.mode = Mode::Iptables,
        Some(ModeArg::Nftables) => options.mode = Mode::Nftables,
        Some(ModeArg::Ipvs) => options.mode = Mode::Ipvs,
        None => {}
    }
    if session.node.is_some() {
        options.node.clone_from(&session.node);
    }
    options.nfacct = !args.no_nfacct;
    check_version(options.mode, session)?;
    Ok(options)
}

/// Rules are those of a release whose kube-proxy is known.
fn check_version(mode: Mode, session: &Session) -> Result<()> {
    match of_release(mode, session.options.kubernetes) {
        Ok(note) => note.iter().for_each(|note| session.note(note)),
        Err(message) => bail!(session.words(&message)),
    }
    Ok(())
}

/// Rules are those of a node that is there.
pub(super) fn check_node(analysis: &Analysis, options: &ProxyOptions, session: &Session) -> Result<()> {
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
