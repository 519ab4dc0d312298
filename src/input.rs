//! From paths to parsed files: files, directories that honour `.gitignore`, standard input.
//!
//! What a directory holds beside manifests is passed over in silence, Helm templates with one line on standard error.
//! A path that was given by name is always read.

use crate::config::unreadable;
use crate::markdown::{self, Page, is_markdown};
use crate::output::say;
use crate::progress;
use crate::words;
use ignore::WalkBuilder;
use memchr::memmem;
use portolan_core::diagnostic::{Arg, Lang, Message};
use portolan_core::{Analysis, File, Options};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::thread;

/// Above this many bytes a thread of its own pays for parsing.
const PARALLEL_BYTES: usize = 4 << 20;

/// The manifests of a run.
#[derive(Default)]
pub(crate) struct Input {
    /// What could be read, parsed, in the order given; directories by name.
    pub(crate) files: Vec<File>,
    /// The Markdown files, each with manifests of its own.
    pub(crate) pages: Vec<Page>,
    /// Whether something could not be read; it has been said.
    pub(crate) failed: bool,
}

impl Input {
    /// All files as those of one system; of a Markdown file what is there at its end.
    pub(crate) fn together(self) -> Vec<File> {
        let pages = self.pages.iter().map(Page::at_the_end);
        self.files.into_iter().chain(pages).collect()
    }

    /// What is found, each Markdown file looked at by itself.
    pub(crate) fn find(self, options: &Options) -> Analysis {
        let mut all = portolan_core::analyze(self.files, options);
        for page in &self.pages {
            markdown::append(&mut all, page.find(options));
        }
        all
    }
}

/// A file that was read.
struct Source {
    name: String,
    bytes: Vec<u8>,
    /// Whether it was found in a directory.
    found: bool,
}

/// Reads everything under these paths, or under `.` if there are none.
pub(crate) fn read(paths: &[PathBuf], lang: Lang) -> Input {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { here.as_slice() } else { paths };
    let mut reading =
        Reading { lang, failed: false, sources: Vec::new(), pages: Vec::new(), templates: Vec::new() };
    for path in paths {
        reading.take(path);
    }
    reading.finish(paths)
}

struct Reading {
    lang: Lang,
    failed: bool,
    sources: Vec<Source>,
    pages: Vec<Page>,
    templates: Vec<String>,
}

impl Reading {
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
        let mut bytes = Vec::new();
        match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => self.sources.push(Source { name: "<stdin>".to_owned(), bytes, found: false }),
            Err(error) => self.fail(&unreadable(Path::new("<stdin>"), &error)),
        }
    }

    fn directory(&mut self, path: &Path) {
        let walk = WalkBuilder::new(path)
            .require_git(false)
            .sort_by_file_path(Path::cmp)
            .filter_entry(|entry| entry.file_name() != "node_modules")
            .build();
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    if is_manifest_name(entry.path()) {
                        self.file(entry.path(), true);
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let why = Arg::text(error.to_string());
                    let path = Arg::code(path.display().to_string());
                    self.fail(&words::UNREADABLE.with([("path", path), ("why", why)]));
                }
            }
        }
    }

    fn file(&mut self, path: &Path, found: bool) {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => return self.fail(&unreadable(path, &error)),
        };
        progress::file_read();
        let shown = path.strip_prefix(".").unwrap_or(path).display().to_string();
        if !found && is_markdown(path) {
            self.pages.push(Page::read(shown, bytes));
        } else if is_chart_template(path) && contains(&bytes, b"{{") {
            self.templates.push(shown);
        } else if !found || may_be_manifests(path, &bytes) {
            self.sources.push(Source { name: shown, bytes, found });
        }
    }

    fn fail(&mut self, message: &Message) {
        self.failed = true;
        let words = Arg::text(message.render(self.lang));
        say(&words::ERROR.with([("words", words)]).render(self.lang));
    }

    fn finish(mut self, paths: &[PathBuf]) -> Input {
        let sources = std::mem::take(&mut self.sources);
        let mut files = Vec::with_capacity(sources.len());
        for (file, found) in parse(sources) {
            if found && is_template(&file) {
                self.templates.push(file.name().to_owned());
            } else {
                files.push(file);
            }
        }
        if let Some(first) = self.templates.first() {
            let arguments = [("n", Arg::count(self.templates.len())), ("first", Arg::code(first))];
            self.note(&words::TEMPLATES.with(arguments));
        } else if files.is_empty() && self.pages.is_empty() && !self.failed {
            let paths = paths.iter().map(|path| path.display().to_string()).collect();
            self.note(&words::NO_MANIFESTS.with([("paths", Arg::Codes(paths))]));
        }
        Input { files, pages: self.pages, failed: self.failed }
    }

    fn note(&self, message: &Message) {
        let words = Arg::text(message.render(self.lang));
        say(&words::NOTE.with([("words", words)]).render(self.lang));
    }
}

/// Parses, in parallel where that pays; the order stays.
fn parse(sources: Vec<Source>) -> Vec<(File, bool)> {
    let one = |source: Source| (portolan_core::parse(source.name, source.bytes), source.found);
    let total: usize = sources.iter().map(|source| source.bytes.len()).sum();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(total / PARALLEL_BYTES + 1);
    if threads == 1 || sources.len() < 2 {
        return sources.into_iter().map(one).collect();
    }
    let mut shares: Vec<Vec<Source>> = Vec::new();
    let mut size = usize::MAX;
    for source in sources {
        if size >= total / threads {
            shares.push(Vec::new());
            size = 0;
        }
        size += source.bytes.len();
        if let Some(share) = shares.last_mut() {
            share.push(source);
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

/// Whether a file in a directory may hold manifests.
fn is_manifest_name(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["yaml", "yml", "json"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Whether a file that was given by name is a page, or one that would be read where a directory holds it. What cannot
/// be read is: it shall be said.
pub(crate) fn holds_manifests(path: &Path) -> bool {
    let read = || std::fs::read(path).map_or(true, |bytes| may_be_manifests(path, &bytes));
    !path.is_file() || is_markdown(path) || is_manifest_name(path) && read()
}

/// Whether a file in a directory is worth reading: it has one of the two keys, and is no report of ours.
fn may_be_manifests(path: &Path, bytes: &[u8]) -> bool {
    let json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    (has_key(bytes, b"apiVersion") || has_key(bytes, b"kind"))
        && !(json && contains(bytes, b"\"portolan/v1\""))
}

/// Whether a word stands where a key does, quoted or not: after blanks, a quote, `{`, `,` or a line's end, before a `:`.
fn has_key(bytes: &[u8], key: &[u8]) -> bool {
    let quote = |byte: &u8| matches!(byte, b'"' | b'\'');
    memmem::find_iter(bytes, key).any(|at| {
        let (before, rest) = bytes.split_at(at);
        let after = rest.get(key.len()..).unwrap_or_default();
        let after = after.strip_prefix(b"\"").or_else(|| after.strip_prefix(b"'")).unwrap_or(after);
        let begins = before.last().is_none_or(|byte| b" \t\r\n{,".contains(byte) || quote(byte));
        begins && after.trim_ascii_start().first() == Some(&b':')
    })
}

/// Whether it lies in the `templates` folder of a Helm chart.
fn is_chart_template(path: &Path) -> bool {
    path.ancestors().skip(1).any(|folder| {
        folder.file_name().is_some_and(|name| name == "templates")
            && folder.parent().is_some_and(|chart| chart.join("Chart.yaml").is_file())
    })
}

/// Whether it is no YAML because of `{{`: a template outside of a chart.
fn is_template(file: &File) -> bool {
    let broken = || file.documents().iter().any(|document| document.error.is_some());
    file.text().contains("{{") && broken()
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    memmem::find(bytes, word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_bytes_that_are_not_text() {
        assert!(contains(b"\xff{{ x", b"{{"));
        assert!(!contains(b"{ {", b"{{"));
        assert!(!contains(b"", b"{{"));
    }

    #[test]
    fn a_file_has_a_key_of_manifests_not_only_its_word() {
        for text in
            ["kind: Pod", "- kind : Pod", "{\"kind\": \"Pod\"}", "x: {a: 1,'kind':Pod}", "kind:\n  Pod"]
        {
            assert!(has_key(text.as_bytes(), b"kind"), "{text}");
        }
        for text in ["uses: helm/kind-action", "mankind: 1", "a kind of: x", "kind", "kinds: []"] {
            assert!(!has_key(text.as_bytes(), b"kind"), "{text}");
        }
    }

    #[test]
    fn only_yaml_and_json_are_taken_from_directories() {
        assert!(is_manifest_name(Path::new("a/b.YAML")));
        assert!(is_manifest_name(Path::new("b.json")));
        assert!(!is_manifest_name(Path::new("b.yaml.bak")));
        assert!(!is_manifest_name(Path::new("yaml")));
    }
}
