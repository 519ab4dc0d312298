//! `portolan dns`.

use super::not_yet;
use crate::args::DnsArgs;
use crate::session::Session;
use anyhow::Result;

pub(super) fn run(args: &DnsArgs, session: &mut Session) -> Result<()> {
    let _analysis = session.analyze(&args.input.paths);
    not_yet("portolan dns", session)
}
