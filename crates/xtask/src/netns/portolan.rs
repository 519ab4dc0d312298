//! The command that is checked: its cluster, its rules, and what it says of a connection.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::outcome::{Outcome, Share};
use super::scenario::{Mode, Probe, Protocol, Scenario};

/// The command, by its path.
#[derive(Clone, Debug)]
pub(super) struct Portolan(pub(super) PathBuf);

/// What of a cluster makes a network.
#[derive(Debug)]
pub(super) struct Cluster {
    pub(super) nodes: Vec<Node>,
    /// Those that run and have an address.
    pub(super) pods: Vec<Pod>,
}

/// A node.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) name: String,
    /// Its internal addresses.
    pub(super) addresses: Vec<IpAddr>,
}

/// A Pod.
#[derive(Debug)]
pub(super) struct Pod {
    /// `NAMESPACE/NAME`.
    pub(super) name: String,
    pub(super) node: String,
    pub(super) host_network: bool,
    pub(super) addresses: Vec<IpAddr>,
    /// The ports that its containers declare.
    pub(super) ports: Vec<(Protocol, u16)>,
}

impl Portolan {
    /// The cluster of a scenario.
    pub(super) fn cluster(&self, scenario: &Scenario) -> Result<Cluster> {
        let words = ["get", "pods,nodes", "--all-namespaces", "--output", "json"];
        let list: Value = serde_json::from_str(&self.run(&words, scenario, &[])?)?;
        let items = list["items"].as_array().map_or(&[][..], Vec::as_slice);
        let of = |kind: &'static str| items.iter().filter(move |item| item["kind"] == kind);
        Ok(Cluster {
            nodes: of("Node").map(node).collect(),
            pods: of("Pod").filter(|pod| pod["status"]["phase"] == "Running").filter_map(pod).collect(),
        })
    }

    /// The rules of a node in one family, as they are listed.
    pub(super) fn rules(&self, scenario: &Scenario, mode: Mode, node: &str, ipv6: bool) -> Result<String> {
        let family = if ipv6 { "ipv6" } else { "ipv4" };
        let words = ["rules", "--mode", mode.name(), "--node", node, "--family", family];
        self.run(&words, scenario, &scenario.kube_proxy)
    }

    /// The rules of a node in one family, as kube-proxy hands them to `iptables-restore`.
    pub(super) fn restore(&self, scenario: &Scenario, node: &str, ipv6: bool) -> Result<String> {
        let family = if ipv6 { "ipv6" } else { "ipv4" };
        let words = ["rules", "--restore", "--node", node, "--family", family];
        self.run(&words, scenario, &scenario.kube_proxy)
    }

    /// What it says of a connection.
    pub(super) fn trace(&self, scenario: &Scenario, mode: Mode, probe: &Probe) -> Result<Vec<Share>> {
        let (from, to) = (probe.from.to_string(), probe.to.to_string());
        let mut words =
            vec!["trace", "--mode", mode.name(), "--from", &from, "--to", &to, "--output", "json"];
        words.extend(["--protocol", probe.protocol.name()]);
        // Of several nodes the trace must know by itself that they are the ones that may be chosen.
        if let [node] = probe.via.as_slice() {
            words.extend(["--node", node]);
        }
        let trace: Value = serde_json::from_str(&self.run(&words, scenario, &scenario.kube_proxy)?)?;
        let outcomes = trace["outcomes"].as_array().context("the trace has no `outcomes`")?;
        Ok(Share::sum(outcomes.iter().filter_map(share)))
    }

    /// The standard output of a subcommand on the scenario's manifests; findings in them are no failure.
    fn run(&self, words: &[&str], scenario: &Scenario, kube_proxy: &[String]) -> Result<String> {
        let mut command = Command::new(&self.0);
        command.args(words).arg("--isolated").args(&scenario.cluster).arg(&scenario.manifests);
        if !kube_proxy.is_empty() {
            command.arg("--").args(kube_proxy);
        }
        let done = command
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("cannot start {}", self.0.display()))?;
        if !matches!(done.status.code(), Some(0 | 1)) || done.stdout.is_empty() {
            bail!(
                "{} {} failed: {}",
                name(&self.0),
                words.join(" "),
                String::from_utf8_lossy(&done.stderr).trim()
            );
        }
        Ok(String::from_utf8(done.stdout)?)
    }
}

fn name(path: &Path) -> std::borrow::Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

fn node(item: &Value) -> Node {
    let addresses = items(&item["status"]["addresses"]).filter(|address| address["type"] == "InternalIP");
    Node {
        name: text(&item["metadata"]["name"]),
        addresses: addresses.filter_map(|one| ip(&one["address"])).collect(),
    }
}

/// A Pod; none if it has no node or no address.
fn pod(item: &Value) -> Option<Pod> {
    let (meta, spec) = (&item["metadata"], &item["spec"]);
    let addresses: Vec<_> = items(&item["status"]["podIPs"]).filter_map(|one| ip(&one["ip"])).collect();
    let ports = items(&spec["containers"]).flat_map(|container| items(&container["ports"]));
    let pod = Pod {
        name: format!("{}/{}", text(&meta["namespace"]), text(&meta["name"])),
        node: text(&spec["nodeName"]),
        host_network: spec["hostNetwork"] == true,
        addresses,
        ports: ports.filter_map(port).collect(),
    };
    (!pod.node.is_empty() && !pod.addresses.is_empty()).then_some(pod)
}

fn port(port: &Value) -> Option<(Protocol, u16)> {
    let protocol = match port["protocol"].as_str() {
        None | Some("TCP") => Protocol::Tcp,
        Some("UDP") => Protocol::Udp,
        Some(_) => return None,
    };
    Some((protocol, u16::try_from(port["containerPort"].as_u64()?).ok()?))
}

/// An end as a client knows it: who does not answer, it cannot tell.
fn share(outcome: &Value) -> Option<Share> {
    let result = text(&outcome["result"]);
    let told = |key: &str| outcome[key].as_str().filter(|_| result == "answered").map(str::to_owned);
    let (pod, seen) = (told("pod"), told("seenSource"));
    Some(Share { outcome: Outcome { result, pod, seen }, probability: outcome["probability"].as_f64()? })
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn ip(value: &Value) -> Option<IpAddr> {
    value.as_str()?.parse().ok()
}
