//! Regular expressions, as far as RE2 and PCRE agree: what paths, headers and parameters of routes are matched with.
//!
//! An expression becomes a program for a machine with one thread for each place in it that the text may have come to
//! (Pike's), so that no expression takes longer than its length times that of the text. The earlier alternative wins, as
//! in PCRE and RE2.

mod program;
mod read;

use program::Instruction;

/// An expression ready to match.
#[derive(Debug)]
pub(super) struct Pattern {
    program: Vec<Instruction>,
    fold: bool,
}

/// The groups of a match: start and end of the whole in the first two places, then of each group.
pub(super) type Groups = Vec<Option<usize>>;

impl Pattern {
    /// Reads an expression; `None` where it uses more than is understood here, or is none.
    pub(super) fn new(text: &str, fold: bool) -> Option<Self> {
        let (text, fold) = text.strip_prefix("(?i)").map_or((text, fold), |rest| (rest, true));
        Some(Self { program: program::of(read::piece(text, fold)?)?, fold })
    }

    /// Matches at the beginning of a text, or anywhere in it.
    pub(super) fn find(&self, text: &str, anchored: bool) -> Option<Groups> {
        let bytes = text.as_bytes();
        let mut threads = Threads::new(self.program.len());
        let mut next = Threads::new(self.program.len());
        let mut found: Option<Groups> = None;
        for at in 0..=bytes.len() {
            if found.is_none() && (at == 0 || !anchored) {
                self.add(&mut threads, 0, at, bytes.len(), Vec::new());
            }
            if threads.list.is_empty() && (anchored || found.is_some()) {
                break;
            }
            next.clear();
            for (place, groups) in std::mem::take(&mut threads.list) {
                let byte =
                    bytes.get(at).map(|byte| if self.fold { byte.to_ascii_lowercase() } else { *byte });
                let takes = match (self.program.get(place), byte) {
                    (Some(Instruction::Match), _) => {
                        found = Some(groups);
                        break;
                    }
                    (Some(Instruction::Byte(wanted)), Some(byte)) => *wanted == byte,
                    (Some(Instruction::Any), Some(byte)) => byte != b'\n',
                    (Some(Instruction::Set(set)), Some(byte)) => set.has(byte, self.fold),
                    _ => false,
                };
                if takes {
                    self.add(&mut next, place + 1, at + 1, bytes.len(), groups);
                }
            }
            std::mem::swap(&mut threads, &mut next);
        }
        found
    }

    /// Whether all of a text matches.
    pub(super) fn matches_whole(&self, text: &str) -> bool {
        self.find(text, true).is_some_and(|groups| groups.get(1) == Some(&Some(text.len())))
    }

    /// Starts a thread at a place, and at all to which it leads without taking a byte.
    fn add(&self, threads: &mut Threads, place: usize, at: usize, end: usize, groups: Groups) {
        let mut waiting = vec![(place, groups)];
        while let Some((place, mut groups)) = waiting.pop() {
            if std::mem::replace(threads.seen.get_mut(place).unwrap_or(&mut true), true) {
                continue;
            }
            match self.program.get(place) {
                Some(Instruction::Jump(to)) => waiting.push((*to, groups)),
                Some(Instruction::Split(first, second)) => {
                    waiting.push((*second, groups.clone()));
                    waiting.push((*first, groups));
                }
                Some(Instruction::Save(slot)) => {
                    groups.resize(groups.len().max(slot + 1), None);
                    if let Some(place) = groups.get_mut(*slot) {
                        *place = Some(at);
                    }
                    waiting.push((place + 1, groups));
                }
                Some(Instruction::Start) if at != 0 => {}
                Some(Instruction::End) if at != end => {}
                Some(Instruction::Start | Instruction::End) => waiting.push((place + 1, groups)),
                Some(_) => threads.list.push((place, groups)),
                None => {}
            }
        }
    }
}

/// The text of a group.
pub(super) fn group<'t>(groups: &Groups, text: &'t str, number: usize) -> &'t str {
    let place = |slot: usize| groups.get(slot).copied().flatten();
    let range = place(number * 2).zip(place(number * 2 + 1));
    range.and_then(|(start, end)| text.get(start..end)).unwrap_or_default()
}

struct Threads {
    list: Vec<(usize, Groups)>,
    seen: Vec<bool>,
}

impl Threads {
    fn new(places: usize) -> Self {
        Self { list: Vec::new(), seen: vec![false; places] }
    }

    fn clear(&mut self) {
        self.list.clear();
        self.seen.fill(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(expression: &str, text: &str) -> Option<String> {
        let groups = Pattern::new(expression, false).expect("an expression").find(text, false)?;
        Some((0..3).map(|number| group(&groups, text, number)).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn the_first_way_that_matches_wins() {
        assert_eq!(first("^/foo/(.+)", "/foo/bar/1").as_deref(), Some("/foo/bar/1|bar/1|"));
        assert_eq!(first("/something(/|$)(.*)", "/something/new").as_deref(), Some("/something/new|/|new"));
        assert_eq!(first("/something(/|$)(.*)", "/something").as_deref(), Some("/something||"));
        assert_eq!(first("a|ab", "xab").as_deref(), Some("a||"));
        assert_eq!(first("(a+?)(a*)", "aaa").as_deref(), Some("aaa|a|aa"));
        assert_eq!(first("[^/]+/v[0-9]{1,2}$", "/api/v12").as_deref(), Some("api/v12||"));
        assert_eq!(first("^b", "ab"), None);
    }

    #[test]
    fn case_may_not_count() {
        let pattern = Pattern::new("^/Foo/[A-C]x", true).expect("an expression");
        assert!(pattern.find("/fOO/bX", true).is_some());
        assert!(Pattern::new("one|two", false).expect("an expression").matches_whole("two"));
        assert!(!Pattern::new("one", false).expect("an expression").matches_whole("ones"));
    }

    #[test]
    fn what_is_not_understood_is_none_and_nothing_takes_long() {
        for wrong in ["(", "a**", "[a", "(?=a)", "\\bx", "a{2,1}", "*", "[[:alpha:]]", "(?<!a)b"] {
            assert!(Pattern::new(wrong, false).is_none(), "{wrong}");
        }
        assert!(Pattern::new("((a{1000}){1000}){1000}", false).is_none());
        assert!(Pattern::new(&"(".repeat(100_000), false).is_none());
        let slow = Pattern::new("(a*)*(a*)*b", false).expect("an expression");
        assert!(slow.find(&"a".repeat(5_000), true).is_none());
    }
}
