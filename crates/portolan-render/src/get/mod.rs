//! `kubectl get`: lists of the simulated cluster's objects, in kubectl's own words and columns.
//!
//! Follows the API server's printers (pkg/printers/internalversion/printers.go) and kubectl's table printer.

pub(crate) mod choice;
pub(crate) mod endpoints;
mod network;
mod node;
mod object;
pub(crate) mod pod;
mod resource;
pub(crate) mod service;
pub(crate) mod slice;
mod workload;

pub use choice::{Requirement, Selection};
pub use object::{Form, accepted, accepted_objects, objects};
pub use resource::Resource;

use crate::table::{GET, align};
use choice::Who;
use portolan_core::Analysis;
use portolan_core::diagnostic::ObjectId;
use portolan_core::object::Labels;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Which objects.
    pub selection: Selection,
    /// `-o wide`.
    pub wide: bool,
    /// `--no-headers`.
    pub no_headers: bool,
    /// `-o name`: nothing but `KIND/NAME`.
    pub names_only: bool,
    /// `--show-labels`: a last column with the labels.
    pub show_labels: bool,
}

/// What there is.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// The tables; empty if nothing was found.
    pub text: String,
    /// For each line of the text the manifest from which its object comes; `None` for headings.
    pub origins: Vec<Option<ObjectId>>,
    /// Names that were asked for and are not there.
    pub missing: Vec<(Resource, String)>,
}

/// A table before it is laid out.
pub(crate) struct Table {
    /// Names of the columns behind `NAME`.
    columns: &'static [&'static str],
    /// How many of them stand without `-o wide`.
    narrow: usize,
    rows: Vec<Row>,
}

/// One object.
struct Row {
    namespace: Box<str>,
    name: Box<str>,
    cells: Vec<String>,
    labels: Labels,
    /// The manifest that it comes from.
    origin: Option<ObjectId>,
}

impl Row {
    fn of(who: Who<'_>, cells: Vec<String>) -> Self {
        Self {
            namespace: who.namespace.into(),
            name: who.name.into(),
            cells,
            labels: who.labels.cloned().unwrap_or_default(),
            origin: who.origin,
        }
    }
}

/// The tables of these kinds, one behind the other; kinds without objects are left out.
#[must_use]
pub fn get(analysis: &Analysis, resources: &[Resource], view: &View) -> Listing {
    let mut listing = Listing::default();
    let prefixed = resources.len() > 1 || view.names_only;
    for resource in resources {
        let table = table(analysis, *resource, view);
        for name in &view.selection.names {
            if !table.rows.iter().any(|row| *row.name == **name) {
                listing.missing.push((*resource, name.clone()));
            }
        }
        if table.rows.is_empty() {
            continue;
        }
        let prefix = if prefixed { format!("{}/", resource.qualified()) } else { String::new() };
        if view.names_only {
            for row in &table.rows {
                listing.text.extend([&prefix, &*row.name, "\n"]);
                listing.origins.push(row.origin);
            }
            continue;
        }
        if !listing.text.is_empty() {
            listing.text.push('\n');
            listing.origins.push(None);
        }
        listing.origins.extend((!view.no_headers).then_some(None));
        listing.origins.extend(table.rows.iter().map(|row| row.origin));
        listing.text.push_str(&lay_out(&table, &prefix, resource.is_namespaced(), view));
    }
    listing
}

fn table(analysis: &Analysis, resource: Resource, view: &View) -> Table {
    let selection = &view.selection;
    match resource {
        Resource::Services => service::table(analysis, selection, view.wide),
        Resource::EndpointSlices => slice::table(analysis, selection),
        Resource::Endpoints => endpoints::table(analysis, selection),
        Resource::Pods => pod::table(analysis, selection),
        Resource::Workloads(kind) => workload::table(analysis, kind, selection),
        Resource::Nodes => node::nodes(analysis, selection),
        Resource::Namespaces => node::namespaces(analysis, selection),
        Resource::Ingresses => network::ingresses(analysis, selection),
        Resource::IngressClasses => network::ingress_classes(analysis, selection),
        Resource::NetworkPolicies => network::policies(analysis, selection),
    }
}

fn lay_out(table: &Table, prefix: &str, namespaced: bool, view: &View) -> String {
    let spaced = namespaced && view.selection.namespace.is_none();
    let count = if view.wide { table.columns.len() } else { table.narrow };
    let mut text = String::with_capacity(table.rows.len() * 100);
    if !view.no_headers {
        text.push_str(if spaced { "NAMESPACE\tNAME" } else { "NAME" });
        for column in table.columns.iter().take(count) {
            text.extend(["\t", column]);
        }
        text.push_str(if view.show_labels { "\tLABELS" } else { "" });
        text.push('\n');
    }
    for row in &table.rows {
        if spaced {
            text.extend([&*row.namespace, "\t"]);
        }
        text.extend([prefix, &*row.name]);
        for cell in row.cells.iter().take(count) {
            text.extend(["\t", cell]);
        }
        if view.show_labels {
            text.extend(["\t", &or_none(row.labels.to_string())]);
        }
        text.push('\n');
    }
    align(&text, GET)
}

/// `<none>` for nothing.
pub(crate) fn or_none(text: impl Into<String>) -> String {
    let text = text.into();
    if text.is_empty() { "<none>".to_owned() } else { text }
}

/// Things with commas between.
pub(crate) fn joined(things: impl IntoIterator<Item = impl ToString>) -> String {
    let things: Vec<String> = things.into_iter().map(|thing| thing.to_string()).collect();
    things.join(",")
}

/// The age of an object: nothing is known of one that a dump states, and a simulated one is new.
fn age(stated: bool) -> String {
    if stated { "<unknown>" } else { "0s" }.to_owned()
}

/// A scalar of a manifest that the simulation has no use for, as it is written.
fn written(analysis: &Analysis, id: ObjectId, path: &str) -> Option<String> {
    let tree = analysis.manifests.get(id.0 as usize)?.tree(&analysis.files)?;
    let (field, exact) = tree.nearest(path);
    (exact && field.scalar().is_some()).then(|| match field.as_str() {
        Some(text) => text.into_owned(),
        None => field.text().to_owned(),
    })
}
