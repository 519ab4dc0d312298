//! `portolan describe`.

use super::not_yet;
use crate::args::DescribeArgs;
use crate::session::Session;
use anyhow::Result;

pub(super) fn run(args: &DescribeArgs, session: &mut Session) -> Result<()> {
    let _ = args;
    not_yet("portolan describe", session)
}
