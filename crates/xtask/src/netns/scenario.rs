//! Scenarios: Markdown files in `tests/netns/`, each a cluster and the connections that are opened in it.
//!
//! A ```` ```yaml ```` block is the manifests, ```` ```cluster ```` the flags that describe the cluster, ```` ```kube-proxy ```` the flags
//! that kube-proxy is started with, and ```` ```probes ```` the connections, a line each:
//!
//! ```text
//! pod/client -> 10.96.10.10:80
//! node/node-a -> 127.0.0.1:30080 iptables
//! 203.0.113.7 -> 198.51.100.1:80 udp via node-a,node-b
//! 198.18.0.1 -> 192.168.10.11:30080 crowd
//! ```
//!
//! The client is a Pod of the namespace `default`, a node, or an address outside the cluster. Words behind the target: `udp`; the mode
//! that a probe is only for; `via` and the nodes among which the network outside chooses; `sticks`, where all
//! connections are to end alike; `crowd`, where each connection comes from an address of its own, counted up from the
//! one that is written.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

/// A mode of kube-proxy whose rules the kernel of a test machine can be expected to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Iptables,
    Nftables,
}

/// A cluster and the connections that are opened in it.
#[derive(Debug)]
pub(super) struct Scenario {
    /// The file's name without its ending.
    pub(super) name: String,
    /// Its first heading.
    pub(super) title: String,
    /// Where the manifests were written for the command to read.
    pub(super) manifests: PathBuf,
    /// Flags that describe the cluster.
    pub(super) cluster: Vec<String>,
    /// Flags that kube-proxy is started with.
    pub(super) kube_proxy: Vec<String>,
    /// The connections.
    pub(super) probes: Vec<Probe>,
}

/// Connections of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Probe {
    pub(super) from: Client,
    pub(super) to: SocketAddr,
    pub(super) protocol: Protocol,
    /// Only for this mode.
    pub(super) only: Option<Mode>,
    /// The nodes to which the network outside takes the packets.
    pub(super) via: Vec<String>,
    pub(super) manner: Manner,
}

/// Who opens a connection.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Client {
    /// A Pod of the namespace `default`.
    Pod(String),
    /// A process of a node.
    Node(String),
    /// Somebody outside the cluster.
    Outside(IpAddr),
}

/// What is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    Tcp,
    Udp,
}

/// How several connections belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// Each is for itself; together they show the shares.
    Apart,
    /// All end like the first.
    Sticks,
    /// Each comes from another address.
    Crowd,
}

impl Mode {
    pub(super) const ALL: [Self; 2] = [Self::Iptables, Self::Nftables];

    /// Its name, as `--mode` takes it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Iptables => "iptables",
            Self::Nftables => "nftables",
        }
    }
}

impl Protocol {
    /// Its name, as `--protocol` takes it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

/// As a probe's line and `--from` have it.
impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pod(name) => write!(f, "pod/{name}"),
            Self::Node(name) => write!(f, "node/{name}"),
            Self::Outside(address) => write!(f, "{address}"),
        }
    }
}

/// As its line in the file, without the mode.
impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {} {}", self.from, self.to, self.protocol.name())?;
        if !self.via.is_empty() {
            write!(f, " via {}", self.via.join(","))?;
        }
        match self.manner {
            Manner::Apart => Ok(()),
            Manner::Sticks => f.write_str(" sticks"),
            Manner::Crowd => f.write_str(" crowd"),
        }
    }
}

/// Reads all scenarios of a folder, by name, and writes their manifests into another.
pub(super) fn read_all(folder: &Path, scratch: &Path) -> Result<Vec<Scenario>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    files.sort();
    files.iter().map(|file| read(file, scratch).with_context(|| file.display().to_string())).collect()
}

fn read(file: &Path, scratch: &Path) -> Result<Scenario> {
    let text = std::fs::read_to_string(file)?;
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let manifests = scratch.join(format!("{name}.yaml"));
    std::fs::write(&manifests, block(&text, "yaml").join("\n") + "\n")?;
    let words =
        |fence| block(&text, fence).iter().flat_map(|line| line.split_whitespace()).map(Into::into).collect();
    Ok(Scenario {
        title: text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or(&name).to_owned(),
        manifests,
        cluster: words("cluster"),
        kube_proxy: words("kube-proxy"),
        probes: block(&text, "probes").iter().map(|line| probe(line)).collect::<Result<_>>()?,
        name,
    })
}

/// The lines inside of the fences of that name.
fn block<'a>(text: &'a str, fence: &str) -> Vec<&'a str> {
    let mut inside = None;
    let mut lines = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("```"), inside) {
            (Some(_), Some(_)) => inside = None,
            (Some(name), None) => inside = Some(name),
            (None, Some(name)) if name == fence => lines.push(line),
            (None, _) => {}
        }
    }
    lines
}

/// A line of a `probes` block.
fn probe(line: &str) -> Result<Probe> {
    let (from, rest) = line.split_once(" -> ").with_context(|| format!("no ` -> ` in `{line}`"))?;
    let mut words = rest.split_whitespace();
    let to = words.next().and_then(|word| word.parse().ok());
    let mut probe = Probe {
        from: client(from.trim())?,
        to: to.with_context(|| format!("no ADDRESS:PORT behind the arrow in `{line}`"))?,
        protocol: Protocol::Tcp,
        only: None,
        via: Vec::new(),
        manner: Manner::Apart,
    };
    while let Some(word) = words.next() {
        match word {
            "udp" => probe.protocol = Protocol::Udp,
            "via" => probe.via = words.next().unwrap_or_default().split(',').map(Into::into).collect(),
            "sticks" => probe.manner = Manner::Sticks,
            "crowd" => probe.manner = Manner::Crowd,
            word => match Mode::ALL.iter().find(|mode| mode.name() == word) {
                Some(mode) => probe.only = Some(*mode),
                None => bail!("`{word}` means nothing in `{line}`"),
            },
        }
    }
    if probe.manner == Manner::Crowd && !matches!(probe.from, Client::Outside(IpAddr::V4(_))) {
        bail!("a crowd is outside the cluster and has IPv4 addresses: `{line}`");
    }
    Ok(probe)
}

fn client(word: &str) -> Result<Client> {
    match word.split_once('/') {
        Some(("pod", name)) => Ok(Client::Pod(name.to_owned())),
        Some(("node", name)) => Ok(Client::Node(name.to_owned())),
        _ => word.parse().map(Client::Outside).map_err(|_| anyhow!("`{word}` is no client")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_is_a_line_of_words() {
        let read = probe("203.0.113.7 -> 198.51.100.1:80 udp via node-a,node-b nftables").expect("a probe");
        assert_eq!(read.from, Client::Outside("203.0.113.7".parse().expect("an address")));
        assert_eq!(read.protocol, Protocol::Udp);
        assert_eq!(read.only, Some(Mode::Nftables));
        assert_eq!(read.via, ["node-a", "node-b"]);
        assert_eq!(read.to_string(), "203.0.113.7 -> 198.51.100.1:80 udp via node-a,node-b");
    }

    #[test]
    fn every_scenario_of_the_repository_can_be_read() {
        let scratch = crate::shell::target().join("netns");
        std::fs::create_dir_all(&scratch).expect("a folder");
        let scenarios = read_all(&crate::shell::root().join("tests/netns"), &scratch).expect("scenarios");
        assert!(!scenarios.is_empty());
        for scenario in scenarios {
            assert!(!scenario.probes.is_empty(), "{} asks nothing", scenario.name);
        }
    }

    #[test]
    fn a_line_that_is_no_probe_is_refused() {
        for line in
            ["pod/a 10.0.0.1:80", "pod/a -> web:80", "pod/a -> 10.0.0.1:80 upd", "pod/a -> 10.0.0.1:80 crowd"]
        {
            assert!(probe(line).is_err(), "{line}");
        }
    }

    #[test]
    fn blocks_are_told_apart_by_their_fences() {
        let text = "# T\n```yaml\na: 1\n```\nwords\n```probes\nx\n```\n```yaml\nb: 2\n```\n";
        assert_eq!(block(text, "yaml"), ["a: 1", "b: 2"]);
        assert_eq!(block(text, "probes"), ["x"]);
    }
}
