//! `ValidatePodUpdate`: what may change of a Pod that runs.

use super::scheduling::check_tolerations;
use super::{APP_ARMOR, check_image_blanks};
use crate::admission::difference::unified;
use crate::admission::internal::Shown;
use crate::admission::report::{Report, Value};
use crate::api::core::{Container, Pod, PodSpec, Toleration};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeMap;

const UNCHANGEABLE: &str = "pod updates may not change fields other than `spec.containers[*].image`,\
    `spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),\
    `spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";
const MIRROR: &str = "kubernetes.io/config.mirror";

/// Compares a Pod with the one before; `specs` are the new and the old specification as the server holds them.
pub(in crate::admission) fn check_update(new: &Pod, old: &Pod, specs: (Shown, &Shown), report: &mut Report) {
    check_annotations(new, old, report);
    let none = PodSpec::default();
    let (new, old) = (new.spec.as_ref().unwrap_or(&none), old.spec.as_ref().unwrap_or(&none));
    let root = Path::new("spec");
    let init = |spec: &PodSpec| spec.init_containers.clone().unwrap_or_default();
    if !check_containers(&new.containers, &old.containers, &root.child("containers"), report)
        || !check_containers(&init(new), &init(old), &root.child("initContainers"), report)
        || !check_deadline(new, old, &root.child("activeDeadlineSeconds"), report)
    {
        return;
    }
    let (mut new_spec, old_spec) = specs;
    check_added_tolerations(new, (&new_spec, old_spec), &root.child("tolerations"), report);
    check_gates(new, old, &root.child("schedulingGates"), report);
    let priority = |spec: &PodSpec| spec.priority_class_name.is_some() || spec.preemption_policy.is_some();
    if !priority(new) {
        new_spec.set("PreemptionPolicy", old_spec.get("PreemptionPolicy").clone());
    }
    if new_spec == *old_spec {
        return;
    }
    keep_changeable(&mut new_spec, old_spec);
    if old.scheduling_gates.as_ref().is_some_and(|gates| !gates.is_empty()) {
        check_gated(&mut new_spec, old_spec, &root, report);
    }
    if new_spec != *old_spec {
        let difference = unified(&old_spec.lines(), &new_spec.lines());
        report.forbidden(&root, &format!("{UNCHANGEABLE}\n{difference}"));
    }
}

/// `ValidatePodSpecificAnnotationUpdates`.
fn check_annotations(new: &Pod, old: &Pod, report: &mut Report) {
    let none = BTreeMap::new();
    let annotations = |pod: &Pod| pod.metadata.annotations.clone().unwrap_or_default();
    let (new, old) = (annotations(new), annotations(old));
    let path = Path::new("metadata");
    let path = path.child("annotations");
    let mut forbid = |keys: &BTreeMap<String, String>, other: &BTreeMap<String, String>, done: &str| {
        for (key, _) in keys.iter().filter(|(key, value)| other.get(*key) != Some(*value)) {
            let of = match key.as_str() {
                MIRROR => "mirror pod annotation",
                key if key.starts_with(APP_ARMOR) => "AppArmor annotations",
                _ => continue,
            };
            report.forbidden(&path.key(key), &format!("may not {done} {of}"));
        }
    };
    forbid(&old, &new, "remove or update");
    let added = new.iter().filter(|(key, _)| !old.contains_key(*key));
    let added = added.map(|(key, value)| (key.clone(), value.clone())).collect();
    forbid(&added, &none, "add");
}

/// `ValidateContainerUpdates`; whether there are as many as before.
fn check_containers(new: &[Container], old: &[Container], path: &Path<'_>, report: &mut Report) -> bool {
    if new.len() != old.len() {
        report.forbidden(path, "pod updates may not add or remove containers");
        return false;
    }
    for (index, one) in new.iter().enumerate() {
        let path = path.index(index);
        if one.image.as_deref().unwrap_or_default().is_empty() {
            report.required(&path.child("image"), "");
        }
        check_image_blanks(one, &path, report);
    }
    true
}

/// A deadline may be set and become shorter; whether to go on.
fn check_deadline(new: &PodSpec, old: &PodSpec, path: &Path<'_>, report: &mut Report) -> bool {
    match (new.active_deadline_seconds, old.active_deadline_seconds) {
        (Some(seconds), _) if !(0..=i64::from(i32::MAX)).contains(&seconds) => {
            report.invalid(path, seconds, "must be between 0 and 2147483647, inclusive");
        }
        (Some(seconds), Some(before)) if before < seconds => {
            report.invalid(path, seconds, "must be less than or equal to previous value");
        }
        (None, Some(_)) => {
            let words = "must not update from a positive integer to nil value";
            report.invalid(path, Value::Json("null"), words);
            return true;
        }
        _ => return true,
    }
    false
}

/// `validateOnlyAddedTolerations`; the seconds of one may change.
fn check_added_tolerations(new: &PodSpec, specs: (&Shown, &Shown), path: &Path<'_>, report: &mut Report) {
    let but_seconds = |toleration: &Shown| {
        let mut toleration = toleration.clone();
        toleration.set("TolerationSeconds", Shown::Null);
        toleration
    };
    let of =
        |spec: &Shown| -> Vec<Shown> { spec.get("Tolerations").items().iter().map(but_seconds).collect() };
    let (after, before) = (of(specs.0), of(specs.1));
    if before.iter().any(|old| !after.contains(old)) {
        report.forbidden(path, "existing toleration can not be modified except its tolerationSeconds");
    } else {
        let written: &[Toleration] = new.tolerations.as_deref().unwrap_or_default();
        check_tolerations(written, path, report);
    }
}

/// `validateOnlyDeletedSchedulingGates`.
fn check_gates(new: &PodSpec, old: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let known = old.scheduling_gates.as_deref().unwrap_or_default();
    for (index, gate) in new.scheduling_gates.iter().flatten().enumerate() {
        if !known.iter().any(|old| old.name == gate.name) {
            let words = format!("only deletion is allowed, but found new scheduling gate '{}'", gate.name);
            report.forbidden(&path.index(index).child("name"), &words);
        }
    }
}

/// Makes that the same which may differ, or has been compared before.
fn keep_changeable(new: &mut Shown, old: &Shown) {
    for list in ["Containers", "InitContainers"] {
        let before = old.get(list).items();
        let after = new.field(list).into_iter().flat_map(Shown::items_mut);
        for (container, before) in after.zip(before) {
            container.set("Image", before.get("Image").clone());
        }
        if new.get(list).is_empty() {
            new.set(list, Shown::Null);
        }
    }
    for field in ["ActiveDeadlineSeconds", "SchedulingGates", "Tolerations"] {
        new.set(field, old.get(field).clone());
    }
    let grace = old.get("TerminationGracePeriodSeconds");
    if grace.atom().starts_with('-') && new.get("TerminationGracePeriodSeconds").atom() == "1" {
        new.set("TerminationGracePeriodSeconds", grace.clone());
    }
}

/// A Pod that waits at a gate may still be given a narrower choice of nodes.
fn check_gated(new: &mut Shown, old: &Shown, root: &Path<'_>, report: &mut Report) {
    let selector = old.get("NodeSelector");
    if new.get("NodeSelector") != selector {
        if let Shown::Map(entries) = selector {
            let after = new.get("NodeSelector");
            let after_entries = if let Shown::Map(entries) = after { entries.as_slice() } else { &[] };
            if entries.iter().any(|entry| !after_entries.contains(entry)) {
                let words = "only additions to spec.nodeSelector are allowed (no mutations or deletions)";
                report.invalid(&root.child("nodeSelector"), Value::Json(&after.json()), words);
            }
        }
        new.set("NodeSelector", selector.clone());
    }
    let before = old.get("Affinity").get("NodeAffinity");
    if new.get("Affinity").get("NodeAffinity") == before {
        return;
    }
    let path = root.child("affinity");
    check_node_affinity(new.get("Affinity").get("NodeAffinity"), before, &path.child("nodeAffinity"), report);
    let affinity = new.get("Affinity");
    let others = ["PodAffinity", "PodAntiAffinity"].map(|field| affinity.get(field).is_empty());
    if affinity.is_empty() {
        if !before.is_empty() {
            let none = ["PodAffinity", "PodAntiAffinity"].map(|field| (field, Shown::Null));
            let fields = [("NodeAffinity", before.clone())].into_iter().chain(none).collect();
            new.set("Affinity", Shown::Struct(fields));
        }
    } else if old.get("Affinity").is_empty() && others == [true, true] {
        new.set("Affinity", Shown::Null);
    } else if let Some(affinity) = new.field("Affinity") {
        affinity.set("NodeAffinity", before.clone());
    }
}

/// `validateNodeAffinityMutation`: terms may get more requirements, where there are any.
fn check_node_affinity(new: &Shown, old: &Shown, path: &Path<'_>, report: &mut Report) {
    const REQUIRED: &str = "RequiredDuringSchedulingIgnoredDuringExecution";
    let (before, after) =
        (old.get(REQUIRED).get("NodeSelectorTerms"), new.get(REQUIRED).get("NodeSelectorTerms"));
    let path = path.child("requiredDuringSchedulingIgnoredDuringExecution");
    let path = path.child("nodeSelectorTerms");
    if before.is_empty() {
        return;
    }
    if before.items().len() != after.items().len() {
        let words = "no additions/deletions to non-empty NodeSelectorTerms list are allowed";
        report.invalid(&path, Value::Json(&after.json()), words);
        return;
    }
    for (index, (old, new)) in before.items().iter().zip(after.items()).enumerate() {
        let lists =
            ["MatchExpressions", "MatchFields"].map(|field| (old.get(field).items(), new.get(field).items()));
        let was_empty = lists.iter().all(|(old, _)| old.is_empty());
        let is_changed = lists.iter().any(|(old, new)| new.get(..old.len()) != Some(*old));
        if is_changed || was_empty && lists.iter().any(|(_, new)| !new.is_empty()) {
            let words = "only additions are allowed (no mutations or deletions)";
            report.invalid(&path.index(index), Value::Json(&new.json()), words);
        }
    }
}
