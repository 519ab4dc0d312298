//! Quoted scalars: escapes, and lines that are folded into one.

/// What an escape in double quotes means, and the place after it. `at` is after the backslash.
pub(crate) fn escape(text: &str, at: usize) -> Option<(char, usize)> {
    let (c, digits) = match text.as_bytes().get(at)? {
        b'0' => ('\0', 0),
        b'a' => ('\u{7}', 0),
        b'b' => ('\u{8}', 0),
        b't' | b'\t' => ('\t', 0),
        b'n' => ('\n', 0),
        b'v' => ('\u{b}', 0),
        b'f' => ('\u{c}', 0),
        b'r' => ('\r', 0),
        b'e' => ('\u{1b}', 0),
        b' ' => (' ', 0),
        b'"' => ('"', 0),
        b'/' => ('/', 0),
        b'\\' => ('\\', 0),
        b'N' => ('\u{85}', 0),
        b'_' => ('\u{a0}', 0),
        b'L' => ('\u{2028}', 0),
        b'P' => ('\u{2029}', 0),
        b'x' => ('x', 2),
        b'u' => ('u', 4),
        b'U' => ('U', 8),
        _ => return None,
    };
    let end = at + 1 + digits;
    if digits == 0 {
        return Some((c, end));
    }
    let code = text.get(at + 1..end).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, end))
}

/// The text of a quoted scalar over any number of lines; `source` has its quotes.
pub(crate) fn unquote(source: &str) -> Option<String> {
    let double = source.starts_with('"');
    let inner = source.get(1..source.len().checked_sub(1)?)?;
    let mut text = String::with_capacity(inner.len());
    // Blanks up to here came out of escapes and are not dropped before a line break.
    let mut kept = 0;
    let mut at = 0;
    while let Some(c) = inner.get(at..).and_then(|rest| rest.chars().next()) {
        at += c.len_utf8();
        match c {
            '\n' | '\r' => {
                let blanks = text.get(kept..)?.len() - text.get(kept..)?.trim_end_matches([' ', '\t']).len();
                text.truncate(text.len() - blanks);
                at = fold(inner, at - 1, &mut text);
                kept = text.len();
            }
            '\\' if double && matches!(inner.as_bytes().get(at), Some(b'\n' | b'\r')) => {
                at += if inner.get(at..)?.starts_with("\r\n") { 2 } else { 1 };
                at += blanks(inner, at);
                kept = text.len();
            }
            '\\' if double => {
                let (c, after) = escape(inner, at)?;
                text.push(c);
                (at, kept) = (after, text.len());
            }
            '\'' if !double => {
                text.push(c);
                at += 1;
            }
            _ => text.push(c),
        }
    }
    Some(text)
}

/// Passes line breaks and the blanks after them: one break is a space, more are one break less.
fn fold(inner: &str, mut at: usize, text: &mut String) -> usize {
    let mut breaks = 0;
    while let Some(rest) = inner.get(at..).filter(|rest| rest.starts_with(['\n', '\r'])) {
        breaks += 1;
        at += if rest.starts_with("\r\n") { 2 } else { 1 };
        at += blanks(inner, at);
    }
    if breaks == 1 {
        text.push(' ');
    } else {
        text.extend(std::iter::repeat_n('\n', breaks - 1));
    }
    at
}

/// How many blanks stand at a place.
fn blanks(inner: &str, at: usize) -> usize {
    let rest = inner.get(at..).unwrap_or_default();
    rest.len() - rest.trim_start_matches([' ', '\t']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded() {
        assert_eq!(unquote("\"a  \n  b\n\n  c\\\n  d\\t \n e\"").as_deref(), Some("a b\ncd\t e"));
        assert_eq!(unquote("'it''s\r\nb \\'").as_deref(), Some("it's b \\"));
        assert_eq!(unquote("\"\"").as_deref(), Some(""));
        assert_eq!(unquote("\"").as_deref(), None);
    }
}
