//! The keys and values of generators: literals, files and env files (`api/kv`), and base64.

use crate::build::Builder;
use crate::kustomization::Kustomization;
use crate::note::Problem;
use crate::path::{base_name, join};
use crate::value::{Place, Value};

/// A key with its value.
pub(crate) struct Pair {
    pub(crate) key: String,
    pub(crate) bytes: Vec<u8>,
    /// Where it is written.
    pub(crate) place: Place,
}

/// The pairs of a generator, in upstream's order: env files, literals, files.
pub(crate) fn read(builder: &mut Builder<'_>, kustomization: &Kustomization, args: &Value) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let list = |key: &str| args.get(key).map_or(&[][..], Value::items);
    for path in list("envs").iter().chain(args.get("env")) {
        env_file(builder, kustomization, path, &mut pairs);
    }
    for literal in list("literals") {
        match literal.content().split_once('=').filter(|(key, _)| !key.is_empty()) {
            Some((key, value)) => pairs.push(pair(key, unquoted(value).as_bytes(), literal.place)),
            None => builder.note(Problem::BadPair(literal.content().to_owned()), Some(literal.place)),
        }
    }
    for file in list("files") {
        pairs.extend(whole_file(builder, kustomization, file));
    }
    pairs
}

fn pair(key: &str, bytes: &[u8], place: Place) -> Pair {
    Pair { key: key.to_owned(), bytes: bytes.to_vec(), place }
}

/// A value without the quotes around it.
fn unquoted(value: &str) -> &str {
    let inner = |quote| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

fn env_file(builder: &mut Builder<'_>, kustomization: &Kustomization, path: &Value, pairs: &mut Vec<Pair>) {
    let Some(source) = builder.named(kustomization, path.content(), path.place) else { return };
    let text = builder.text(source).to_owned();
    for line in text.strip_prefix('\u{feff}').unwrap_or(&text).lines() {
        let line = line.trim_start();
        if !line.is_empty() && !line.starts_with('#') {
            let (key, value) = line.split_once('=').unwrap_or((line, ""));
            pairs.push(pair(key, value.as_bytes(), path.place));
        }
    }
}

fn whole_file(builder: &mut Builder<'_>, kustomization: &Kustomization, file: &Value) -> Option<Pair> {
    let text = file.content();
    let (key, path) = text.split_once('=').unwrap_or((base_name(text), text));
    if key.is_empty() || path.is_empty() || path.contains('=') {
        builder.note(Problem::BadPair(text.to_owned()), Some(file.place));
        return None;
    }
    builder.named(kustomization, path, file.place)?;
    let bytes = builder.bytes(&join(&kustomization.folder, path))?;
    Some(pair(key, &bytes, file.place))
}

/// Base64, in lines of 70 letters where that is more than one.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const LINE: usize = 70;
    let mut text = String::with_capacity(bytes.len() / 3 * 4 + 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4_u32 {
            let letter = LETTERS.get((bits >> (18 - 6 * index) & 63) as usize).copied().unwrap_or(b'=');
            text.push(if index as usize <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    if text.len() < LINE {
        return text;
    }
    let mut lines = String::with_capacity(text.len() + text.len() / LINE + 1);
    for (index, letter) in text.chars().enumerate() {
        if index > 0 && index % LINE == 0 {
            lines.push('\n');
        }
        lines.push(letter);
    }
    lines.push('\n');
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        let encoded = ["", "f", "fo", "foo", "foob"].map(|text| base64(text.as_bytes()));
        assert_eq!(encoded, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
        assert_eq!(base64(&[0xff; 60]).lines().map(str::len).collect::<Vec<_>>(), [70, 10]);
    }
}
