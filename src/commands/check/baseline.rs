//! `--baseline FILE`: the findings of an old repository that nobody wants to see again, by their fingerprints.
//!
//! One file, one option, and a flag beside it that writes the file, as detekt's `--create-baseline` and basedpyright's
//! `--writebaseline` do: the line of the CI with one word more. `baseline` in `portolan.toml` names it for good. The file is JSON, a finding a line, sorted:
//! `docs/schema/baseline-v1.json` describes it.

use super::{Checked, folders_of};
use crate::args::CheckArgs;
use crate::config::{Check, unreadable};
use crate::output::{say, write_file};
use crate::session::Session;
use crate::words;
use anyhow::{Result, anyhow};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Lang, Message};
use portolan_render::report::{Folders, fingerprints};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Takes the findings out that the baseline of a configuration lists; all stay where it cannot be read.
pub(in crate::commands) fn hide_known(check: &Check, folder: &Path, analysis: &mut Analysis) {
    let text = check.baseline.as_ref().and_then(|path| std::fs::read_to_string(path).ok());
    let written = text.and_then(|text| serde_json::from_str::<Written>(&text).ok());
    let Some(written) = written.filter(|written| written.schema == SCHEMA) else { return };
    let mut fingerprints = fingerprints(analysis, &folders_of(folder.to_path_buf()));
    Baseline { path: PathBuf::new(), entries: written.findings }.hide(analysis, &mut fingerprints);
}

/// The version of the file.
const SCHEMA: &str = "portolan/v1";

/// The findings that a file lists.
pub(super) struct Baseline {
    path: PathBuf,
    entries: BTreeSet<Entry>,
}

/// A finding; all but the fingerprint is for people. The order of the fields is that of the file.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    file: String,
    object: String,
    path: String,
    rule: String,
    fingerprint: String,
}

#[derive(Deserialize)]
struct Written {
    schema: String,
    findings: BTreeSet<Entry>,
}

impl Baseline {
    /// The file asked for, if one is; one that is to be written need not be there.
    pub(super) fn of(args: &CheckArgs, check: &Check, lang: Lang) -> Result<Option<Self>> {
        let fail = |message: Message| anyhow!(message.render(lang));
        let Some(path) = args.baseline.as_ref().or(check.baseline.as_ref()) else {
            return if args.write_baseline { Err(fail(words::WHICH_BASELINE.message())) } else { Ok(None) };
        };
        let shown = || ("path", Arg::code(path.display().to_string()));
        let bad = |why: String| fail(words::BAD_BASELINE.with([shown(), ("why", Arg::text(why))]));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound && args.write_baseline => {
                return Ok(Some(Self { path: path.clone(), entries: BTreeSet::new() }));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(fail(words::NO_BASELINE.with([shown()])));
            }
            Err(error) => return Err(fail(unreadable(path, &error))),
        };
        let written: Written = serde_json::from_str(&text).map_err(|error| bad(error.to_string()))?;
        if written.schema != SCHEMA {
            return Err(bad(format!("schema {:?}", written.schema)));
        }
        Ok(Some(Self { path: path.clone(), entries: written.findings }))
    }

    /// Takes the findings out that are in the file, and their fingerprints; how many.
    pub(super) fn hide(&self, analysis: &mut Analysis, fingerprints: &mut Vec<String>) -> usize {
        let known: BTreeSet<&str> = self.entries.iter().map(|entry| entry.fingerprint.as_str()).collect();
        let keep: Vec<bool> = fingerprints.iter().map(|one| !known.contains(one.as_str())).collect();
        let mut kept = keep.iter();
        analysis.diagnostics.retain(|_| kept.next().is_none_or(|keep| *keep));
        let mut kept = keep.iter();
        fingerprints.retain(|_| kept.next().is_none_or(|keep| *keep));
        keep.iter().filter(|keep| !**keep).count()
    }

    /// That findings are hidden.
    pub(super) fn hides(&self, count: usize) -> Message {
        words::BASELINE_HIDES.with([("n", Arg::count(count)), self.shown()])
    }

    /// Says how many entries are not found any more, if any are.
    pub(super) fn say_stale(&self, found: &Checked, folders: &Folders, session: &Session) {
        let stale = self.looked_at(found, folders).count().saturating_sub(found.hidden);
        if stale > 0 {
            session.note(&words::BASELINE_STALE.with([("n", Arg::count(stale)), self.shown()]));
        }
    }

    /// Writes the file: what was found, and the entries of files that are there and were not looked at.
    pub(super) fn write(&self, found: &Checked, folders: &Folders, session: &Session) -> Result<()> {
        let mut entries: BTreeSet<Entry> = entries(found, folders).collect();
        let looked_at: BTreeSet<&Entry> = self.looked_at(found, folders).collect();
        entries.extend(self.entries.iter().filter(|entry| !looked_at.contains(entry)).cloned());
        let text = text(&entries);
        if std::fs::read_to_string(&self.path).ok().as_deref() != Some(text.as_str()) {
            write_file(&self.path, &text, session.lang)?;
        }
        let added = entries.difference(&self.entries).count();
        let dropped = self.entries.difference(&entries).count();
        let counts = [("n", entries.len()), ("added", added), ("dropped", dropped)];
        let [n, added, dropped] = counts.map(|(name, count)| (name, Arg::count(count)));
        say(&session.words(&words::BASELINE_WRITTEN.with([n, added, dropped, self.shown()])));
        Ok(())
    }

    /// The entries of files that this run read, and of files that are gone: what is not found there is no more.
    fn looked_at(&self, found: &Checked, folders: &Folders) -> impl Iterator<Item = &Entry> {
        let given = found.analysis.files.iter().filter(|file| !found.context.contains(file.name()));
        let read: BTreeSet<String> = given.map(|file| folders.in_repository(file.name())).collect();
        let root = folders.root.clone();
        self.entries.iter().filter(move |entry| {
            read.contains(&entry.file) || (!entry.file.starts_with('<') && !root.join(&entry.file).exists())
        })
    }

    fn shown(&self) -> (&'static str, Arg) {
        ("path", Arg::code(self.path.display().to_string()))
    }
}

fn entries(found: &Checked, folders: &Folders) -> impl Iterator<Item = Entry> {
    let analysis = &found.analysis;
    analysis.diagnostics.iter().zip(&found.fingerprints).map(|(diagnostic, fingerprint)| {
        let file = analysis.files.get(diagnostic.place.file.0 as usize);
        let manifest = diagnostic.object.and_then(|object| analysis.manifests.get(object.0 as usize));
        let parts = manifest.map(|one| [&one.kind, &one.namespace, &one.name]);
        let parts: Vec<&str> = parts.iter().flatten().filter_map(|part| part.as_deref()).collect();
        Entry {
            file: file.map(|file| folders.in_repository(file.name())).unwrap_or_default(),
            object: parts.join("/"),
            path: diagnostic.path.clone(),
            rule: diagnostic.rule.to_owned(),
            fingerprint: fingerprint.clone(),
        }
    })
}

/// The file's text: a finding a line, so that a change of one is a difference of one line.
fn text(entries: &BTreeSet<Entry>) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let line = |entry: &Entry| {
        let Entry { file, object, path, rule, fingerprint } = entry;
        let fields = [
            ("file", file),
            ("object", object),
            ("path", path),
            ("rule", rule),
            ("fingerprint", fingerprint),
        ];
        let fields = fields.map(|(name, text)| format!("\"{name}\": {}", quoted(text)));
        format!("\n    {{ {} }}", fields.join(", "))
    };
    let lines: Vec<String> = entries.iter().map(line).collect();
    let end = if lines.is_empty() { "" } else { "\n  " };
    format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"findings\": [{}{end}]\n}}\n", lines.join(","))
}
