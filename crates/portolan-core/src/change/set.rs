//! Fields get other values: in the text of the manifests, so that the API server sees nothing else.

use super::find::{manifest, no_field};
use super::{Change, Deed, words};
use crate::admission::Manifest;
use crate::cluster::Cluster;
use crate::diagnostic::{Arg, Message, ObjectId};
use crate::document::{Field, Kind, field};
use portolan_yaml::collections::BTreeSet;
use portolan_yaml::{File, Unset, changed_paths, inline};

/// Which manifests have been changed.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    /// The manifest of each change, by the change's place.
    manifests: Vec<(usize, ObjectId)>,
    /// The controllers of a cluster dump that want another number of Pods now.
    pub(crate) resumed: BTreeSet<ObjectId>,
    /// The files of clients, by the change's place.
    clients: Vec<(usize, usize)>,
}

/// A field that gets a value.
struct Setting<'c> {
    change: &'c Change,
    file: usize,
    document: usize,
    /// The path from the root of the document.
    path: String,
    value: String,
}

/// Makes the changes of fields, and adds the manifests of clients. What cannot be done is added to `unmet`.
pub(crate) fn write(
    files: &mut Vec<File>,
    manifests: &[Manifest],
    cluster: &Cluster,
    changes: &[Change],
    unmet: &mut Vec<Message>,
) -> Touched {
    let mut touched = Touched::default();
    let mut settings = Vec::new();
    for (place, change) in changes.iter().enumerate() {
        let Deed::Set(kind, object, value) = &change.deed else { continue };
        match locate(files, manifests, cluster, change, (*kind, object, value)) {
            Ok((manifest, field, setting)) => {
                touched.manifests.push((place, manifest.id));
                touched.resumed.extend(scales(&field).then_some(manifest.id));
                settings.push(setting);
            }
            Err(message) => unmet.push(message),
        }
    }
    for setting in settings {
        let Some(file) = files.get_mut(setting.file) else { continue };
        match edited(file, &setting) {
            Ok(after) => *file = after,
            Err(message) => unmet.push(message),
        }
    }
    for (place, change) in changes.iter().enumerate() {
        if let Some(file) = client(change, cluster, unmet) {
            touched.clients.push((place, files.len()));
            files.push(file);
        }
    }
    touched
}

/// What the API server says against the changed manifests and the clients.
pub(crate) fn refusals(
    touched: &Touched,
    manifests: &[Manifest],
    changes: &[Change],
    unmet: &mut Vec<Message>,
) {
    let of_client = |(place, file): &(usize, usize)| {
        let found = manifests.iter().rev().find(|one| one.file.0 as usize == *file);
        found.map(|one| (*place, one))
    };
    let set =
        touched.manifests.iter().filter_map(|(place, id)| Some((*place, manifests.get(id.0 as usize)?)));
    for (place, manifest) in set.chain(touched.clients.iter().filter_map(of_client)) {
        let refused = manifest.answer.as_ref().filter(|answer| !answer.accepted);
        if let (Some(answer), Some(change)) = (refused, changes.get(place)) {
            let text = Arg::text(answer.message.as_deref().unwrap_or(answer.reason));
            unmet.push(words::REFUSED.with([change.arg(), ("words", text)]));
        }
    }
}

/// Whether a field says how many Pods a controller wants.
fn scales(field: &Field) -> bool {
    ["spec.replicas", "spec.parallelism", "spec.completions", "spec.suspend", "spec.ordinals"]
        .iter()
        .any(|known| field.path.starts_with(known))
}

/// The manifest, the field and its place.
fn locate<'m, 'c>(
    files: &[File],
    manifests: &'m [Manifest],
    cluster: &Cluster,
    change: &'c Change,
    (kind, object, value): (Kind, &str, &str),
) -> Result<(&'m Manifest, Field, Setting<'c>), Message> {
    let (manifest, path) = manifest(manifests, cluster, change, (kind, object))?;
    let field = field(kind, path).map_err(|why| no_field(change, kind, why))?;
    let stated = |one: &crate::object::Workload| one.meta.id == manifest.id && one.meta.stated;
    if field.path.starts_with("spec.template") && cluster.workloads.iter().any(stated) {
        let name = Arg::code(format!("{}/{}", kind.name(), manifest.name.as_deref().unwrap_or_default()));
        return Err(words::STATED_TEMPLATE.with([change.arg(), ("name", name)]));
    }
    let value = written(value, field.is_string).ok_or_else(|| words::BAD_VALUE.with([change.arg()]))?;
    let base = manifest.tree(files).map(portolan_yaml::Node::path).unwrap_or_default();
    let dot = if base.is_empty() { "" } else { "." };
    let path = format!("{base}{dot}{}", field.path);
    let setting =
        Setting { change, file: manifest.file.0 as usize, document: manifest.document, path, value };
    Ok((manifest, field, setting))
}

/// The value as YAML that stands on one line, in brackets too; a string where the API wants one.
fn written(value: &str, is_string: bool) -> Option<String> {
    let value = value.trim();
    let quotes = value.starts_with(['"', '\'']);
    if value.is_empty() && !is_string {
        return Some("null".to_owned());
    }
    let file = portolan_yaml::parse(String::new(), format!("[{value}]\n").into_bytes());
    let one =
        file.root(0).filter(|root| root.len() == 1 && file.documents().len() == 1 && !value.contains('\n'));
    let item = one.and_then(|root| root.item(0)).filter(|item| item.text() == value);
    match item {
        Some(item) if is_string && !quotes && !item.is_null() => Some(inline(value)),
        Some(_) => Some(value.to_owned()),
        None if quotes || value.starts_with(['{', '[']) => None,
        None => Some(inline(value)),
    }
}

/// The file with a field's new value, if nothing else has changed by it.
fn edited(file: &File, setting: &Setting<'_>) -> Result<File, Message> {
    let Setting { change, document, path, value, .. } = setting;
    let code = |path: &str| ("path", Arg::code(path));
    let form = || words::FORM.with([change.arg(), code(path)]);
    let root = file.root(*document).ok_or_else(form)?;
    let edit = portolan_yaml::set(root, path, value).map_err(|why| match why {
        Unset::NoCollection(path) => words::NO_COLLECTION.with([change.arg(), code(&path)]),
        Unset::NoItem(path, n) => words::NO_ITEM.with([change.arg(), code(&path), ("n", Arg::count(n))]),
        Unset::Form(path) => words::FORM.with([change.arg(), code(&path)]),
    })?;
    let text = portolan_yaml::apply(file.text(), &[edit]).map_err(|_| form())?;
    let after = portolan_yaml::parse(file.name().to_owned(), text.into_bytes());
    let is_proved = after.root(*document).is_some_and(|after| {
        let Some(path) = after.at(path).map(portolan_yaml::Node::path) else { return false };
        let mut changed = changed_paths(root, after).into_iter();
        changed.all(|one| path.starts_with(&one) || one.starts_with(&path))
    });
    if is_proved { Ok(after) } else { Err(form()) }
}

/// The manifest of a client.
fn client(change: &Change, cluster: &Cluster, unmet: &mut Vec<Message>) -> Option<File> {
    let Deed::Client { namespace, name, node } = &change.deed else { return None };
    if let Some(node) = node.as_ref().filter(|node| !cluster.nodes.iter().any(|one| *one.name == ***node)) {
        unmet.push(super::apply::unknown_node(change, cluster, node));
        return None;
    }
    let node = node.as_ref().map(|node| format!("nodeName: {}, ", inline(node))).unwrap_or_default();
    let manifest = format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: {}, namespace: {}}}\nspec: {{{node}containers: [{{name: client, \
         image: client}}]}}\n",
        inline(name),
        inline(namespace),
    );
    Some(portolan_yaml::parse(format!("<client {name}>"), manifest.into_bytes()))
}
