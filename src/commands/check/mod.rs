//! `portolan check`: findings of both families, their fixes, and what is done with them.

mod baseline;
mod fixing;
mod output;
mod watch;

pub(super) use baseline::hide_known;
pub(super) use watch::watch;

use crate::args::CheckArgs;
use crate::config::{self, Check};
use crate::output::Outcome;
use crate::progress::Progress;
use crate::project::{Found, Overlay, Request};
use crate::session::Session;
use crate::words;
use anyhow::{Result, anyhow};
use baseline::Baseline;
use output::Outputs;
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Severity};
use portolan_render::report::{Folders, fingerprints};
use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

/// An analysis, and the fingerprint of each of its findings.
struct Checked {
    analysis: Analysis,
    /// The names of the files that are there only because a finding points at them.
    context: BTreeSet<String>,
    fingerprints: Vec<String>,
    /// How many findings the baseline hides.
    hidden: usize,
}

impl Checked {
    fn new(found: Found, check: &Check, folders: &Folders, baseline: Option<&Baseline>) -> Self {
        let Found { mut analysis, context, .. } = found;
        check.apply(&mut analysis, &folders.here);
        let mut fingerprints = fingerprints(&analysis, folders);
        let hidden = baseline.map_or(0, |one| one.hide(&mut analysis, &mut fingerprints));
        Self { analysis, context, fingerprints, hidden }
    }
}

pub(super) fn run(args: &CheckArgs, session: &mut Session) -> Result<()> {
    let outputs = Outputs::of(args).map_err(|message| anyhow!(session.words(&message)))?;
    let folders = folders()?;
    let mut check = std::mem::take(&mut session.check);
    check.flags(&args.select, &args.ignore).map_err(|mistakes| config::all(&mistakes, session.lang))?;
    say_excluded(&check.excluded(&args.input.paths, &folders.here), session);
    let baseline = Baseline::of(args, &check, session.lang)?;
    let progress = Progress::start(session.lang);
    let found = session.find(&request(args, session.isolated, &Overlay::new()));
    drop(progress);
    let checked = |found| {
        let hides = baseline.as_ref().filter(|_| !args.write_baseline);
        Checked::new(found, &check, &folders, hides)
    };
    let mut found = ManuallyDrop::new(checked(found));
    if args.diff {
        return fixing::show(&found.analysis, args, session);
    }
    if fixing::is_asked_for(args) {
        let settled = fixing::apply(ManuallyDrop::into_inner(found), args, checked, session)?;
        found = ManuallyDrop::new(settled);
    }
    if let Some(baseline) = &baseline {
        if args.write_baseline {
            return baseline.write(&found, &folders, session);
        }
        baseline.say_stale(&found, &folders, session);
    }
    let least = args.fail_on.map(Severity::from).or(check.fail_on).unwrap_or(Severity::Warning);
    if !args.exit_zero && fails(&found.analysis, least) {
        session.worsen(Outcome::Findings);
    }
    outputs.write(&found, &folders, baseline.as_ref(), args, session)
}

/// What the arguments ask for.
fn request<'r>(args: &'r CheckArgs, isolated: bool, overlay: &'r Overlay) -> Request<'r> {
    let context = wants_context(args, isolated);
    Request { paths: &args.input.paths, context, only_manifests: args.only_manifests, overlay, keep: false }
}

/// Says that nothing is told of paths that were given by name.
fn say_excluded(paths: &[&Path], session: &Session) {
    if !paths.is_empty() {
        let names = Arg::Codes(paths.iter().map(|path| path.display().to_string()).collect());
        session.note(&words::EXCLUDED.with([("n", Arg::count(paths.len())), ("paths", names)]));
    }
}

/// Whether the root around the paths is read, too.
const fn wants_context(args: &CheckArgs, isolated: bool) -> bool {
    !args.no_context && !isolated
}

/// Whether a finding is as severe as asked for.
fn fails(analysis: &Analysis, least: Severity) -> bool {
    analysis.diagnostics.iter().any(|found| found.severity <= least)
}

/// Where the command runs, and the repository around it: the nearest folder upward that holds `.git`.
fn folders() -> Result<Folders> {
    Ok(folders_of(std::env::current_dir()?))
}

fn folders_of(here: PathBuf) -> Folders {
    let root = here.ancestors().find(|folder| folder.join(".git").exists());
    let root = root.map_or_else(|| here.clone(), PathBuf::from);
    Folders { here, root }
}
