//! One object as it was written, what the API server answers to it, and the way from a field path to its text.

use super::Answer;
use crate::diagnostic::{FileId, ObjectId, Part, Place};
use portolan_yaml::{File, Node, NodeId};

/// One object of the input: a document, or an item of a List.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Its place in [`crate::Analysis::manifests`].
    pub id: ObjectId,
    /// The file.
    pub file: FileId,
    /// Index of the document in the file.
    pub document: usize,
    /// The object in the document's tree; `None` for a document that is not YAML.
    pub node: Option<NodeId>,
    /// The line on which it starts, from 1.
    pub line: u32,
    /// `apiVersion`, as far as it could be read.
    pub api_version: Option<String>,
    /// `kind`, as far as it could be read.
    pub kind: Option<String>,
    /// The namespace it goes to; `None` if the kind has none or the kind is unknown.
    pub namespace: Option<String>,
    /// `metadata.name`, or the name generated for it.
    pub name: Option<String>,
    /// What the API server answers to it; `None` for kinds that Portolan passes over.
    pub answer: Option<Answer>,
}

impl Manifest {
    /// The object's tree.
    #[must_use]
    pub fn tree<'f>(&self, files: &'f [File]) -> Option<Node<'f>> {
        let file = files.get(self.file.0 as usize)?;
        let root = file.root(self.document).filter(|root| Some(root.id()) == self.node);
        root.or_else(|| file.node(self.node?))
    }

    /// Whether a field is written, and not defaulted or given by the cluster.
    #[must_use]
    pub fn states(&self, files: &[File], path: &str) -> bool {
        self.tree(files).is_some_and(|root| root.nearest(path).1)
    }

    /// Where a field stands: the field itself, or its nearest written ancestor.
    #[must_use]
    pub fn place(&self, files: &[File], path: &str, part: Part) -> Place {
        let span = self.tree(files).map_or_else(
            || {
                files
                    .get(self.file.0 as usize)
                    .and_then(|file| file.documents().get(self.document))
                    .map(|document| document.span)
            },
            |root| {
                let (node, exact) = root.nearest(path);
                let key = node.key_span();
                Some(if part == Part::Key || !exact {
                    key.unwrap_or_else(|| node.span())
                } else {
                    node.span()
                })
            },
        );
        Place { file: self.file, span: span.unwrap_or_default() }
    }
}
