//! Fixes: after one of them its finding is gone, no new warning appears, and nothing else of the text has changed. Tried
//! on the examples of all rules' pages, on the table of mistakes and on the rules' literate cases.

use crate::{files_below, root};
use portolan_core::diagnostic::{Diagnostic, Lang, Severity};
use portolan_core::{Analysis, Options, Provider, analyze, lint, parse};
use portolan_render::fix;
use portolan_yaml::changed_paths;
use std::collections::BTreeSet;

/// The manifests of a Markdown text, a fence each.
fn inputs(text: &str) -> Vec<String> {
    let fences = text.split("\n```yaml").skip(1).filter_map(|fence| fence.split_once('\n'));
    let fences = fences.filter_map(|(_, fence)| Some(fence.split_once("```")?.0.to_owned()));
    fences.collect()
}

fn look(text: &str, provider: Option<Provider>) -> Analysis {
    analyze(vec![parse("1.yaml".to_owned(), text.into())], &Options { provider, ..Options::default() })
}

/// What a finding says, and of which field.
fn identity(analysis: &Analysis, one: &Diagnostic) -> (String, String, String) {
    let object = one.object.and_then(|id| analysis.manifests.get(id.0 as usize));
    let name = object.map(|one| format!("{:?}/{:?}", one.kind, one.name)).unwrap_or_default();
    (format!("{} {}", one.rule, one.message.render(Lang::En)), name, one.path.clone())
}

fn loud(analysis: &Analysis) -> BTreeSet<(String, String)> {
    let loud = analysis.diagnostics.iter().filter(|one| one.severity != Severity::Note);
    loud.map(|one| (identity(analysis, one).1, one.rule.to_owned())).collect()
}

/// The paths that differ between two texts, for each of their documents.
fn changes(before: &str, after: &str) -> usize {
    let [before, after] = [before, after].map(|text| parse(String::new(), text.into()));
    assert_eq!(before.documents().len(), after.documents().len(), "a fix makes or takes no document");
    let roots = (0..before.documents().len()).map(|at| (before.root(at), after.root(at)));
    let changed = roots.filter_map(|(before, after)| Some(changed_paths(before?, after?).len()));
    changed.sum()
}

/// Applies each fix of a text alone; the rules whose fixes were applied.
fn hold(text: &str, provider: Option<Provider>, place: &str) -> BTreeSet<&'static str> {
    let before = look(text, provider);
    let known = loud(&before);
    let mut applied = BTreeSet::new();
    for one in &before.diagnostics {
        let Some(fix) = &one.fix else { continue };
        let files = fix::one(&before, fix);
        let said = format!("{place}: {}: {}\n{text}", one.rule, fix.title.render(Lang::En));
        let [file] = files.as_slice() else { continue };
        let after = look(&file.after, provider);
        let still = after.diagnostics.iter().any(|other| identity(&after, other) == identity(&before, one));
        assert!(!still, "the finding is still there: {said}");
        let new: Vec<_> = loud(&after).difference(&known).cloned().collect();
        assert!(new.is_empty(), "{new:?} is new: {said}\n{}", file.after);
        if one.family == portolan_core::diagnostic::Family::Lint {
            let parsed =
                before.files.iter().all(|file| file.documents().iter().all(|one| one.error.is_none()));
            let changed = changes(&file.before, &file.after);
            let least = usize::from(!is_about_a_comment(&before, one));
            assert!(!parsed || (least..=2 * fix.edits.len()).contains(&changed), "{changed} changes: {said}");
        }
        applied.insert(one.rule);
    }
    applied
}

/// Whether it points into a comment, so that a fix of it changes no value.
fn is_about_a_comment(analysis: &Analysis, one: &Diagnostic) -> bool {
    let Some(file) = analysis.files.get(one.place.file.0 as usize) else { return false };
    let mut comments = (0..file.documents().len()).flat_map(|document| file.comments(document));
    comments
        .any(|comment| comment.span.start <= one.place.span.start && one.place.span.end <= comment.span.end)
}

/// The rules that offer fixes in manifests, as their files have it; `markdown.rs` tries those in the text of pages.
fn fixing() -> BTreeSet<String> {
    let rules = files_below(&root().join("crates/portolan-core/src/lint/rules"), ".rs");
    let fixing = rules.iter().filter(|file| {
        let text = std::fs::read_to_string(file).expect("a rule");
        (text.contains(".guess(") || text.contains(".fix(")) && !text.contains("````markdown,")
    });
    fixing.map(|file| file.file_stem().expect("a name").to_string_lossy().replace('_', "-")).collect()
}

#[test]
fn a_fix_mends_its_finding_and_changes_nothing_else() {
    let mut applied = BTreeSet::new();
    for meta in lint::RULES.iter().map(|rule| rule.meta()) {
        for input in inputs(&lint::page(meta, Lang::En)) {
            applied.extend(hold(&input, None, meta.name));
            applied.extend(hold(&input, Provider::parse("generic"), meta.name));
        }
    }
    for folder in ["lint", "mistakes"] {
        for case in files_below(&root().join("tests/suite").join(folder), ".md") {
            let text = std::fs::read_to_string(&case).expect("a case");
            for input in inputs(&text) {
                applied.extend(hold(&input, None, &case.display().to_string()));
            }
        }
    }
    let fixing = fixing();
    let untried: Vec<&String> = fixing.iter().filter(|name| !applied.contains(name.as_str())).collect();
    assert!(untried.is_empty() && fixing.len() > 20, "no fix was tried of {untried:?}");
}
