//! The table of mistakes, `tests/suite/mistakes`: each is found on the line that is marked `# here`, and its corrected
//! twin has no finding at all. What is said of it stands in the cases themselves, which the suite holds.

use crate::{files_below, root};
use portolan_core::{Options, analyze, parse};

/// The manifests of a case.
fn manifests(text: &str) -> impl Iterator<Item = &str> {
    let fences = text.split("```yaml app.yaml\n").skip(1);
    fences.filter_map(|fence| Some(fence.split_once("```")?.0))
}

/// The lines of the findings on a manifest, from 1.
fn found(text: &str) -> Vec<usize> {
    let analysis = analyze(vec![parse("app.yaml".to_owned(), text.into())], &Options::default());
    let line = |at: u32| text.as_bytes().iter().take(at as usize).filter(|byte| **byte == b'\n').count() + 1;
    analysis.diagnostics.iter().map(|one| line(one.place.span.start)).collect()
}

#[test]
fn a_mistake_is_found_on_its_line_and_its_corrected_twin_has_no_finding() {
    let cases = files_below(&root().join("tests/suite/mistakes"), ".md");
    assert!(cases.len() > 55, "{} mistakes", cases.len());
    for case in cases {
        let text = std::fs::read_to_string(&case).expect("a case");
        let (mut broken, mut right) = (0, 0);
        for manifest in manifests(&text) {
            let lines = found(manifest);
            match manifest.lines().position(|line| line.ends_with("# here")) {
                Some(here) => {
                    broken += 1;
                    assert!(lines.contains(&(here + 1)), "{}:\n{manifest}{lines:?}", case.display());
                }
                None => {
                    right += 1;
                    assert!(lines.is_empty(), "{}:\n{manifest}{lines:?}", case.display());
                }
            }
        }
        assert!(broken > 0 && broken == right, "{}: {broken} broken, {right} right", case.display());
    }
}
