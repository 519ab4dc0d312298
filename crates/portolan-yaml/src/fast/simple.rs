//! The lines of which manifests are made, `word: word` and `word:`, read in one go. The rest of the fast way reads them
//! just the same, but slower.

use super::Reader;
use super::scalar::{BLOCK_STOPS, LONGEST_KEY};
use crate::resolve::is_word;
use crate::span::offset;

impl Reader<'_> {
    /// Reads a simple entry, which begins a mapping of an indentation if there is one. `false`: it is none, and nothing
    /// was read.
    #[inline]
    pub(super) fn simple_entry(&mut self, mapping: Option<usize>) -> Option<bool> {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(|&byte| BLOCK_STOPS[usize::from(byte)]).unwrap_or(0);
        let (Some((key, [b':', after, ..])), true) = (rest.split_at_checked(length), length < LONGEST_KEY)
        else {
            return Some(false);
        };
        if !key.first().is_some_and(u8::is_ascii_alphabetic) || key.ends_with(b" ") || is_word(key) {
            return Some(false);
        }
        let colon = start + length;
        let value = match after {
            b'\n' => None,
            b' ' => match self.simple_value(colon + 2) {
                Some(end) => Some(end),
                None => return Some(false),
            },
            _ => return Some(false),
        };
        if let Some(indent) = mapping {
            self.open(indent, false, start)?;
        }
        self.builder.plain_key(offset(start), offset(colon), key);
        match value {
            None => {
                self.pending = Some(offset(colon + 1));
                self.at = colon + 2;
            }
            Some(end) => {
                self.builder.plain_value(offset(colon + 2), offset(end));
                self.last_end = offset(end);
                self.at = end + 1;
            }
        }
        Some(true)
    }

    /// The end of a plain value that ends its line.
    #[inline]
    fn simple_value(&self, start: usize) -> Option<usize> {
        if !self.byte(start).is_ascii_alphanumeric() {
            return None;
        }
        let mut end = start;
        loop {
            let rest = self.bytes.get(end..)?;
            end += rest.iter().position(|&byte| BLOCK_STOPS[usize::from(byte)])?;
            match self.byte(end) {
                b'\n' if self.byte(end - 1) != b' ' => return Some(end),
                b':' if !matches!(self.byte(end + 1), b' ' | b'\t' | b'\n' | b'\r' | 0) => end += 1,
                _ => return None,
            }
        }
    }
}
