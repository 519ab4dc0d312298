//! `portolan.toml`: the facts of the cluster, and what `portolan check` tells of. `docs/configuration.md` describes it,
//! `docs/schema/portolan.toml-v1.json` is its schema.
//!
//! Everything that is wrong with the file is told at once, each mistake with its line.

mod check;
mod cluster;
mod near;
mod paths;
mod reader;

pub(crate) use check::Check;

use crate::args::Global;
use crate::words;
use anyhow::{Result, anyhow};
use portolan_core::Options;
use portolan_core::diagnostic::{Arg, Lang, Message};
use reader::Reader;
use std::path::{Path, PathBuf};

/// The name of the configuration file.
const FILE: &str = "portolan.toml";

/// What a configuration file says, over the defaults.
#[derive(Default)]
pub(crate) struct Settings {
    /// The facts of the cluster.
    pub(crate) options: Options,
    /// What `portolan check` tells of.
    pub(crate) check: Check,
}

/// A configuration file that cannot be followed.
pub(crate) struct Wrong {
    /// The file.
    pub(crate) path: PathBuf,
    /// Its mistakes, each with its line from 1; 0 for a file that cannot be read.
    pub(crate) mistakes: Vec<(usize, Message)>,
}

/// The defaults, then the configuration file, then the flags of every command.
pub(crate) fn settings(global: &Global, lang: Lang) -> Result<Settings> {
    let mut settings =
        file(&std::env::current_dir().unwrap_or_default(), global).map_err(|wrong| wrong.error(lang))?;
    cluster::flags(&mut settings.options, global).map_err(|message| anyhow!(message.render(lang)))?;
    Ok(settings)
}

/// The same for a folder, with flags that are good ones.
pub(crate) fn settings_of(folder: &Path, global: &Global) -> Result<Settings, Wrong> {
    let mut settings = file(folder, global)?;
    let _ = cluster::flags(&mut settings.options, global);
    Ok(settings)
}

/// The defaults, then the configuration file that is nearest to a folder.
fn file(here: &Path, global: &Global) -> Result<Settings, Wrong> {
    let Some(path) = path_from(here, global) else { return Ok(Settings::default()) };
    let whole = std::path::absolute(&path).unwrap_or_default();
    let settings = std::fs::read_to_string(&path)
        .map_err(|error| vec![(0, unreadable(&path, &error))])
        .and_then(|text| read(&text, whole.parent().unwrap_or(here)));
    settings.map_err(|mistakes| Wrong { path, mistakes })
}

impl Wrong {
    /// All mistakes in words, each with the place where it stands.
    fn error(self, lang: Lang) -> anyhow::Error {
        let shown = shown(&self.path);
        let told = |(line, message)| match line {
            0 => message,
            line => {
                let (path, line) = (Arg::text(&shown), Arg::count(line));
                words::CONFIG.with([("path", path), ("line", line), ("words", Arg::said(message))])
            }
        };
        all(&self.mistakes.into_iter().map(told).collect::<Vec<_>>(), lang)
    }
}

/// Several mistakes as one error: each on a line that begins as the first one will, which whoever tells of it writes.
pub(crate) fn all(mistakes: &[Message], lang: Lang) -> anyhow::Error {
    let mark = words::ERROR.with([("words", Arg::text(""))]).render(lang);
    let lines: Vec<String> = mistakes.iter().map(|message| message.render(lang)).collect();
    anyhow!(lines.join(&format!("\n{mark}")))
}

/// What to say of a file that cannot be read.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Message {
    let name = Arg::code(path.display().to_string());
    if error.kind() == std::io::ErrorKind::NotFound {
        return words::ABSENT.with([("path", name)]);
    }
    words::UNREADABLE.with([("path", name), ("why", Arg::text(error.to_string()))])
}

/// The configuration file: the one given, or the nearest one upward from the working directory.
pub(crate) fn path(global: &Global) -> Option<PathBuf> {
    path_from(&std::env::current_dir().unwrap_or_default(), global)
}

/// The configuration file: the one given, or the nearest one upward from a folder.
fn path_from(here: &Path, global: &Global) -> Option<PathBuf> {
    if global.isolated {
        return None;
    }
    if global.config.is_some() {
        return global.config.clone();
    }
    here.ancestors().map(|folder| folder.join(FILE)).find(|path| path.is_file())
}

/// What a file in a folder says; or its mistakes, each with its line.
fn read(text: &str, folder: &Path) -> Result<Settings, Vec<(usize, Message)>> {
    let mut settings = Settings::default();
    let mut reader = Reader::new(text);
    reader.file(|reader, key, value| match key.get_ref().as_ref() {
        "cluster" => reader.table(key, value, |reader, key, value| {
            cluster::key(&mut settings.options, reader, key, value);
        }),
        "check" => reader.table(key, value, |reader, key, value| {
            check::key(&mut settings.check, folder, reader, key, value)
        }),
        _ => reader.unknown_key(key, &["check", "cluster"]),
    });
    reader.finish().map(|()| settings)
}

/// The file as a reader would name it: from the working directory on.
fn shown(path: &Path) -> String {
    let inside =
        std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(PathBuf::from));
    inside.as_deref().unwrap_or(path).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mistakes of a file.
    fn wrong(text: &str) -> Vec<String> {
        let Err(mistakes) = read(text, Path::new("/repo")) else { return Vec::new() };
        mistakes.into_iter().map(|(line, message)| format!("{line}: {}", message.render(Lang::En))).collect()
    }

    #[test]
    fn every_key_can_be_stated() {
        let text = "[cluster]\nservice-cidr = [\"10.0.0.0/20\", \"fd00::/112\"]\ncluster-cidr = \"10.1.0.0/16\"\n\
             domain = \"example.test\"\nkubernetes = \"v1.30.2\"\nnode-port-range = \"20000-20010\"\n\
             provider = \"ack-flannel\"\n[check]\nselect = [\"unused-ignore\"]\nignore = []\nexclude = [\"vendor/\"]\n\
             fail-on = \"note\"\nbaseline = \"base.json\"\nseverity.node-port-conflict = \"note\"\n\
             per-path = { \"old/**\" = [\"load-balancer-pending\"] }\n";
        assert_eq!(wrong(text), [""; 0]);
        let settings = read(text, Path::new("/repo")).expect("a good file");
        assert_eq!(settings.options.service_cidrs.len(), 2);
        assert_eq!(settings.options.cluster_domain, "example.test");
        assert_eq!(settings.options.kubernetes, 30);
        assert_eq!(settings.options.node_ports, 20000..=20010);
        assert_eq!(settings.options.provider, portolan_core::Provider::parse("ack-flannel"));
        assert_eq!(settings.check.baseline, Some(PathBuf::from("/repo/base.json")));
    }

    #[test]
    fn all_mistakes_are_told_with_their_lines() {
        let text = "[cluster]\nservice-cdir = \"10.0.0.0/16\"\ndomain = 3\n\n[chekc]\n[check]\n\
                    select = [\"selector-maches-nothing\", 4]\nignore = \"x\"\nfail-on = \"warn\"\n";
        let expected = [
            "2: unknown key `service-cdir`; did you mean `service-cidr`?",
            "3: `domain` takes a string",
            "5: unknown key `chekc`; did you mean `check`?",
            "7: there is no rule `selector-maches-nothing`; did you mean `selector-matches-nothing`?",
            "7: `select` takes a list of strings",
            "8: `ignore` takes a list of strings",
            "9: `fail-on` takes `error`, `warning` or `note`",
        ];
        assert_eq!(wrong(text), expected);
    }

    #[test]
    fn mistakes_say_what_would_be_right() {
        assert_eq!(wrong("colour = 1"), ["1: unknown key `colour`; the keys here are `check`, `cluster`"]);
        assert_eq!(wrong("check = 1"), ["1: `check` takes a table"]);
        assert!(wrong("[cluster\n")[0].starts_with("1: this is not TOML"));
        assert!(
            wrong("[cluster]\nservice-cidr = \"10.0.0.0\"")[0].starts_with("2: `10.0.0.0` is not a network")
        );
        assert!(wrong("[check]\nexclude = [\"a{b\"]")[0].starts_with("2: `a{b` is not a pattern"));
        assert_eq!(
            wrong("[check.severity]\nfield-value-invalid = \"note\""),
            [
                "2: `field-value-invalid` is the API server's own answer: it is always told, and with its own severity"
            ]
        );
        assert_eq!(
            wrong("[check.severity]\nunused-ignore = \"off\""),
            ["2: `unused-ignore` takes `error`, `warning` or `note`"]
        );
    }
}
