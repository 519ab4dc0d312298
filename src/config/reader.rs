//! Walks through a TOML file and remembers what is wrong with it.

use super::near::unknown_key;
use crate::words;
use portolan_core::diagnostic::{Arg, Message};
use std::borrow::Cow;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A key, with its place.
pub(super) type Key<'t> = Spanned<Cow<'t, str>>;

/// A value, with its place.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// A file being read.
pub(super) struct Reader<'t> {
    text: &'t str,
    /// What is wrong, each with the byte where it stands.
    mistakes: Vec<(usize, Message)>,
}

impl<'t> Reader<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, mistakes: Vec::new() }
    }

    /// Shows the keys of the file. Where it is not TOML nothing is shown: what is read of it is not what was meant.
    pub(super) fn file(&mut self, each: impl FnMut(&mut Self, &Key<'t>, &Value<'t>)) {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        if errors.is_empty() {
            return self.entries(table.get_ref(), each);
        }
        self.mistakes = errors
            .into_iter()
            .map(|error| {
                let at = error.span().map_or(0, |span| span.start);
                (at, words::NOT_TOML.with([("words", Arg::text(error.message()))]))
            })
            .collect();
    }

    /// Shows the keys of a table.
    pub(super) fn table(
        &mut self,
        key: &Key<'t>,
        value: &Value<'t>,
        each: impl FnMut(&mut Self, &Key<'t>, &Value<'t>),
    ) {
        match value.get_ref() {
            DeValue::Table(table) => self.entries(table, each),
            _ => self.wrong(key.span(), words::about(&words::WANTS_TABLE, "key", key.get_ref().as_ref())),
        }
    }

    fn entries(&mut self, table: &DeTable<'t>, mut each: impl FnMut(&mut Self, &Key<'t>, &Value<'t>)) {
        for (key, value) in table {
            each(self, key, value);
        }
    }

    /// The strings of a list, each with its place.
    pub(super) fn strings<'v>(
        &mut self,
        key: &Key<'t>,
        value: &'v Value<'t>,
    ) -> Vec<(&'v str, Range<usize>)> {
        let wants = || words::about(&words::WANTS_STRINGS, "key", key.get_ref().as_ref());
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(value.span(), wants());
            return Vec::new();
        };
        let mut strings = Vec::with_capacity(items.len());
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => strings.push((text, item.span())),
                None => self.wrong(item.span(), wants()),
            }
        }
        strings
    }

    /// The value where it is right; otherwise it is a mistake at this place.
    pub(super) fn right<T>(&mut self, place: Range<usize>, value: Result<T, Message>) -> Option<T> {
        value.map_err(|message| self.wrong(place, message)).ok()
    }

    pub(super) fn unknown_key(&mut self, key: &Key<'t>, known: &[&str]) {
        self.wrong(key.span(), unknown_key(key.get_ref(), known));
    }

    pub(super) fn wrong(&mut self, place: Range<usize>, message: Message) {
        self.mistakes.push((place.start, message));
    }

    /// The mistakes in the order of the text, each with its line, from 1; none if all is right.
    pub(super) fn finish(mut self) -> Result<(), Vec<(usize, Message)>> {
        if self.mistakes.is_empty() {
            return Ok(());
        }
        self.mistakes.sort_by_key(|(at, _)| *at);
        let (mut line, mut seen) = (1, 0);
        let text = self.text.as_bytes();
        Err(self
            .mistakes
            .into_iter()
            .map(|(at, message)| {
                let passed = text.get(seen..at).unwrap_or_default();
                line += passed.iter().filter(|byte| **byte == b'\n').count();
                seen = seen.max(at);
                (line, message)
            })
            .collect())
    }
}
