//! Fixes: shown as a difference, or written to the files until there is nothing left to mend.

use super::output::STDIN;
use super::{Checked, request};
use crate::args::CheckArgs;
use crate::output::{Outcome, say, write_file};
use crate::project::{self, Found, Overlay};
use crate::session::Session;
use crate::words;
use anyhow::Result;
use portolan_core::Analysis;
use portolan_core::diagnostic::Arg;
use portolan_render::fix::{self, FixedFile};
use std::path::{Path, PathBuf};

/// A fix may lay bare what another one can mend; more rounds than this are a mistake of ours.
const ROUNDS: usize = 10;

pub(super) fn is_asked_for(args: &CheckArgs) -> bool {
    args.fix || args.unsafe_fixes
}

/// Shows what the fixes would change.
pub(super) fn show(analysis: &Analysis, args: &CheckArgs, session: &mut Session) -> Result<()> {
    for file in fix::plan(analysis, args.unsafe_fixes) {
        session.out.lines(&fix::diff(&file))?;
        if !args.exit_zero {
            session.worsen(Outcome::Findings);
        }
    }
    Ok(())
}

/// Writes the mended files until there is nothing left to mend; what is found after that, as `checked` sees it.
pub(super) fn apply(
    mut found: Checked,
    args: &CheckArgs,
    checked: impl Fn(Found) -> Checked,
    session: &mut Session,
) -> Result<Checked> {
    let (mut findings, mut files) = (0, Vec::new());
    for _ in 0..ROUNDS {
        let fixed = fix::plan(&found.analysis, args.unsafe_fixes);
        if fixed.is_empty() {
            break;
        }
        for file in &fixed {
            if file.name != STDIN {
                write_file(Path::new(&file.name), &file.after, session.lang)?;
            }
            findings += file.applied;
            if !files.contains(&file.name) {
                files.push(file.name.clone());
            }
        }
        found = checked(again(args, standard_input(&found.analysis, &fixed), session));
    }
    if findings > 0 {
        let arguments = [("n", Arg::count(findings)), ("files", Arg::Codes(files))];
        say(&session.words(&words::FIXED.with(arguments)));
    }
    Ok(found)
}

/// What is there after the files were mended; what was said of them is not said again.
fn again(args: &CheckArgs, input: Option<Vec<u8>>, session: &Session) -> Found {
    let overlay: Overlay = input.into_iter().map(|text| (PathBuf::from("-"), text)).collect();
    project::load(&request(args, session.isolated, &overlay)).analyze(&session.options)
}

/// The text of standard input, mended if it was.
fn standard_input(analysis: &Analysis, fixed: &[FixedFile]) -> Option<Vec<u8>> {
    let mended = fixed.iter().find(|one| one.name == STDIN).map(|one| one.after.as_str());
    let given = || analysis.files.iter().find(|file| file.name() == STDIN).map(portolan_core::File::text);
    mended.or_else(given).map(|text| text.as_bytes().to_vec())
}
