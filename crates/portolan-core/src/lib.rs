//! The semantics of Kubernetes Services as one function: [`analyze`] takes manifests and tells what a cluster will
//! do with them.
//!
//! The rooms stand in the order in which the data passes through them; each may use only those before it (a test
//! holds the walls). No stage fails: it returns what it could make and what it has to say.

pub mod admission;
pub mod advice;
mod api;
pub mod change;
pub mod cluster;
pub mod diagnostic;
pub mod dns;
pub mod document;
pub mod endpoints;
pub mod environment;
pub mod external;
pub mod lint;
pub mod object;
mod options;
pub mod policy;
pub mod proxy;
pub mod reachability;
pub mod routing;
pub mod trace;
pub mod verdict;
pub mod workload;

pub use options::{Options, Provider};
pub use portolan_yaml::{File, Island, Node, Span, collections, parse, parse_islands};

use admission::Manifest;
use change::Change;
use cluster::Cluster;
use diagnostic::{Diagnostic, FileId, Message, Origin, Part, Place};
use object::EndpointSlice;

/// Everything that is known of the input: a field for each stage.
#[derive(Debug, Default)]
pub struct Analysis {
    /// The input files, parsed.
    pub files: Vec<File>,
    /// Every object that was written, with the API server's answer.
    pub manifests: Vec<Manifest>,
    /// The settled cluster of the accepted objects.
    pub cluster: Cluster,
    /// The EndpointSlices of that cluster.
    pub slices: Vec<EndpointSlice>,
    /// What there is to say, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Analysis {
    /// Where the field stands that something was derived from: the field itself, or its nearest written ancestor.
    #[must_use]
    pub fn place(&self, origin: &Origin) -> Option<Place> {
        let manifest = self.manifests.get(origin.object.0 as usize)?;
        Some(manifest.place(&self.files, &origin.path, Part::Value))
    }

    /// The field around a byte of a file.
    #[must_use]
    pub fn origin_at(&self, file: FileId, offset: u32) -> Option<Origin> {
        let around = |manifest: &&Manifest| {
            let tree = manifest.tree(&self.files).filter(|_| manifest.file == file);
            tree.is_some_and(|tree| (tree.span().start..=tree.span().end).contains(&offset))
        };
        let manifest = self.manifests.iter().find(around)?;
        Some(Origin { object: manifest.id, path: manifest.tree(&self.files)?.path_at(offset) })
    }
}

/// Tells what the API server answers when the documents of `files` are sent as updates of the objects in `before`.
/// Nothing is simulated: cluster and slices stay empty.
#[must_use]
pub fn analyze_updates(before: &[File], files: Vec<File>, options: &Options) -> Analysis {
    let admission::Admitted { manifests, mut diagnostics, .. } =
        admission::admit_updates(before, &files, options);
    diagnostics.sort_by_key(Diagnostic::sort_key);
    Analysis { files, manifests, diagnostics, ..Analysis::default() }
}

/// Tells what a cluster will do with these files. Total: it never fails and never panics.
///
/// DNS zones and rule sets are made from the result on demand, by [`dns`] and [`proxy`].
#[must_use]
pub fn analyze(files: Vec<File>, options: &Options) -> Analysis {
    settled(find(files, options))
}

/// The same with the findings that the files tell to ignore: [`lint::settle`] takes those out.
#[must_use]
pub fn find(files: Vec<File>, options: &Options) -> Analysis {
    let admission::Admitted { manifests, objects, diagnostics } = admission::admit(&files, options);
    let cluster = cluster::settle(objects, options);
    look(files, manifests, cluster, diagnostics)
}

/// Tells what the cluster of an analysis becomes by changes, and which of them cannot be made, and why.
///
/// The analysis must have been made under the same options; only the provider may be another one: that is a change, too. Pods that run in it keep their names, nodes and addresses,
/// so that a comparison shows what has changed and nothing else.
#[must_use]
pub fn change(before: Analysis, changes: &[Change], options: &Options) -> (Analysis, Vec<Message>) {
    let mut unmet = Vec::new();
    let Analysis { mut files, manifests, cluster: running, .. } = before;
    let touched = change::write(&mut files, &manifests, &running, changes, &mut unmet);
    let admission::Admitted { manifests, mut objects, diagnostics } = admission::admit(&files, options);
    change::refusals(&touched, &manifests, changes, &mut unmet);
    workload::resume(&mut objects.workloads, &touched.resumed);
    let standing = change::standing(&running, changes, &mut unmet);
    let mut cluster = cluster::settle_again(objects, options, &standing);
    change::apply(&mut cluster, changes, &mut unmet);
    cluster.provide_addresses();
    (settled(look(files, manifests, cluster, diagnostics)), unmet)
}

/// Without the findings that the files tell to ignore.
fn settled(mut analysis: Analysis) -> Analysis {
    let mut ignores = lint::object_ignores(&analysis);
    ignores.extend(lint::comment_ignores(&analysis.files));
    lint::settle(&mut analysis, ignores);
    analysis
}

/// From the settled cluster to the end.
fn look(
    files: Vec<File>,
    manifests: Vec<Manifest>,
    cluster: Cluster,
    mut diagnostics: Vec<Diagnostic>,
) -> Analysis {
    lint::repair(&files, &mut diagnostics);
    let slices = endpoints::slices(&cluster);
    let mut analysis = Analysis { files, manifests, cluster, slices, diagnostics };
    let findings = lint::run(&analysis);
    analysis.diagnostics.extend(findings);
    analysis.diagnostics.sort_by_key(Diagnostic::sort_key);
    analysis
}
