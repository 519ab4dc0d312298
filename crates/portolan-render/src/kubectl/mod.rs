//! A command line of kubectl, and what it prints of the simulated cluster: `get` and `describe`, as far as they only look.
//!
//! What kubectl would answer itself is in its own words; what is not simulated is told in the reader's language.

mod output;
mod parse;
mod words;

pub use output::{Output, OutputLine, run};

use crate::get::{Resource, View};
use portolan_core::Analysis;
use portolan_core::diagnostic::Message;

/// A command that can be run.
#[derive(Clone, Debug)]
pub struct Command {
    /// What it does.
    pub verb: Verb,
    /// The kinds, in order.
    pub resources: Vec<Resource>,
    /// The kinds as they were written: `svc,pods`.
    pub kinds: String,
    /// The label selector as it was written; empty for none.
    pub labels: String,
    /// Which objects, and how.
    pub view: View,
    /// What was passed over, and why.
    pub notes: Vec<Message>,
}

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Lists objects.
    Get,
    /// Describes them.
    Describe,
}

/// Why a command is not run.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// kubectl itself would refuse it, in these words.
    Kubectl(String),
    /// It is not simulated.
    NotSimulated(Message),
}

impl Command {
    /// Understands a command line; the word `kubectl` may be left out.
    ///
    /// # Errors
    ///
    /// Why it cannot be run.
    pub fn parse(line: &str) -> Result<Self, Refusal> {
        parse::command(line)
    }

    /// The command as a line that means the same.
    #[must_use]
    pub fn line(&self) -> String {
        let selection = &self.view.selection;
        let mut words = vec!["kubectl".to_owned(), self.verb.as_str().to_owned(), self.kinds.clone()];
        words.extend(selection.names.iter().cloned());
        match selection.namespace.as_deref() {
            None => words.push("-A".to_owned()),
            Some("default") => {}
            Some(namespace) => words.extend(["-n".to_owned(), namespace.to_owned()]),
        }
        if !self.labels.is_empty() {
            let quoted = self.labels.contains([' ', '!', '(']);
            words.push("-l".to_owned());
            words.push(if quoted { format!("'{}'", self.labels) } else { self.labels.clone() });
        }
        words.extend(self.view.wide.then(|| "-o wide".to_owned()));
        words.extend(self.view.names_only.then(|| "-o name".to_owned()));
        words.extend(self.view.show_labels.then(|| "--show-labels".to_owned()));
        words.extend(self.view.no_headers.then(|| "--no-headers".to_owned()));
        words.join(" ")
    }
}

impl Verb {
    /// As it is typed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Describe => "describe",
        }
    }
}

/// Commands that are worth typing for these manifests.
#[must_use]
pub fn suggestions(analysis: &Analysis) -> Vec<String> {
    let mut lines = vec![
        "kubectl get svc,endpointslices,pods -A -o wide".to_owned(),
        "kubectl get svc -o wide".to_owned(),
    ];
    let place = |namespace: &str| match namespace {
        "default" => String::new(),
        other => format!(" -n {other}"),
    };
    if let Some(service) = analysis.cluster.services.first() {
        let (name, place) = (&service.meta.name, place(&service.meta.namespace));
        lines.push(format!("kubectl describe svc {name}{place}"));
        lines.push(format!("kubectl get endpointslices -l kubernetes.io/service-name={name}{place}"));
        if let Some(selector) = &service.selector {
            lines.push(format!("kubectl get pods -l {selector}{place} -o wide"));
        }
    }
    lines.push("kubectl get pods -A --show-labels".to_owned());
    lines.push("kubectl get deploy,rs,sts,ds -A".to_owned());
    lines.push("kubectl get nodes -o wide".to_owned());
    lines
}

#[cfg(test)]
mod tests;
