//! `portolan get`.

use super::not_yet;
use crate::args::GetArgs;
use crate::session::Session;
use anyhow::Result;

pub(super) fn run(args: &GetArgs, session: &mut Session) -> Result<()> {
    let _ = args;
    not_yet("portolan get", session)
}
