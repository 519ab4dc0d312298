//! The fenced code of a Markdown page, by the rules of CommonMark, and its inline code.
//!
//! What a fence holds is copied into a *veiled* text: as long as the page, with its line breaks, and with blanks for all
//! else, for the quotation marks and the indentation of a list too. Then YAML can be read where it stands.

use super::heredocs;
use super::marks::{self, Marks};
use portolan_core::Span;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// What a fence holds, by the first word of its info string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// `yaml`, `yml`, `json`.
    Yaml,
    /// `console`, `sh` and their like, and fences that say nothing.
    Shell,
    /// Another one, or a difference between two texts.
    Other,
}

/// A fenced code block.
#[derive(Debug)]
pub(super) struct Fence {
    pub(super) language: Language,
    /// Whether it says that it is JSON.
    pub(super) json: bool,
    /// What is said of it, in its info string or on the line above.
    pub(super) marks: Marks,
    /// Its lines between the fences.
    pub(super) body: Span,
    /// The 1-based line on which they begin.
    pub(super) line: u32,
    /// The blank bytes before the code on each line; nothing if they differ from line to line.
    pub(super) margin: Option<u32>,
}

/// The code of a page.
#[derive(Debug, Default)]
pub(super) struct Code {
    pub(super) fences: Vec<Fence>,
    /// Inline code, without the backquotes.
    pub(super) inline: Vec<Span>,
    /// The page, blank but for what stands in fences.
    pub(super) veiled: String,
}

/// Reads a page.
pub(super) fn read(text: &str) -> Code {
    let mut code = Code::default();
    let mut veiled = blank(text);
    let mut lines = Lines::new(text);
    let mut open: Option<(Range<usize>, String, Vec<Range<usize>>)> = None;
    let options =
        Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(text, options | Options::ENABLE_TABLES).into_offset_iter() {
        match (event, &mut open) {
            (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))), _) => {
                open = Some((range, info.into_string(), Vec::new()));
            }
            (Event::Text(_), Some((_, _, pieces))) => pieces.push(range),
            (Event::End(TagEnd::CodeBlock), _) => {
                let Some((whole, info, pieces)) = open.take() else { continue };
                pieces.iter().for_each(|piece| copy(text, piece, &mut veiled));
                let Some(fence) = fence(text, &whole, &info, &pieces, &mut lines) else { continue };
                let here = heredocs::of(text, &fence);
                code.fences.push(fence);
                code.fences.extend(here);
            }
            (Event::Code(written), None) => code.inline.extend(inside(text, &range, &written)),
            _ => {}
        }
    }
    code.veiled = String::from_utf8(veiled).unwrap_or_default();
    code
}

/// The text with its line breaks and blanks for all else.
fn blank(text: &str) -> Vec<u8> {
    text.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { byte } else { b' ' }).collect()
}

/// Lays a piece of the text open.
fn copy(text: &str, piece: &Range<usize>, veiled: &mut [u8]) {
    let source = text.as_bytes().get(piece.clone()).unwrap_or_default();
    if let Some(target) = veiled.get_mut(piece.clone()) {
        target.copy_from_slice(source);
    }
}

fn fence(
    text: &str,
    whole: &Range<usize>,
    info: &str,
    pieces: &[Range<usize>],
    lines: &mut Lines<'_>,
) -> Option<Fence> {
    let opening = text.get(whole.start..)?.split('\n').next()?;
    let start = whole.start.checked_add(opening.len())?.checked_add(1)?;
    let last = pieces.last()?.end;
    let ended = text.get(..last)?.ends_with('\n');
    let end = if ended { last } else { text.get(last..)?.find('\n').map_or(text.len(), |at| last + at + 1) };
    let body = span(start..end.max(start))?;
    let info_at = opening.rfind(info.trim()).filter(|_| !info.is_empty());
    let info_start = whole.start + info_at.unwrap_or(opening.len());
    let (language, json) = language(info, body.slice(text));
    Some(Fence {
        language,
        json,
        marks: marks::read(text, opening.get(info_at.unwrap_or(opening.len())..)?, info_start, whole.start),
        margin: margin(text, &body, pieces),
        line: lines.at(start),
        body,
    })
}

/// What a fence holds. A session of a terminal is one even if it is called YAML for its colours.
fn language(info: &str, body: &str) -> (Language, bool) {
    let word = info.trim_start_matches(['{', '.', ' ']);
    let word = word.split([' ', '\t', '{', '}', ':', ',', ';', '(']).next().unwrap_or_default();
    let differs = info.split([' ', ',', ':', '-']).any(|word| word == "diff");
    let language = match word.to_ascii_lowercase().as_str() {
        _ if differs => Language::Other,
        "yaml" | "yml" | "json" => {
            let first =
                body.lines().map(|line| line.trim_start_matches([' ', '>'])).find(|line| !line.is_empty());
            let session = first.is_some_and(|line| line.starts_with("$ ") || line.starts_with("kubectl "));
            if session { Language::Shell } else { Language::Yaml }
        }
        "" | "console" | "shell" | "sh" | "bash" | "zsh" | "fish" | "terminal" | "shell-session"
        | "shellsession" | "sh-session" | "text" | "txt" | "plaintext" | "plain" | "none" | "output"
        | "command" | "cmd" | "powershell" | "iptables" => Language::Shell,
        _ => Language::Other,
    };
    (language, word.eq_ignore_ascii_case("json"))
}

/// The bytes before the code on each line that has some.
fn margin(text: &str, body: &Span, pieces: &[Range<usize>]) -> Option<u32> {
    let mut margin = None;
    let mut at = body.start as usize;
    let mut rest = pieces.iter().peekable();
    for line in body.slice(text).split_inclusive('\n') {
        let end = at + line.len();
        while rest.next_if(|piece| piece.end <= at).is_some() {}
        let code = rest.peek().filter(|piece| piece.start < end);
        if let Some(start) = code.map(|piece| piece.start.max(at))
            && !text.get(start..end).unwrap_or_default().trim().is_empty()
            && *margin.get_or_insert(start - at) != start - at
        {
            return None;
        }
        at = end;
    }
    u32::try_from(margin.unwrap_or_default()).ok()
}

/// Inline code on one line, without its backquotes.
fn inside(text: &str, range: &Range<usize>, written: &str) -> Option<Span> {
    let at = text.get(range.clone())?.find(written)?;
    let start = range.start + at;
    span(start..start + written.len())
}

pub(super) fn span(range: Range<usize>) -> Option<Span> {
    Some(Span { start: u32::try_from(range.start).ok()?, end: u32::try_from(range.end).ok()? })
}

/// Counts lines on the way through a text.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl<'t> Lines<'t> {
    const fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The 1-based line of a byte that is not before the one asked for last.
    fn at(&mut self, byte: usize) -> u32 {
        let passed = self.text.get(self.at..byte).unwrap_or_default().matches('\n').count();
        (self.at, self.line) = (byte, self.line.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX)));
        self.line
    }
}
