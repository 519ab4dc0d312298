//! Fields get other values: in the text of the manifests, so that the API server sees nothing else.

use super::target::{Target, list};
use super::{Change, Deed, listing, words};
use crate::admission::Manifest;
use crate::cluster::Cluster;
use crate::diagnostic::{Arg, Message, ObjectId, nearest};
use crate::document::{Field, Kind, NoField, field, kind};
use portolan_yaml::{File, Unset, changed_paths, inline};
use std::collections::BTreeSet;

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
                if scales(&field) {
                    touched.resumed.insert(manifest.id);
                }
                settings.push(setting);
            }
            Err(message) => unmet.push(message),
        }
    }
    for setting in settings {
        match files.get(setting.file).map(|file| edited(file, &setting)) {
            Some(Ok(file)) => files.splice(setting.file..=setting.file, [file]).for_each(drop),
            Some(Err(message)) => unmet.push(message),
            None => {}
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

/// The manifest of `[NAMESPACE/]NAME` with the longest name with which the word begins, and the rest of the word.
fn manifest<'m, 'w>(
    manifests: &'m [Manifest],
    cluster: &Cluster,
    change: &Change,
    (kind, object): (Kind, &'w str),
) -> Result<(&'m Manifest, &'w str), Message> {
    let (namespace, rest) = object
        .split_once('/')
        .filter(|(namespace, _)| !namespace.contains(['.', '[']))
        .map_or((None, object), |(namespace, rest)| (Some(namespace), rest));
    let known: Vec<(&str, &str, &Manifest)> = manifests
        .iter()
        .filter(|one| is_of(one, kind))
        .filter_map(|one| Some((one.namespace.as_deref().unwrap_or_default(), one.name.as_deref()?, one)))
        .collect();
    let follows = |name: &str| rest.strip_prefix(name).filter(|after| after.starts_with(['.', '[']));
    let longest = known
        .iter()
        .map(|(_, name, _)| *name)
        .filter(|name| follows(name).is_some())
        .max_by_key(|name| name.len());
    let first = rest.find(['.', '[']).unwrap_or(rest.len());
    let name = longest.unwrap_or_else(|| rest.get(..first).unwrap_or_default());
    let target = Target { kind, namespace: namespace.map(str::to_owned), name: name.to_owned() };
    let names: Vec<(&str, &str)> = known.iter().map(|(namespace, name, _)| (*namespace, *name)).collect();
    let chosen = match target.choose(change, &names) {
        Ok(chosen) => chosen,
        Err(message) => return Err(elsewhere(manifests, cluster, change, &target).unwrap_or(message)),
    };
    let found = known.iter().filter(|(namespace, name, _)| chosen.contains(&(*namespace, *name)));
    let accepted =
        |one: &&&(&str, &str, &'m Manifest)| one.2.answer.as_ref().is_some_and(|answer| answer.accepted);
    let found = found.clone().find(|one| accepted(&one)).or_else(|| found.clone().next());
    let after = rest.get(name.len()..).unwrap_or_default();
    let path = after.strip_prefix('.').unwrap_or(after);
    found
        .map(|(.., one)| (*one, path))
        .ok_or_else(|| words::NO_OBJECTS.with([change.arg(), ("kind", Arg::text(kind.name()))]))
}

fn is_of(manifest: &Manifest, wanted: Kind) -> bool {
    let (Some(version), Some(name)) = (&manifest.api_version, &manifest.kind) else { return false };
    kind::find(version, name).is_some_and(|resource| resource.known == Some(wanted))
}

/// What is to be said of an object that the simulated cluster may have, without a manifest of its own.
fn elsewhere(manifests: &[Manifest], cluster: &Cluster, change: &Change, target: &Target) -> Option<Message> {
    let names = listing::names(cluster, target.kind);
    let wanted = match target.choose(change, &names) {
        Ok(chosen) => *chosen.first()?,
        Err(message) => return Some(message),
    };
    let origin = match target.kind {
        Kind::Pod => cluster.pods.iter().find(|pod| (&*pod.namespace, &*pod.name) == wanted)?.origin,
        _ => cluster.workloads.iter().find(|one| listing::who(&one.meta) == wanted)?.meta.id,
    };
    let maker = manifests.get(origin.0 as usize)?;
    let name = ("name", Arg::code(format!("{}/{}", target.kind.name(), wanted.1)));
    let (kind, maker) =
        (maker.kind.as_deref().unwrap_or_default(), maker.name.as_deref().unwrap_or_default());
    Some(words::MADE.with([change.arg(), name, ("owner", Arg::code(format!("{kind}/{maker}")))]))
}

fn no_field(change: &Change, kind: Kind, why: NoField) -> Message {
    match why {
        NoField::Scalar(path) => words::NO_COLLECTION.with([change.arg(), ("path", Arg::code(path))]),
        NoField::List(path) => {
            let example = Arg::code(format!("{path}[0]"));
            words::LIST.with([change.arg(), ("path", Arg::code(path)), ("example", example)])
        }
        NoField::Unknown { within, name, known } => {
            let place = if within.is_empty() { kind.name().to_owned() } else { within };
            let (place, field) = (("place", Arg::code(place)), ("field", Arg::code(&*name)));
            match nearest(&name, known.iter().copied()) {
                Some(near) => {
                    words::UNKNOWN_FIELD_NEAR.with([change.arg(), place, field, ("near", Arg::code(near))])
                }
                None => {
                    let known = list(known.into_iter().map(str::to_owned));
                    words::UNKNOWN_FIELD.with([change.arg(), place, field, ("known", known)])
                }
            }
        }
    }
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
