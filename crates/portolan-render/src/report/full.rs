//! A finding in full: what is the matter, the manifest's lines, what else is to be seen there, why it matters, what to do.

use super::{ReportOptions, severity};
use crate::wrap::wrap;
use annotate_snippets::{AnnotationKind, Group, Level, Message as Line, Renderer, Snippet};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Diagnostic, FileId, Lang, Message as Words, Place, Severity};
use std::ops::Range;

/// Places at most this many lines apart are shown in one piece, the lines between them left out.
const FAR: usize = 120;
/// Writes one finding.
pub(super) fn full(analysis: &Analysis, diagnostic: &Diagnostic, options: &ReportOptions, out: &mut String) {
    let lang = options.lang;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .with_name(severity(diagnostic.severity, lang))
        .primary_title(diagnostic.message.render(lang))
        .id(diagnostic.rule);
    let windows = windows(analysis, diagnostic, lang);
    let mut group = Group::with_title(title);
    for window in &windows {
        group = group.element(window.snippet());
    }
    group = group.elements(footers(diagnostic, lang));
    write_group(group, options, out);
}
/// A place in the manifests to look at, with advice.
pub(crate) fn pointer(
    analysis: &Analysis,
    message: &Words,
    (place, advice): (Place, Option<Words>),
    options: &ReportOptions,
) -> String {
    let mut out = String::new();
    let help = || Level::HELP.with_name(help_name(options.lang));
    let level = help();
    let mut group = Group::with_title(level.primary_title(message.render(options.lang)));
    let window = shown(analysis, place, None).and_then(|shown| window(analysis, vec![shown]));
    if let Some(window) = &window {
        group = group.element(window.snippet());
    }
    let advice = advice.map(|advice| help().message(wrap(&advice.render(options.lang))));
    write_group(group.elements(advice), options, &mut out);
    out
}
fn write_group(group: Group<'_>, options: &ReportOptions, out: &mut String) {
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    for line in renderer.render(&[group]).lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.push('\n');
}

const fn help_name(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "help",
        Lang::Ja => "ヒント",
    }
}

/// Notes, advice, and how to apply the fix.
fn footers(diagnostic: &Diagnostic, lang: Lang) -> Vec<Line<'static>> {
    let (note, fix) = match lang {
        Lang::En => ("note", "fix"),
        Lang::Ja => ("注", "修正"),
    };
    let help = help_name(lang);
    let notes =
        diagnostic.notes.iter().map(|one| Level::NOTE.with_name(note).message(wrap(&one.render(lang))));
    let helps =
        diagnostic.help.iter().map(|one| Level::HELP.with_name(help).message(wrap(&one.render(lang))));
    let mut footers: Vec<Line<'static>> = notes.chain(helps).collect();
    if let Some(offer) = &diagnostic.fix {
        let flag = if offer.safe { "--fix" } else { "--unsafe-fixes" };
        let title = offer.title.render(lang);
        let text = match lang {
            Lang::En => format!("{title} (`portolan check {flag}`)"),
            Lang::Ja => format!("{title}（`portolan check {flag}`）"),
        };
        footers.push(Level::HELP.with_name(fix).message(text));
    }
    footers
}

/// A piece of a file with the places to mark in it.
struct Window<'a> {
    path: &'a str,
    text: &'a str,
    first_line: usize,
    marks: Vec<Mark>,
}

/// A place to mark, in bytes from the start of its window.
struct Mark {
    range: Range<usize>,
    label: Option<String>,
}

impl<'a> Window<'a> {
    fn snippet(&self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let snippet = Snippet::source(self.text).path(self.path).line_start(self.first_line);
        snippet.annotations(self.marks.iter().map(|mark| match &mark.label {
            None => AnnotationKind::Primary.span(mark.range.clone()),
            Some(label) => AnnotationKind::Context.span(mark.range.clone()).label(label.clone()),
        }))
    }
}

/// A place to show: the lines it is on, counted from 0, its bytes, and what to say there.
struct Shown {
    file: FileId,
    lines: (usize, usize),
    bytes: Range<usize>,
    label: Option<String>,
}

/// The pieces of the files that a finding shows: first that of the finding itself, then the others in order.
fn windows<'a>(analysis: &'a Analysis, diagnostic: &Diagnostic, lang: Lang) -> Vec<Window<'a>> {
    let primary = shown(analysis, diagnostic.place, None);
    let related = diagnostic.related.iter();
    let related = related.filter_map(|one| shown(analysis, one.place, Some(one.message.render(lang))));
    let mut places: Vec<Shown> = primary.into_iter().chain(related).collect();
    places.sort_by_key(|one| (one.file, one.lines, one.bytes.start));
    let mut pieces: Vec<Vec<Shown>> = Vec::new();
    for place in places {
        let near = |piece: &&mut Vec<Shown>| {
            let last = piece.last();
            last.is_some_and(|last| last.file == place.file && place.lines.0 <= last.lines.1 + FAR)
        };
        match pieces.last_mut().filter(near) {
            Some(piece) => piece.push(place),
            None => pieces.push(vec![place]),
        }
    }
    pieces.sort_by_key(|piece| !piece.iter().any(|one| one.label.is_none()));
    pieces.into_iter().filter_map(|piece| window(analysis, piece)).collect()
}

/// A place, cut to its first line where it goes over several.
fn shown(analysis: &Analysis, place: Place, label: Option<String>) -> Option<Shown> {
    let file = analysis.files.get(place.file.0 as usize)?;
    let text = file.text();
    let start = text.floor_char_boundary(place.span.start as usize);
    let end = text.floor_char_boundary(place.span.end as usize).max(start);
    let line_end = text.get(start..)?.find(['\n', '\r']).map_or(text.len(), |at| start + at);
    let line = file.lines().line(place.span.start).saturating_sub(1) as usize;
    Some(Shown { file: place.file, lines: (line, line), bytes: start..end.min(line_end), label })
}

fn window<'a>(analysis: &'a Analysis, piece: Vec<Shown>) -> Option<Window<'a>> {
    let file = analysis.files.get(piece.first()?.file.0 as usize)?;
    let (first, last) = (piece.first()?.lines.0, piece.iter().map(|one| one.bytes.end).max()?);
    let text = file.text();
    let start = file.lines().line_start(u32::try_from(first).ok()?.saturating_add(1)) as usize;
    let end = text.get(last..)?.find(['\n', '\r']).map_or(text.len(), |at| last + at);
    let marks = piece.into_iter().map(|one| Mark {
        range: one.bytes.start.saturating_sub(start)..one.bytes.end.saturating_sub(start),
        label: one.label,
    });
    Some(Window {
        path: file.name(),
        text: text.get(start..end)?,
        first_line: first.saturating_add(1),
        marks: marks.collect(),
    })
}
