//! What to change where a connection does not end well: the field, the findings on the same object, and the edit.

use super::TraceOptions;
use super::outcome::Group;
use super::paper::{Ink, Paper};
use super::words;
use crate::fix;
use crate::report::{Format, ReportOptions, finding, pointer};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Diagnostic, Origin, Part, Severity, Template};
use portolan_core::trace::Ending;
use std::collections::BTreeSet;

/// The findings on what is to blame, each with the edit that mends it; the field itself where nothing was found.
pub(super) fn text(analysis: &Analysis, groups: &[Group<'_>], options: TraceOptions) -> String {
    let mut shown = BTreeSet::new();
    let mut out = String::new();
    let report = ReportOptions { lang: options.lang, color: options.color, format: Format::Full };
    for group in groups.iter().filter(|group| group.ending != Ending::Answered) {
        let Some(blame) = group.blame.filter(|blame| shown.insert((blame.object, blame.path.clone()))) else {
            continue;
        };
        let found = findings(analysis, blame);
        if found.is_empty() {
            out.push_str(&field(analysis, group, blame, &report));
        }
        for diagnostic in found {
            out.push_str(&finding(analysis, diagnostic, &report));
            out.push_str(&edit(analysis, diagnostic, options));
        }
    }
    out
}

/// The warnings and errors about an object, and what there is to say of the very field: this first.
fn findings<'a>(analysis: &'a Analysis, blame: &Origin) -> Vec<&'a Diagnostic> {
    let is_near = |one: &Diagnostic| {
        let (path, blame) = (one.path.as_str(), blame.path.as_str());
        !path.is_empty() && !blame.is_empty() && (path.starts_with(blame) || blame.starts_with(path))
    };
    let about = analysis
        .diagnostics
        .iter()
        .filter(|one| one.object == Some(blame.object) && (one.severity != Severity::Note || is_near(one)));
    let mut found: Vec<_> = about.collect();
    found.sort_by_key(|one| !is_near(one));
    found
}

fn field(analysis: &Analysis, group: &Group<'_>, blame: &Origin, report: &ReportOptions) -> String {
    let Some(manifest) = analysis.manifests.get(blame.object.0 as usize) else { return String::new() };
    let place = manifest.place(&analysis.files, &blame.path, Part::Value);
    let object = [
        ("kind", Arg::text(manifest.kind.as_deref().unwrap_or_default())),
        ("name", Arg::code(manifest.name.as_deref().unwrap_or_default())),
    ];
    let mut message = if blame.path.is_empty() { &words::LOOK_AT } else { &words::LOOK }.with(object);
    message.args.push(("path", Arg::code(&blame.path)));
    let advice = words::advice(group.reason.template.id, &blame.path);
    pointer(analysis, &message, (place, advice.map(Template::message)), report)
}

/// The lines that the fix of a finding changes.
fn edit(analysis: &Analysis, diagnostic: &Diagnostic, options: TraceOptions) -> String {
    let Some(mend) = &diagnostic.fix else { return String::new() };
    let mut paper = Paper::new(options.color, options.width);
    for file in fix::one(analysis, mend) {
        let title = words::MEND.with([("file", Arg::text(&file.name))]).render(options.lang);
        paper.line(&title);
        let diff = fix::diff(&file);
        for line in diff.lines().filter(|line| !line.starts_with("---") && !line.starts_with("+++")) {
            let ink = match line.as_bytes().first() {
                Some(b'-') => Ink::Bad,
                Some(b'+') => Ink::Good,
                _ => continue,
            };
            let line = paper.ink(ink, line);
            paper.line(&format!("    {line}"));
        }
        paper.line("");
    }
    paper.finish()
}
