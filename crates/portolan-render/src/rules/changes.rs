//! What has become of the lines of a rule set.

use super::listing::{Line, Listing};
use portolan_yaml::collections::BTreeMap;

/// A line of either of two listings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It stands in both: its place in the later one.
    Same(usize),
    /// It has come: its place in the later one.
    New(usize),
    /// It is gone: its place in the earlier one.
    Gone(usize),
}

/// The lines of two listings as one text: those that are gone stand where they stood. A line is the same if it stands
/// in the same chain with the same words, wherever in it.
#[must_use]
pub fn changes(before: &Listing, after: &Listing) -> Vec<Change> {
    let mut left: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (place, line) in after.lines.iter().enumerate().rev() {
        left.entry(key(after, line, place)).or_default().push(place);
    }
    let mut gone: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    let mut same = vec![false; after.lines.len()];
    let mut last = None;
    for (place, line) in before.lines.iter().enumerate() {
        match left.get_mut(&key(before, line, place)).and_then(Vec::pop) {
            Some(found) => {
                if let Some(known) = same.get_mut(found) {
                    *known = true;
                }
                last = Some(found);
            }
            None => gone.entry(last).or_default().push(place),
        }
    }
    let mut all = Vec::with_capacity(after.lines.len() + gone.len());
    let take = |at: Option<usize>, all: &mut Vec<Change>| {
        all.extend(gone.get(&at).into_iter().flatten().map(|place| Change::Gone(*place)));
    };
    take(None, &mut all);
    for (place, same) in same.into_iter().enumerate() {
        all.push(if same { Change::Same(place) } else { Change::New(place) });
        take(Some(place), &mut all);
    }
    all
}

/// What makes two lines one: their chain and their words.
fn key<'l>(listing: &'l Listing, line: &Line, place: usize) -> (&'l str, &'l str) {
    let chain = line.chain.and_then(|chain| listing.chains.get(chain));
    (chain.map(|chain| chain.name.as_str()).unwrap_or_default(), listing.line(place))
}
