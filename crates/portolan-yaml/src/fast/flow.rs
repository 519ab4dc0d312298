//! Flow collections, JSON among them: `[a, b]`, `{"a": 1}`, over as many lines as they like.

use super::Reader;
use super::scalar::Stop;
use crate::builder::NewScalar;
use crate::span::{Span, offset};
use crate::tree::Mode;

/// More levels are left to the other way.
const DEEPEST: usize = 200;

impl Reader<'_> {
    /// A flow collection, `self.at` at its bracket. Goes past it.
    pub(super) fn flow(&mut self) -> Option<()> {
        let mut open = Vec::new();
        loop {
            // Here a value begins.
            match self.byte(self.at) {
                bracket @ (b'[' | b'{') => {
                    if open.len() >= DEEPEST {
                        return None;
                    }
                    open.push(bracket == b'{');
                    self.builder.open(offset(self.at), bracket == b'{', 0);
                    self.at += 1;
                }
                _ => {
                    self.flow_scalar()?;
                    self.after_value(open.last().copied()?)?;
                }
            }
            if self.next_value(&mut open)? {
                return Some(());
            }
        }
    }

    /// Goes to where the next value begins, closing what ends and writing keys; whether the outermost bracket closed.
    fn next_value(&mut self, open: &mut Vec<bool>) -> Option<bool> {
        loop {
            self.blanks()?;
            let mapping = open.last().copied()?;
            match (self.byte(self.at), mapping) {
                (b']', false) | (b'}', true) => {
                    self.at += 1;
                    open.pop();
                    self.last_end = offset(self.at);
                    self.builder.close(self.last_end);
                    let Some(&around) = open.last() else { return Some(true) };
                    self.after_value(around)?;
                }
                (_, false) => return Some(false),
                (_, true) => {
                    self.flow_key()?;
                    if !matches!(self.byte(self.at), b',' | b'}') {
                        return Some(false);
                    }
                    self.after_value(true)?;
                }
            }
        }
    }

    /// Passes the comma after a value; a closing bracket stays.
    fn after_value(&mut self, mapping: bool) -> Option<()> {
        self.blanks()?;
        match (self.byte(self.at), mapping) {
            (b',', _) => self.at += 1,
            (b']', false) | (b'}', true) => {}
            _ => return None,
        }
        Some(())
    }

    /// A key and its colon, and the blanks before the value. A missing value is written.
    fn flow_key(&mut self) -> Option<()> {
        let colon = match self.byte(self.at) {
            b'"' | b'\'' => {
                let key = self.quoted()?;
                self.write(key, Mode::Text);
                self.spaces(self.at)
            }
            _ => {
                let (key, Stop::Colon(colon)) = self.plain(true)? else { return None };
                self.write_key(key)?;
                colon
            }
        };
        if self.byte(colon) != b':' {
            return None;
        }
        self.at = colon + 1;
        self.blanks()?;
        if matches!(self.byte(self.at), b',' | b'}') {
            self.builder.scalar(NewScalar::null(offset(colon + 1)));
        }
        Some(())
    }

    fn flow_scalar(&mut self) -> Option<()> {
        if matches!(self.byte(self.at), b'"' | b'\'') {
            let token = self.quoted()?;
            self.write(token, Mode::Text);
            return Some(());
        }
        let (token, Stop::Other(end)) = self.plain(true)? else { return None };
        self.write_plain(token)?;
        self.at = end;
        Some(())
    }

    /// Passes blanks, line ends and comments.
    fn blanks(&mut self) -> Option<()> {
        loop {
            match self.byte(self.at) {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\n' => {
                    self.at += 1;
                    if self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"...")) {
                        return None;
                    }
                }
                b'#' if matches!(self.byte(self.at - 1), b' ' | b'\t' | b'\n') => self.flow_comment(),
                b'#' => return None,
                _ => return Some(()),
            }
        }
    }

    fn flow_comment(&mut self) {
        let start = self.at;
        while !matches!(self.byte(self.at), b'\n' | b'\r' | 0) {
            self.at += 1;
        }
        self.fast.comments.push(Span::new(offset(start), offset(self.at)));
    }
}
