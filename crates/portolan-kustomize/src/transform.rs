//! The transformers in their order: namespace, prefix, suffix, labels, annotations, JSON patches, replicas, images.

use crate::build::Builder;
use crate::kustomization::Kustomization;
use crate::note::Problem;
use crate::resource::Resource;
use crate::spec::{Make, Spec, steps, visit};
use crate::value::{Data, Place, Value, Written};
use crate::{image, patch, table};
use portolan_yaml::collections::BTreeSet;

/// Runs them all.
pub(crate) fn run(builder: &mut Builder<'_>, kustomization: &Kustomization, list: &mut Vec<Resource>) {
    if let Some(value) = kustomization.text("namespace") {
        namespace(builder, value, list);
    }
    for field in ["namePrefix", "nameSuffix"] {
        if let Some(value) = kustomization.text(field) {
            affix(builder, field, value, list);
        }
    }
    for label in kustomization.list("labels") {
        let pairs = texts(builder, label.get("pairs"), "labels");
        write(builder, "labels", &pairs, &label_specs(label), list);
    }
    let labels = texts(builder, kustomization.value.get("commonLabels"), "commonLabels");
    write(builder, "commonLabels", &labels, &table::selectors().collect::<Vec<_>>(), list);
    let annotations = texts(builder, kustomization.value.get("commonAnnotations"), "commonAnnotations");
    write(builder, "commonAnnotations", &annotations, &table::annotations().collect::<Vec<_>>(), list);
    patch::json(builder, kustomization, list);
    for replica in kustomization.list("replicas") {
        replicas(builder, replica, list);
    }
    for field in ["images", "imageTags"] {
        for item in kustomization.list(field) {
            image::run(builder, item, list);
        }
    }
}

/// The place of what a cause adds.
const fn added(place: Place, cause: u32) -> Place {
    Place { written: Written::Added(cause), ..place }
}

/// Gives a field a value: changes the one that is there, or adds it. Gives the number of what it changes.
fn put(map: &mut Value, key: &str, text: &str, place: Place, cause: u32) -> u32 {
    match map.get_mut(key).filter(|value| value.is_scalar() && !value.is_null()) {
        Some(value) => {
            value.rewrite(text.to_owned(), cause);
            value.shared
        }
        None => {
            let shared = cause.saturating_add(1);
            map.set(key, Value { shared, ..Value::text(text, added(place, cause)) });
            0
        }
    }
}

fn namespace(builder: &mut Builder<'_>, value: &Value, list: &mut [Resource]) {
    let cause = builder.cause("namespace", value.place);
    let (text, place) = (value.content(), value.place);
    let specs: Vec<Spec> = table::namespaces().collect();
    let mut ids = BTreeSet::new();
    for resource in list.iter_mut() {
        resource.store_id();
        let own = resource.kind() == "Namespace" && resource.api_version() == "v1";
        if own {
            resource.rename(text.to_owned(), cause);
        } else if !resource.is_cluster_scoped()
            && let Some(metadata) = resource.value.map_under("metadata", added(place, cause))
        {
            put(metadata, "namespace", text, place, cause);
        }
        if matches!(resource.kind(), "RoleBinding" | "ClusterRoleBinding")
            && let Some(Data::List(subjects)) =
                resource.value.get_mut("subjects").map(|value| &mut value.data)
        {
            let default = subjects.iter_mut().filter(|subject| subject.text_at(&["name"]) == "default");
            default.for_each(|subject| {
                put(subject, "namespace", text, place, cause);
            });
        }
        let gvk = resource.gvk();
        for spec in specs.iter().filter(|spec| spec.selects(&gvk)) {
            let make = if spec.create { Make::Scalar(added(place, cause)) } else { Make::Nothing };
            visit(&mut resource.value, &steps(&spec.path), make, &mut |field| {
                field.rewrite(text.to_owned(), cause)
            });
        }
        if !ids.insert(resource.id()) {
            builder.note(Problem::SameId(resource.id().to_string()), Some(resource.place()));
        }
    }
}

/// A prefix or a suffix.
fn affix(builder: &mut Builder<'_>, field: &'static str, value: &Value, list: &mut [Resource]) {
    let cause = builder.cause(field, value.place);
    let text = value.content();
    for resource in list {
        let gvk = resource.first_id().gvk;
        let skipped = matches!(gvk.kind.as_str(), "CustomResourceDefinition" | "Namespace")
            || (gvk.kind == "APIService" && gvk.group == "apiregistration.k8s.io");
        if skipped {
            continue;
        }
        resource.store_id();
        let name = if field == "namePrefix" {
            resource.prefixes.push(text.to_owned());
            format!("{text}{}", resource.name())
        } else {
            resource.suffixes.push(text.to_owned());
            format!("{}{text}", resource.name())
        };
        resource.rename(name, cause);
    }
}

/// A string of a mapping in the kustomization.
struct Text {
    key: String,
    text: String,
    place: Place,
}

/// The strings of a mapping; what is none is said.
fn texts(builder: &mut Builder<'_>, map: Option<&Value>, field: &str) -> Vec<Text> {
    let mut texts = Vec::new();
    for entry in map.map_or(&[][..], Value::fields) {
        if entry.value.as_text().is_none() && !entry.value.is_null() {
            let name = format!("{field}.{}", entry.key);
            builder.note(Problem::WrongType(name, "a string"), Some(entry.value.place));
        }
        let (key, text) = (entry.key.clone(), entry.value.content().to_owned());
        texts.push(Text { key, text, place: entry.value.place });
    }
    texts.sort_by(|one, two| one.key.cmp(&two.key));
    texts
}

/// Where an entry of `labels` goes.
fn label_specs(label: &Value) -> Vec<Spec> {
    let mut specs = Vec::new();
    for field in label.get("fields").map_or(&[][..], Value::items) {
        let column = |key: &str| field.text_at(&[key]);
        let create = column("create") == "true";
        specs.push(Spec::new(column("path"), column("group"), column("version"), column("kind"), create));
    }
    let flag = |name: &str| label.text_at(&[name]) == "true";
    if flag("includeSelectors") {
        Spec::merge(&mut specs, table::selectors());
    } else {
        if flag("includeTemplates") {
            Spec::merge(&mut specs, table::labels());
        }
        Spec::merge(&mut specs, std::iter::once(Spec::new("metadata/labels", "", "", "", true)));
    }
    specs
}

/// Writes labels or annotations into the fields of the specs.
fn write(
    builder: &mut Builder<'_>,
    field: &'static str,
    texts: &[Text],
    specs: &[Spec],
    list: &mut [Resource],
) {
    let specs: Vec<_> = specs.iter().map(|spec| (spec, steps(&spec.path))).collect();
    for text in texts {
        let cause = builder.cause(field, text.place);
        let place = added(text.place, cause);
        for resource in list.iter_mut() {
            let gvk = resource.gvk();
            for (spec, steps) in specs.iter().filter(|(spec, _)| spec.selects(&gvk)) {
                let make = if spec.create { Make::Mapping(place) } else { Make::Nothing };
                let mut shared = 0;
                visit(&mut resource.value, steps, make, &mut |map| {
                    shared = put(map, &text.key, &text.text, text.place, cause).max(shared);
                });
                if shared != 0 {
                    resource.value.share(shared, &Data::Text(text.text.clone()), cause);
                }
            }
        }
    }
}

fn replicas(builder: &mut Builder<'_>, replica: &Value, list: &mut [Resource]) {
    let cause = builder.cause("replicas", replica.place);
    let name = replica.text_at(&["name"]);
    let Some(count) = replica.get("count").filter(|count| matches!(count.data, Data::Number(_))) else {
        return builder.note(Problem::WrongType("count".to_owned(), "a number"), Some(replica.place));
    };
    let mut found = false;
    for resource in list {
        let now = resource.id();
        let named = resource
            .previous
            .iter()
            .chain([&now])
            .any(|id| id.name == name && table::SCALED.contains(&id.gvk.kind.as_str()));
        if named {
            found = true;
            let place = added(count.place, cause);
            if let Some(spec) = resource.value.map_under("spec", place) {
                spec.set("replicas", Value::new(count.data.clone(), place));
            }
        }
    }
    if !found {
        builder.note(Problem::NoReplicas(name.to_owned()), Some(replica.place));
    }
}
