//! Every folder under `tests/cases` is built, and must give the documents that kubectl gives.
#![expect(clippy::disallowed_methods, reason = "the cases are files")]

use portolan_kustomize::{Files, Severity, build};
use portolan_yaml::{Node, changed_paths};
use std::fs;
use std::path::{Path, PathBuf};

/// The files below a folder.
struct Below(PathBuf);

impl Files for Below {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.0.join(path)).ok()
    }

    fn is_folder(&self, path: &str) -> bool {
        self.0.join(path).is_dir()
    }
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: Vec<_> = fs::read_dir(folder)
        .expect("the cases")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

fn name(node: Option<Node<'_>>) -> String {
    let text = |path| node.and_then(|node| node.at(path)).map_or("", |node| node.content());
    format!("{} {}/{}", text("kind"), text("metadata.namespace"), text("metadata.name"))
}

/// How what is built differs from what is expected.
fn differences(built: &str, expected: &str) -> Vec<String> {
    let [built, expected] =
        [built, expected].map(|text| portolan_yaml::parse(String::new(), text.as_bytes().to_vec()));
    let roots = |file: &portolan_yaml::File| {
        (0..file.documents().len()).filter(|&index| file.root(index).is_some()).collect::<Vec<_>>()
    };
    let (ours, theirs) = (roots(&built), roots(&expected));
    let names = |file: &portolan_yaml::File, of: &[usize]| {
        of.iter().map(|&index| name(file.root(index))).collect::<Vec<_>>()
    };
    let (our_names, their_names) = (names(&built, &ours), names(&expected, &theirs));
    if our_names != their_names {
        return vec![format!("objects {our_names:?}, expected {their_names:?}")];
    }
    let mut differences = Vec::new();
    for (one, two) in ours.into_iter().zip(theirs) {
        if let (Some(one), Some(two)) = (built.root(one), expected.root(two)) {
            let paths = changed_paths(one, two);
            differences.extend(paths.into_iter().map(|path| {
                let shown = |node: Node<'_>| node.at(&path).map_or("nothing", Node::text).to_owned();
                format!("{} {path}: {} but expected {}", name(Some(one)), shown(one), shown(two))
            }));
        }
    }
    differences
}

#[test]
fn builds_are_those_of_kubectl() {
    let mut wrong = Vec::new();
    for case in cases() {
        let root = if case.join("overlay").is_dir() { "overlay" } else { "" };
        let built = build(root, &Below(case.clone()));
        let expected = fs::read_to_string(case.join("expected.yaml")).expect("what is expected");
        let mut found = differences(&built.text, &expected);
        found.extend(
            built
                .notes
                .iter()
                .filter(|note| note.problem.severity() == Severity::Error)
                .map(|note| note.problem.english()),
        );
        wrong.extend(found.into_iter().map(|line| format!("{}: {line}", case.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_part_of_every_build_has_its_place() {
    let plain = |text: &str| text.trim_matches(['"', '\'']).replace(' ', "");
    for case in cases() {
        let root = if case.join("overlay").is_dir() { "overlay" } else { "" };
        let built = build(root, &Below(case));
        for part in built.parts.as_slice() {
            let source = built.sources.get(part.place.source as usize).expect("a source that was read");
            let there = source.text().get(part.place.span.range()).expect("a span of the source");
            let here = part.span.slice(&built.text);
            let verbatim = part.place.written == portolan_kustomize::Written::Verbatim;
            if verbatim && part.is_whole && !here.contains('\n') && !there.contains(['\n', '{', '[']) && !there.starts_with('*') {
                let (here, there) = (plain(here), plain(there));
                assert!(here == there || there.starts_with("0") || there.is_empty(), "{here} is {there}");
            }
        }
    }
}
