//! A collection in brackets on the caret's line: `ports: [{port: 80, targetPort: http}]`.

use super::line::{Found, has_colon};
use super::{Part, Step};

/// Collections deeper than this are not read.
const DEEPEST: usize = 50;

/// Takes a node below another one, and gives its number.
pub(super) type Push<'a, 't> = dyn FnMut(usize, Step<'t>) -> usize + 'a;

/// A collection that is open.
struct Level<'t> {
    /// The key or the item whose value it is.
    owner: usize,
    is_mapping: bool,
    /// The key whose value comes next, with its node.
    key: Option<(&'t str, usize)>,
}

struct Reader<'a, 't> {
    text: &'t str,
    caret: usize,
    at: usize,
    open: Vec<Level<'t>>,
    push: &'a mut Push<'a, 't>,
    found: Option<Found<'t>>,
}

/// What is being typed in `text`, which begins with a bracket and is the value of the node `owner`; the caret counts from
/// its beginning. `None` outside of the brackets, and in quotes and comments.
pub(super) fn found<'a, 't>(
    text: &'t str,
    caret: usize,
    owner: usize,
    push: &'a mut Push<'a, 't>,
) -> Option<Found<'t>> {
    let mut reader = Reader { text, caret, at: 0, open: Vec::new(), push, found: None };
    reader.open(owner, text.starts_with('{'));
    while !reader.open.is_empty() && reader.at <= text.len() {
        reader.blanks();
        match text.as_bytes().get(reader.at) {
            None => break,
            Some(b'#') => return None,
            Some(b'"' | b'\'') => reader.quoted()?,
            Some(bracket @ (b'{' | b'[')) => {
                let owner = reader.owner()?;
                reader.open(owner, *bracket == b'{');
            }
            Some(b'}' | b']') => {
                reader.open.pop();
                reader.at += 1;
            }
            Some(b',') => {
                reader.open.last_mut()?.key = None;
                reader.at += 1;
            }
            Some(_) => reader.word()?,
        }
    }
    reader.found
}

impl<'t> Reader<'_, 't> {
    fn open(&mut self, owner: usize, is_mapping: bool) {
        self.at += 1;
        if self.open.len() < DEEPEST {
            self.open.push(Level { owner, is_mapping, key: None });
        }
    }

    /// The node that the next value is of.
    fn owner(&mut self) -> Option<usize> {
        let level = self.open.last()?;
        if level.is_mapping { Some(level.key?.1) } else { Some((self.push)(level.owner, Step::Item)) }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes over blanks. The caret may stand among them, where nothing has been typed yet.
    fn blanks(&mut self) {
        let blanks = self.rest().len() - self.rest().trim_start_matches(' ').len();
        let here = self.at..=self.at + blanks;
        self.at += blanks;
        if self.found.is_none()
            && here.contains(&self.caret)
            && (self.rest().is_empty() || self.rest().starts_with([',', '}', ']']))
        {
            self.take(self.caret, "", None);
        }
    }

    /// A text in quotes, which may be a key.
    fn quoted(&mut self) -> Option<()> {
        let rest = self.rest();
        let quote = rest.chars().next()?;
        let inside = rest.get(1..)?.split_once(quote)?.0;
        let end = self.at + inside.len() + 2;
        if (self.at + 1..end).contains(&self.caret) {
            return None;
        }
        self.at = end;
        if self.rest().starts_with(':') {
            self.key(inside);
        }
        Some(())
    }

    /// A word up to the next comma, colon or bracket.
    fn word(&mut self) -> Option<()> {
        let rest = self.rest();
        let ends = |(at, letter): (usize, char)| {
            let after = rest.get(at + 1..).unwrap_or_default();
            let is_colon =
                letter == ':' && (after.is_empty() || after.starts_with([' ', ',', '[', ']', '{', '}']));
            (matches!(letter, ',' | '[' | ']' | '{' | '}') || is_colon).then_some(at)
        };
        let word = rest.get(..rest.char_indices().find_map(ends).unwrap_or(rest.len()))?;
        let from = self.at;
        self.at += word.len();
        let is_key = self.rest().starts_with(':');
        let own = is_key.then(|| self.open.last().filter(|level| level.is_mapping).map(|level| level.owner));
        let typed = self.caret.checked_sub(from).and_then(|len| word.get(..len));
        if let Some(typed) = typed {
            self.take(from, typed, None);
        }
        if own.flatten().is_some() {
            let node = self.key(word.trim_end());
            if let (Some(found), Some(_)) = (&mut self.found, typed) {
                found.own = node;
            }
        } else if is_key {
            self.at += 1;
        }
        Some(())
    }

    /// A key, whose colon comes next.
    fn key(&mut self, name: &'t str) -> Option<usize> {
        self.at += 1;
        let level = self.open.last_mut().filter(|level| level.is_mapping)?;
        let node = (self.push)(level.owner, Step::Key(name));
        level.key = Some((name, node));
        Some(node)
    }

    /// What is being typed.
    fn take(&mut self, start: usize, typed: &'t str, own: Option<usize>) {
        let Some(level) = self.open.last() else { return };
        let (part, parent) = match level.key {
            Some((name, node)) => (Part::Value(name), node),
            None if level.is_mapping => (Part::Key, level.owner),
            None => (Part::Key, (self.push)(level.owner, Step::Item)),
        };
        let is_apart = !self.text.get(..start).is_some_and(|before| before.ends_with(':'));
        let after = self.text.get(self.caret..).unwrap_or_default();
        let has_colon = has_colon(after);
        self.found = is_apart.then_some(Found { parent, own, part, start, typed, has_colon, flow: true });
    }
}
