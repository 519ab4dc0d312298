//! Paths of files as URIs, by RFC 8089: `file:///home/a%20b/service.yaml`, `file:///c:/a.yaml`.

use lsp_types::Uri;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

/// The path of a file; nothing for what lies elsewhere, like `untitled:Untitled-1`.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().is_some_and(|scheme| scheme.eq_lowercase("file"));
    if !is_file {
        return None;
    }
    let decoded = uri.path().as_estr().decode().into_string().ok()?;
    let drive = |text: &str| {
        let mut letters = text.chars();
        let (slash, letter, colon) = (letters.next(), letters.next(), letters.next());
        slash == Some('/') && letter.is_some_and(|one| one.is_ascii_alphabetic()) && colon == Some(':')
    };
    let text = if drive(&decoded) { decoded.get(1..)? } else { &decoded };
    Some(PathBuf::from(text))
}

/// The URI of an absolute path.
pub(super) fn of(path: &Path) -> Option<Uri> {
    let text = path.to_str()?;
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() };
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    Uri::from_str(&uri).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_comes_back_from_its_uri() {
        for text in ["/home/a b/日本.yaml", "/x%20y/#1?.yaml", "/c"] {
            let uri = of(Path::new(text)).expect("a URI");
            assert_eq!(path(&uri).as_deref(), Some(Path::new(text)), "{}", uri.as_str());
        }
    }

    #[test]
    fn drives_have_no_slash_before_them() {
        let uri = Uri::from_str("file:///c%3A/a.yaml").expect("a URI");
        assert_eq!(path(&uri).as_deref(), Some(Path::new("c:/a.yaml")));
    }

    #[test]
    fn what_is_no_file_has_no_path() {
        assert_eq!(path(&Uri::from_str("untitled:Untitled-1").expect("a URI")), None);
    }
}
