//! `portolan rules`.

use super::not_yet;
use crate::args::RulesArgs;
use crate::session::Session;
use anyhow::Result;

pub(super) fn run(args: &RulesArgs, session: &mut Session) -> Result<()> {
    let _analysis = session.analyze(&args.input.paths);
    not_yet("portolan rules", session)
}
