//! The page's content: examples, lessons and glossary, from `web/content/` to one JSON file a language.
//!
//! `catalogue.toml`, `lessons.toml` and `glossary.toml` hold the texts in reading order; the manifests are YAML files
//! beside them: `examples/ID/` and, for what is different in the mended twin, `examples/ID/fixed/`; `lessons/ID/` and
//! `lessons/ID/solution/`; and `shared/` for what several have in common. [`read`] takes them, [`Content::json`] writes
//! what the page fetches. Whether the texts tell the truth is tested in `tests/it/content.rs`.

mod json;
mod source;

pub use source::{Ask, Cluster, Content, Example, Goal, Group, Language, Lesson, Manifest, Term, Text};

use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Where the content is, from the top of the repository.
pub const FOLDER: &str = "web/content";

/// Reads and checks the content.
///
/// # Errors
/// A file that cannot be read or understood, an id that is there twice or is not in kebab case, a folder of no entry.
pub fn read(root: &Path) -> Result<Content> {
    let folder = root.join(FOLDER);
    let mut content = Content::read(&folder)?;
    content.take_manifests(&folder)?;
    check_ids(&content)?;
    for (kind, known) in [("examples", content.example_ids()), ("lessons", content.lesson_ids())] {
        for entry in fs::read_dir(folder.join(kind))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !known.contains(&*name) {
                bail!("{FOLDER}/{kind}/{name} is in no list");
            }
        }
    }
    Ok(content)
}

/// Writes `content-en.json` and `content-ja.json` into a folder.
///
/// # Errors
/// As for [`read`], and what cannot be written.
pub fn build(root: &Path, out: &Path) -> Result<()> {
    let content = read(root)?;
    for language in Language::ALL {
        let path = out.join(format!("content-{}.json", language.tag()));
        fs::write(&path, content.json(language))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn check_ids(content: &Content) -> Result<()> {
    let groups = content.groups.iter().map(|group| &group.id);
    let examples = content.examples().map(|example| &example.id);
    let lessons = content.lessons.iter().map(|lesson| &lesson.id);
    let terms = content.terms.iter().map(|term| &term.id);
    distinct("group", groups)?;
    distinct("example", examples)?;
    distinct("lesson", lessons)?;
    distinct("term", terms)
}

fn distinct<'c>(kind: &str, ids: impl Iterator<Item = &'c String>) -> Result<()> {
    let mut seen = BTreeSet::new();
    for id in ids {
        let kebab = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !id.bytes().all(kebab) || id.is_empty() {
            bail!("the id of {kind} {id} is not in kebab case");
        }
        if !seen.insert(id) {
            bail!("there are two of {kind} {id}");
        }
    }
    Ok(())
}
