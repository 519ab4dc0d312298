//! What `kubectl kustomize` builds, without kubectl: a kustomization and its files become the objects that would be
//! applied, and every value of them knows where it stands in the sources.
//!
//! [`build`] takes a folder and [`Files`], and gives a [`Built`]: one text of documents, the sources that were read, the
//! parts of the text with their places, and notes about what is wrong or not computed. It never fails: what one line of
//! a kustomization breaks does not hide the rest.
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! let files: BTreeMap<String, Vec<u8>> = BTreeMap::from([
//!     ("kustomization.yaml".to_owned(), b"namePrefix: dev-\nresources: [web.yaml]\n".to_vec()),
//!     ("web.yaml".to_owned(), b"apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n".to_vec()),
//! ]);
//! let built = portolan_kustomize::build("", &files);
//! assert!(built.text.contains("name: dev-web") && built.notes.is_empty());
//! ```
//!
//! The rules are those of `sigs.k8s.io/kustomize/api` v0.20. Not computed, and said by a note: Helm charts, plugins,
//! `vars`, `configurations`, `crds`, `openapi`, `buildMetadata`, and resources at an address.

mod build;
mod generate;
mod hash;
mod image;
mod json_patch;
mod kustomization;
mod merge;
mod merge_list;
mod note;
mod order;
mod pairs;
mod patch;
mod path;
mod read;
mod reference;
mod render;
mod replacement;
mod resource;
mod scope;
mod select;
mod shape;
mod spec;
mod table;
mod transform;
mod value;
mod words;

pub use note::{Note, Problem, Severity};
pub use path::NAMES;
pub use portolan_yaml::{File, Span};
pub use render::{Part, Parts};
pub use value::{Cause, Place, Written};

use portolan_yaml::collections::BTreeMap;

/// The files that a build may read. Paths are relative to where the caller stands, with `/`, without `.`; they begin
/// with `..` where a kustomization leads out of there. The folder itself is the empty path.
pub trait Files {
    /// The content of a file, if there is one.
    fn read(&self, path: &str) -> Option<Vec<u8>>;

    /// Whether there is a folder of this path.
    fn is_folder(&self, path: &str) -> bool;
}

impl Files for BTreeMap<String, Vec<u8>> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.get(path).cloned()
    }

    fn is_folder(&self, path: &str) -> bool {
        let within = format!("{path}/");
        path.is_empty()
            || self.range(within.clone()..).next().is_some_and(|(name, _)| name.starts_with(&within))
    }
}

/// A document of the built text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its bytes of [`Built::text`].
    pub span: Span,
    /// Where the object stands in the sources, or what generates it.
    pub place: Place,
}

/// What came of a build.
#[derive(Debug, Default)]
pub struct Built {
    /// The documents, in the order in which kubectl writes them, separated by `---`.
    pub text: String,
    /// The documents of the text.
    pub documents: Vec<Document>,
    /// The parts of the text, and where they stand.
    pub parts: Parts,
    /// Everything that was read: kustomizations, resources, patches, files of generators.
    pub sources: Vec<File>,
    /// Why values are not what the resources say.
    pub causes: Vec<Cause>,
    /// What is wrong, or not computed, in the order in which it was met.
    pub notes: Vec<Note>,
}

impl Built {
    /// Where a span of the built text stands in the sources: the place of the innermost part around it.
    #[must_use]
    pub fn place(&self, span: Span) -> Option<Place> {
        self.parts.around(span).map(|part| part.place)
    }

    /// The span of a source that an edit of this span of the built text may be made at: only where the text is, byte for
    /// byte in meaning, what the source says.
    #[must_use]
    pub fn editable(&self, span: Span) -> Option<Place> {
        let part = self.parts.around(span).filter(|part| part.span == span && part.is_whole)?;
        (part.place.written == Written::Verbatim).then_some(part.place)
    }
}

/// Builds the kustomization of a folder.
#[must_use]
pub fn build(root: &str, files: &dyn Files) -> Built {
    let mut builder = build::Builder::new(files);
    let (mut list, kustomization) = builder.target(&path::join("", root), None, None);
    name_by_hash(&mut builder, kustomization.as_ref(), &mut list);
    reference::run(&mut builder, &mut list);
    for resource in &list {
        if let Some(lack) = resource.lack() {
            builder.note(Problem::NoIdentity(lack), Some(resource.value.place));
        }
    }
    list.retain(|resource| !resource.is_local());
    list.iter_mut().for_each(resource::Resource::tidy);
    if let Some(kustomization) = &kustomization {
        order::sort(kustomization, &mut list);
    }
    let mut writer = render::Writer::default();
    let mut documents = Vec::with_capacity(list.len());
    for resource in &list {
        let span = writer.document(&resource.value);
        documents.push(Document { span, place: resource.value.place });
    }
    let render::Writer { text, parts } = writer;
    Built { text, documents, parts, sources: builder.sources, causes: builder.causes, notes: builder.notes }
}

/// Gives generated objects the hash of their content.
fn name_by_hash(
    builder: &mut build::Builder<'_>,
    kustomization: Option<&kustomization::Kustomization>,
    list: &mut [resource::Resource],
) {
    let Some(kustomization) = kustomization else { return };
    let place = kustomization.value.place;
    for resource in list.iter_mut().filter(|resource| resource.hashed) {
        let cause = builder.cause("hash", place);
        let name = format!("{}-{}", resource.name(), hash::suffix(resource));
        resource.store_id();
        resource.rename(name, cause);
    }
}
