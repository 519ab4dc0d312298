//! What the API server answers: strict decoding, defaulting, validation, allocation conflicts.

mod address;
mod answer;
mod custom;
mod diagnose;
mod difference;
mod format;
mod generate_name;
mod go;
mod internal;
mod manifest;
mod meta;
mod namespace;
mod network;
mod node;
mod passed_over;
mod plugins;
mod pod;
mod port;
mod release;
mod report;
mod selector;
mod server;
mod service;
mod status;
mod update;
mod validation;
mod workload;

pub use answer::{Answer, Cause};
pub use diagnose::RULES;
pub use manifest::Manifest;

use crate::diagnostic::{Diagnostic, FileId, ObjectId};
use crate::document::{Faults, Route, Written, collect};
use crate::object::Objects;
use crate::options::Options;
use portolan_yaml::File;
use server::{Request, Server, namespace_of};

/// What came of all documents of the input.
#[derive(Debug, Default)]
pub struct Admitted {
    /// Every object that was written, with its answer, in input order.
    pub manifests: Vec<Manifest>,
    /// The accepted ones.
    pub objects: Objects,
    /// The refusals and warnings, with their places.
    pub diagnostics: Vec<Diagnostic>,
}

/// Sends every document to the API server of an otherwise empty cluster, in order.
#[must_use]
pub fn admit(files: &[File], options: &Options) -> Admitted {
    let mut server = Server::new(options);
    let (manifests, diagnostics) = send_all(files, Verb::Create, &mut server);
    let objects = server.into_objects();
    Admitted { manifests, objects, diagnostics }
}

/// Creates every object of `before`, then sends every document of `files` as an update of the one with its kind and
/// name. Tells of the updates only; no object comes of it.
#[must_use]
pub fn admit_updates(before: &[File], files: &[File], options: &Options) -> Admitted {
    let mut server = Server::storing(options);
    send_all(before, Verb::Create, &mut server);
    let (manifests, diagnostics) = send_all(files, Verb::Update, &mut server);
    Admitted { manifests, objects: Objects::default(), diagnostics }
}

/// What is done with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    /// POST.
    Create,
    /// PUT.
    Update,
}

fn send_all(files: &[File], verb: Verb, server: &mut Server) -> (Vec<Manifest>, Vec<Diagnostic>) {
    let mut written = Vec::new();
    for (index, file) in files.iter().enumerate() {
        collect(FileId(u32::try_from(index).unwrap_or(u32::MAX)), file, &mut written);
    }
    let mut manifests = Vec::with_capacity(written.len());
    let mut diagnostics = Vec::new();
    for (index, one) in written.iter().enumerate() {
        let id = ObjectId(u32::try_from(index).unwrap_or(u32::MAX));
        let (manifest, said) = send(id, one, verb, files, server);
        let earlier = said.earlier.and_then(|id| manifests.get(id.0 as usize));
        diagnose::diagnose(&manifest, one, said.faults.as_ref(), files, earlier, &mut diagnostics);
        manifests.push(manifest);
    }
    (manifests, diagnostics)
}

/// What was found on the way to an answer.
#[derive(Debug, Default)]
struct Said {
    faults: Option<Faults>,
    earlier: Option<ObjectId>,
}

/// Sends one object, as `kubectl` does.
fn send(
    id: ObjectId,
    one: &Written<'_>,
    verb: Verb,
    files: &[File],
    server: &mut Server,
) -> (Manifest, Said) {
    let field = |name: &str| one.node.and_then(|node| node.get("metadata")?.get(name)?.as_str());
    let mut manifest = Manifest {
        id,
        file: one.file,
        document: one.document,
        node: one.node.map(portolan_yaml::Node::id),
        line: one.line,
        api_version: one.api_version.as_deref().map(str::to_owned),
        kind: one.kind.as_deref().map(str::to_owned),
        namespace: None,
        name: field("name").filter(|name| !name.is_empty()).map(Into::into),
        answer: None,
    };
    let file = base_name(files.get(one.file.0 as usize).map_or("", File::name));
    let mut said = Said::default();
    manifest.answer = Some(match (&one.route, one.node) {
        (Route::To(resource), Some(tree)) if server.release.serves(resource.group, resource.kind) => {
            let namespace = namespace_of(one);
            manifest.namespace = resource.namespaced.then(|| namespace.clone());
            let reply = match resource.known {
                Some(kind) => server.send(&Request { id, resource, kind, tree, namespace }, verb),
                None => server.pass_over(resource, &manifest, tree, verb),
            };
            manifest.name = reply.name;
            said = Said { faults: reply.faults, earlier: reply.earlier };
            reply.answer
        }
        (Route::Broken(error), _) => status::broken(file, error),
        (Route::Shapeless(shapeless), _) => status::shapeless(file, shapeless),
        (Route::LowerCase(resource), _) => {
            status::lower_case(file, resource, one.kind.as_deref().unwrap_or_default())
        }
        (Route::Unknown | Route::To(_), _) => status::unknown_kind(file, one),
    });
    if let (Route::Unknown, Some(tree), Verb::Create) = (&one.route, one.node, verb) {
        server.take_custom(id, one, tree);
    }
    (manifest, said)
}

/// The name kubectl shows: the last part of a path; standard input is the document itself.
fn base_name(name: &str) -> &str {
    if name.starts_with('<') {
        return "input.yaml";
    }
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests;
