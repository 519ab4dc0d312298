//! The facts of the cluster: from `portolan.toml`, and above it from the flags.
//!
//! ```toml
//! [cluster]
//! service-cidr = "10.96.0.0/16"            # or one of each family: ["10.96.0.0/16", "fd00:10:96::/112"]
//! cluster-cidr = "10.244.0.0/16"
//! domain = "cluster.local"
//! kubernetes = "1.36"
//! node-port-range = "30000-32767"
//! provider = "gke"                         # who puts load balancers in front of the cluster
//! ```

use crate::args::Global;
use crate::words;
use anyhow::{Result, anyhow};
use ipnet::IpNet;
use portolan_core::diagnostic::{Arg, Lang, Message};
use portolan_core::object::IpFamily;
use portolan_core::{Options, Provider};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The name of the configuration file.
const FILE: &str = "portolan.toml";

/// The keys of `[cluster]`.
const KEYS: &[&str] =
    &["service-cidr", "cluster-cidr", "domain", "kubernetes", "node-port-range", "provider"];

/// The minor versions of Kubernetes 1 that can be asked for.
const VERSIONS: RangeInclusive<u32> = 1..=99;

/// The defaults, then the configuration file, then the flags.
pub(crate) fn options(global: &Global, lang: Lang) -> Result<Options> {
    read(global, path(global), lang)
}

/// The same for a folder that is not the working directory.
pub(crate) fn options_at(global: &Global, folder: &Path, lang: Lang) -> Result<Options> {
    read(global, path_from(global, folder), lang)
}

fn read(global: &Global, path: Option<PathBuf>, lang: Lang) -> Result<Options> {
    let mut options = Options::default();
    if let Some(path) = path {
        let text = std::fs::read_to_string(&path).map_err(|error| fail(&unreadable(&path, &error), lang))?;
        apply(&text, &mut options).map_err(|(line, message)| {
            let words = Arg::text(message.render(lang));
            let line = Arg::count(line);
            let path = Arg::code(path.display().to_string());
            fail(&words::CONFIG.with([("path", path), ("line", line), ("words", words)]), lang)
        })?;
    }
    let flags = [
        ("--service-cidr", "service-cidr", &global.service_cidr),
        ("--cluster-cidr", "cluster-cidr", &global.cluster_cidr),
        ("--cluster-domain", "domain", &global.cluster_domain),
        ("--kubernetes", "kubernetes", &global.kubernetes),
        ("--provider", "provider", &global.provider),
    ];
    for (flag, key, value) in flags {
        if let Some(value) = value {
            set(&mut options, key, flag, value).map_err(|message| fail(&message, lang))?;
        }
    }
    Ok(options)
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
    path_from(global, &std::env::current_dir().unwrap_or_default())
}

fn path_from(global: &Global, here: &Path) -> Option<PathBuf> {
    if global.isolated {
        return None;
    }
    if global.config.is_some() {
        return global.config.clone();
    }
    here.ancestors().map(|folder| folder.join(FILE)).find(|path| path.is_file())
}

/// Takes over what a configuration file says; a mistake with its line.
fn apply(text: &str, options: &mut Options) -> Result<(), (usize, Message)> {
    let line = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        (line(at), words::NOT_TOML.with([("words", Arg::text(error.message()))]))
    })?;
    for (key, value) in table.get_ref() {
        let at = line(key.span().start);
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("cluster", DeValue::Table(cluster)) => {
                for (key, value) in cluster {
                    let at = line(key.span().start);
                    cluster_key(options, key.get_ref(), value).map_err(|message| (at, message))?;
                }
            }
            ("cluster", _) => return Err((at, words::about(&words::WANTS_TABLE, "key", "cluster"))),
            (key, _) => return Err((at, unknown_key(key, &["cluster"]))),
        }
    }
    Ok(())
}

fn cluster_key(options: &mut Options, key: &str, value: &Spanned<DeValue<'_>>) -> Result<(), Message> {
    let Some(key) = KEYS.iter().copied().find(|known| *known == key) else {
        return Err(unknown_key(key, KEYS));
    };
    let text = match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Array(items) => {
            let items: Option<Vec<&str>> = items.iter().map(|item| item.get_ref().as_str()).collect();
            items.ok_or_else(|| words::about(&words::WANTS_STRING, "key", key))?.join(",")
        }
        _ => return Err(words::about(&words::WANTS_STRING, "key", key)),
    };
    set(options, key, key, &text)
}

/// Sets one fact; `name` is how the user wrote it.
fn set(options: &mut Options, key: &str, name: &str, text: &str) -> Result<(), Message> {
    match key {
        "service-cidr" => options.service_cidrs = networks(name, text)?,
        "cluster-cidr" => options.cluster_cidrs = networks(name, text)?,
        "domain" => options.cluster_domain = domain(text)?,
        "kubernetes" => options.kubernetes = minor_version(text)?,
        "provider" => options.provider = Some(provider(text)?),
        _ => options.node_ports = ports(text)?,
    }
    Ok(())
}

fn networks(name: &str, text: &str) -> Result<Vec<IpNet>, Message> {
    let arguments = || [("text", Arg::code(text)), ("flag", Arg::code(name))];
    let networks: Option<Vec<IpNet>> = text.split(',').map(|one| one.trim().parse().ok()).collect();
    let networks = networks.ok_or_else(|| words::BAD_CIDR.with(arguments()))?;
    let families: Vec<IpFamily> = networks.iter().map(|net| IpFamily::of(net.addr())).collect();
    match families.as_slice() {
        [_] => Ok(networks),
        [one, other] if one != other => Ok(networks),
        _ => Err(words::SAME_FAMILY.with(arguments())),
    }
}

fn domain(text: &str) -> Result<String, Message> {
    let domain = text.trim_matches('.').to_ascii_lowercase();
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if domain.len() <= 253 && domain.split('.').all(label) {
        return Ok(domain);
    }
    Err(words::about(&words::BAD_DOMAIN, "text", text))
}

/// `1.36`, `v1.36.3` or `36`.
fn minor_version(text: &str) -> Result<u32, Message> {
    let bare = text.trim().trim_start_matches('v');
    let minor = match bare.split_once('.') {
        Some(("1", rest)) => rest.split('.').next().unwrap_or_default(),
        Some(_) => "",
        None => bare,
    };
    let minor = minor.parse().ok().filter(|minor| VERSIONS.contains(minor));
    minor.ok_or_else(|| words::about(&words::BAD_VERSION, "text", text))
}

fn provider(text: &str) -> Result<Provider, Message> {
    let name = text.trim().to_ascii_lowercase();
    Provider::parse(&name).ok_or_else(|| {
        let known = Provider::ALL.map(Provider::as_str);
        match nearest(&name, &known) {
            Some(near) => {
                let known = known.map(str::to_owned).into();
                let arguments =
                    [("text", Arg::code(text)), ("near", Arg::code(near)), ("known", Arg::Codes(known))];
                words::UNKNOWN_PROVIDER_NEAR.with(arguments)
            }
            None => {
                let known = known.map(str::to_owned).into();
                words::UNKNOWN_PROVIDER.with([("text", Arg::code(text)), ("known", Arg::Codes(known))])
            }
        }
    })
}

fn ports(text: &str) -> Result<RangeInclusive<u16>, Message> {
    let bounds = text.split_once('-').and_then(|(first, last)| {
        let first: u16 = first.trim().parse().ok()?;
        let last: u16 = last.trim().parse().ok()?;
        (first > 0 && first <= last).then_some(first..=last)
    });
    bounds.ok_or_else(|| words::about(&words::BAD_PORTS, "text", text))
}

fn unknown_key(key: &str, known: &[&str]) -> Message {
    match nearest(key, known) {
        Some(near) => words::UNKNOWN_KEY_NEAR.with([("key", Arg::code(key)), ("near", Arg::code(near))]),
        None => {
            let known = known.iter().map(|one| (*one).to_owned()).collect();
            words::UNKNOWN_KEY.with([("key", Arg::code(key)), ("known", Arg::Codes(known))])
        }
    }
}

/// The known word that is at most two edits, and less than half of its letters, away.
pub(crate) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let near = known.iter().map(|one| (edits(word, one), *one)).min()?;
    (near.0 <= 2 && near.0 * 2 < near.1.len()).then_some(near.1)
}

/// Levenshtein's distance.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().take(100).enumerate() {
        let mut previous = index + 1;
        let mut next = vec![previous];
        for (above, known) in row.windows(2).zip(&other) {
            let [diagonal, above] = above else { continue };
            previous = (diagonal + usize::from(letter != *known)).min(above + 1).min(previous + 1);
            next.push(previous);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

fn fail(message: &Message, lang: Lang) -> anyhow::Error {
    anyhow!(message.render(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(text: &str) -> Result<Options, String> {
        let mut options = Options::default();
        match apply(text, &mut options) {
            Ok(()) => Ok(options),
            Err((line, message)) => Err(format!("{line}: {}", message.render(Lang::En))),
        }
    }

    #[test]
    fn every_fact_of_the_cluster_can_be_stated() {
        let options = applied(
            "[cluster]\nservice-cidr = [\"10.0.0.0/20\", \"fd00::/112\"]\ncluster-cidr = \"10.1.0.0/16\"\n\
             domain = \"example.test\"\nkubernetes = \"v1.30.2\"\nnode-port-range = \"20000-20010\"\n\
             provider = \"ack-flannel\"\n",
        )
        .expect("a good configuration");
        assert_eq!(options.service_cidrs.len(), 2);
        assert_eq!(options.cluster_domain, "example.test");
        assert_eq!(options.kubernetes, 30);
        assert_eq!(options.node_ports, 20000..=20010);
        assert_eq!(options.provider, Some(Provider::AckFlannel));
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let wrong = |text| applied(text).expect_err("a mistake");
        assert_eq!(
            wrong("[cluster]\n\nservice-cdir = \"10.0.0.0/16\""),
            "3: unknown key `service-cdir`; did you mean `service-cidr`?"
        );
        assert_eq!(wrong("colour = 1"), "1: unknown key `colour`; the keys here are `cluster`");
        assert_eq!(wrong("[cluster]\ndomain = 3"), "2: `domain` takes a string");
        assert!(
            wrong("[cluster]\nservice-cidr = \"10.0.0.0\"").starts_with("2: `10.0.0.0` is not a network")
        );
        let provider = wrong("[cluster]\nprovider = \"ack-flanel\"");
        assert!(
            provider.starts_with("2: there is no provider `ack-flanel`; did you mean `ack-flannel`?"),
            "{provider}"
        );
        assert!(wrong("[cluster\n").starts_with("1: this is not TOML"));
    }

    #[test]
    fn two_networks_must_be_of_two_families() {
        assert!(networks("--service-cidr", "10.0.0.0/16,10.1.0.0/16").is_err());
        assert!(networks("--service-cidr", "fd00::/112, 10.1.0.0/16").is_ok());
    }
}
