//! Regular expressions, as far as RE2 and PCRE agree: what paths, headers and parameters of routes are matched with.
//!
//! An expression becomes a program for a machine with one thread for each place in it that the text may have come to
//! (Pike's), so that no expression takes longer than its length times that of the text. The earlier alternative wins, as
//! in PCRE and RE2.

/// The most instructions of a program: repetitions are written out.
const MOST_INSTRUCTIONS: usize = 4_000;

/// The deepest nesting of groups.
const MOST_NESTED: usize = 50;

/// An expression ready to match.
#[derive(Debug)]
pub(super) struct Pattern {
    program: Vec<Instruction>,
    fold: bool,
}

#[derive(Clone, Debug)]
enum Instruction {
    /// One byte of a set.
    Set(Box<Set>),
    /// One byte, in lower case where case does not count.
    Byte(u8),
    /// Anything but the end of a line.
    Any,
    Start,
    End,
    /// The first way before the second.
    Split(usize, usize),
    Jump(usize),
    Save(usize),
    Match,
}

#[derive(Clone, Debug, Default)]
struct Set {
    ranges: Vec<(u8, u8)>,
    negated: bool,
}

/// What an expression consists of.
#[derive(Clone, Debug)]
enum Piece {
    Empty,
    One(Instruction),
    Sequence(Vec<Piece>),
    Either(Vec<Piece>),
    Group(usize, Box<Piece>),
    Repeat { of: Box<Piece>, least: usize, most: Option<usize>, greedy: bool },
}

/// The groups of a match: start and end of the whole in the first two places, then of each group.
pub(super) type Groups = Vec<Option<usize>>;

impl Pattern {
    /// Reads an expression; `None` where it uses more than is understood here, or is none.
    pub(super) fn new(text: &str, fold: bool) -> Option<Self> {
        let (text, fold) = text.strip_prefix("(?i)").map_or((text, fold), |rest| (rest, true));
        let mut reader = Reader { bytes: text.as_bytes(), at: 0, groups: 0, nested: 0, fold };
        let piece = reader.either()?;
        if reader.at != reader.bytes.len() {
            return None;
        }
        let mut program = Vec::new();
        emit(&Piece::Group(0, Box::new(piece)), &mut program)?;
        program.push(Instruction::Match);
        Some(Self { program, fold })
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

impl Set {
    fn has(&self, byte: u8, fold: bool) -> bool {
        let within = |byte: u8| self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&byte));
        let found =
            within(byte) || fold && (within(byte.to_ascii_uppercase()) || within(byte.to_ascii_lowercase()));
        found != self.negated
    }
}

/// Writes a piece out; `None` if the program becomes too long.
fn emit(piece: &Piece, program: &mut Vec<Instruction>) -> Option<()> {
    if program.len() > MOST_INSTRUCTIONS {
        return None;
    }
    match piece {
        Piece::Empty => {}
        Piece::One(instruction) => program.push(instruction.clone()),
        Piece::Sequence(pieces) => pieces.iter().try_for_each(|one| emit(one, program))?,
        Piece::Group(number, inner) => {
            program.push(Instruction::Save(number * 2));
            emit(inner, program)?;
            program.push(Instruction::Save(number * 2 + 1));
        }
        Piece::Either(pieces) => either(pieces, program)?,
        Piece::Repeat { of, least, most, greedy } => {
            for _ in 0..*least {
                emit(of, program)?;
            }
            match most {
                None => {
                    let start = program.len();
                    program.push(Instruction::Match);
                    emit(of, program)?;
                    program.push(Instruction::Jump(start));
                    fork(program, start, *greedy);
                }
                Some(most) => {
                    let mut forks = Vec::new();
                    for _ in *least..*most {
                        forks.push(program.len());
                        program.push(Instruction::Match);
                        emit(of, program)?;
                    }
                    forks.into_iter().for_each(|at| fork(program, at, *greedy));
                }
            }
        }
    }
    Some(())
}

/// Makes the instruction at a place the choice between what follows it and the end of the program so far.
fn fork(program: &mut [Instruction], at: usize, greedy: bool) {
    let (inside, behind) = (at + 1, program.len());
    if let Some(place) = program.get_mut(at) {
        *place = if greedy { Instruction::Split(inside, behind) } else { Instruction::Split(behind, inside) };
    }
}

fn either(pieces: &[Piece], program: &mut Vec<Instruction>) -> Option<()> {
    let mut ends = Vec::new();
    for (index, one) in pieces.iter().enumerate() {
        let start = program.len();
        let last = index + 1 == pieces.len();
        if !last {
            program.push(Instruction::Match);
        }
        emit(one, program)?;
        if !last {
            ends.push(program.len());
            program.push(Instruction::Match);
            fork(program, start, true);
        }
    }
    let behind = program.len();
    for end in ends {
        if let Some(place) = program.get_mut(end) {
            *place = Instruction::Jump(behind);
        }
    }
    Some(())
}

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
    groups: usize,
    nested: usize,
    fold: bool,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, wanted: &[u8]) -> bool {
        let there = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(wanted));
        if there {
            self.at += wanted.len();
        }
        there
    }

    fn either(&mut self) -> Option<Piece> {
        let mut pieces = vec![self.sequence()?];
        while self.take(b"|") {
            pieces.push(self.sequence()?);
        }
        Some(if pieces.len() == 1 { pieces.remove(0) } else { Piece::Either(pieces) })
    }

    fn sequence(&mut self) -> Option<Piece> {
        let mut pieces = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| !matches!(byte, b'|' | b')')) {
            let atom = self.atom(byte)?;
            pieces.push(self.repeated(atom)?);
        }
        Some(if pieces.is_empty() { Piece::Empty } else { Piece::Sequence(pieces) })
    }

    fn atom(&mut self, byte: u8) -> Option<Piece> {
        self.at += 1;
        Some(Piece::One(match byte {
            b'(' => return self.group(),
            b'[' => Instruction::Set(Box::new(self.set()?)),
            b'.' => Instruction::Any,
            b'^' => Instruction::Start,
            b'$' => Instruction::End,
            b'*' | b'+' | b'?' => return None,
            b'\\' => {
                let byte = self.peek()?;
                self.at += 1;
                match class(byte) {
                    Some(set) => Instruction::Set(Box::new(set)),
                    None => Instruction::Byte(self.folded(literal(byte)?)),
                }
            }
            _ => Instruction::Byte(self.folded(byte)),
        }))
    }

    fn folded(&self, byte: u8) -> u8 {
        if self.fold { byte.to_ascii_lowercase() } else { byte }
    }

    fn group(&mut self) -> Option<Piece> {
        self.nested += 1;
        if self.nested > MOST_NESTED {
            return None;
        }
        let plain = self.take(b"?:");
        if !plain && (self.take(b"?P<") || self.take(b"?<")) {
            if matches!(self.peek(), Some(b'=' | b'!')) {
                return None;
            }
            while self.peek()? != b'>' {
                self.at += 1;
            }
            self.at += 1;
        } else if !plain && self.peek() == Some(b'?') {
            return None;
        }
        let number = if plain { 0 } else { self.groups + 1 };
        self.groups = self.groups.max(number);
        let inner = self.either()?;
        self.nested -= 1;
        if !self.take(b")") {
            return None;
        }
        Some(if plain { inner } else { Piece::Group(number, Box::new(inner)) })
    }

    fn repeated(&mut self, atom: Piece) -> Option<Piece> {
        let (least, most) = match self.peek() {
            Some(b'*') => (0, None),
            Some(b'+') => (1, None),
            Some(b'?') => (0, Some(1)),
            Some(b'{') => return self.counted(atom),
            _ => return Some(atom),
        };
        self.at += 1;
        self.finish(atom, least, most)
    }

    fn counted(&mut self, atom: Piece) -> Option<Piece> {
        let rest = self.bytes.get(self.at + 1..)?;
        let end = rest.iter().position(|byte| *byte == b'}')?;
        let text = std::str::from_utf8(rest.get(..end)?).ok()?;
        let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number <= 1000);
        let (least, most) = match text.split_once(',') {
            None => (number(text)?, Some(number(text)?)),
            Some((least, "")) => (number(least)?, None),
            Some((least, most)) => (number(least)?, Some(number(most)?)),
        };
        self.at += end + 2;
        self.finish(atom, least, most)
    }

    fn finish(&mut self, atom: Piece, least: usize, most: Option<usize>) -> Option<Piece> {
        let greedy = !self.take(b"?");
        let nothing = matches!(atom, Piece::Empty);
        if nothing || matches!(self.peek(), Some(b'*' | b'+' | b'?')) || most.is_some_and(|most| most < least)
        {
            return None;
        }
        Some(Piece::Repeat { of: Box::new(atom), least, most, greedy })
    }

    fn set(&mut self) -> Option<Set> {
        let mut set = Set { negated: self.take(b"^"), ..Set::default() };
        let mut first = true;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            let from = match byte {
                b']' if !first => return Some(set),
                b'[' if self.peek() == Some(b':') => return None,
                b'\\' => {
                    let byte = self.peek()?;
                    self.at += 1;
                    if let Some(class) = class(byte) {
                        if class.negated {
                            return None;
                        }
                        set.ranges.extend(class.ranges);
                        first = false;
                        continue;
                    }
                    literal(byte)?
                }
                byte => byte,
            };
            first = false;
            let range =
                self.peek() == Some(b'-') && self.bytes.get(self.at + 1).is_some_and(|byte| *byte != b']');
            if !range {
                set.ranges.push((from, from));
                continue;
            }
            self.at += 1;
            let to = self.peek()?;
            self.at += 1;
            set.ranges.push((from, if to == b'\\' { return None } else { to }));
        }
    }
}

/// `\d`, `\w`, `\s`, and their opposites.
fn class(byte: u8) -> Option<Set> {
    let ranges: &[(u8, u8)] = match byte.to_ascii_lowercase() {
        b'd' => &[(b'0', b'9')],
        b'w' => &[(b'0', b'9'), (b'A', b'Z'), (b'_', b'_'), (b'a', b'z')],
        b's' => &[(b'\t', b'\n'), (0x0c, b'\r'), (b' ', b' ')],
        _ => return None,
    };
    Some(Set { ranges: ranges.to_vec(), negated: byte.is_ascii_uppercase() })
}

/// The byte that an escape stands for; `None` for escapes with another meaning.
fn literal(byte: u8) -> Option<u8> {
    match byte {
        b'n' => Some(b'\n'),
        b't' => Some(b'\t'),
        byte if !byte.is_ascii_alphanumeric() => Some(byte),
        _ => None,
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
