//! `cargo xtask budgets`: what the page costs its readers, measured in a real browser and held against the budgets.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use xtask::corpus::Corpus;

use crate::browser::Stage;
use crate::shell;

/// The sizes of text that keys are pressed in, in lines.
const LINES: [usize; 2] = [200, 2000];

/// Measures the page in `dist/`; with `check`, a figure over its budget is an error.
pub(crate) fn run(check: bool) -> Result<()> {
    let manifests = LINES.map(manifests).into_iter().collect::<Result<Vec<_>>>()?;
    let manifests = manifests.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(",");
    let stage = Stage::set()?;
    let mut measure = stage.command("node tests/browser/budgets.mjs");
    measure.env("PORTOLAN_MANIFESTS", manifests);
    if check {
        measure.env("PORTOLAN_CHECK", "1");
    }
    shell::finish(&mut measure, "node tests/browser/budgets.mjs")
}

/// A file of whole documents of the corpus, with as many lines as asked for, but for less than a document.
fn manifests(lines: usize) -> Result<PathBuf> {
    let mut text = String::new();
    for document in Corpus::of(lines).documents() {
        if text.lines().count() + document.lines().count() >= lines {
            break;
        }
        text.push_str(document);
        text.push_str("---\n");
    }
    let folder = shell::target().join("budgets");
    fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{lines}.yaml"));
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}
