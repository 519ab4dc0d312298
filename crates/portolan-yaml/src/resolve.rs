//! What a plain scalar means: the rules of go-yaml v2 (`resolve.go`), which the API server and kubectl follow.
//!
//! They are YAML 1.1 with Go's number forms: `yes` is a boolean, `0120` is 80, `1_000` is 1000, `1e400` stays a string,
//! and so do timestamps and base-60 numbers.

use std::borrow::Cow;

/// The value of a scalar.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'f> {
    /// Nothing, `~` or `null`.
    Null,
    /// `true`, `yes`, `on`, `y` and their opposites.
    Bool(bool),
    /// A whole number that fits `i64`.
    Int(i64),
    /// A whole number above `i64::MAX`.
    Uint(u64),
    /// Any other number.
    Float(f64),
    /// A text.
    Str(Cow<'f, str>),
}

/// What the text of a plain scalar is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Plain {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Text,
}

/// Resolves the text of a plain scalar.
pub(crate) fn resolve(text: &str) -> Plain {
    match text.as_bytes().first() {
        None => Plain::Null,
        Some(b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~') => {
            word(text.as_bytes())
        }
        Some(b'.') => dotted(text),
        Some(b'+' | b'-' | b'0'..=b'9') => number(text),
        Some(_) => Plain::Text,
    }
}

/// Whether a text is one of the words that mean a boolean or null.
#[inline]
pub(crate) fn is_word(text: &[u8]) -> bool {
    const LONGEST: usize = 5;
    text.len() <= LONGEST && word(text) != Plain::Text
}

fn word(text: &[u8]) -> Plain {
    match text {
        b"~" | b"null" | b"Null" | b"NULL" => Plain::Null,
        b"y" | b"Y" | b"yes" | b"Yes" | b"YES" | b"true" | b"True" | b"TRUE" | b"on" | b"On" | b"ON" => {
            Plain::Bool(true)
        }
        b"n" | b"N" | b"no" | b"No" | b"NO" | b"false" | b"False" | b"FALSE" | b"off" | b"Off" | b"OFF" => {
            Plain::Bool(false)
        }
        _ => Plain::Text,
    }
}

fn dotted(text: &str) -> Plain {
    match text {
        ".nan" | ".NaN" | ".NAN" => Plain::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" => Plain::Float(f64::INFINITY),
        _ if underscores_separate_digits(text) => float(&text.replace('_', "")),
        _ => Plain::Text,
    }
}

fn number(text: &str) -> Plain {
    match text {
        "+.inf" | "+.Inf" | "+.INF" => return Plain::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Plain::Float(f64::NEG_INFINITY),
        _ => {}
    }
    let plain: Cow<'_, str> = if text.contains('_') { text.replace('_', "").into() } else { text.into() };
    integer(&plain).unwrap_or_else(|| float(&plain))
}

/// Go's `strconv.ParseInt(text, 0, 64)`, then `ParseUint`, which takes no sign.
fn integer(text: &str) -> Option<Plain> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let magnitude = magnitude(digits)?;
    if negative {
        return 0i64.checked_sub_unsigned(magnitude).map(Plain::Int);
    }
    match i64::try_from(magnitude) {
        Ok(value) => Some(Plain::Int(value)),
        Err(_) if text.starts_with('+') => None,
        Err(_) => Some(Plain::Uint(magnitude)),
    }
}

fn magnitude(digits: &str) -> Option<u64> {
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, digits.get(2..)?),
        [b'0', b'b' | b'B', ..] => (2, digits.get(2..)?),
        [b'0', b'o' | b'O', ..] => (8, digits.get(2..)?),
        [b'0', _, ..] => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}

/// go-yaml's pattern for floats; what overflows stays a text.
fn float(text: &str) -> Plain {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let begins = unsigned.strip_prefix('.').unwrap_or(unsigned).starts_with(|c: char| c.is_ascii_digit());
    let letters =
        unsigned.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    match text.parse::<f64>() {
        Ok(value) if begins && letters && value.is_finite() => Plain::Float(value),
        _ => Plain::Text,
    }
}

/// Go accepts `_` in a number only between two digits.
fn underscores_separate_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
    bytes.iter().enumerate().filter(|&(_, &byte)| byte == b'_').all(|(at, _)| {
        digit(at.checked_sub(1).and_then(|before| bytes.get(before))) && digit(bytes.get(at + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_yaml_1_1() {
        for text in ["y", "Yes", "ON", "true", "TRUE"] {
            assert_eq!(resolve(text), Plain::Bool(true), "{text}");
        }
        for text in ["n", "No", "OFF", "false"] {
            assert_eq!(resolve(text), Plain::Bool(false), "{text}");
        }
        for text in ["", "~", "null", "NULL"] {
            assert_eq!(resolve(text), Plain::Null, "{text}");
        }
        for text in ["yES", "oN", "nulL", "trueish", "<<", "a"] {
            assert_eq!(resolve(text), Plain::Text, "{text}");
        }
    }

    #[test]
    fn integers_have_gos_forms() {
        let forms = [
            ("0x50", 80),
            ("0X50", 80),
            ("0o120", 80),
            ("0120", 80),
            ("8_0", 80),
            ("+80", 80),
            ("0b1010000", 80),
            ("-0", 0),
            ("1_", 1),
            ("0_7", 7),
            ("-0x10", -16),
            ("+0b1_0", 2),
            ("-9223372036854775808", i64::MIN),
        ];
        for (text, value) in forms {
            assert_eq!(resolve(text), Plain::Int(value), "{text}");
        }
        assert_eq!(resolve("18446744073709551615"), Plain::Uint(u64::MAX));
        assert_eq!(resolve("+18446744073709551615"), Plain::Float(18_446_744_073_709_551_615.0));
    }

    #[test]
    fn floats_have_go_yamls_pattern() {
        let forms = [
            ("1e3", 1000.0),
            ("5.", 5.0),
            (".5", 0.5),
            ("08", 8.0),
            (".8e2", 80.0),
            (".5_0", 0.5),
            ("+.5", 0.5),
        ];
        for (text, value) in forms {
            assert_eq!(resolve(text), Plain::Float(value), "{text}");
        }
        for text in [
            "1e400",
            "12:30:45",
            "2001-12-14",
            "0x",
            "1e",
            ".",
            "._5",
            "..",
            "-",
            "1.2.3",
            "0b2",
            "infinity",
            "-inf",
        ] {
            assert_eq!(resolve(text), Plain::Text, "{text}");
        }
        assert_eq!(resolve("-.inf"), Plain::Float(f64::NEG_INFINITY));
    }
}
