//! Where the reports go: one form at most to standard output, any number into files.

use super::baseline::Baseline;
use super::{Checked, fixing};
use crate::args::{CheckArgs, OutputArg, ReportForm};
use crate::output::{say, write_file};
use crate::session::Session;
use crate::words;
use anyhow::Result;
use clap::ValueEnum as _;
use portolan_core::diagnostic::{Arg, Message};
use portolan_render::report::{self, Findings, Folders};
use portolan_render::{Format, ReportOptions, json, overview};
use std::path::PathBuf;

/// The name under which standard input is analysed.
pub(super) const STDIN: &str = "<stdin>";

/// The forms asked for.
pub(super) struct Outputs {
    /// What goes to standard output.
    standard: Option<ReportForm>,
    files: Vec<(ReportForm, PathBuf)>,
}

impl Outputs {
    /// What the arguments ask for; why it cannot be done.
    pub(super) fn of(args: &CheckArgs) -> Result<Self, Message> {
        let full = [OutputArg { form: ReportForm::Full, file: None }];
        let all = if args.output.is_empty() { &full[..] } else { &args.output };
        if let Some(path) = &args.output_file {
            return match all {
                [OutputArg { form, file: None }] => {
                    Ok(Self { standard: None, files: vec![(*form, path.clone())] })
                }
                _ => Err(words::FILE_OF_SEVERAL.message()),
            };
        }
        let mut outputs = Self { standard: None, files: Vec::new() };
        for OutputArg { form, file } in all {
            match (file, outputs.standard) {
                (Some(file), _) if outputs.files.iter().any(|(_, known)| known == file) => {
                    return Err(words::about(&words::SAME_FILE, "path", file.display().to_string()));
                }
                (Some(file), _) => outputs.files.push((*form, file.clone())),
                (None, Some(first)) => {
                    let flag = Arg::code(format!("--output {}=FILE", name(*form)));
                    let [one, other] = [first, *form].map(|form| Arg::code(name(form)));
                    return Err(words::TWO_FORMS.with([("one", one), ("other", other), ("flag", flag)]));
                }
                (None, None) => outputs.standard = Some(*form),
            }
        }
        Ok(outputs)
    }

    /// Writes the reports; that on standard output gives way to standard input's mended text.
    pub(super) fn write(
        &self,
        found: &Checked,
        folders: &Folders,
        baseline: Option<&Baseline>,
        args: &CheckArgs,
        session: &mut Session,
    ) -> Result<()> {
        for (form, path) in &self.files {
            let text = text(found, *form, false, folders, session);
            write_file(path, &text, session.lang)?;
        }
        let mut shown = String::new();
        if let Some(form) = self.standard {
            shown = text(found, form, session.color, folders, session);
            if let (ReportForm::Full, Some(baseline), 1..) = (form, baseline, found.hidden) {
                shown.push_str(&session.words(&baseline.hides(found.hidden)));
            }
        }
        let files = &found.analysis.files;
        match files.iter().find(|file| fixing::is_asked_for(args) && file.name() == STDIN) {
            Some(file) => {
                session.out.text(file.text())?;
                if !shown.is_empty() {
                    say(shown.trim_end());
                }
            }
            None => session.out.lines(&shown)?,
        }
        Ok(())
    }
}

/// The word for a form on the command line.
fn name(form: ReportForm) -> String {
    form.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn text(found: &Checked, form: ReportForm, color: bool, folders: &Folders, session: &Session) -> String {
    let (lang, analysis) = (session.lang, &found.analysis);
    let findings = &Findings { analysis, fingerprints: &found.fingerprints, folders, lang };
    match form {
        ReportForm::Full => {
            let clean = analysis.diagnostics.is_empty();
            let overview = if clean { overview(analysis, lang) } else { String::new() };
            overview + &report::report(analysis, &ReportOptions { lang, color, format: Format::Full })
        }
        ReportForm::Concise => {
            report::report(analysis, &ReportOptions { lang, color, format: Format::Concise })
        }
        ReportForm::Json => json::check(analysis, lang),
        ReportForm::Jsonl => report::jsonl(findings),
        ReportForm::Sarif => report::sarif(findings),
        ReportForm::Github => report::github(findings),
        ReportForm::Gitlab => report::gitlab(findings),
        ReportForm::Junit => report::junit(findings),
        ReportForm::Checkstyle => report::checkstyle(findings),
        ReportForm::Rdjson => report::rdjson(findings),
        ReportForm::Markdown => report::markdown(findings),
    }
}
