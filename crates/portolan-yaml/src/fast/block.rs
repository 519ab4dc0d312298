//! Block scalars: `|` keeps lines, `>` folds them.

use super::{Reader, Token};
use crate::span::{Span, offset};
use crate::tree::{Form, Mode};

/// What becomes of the line breaks at the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    Strip,
    Clip,
    Keep,
}

/// A line of a block scalar without its break.
struct Line {
    start: usize,
    end: usize,
}

impl Reader<'_> {
    /// A block scalar, `self.at` at its header. Goes to the line after it.
    pub(super) fn block(&mut self) -> Option<()> {
        let start = self.at;
        let folded = self.byte(start) == b'>';
        let (chomp, header) = match self.byte(start + 1) {
            b'-' => (Chomp::Strip, start + 2),
            b'+' => (Chomp::Keep, start + 2),
            _ => (Chomp::Clip, start + 1),
        };
        self.rest_of_line(header)?;
        let outer = self.levels.last()?.indent;
        let indent = self.block_indent().filter(|&indent| indent > outer)?;
        self.scratch.clear();
        let end = self.block_lines(indent, folded, chomp)?;
        self.write(
            Token { span: Span::new(offset(start), offset(end)), form: Form::Block, owned: true },
            Mode::Text,
        );
        Some(())
    }

    /// The indentation of the first line with text. A blank line before it may not be longer.
    fn block_indent(&self) -> Option<usize> {
        let (mut at, mut longest) = (self.at, 0);
        loop {
            let text = self.spaces(at);
            match self.byte(text) {
                b'\n' => longest = longest.max(text - at),
                b'\r' | b'\t' | 0 => return None,
                _ => return (text - at >= longest).then_some(text - at),
            }
            at = text + 1;
        }
    }

    /// Puts the lines into the scratch; gives the end of the last text.
    fn block_lines(&mut self, indent: usize, folded: bool, chomp: Chomp) -> Option<usize> {
        let mut breaks = 0;
        let mut end = self.at;
        while let Some(line) = self.block_line(indent)? {
            if line.start == line.end {
                breaks += 1;
                continue;
            }
            let text = self.source.get(line.start..line.end)?;
            if folded && text.starts_with([' ', '\t']) {
                return None;
            }
            let joined = folded && !self.scratch.is_empty() && breaks == 1;
            if joined {
                self.scratch.push(' ');
            } else {
                let dropped = usize::from(folded && !self.scratch.is_empty());
                self.scratch.extend(std::iter::repeat_n('\n', breaks - dropped.min(breaks)));
            }
            self.scratch.push_str(text);
            let shown = text.trim_end_matches([' ', '\t']).len();
            end = if shown == 0 { end } else { line.start + shown };
            breaks = 1;
        }
        match chomp {
            Chomp::Strip => {}
            Chomp::Clip => self.scratch.push('\n'),
            Chomp::Keep => self.scratch.extend(std::iter::repeat_n('\n', breaks)),
        }
        Some(end)
    }

    /// The next line; nothing when it is outside of the scalar. Goes past it.
    fn block_line(&mut self, indent: usize) -> Option<Option<Line>> {
        let text = self.spaces(self.at);
        let start = text.min(self.at + indent);
        match self.byte(text) {
            0 if text == self.at => return Some(None),
            // The last line has no break; or it is not clear what a tab means here.
            0 | b'\r' => return None,
            b'\n' => {
                self.at = text + 1;
                return Some(Some(Line { start, end: text.max(start) }));
            }
            b'\t' if text - self.at < indent => return None,
            _ if text - self.at < indent => return Some(None),
            _ => {}
        }
        let rest = self.bytes.get(text..)?;
        let length = rest.iter().position(|&byte| byte == b'\n')?;
        let end = text + length;
        if self.byte(end - 1) == b'\r' {
            return None;
        }
        self.at = end + 1;
        Some(Some(Line { start, end }))
    }
}
