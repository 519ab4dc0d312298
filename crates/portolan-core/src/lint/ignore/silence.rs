//! Which findings ignores are about, found without laying each beside each.

use super::{Ignore, Scope};
use crate::diagnostic::{Diagnostic, Family, FileId, ObjectId, Place};
use portolan_yaml::File;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// The ignores by what they are about; and which of them have silenced something.
pub(super) struct Silence<'a> {
    ignores: &'a [Ignore],
    objects: BTreeMap<(&'a str, ObjectId), Vec<usize>>,
    lines: BTreeMap<(&'a str, FileId), Vec<Lines>>,
    hit: Vec<bool>,
}

/// The lines of an ignore; in lists sorted by the first one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Lines {
    first: u32,
    last: u32,
    ignore: usize,
    /// The last line of this one and of all before it in the list.
    reach: u32,
}

impl<'a> Silence<'a> {
    pub(super) fn new(ignores: &'a [Ignore]) -> Self {
        let hit = vec![false; ignores.len()];
        let mut silence = Self { ignores, objects: BTreeMap::new(), lines: BTreeMap::new(), hit };
        for (at, ignore) in ignores.iter().enumerate() {
            let rule = ignore.rule.as_str();
            match ignore.scope {
                Scope::Object(object) => silence.objects.entry((rule, object)).or_default().push(at),
                Scope::Lines { file, first, last } => {
                    let lines = Lines { first, last, ignore: at, reach: last };
                    silence.lines.entry((rule, file)).or_default().push(lines);
                }
            }
        }
        for list in silence.lines.values_mut() {
            list.sort_unstable();
            let mut reach = 0;
            for lines in list {
                reach = reach.max(lines.last);
                lines.reach = reach;
            }
        }
        silence
    }

    /// Whether a finding is silenced, which every ignore remembers that is about it.
    pub(super) fn covers(&mut self, found: &Diagnostic, files: &[File]) -> bool {
        if found.family != Family::Lint {
            return false;
        }
        let mut covered = false;
        let of_object = found.object.and_then(|object| self.objects.get(&(found.rule, object)));
        let of_object = of_object.into_iter().flatten().copied();
        let of_lines = self.lines.get(&(found.rule, found.place.file));
        let of_lines = of_lines.into_iter().flat_map(|list| overlapping(list, found.place, files));
        for at in of_object.chain(of_lines) {
            covered = true;
            if let Some(hit) = self.hit.get_mut(at) {
                *hit = true;
            }
        }
        covered
    }

    /// Where the names stand that have silenced something.
    pub(super) fn used(&self) -> BTreeSet<Place> {
        let hit = self.ignores.iter().zip(&self.hit).filter(|(_, hit)| **hit);
        hit.map(|(ignore, _)| ignore.place).collect()
    }
}

/// The ignores whose lines a place touches.
fn overlapping(list: &[Lines], place: Place, files: &[File]) -> impl Iterator<Item = usize> {
    let lines = files.get(place.file.0 as usize).map(File::lines);
    let line = |offset: u32| lines.map_or(0, |lines| lines.line(offset));
    let first = line(place.span.start);
    let last = line(place.span.end.saturating_sub(1).max(place.span.start));
    let before = list.get(..list.partition_point(|lines| lines.first <= last)).unwrap_or_default();
    let near = before.iter().rev().take_while(move |lines| lines.reach >= first);
    near.filter(move |lines| lines.last >= first).map(|lines| lines.ignore)
}
