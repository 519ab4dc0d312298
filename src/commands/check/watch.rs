//! `--watch`: checks again when a file changes. The folders are looked at every now and then, which works on every file
//! system and costs nothing while nothing changes.

use super::wants_context;
use crate::args::{CheckArgs, Global};
use crate::commands::told;
use crate::config;
use crate::locale::Environment;
use crate::output::{Outcome, say};
use crate::project;
use crate::session::{self, Session};
use crate::words;
use anyhow::{Result, anyhow};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, SystemTime};

/// How often the files are looked at.
const PAUSE: Duration = Duration::from_millis(400);

/// Clears a terminal, what has scrolled away too, and goes to its first line.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// A file: when it was written, and its length; nothing for one that is not there.
type Seen = (PathBuf, Option<(SystemTime, u64)>);

/// Checks until Ctrl-C; how the last run ended.
pub(in crate::commands) fn watch(
    args: &CheckArgs,
    global: &Global,
    environment: &Environment,
) -> Result<Outcome> {
    let lang = session::language(global, environment);
    if args.input.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(anyhow!(words::WATCH_STDIN.message().render(lang)));
    }
    let (sender, ended) = channel();
    ctrlc::set_handler(move || _ = sender.send(()))?;
    loop {
        // Before the run: what changes while it reads is seen afterwards.
        let mut seen = look(args, global);
        if std::io::stdout().is_terminal() {
            let mut out = std::io::stdout().lock();
            write!(out, "{CLEAR}").and_then(|()| out.flush())?;
        }
        let outcome = told(once(args, global, environment), lang)?;
        if args.fix || args.unsafe_fixes {
            seen = look(args, global);
        }
        say(&words::WATCHING.message().render(lang));
        loop {
            match ended.recv_timeout(PAUSE) {
                Err(RecvTimeoutError::Timeout) if look(args, global) == seen => {}
                Err(RecvTimeoutError::Timeout) => break,
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(outcome),
            }
        }
    }
}

/// One run, with the configuration as it is now.
fn once(args: &CheckArgs, global: &Global, environment: &Environment) -> Result<Outcome> {
    let mut session = Session::new(global, environment)?;
    super::run(args, &mut session)?;
    session.finish()
}

/// What the files are like on which a run depends.
fn look(args: &CheckArgs, global: &Global) -> Vec<Seen> {
    let here = [PathBuf::from(".")];
    let paths = if args.input.paths.is_empty() { &here[..] } else { &args.input.paths };
    let mut seen: Vec<Seen> = Vec::new();
    let written = written(args);
    let context = wants_context(args, global.isolated);
    let around = if context { project::around(paths) } else { Vec::new() };
    for path in paths.iter().chain(&around).chain(&config::path(global)).chain(&baseline(args, global)) {
        if !path.is_dir() {
            seen.push((path.clone(), stamp(path)));
            continue;
        }
        let files = project::files_below(path).flatten().filter(|path| is_input(path));
        let files = files.filter(|path| !is_one_of(path, &written));
        seen.extend(files.map(|path| (path.clone(), stamp(&path))));
    }
    seen
}

/// The file of findings that nobody wants to see again.
fn baseline(args: &CheckArgs, global: &Global) -> Option<PathBuf> {
    let named = || config::settings_of(&std::env::current_dir().ok()?, global).ok()?.check.baseline;
    args.baseline.clone().or_else(named)
}

/// The files that a run writes: that they change is no news.
fn written(args: &CheckArgs) -> Vec<PathBuf> {
    let files = args.output.iter().filter_map(|one| one.file.as_ref()).chain(&args.output_file);
    files.filter_map(|path| path.canonicalize().ok()).collect()
}

fn is_one_of(path: &Path, files: &[PathBuf]) -> bool {
    let named = |file: &PathBuf| file.file_name() == path.file_name();
    files.iter().any(|file| named(file) && path.canonicalize().is_ok_and(|path| path == *file))
}

fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let facts = std::fs::metadata(path).ok()?;
    Some((facts.modified().ok()?, facts.len()))
}

/// Whether a change of a file in a folder can change what is found.
fn is_input(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["yaml", "yml", "json", "toml"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}
