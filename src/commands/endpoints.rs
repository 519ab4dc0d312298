//! `portolan endpoints`: the EndpointSlices.

use super::not_yet;
use crate::args::EndpointsArgs;
use crate::session::Session;
use anyhow::Result;

pub(super) fn run(args: &EndpointsArgs, session: &mut Session) -> Result<()> {
    let _analysis = session.analyze(&args.input.paths);
    not_yet("the list of EndpointSlices", session)
}
