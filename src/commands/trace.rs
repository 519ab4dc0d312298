//! `portolan trace`: the walk of a connection, and what comes of it.

use super::{proxy, what_if};
use crate::args::{ProtocolArg, TextOrJson, TraceArgs};
use crate::output::Outcome;
use crate::session::Session;
use anyhow::{Result, anyhow};
use portolan_core::Analysis;
use portolan_core::cluster::GUEST;
use portolan_core::object::Protocol;
use portolan_core::proxy::ProxyOptions;
use portolan_core::trace::{Request, Trace, comes_from_outside, trace};
use portolan_render::{Asked, TraceOptions, json, trace_text};
use std::cell::Cell;

/// The client of URLs that belong to an Ingress or a Gateway, where nobody is named: an address of the documentation's
/// networks (RFC 5737).
const ANYWHERE: &str = "203.0.113.7";

/// Exit code 1 says that not every connection is answered.
pub(super) fn run(args: &TraceArgs, session: &mut Session) -> Result<()> {
    let options = proxy::options(&args.proxy, session)?;
    let added = args.what_if.client.first().map(|word| word.split('@').next().unwrap_or_default());
    let answered = Cell::new(true);
    let shape = (&args.what_if, what_if::Shape::Lines);
    what_if::print(&args.input.paths, shape, session, |analysis, session| {
        proxy::check_node(analysis, &options, session)?;
        let from = match &args.from {
            Some(from) => from.clone(),
            None if added.is_none() && comes_from_outside(&analysis.cluster, &analysis.slices, &args.to) => {
                ANYWHERE.to_owned()
            }
            None => format!("pod/{}", added.unwrap_or(GUEST)),
        };
        let (request, trace) =
            walk(args, &from, analysis, &options).map_err(|message| anyhow!(session.words(&message)))?;
        answered.set(trace.ends.iter().all(|end| end.ending.is_good()));
        Ok(text(args, analysis, (&request, &trace), session))
    })?;
    if !answered.get() {
        session.worsen(Outcome::Findings);
    }
    Ok(())
}

fn walk(
    args: &TraceArgs,
    from: &str,
    analysis: &Analysis,
    options: &ProxyOptions,
) -> Result<(Request, Trace), portolan_core::diagnostic::Message> {
    let protocol = args.protocol.map(|protocol| match protocol {
        ProtocolArg::Tcp => Protocol::Tcp,
        ProtocolArg::Udp => Protocol::Udp,
        ProtocolArg::Sctp => Protocol::Sctp,
    });
    let mut request = Request::parse(&analysis.cluster, (from, &args.to), protocol, options.clone())?;
    if let Some(http) = &mut request.to.http {
        if let Some(method) = &args.method {
            http.method = method.to_ascii_uppercase();
        }
        args.header.iter().for_each(|header| http.add_header(header));
    }
    let trace = trace(&analysis.cluster, &analysis.slices, &request);
    Ok((request, trace))
}

fn text(
    args: &TraceArgs,
    analysis: &Analysis,
    (request, trace): (&Request, &Trace),
    session: &Session,
) -> String {
    let asked = Asked { request, to: &args.to, from_nobody: args.from.is_none() };
    match args.output {
        TextOrJson::Json => json::trace(analysis, asked, trace, session.lang),
        TextOrJson::Text => {
            let (lang, color, width) = (session.lang, session.color, session.width);
            trace_text(analysis, asked, trace, TraceOptions { lang, color, width, verbose: args.verbose })
        }
    }
}
