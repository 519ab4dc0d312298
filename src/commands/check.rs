//! `portolan check`: findings of both families, and their fixes.

use crate::args::{CheckArgs, ReportForm, SeverityArg};
use crate::output::{Outcome, say};
use crate::session::Session;
use crate::words;
use anyhow::{Result, anyhow};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Severity};
use portolan_render::fix::{self, FixedFile};
use portolan_render::{Format, ReportOptions, json, overview, report};
use std::mem::ManuallyDrop;

/// A fix may lay bare what another one can mend; more rounds than this are a mistake of ours.
const ROUNDS: usize = 10;

/// The name under which standard input is analysed.
const STDIN: &str = "<stdin>";

pub(super) fn run(args: &CheckArgs, session: &mut Session) -> Result<()> {
    let mut analysis = session.analyze(&args.input.paths);
    if args.diff {
        return show_fixes(&analysis, args, session);
    }
    if is_fixing(args) {
        analysis = apply_fixes(ManuallyDrop::into_inner(analysis), args.unsafe_fixes, session)?;
    }
    if !args.exit_zero && fails(&analysis, args.fail_on) {
        session.worsen(Outcome::Findings);
    }
    show(&analysis, args, session)
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

/// Shows the findings; those of standard input that was mended on standard error, beside the mended text.
fn show(analysis: &Analysis, args: &CheckArgs, session: &mut Session) -> Result<()> {
    let text = text(analysis, args.output, session);
    let mended = analysis.files.iter().find(|file| is_fixing(args) && file.name() == STDIN);
    match mended {
        Some(file) => {
            session.out.text(file.text())?;
            say(text.trim_end());
        }
        None => session.out.lines(&text)?,
    }
    Ok(())
}

fn text(analysis: &Analysis, form: ReportForm, session: &Session) -> String {
    let (lang, color) = (session.lang, session.color);
    match form {
        ReportForm::Json => json::check(analysis, lang),
        ReportForm::Concise => report(analysis, &ReportOptions { lang, color, format: Format::Concise }),
        ReportForm::Full => {
            let clean = analysis.diagnostics.is_empty();
            let overview = if clean { overview(analysis, lang) } else { String::new() };
            overview + &report(analysis, &ReportOptions { lang, color, format: Format::Full })
        }
    }
}

fn is_fixing(args: &CheckArgs) -> bool {
    args.fix || args.unsafe_fixes
}

/// Shows what the fixes would change.
fn show_fixes(analysis: &Analysis, args: &CheckArgs, session: &mut Session) -> Result<()> {
    for file in fix::plan(analysis, args.unsafe_fixes) {
        session.out.lines(&fix::diff(&file))?;
        if !args.exit_zero {
            session.worsen(Outcome::Findings);
        }
    }
    Ok(())
}

/// Writes the mended files until there is nothing left to mend; what is found after that.
fn apply_fixes(
    mut analysis: Analysis,
    unsafe_too: bool,
    session: &mut Session,
) -> Result<ManuallyDrop<Analysis>> {
    let (mut findings, mut files) = (0, Vec::new());
    for _ in 0..ROUNDS {
        let fixed = fix::plan(&analysis, unsafe_too);
        if fixed.is_empty() {
            break;
        }
        for file in &fixed {
            write(file, session)?;
            findings += file.applied;
            if !files.contains(&file.name) {
                files.push(file.name.clone());
            }
        }
        analysis = portolan_core::analyze(mended(analysis, fixed), &session.options);
    }
    if findings > 0 {
        let arguments = [("n", Arg::count(findings)), ("files", Arg::Codes(files))];
        say(&session.words(&words::FIXED.with(arguments)));
    }
    Ok(ManuallyDrop::new(analysis))
}

fn write(file: &FixedFile, session: &Session) -> Result<()> {
    if file.name == STDIN {
        return Ok(());
    }
    std::fs::write(&file.name, &file.after).map_err(|error| {
        let why = Arg::text(error.to_string());
        let path = Arg::code(&file.name);
        anyhow!(session.words(&words::UNWRITABLE.with([("path", path), ("why", why)])))
    })
}

/// The files of an analysis, the mended ones parsed anew.
fn mended(analysis: Analysis, fixed: Vec<FixedFile>) -> Vec<portolan_core::File> {
    let mut files = analysis.files;
    for mended in fixed {
        if let Some(file) = files.iter_mut().find(|file| file.name() == mended.name) {
            *file = portolan_core::parse(mended.name, mended.after.into_bytes());
        }
    }
    files
}
