//! What is to be said of ignores: those that silence nothing, and those that name no rule.

use super::{ANNOTATION, Ignore, Scope};
use crate::Analysis;
use crate::diagnostic::{Diagnostic, FileEdit, FileId, ObjectId, Place};
use crate::lint::rule;
use crate::lint::rules::{unknown_rule_ignored, unused_ignore};
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use portolan_yaml::{Edit, Span};

/// The rules about ignores: that they find nothing is no news.
const ABOUT_IGNORES: [&str; 2] = ["unused-ignore", "unknown-rule-ignored"];

/// A comment or an annotation, with the names in it in the order of the text.
pub(in crate::lint) struct List<'a> {
    analysis: &'a Analysis,
    /// The whole of it.
    pub within: Place,
    /// The object that is annotated.
    pub annotated: Option<ObjectId>,
    /// The object it stands in.
    pub object: Option<ObjectId>,
    /// Whether the API server refuses it, so that no rule has looked at it.
    is_refused: bool,
    /// The names, each with its place.
    pub names: BTreeMap<Place, &'a str>,
}

/// The findings about ignores. A list that names one of the rules about them means itself, too.
pub(super) fn report(analysis: &Analysis, ignores: &[Ignore], used: &BTreeSet<Place>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for list in lists(analysis, ignores) {
        let (mut unused, mut unknown) = (Vec::new(), Vec::new());
        for (&place, &name) in &list.names {
            if rule(name).is_none() {
                unknown.push((place, name));
            } else if !used.contains(&place) && !ABOUT_IGNORES.contains(&name) {
                unused.push((place, name));
            }
        }
        let [of_unused, of_unknown] = ABOUT_IGNORES.map(|rule| list.names.values().any(|name| *name == rule));
        if !of_unknown {
            let one = |(place, name)| unknown_rule_ignored::finding(&list, place, name);
            found.extend(unknown.into_iter().map(one));
        }
        if !of_unused && !list.is_refused {
            found.extend(unused_ignore::finding(&list, &unused));
        }
    }
    found
}

/// The comments and annotations that the ignores stand in.
fn lists<'a>(analysis: &'a Analysis, ignores: &'a [Ignore]) -> impl Iterator<Item = List<'a>> {
    let mut lists: BTreeMap<Place, List<'a>> = BTreeMap::new();
    for ignore in ignores {
        let annotated = if let Scope::Object(object) = ignore.scope { Some(object) } else { None };
        let list = lists.entry(ignore.within).or_insert_with(|| List {
            analysis,
            within: ignore.within,
            annotated,
            object: annotated,
            is_refused: false,
            names: BTreeMap::new(),
        });
        list.names.insert(ignore.place, &ignore.rule);
    }
    let mut owners: BTreeMap<(FileId, usize), (ObjectId, bool)> = BTreeMap::new();
    for manifest in &analysis.manifests {
        let refused = manifest.answer.as_ref().is_some_and(|answer| !answer.accepted);
        owners.entry((manifest.file, manifest.document)).or_insert((manifest.id, false)).1 |= refused;
    }
    lists.into_values().map(move |mut list| {
        let owner = list.document().and_then(|document| owners.get(&(list.within.file, document)));
        list.object = list.object.or(owner.map(|(object, _)| *object));
        list.is_refused = owner.is_some_and(|(_, refused)| *refused);
        list
    })
}

impl List<'_> {
    /// The annotation's field; nothing for a comment.
    pub(in crate::lint) fn path(&self) -> String {
        self.annotated.map(|_| format!("metadata.annotations[{ANNOTATION}]")).unwrap_or_default()
    }

    /// The edit that takes names out of the list; the whole comment or annotation with the last of them.
    pub(in crate::lint) fn without(&self, names: &[Place]) -> Option<Vec<FileEdit>> {
        let kept: Vec<&str> =
            self.names.iter().filter(|(place, _)| !names.contains(place)).map(|(_, name)| *name).collect();
        let edit = match (kept.is_empty(), self.annotated) {
            (false, _) => {
                let (first, last) = (self.names.first_key_value()?.0, self.names.last_key_value()?.0);
                let span = Span { start: first.span.start, end: last.span.end };
                Edit { span, text: kept.join(", ") }
            }
            (true, Some(object)) => self.without_annotation(object)?,
            (true, None) => self.without_comment()?,
        };
        Some(vec![FileEdit { file: self.within.file, edit }])
    }

    fn without_annotation(&self, object: ObjectId) -> Option<Edit> {
        let manifest = self.analysis.manifests.get(object.0 as usize)?;
        let value = manifest.tree(&self.analysis.files).and_then(super::annotation)?;
        (manifest.file == self.within.file && value.span() == self.within.span).then_some(())?;
        portolan_yaml::unset(value).or_else(|| portolan_yaml::unset(value.parent()?))
    }

    /// The comment with the blanks before it; with its line if nothing else stands there.
    fn without_comment(&self) -> Option<Edit> {
        let text = self.analysis.files.get(self.within.file.0 as usize)?.text();
        let Span { start, end } = self.within.span;
        let before = text.get(..start as usize)?;
        let blanks = before.trim_end_matches([' ', '\t']).len();
        let rest = text.get(end as usize..)?;
        let newline = ["\r\n", "\n"].into_iter().find(|newline| rest.starts_with(newline));
        let alone = blanks == 0 || before.get(..blanks)?.ends_with('\n');
        let taken = newline.filter(|_| alone).map_or(0, str::len);
        let span =
            Span { start: u32::try_from(blanks).ok()?, end: end.checked_add(u32::try_from(taken).ok()?)? };
        Some(Edit { span, text: String::new() })
    }

    fn document(&self) -> Option<usize> {
        let file = self.analysis.files.get(self.within.file.0 as usize)?;
        let start = self.within.span.start;
        file.documents().partition_point(|one| one.span.start <= start).checked_sub(1)
    }
}
