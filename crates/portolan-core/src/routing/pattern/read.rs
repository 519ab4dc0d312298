//! Reads the text of an expression.

use super::program::{Instruction, Piece, Set};

/// The deepest nesting of groups.
const MOST_NESTED: usize = 50;

/// What a text consists of; `None` where it uses more than is understood here, or is no expression.
pub(super) fn piece(text: &str, fold: bool) -> Option<Piece> {
    let mut reader = Reader { bytes: text.as_bytes(), at: 0, groups: 0, nested: 0, fold };
    let piece = reader.either()?;
    (reader.at == reader.bytes.len()).then_some(piece)
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
