//! What all subcommands share: language, colours, the facts of the cluster, and the way from paths to an analysis.

use crate::args::{ColorArg, Global, LangArg};
use crate::config::{self, Check, Settings};
use crate::locale::Environment;
use crate::output::{Outcome, Output, say};
use crate::progress;
use crate::project::{self, Applied, Found, Request, Said};
use crate::words;
use anyhow::Result;
use portolan_core::diagnostic::{Arg, Lang, Message};
use portolan_core::{Analysis, File, Options};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

/// One run of the command.
pub(crate) struct Session {
    /// Language of all words.
    pub(crate) lang: Lang,
    /// Whether the report has colours.
    pub(crate) color: bool,
    /// The columns of a line.
    pub(crate) width: usize,
    /// The facts of the cluster.
    pub(crate) options: Options,
    /// What `portolan check` tells of.
    pub(crate) check: Check,
    /// `--isolated`.
    pub(crate) isolated: bool,
    /// `--node`.
    pub(crate) node: Option<String>,
    /// Standard output.
    pub(crate) out: Output,
    /// The worst that has happened on the way.
    outcome: Outcome,
}

impl Session {
    /// Reads the configuration and the flags.
    pub(crate) fn new(global: &Global, environment: &Environment) -> Result<Self> {
        let lang = language(global, environment);
        let color = match global.color {
            ColorArg::Auto => environment.color(),
            ColorArg::Always => true,
            ColorArg::Never => false,
        };
        let Settings { options, check } = config::settings(global, lang)?;
        let (isolated, node) = (global.isolated, global.node.clone());
        let (width, out) = (environment.width(), Output::new());
        Ok(Self { lang, color, width, options, check, isolated, node, out, outcome: Outcome::Clean })
    }

    /// Reads the manifests under these paths as they are applied, and analyses them. What cannot be read is said at once
    /// and makes the run fail in the end; the rest is analysed all the same.
    ///
    /// The process ends soon after: giving an analysis back piece by piece would be a fifth of all its work.
    pub(crate) fn analyze(&mut self, paths: &[PathBuf]) -> ManuallyDrop<Analysis> {
        let files = self.read(paths);
        progress::analysing();
        ManuallyDrop::new(portolan_core::analyze(files, &self.options))
    }

    /// Reads the manifests under these paths as updates of the objects in another file.
    pub(crate) fn analyze_updates(&mut self, before: &Path, paths: &[PathBuf]) -> ManuallyDrop<Analysis> {
        let old = self.read(&[before.to_path_buf()]);
        let new = self.read(paths);
        ManuallyDrop::new(portolan_core::analyze_updates(&old, new, &self.options))
    }

    /// Reads two states of the manifests: what each comes to, and the answers to the new one as updates of the old one.
    pub(crate) fn analyze_change(&mut self, old: &Path, new: &Path) -> [ManuallyDrop<Analysis>; 3] {
        let old = self.analyze(&[old.to_path_buf()]);
        let files = self.read(&[new.to_path_buf()]);
        let mut updates = portolan_core::analyze_updates(&old.files, files, &self.options);
        let new = portolan_core::analyze(std::mem::take(&mut updates.files), &self.options);
        [old, ManuallyDrop::new(new), ManuallyDrop::new(updates)]
    }

    /// Tells what is found in what a request asks for.
    pub(crate) fn find(&mut self, request: &Request<'_>) -> Found {
        let project = project::load(request);
        self.tell(&project.said, project.failed);
        progress::analysing();
        project.analyze(&self.options)
    }

    /// Reads the files under these paths as they are applied.
    fn read(&mut self, paths: &[PathBuf]) -> Vec<File> {
        let Applied { files, said, failed } = project::applied(paths);
        self.tell(&said, failed);
        files
    }

    /// Says what there is to say of the files.
    fn tell(&mut self, said: &[Said], failed: bool) {
        for one in said {
            match one {
                Said::Note(message) => self.note(message),
                Said::Error(message) => {
                    say(&self.words(&words::ERROR.with([("words", Arg::text(self.words(message)))])));
                }
            }
        }
        if failed {
            self.worsen(Outcome::Failed);
        }
    }

    /// Remembers that the run ends no better than this.
    pub(crate) fn worsen(&mut self, outcome: Outcome) {
        self.outcome = self.outcome.max(outcome);
    }

    /// Whether something could not be read or understood.
    pub(crate) fn has_failed(&self) -> bool {
        self.outcome == Outcome::Failed
    }

    /// A sentence in the reader's language.
    pub(crate) fn words(&self, message: &Message) -> String {
        message.render(self.lang)
    }

    /// Says something on standard error that is no mistake.
    pub(crate) fn note(&self, message: &Message) {
        say(&self.words(&words::NOTE.with([("words", Arg::text(self.words(message)))])));
    }

    /// Sends the output; how the run ended.
    pub(crate) fn finish(self) -> Result<Outcome> {
        self.out.finish()?;
        Ok(self.outcome)
    }
}

/// The language asked for, or that of the locale.
pub(crate) fn language(global: &Global, environment: &Environment) -> Lang {
    match global.lang {
        Some(LangArg::En) => Lang::En,
        Some(LangArg::Ja) => Lang::Ja,
        None => environment.lang(),
    }
}
