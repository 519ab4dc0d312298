//! A Service written anew: from the workload behind it, or beside another Service.

use crate::Analysis;
use crate::advice::choice::Kind;
use crate::advice::subject::{Backing, Subject, is_management};
use crate::advice::words;
use crate::diagnostic::{Arg, Message};
use crate::object::{ContainerPort, Labels, Protocol, TargetPort};
use portolan_yaml::inline;
use std::fmt::Write as _;

/// The host outside for which there is no name yet.
pub(super) const HOST: &str = "host.example.com";

/// The port where no port is known.
const ANY_PORT: u16 = 80;

/// A Service in the making.
pub(super) struct Sketch<'s> {
    kind: Kind,
    namespace: &'s str,
    name: &'s str,
    selector: Labels,
    ports: Vec<SketchPort>,
}

/// One of its ports.
struct SketchPort {
    name: Box<str>,
    port: u16,
    target: TargetPort,
    protocol: Protocol,
    app_protocol: Option<Box<str>>,
}

impl<'s> Sketch<'s> {
    /// A Service of a kind and a name for the Pods of a subject.
    pub(super) fn new(
        analysis: &Analysis,
        subject: &Subject<'s>,
        (kind, name): (Kind, &'s str),
        notes: &mut Vec<Message>,
    ) -> Self {
        let own = subject.service.and_then(|service| service.selector.clone());
        let backing = subject.backings.first();
        let from_workload = || backing.map(|one| selector(analysis, subject.namespace, one, notes));
        let selector = own.or_else(from_workload).unwrap_or_default();
        let mut sketch = Self { kind, namespace: subject.namespace, name, selector, ports: Vec::new() };
        match (subject.service, backing) {
            (Some(service), _) if !service.ports.is_empty() => {
                sketch.ports = service.ports.iter().map(SketchPort::of_service).collect();
            }
            (_, Some(backing)) => sketch.ports = ports(backing, kind, notes),
            (_, None) => sketch.ports = vec![SketchPort::number(ANY_PORT)],
        }
        sketch
    }

    /// The port that clients use.
    pub(super) fn main_port(&self) -> u16 {
        let main = self.ports.iter().find(|port| !is_management(&port.name)).or(self.ports.first());
        main.map_or(ANY_PORT, |port| port.port)
    }

    /// The manifest.
    pub(super) fn text(&self) -> String {
        let mut out = head("v1", "Service", self.namespace, self.name);
        out.push_str("spec:\n");
        match self.kind {
            Kind::NodePort | Kind::LoadBalancer => _ = writeln!(out, "  type: {}", self.kind.as_str()),
            Kind::ExternalName => {
                let _ = writeln!(out, "  type: ExternalName\n  externalName: {HOST}");
                return out;
            }
            Kind::Headless => out.push_str("  clusterIP: None\n"),
            _ => {}
        }
        if !self.selector.is_empty() {
            out.push_str("  selector:\n");
            self.selector.iter().for_each(|(key, value)| {
                let _ = writeln!(out, "    {}: {}", inline(key), inline(value));
            });
        }
        out.push_str("  ports:\n");
        let named = self.ports.len() > 1;
        self.ports.iter().for_each(|port| port.write(named, &mut out));
        out
    }
}

/// `apiVersion`, `kind` and `metadata`.
pub(super) fn head(version: &str, kind: &str, namespace: &str, name: &str) -> String {
    let mut out = format!("apiVersion: {version}\nkind: {kind}\nmetadata:\n  name: {}\n", inline(name));
    if namespace != "default" {
        let _ = writeln!(out, "  namespace: {}", inline(namespace));
    }
    out
}

impl SketchPort {
    fn of_service(port: &crate::object::ServicePort) -> Self {
        Self {
            name: port.name.clone(),
            port: port.port,
            target: port.target_port.clone(),
            protocol: port.protocol,
            app_protocol: port.app_protocol.clone(),
        }
    }

    fn of_container(port: &ContainerPort, kind: Kind) -> Self {
        let is_http = matches!(port.port, 3000 | 5000 | 8000 | 8008 | 8080 | 8888)
            || port.name.split('-').next().is_some_and(|word| word == "http");
        let translated = kind != Kind::Headless && is_http && port.protocol == Protocol::Tcp;
        let target = if port.name.is_empty() {
            TargetPort::Number(port.port)
        } else {
            TargetPort::Name(port.name.clone())
        };
        Self {
            name: port.name.clone(),
            port: if translated { ANY_PORT } else { port.port },
            target,
            protocol: port.protocol,
            app_protocol: None,
        }
    }

    fn number(port: u16) -> Self {
        let target = TargetPort::Number(port);
        Self { name: "".into(), port, target, protocol: Protocol::Tcp, app_protocol: None }
    }

    fn write(&self, named: bool, out: &mut String) {
        let mut fields: Vec<(&str, String)> = Vec::new();
        if !self.name.is_empty() {
            fields.push(("name", inline(&self.name)));
        } else if named {
            fields.push(("name", format!("{}-{}", self.protocol.lower(), self.port)));
        }
        fields.push(("port", self.port.to_string()));
        match &self.target {
            TargetPort::Number(number) if *number == self.port => {}
            TargetPort::Number(number) => fields.push(("targetPort", number.to_string())),
            TargetPort::Name(name) => fields.push(("targetPort", inline(name))),
        }
        if self.protocol != Protocol::Tcp {
            fields.push(("protocol", self.protocol.to_string()));
        }
        fields.extend(self.app_protocol.as_deref().map(|word| ("appProtocol", inline(word))));
        for (index, (key, value)) in fields.iter().enumerate() {
            let lead = if index == 0 { "- " } else { "  " };
            let _ = writeln!(out, "  {lead}{key}: {value}");
        }
    }
}

/// The labels by which to select the Pods of a workload and no others.
fn selector(analysis: &Analysis, namespace: &str, backing: &Backing<'_>, notes: &mut Vec<Message>) -> Labels {
    let own = backing.labels.only(|key| !is_given(key));
    let count = |labels: &Labels| analysis.cluster.select(namespace, labels).len();
    let narrow = backing.selector.filter(|narrow| count(narrow) == count(&own));
    let chosen = narrow.cloned().unwrap_or(own);
    if chosen.is_empty() {
        let label = ("label", Arg::code(format!("app: {}", backing.name)));
        notes.push(words::NO_LABELS.with([("workload", Arg::code(backing.title())), label]));
        return [("app", backing.name)].into_iter().collect();
    }
    chosen
}

/// Whether a label is one that controllers put on Pods.
fn is_given(key: &str) -> bool {
    const GIVEN: [&str; 5] = [
        "apps.kubernetes.io/pod-index",
        "controller-revision-hash",
        "pod-template-generation",
        "pod-template-hash",
        "statefulset.kubernetes.io/pod-name",
    ];
    key.starts_with("batch.kubernetes.io/") || GIVEN.contains(&key)
}

/// The ports that a workload declares, those for people and monitoring left out if there are others.
fn ports(backing: &Backing<'_>, kind: Kind, notes: &mut Vec<Message>) -> Vec<SketchPort> {
    let declared: Vec<&ContainerPort> = backing.ports().map(|one| one.port).collect();
    let main = declared.iter().filter(|port| !is_management(&port.name));
    let chosen: Vec<&ContainerPort> = main.copied().collect();
    let chosen = if chosen.is_empty() { declared } else { chosen };
    let mut ports: Vec<SketchPort> = Vec::new();
    for port in chosen {
        let mut new = SketchPort::of_container(port, kind);
        let taken = |number: u16| ports.iter().any(|one| (one.port, one.protocol) == (number, new.protocol));
        if taken(new.port) {
            new.port = port.port;
        }
        if !ports.iter().any(|one| (one.port, one.protocol) == (new.port, new.protocol)) {
            ports.push(new);
        }
    }
    if !ports.is_empty() {
        return ports;
    }
    let probes =
        backing.spec.containers.iter().flat_map(|one| one.probes.iter().map(move |probe| (one, probe)));
    let probed = probes.filter_map(|(container, probe)| probe.number(container)).next();
    if probed.is_none() {
        let port = ("port", Arg::Number(ANY_PORT.into()));
        notes.push(words::GUESSED_PORT.with([("workload", Arg::code(backing.title())), port]));
    }
    vec![SketchPort::number(probed.unwrap_or(ANY_PORT))]
}
