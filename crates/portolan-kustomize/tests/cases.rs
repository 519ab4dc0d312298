//! Every folder under `tests/cases` is built, and must give the documents that kubectl gives.
#![expect(clippy::disallowed_methods, reason = "the cases are files")]

use portolan_kustomize::{Files, Severity, Written, build};
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
fn what_is_said_to_stand_in_the_sources_stands_there() {
    let bare = |text: &str| text.replace(['"', '\'', ' '], "");
    // What is written otherwise than it is meant has cases of its own.
    for case in cases().into_iter().filter(|case| !case.ends_with("scalars")) {
        let root = if case.join("overlay").is_dir() { "overlay" } else { "" };
        let built = build(root, &Below(case));
        for part in built.parts.as_slice() {
            let source = built.sources.get(part.place.source as usize).expect("a source that was read");
            let there = part.place.span.slice(source.text());
            let here = part.span.slice(&built.text);
            assert_eq!(part.place.span.len() as usize, there.len(), "{here} has a span of the source");
            let stands = matches!(part.place.written, Written::Verbatim | Written::Patch(_));
            let plain = !here.contains(['\n', '\\']) && !there.contains(['\n', '{', '[', '*', '\\']);
            if stands && part.is_whole && plain && !there.is_empty() {
                assert_eq!(bare(here), bare(there));
            }
        }
    }
}
