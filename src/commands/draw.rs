//! `portolan draw`.

use super::not_yet;
use crate::args::DrawArgs;
use crate::session::Session;
use anyhow::Result;

pub(super) fn run(args: &DrawArgs, session: &mut Session) -> Result<()> {
    let _analysis = session.analyze(&args.input.paths);
    not_yet("portolan draw", session)
}
