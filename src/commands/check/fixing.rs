//! Fixes: shown as a difference, or written to the files until there is nothing left to mend.

use super::Checked;
use super::output::STDIN;
use crate::args::CheckArgs;
use crate::input::Input;
use crate::markdown::{Page, is_markdown};
use crate::output::{Outcome, say, write_file};
use crate::session::Session;
use crate::words;
use anyhow::Result;
use portolan_core::Analysis;
use portolan_core::diagnostic::Arg;
use portolan_render::fix::{self, FixedFile};
use std::path::Path;

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
    unsafe_too: bool,
    checked: impl Fn(Analysis) -> Checked,
    session: &mut Session,
) -> Result<Checked> {
    let (mut findings, mut files) = (0, Vec::new());
    for _ in 0..ROUNDS {
        let fixed = fix::plan(&found.analysis, unsafe_too);
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
        found = checked(mended(found.analysis, fixed).find(&session.options));
    }
    if findings > 0 {
        let arguments = [("n", Arg::count(findings)), ("files", Arg::Codes(files))];
        say(&session.words(&words::FIXED.with(arguments)));
    }
    Ok(found)
}

/// The files of an analysis, the mended ones parsed anew.
fn mended(analysis: Analysis, fixed: Vec<FixedFile>) -> Input {
    let mut input = Input::default();
    for file in analysis.files {
        let mended = fixed.iter().find(|one| one.name == file.name());
        let name = file.name().to_owned();
        if is_markdown(Path::new(&name)) {
            let text = mended.map_or(file.text(), |one| &one.after);
            input.pages.push(Page::read(name, text.into()));
        } else {
            input.files.push(match mended {
                Some(mended) => portolan_core::parse(name, mended.after.clone().into_bytes()),
                None => file,
            });
        }
    }
    input
}
