//! Tags: what `!!str`, `!!int` and the others make of a scalar, by go-yaml's rules.

use crate::resolve::{Plain, resolve};
use crate::tree::{Form, Mode};

const CORE: &str = "tag:yaml.org,2002:";

/// What a scalar means under its tag.
pub(crate) struct Meaning {
    pub(crate) mode: Mode,
    /// The text, where the tag changes it.
    pub(crate) text: Option<String>,
    /// The scalar, as a key, asks for a merge.
    pub(crate) merge: bool,
}

/// The meaning of a scalar with a tag of a handle and a suffix, or Go's words against it.
pub(crate) fn meaning(tag: Option<(&str, &str)>, form: Form, text: &str) -> Result<Meaning, String> {
    let plain = |mode| Meaning { mode, text: None, merge: mode == Mode::Resolve && text == "<<" };
    let Some((handle, suffix)) = tag else {
        return Ok(plain(if form == Form::Plain { Mode::Resolve } else { Mode::Text }));
    };
    let full = format!("{handle}{suffix}");
    if full == "!" {
        return Ok(plain(Mode::Resolve));
    }
    let Some(name) = full.strip_prefix(CORE) else { return Ok(plain(Mode::Text)) };
    let found = resolve(text);
    let mode = match (name, found) {
        ("merge", _) => return Ok(Meaning { merge: text == "<<", ..plain(Mode::Text) }),
        ("binary", _) => return binary(text),
        ("bool", Plain::Bool(_))
        | ("int", Plain::Int(_) | Plain::Uint(_))
        | ("null", Plain::Null)
        | ("float", Plain::Float(_)) => Mode::Resolve,
        ("float", Plain::Int(_)) => Mode::Float,
        ("timestamp", _) if is_timestamp(text) => Mode::Text,
        ("bool" | "int" | "null" | "float" | "timestamp", _) => {
            return Err(format!("yaml: cannot decode {} `{text}` as a !!{name}", name_of(found)));
        }
        _ => Mode::Text,
    };
    Ok(plain(mode))
}

const fn name_of(found: Plain) -> &'static str {
    match found {
        Plain::Null => "!!null",
        Plain::Bool(_) => "!!bool",
        Plain::Int(_) | Plain::Uint(_) => "!!int",
        Plain::Float(_) => "!!float",
        Plain::Text => "!!str",
    }
}

fn binary(text: &str) -> Result<Meaning, String> {
    let bytes = base64(text).ok_or_else(|| "yaml: !!binary value contains invalid base64 data".to_owned())?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(Meaning { mode: Mode::Text, text: Some(text), merge: false })
}

/// Standard base64 with padding; line breaks are passed over.
fn base64(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
    let padding = letters.iter().rev().take_while(|&&byte| byte == b'=').count();
    if !letters.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(letters.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for &letter in letters.iter().take(letters.len() - padding) {
        bits = bits << 6 & 0xff_ffff | u32::from(sextet(letter)?);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    Some(bytes)
}

const fn sextet(letter: u8) -> Option<u8> {
    Some(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

/// A date `2006-1-2`, alone or with a time after `T`, `t` or a space.
fn is_timestamp(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let mut number = |digits: std::ops::RangeInclusive<usize>, range: std::ops::RangeInclusive<u32>| {
        parts.next().is_some_and(|part| {
            digits.contains(&part.len())
                && part.bytes().all(|b| b.is_ascii_digit())
                && part.parse().is_ok_and(|n| range.contains(&n))
        })
    };
    let dated =
        number(4..=4, 0..=9999) && number(1..=2, 1..=12) && number(1..=2, 1..=31) && parts.next().is_none();
    dated
        && time.is_none_or(|time| {
            time.starts_with(|c: char| c.is_ascii_digit()) && time.matches(':').count() >= 2
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_text_is_decoded() {
        assert_eq!(base64("aGVsbG8=").as_deref(), Some(b"hello".as_slice()));
        assert_eq!(base64("aGVs\nbG8h").as_deref(), Some(b"hello!".as_slice()));
        assert_eq!(base64("aGVsbG8"), None);
    }

    #[test]
    fn timestamps_are_recognised() {
        assert!(is_timestamp("2001-12-14") && is_timestamp("2001-1-2T03:04:05Z"));
        assert!(!is_timestamp("2001-13-14") && !is_timestamp("x") && !is_timestamp("2001-12"));
    }
}
