//! The difference of two texts as the server prints it: `k8s.io/apimachinery/pkg/util/diff`, which asks go-difflib for a
//! unified diff, which is Python's difflib. Two texts have many differences; this finds the one that difflib finds.

use portolan_yaml::collections::BTreeMap;
use std::fmt::Write as _;

/// Lines around a change.
const CONTEXT: usize = 3;
/// From this many lines on, a line that stands more than once in a hundred is passed over as a landmark.
const LONG: usize = 200;
/// Longer texts are not compared: it would take too long.
const MOST_LINES: usize = 20_000;

/// A run of equal lines: where it begins in the one and the other, and its length.
type Block = (usize, usize, usize);

/// A run of lines in both texts, and whether it is equal.
#[derive(Clone, Copy, Debug)]
struct Run {
    is_equal: bool,
    old: (usize, usize),
    new: (usize, usize),
}

/// The unified difference, without file names.
pub(super) fn unified(old: &[String], new: &[String]) -> String {
    let mut out = String::new();
    if old.len().max(new.len()) > MOST_LINES {
        return out;
    }
    for group in groups(runs(&Matcher::new(old, new).blocks(), old.len(), new.len())) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let (old_range, new_range) = (range(first.old.0, last.old.1), range(first.new.0, last.new.1));
        _ = writeln!(out, "@@ -{old_range} +{new_range} @@");
        for run in &group {
            let (before, after) = (lines(old, run.old), lines(new, run.new));
            if run.is_equal {
                before.iter().for_each(|line| _ = writeln!(out, " {line}"));
            } else {
                before.iter().for_each(|line| _ = writeln!(out, "-{line}"));
                after.iter().for_each(|line| _ = writeln!(out, "+{line}"));
            }
        }
    }
    out
}

fn lines(all: &[String], (start, end): (usize, usize)) -> &[String] {
    all.get(start..end).unwrap_or_default()
}

fn range(start: usize, end: usize) -> String {
    match end.saturating_sub(start) {
        0 => format!("{start},0"),
        1 => (start + 1).to_string(),
        length => format!("{},{length}", start + 1),
    }
}

struct Matcher<'t> {
    old: &'t [String],
    new: &'t [String],
    /// Where each line that can be a landmark stands in the new text.
    places: BTreeMap<&'t str, Vec<usize>>,
}

impl<'t> Matcher<'t> {
    fn new(old: &'t [String], new: &'t [String]) -> Self {
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, line) in new.iter().enumerate() {
            places.entry(line).or_default().push(index);
        }
        if new.len() >= LONG {
            let most = new.len() / 100 + 1;
            places.retain(|_, at| at.len() <= most);
        }
        Self { old, new, places }
    }

    /// `GetMatchingBlocks`, in order.
    fn blocks(&self) -> Vec<Block> {
        let mut found = Vec::new();
        let mut left = vec![((0, self.old.len()), (0, self.new.len()))];
        while let Some((old, new)) = left.pop() {
            let (i, j, length) = self.longest(old, new);
            if length == 0 {
                continue;
            }
            found.push((i, j, length));
            if old.0 < i && new.0 < j {
                left.push(((old.0, i), (new.0, j)));
            }
            if i + length < old.1 && j + length < new.1 {
                left.push(((i + length, old.1), (j + length, new.1)));
            }
        }
        found.sort_unstable();
        found
    }

    /// `findLongestMatch`: the longest run of equal lines, the first of several.
    fn longest(&self, old: (usize, usize), new: (usize, usize)) -> Block {
        let (mut best_i, mut best_j, mut best) = (old.0, new.0, 0);
        let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
        for (i, line) in self.old.iter().enumerate().take(old.1).skip(old.0) {
            let mut next = BTreeMap::new();
            let places = self.places.get(line.as_str()).map_or(&[][..], Vec::as_slice);
            for j in places.iter().copied().filter(|j| (new.0..new.1).contains(j)) {
                let before = j.checked_sub(1).and_then(|before| lengths.get(&before)).copied();
                let length = before.unwrap_or(0) + 1;
                next.insert(j, length);
                if length > best {
                    (best_i, best_j, best) = (i + 1 - length, j + 1 - length, length);
                }
            }
            lengths = next;
        }
        while best_i > old.0 && best_j > new.0 && self.is_equal(best_i - 1, best_j - 1) {
            (best_i, best_j, best) = (best_i - 1, best_j - 1, best + 1);
        }
        while best_i + best < old.1 && best_j + best < new.1 && self.is_equal(best_i + best, best_j + best) {
            best += 1;
        }
        (best_i, best_j, best)
    }

    fn is_equal(&self, i: usize, j: usize) -> bool {
        self.old.get(i) == self.new.get(j)
    }
}

/// `GetOpCodes`: equal and changed runs, blocks that touch each other joined.
fn runs(blocks: &[Block], old: usize, new: usize) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let (mut i, mut j) = (0, 0);
    for &(at, to, length) in blocks.iter().chain([&(old, new, 0)]) {
        if i < at || j < to {
            out.push(Run { is_equal: false, old: (i, at), new: (j, to) });
        }
        (i, j) = (at + length, to + length);
        match out.last_mut() {
            Some(last) if last.is_equal && length > 0 => (last.old.1, last.new.1) = (i, j),
            _ if length > 0 => out.push(Run { is_equal: true, old: (at, i), new: (to, j) }),
            _ => {}
        }
    }
    out
}

/// `GetGroupedOpCodes`: changes that are near each other, with the lines around them.
fn groups(mut runs: Vec<Run>) -> Vec<Vec<Run>> {
    if let Some(first) = runs.first_mut().filter(|run| run.is_equal) {
        first.old.0 = first.old.0.max(first.old.1.saturating_sub(CONTEXT));
        first.new.0 = first.new.0.max(first.new.1.saturating_sub(CONTEXT));
    }
    if let Some(last) = runs.last_mut().filter(|run| run.is_equal) {
        last.old.1 = last.old.1.min(last.old.0 + CONTEXT);
        last.new.1 = last.new.1.min(last.new.0 + CONTEXT);
    }
    let mut groups = Vec::new();
    let mut group = Vec::new();
    for mut run in runs {
        if run.is_equal && run.old.1 - run.old.0 > 2 * CONTEXT {
            let (old, new) = (run.old, run.new);
            group.push(Run { is_equal: true, old: (old.0, old.0 + CONTEXT), new: (new.0, new.0 + CONTEXT) });
            groups.push(std::mem::take(&mut group));
            (run.old.0, run.new.0) = (old.1 - CONTEXT, new.1 - CONTEXT);
        }
        group.push(run);
    }
    if group.iter().any(|run| !run.is_equal) {
        groups.push(group);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::unified;

    fn difference(old: &str, new: &str) -> String {
        let lines = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
        unified(&lines(old), &lines(new))
    }

    #[test]
    fn changes_stand_between_three_lines() {
        assert_eq!(
            difference("a b c d e f g h", "a b c d X f g h"),
            "@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+X\n f\n g\n h\n"
        );
        assert_eq!(difference("a b", "a b"), "");
        assert_eq!(difference("a", "a b"), "@@ -1 +1,2 @@\n a\n+b\n");
    }

    #[test]
    fn far_changes_have_groups_of_their_own() {
        let text = difference("1 2 3 4 5 6 7 8 9 10", "x 2 3 4 5 6 7 8 9 y");
        assert_eq!(text, "@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -7,4 +7,4 @@\n 7\n 8\n 9\n-10\n+y\n");
    }
}
