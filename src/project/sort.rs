//! What a file is, by its name and its first look: manifests, a Helm template, or something else.

use crate::markdown::is_markdown;
use memchr::memmem;
use portolan_core::File;
use portolan_kustomize::NAMES;
use std::path::Path;

/// What a file is.
pub(super) enum Sort {
    /// YAML or JSON that may hold objects.
    Manifests,
    /// A template that only Helm can read.
    Template,
    /// Nothing for us.
    Other,
}

/// What a file is; one that was `found` in a directory must look like manifests.
pub(super) fn sort(path: &Path, bytes: &[u8], found: bool) -> Sort {
    if is_chart_template(path) && contains(bytes, b"{{") {
        Sort::Template
    } else if is_of_chart(path) || (found && !may_be_manifests(path, bytes)) {
        Sort::Other
    } else {
        Sort::Manifests
    }
}

/// Whether a file is a chart's own: what it is, and the values of its templates.
fn is_of_chart(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let beside = || path.parent().is_some_and(|folder| folder.join("Chart.yaml").is_file());
    let own = matches!(name, "Chart.yaml" | "values.yaml" | "values.yml" | "values.schema.json");
    (own || name.starts_with("values-") || name.starts_with("values.")) && beside()
}

/// Whether a file in a directory may hold manifests.
pub(super) fn is_manifest_name(path: &Path) -> bool {
    if is_kustomization_name(path) {
        return true;
    }
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["yaml", "yml", "json"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Whether it has the name of a kustomization file.
pub(super) fn is_kustomization_name(path: &Path) -> bool {
    path.file_name().is_some_and(|name| NAMES.iter().any(|known| name == *known))
}

/// Whether a text would be read from a file of that name where a directory holds it, or is a page.
pub(crate) fn is_input(path: &Path, text: &str) -> bool {
    is_markdown(path) || is_manifest_name(path) && may_be_manifests(path, text.as_bytes())
}

/// Whether a file in a directory is worth reading: it has one of the two keys, and is no report of ours.
pub(super) fn may_be_manifests(path: &Path, bytes: &[u8]) -> bool {
    let json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    is_kustomization_name(path)
        || (has_key(bytes, b"apiVersion") || has_key(bytes, b"kind"))
            && !(json && contains(bytes, b"\"portolan/v1\""))
}

/// Whether a word stands where a key does, quoted or not: after blanks, a quote, `{`, `,` or a line's end, before a `:`.
fn has_key(bytes: &[u8], key: &[u8]) -> bool {
    let quote = |byte: &u8| matches!(byte, b'"' | b'\'');
    memmem::find_iter(bytes, key).any(|at| {
        let (before, rest) = bytes.split_at(at);
        let after = rest.get(key.len()..).unwrap_or_default();
        let after = after.strip_prefix(b"\"").or_else(|| after.strip_prefix(b"'")).unwrap_or(after);
        let begins = before.last().is_none_or(|byte| b" \t\r\n{,".contains(byte) || quote(byte));
        begins && after.trim_ascii_start().first() == Some(&b':')
    })
}

/// Whether it lies in the `templates` folder of a Helm chart.
fn is_chart_template(path: &Path) -> bool {
    path.ancestors().skip(1).any(|folder| {
        folder.file_name().is_some_and(|name| name == "templates")
            && folder.parent().is_some_and(|chart| chart.join("Chart.yaml").is_file())
    })
}

/// Whether it is no YAML because of `{{`: a template outside of a chart.
pub(super) fn is_template(file: &File) -> bool {
    let broken = || file.documents().iter().any(|document| document.error.is_some());
    file.text().contains("{{") && broken()
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    memmem::find(bytes, word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_bytes_that_are_not_text() {
        assert!(contains(b"\xff{{ x", b"{{"));
        assert!(!contains(b"{ {", b"{{"));
        assert!(!contains(b"", b"{{"));
    }

    #[test]
    fn a_file_has_a_key_of_manifests_not_only_its_word() {
        for text in
            ["kind: Pod", "- kind : Pod", "{\"kind\": \"Pod\"}", "x: {a: 1,'kind':Pod}", "kind:\n  Pod"]
        {
            assert!(has_key(text.as_bytes(), b"kind"), "{text}");
        }
        for text in ["uses: helm/kind-action", "mankind: 1", "a kind of: x", "kind", "kinds: []"] {
            assert!(!has_key(text.as_bytes(), b"kind"), "{text}");
        }
    }

    #[test]
    fn only_yaml_and_json_are_taken_from_directories() {
        assert!(is_manifest_name(Path::new("a/b.YAML")));
        assert!(is_manifest_name(Path::new("b.json")));
        assert!(!is_manifest_name(Path::new("b.yaml.bak")));
        assert!(!is_manifest_name(Path::new("yaml")));
    }
}
