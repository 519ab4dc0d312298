//! The content as its authors write it.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// Japanese.
    Ja,
}

/// A text in both languages; paragraphs are parted by empty lines, and `code` stands in backquotes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    pub en: String,
    /// Japanese.
    pub ja: String,
}

/// Everything.
#[derive(Debug, Default)]
pub struct Content {
    /// Groups of examples, in reading order.
    pub groups: Vec<Group>,
    /// Lessons, in order.
    pub lessons: Vec<Lesson>,
    /// The cards of the glossary.
    pub terms: Vec<Term>,
}

/// A group of examples.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Group {
    /// For links; never changed.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What it is for.
    pub about: Text,
    /// What the twins of its examples are called, next to the examples.
    pub twin: Text,
    /// What the examples are called, next to their twins.
    pub original: Text,
    /// The examples, in reading order.
    #[serde(rename = "example")]
    pub examples: Vec<Example>,
}

/// An example, perhaps with a mended twin.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Example {
    /// For links; never changed.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What the user of the broken system sees.
    pub symptom: Option<Text>,
    /// What there is to see, in a paragraph.
    pub about: Text,
    /// What is different in the twin, and why that helps.
    pub mended: Option<Text>,
    /// Files of `shared/` that come first.
    #[serde(default)]
    pub shared: Vec<String>,
    /// The view to open.
    pub view: Option<String>,
    /// What to ask of it.
    pub ask: Option<Ask>,
    /// What-if changes to begin with, as flags of the command: `--set rc/rcsise.spec.replicas=2`.
    #[serde(default)]
    pub what_if: Vec<String>,
    /// The cluster it needs.
    #[serde(default)]
    pub cluster: Cluster,
    /// What is true of it, as goals.
    pub expect: Vec<String>,
    /// What is true of the twin, as goals; that nothing worse than a note is found in it goes without saying.
    #[serde(default)]
    pub expect_mended: Vec<String>,
    /// The manifests.
    #[serde(skip)]
    pub files: Vec<Manifest>,
    /// Those of the twin that are different.
    #[serde(skip)]
    pub mended_files: Vec<Manifest>,
}

/// A question for the walk.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The client, as `portolan trace --from` takes it.
    pub from: String,
    /// The target.
    pub to: String,
}

/// What differs from the default cluster; lists of networks with commas between.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Cluster {
    /// The minor version of Kubernetes 1.
    pub kubernetes: Option<u32>,
    /// `--service-cidr`.
    pub service_cidr: Option<String>,
    /// `--cluster-cidr`; empty for none.
    pub cluster_cidr: Option<String>,
    /// kube-proxy's mode.
    pub mode: Option<String>,
    /// Whose load balancers there are.
    pub provider: Option<String>,
    /// The node whose rules are shown.
    pub node: Option<String>,
}

/// A lesson.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lesson {
    /// For links and for what the reader has done; never changed.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// The situation, and what is to be done.
    pub about: Text,
    /// The view to open.
    pub view: Option<String>,
    /// What to ask of it.
    pub ask: Option<Ask>,
    /// Files of `shared/` that come first.
    #[serde(default)]
    pub shared: Vec<String>,
    /// The goals, all of which are to be met.
    #[serde(rename = "goal")]
    pub goals: Vec<Goal>,
    /// From the gentlest to the plainest.
    pub hints: Vec<Text>,
    /// What was learned.
    pub closing: Text,
    /// The manifests at the start.
    #[serde(skip)]
    pub files: Vec<Manifest>,
    /// Those of the solution that are different.
    #[serde(skip)]
    pub solution: Vec<Manifest>,
}

/// One goal of a lesson.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// In the goal language of portolan-render.
    pub check: String,
    /// In words; for a question the question.
    pub text: Text,
}

/// A card of the glossary.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// For links; never changed.
    pub id: String,
    /// The word.
    pub name: Text,
    /// What it means, in two or three sentences.
    pub about: Text,
    /// Where the documentation says more.
    pub link: Text,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Groups {
    group: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lessons {
    lesson: Vec<Lesson>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    term: Vec<Term>,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Ja];

    /// As in `<html lang>`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }
}

impl Text {
    /// The text in a language.
    #[must_use]
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Ja => &self.ja,
        }
    }
}

impl Content {
    /// Reads the lists, without manifests.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let Groups { group: groups } = toml_file(folder, "catalogue.toml")?;
        let Lessons { lesson: lessons } = toml_file(folder, "lessons.toml")?;
        let Terms { term: terms } = toml_file(folder, "glossary.toml")?;
        Ok(Self { groups, lessons, terms })
    }

    /// Reads the manifests of every entry.
    pub(super) fn take_manifests(&mut self, folder: &Path) -> Result<()> {
        let shared = manifests(&folder.join("shared"))?;
        for example in self.groups.iter_mut().flat_map(|group| &mut group.examples) {
            let own = folder.join("examples").join(&example.id);
            example.files = with_shared(&shared, &example.shared, &own)?;
            example.mended_files = changed(&example.files, &own.join("fixed"))?;
        }
        for lesson in &mut self.lessons {
            let own = folder.join("lessons").join(&lesson.id);
            lesson.files = with_shared(&shared, &lesson.shared, &own)?;
            lesson.solution = changed(&lesson.files, &own.join("solution"))?;
        }
        Ok(())
    }

    /// All examples, in reading order.
    pub fn examples(&self) -> impl Iterator<Item = &Example> {
        self.groups.iter().flat_map(|group| &group.examples)
    }

    pub(super) fn example_ids(&self) -> BTreeSet<&str> {
        self.examples().map(|example| &*example.id).collect()
    }

    pub(super) fn lesson_ids(&self) -> BTreeSet<&str> {
        self.lessons.iter().map(|lesson| &*lesson.id).collect()
    }
}

impl Manifest {
    /// These files, with those in place of the ones of the same name.
    #[must_use]
    pub fn overlay(files: &[Self], changed: &[Self]) -> Vec<Self> {
        let latest = |file: &Self| changed.iter().find(|one| one.name == file.name).unwrap_or(file).clone();
        let added = changed.iter().filter(|one| !files.iter().any(|file| file.name == one.name));
        files.iter().map(latest).chain(added.cloned()).collect()
    }
}

fn toml_file<T: serde::de::DeserializeOwned>(folder: &Path, name: &str) -> Result<T> {
    let path = folder.join(name);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{name} is not as it should be"))
}

/// The manifests of a folder by name; none if it is not there.
fn manifests(folder: &Path) -> Result<Vec<Manifest>> {
    let mut files = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".yaml") {
            files.insert(name, fs::read_to_string(&path)?);
        }
    }
    Ok(files.into_iter().map(|(name, text)| Manifest { name, text }).collect())
}

fn with_shared(shared: &[Manifest], names: &[String], own: &Path) -> Result<Vec<Manifest>> {
    let mut files = Vec::new();
    for name in names {
        let Some(file) = shared.iter().find(|file| file.name == *name) else {
            bail!("shared/{name} is not there");
        };
        files.push(file.clone());
    }
    files.extend(manifests(own)?);
    if files.is_empty() {
        bail!("{} has no manifests", own.display());
    }
    Ok(files)
}

/// The files of a folder, each of which must differ from the one of its name.
fn changed(files: &[Manifest], folder: &Path) -> Result<Vec<Manifest>> {
    let changed = manifests(folder)?;
    if let Some(same) = changed.iter().find(|one| files.contains(one)) {
        bail!("{}/{} changes nothing", folder.display(), same.name);
    }
    Ok(changed)
}
