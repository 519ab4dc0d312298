//! What makes a finding the same one in the next version of a file: the rule, the file, the object, the field and what
//! stands there; not the line, not the words, and not the place in a list. Equal ones are counted in their order.

use super::Folders;
use portolan_core::Analysis;
use portolan_core::diagnostic::{Diagnostic, Place};
use portolan_yaml::collections::BTreeMap;
use sha2::{Digest as _, Sha256};

/// The bytes of the hash that are shown.
const BYTES: usize = 10;

/// The fingerprint of each finding, in their order: a hash in hexadecimal digits, and the how-manieth of its equals it is.
#[must_use]
pub fn fingerprints(analysis: &Analysis, folders: &Folders) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let each = analysis.diagnostics.iter().map(|one| {
        let hash = hash(analysis, one, folders);
        let count = seen.entry(hash.clone()).or_default();
        *count += 1;
        format!("{hash}:{count}")
    });
    each.collect()
}

fn hash(analysis: &Analysis, diagnostic: &Diagnostic, folders: &Folders) -> String {
    let file = analysis.files.get(diagnostic.place.file.0 as usize);
    let file = file.map(|file| folders.in_repository(file.name())).unwrap_or_default();
    let manifest = diagnostic.object.and_then(|object| analysis.manifests.get(object.0 as usize));
    let mut digest = Sha256::new();
    let mut add = |part: &str| {
        digest.update(part);
        digest.update([0]);
    };
    add(diagnostic.rule);
    add(&file);
    for part in manifest.into_iter().flat_map(|one| [&one.kind, &one.namespace, &one.name]) {
        add(part.as_deref().unwrap_or_default());
    }
    add(&without_places(&diagnostic.path));
    add(&content(analysis, diagnostic.place));
    let bytes = digest.finalize();
    bytes.iter().take(BYTES).map(|byte| format!("{byte:02x}")).collect()
}

/// `spec.ports[].port` for `spec.ports[3].port`: an item that is put before others does not rename them.
fn without_places(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        out.push('[');
        rest = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
        if !rest.starts_with(']') {
            rest = after;
        }
    }
    out + rest
}

/// What stands at a place, whatever its blanks; nothing for several lines, of which most are about other things.
fn content(analysis: &Analysis, place: Place) -> String {
    let file = analysis.files.get(place.file.0 as usize);
    let text = file.map(|file| place.span.slice(file.text())).unwrap_or_default();
    let text = text.trim();
    let line = if text.contains(['\n', '\r']) { "" } else { text };
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::{Options, analyze, parse};
    use portolan_yaml::collections::BTreeSet;
    use proptest::prelude::*;

    /// Findings of both families; two of them are equal but for their place in a list.
    const TEXT: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: echo\nspec:\n  selector:\n    app: ehco\n  \
        ports:\n  - name: a\n    port: 70000\n  - name: b\n    port: 70000\n---\n\
        apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: ehco\n  ports:\n  - port: 80\n---\n\
        apiVersion: v1\nkind: Pod\nmetadata:\n  name: echo\n  labels:\n    app: echo\nspec:\n  containers:\n  - name: a\n    image: nginx\n";

    fn of(text: &str) -> Vec<String> {
        let analysis = analyze(vec![parse("a.yaml".to_owned(), text.into())], &Options::default());
        fingerprints(&analysis, &Folders::default())
    }

    #[test]
    fn every_finding_has_its_own() {
        let all = of(TEXT);
        assert!(all.len() >= 4, "{all:?}");
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{all:?}");
        assert!(all.iter().any(|one| one.ends_with(":2")), "{all:?}");
    }

    #[test]
    fn neighbours_do_not_count() {
        let before = of(TEXT);
        let renamed =
            TEXT.replace("labels:\n", "labels:\n    a: b\n").replace("image: nginx", "image: caddy");
        assert_eq!(of(&renamed), before);
        let one_more =
            TEXT.replace("  ports:\n  - name: a", "  ports:\n  - name: c\n    port: 80\n  - name: a");
        assert_eq!(of(&one_more), before);
    }

    #[test]
    fn places_in_lists_are_left_out_and_keys_are_not() {
        assert_eq!(without_places("spec.ports[12].targetPort"), "spec.ports[].targetPort");
        assert_eq!(without_places("metadata.labels[a/b].x[0]"), "metadata.labels[a/b].x[]");
        assert_eq!(without_places("a[1"), "a[1");
        assert_eq!(without_places(""), "");
    }

    proptest! {
        #[test]
        fn lines_above_change_nothing(
            places in prop::collection::vec((0_usize..40, "(#[ a-zé]{0,12})?"), 0..12),
        ) {
            let mut lines: Vec<String> = TEXT.lines().map(str::to_owned).collect();
            for (place, line) in places {
                lines.insert(place.min(lines.len()), line);
            }
            let text = lines.join("\n") + "\n";
            prop_assert_eq!(of(&text), of(TEXT));
        }
    }
}
