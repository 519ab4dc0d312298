//! From paths to parsed files: files, directories that honour `.gitignore`, standard input, and the root around them.
//!
//! What a directory holds beside manifests is passed over in silence, Helm templates with one line. A path that was
//! given by name is always read, but for a chart's values.

use super::disk::Disk;
use super::sort::{Sort, is_manifest_name, is_template, may_be_manifests, sort};
use super::{Said, root};
use crate::config::unreadable;
use crate::markdown::{Page, is_markdown};
use crate::progress;
use crate::words;
use ignore::WalkBuilder;
use portolan_core::File;
use portolan_core::diagnostic::{Arg, Message};
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::thread;

/// Above this many bytes a thread of its own pays for parsing.
const PARALLEL_BYTES: usize = 4 << 20;

/// More files than this are no context any more: a home directory, for example, that is a repository.
const MOST_CONTEXT: usize = 50_000;

/// A file that was read, and what is to be known of where it lies.
pub(super) struct Source {
    /// The file, parsed.
    pub(super) file: File,
    /// Its whole path; `<stdin>` for standard input.
    pub(super) key: PathBuf,
    /// Whether it is to be reported on; else it is context.
    pub(super) given: bool,
    /// Whether it is read only if a kustomization consumes it: as itself it is no manifest.
    pub(super) doubtful: bool,
}

/// What was read.
#[derive(Default)]
pub(super) struct Sources {
    /// In the order given, directories by name, context behind.
    pub(super) files: Vec<Source>,
    /// The Markdown files that were given, each with manifests of its own.
    pub(super) pages: Vec<Page>,
    /// What there is to say.
    pub(super) said: Vec<Said>,
    /// Whether something that was given could not be read.
    pub(super) failed: bool,
}

/// Bytes that are not parsed yet.
struct Raw {
    name: String,
    key: PathBuf,
    bytes: Vec<u8>,
    /// Whether it was found in a directory.
    found: bool,
    given: bool,
    doubtful: bool,
}

/// How to read.
#[derive(Clone, Copy, Default)]
pub(super) struct Manner {
    /// Read what lies around the paths, too.
    pub(super) context: bool,
    /// A file that is given twice is read once.
    pub(super) once: bool,
    /// Pass over given files that hold no manifests, as in directories.
    pub(super) only_manifests: bool,
}

/// Reads everything under these paths.
pub(super) fn read(paths: &[PathBuf], manner: Manner, disk: &Disk<'_>) -> Sources {
    let mut reading = Reading { manner, ..Reading::new(disk) };
    for path in paths {
        reading.take(path);
    }
    if manner.context {
        reading.around(paths);
    }
    reading.finish(paths)
}

struct Reading<'d> {
    disk: &'d Disk<'d>,
    manner: Manner,
    known: BTreeSet<PathBuf>,
    raw: Vec<Raw>,
    pages: Vec<Page>,
    templates: Vec<String>,
    said: Vec<Said>,
    failed: bool,
}

impl<'d> Reading<'d> {
    const fn new(disk: &'d Disk<'d>) -> Self {
        Self {
            disk,
            manner: Manner { context: false, once: false, only_manifests: false },
            known: BTreeSet::new(),
            raw: Vec::new(),
            pages: Vec::new(),
            templates: Vec::new(),
            said: Vec::new(),
            failed: false,
        }
    }

    fn take(&mut self, path: &Path) {
        if path.as_os_str() == "-" {
            self.standard_input();
        } else if path.is_dir() {
            self.directory(path);
        } else {
            self.file(path, false);
        }
    }

    fn standard_input(&mut self) {
        let name = "<stdin>";
        let mut bytes = self.disk.standard_input().unwrap_or_default();
        let held = self.disk.standard_input().is_some();
        if !held && let Err(error) = std::io::stdin().lock().read_to_end(&mut bytes) {
            return self.fail(unreadable(Path::new(name), &error));
        }
        let (name, key) = (name.to_owned(), PathBuf::from(name));
        self.raw.push(Raw { name, key, bytes, found: false, given: true, doubtful: false });
    }

    fn directory(&mut self, path: &Path) {
        for entry in walk(path) {
            match entry {
                Ok(path) => self.file(&path, true),
                Err(error) => {
                    let why = Arg::text(error.to_string());
                    let path = Arg::code(path.display().to_string());
                    self.fail(words::UNREADABLE.with([("path", path), ("why", why)]));
                }
            }
        }
        let folder = self.disk.whole(path);
        for held in self.disk.held_below(&folder).map(Path::to_path_buf).collect::<Vec<_>>() {
            if !held.exists() && is_manifest_name(&held) {
                self.file(&held, true);
            }
        }
    }

    fn file(&mut self, path: &Path, found: bool) {
        let bytes = match self.disk.bytes(path) {
            Ok(bytes) => bytes,
            Err(error) => return self.fail(unreadable(path, &error)),
        };
        let key = self.disk.whole(path);
        if !self.known.insert(key.clone()) && self.manner.once {
            return;
        }
        progress::file_read();
        let name = path.strip_prefix(".").unwrap_or(path).display().to_string();
        if !found && is_markdown(path) {
            return self.pages.push(Page::read(name, bytes));
        }
        match sort(path, &bytes, found) {
            Sort::Template => self.templates.push(name),
            Sort::Manifests => {
                let strict = self.manner.only_manifests && !found;
                let doubtful = strict && !(is_manifest_name(path) && may_be_manifests(path, &bytes));
                self.raw.push(Raw { name, key, bytes, found, given: true, doubtful });
            }
            Sort::Other => {}
        }
    }

    /// Reads the roots around the paths; what cannot be read there is not there.
    fn around(&mut self, paths: &[PathBuf]) {
        let keep_whole = paths.iter().any(|path| path.is_absolute());
        for root in root::around(paths) {
            let files: Vec<PathBuf> = walk(&root).filter_map(Result::ok).take(MOST_CONTEXT + 1).collect();
            if files.len() > MOST_CONTEXT {
                let root = Arg::code(self.disk.shown(&root, keep_whole));
                let most = Arg::count(MOST_CONTEXT);
                self.said.push(Said::Note(words::MUCH_CONTEXT.with([("root", root), ("n", most)])));
                continue;
            }
            let held = self.disk.held_below(&root).filter(|path| is_manifest_name(path));
            for path in files.iter().map(PathBuf::as_path).chain(held) {
                if self.known.contains(path) {
                    continue;
                }
                let Ok(bytes) = self.disk.bytes(path) else { continue };
                progress::file_read();
                if matches!(sort(path, &bytes, true), Sort::Manifests) {
                    let name = self.disk.shown(path, keep_whole);
                    self.known.insert(path.to_path_buf());
                    let key = path.to_path_buf();
                    self.raw.push(Raw { name, key, bytes, found: true, given: false, doubtful: false });
                }
            }
        }
    }

    fn fail(&mut self, message: Message) {
        self.failed = true;
        self.said.push(Said::Error(message));
    }

    fn finish(mut self, paths: &[PathBuf]) -> Sources {
        let raw = std::mem::take(&mut self.raw);
        let mut files = Vec::with_capacity(raw.len());
        for (source, found) in parse(raw) {
            if !found || !is_template(&source.file) {
                files.push(source);
            } else if source.given {
                self.templates.push(source.file.name().to_owned());
            }
        }
        if let Some(first) = self.templates.first() {
            let arguments = [("n", Arg::count(self.templates.len())), ("first", Arg::code(first))];
            self.said.push(Said::Note(words::TEMPLATES.with(arguments)));
        } else if !files.iter().any(|source| source.given)
            && self.pages.is_empty()
            && !self.failed
            && !self.manner.only_manifests
        {
            let paths = paths.iter().map(|path| path.display().to_string()).collect();
            self.said.push(Said::Note(words::NO_MANIFESTS.with([("paths", Arg::Codes(paths))])));
        }
        Sources { files, pages: self.pages, said: self.said, failed: self.failed }
    }
}

/// The files of a directory that may hold manifests, by name.
fn walk(path: &Path) -> impl Iterator<Item = Result<PathBuf, ignore::Error>> {
    files_below(path).filter(|entry| entry.as_ref().map_or(true, |path| is_manifest_name(path)))
}

/// All files below a folder that `.gitignore` does not leave out, in the order of their paths.
pub(crate) fn files_below(path: &Path) -> impl Iterator<Item = Result<PathBuf, ignore::Error>> {
    let walk = WalkBuilder::new(path)
        .require_git(false)
        .sort_by_file_path(Path::cmp)
        .filter_entry(|entry| entry.file_name() != "node_modules")
        .build();
    walk.filter_map(|entry| match entry {
        Ok(entry) => entry.file_type().is_some_and(|kind| kind.is_file()).then(|| Ok(entry.into_path())),
        Err(error) => Some(Err(error)),
    })
}

/// Parses, in parallel where that pays; the order stays. With each, whether it was found in a directory.
fn parse(raw: Vec<Raw>) -> Vec<(Source, bool)> {
    let one = |raw: Raw| {
        let Raw { name, key, bytes, found, given, doubtful } = raw;
        (Source { file: portolan_core::parse(name, bytes), key, given, doubtful }, found)
    };
    let total: usize = raw.iter().map(|raw| raw.bytes.len()).sum();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(total / PARALLEL_BYTES + 1);
    if threads == 1 || raw.len() < 2 {
        return raw.into_iter().map(one).collect();
    }
    let mut shares: Vec<Vec<Raw>> = Vec::new();
    let mut size = usize::MAX;
    for raw in raw {
        if size >= total / threads {
            shares.push(Vec::new());
            size = 0;
        }
        size += raw.bytes.len();
        if let Some(share) = shares.last_mut() {
            share.push(raw);
        }
    }
    thread::scope(|scope| {
        let running: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(move || share.into_iter().map(one).collect::<Vec<_>>()))
            .collect();
        running.into_iter().flat_map(|share| share.join().unwrap_or_default()).collect()
    })
}
