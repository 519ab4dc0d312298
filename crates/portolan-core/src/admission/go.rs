//! How Go prints values in the API server's messages: `strconv.Quote` and `encoding/json`.

use portolan_yaml::collections::BTreeMap;
use std::fmt::Write as _;

/// A string as `%q` prints it.
pub(crate) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            _ if is_print(c) => out.push(c),
            _ if u32::from(c) < 0x80 => _ = write!(out, "\\x{:02x}", u32::from(c)),
            _ if u32::from(c) > 0xffff => _ = write!(out, "\\U{:08x}", u32::from(c)),
            _ => _ = write!(out, "\\u{:04x}", u32::from(c)),
        }
    }
    out.push('"');
    out
}

/// A string as `json.Marshal` writes it, with the characters of HTML escaped.
pub(crate) fn json_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\u{0}'..='\u{1f}' => {
                _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A list of strings as JSON; `null` for none.
pub(crate) fn json_strings<T: AsRef<str>>(items: Option<&[T]>) -> String {
    let Some(items) = items else { return "null".to_owned() };
    let items: Vec<String> = items.iter().map(|item| json_string(item.as_ref())).collect();
    format!("[{}]", items.join(","))
}

/// A map of strings as JSON, by key; `null` for none.
pub(crate) fn json_map(map: Option<&BTreeMap<String, String>>) -> String {
    let Some(map) = map else { return "null".to_owned() };
    let entries: Vec<String> =
        map.iter().map(|(key, value)| format!("{}:{}", json_string(key), json_string(value))).collect();
    format!("{{{}}}", entries.join(","))
}

/// `unicode.IsPrint`, as far as it matters: no controls, no format characters, no space but U+0020.
fn is_print(c: char) -> bool {
    !(c.is_control()
        || (c.is_whitespace() && c != ' ')
        || matches!(c, '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e0fff}'
            | '\u{f0000}'..='\u{10ffff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_quoted_as_go_does() {
        assert_eq!(quote("web-2\n"), r#""web-2\n""#);
        assert_eq!(quote("説明 \u{3000}\u{1}\u{1f600}"), "\"説明 \\u3000\\x01\u{1f600}\"");
        assert_eq!(json_string("a<b\u{1}"), "\"a\\u003cb\\u0001\"");
    }
}
