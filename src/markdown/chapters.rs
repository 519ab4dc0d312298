//! A page tells a story: what it shows again takes the place of what it showed before.
//!
//! A chapter ends where a fence shows an object that an earlier fence has shown. In each chapter the objects are as they
//! were shown last, and those that come later on the page are there already, as they are first shown: pages show a
//! Service before its Pods as often as the other way round.

use portolan_core::File;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// So many chapters are looked at by themselves; what is replaced after that is not looked at.
const MOST: usize = 64;

/// So many documents are looked at in all chapters together.
const MOST_WORK: usize = 50_000;

/// A document of a fence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// Its index in the file.
    pub(super) document: usize,
    /// Its fence.
    pub(super) fence: usize,
}

/// A state of the page's objects.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Chapter {
    /// The documents that are there, in the order of the page.
    pub(super) documents: Vec<usize>,
    /// Those that are told about: what is replaced at its end, and in the last chapter all.
    pub(super) told: BTreeSet<usize>,
    /// The fence before which it ends.
    pub(super) end: usize,
}

/// Kind, namespace and name.
type Key<'f> = [Cow<'f, str>; 3];

/// The chapters of a page, one at least.
pub(super) fn chapters(file: &File, shown: &[Shown]) -> Vec<Chapter> {
    let keys: Vec<Option<Key<'_>>> = shown.iter().map(|one| key(file, one.document)).collect();
    let mut first: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    for (at, key) in keys.iter().enumerate() {
        if let Some(key) = key {
            first.entry(key.clone()).or_insert(at);
        }
    }
    let nameless: Vec<usize> =
        (0..shown.len()).filter(|&at| keys.get(at).is_some_and(Option::is_none)).collect();
    let most = (MOST_WORK / shown.len().max(1)).clamp(1, MOST);
    let mut chapters = Vec::new();
    let mut versions = Versions { by_key: first.into_iter().map(|(key, at)| (key, vec![at])).collect() };
    let mut at = 0;
    while let Some(one) = shown.get(at) {
        let fence = shown.iter().skip(at).take_while(|other| other.fence == one.fence).count();
        let here = at..at + fence;
        let replaced = versions.replaced(&keys, here.clone(), shown, one.fence);
        if !replaced.is_empty() && chapters.len() + 1 < most {
            let documents = versions.documents(&nameless, shown);
            let told = replaced.iter().filter_map(|&at| Some(shown.get(at)?.document)).collect();
            chapters.push(Chapter { documents, told, end: one.fence });
        }
        versions.show(&keys, here, shown);
        at += fence;
    }
    let documents = versions.documents(&nameless, shown);
    let told = documents.iter().copied().collect();
    chapters.push(Chapter { documents, told, end: usize::MAX });
    chapters
}

/// The objects as they were shown last; several documents where one fence shows an object twice.
struct Versions<'f> {
    by_key: BTreeMap<Key<'f>, Vec<usize>>,
}

impl<'f> Versions<'f> {
    /// What the documents of a fence take the place of.
    fn replaced(
        &self,
        keys: &[Option<Key<'f>>],
        here: Range<usize>,
        shown: &[Shown],
        fence: usize,
    ) -> Vec<usize> {
        let current =
            keys.get(here).unwrap_or_default().iter().flatten().filter_map(|key| self.by_key.get(key));
        let earlier = |at: &&usize| shown.get(**at).is_some_and(|one| one.fence < fence);
        current.flatten().filter(earlier).copied().collect()
    }

    fn show(&mut self, keys: &[Option<Key<'f>>], here: Range<usize>, shown: &[Shown]) {
        let fence = shown.get(here.start).map(|one| one.fence);
        for at in here {
            let Some(Some(key)) = keys.get(at) else { continue };
            let current = self.by_key.entry(key.clone()).or_default();
            current.retain(|&other| other != at && shown.get(other).map(|one| one.fence) == fence);
            current.push(at);
        }
    }

    fn documents(&self, nameless: &[usize], shown: &[Shown]) -> Vec<usize> {
        let all = self.by_key.values().flatten().chain(nameless);
        let mut documents: Vec<usize> = all.filter_map(|&at| Some(shown.get(at)?.document)).collect();
        documents.sort_unstable();
        documents
    }
}

fn key(file: &File, document: usize) -> Option<Key<'_>> {
    let root = file.root(document)?;
    let metadata = root.get("metadata")?;
    let name = metadata.get("name").and_then(|name| name.as_str())?;
    let namespace = metadata.get("namespace").and_then(|namespace| namespace.as_str());
    Some([root.get("kind")?.as_str()?, namespace.unwrap_or(Cow::Borrowed("default")), name])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The chapters of documents, each given as its fence and its name.
    fn story(documents: &[(usize, &str)]) -> Vec<(Vec<usize>, Vec<usize>)> {
        let text: Vec<String> =
            documents.iter().map(|(_, name)| format!("kind: A\nmetadata: {{name: {name}}}\n")).collect();
        let file = portolan_core::parse(String::new(), text.join("---\n").into_bytes());
        let shown: Vec<Shown> = documents
            .iter()
            .enumerate()
            .map(|(document, (fence, _))| Shown { document, fence: *fence })
            .collect();
        let chapters = chapters(&file, &shown);
        chapters.into_iter().map(|one| (one.documents, one.told.into_iter().collect())).collect()
    }

    #[test]
    fn a_page_that_shows_all_once_has_one_chapter() {
        assert_eq!(story(&[]), [(vec![], vec![])]);
        assert_eq!(story(&[(0, "a"), (1, "b")]), [(vec![0, 1], vec![0, 1])]);
    }

    #[test]
    fn what_is_shown_again_takes_the_place_of_what_was_shown() {
        let story = story(&[(0, "a"), (1, "a"), (2, "b")]);
        assert_eq!(story, [(vec![0, 2], vec![0]), (vec![1, 2], vec![1, 2])]);
    }

    #[test]
    fn what_one_fence_shows_twice_stays() {
        assert_eq!(story(&[(0, "a"), (0, "a")]), [(vec![0, 1], vec![0, 1])]);
    }

    #[test]
    fn very_long_stories_are_cut() {
        let documents: Vec<(usize, &str)> = (0..500).map(|fence| (fence, "a")).collect();
        let story = story(&documents);
        assert_eq!(story.len(), MOST);
        assert_eq!(story.last().map(|(documents, _)| documents.clone()), Some(vec![499]));
    }
}
