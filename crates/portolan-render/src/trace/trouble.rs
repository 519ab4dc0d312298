//! What to change where a connection does not end well: the field, the findings on the same object, and the edit.

use super::outcome::Group;
use super::paper::{Ink, Paper};
use super::{Asked, TraceOptions};
use crate::fix;
use crate::report::{Format, ReportOptions, finding, pointer};
use crate::walk::words;
use portolan_core::Analysis;
use portolan_core::admission::Manifest;
use portolan_core::diagnostic::{Arg, Diagnostic, Family, Origin, Part, Severity, Template};
use portolan_yaml::collections::BTreeSet;

/// At most so many findings are shown on refused Services.
const MOST_FINDINGS: usize = 5;

/// The findings on what is to blame, each with the edit that mends it; the field itself where nothing was found.
pub(super) fn text(
    analysis: &Analysis,
    asked: Asked<'_>,
    groups: &[Group<'_>],
    options: TraceOptions,
) -> String {
    let mut shown = BTreeSet::new();
    let mut out = String::new();
    let report = ReportOptions { lang: options.lang, color: options.color, format: Format::Full };
    if groups.iter().any(|group| !group.ending.is_good() || group.is_doubtful()) {
        out.push_str(&refused(analysis, asked, options));
    }
    for group in groups.iter().filter(|group| !group.ending.is_good()) {
        let Some(blame) = group.blame.filter(|blame| shown.insert((blame.object, blame.path.clone()))) else {
            continue;
        };
        let found = findings(analysis, blame);
        if found.is_empty() {
            out.push_str(&field(analysis, group, blame, &report));
        }
        out.push_str(&with_edits(analysis, found.into_iter().map(|(_, one)| one), options));
    }
    out
}

/// The warnings and errors about an object, and what there is to say of the very field: this first. Each with its index
/// in the analysis.
pub(crate) fn findings<'a>(analysis: &'a Analysis, blame: &Origin) -> Vec<(usize, &'a Diagnostic)> {
    let is_near = |one: &Diagnostic| {
        let around = blame.path.rsplit_once('.').map_or("", |(around, _)| around);
        !one.path.is_empty() && (one.path.starts_with(&blame.path) || blame.path.starts_with(&one.path))
            || around.len() > "spec".len() && one.path.starts_with(around)
    };
    let about = analysis.diagnostics.iter().enumerate().filter(|(_, one)| {
        one.object == Some(blame.object) && (one.severity != Severity::Note || is_near(one))
    });
    let mut found: Vec<_> = about.collect();
    found.sort_by_key(|(_, one)| !is_near(one));
    found
}

/// What the API server has to say against the Services that may be meant: they are not in the cluster.
fn refused(analysis: &Analysis, asked: Asked<'_>, options: TraceOptions) -> String {
    let meant: Vec<_> = analysis.manifests.iter().filter(|one| is_refused(one, asked)).collect();
    let about = |one: &Diagnostic| {
        let nameless = one.object.is_none() && meant.iter().any(|manifest| manifest.file == one.place.file);
        nameless || meant.iter().any(|manifest| one.object == Some(manifest.id))
    };
    let errors = analysis.diagnostics.iter().filter(|one| one.severity == Severity::Error);
    let found: Vec<_> = errors.filter(|one| one.family == Family::Admission && about(one)).collect();
    if found.is_empty() {
        return String::new();
    }
    let mut paper = Paper::new(options.color, options.width);
    let message = words::REFUSED_SERVICES.with([("n", Arg::count(meant.len()))]);
    paper.wrapped("", &message.render(options.lang), "");
    paper.line("");
    let mut out = paper.finish();
    out.push_str(&with_edits(analysis, found.into_iter().take(MOST_FINDINGS), options));
    out
}

/// Findings, each with its edit; findings that one edit mends have it once.
fn with_edits<'a>(
    analysis: &Analysis,
    found: impl Iterator<Item = &'a Diagnostic>,
    options: TraceOptions,
) -> String {
    let report = ReportOptions { lang: options.lang, color: options.color, format: Format::Full };
    let mut found = found.peekable();
    let mut out = String::new();
    while let Some(diagnostic) = found.next() {
        out.push_str(&finding(analysis, diagnostic, &report));
        let edit = edit(analysis, diagnostic, options);
        if found.peek().is_none_or(|next| self::edit(analysis, next, options) != edit) {
            out.push_str(&edit);
        }
    }
    out
}

/// Whether a manifest is that of a Service which may be meant, and was refused.
fn is_refused(manifest: &Manifest, asked: Asked<'_>) -> bool {
    let host = asked.request.to.host.split('.').next().unwrap_or_default();
    let object = asked.to.rsplit('/').next().and_then(|name| name.split(':').next()).unwrap_or_default();
    let named = manifest.name.as_deref().is_none_or(|own| own == host || own == object);
    let service = manifest.kind.as_deref().is_none_or(|kind| kind == "Service");
    named && service && manifest.answer.as_ref().is_some_and(|answer| !answer.accepted)
}

fn field(analysis: &Analysis, group: &Group<'_>, blame: &Origin, report: &ReportOptions) -> String {
    let Some(manifest) = analysis.manifests.get(blame.object.0 as usize) else { return String::new() };
    let path = if blame.path.is_empty() { "metadata.name" } else { &blame.path };
    let place = manifest.place(&analysis.files, path, Part::Value);
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
