//! `portolan trace`: the walk of a connection, and what comes of it.

use super::proxy;
use crate::args::{ProtocolArg, TextOrJson, TraceArgs};
use crate::output::Outcome;
use crate::session::Session;
use anyhow::{Result, anyhow};
use portolan_core::object::Protocol;
use portolan_core::trace::{Ending, Request, trace};
use portolan_render::json;

/// Exit code 1 says that not every connection is answered.
pub(super) fn run(args: &TraceArgs, session: &mut Session) -> Result<()> {
    let proxy = proxy::options(&args.proxy, session)?;
    let analysis = session.analyze(&args.input.paths);
    proxy::check_node(&analysis, &proxy, session)?;
    let protocol = args.protocol.map(|protocol| match protocol {
        ProtocolArg::Tcp => Protocol::Tcp,
        ProtocolArg::Udp => Protocol::Udp,
        ProtocolArg::Sctp => Protocol::Sctp,
    });
    let request = Request::parse(&analysis.cluster, (&args.from, &args.to), protocol, proxy)
        .map_err(|message| anyhow!(session.words(&message)))?;
    let trace = trace(&analysis.cluster, &analysis.slices, &request);
    if trace.ends.iter().any(|end| end.ending != Ending::Answered) {
        session.worsen(Outcome::Findings);
    }
    let asked = json::Asked { request: &request, to: &args.to };
    let text = match args.output {
        TextOrJson::Text | TextOrJson::Json => json::trace(&analysis, asked, &trace, session.lang),
    };
    session.out.lines(&text)?;
    Ok(())
}
