//! The manifest of a choice: the Service of the input edited, and what is new beside it.

mod edit;
mod new;
mod route;

use super::choice::Kind;
use super::subject::Subject;
use super::words;
use crate::Analysis;
use crate::diagnostic::{Arg, FileEdit, Message, ObjectId};
use crate::object::Service;
use new::Sketch;

/// What to write for a choice.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// The documents, in the order in which they are to be applied.
    pub parts: Vec<Part>,
    /// What is left to do by hand.
    pub notes: Vec<Message>,
}

/// A document.
#[derive(Clone, Debug)]
pub enum Part {
    /// One of the input that stays as it is.
    Kept {
        /// The manifest.
        object: ObjectId,
        /// Its document.
        text: String,
    },
    /// One of the input, edited.
    Edited {
        /// The manifest.
        object: ObjectId,
        /// The edit of its file.
        edit: FileEdit,
        /// Its document afterwards.
        text: String,
    },
    /// A new one.
    New {
        /// The document.
        text: String,
    },
}

impl Part {
    /// The document.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Kept { text, .. } | Self::Edited { text, .. } | Self::New { text } => text,
        }
    }
}

impl Proposal {
    /// All documents in one text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            let text = part.text().trim_matches(['\n', '\r']);
            let text = text.strip_prefix("---\n").unwrap_or(text);
            out.push_str(if out.is_empty() { "" } else { "---\n" });
            out.push_str(text);
            out.push('\n');
        }
        out
    }
}

/// What to write so that the subject becomes, or gets, what is chosen.
#[must_use]
pub fn propose(analysis: &Analysis, subject: &Subject<'_>, kind: Kind) -> Proposal {
    let mut writer = Writer { analysis, subject, proposal: Proposal::default() };
    match kind {
        Kind::Ingress | Kind::Gateway => {
            let (name, port) = writer.back_end();
            writer.route(kind, &name, port);
            writer.other_door();
        }
        _ => {
            writer.service(kind);
        }
    }
    writer.proposal
}

/// A proposal in the making.
struct Writer<'s, 'a> {
    analysis: &'a Analysis,
    subject: &'s Subject<'a>,
    proposal: Proposal,
}

impl Writer<'_, '_> {
    /// The Service as a kind; its name, and its main port.
    fn service(&mut self, kind: Kind) -> (String, u16) {
        let Some(service) = self.subject.service else { return self.first(kind) };
        let number = self.subject.main_port().map_or(80, |(_, port)| port.port);
        if Kind::of(service) == kind {
            self.keep(service.meta.id);
            return (self.subject.name.to_owned(), number);
        }
        let governs = kind != Kind::Headless && self.subject.governed().is_some();
        if governs || (kind == Kind::ExternalName && !self.subject.backings.is_empty()) {
            return self.beside(service, kind);
        }
        self.edited(service, kind);
        (self.subject.name.to_owned(), number)
    }

    /// The first Service of a workload; a StatefulSet gets the headless one that it names before any other.
    fn first(&mut self, kind: Kind) -> (String, u16) {
        if kind == Kind::Headless || self.subject.governed().is_none() {
            return self.sketch(kind, self.subject.name);
        }
        self.sketch(Kind::Headless, self.subject.name);
        let name = self.free_name(&second_name(self.subject.name, kind));
        self.sketch(kind, &name)
    }

    /// The Service to which a route leads.
    fn back_end(&mut self) -> (String, u16) {
        match self.subject.service.map(Kind::of) {
            None | Some(Kind::ExternalName) => self.service(Kind::ClusterIp),
            Some(Kind::Headless) if self.subject.governed().is_some() => self.service(Kind::ClusterIp),
            Some(current) => self.service(current),
        }
    }

    /// Says that the Service stays open beside a route.
    fn other_door(&mut self) {
        let current = self.subject.service.map(Kind::of);
        if let Some(kind @ (Kind::NodePort | Kind::LoadBalancer)) = current {
            self.proposal.notes.push(
                words::OTHER_DOOR
                    .with([("type", Arg::code(kind.as_str())), ("service", Arg::code(self.subject.name))]),
            );
        }
    }

    /// A second Service for the same Pods.
    fn beside(&mut self, service: &Service, kind: Kind) -> (String, u16) {
        let name = self.free_name(&second_name(self.subject.name, kind));
        self.keep(service.meta.id);
        if let Some(set) = self.subject.governed() {
            self.proposal.notes.push(words::BESIDE.with([
                ("service", Arg::code(self.subject.name)),
                ("workload", Arg::code(set.title())),
                ("new", Arg::code(&*name)),
            ]));
        }
        self.sketch(kind, &name)
    }

    /// A new Service.
    fn sketch(&mut self, kind: Kind, name: &str) -> (String, u16) {
        let sketch = Sketch::new(self.analysis, self.subject, (kind, name), &mut self.proposal.notes);
        let port = sketch.main_port();
        self.proposal.parts.push(Part::New { text: sketch.text() });
        if kind == Kind::ExternalName {
            self.proposal.notes.push(words::YOUR_HOST.with([("host", Arg::code(new::HOST))]));
        }
        let nameless = |one: &&super::Backing<'_>| one.service_name == Some("");
        if let (Kind::Headless, Some(set)) = (kind, self.subject.backings.iter().find(nameless)) {
            let arguments = [("service", Arg::text(name)), ("workload", Arg::code(set.title()))];
            self.proposal.notes.push(words::NAME_IT.with(arguments));
        }
        (name.to_owned(), port)
    }

    fn edited(&mut self, service: &Service, kind: Kind) {
        let changes_address = (Kind::of(service) == Kind::Headless) != (kind == Kind::Headless);
        match edit::edited(self.analysis, service, kind) {
            Some(part) => self.proposal.parts.push(part),
            None => {
                self.sketch(kind, self.subject.name);
                self.proposal.notes.push(words::NEW_DOCUMENT.message());
                return;
            }
        }
        if changes_address && Kind::of(service) != Kind::ExternalName && kind != Kind::ExternalName {
            self.proposal.notes.push(words::DELETE_FIRST.message());
        }
        if kind == Kind::ExternalName {
            self.proposal.notes.push(words::YOUR_HOST.with([("host", Arg::code(new::HOST))]));
        }
    }

    fn keep(&mut self, object: ObjectId) {
        let known = |part: &Part| matches!(part, Part::Kept { object: other, .. } if *other == object);
        if let Some(text) = edit::document(self.analysis, object)
            && !self.proposal.parts.iter().any(known)
        {
            self.proposal.parts.push(Part::Kept { object, text: text.to_owned() });
        }
    }

    /// A name that no Service of the namespace has.
    fn free_name(&self, wanted: &str) -> String {
        let services = &self.analysis.cluster.services;
        let is_taken = |name: &str| {
            services
                .iter()
                .any(|one| *one.meta.name == *name && *one.meta.namespace == *self.subject.namespace)
        };
        if !is_taken(wanted) {
            return wanted.to_owned();
        }
        let names = (2..=services.len().saturating_add(2)).map(|number| format!("{wanted}-{number}"));
        names.into_iter().find(|name| !is_taken(name)).unwrap_or_else(|| wanted.to_owned())
    }
}

/// The name of a second Service for the same Pods.
fn second_name(name: &str, kind: Kind) -> String {
    let ending = match kind {
        Kind::NodePort | Kind::LoadBalancer => "public",
        Kind::ExternalName => "external",
        _ => "clients",
    };
    format!("{name}-{ending}")
}
