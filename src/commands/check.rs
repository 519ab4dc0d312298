//! `portolan check`: findings of both families.

use super::not_yet;
use crate::args::{CheckArgs, SeverityArg};
use crate::output::Outcome;
use crate::session::Session;
use anyhow::Result;
use portolan_core::Analysis;
use portolan_core::diagnostic::Severity;

pub(super) fn run(args: &CheckArgs, session: &mut Session) -> Result<()> {
    let analysis = session.analyze(&args.input.paths);
    if !args.exit_zero && fails(&analysis, args.fail_on) {
        session.worsen(Outcome::Findings);
    }
    not_yet("the report", session)
}

/// Whether a finding is as severe as asked for.
fn fails(analysis: &Analysis, least: SeverityArg) -> bool {
    let least = match least {
        SeverityArg::Error => Severity::Error,
        SeverityArg::Warning => Severity::Warning,
        SeverityArg::Note => Severity::Note,
    };
    analysis.diagnostics.iter().any(|found| found.severity <= least)
}
