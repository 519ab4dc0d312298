//! What a command prints, line by line, each with the manifest field that it shows.

use super::{Command, Verb};
use crate::describe;
use crate::get::get;
use portolan_core::Analysis;
use portolan_core::diagnostic::{ObjectId, Origin};

/// What a command prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// Its lines.
    pub lines: Vec<OutputLine>,
    /// What kubectl says beside it: that something is not there.
    pub errors: Vec<String>,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputLine {
    /// The text.
    pub text: String,
    /// What it shows; `None` for headings.
    pub origin: Option<Origin>,
}

/// Runs a command.
#[must_use]
pub fn run(analysis: &Analysis, command: &Command) -> Output {
    match command.verb {
        Verb::Get => table(analysis, command),
        Verb::Describe => descriptions(analysis, command),
    }
}

fn table(analysis: &Analysis, command: &Command) -> Output {
    let listing = get(analysis, &command.resources, &command.view);
    let origins = listing.origins.iter().map(|origin| origin.map(whole));
    let lines = listing.text.lines().zip(origins);
    let lines: Vec<OutputLine> =
        lines.map(|(text, origin)| OutputLine { text: text.to_owned(), origin }).collect();
    let mut errors: Vec<String> = Vec::new();
    if lines.is_empty() && listing.missing.is_empty() {
        errors.push(nothing(command));
    }
    for (resource, name) in listing.missing {
        errors.push(format!("Error from server (NotFound): {} \"{name}\" not found", resource.plural()));
    }
    Output { lines, errors }
}

/// In kubectl's words.
fn nothing(command: &Command) -> String {
    let namespaced = command.resources.iter().any(|one| one.is_namespaced());
    match &command.view.selection.namespace {
        Some(namespace) if namespaced => format!("No resources found in {namespace} namespace."),
        _ => "No resources found".to_owned(),
    }
}

fn descriptions(analysis: &Analysis, command: &Command) -> Output {
    let (pages, missing) = describe::pages(analysis, &command.view.selection);
    let mut lines = Vec::new();
    for (object, page) in pages {
        if !lines.is_empty() {
            lines.extend(["", ""].map(|text| OutputLine { text: text.to_owned(), origin: None }));
        }
        let mut fields = Fields { object, port: None, last: "metadata.name" };
        lines.extend(
            page.lines().map(|text| OutputLine { text: text.to_owned(), origin: Some(fields.of(text)) }),
        );
    }
    let mut errors: Vec<String> = missing
        .into_iter()
        .map(|name| format!("Error from server (NotFound): services \"{name}\" not found"))
        .collect();
    if lines.is_empty() && errors.is_empty() {
        errors.push(nothing(command));
    }
    Output { lines, errors }
}

fn whole(object: ObjectId) -> Origin {
    Origin { object, path: String::new() }
}

/// The keys of a description, and the fields that they show.
const KEYS: [(&str, &str); 18] = [
    ("Name", "metadata.name"),
    ("Namespace", "metadata.namespace"),
    ("Labels", "metadata.labels"),
    ("Annotations", "metadata.annotations"),
    ("Selector", "spec.selector"),
    ("Type", "spec.type"),
    ("IP Family Policy", "spec.ipFamilyPolicy"),
    ("IP Families", "spec.ipFamilies"),
    ("IP", "spec.clusterIP"),
    ("IPs", "spec.clusterIP"),
    ("External IPs", "spec.externalIPs"),
    ("External Name", "spec.externalName"),
    ("Session Affinity", "spec.sessionAffinity"),
    ("External Traffic Policy", "spec.externalTrafficPolicy"),
    ("Internal Traffic Policy", "spec.internalTrafficPolicy"),
    ("Traffic Distribution", "spec.trafficDistribution"),
    ("HealthCheck NodePort", "spec.healthCheckNodePort"),
    ("LoadBalancer Source Ranges", "spec.loadBalancerSourceRanges"),
];

/// Where the lines of a description come from.
struct Fields {
    object: ObjectId,
    /// The port that is being described.
    port: Option<usize>,
    /// The field of the line before: lines without a key go on with it.
    last: &'static str,
}

impl Fields {
    fn of(&mut self, line: &str) -> Origin {
        let key = line.split_once(':').map(|(key, _)| key).filter(|key| !key.starts_with(' '));
        let field = match key {
            Some("Port") => {
                self.port = Some(self.port.map_or(0, |port| port + 1));
                Some("port")
            }
            Some("TargetPort") => Some("targetPort"),
            Some("NodePort") => Some("nodePort"),
            Some("Endpoints") => Some(""),
            _ => None,
        };
        if let (Some(field), Some(port)) = (field, self.port) {
            let dot = if field.is_empty() { "" } else { "." };
            return Origin { object: self.object, path: format!("spec.ports[{port}]{dot}{field}") };
        }
        if let Some(key) = key {
            let known = KEYS.iter().find(|(known, _)| *known == key);
            self.last = known.map_or("metadata.name", |(_, path)| path);
        }
        Origin { object: self.object, path: self.last.to_owned() }
    }
}
