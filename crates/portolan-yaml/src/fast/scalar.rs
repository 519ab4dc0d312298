//! Scalars on one line, and keys.

use super::{Reader, Token};
use crate::go::json_key;
use crate::quoted::escape;
use crate::resolve::{Plain, is_word, resolve};
use crate::span::{Span, offset};
use crate::tree::{Form, Mode};

/// libyaml takes a key only within so many characters.
pub(super) const LONGEST_KEY: usize = 1024;

/// Bytes at which a plain scalar in a block may end.
pub(super) const BLOCK_STOPS: [bool; 256] = table(b"\0\n\r\t:#");

/// Bytes at which a plain scalar in a flow collection may end.
const FLOW_STOPS: [bool; 256] = table(b"\0\n\r\t:#,[]{}?");

/// The bytes that cannot begin a plain scalar, or mean something else there.
const INDICATORS: [bool; 256] = table(b"\0\n\r\t&*!%@`,[]{}#?:|>\"'");

const fn table(mut bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    while let [byte, rest @ ..] = bytes {
        table[*byte as usize] = true;
        bytes = rest;
    }
    table
}

/// Where a plain scalar ended.
pub(super) enum Stop {
    /// At a colon that makes it a key.
    Colon(usize),
    /// Elsewhere.
    Other(usize),
}

impl Reader<'_> {
    /// A key and the place of its colon; nothing when what stands here is no key. Gives up on what it cannot tell.
    #[inline]
    pub(super) fn key(&mut self) -> Option<Option<(Token, usize)>> {
        let start = self.at;
        let (token, colon) = match self.byte(start) {
            b'"' | b'\'' => {
                let token = self.quoted()?;
                let colon = self.spaces(self.at);
                self.at = start;
                if self.byte(colon) != b':' {
                    return Some(None);
                }
                (token, colon)
            }
            b'[' | b'{' | b'|' | b'>' => return Some(None),
            _ => match self.plain(false)? {
                (token, Stop::Colon(colon)) => (token, colon),
                (_, Stop::Other(_)) => return Some(None),
            },
        };
        let followed = matches!(self.byte(colon + 1), b' ' | b'\n' | b'\r' | 0);
        (followed && colon - start < LONGEST_KEY).then_some(Some((token, colon)))
    }

    /// Writes a key as JSON has it.
    #[inline]
    pub(super) fn write_key(&mut self, mut token: Token) -> Option<()> {
        if token.form == Form::Quoted {
            self.write(token, Mode::Text);
            return Some(());
        }
        let first = self.byte(token.span.start as usize);
        let text = self.bytes.get(token.span.range()).unwrap_or_default();
        if !first.is_ascii_alphabetic() || is_word(text) {
            self.convert_key(&mut token)?;
        }
        self.write(token, Mode::Resolve);
        Some(())
    }

    /// Puts what JSON makes of a key that is perhaps no string into the scratch; gives up on merges.
    fn convert_key(&mut self, token: &mut Token) -> Option<()> {
        let text = token.span.slice(self.source);
        if text == "<<" {
            return None;
        }
        if let Some(converted) = json_key(text).ok()?
            && converted != text
        {
            self.scratch = converted;
            token.owned = true;
        }
        Some(())
    }

    /// The value of an entry or item, up to the end of its line.
    pub(super) fn value(&mut self) -> Option<()> {
        match self.byte(self.at) {
            b'"' | b'\'' => {
                let token = self.quoted()?;
                self.write(token, Mode::Text);
            }
            b'[' | b'{' => self.flow()?,
            b'|' | b'>' => return self.block(),
            _ => {
                let (token, Stop::Other(end)) = self.plain(false)? else { return None };
                self.write_plain(token)?;
                self.at = end;
            }
        }
        self.rest_of_line(self.at)
    }

    #[inline]
    pub(super) fn write_plain(&mut self, token: Token) -> Option<()> {
        let text = token.span.slice(self.source);
        if text.starts_with(['.', '+', '-'])
            && matches!(resolve(text), Plain::Float(value) if !value.is_finite())
        {
            return None;
        }
        self.write(token, Mode::Resolve);
        Some(())
    }

    /// A plain scalar, up to a colon, a comment or the end of the line; in a flow collection also to a bracket or comma.
    #[inline]
    pub(super) fn plain(&self, flow: bool) -> Option<(Token, Stop)> {
        let start = self.at;
        match self.byte(start) {
            byte if INDICATORS[usize::from(byte)] => return None,
            b'-' if matches!(self.byte(start + 1), b' ' | b'\t' | b'\n' | b'\r' | 0) => return None,
            b'-' if flow && FLOW_STOPS[usize::from(self.byte(start + 1))] => return None,
            _ => {}
        }
        let stops = if flow { &FLOW_STOPS } else { &BLOCK_STOPS };
        let mut at = start + 1;
        let stop = loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            at += rest.iter().position(|&byte| stops[usize::from(byte)]).unwrap_or(rest.len());
            match self.byte(at) {
                b':' => match self.byte(at + 1) {
                    b' ' | b'\n' | b'\r' | 0 => break Stop::Colon(at),
                    b'\t' => return None,
                    b',' | b'[' | b']' | b'{' | b'}' | b'?' if flow => return None,
                    _ => at += 1,
                },
                b'#' if self.byte(at - 1) != b' ' => at += 1,
                b'\t' | b'?' => return None,
                _ => break Stop::Other(at),
            }
        };
        let (Stop::Colon(mut end) | Stop::Other(mut end)) = stop;
        while self.byte(end - 1) == b' ' {
            end -= 1;
        }
        let stop = match stop {
            Stop::Other(_) => Stop::Other(end),
            colon @ Stop::Colon(_) => colon,
        };
        Some((Token { span: Span::new(offset(start), offset(end)), form: Form::Plain, owned: false }, stop))
    }

    /// A quoted scalar that ends on its line. Goes past it; an owned text is left in the scratch.
    pub(super) fn quoted(&mut self) -> Option<Token> {
        let (start, quote) = (self.at, self.byte(self.at));
        let mut at = start + 1;
        let mut owned = false;
        loop {
            match self.byte(at) {
                byte if byte == quote && quote == b'\'' && self.byte(at + 1) == quote => {
                    self.own(&mut owned, start, at);
                    self.scratch.push('\'');
                    at += 2;
                }
                byte if byte == quote => break,
                b'\\' if quote == b'"' => {
                    self.own(&mut owned, start, at);
                    let (c, after) = escape(self.source, at + 1)?;
                    self.scratch.push(c);
                    at = after;
                }
                b'\n' | b'\r' | 0 => return None,
                _ if owned => {
                    let more = self.run(at, quote);
                    self.scratch.push_str(self.source.get(at..more)?);
                    at = more;
                }
                _ => at += 1,
            }
        }
        self.at = at + 1;
        Some(Token { span: Span::new(offset(start), offset(at + 1)), form: Form::Quoted, owned })
    }

    /// Begins to own the text of a quoted scalar, with what was read of it.
    fn own(&mut self, owned: &mut bool, start: usize, at: usize) {
        if !*owned {
            *owned = true;
            self.scratch.clear();
            self.scratch.push_str(self.source.get(start + 1..at).unwrap_or_default());
        }
    }

    /// The end of a run of bytes that mean themselves.
    fn run(&self, mut at: usize, quote: u8) -> usize {
        loop {
            match self.byte(at) {
                b'\n' | b'\r' | 0 => return at,
                b'\\' if quote == b'"' => return at,
                byte if byte == quote => return at,
                _ => at += 1,
            }
        }
    }
}
