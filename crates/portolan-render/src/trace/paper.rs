//! Lines with an indentation that may be drawn, wrapped to the reader's width, with colours or without.

use crate::width::width;
use crate::wrap::wrap_to;

/// Lines are at least this wide, however deep they are indented.
const NARROWEST: usize = 40;

/// What is being written.
pub(super) struct Paper {
    out: String,
    color: bool,
    columns: usize,
    indents: Vec<&'static str>,
}

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Strong,
    Faint,
    Good,
    Bad,
    Doubtful,
    Odds,
    Place,
}

impl Paper {
    pub(super) fn new(color: bool, columns: usize) -> Self {
        Self { out: String::new(), color, columns, indents: Vec::new() }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Lines begin with this too from now on.
    pub(super) fn indent(&mut self, text: &'static str) {
        self.indents.push(text);
    }

    pub(super) fn outdent(&mut self) {
        self.indents.pop();
    }

    /// How many columns are left for text.
    pub(super) fn room(&self) -> usize {
        let taken: usize = self.indents.iter().map(|text| width(text)).sum();
        self.columns.saturating_sub(taken).max(NARROWEST)
    }

    /// A piece of text in a colour.
    pub(super) fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.color || text.is_empty() {
            return text.to_owned();
        }
        format!("\x1b[{}m{text}\x1b[0m", ink.code())
    }

    /// A line as it is.
    pub(super) fn line(&mut self, text: &str) {
        let start = self.out.len();
        self.indents.iter().for_each(|indent| self.out.push_str(indent));
        self.out.push_str(text);
        let kept = self.out.trim_end_matches(' ').len().max(start);
        self.out.truncate(kept);
        self.out.push('\n');
    }

    pub(super) fn faint(&mut self, text: &str) {
        let text = self.ink(Ink::Faint, text);
        self.line(&text);
    }

    /// A sentence in as many lines as it needs, behind a head that may be coloured; all lines but the first begin with
    /// `hang`.
    pub(super) fn wrapped(&mut self, head: &str, text: &str, hang: &'static str) {
        let taken = visible_width(head);
        let room = self.room().saturating_sub(width(hang));
        let filled = format!("{}{text}", "_".repeat(taken));
        for (index, line) in wrap_to(&filled, room).lines().enumerate() {
            if index == 0 {
                let line = format!("{head}{}", line.get(taken..).unwrap_or_default());
                self.line(&line);
            } else {
                self.indent(hang);
                self.line(line);
                self.outdent();
            }
        }
    }
}

/// The columns of a text, its colours left out.
fn visible_width(text: &str) -> usize {
    let parts = text.split('\x1b').enumerate();
    let plain = parts.map(|(index, part)| match part.split_once('m') {
        Some((_, rest)) if index > 0 => width(rest),
        _ => width(part),
    });
    plain.sum()
}

impl Ink {
    const fn code(self) -> &'static str {
        match self {
            Self::Strong => "1",
            Self::Faint => "2",
            Self::Good => "32",
            Self::Bad => "31",
            Self::Doubtful => "33",
            Self::Odds => "36",
            Self::Place => "34",
        }
    }
}
