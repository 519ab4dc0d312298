//! Fixes applied to the texts of the files, and shown as a difference.
//!
//! A fix is applied whole or not at all, and only with its proof: the file is read again, and what changed is exactly
//! what the edits touch.

use crate::diff::unified;
use portolan_core::Analysis;
use portolan_core::diagnostic::{FileEdit, FileId, Fix};
use portolan_yaml::collections::BTreeMap;
use portolan_yaml::{Edit, File, Node, Span, changed_paths};

/// A file that fixes change.
#[derive(Clone, Debug)]
pub struct FixedFile {
    /// Its name.
    pub name: String,
    /// Its text before.
    pub before: String,
    /// Its text after.
    pub after: String,
    /// How many findings are mended in it.
    pub applied: usize,
}

/// The files that the fixes of an analysis change: the safe ones, or those that guess too.
///
/// Of fixes that touch the same text the first one is applied; the next run finds what is left.
#[must_use]
pub fn plan(analysis: &Analysis, unsafe_too: bool) -> Vec<FixedFile> {
    let fixes = analysis.diagnostics.iter().filter_map(|one| one.fix.as_ref());
    planned(analysis, fixes.filter(|fix| fix.safe || unsafe_too))
}

/// The files that one fix of an analysis changes; none if it cannot be proved.
#[must_use]
pub fn one(analysis: &Analysis, fix: &Fix) -> Vec<FixedFile> {
    planned(analysis, std::iter::once(fix))
}

/// The edits of those fixes that can be proved; of fixes that touch the same text those of the first one.
#[must_use]
pub fn edits<'a>(analysis: &Analysis, fixes: impl Iterator<Item = &'a Fix>) -> Vec<FileEdit> {
    let chosen = chosen(analysis, fixes).into_iter();
    chosen.flat_map(|(file, (edits, _))| edits.into_iter().map(move |edit| FileEdit { file, edit })).collect()
}

fn planned<'a>(analysis: &Analysis, fixes: impl Iterator<Item = &'a Fix>) -> Vec<FixedFile> {
    let chosen = chosen(analysis, fixes).into_iter();
    chosen.filter_map(|(file, (edits, applied))| fixed(analysis, file, edits, applied)).collect()
}

/// What fixes change that can be applied together: edits by file, and how many findings they mend.
fn chosen<'a>(
    analysis: &Analysis,
    fixes: impl Iterator<Item = &'a Fix>,
) -> BTreeMap<FileId, (Vec<Edit>, usize)> {
    let mut chosen: BTreeMap<FileId, (Vec<Edit>, usize)> = BTreeMap::new();
    for fix in fixes {
        let known =
            |one: &FileEdit| chosen.get(&one.file).is_some_and(|(edits, _)| edits.contains(&one.edit));
        let again = fix.edits.iter().all(known);
        if !again && (fix.edits.iter().any(|one| collides(&chosen, one)) || !is_proved(analysis, fix)) {
            continue;
        }
        for FileEdit { file, edit } in &fix.edits {
            let edits = &mut chosen.entry(*file).or_default().0;
            if !again {
                edits.push(edit.clone());
            }
        }
        if let Some((_, applied)) = fix.edits.first().and_then(|one| chosen.get_mut(&one.file)) {
            *applied += 1;
        }
    }
    chosen
}

fn fixed(analysis: &Analysis, file: FileId, mut edits: Vec<Edit>, applied: usize) -> Option<FixedFile> {
    let file = analysis.files.get(file.0 as usize)?;
    edits.sort_by_key(|edit| edit.span);
    let after = portolan_yaml::apply(file.text(), &edits).ok()?;
    let before = file.text().to_owned();
    Some(FixedFile { name: file.name().to_owned(), before, after, applied })
}

/// Whether an edit touches what another one changes.
fn collides(chosen: &BTreeMap<FileId, (Vec<Edit>, usize)>, new: &FileEdit) -> bool {
    let Some((edits, _)) = chosen.get(&new.file) else { return false };
    let span = new.edit.span;
    edits.iter().any(|edit| edit.span.start <= span.end && span.start <= edit.span.end)
}

/// Whether the fixed text reads, and differs only where the edits are.
fn is_proved(analysis: &Analysis, fix: &Fix) -> bool {
    let mut by_file: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for FileEdit { file, edit } in &fix.edits {
        by_file.entry(*file).or_default().push(edit.clone());
    }
    by_file.into_iter().all(|(file, edits)| {
        let file = analysis.files.get(file.0 as usize).filter(|file| file.is_exact());
        file.is_some_and(|file| file_is_proved(file, &edits))
    })
}

fn file_is_proved(file: &File, edits: &[Edit]) -> bool {
    // In the text around documents a word is written for another one; no fence comes or goes.
    let words = |edit: &&Edit| file.is_veiled(edit.span) && !edit.text.contains(['\n', '`', '~']);
    let mut proved = edits.iter().filter(words).count();
    for (index, document) in file.documents().iter().enumerate() {
        let mut inside: Vec<Edit> = Vec::new();
        for edit in edits {
            if document.span.start <= edit.span.start && edit.span.end <= document.span.end {
                let edit = file.edit_of_read(edit);
                let shift = |offset: u32| offset.saturating_sub(document.span.start);
                let span = Span { start: shift(edit.span.start), end: shift(edit.span.end) };
                inside.push(Edit { span, text: edit.text });
            }
        }
        if inside.is_empty() {
            continue;
        }
        if !document_is_proved(
            document.span.slice(file.read_text()),
            file.root(index),
            document.span.start,
            &inside,
        ) {
            return false;
        }
        proved += inside.len();
    }
    proved == edits.len()
}

fn document_is_proved(text: &str, before: Option<Node<'_>>, offset: u32, edits: &[Edit]) -> bool {
    let Ok(mended) = portolan_yaml::apply(text, edits) else { return false };
    let again = portolan_yaml::parse(String::new(), mended.into_bytes());
    let (Some(after), [document]) = (again.root(0), again.documents()) else { return false };
    if document.error.is_some() {
        return false;
    }
    let Some(before) = before else { return true };
    let (old, new) = touched(edits);
    let moved =
        |span: Span| Span { start: span.start.saturating_sub(offset), end: span.end.saturating_sub(offset) };
    changed_paths(before, after).iter().all(|path| {
        let was = before.at(path).is_some_and(|node| is_touched(moved(whole(node)), &old));
        let is = after.at(path).is_some_and(|node| is_touched(whole(node), &new));
        was || is
    })
}

/// The bytes that edits replace, and those that they write.
fn touched(edits: &[Edit]) -> (Vec<Span>, Vec<Span>) {
    let mut order: Vec<&Edit> = edits.iter().collect();
    order.sort_by_key(|edit| edit.span);
    let mut shift: i64 = 0;
    let mut new = Vec::new();
    for edit in &order {
        let length = i64::try_from(edit.text.len()).unwrap_or(i64::MAX);
        let start = i64::from(edit.span.start) + shift;
        let offset = |at: i64| u32::try_from(at).unwrap_or_default();
        new.push(Span { start: offset(start), end: offset(start.saturating_add(length)) });
        shift = shift.saturating_add(length) - i64::from(edit.span.end.saturating_sub(edit.span.start));
    }
    (order.into_iter().map(|edit| edit.span).collect(), new)
}

/// A value with its key, and with the blanks and dashes before it.
fn whole(node: Node<'_>) -> Span {
    let span = node.key_span().map_or_else(|| node.span(), |key| key.cover(node.span()));
    let before = node.file().text().get(..span.start as usize).unwrap_or_default();
    let lead = before.len() - before.trim_end_matches([' ', '-']).len();
    Span { start: span.start.saturating_sub(u32::try_from(lead).unwrap_or_default()), end: span.end }
}

fn is_touched(span: Span, edits: &[Span]) -> bool {
    edits.iter().any(|edit| edit.start <= span.end && span.start <= edit.end)
}

/// The change of a file as a unified difference.
#[must_use]
pub fn diff(file: &FixedFile) -> String {
    let name = file.name.trim_start_matches('/');
    unified(&file.before, &file.after, (&format!("a/{name}"), &format!("b/{name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_must_change_only_what_it_touches() {
        let text = "spec:\n  a: one\n  b: two\n";
        let file = portolan_yaml::parse("f".to_owned(), text.into());
        let edit = |start, end, text: &str| Edit { span: Span { start, end }, text: text.to_owned() };
        assert!(file_is_proved(&file, &[edit(11, 14, "three")]));
        assert!(file_is_proved(&file, &[edit(14, 14, "\n  c: three")]));
        assert!(!file_is_proved(&file, &[edit(11, 14, "[")]));
        assert!(!file_is_proved(&file, &[edit(5, 5, " &x {}\nother:")]));
    }

    /// A case of the seed group, mended until nothing is left to mend.
    #[expect(clippy::disallowed_methods, reason = "the conformance cases are files of the repository")]
    fn mended_seed(case: &str) -> (String, Analysis) {
        let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/conformance/cases/seed");
        let mut text = std::fs::read_to_string(format!("{cases}/{case}/input.yaml")).expect("a case");
        loop {
            let file = portolan_yaml::parse("input.yaml".to_owned(), text.clone().into_bytes());
            let analysis = portolan_core::analyze(vec![file], &portolan_core::Options::default());
            match plan(&analysis, true).pop() {
                Some(fixed) => text = fixed.after,
                None => return (text, analysis),
            }
        }
    }

    fn lines(text: &str) -> Vec<&str> {
        text.lines().filter(|line| !line.starts_with('#')).collect()
    }

    #[test]
    fn printed_manifests_become_the_intended_ones() {
        let (echo, analysis) = mended_seed("echo-service-as-printed");
        assert!(
            analysis.manifests.iter().all(|one| one.answer.as_ref().is_some_and(|it| it.accepted)),
            "{echo}"
        );
        let right = "apiVersion: v1\nkind: Service\nmetadata:\n    name: echo\nspec:\n    selector:\n        app: echo\n        release: summer\n    ports:\n        - name: http\n          port: 80";
        assert_eq!(lines(&echo).join("\n"), right);
        let (node_port, analysis) = mended_seed("echo-nodeport-as-printed");
        assert!(
            analysis.manifests.iter().all(|one| one.answer.as_ref().is_some_and(|it| it.accepted)),
            "{node_port}"
        );
        assert!(node_port.ends_with("spec:\n    type: NodePort\n    selector:\n        app: echo\n    ports:\n        - name: http\n          port: 80\n"));
        let (gihyo, _) = mended_seed("gihyo-externalname-as-printed");
        assert!(gihyo.ends_with(
            "metadata:\n    name: gihyo\nspec:\n    type: ExternalName\n    externalName: gihyo.jp\n"
        ));
    }

    #[test]
    fn printed_manifests_in_one_file_are_mended_together() {
        let (text, analysis) = mended_seed("echo-all-as-printed-one-file");
        let answers: Vec<bool> =
            analysis.manifests.iter().filter_map(|one| Some(one.answer.as_ref()?.accepted)).collect();
        assert_eq!(
            answers,
            [true, true, true, false, true],
            "the second Service echo is there already: {text}"
        );
        let rules: Vec<&str> = analysis.diagnostics.iter().map(|one| one.rule).collect();
        assert_eq!(rules, ["already-exists"]);
    }
}
