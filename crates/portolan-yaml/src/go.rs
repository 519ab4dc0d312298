//! How Go writes values: numbers in JSON, keys in messages (`%#v`).

use std::fmt::Write as _;

use crate::resolve::{Plain, resolve};

/// A float as `encoding/json` writes it.
pub(crate) fn json_float(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude == 0.0 || (1e-6..1e21).contains(&magnitude) {
        return format!("{value}");
    }
    let text = format!("{value:e}");
    if text.contains("e-") { text } else { text.replacen('e', "e+", 1) }
}

/// A float as `strconv.FormatFloat(value, 'g', -1, …)` writes it, from Rust's `{}` and `{:e}` of the same bits.
fn shortest(plain: String, exponential: &str) -> String {
    let Some((mantissa, exponent)) = exponential.split_once('e') else { return plain };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        return plain;
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
}

/// The text of a key in JSON, as sigs.k8s.io/yaml converts it; nothing when the text stays as it is.
pub(crate) fn json_key(text: &str) -> Result<Option<String>, UnsupportedKey> {
    Ok(Some(match resolve(text) {
        Plain::Text => return Ok(None),
        Plain::Bool(value) => value.to_string(),
        Plain::Int(value) => value.to_string(),
        Plain::Float(value) => float_key(value),
        Plain::Null => return Err(UnsupportedKey { go_type: "%!s(<nil>)", go_value: "<nil>".to_owned() }),
        Plain::Uint(value) => {
            return Err(UnsupportedKey { go_type: "uint64", go_value: format!("{value:#x}") });
        }
    }))
}

#[expect(clippy::cast_possible_truncation, reason = "the conversion upstream formats keys with 32 bits")]
fn float_key(value: f64) -> String {
    let value = value as f32;
    if value.is_nan() {
        ".nan".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { ".inf" } else { "-.inf" }.to_owned()
    } else {
        shortest(format!("{value}"), &format!("{value:e}"))
    }
}

/// A key that has no form in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnsupportedKey {
    pub(crate) go_type: &'static str,
    pub(crate) go_value: String,
}

/// A plain scalar as `%#v` shows it.
pub(crate) fn go_scalar(text: &str) -> String {
    match resolve(text) {
        Plain::Null => "interface {}(nil)".to_owned(),
        Plain::Bool(value) => value.to_string(),
        Plain::Int(value) => value.to_string(),
        Plain::Uint(value) => format!("{value:#x}"),
        Plain::Float(value) => go_float(value),
        Plain::Text => quote(text),
    }
}

/// A float as `%#v` shows it.
pub(crate) fn go_float(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    shortest(format!("{value}"), &format!("{value:e}"))
}

/// A text as `strconv.Quote` writes it.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{7}' => quoted.push_str("\\a"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            '\u{b}' => quoted.push_str("\\v"),
            _ if c < ' ' || c == '\u{7f}' => push_escape(&mut quoted, c, 'x', 2),
            _ if is_printable(c) => quoted.push(c),
            _ if u32::from(c) < 0x1_0000 => push_escape(&mut quoted, c, 'u', 4),
            _ => push_escape(&mut quoted, c, 'U', 8),
        }
    }
    quoted.push('"');
    quoted
}

fn push_escape(quoted: &mut String, c: char, letter: char, digits: usize) {
    // Writing to a String cannot fail.
    let _ = write!(quoted, "\\{letter}{:0digits$x}", u32::from(c));
}

/// Close to Go's `unicode.IsPrint`: no controls, blanks other than the space, formatting or private characters.
fn is_printable(c: char) -> bool {
    let hidden = c.is_control()
        || c != ' ' && c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..);
    !hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_go_writes_them() {
        let forms = [
            (1.0, "1", "1", "1"),
            (1.5, "1.5", "1.5", "1.5"),
            (1_234_567.0, "1234567", "1.234567e+06", "1.234567e+06"),
            (123_456_789.0, "123456789", "1.23456789e+08", "1.2345679e+08"),
            (1e21, "1e+21", "1e+21", "1e+21"),
            (0.0001, "0.0001", "0.0001", "0.0001"),
            (0.00001, "0.00001", "1e-05", "1e-05"),
            (1e-7, "1e-7", "1e-07", "1e-07"),
            (3.4e39, "3.4e+39", "3.4e+39", ".inf"),
        ];
        for (value, json, syntax, key) in forms {
            assert_eq!(
                (json_float(value).as_str(), go_float(value).as_str(), float_key(value).as_str()),
                (json, syntax, key)
            );
        }
    }

    #[test]
    fn keys_become_strings() {
        let key = |text| json_key(text).map(|key| key.unwrap_or_else(|| text.to_owned()));
        assert_eq!(key("80"), Ok("80".to_owned()));
        assert_eq!(key("yes"), Ok("true".to_owned()));
        assert_eq!(key("0x50"), Ok("80".to_owned()));
        assert_eq!(key("1.50"), Ok("1.5".to_owned()));
        assert_eq!(key("name"), Ok("name".to_owned()));
        assert!(key("~").is_err() && key("18446744073709551615").is_err());
    }

    #[test]
    fn texts_are_quoted_as_strconv_does() {
        assert_eq!(quote("a\"\n\u{1}é\u{200b}\u{a0}"), r#""a\"\n\x01é\u200b\u00a0""#);
    }
}
