//! Standard output through one buffer, and how a run ends.

use crate::progress;
use crate::words;
use anyhow::{Result, anyhow};
use portolan_core::diagnostic::{Arg, Lang};
use std::io::{self, BufWriter, StdoutLock, Write as _};
use std::path::Path;
use std::process::ExitCode;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Nothing was found.
    Clean,
    /// Something was found.
    Findings,
    /// Something could not be read or understood.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::Failed => Self::from(2),
        }
    }
}

/// Standard output, locked and buffered.
pub(crate) struct Output(BufWriter<StdoutLock<'static>>);

impl Output {
    /// Takes standard output.
    pub(crate) fn new() -> Self {
        Self(BufWriter::with_capacity(64 * 1024, io::stdout().lock()))
    }

    /// Writes a text as it is.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.0.write_all(text.as_bytes())
    }

    /// Writes a text that must end with a line's end.
    pub(crate) fn lines(&mut self, text: &str) -> io::Result<()> {
        self.text(text)?;
        if text.is_empty() || text.ends_with('\n') { Ok(()) } else { self.text("\n") }
    }

    /// Sends what is in the buffer.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Writes a line to standard error; a reader that went away is no reason to stop.
pub(crate) fn say(line: &str) {
    progress::aside(|| _ = writeln!(io::stderr().lock(), "{line}"));
}

/// Writes a whole file; what is wrong is said in the reader's language.
pub(crate) fn write_file(path: &Path, text: &str, lang: Lang) -> Result<()> {
    std::fs::write(path, text).map_err(|error| {
        let arguments =
            [("path", Arg::code(path.display().to_string())), ("why", Arg::text(error.to_string()))];
        anyhow!(words::UNWRITABLE.with(arguments).render(lang))
    })
}
