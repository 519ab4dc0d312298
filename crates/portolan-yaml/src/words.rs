//! Go's verdict on a document and its words. Go's YAML parser is a translation of libyaml, so libyaml (behind
//! `serde_yaml`) is asked; only the lines are counted a little differently. Values never come from here.

use std::borrow::Cow;

use serde::Deserialize as _;
use serde::de::IgnoredAny;

use crate::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::span::{Span, offset};

/// Larger documents are not asked about: libyaml keeps every event of a document in memory.
const LARGEST: usize = 8 << 20;

/// The product of nesting and length from which libyaml, which looks at every open level for each token, gets slow.
const MOST_WORK: u64 = 4 << 30;

/// How often a document is asked about again after a colon was hidden from libyaml.
const MOST_COLONS: usize = 32;

/// Hides what only go-yaml takes for an ordinary character: a colon before a bracket or comma, a BOM in the text.
const HIDDEN_COLON: &str = "_";
const HIDDEN_BOM: &str = "\u{2603}";

/// What Go says against a document that starts at byte `base` of the text; or the document as granit should see it, with
/// every character at its place.
pub(crate) fn verdict(document: &str, base: u32) -> Result<Cow<'_, str>, SyntaxError> {
    let mut text = Cow::Borrowed(document);
    if document.contains('\u{feff}') {
        text = text.replace('\u{feff}', HIDDEN_BOM).into();
    }
    if !document.ends_with('\n') {
        text.to_mut().push('\n');
    }
    let depth = deepest(document);
    if document.len() > LARGEST || (depth as u64).saturating_mul(document.len() as u64) > MOST_WORK {
        return Ok(text);
    }
    if let Some(error) = other_version(document, base) {
        return Err(error);
    }
    for _ in 0..MOST_COLONS {
        let Some(error) = ask(&text) else { return Ok(text) };
        let complaint = in_gos_words(&error, &text, base, offset(document.len()));
        if !complaint.words.ends_with("found unexpected ':'") {
            return Err(complaint);
        }
        let colon = (complaint.span.start.saturating_sub(base)) as usize;
        if text.get(colon..=colon) != Some(":") {
            return Ok(text);
        }
        text.to_mut().replace_range(colon..=colon, HIDDEN_COLON);
    }
    Ok(text)
}

/// libyaml's error, if any.
fn ask(text: &str) -> Option<serde_yaml::Error> {
    IgnoredAny::deserialize(serde_yaml::Deserializer::from_str(text).next()?).err()
}

/// What go-yaml's reader says of the first bytes that are not UTF-8.
pub(crate) fn invalid_utf8(bytes: &[u8]) -> &'static str {
    let length = match bytes.first() {
        Some(0xc0..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf7) => 4,
        _ => return "yaml: invalid leading UTF-8 octet",
    };
    let trail = bytes.get(1..bytes.len().min(length)).unwrap_or_default();
    if trail.iter().any(|byte| byte & 0xc0 != 0x80) {
        "yaml: invalid trailing UTF-8 octet"
    } else if trail.len() + 1 < length {
        "yaml: incomplete UTF-8 octet sequence"
    } else if matches!(bytes, [0xed, ..] | [0xf4..=0xf7, ..]) {
        "yaml: invalid Unicode character"
    } else {
        "yaml: invalid length of a UTF-8 sequence"
    }
}

/// Go takes version 1.1 alone, and says so before anything else.
fn other_version(document: &str, base: u32) -> Option<SyntaxError> {
    let mut at = 0;
    for (number, line) in document.split_inclusive('\n').enumerate() {
        if let Some(version) = line.strip_prefix("%YAML ") {
            let version = version.split('#').next().unwrap_or(version).trim();
            let digits = version
                .split('.')
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
            if version == "1.1" || !digits || version.matches('.').count() != 1 {
                return None;
            }
            let words = match number {
                0 => "yaml: found incompatible YAML document".to_owned(),
                line => format!("yaml: line {line}: found incompatible YAML document"),
            };
            let span = Span::new(base + offset(at), base + offset(at + line.trim_end().len()));
            return Some(SyntaxError { span, words, kind: Kind::BadDirective });
        }
        if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
            return None;
        }
        at += line.len();
    }
    None
}

/// An upper bound of how deep brackets nest, or dashes and question marks on a line.
fn deepest(document: &str) -> usize {
    let (mut depth, mut on_line, mut deepest) = (0usize, 0, 0);
    let mut before = 0;
    for byte in document.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' => on_line = 0,
            b' ' if matches!(before, b'-' | b'?' | b':') => on_line += 1,
            _ => {}
        }
        before = byte;
        deepest = deepest.max(depth).max(on_line);
    }
    deepest
}

fn in_gos_words(error: &serde_yaml::Error, document: &str, base: u32, length: u32) -> SyntaxError {
    let message = error.to_string();
    let problem = message.split(", ").next().unwrap_or(&message);
    let problem = problem.split(" at line ").next().unwrap_or(problem);
    let problem = problem.split(" at position ").next().unwrap_or(problem);
    let (index, line) = error.location().map_or((0, 0), |at| (at.index(), at.line().saturating_sub(1)));
    let at = document.char_indices().nth(index).map_or(document.len(), |(at, _)| at);
    let rest = document.get(at..).unwrap_or_default();
    let width = rest.chars().next().filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8);
    let span = Span::new(base + offset(at).min(length), base + offset(at + width).min(length));
    if problem == "unknown anchor" {
        let name: String = rest
            .trim_start_matches('*')
            .chars()
            .take_while(|&c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        let span = Span::new(span.start, span.start + 1 + offset(name.len()));
        return SyntaxError {
            span,
            words: format!("yaml: unknown anchor '{name}' referenced"),
            kind: Kind::UnknownAlias,
        };
    }
    let problem = if problem == "did not find expected hexadecimal number" {
        "did not find expected hexdecimal number"
    } else {
        problem
    };
    // The scanner's marks count lines from 0, and Go adds one to them, but not to the parser's.
    let scanner = format!("{error:?}").contains("kind: SCANNER");
    let words = match line + usize::from(scanner && line != 0) {
        0 => format!("yaml: {problem}"),
        line => format!("yaml: line {line}: {problem}"),
    };
    SyntaxError { span, words, kind: kind_of(problem, rest) }
}

fn kind_of(problem: &str, rest: &str) -> Kind {
    match problem {
        "found character that cannot start any token" if rest.starts_with('\t') => Kind::TabIndent,
        "found a tab character where an indentation space is expected"
        | "found a tab character that violates indentation" => Kind::TabIndent,
        "found character that cannot start any token" => Kind::BadCharacter,
        "mapping values are not allowed in this context" => Kind::MappingNotAllowed,
        "block sequence entries are not allowed in this context"
        | "mapping keys are not allowed in this context"
        | "did not find expected key"
        | "did not find expected '-' indicator" => Kind::BadIndent,
        "could not find expected ':'" => Kind::MissingColon,
        "found unexpected end of stream" | "found unexpected document indicator" => Kind::UnclosedQuote,
        "did not find expected ',' or ']'"
        | "did not find expected ',' or '}'"
        | "did not find expected node content" => Kind::UnclosedFlow,
        "found unknown escape character"
        | "did not find expected hexdecimal number"
        | "found invalid Unicode character escape code" => Kind::UnknownEscape,
        "found an indentation indicator equal to 0" => Kind::BadBlockScalar,
        "did not find expected comment or line break" => Kind::BadBlockScalar,
        "control characters are not allowed" => Kind::ControlCharacter,
        "found incompatible YAML document"
        | "found unknown directive name"
        | "found duplicate %YAML directive" => Kind::BadDirective,
        "did not find expected <document start>" => Kind::BadDirective,
        _ => Kind::Other,
    }
}
