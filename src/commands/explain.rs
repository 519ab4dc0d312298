//! `portolan explain`.

use super::not_yet;
use crate::args::ExplainArgs;
use crate::session::Session;
use anyhow::Result;

pub(super) fn run(args: &ExplainArgs, session: &mut Session) -> Result<()> {
    let _ = args;
    not_yet("portolan explain", session)
}
