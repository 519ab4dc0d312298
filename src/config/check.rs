//! `[check]`: which findings are told, and how loud.

use super::paths::Patterns;
use super::reader::{Key, Reader, Value};
use crate::words;
use portolan_core::diagnostic::{Arg, Diagnostic, Family, FileId, Message, Severity};
use portolan_core::{Analysis, admission, lint};
use portolan_render::report::Folders;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The keys of `[check]`.
const KEYS: &[&str] = &["select", "ignore", "exclude", "fail-on", "baseline", "severity", "per-path"];

/// The words for severities.
const SEVERITIES: [(&str, Severity); 3] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("note", Severity::Note)];

/// Names of rules.
type Rules = BTreeSet<&'static str>;

/// What is told of what was found.
#[derive(Default)]
pub(crate) struct Check {
    /// The rules that speak; nothing for all of them.
    select: Option<Rules>,
    /// Rules that do not.
    ignore: Rules,
    severities: BTreeMap<&'static str, Severity>,
    /// Rules that do not speak of some files.
    per_path: Vec<(Patterns, Rules)>,
    /// Files of which nothing is told.
    exclude: Option<Patterns>,
    /// The severity from which on the command fails.
    pub(crate) fail_on: Option<Severity>,
    /// The findings that nobody wants to see again.
    pub(crate) baseline: Option<PathBuf>,
    /// The folder that patterns are relative to.
    folder: PathBuf,
}

impl Check {
    /// Takes over `--select`, which stands in the place of all that the file selects and ignores, and `--ignore`, which is
    /// added to it; or all their mistakes.
    pub(crate) fn flags(&mut self, select: &[String], ignore: &[String]) -> Result<(), Vec<Message>> {
        let mut mistakes = Vec::new();
        let mut rules = |flag: &str, names: &[String]| -> Rules {
            let rules = names.iter().map(|name| rule(name.trim()));
            let told = |message| words::FLAG.with([("flag", Arg::code(flag)), ("words", Arg::said(message))]);
            rules.filter_map(|rule| rule.map_err(|message| mistakes.push(told(message))).ok()).collect()
        };
        let (selected, ignored) = (rules("--select", select), rules("--ignore", ignore));
        if !select.is_empty() {
            self.select = Some(selected);
            self.ignore.clear();
        }
        self.ignore.extend(ignored);
        if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
    }

    /// Takes the findings out that are not to be told, and gives the others their severities. The API server's answers
    /// stay as they are, unless their file is excluded.
    pub(crate) fn apply(&self, analysis: &mut Analysis, here: &Path) {
        let folders = self.folders(here);
        let mut quiet: BTreeMap<FileId, Quiet> = BTreeMap::new();
        let files = &analysis.files;
        analysis.diagnostics.retain(|found| {
            let id = found.place.file;
            let name = files.get(id.0 as usize).map_or("", |file| file.name());
            let quiet = quiet.entry(id).or_insert_with(|| self.quiet(name, &folders));
            !quiet.all
                && (found.family != Family::Lint
                    || self.tells(found.rule) && !quiet.rules.contains(found.rule))
        });
        for found in &mut analysis.diagnostics {
            if let (Family::Lint, Some(severity)) = (found.family, self.severities.get(found.rule)) {
                found.severity = *severity;
            }
        }
        analysis.diagnostics.sort_by_key(Diagnostic::sort_key);
    }

    /// Which of these paths, as they were given on the command line, nothing is told of.
    pub(crate) fn excluded<'p>(&self, paths: &'p [PathBuf], here: &Path) -> Vec<&'p Path> {
        let Some(patterns) = &self.exclude else { return Vec::new() };
        let folders = self.folders(here);
        let excluded = |path: &&Path| patterns.contain(&path.to_string_lossy(), path.is_dir(), &folders);
        paths.iter().map(PathBuf::as_path).filter(excluded).collect()
    }

    fn folders(&self, here: &Path) -> Folders {
        Folders { here: here.to_path_buf(), root: self.folder.clone() }
    }

    fn tells(&self, rule: &str) -> bool {
        self.select.as_ref().is_none_or(|select| select.contains(rule)) && !self.ignore.contains(rule)
    }

    /// What is not told of a file.
    fn quiet(&self, name: &str, folders: &Folders) -> Quiet {
        let all = self.exclude.as_ref().is_some_and(|patterns| patterns.contain(name, false, folders));
        let here = self.per_path.iter().filter(|(patterns, _)| patterns.contain(name, false, folders));
        Quiet { all, rules: here.flat_map(|(_, rules)| rules.iter().copied()).collect() }
    }
}

/// What is not told of a file: nothing at all, or nothing by some rules.
struct Quiet {
    all: bool,
    rules: Rules,
}

/// Takes over one key.
pub(super) fn key<'t>(
    check: &mut Check,
    folder: &Path,
    reader: &mut Reader<'t>,
    key: &Key<'t>,
    value: &Value<'t>,
) {
    folder.clone_into(&mut check.folder);
    match key.get_ref().as_ref() {
        "select" => check.select = Some(rules(reader, key, value)),
        "ignore" => check.ignore = rules(reader, key, value),
        "exclude" => {
            let written = reader.strings(key, value);
            check.exclude = patterns(reader, &written);
        }
        "fail-on" => check.fail_on = severity(reader, key, value),
        "baseline" => match value.get_ref().as_str() {
            Some(path) => check.baseline = Some(super::shown(&folder.join(path)).into()),
            None => reader.wrong(value.span(), words::about(&words::WANTS_STRING, "key", "baseline")),
        },
        "severity" => reader.table(key, value, |reader, key, value| {
            let rule = reader.right(key.span(), rule(key.get_ref()));
            if let (Some(rule), Some(severity)) = (rule, severity(reader, key, value)) {
                check.severities.insert(rule, severity);
            }
        }),
        "per-path" => reader.table(key, value, |reader, key, value| {
            let rules = rules(reader, key, value);
            let patterns = patterns(reader, &[(key.get_ref(), key.span())]);
            check.per_path.extend(patterns.map(|patterns| (patterns, rules)));
        }),
        _ => reader.unknown_key(key, KEYS),
    }
}

/// The rules of a list.
fn rules<'t>(reader: &mut Reader<'t>, key: &Key<'t>, value: &Value<'t>) -> Rules {
    let names = reader.strings(key, value);
    names.into_iter().filter_map(|(name, place)| reader.right(place, rule(name))).collect()
}

fn patterns(reader: &mut Reader<'_>, written: &[(&str, Range<usize>)]) -> Option<Patterns> {
    let texts: Vec<&str> = written.iter().map(|(text, _)| *text).collect();
    let place = |at: usize| written.get(at).map_or(0..0, |(_, place)| place.clone());
    Patterns::new(&texts).map_err(|(at, message)| reader.wrong(place(at), message)).ok()
}

fn severity<'t>(reader: &mut Reader<'t>, key: &Key<'t>, value: &Value<'t>) -> Option<Severity> {
    let known = value.get_ref().as_str().and_then(|text| SEVERITIES.iter().find(|(word, _)| *word == text));
    if known.is_none() {
        let wants = words::about(&words::WANTS_SEVERITY, "key", key.get_ref().as_ref());
        reader.wrong(value.span(), wants);
    }
    known.map(|(_, severity)| *severity)
}

/// The rule of a name; why there is none that could be switched.
fn rule(name: &str) -> Result<&'static str, Message> {
    if let Some(meta) = lint::rule(name) {
        return Ok(meta.name);
    }
    if admission::RULES.contains(&name) {
        return Err(words::about(&words::SERVER_RULE, "name", name));
    }
    Err(match lint::nearest_rule(name) {
        Some(near) => words::UNKNOWN_RULE_NEAR.with([("name", Arg::code(name)), ("near", Arg::code(near))]),
        None => words::about(&words::UNKNOWN_RULE, "name", name),
    })
}
