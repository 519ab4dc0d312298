//! Builds the kustomization of a folder: the documents on standard output, the notes on standard error.
//!
//! `cargo run -p portolan-kustomize --example build -- examples/overlay`
#![expect(clippy::disallowed_methods, reason = "an example reads files")]

use portolan_kustomize::{Files, build};
use std::io::Write as _;
use std::path::Path;

/// The files of this machine.
struct Disk;

impl Files for Disk {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(path).ok()
    }

    fn is_folder(&self, path: &str) -> bool {
        path.is_empty() || Path::new(path).is_dir()
    }
}

fn main() -> std::io::Result<()> {
    let root = std::env::args().nth(1).unwrap_or_default();
    let built = build(&root, &Disk);
    let mut notes = std::io::stderr().lock();
    for note in &built.notes {
        let place = note.place.and_then(|place| {
            let source = built.sources.get(place.source as usize)?;
            let at = source.lines().position(place.span.start);
            Some(format!("{}:{}:{}: ", source.name(), at.line, at.column))
        });
        let words = note.problem.english();
        writeln!(notes, "{}{:?}: {words}", place.unwrap_or_default(), note.problem.severity())?;
    }
    std::io::stdout().lock().write_all(built.text.as_bytes())
}
