//! A PUT of any object: as a create, and besides that what may not change.

use super::answer::Answer;
use super::go::json_string;
use super::meta::Scope;
use super::report::{Report, Value};
use super::server::{Key, Reply, Request, Server, bad_request, meta_of, meta_of_mut};
use super::{Verb, meta, network, node, pod, selector, service, status, validation};
use crate::api::apps::StatefulSetSpec;
use crate::api::batch::JobSpec;
use crate::api::core::{Container, Pod};
use crate::api::meta::{LabelSelector, ObjectMeta};
use crate::diagnostic::Path;
use crate::document::{Kind, Resource, Typed, decode};
use portolan_yaml::Node;

const IMMUTABLE: &str = "field is immutable";
/// In the place of one that the server has drawn.
const UNKNOWN_UID: &str = "00000000-0000-0000-0000-000000000000";

impl Server {
    /// A PUT of an object.
    pub(super) fn update(&mut self, request: &Request<'_>) -> Reply {
        let mut report = self.report_for(request.kind);
        let mut new = match decode(request.kind, request.tree) {
            Ok(typed) => typed,
            Err(faults) => return bad_request(request, faults, report),
        };
        let name = meta_of(&new).name.clone().unwrap_or_default();
        let key = request.key(&name);
        let Some(old) = self.stored.remove(&key) else {
            if matches!(request.kind, Kind::Service | Kind::Endpoints) {
                let mut reply = self.create(request);
                if request.kind == Kind::Endpoints && reply.answer.accepted && self.has_endpoints(&key) {
                    reply.answer = Answer { warnings: reply.answer.warnings, ..status::updated() };
                }
                return reply;
            }
            return reply(status::not_found(request.resource, &name), name);
        };
        let stored = precondition(request.resource, &request.namespace, meta_of(&new), Some(meta_of(&old)));
        let mut answer = match stored {
            Some(answer) => answer,
            None => self.answer_update(request, &mut new, &old, &name, &mut report),
        };
        answer.warnings = report.take_warnings();
        let kept = if answer.accepted { new } else { old };
        self.stored.insert(key, kept);
        reply(answer, name)
    }

    /// Whether the endpoints controller has made Endpoints of this name: for each Service with a selector.
    fn has_endpoints(&self, key: &Key) -> bool {
        let service = self.stored.get(&("services", key.1.clone(), key.2.clone()));
        matches!(service, Some(Typed::Service(one)) if one.spec.as_ref().is_some_and(|spec| spec.selector.is_some()))
    }

    fn answer_update(
        &mut self,
        request: &Request<'_>,
        new: &mut Typed,
        old: &Typed,
        name: &str,
        report: &mut Report,
    ) -> Answer {
        validation::set_defaults(new);
        meta_of_mut(new).generation = None;
        let scope = if request.resource.namespaced { Scope::Namespaced } else { Scope::Cluster };
        let mut update = None;
        if let (Typed::Service(new), Typed::Service(old)) = (&mut *new, old) {
            let old = old.spec.clone().unwrap_or_default();
            match self.allocators.update(&request.namespace, new, &old, report) {
                Ok(claimed) => update = Some(claimed),
                Err(service::Refusal::Internal(words)) => return status::internal(&words),
                Err(service::Refusal::Failed(words)) => return status::failed(&words),
                Err(service::Refusal::Invalid) => {
                    return status::invalid(request.resource, name, std::mem::take(report));
                }
            }
            meta::check_update(Some(request.kind), &new.metadata, &request.namespace, scope, report);
            service::validate_update(new, &old, report);
        } else {
            meta::check_update(Some(request.kind), meta_of(new), &request.namespace, scope, report);
            if network::validate_update(new, old, &request.namespace, report)
                || node::validate_update(new, old, report)
            {
                return self.end_update(request, new, name, None, report);
            }
            check_before(new, old, report);
            validation::validate(new, &request.namespace, request.tree, Verb::Update, report);
            if request.kind == Kind::Job {
                report.metadata_is_checked = true;
                validation::validate(new, &request.namespace, request.tree, Verb::Update, report);
            }
            check_after(new, old, request.tree, report);
        }
        self.end_update(request, new, name, update, report)
    }

    /// From what was found to the answer.
    fn end_update(
        &mut self,
        request: &Request<'_>,
        new: &Typed,
        name: &str,
        update: Option<service::Update>,
        report: &mut Report,
    ) -> Answer {
        if !report.is_valid() {
            return status::refuse(request.resource, name, report);
        }
        validation::warn(new, Verb::Update, report);
        if let Some(update) = update {
            self.allocators.commit_update(update);
        }
        status::updated()
    }
}

/// What an update says of the object that it knew: the version, and who it is. A manifest can know neither of a
/// simulated cluster's, but of a dump's.
pub(super) fn precondition(
    resource: &Resource,
    namespace: &str,
    new: &ObjectMeta,
    old: Option<&ObjectMeta>,
) -> Option<Answer> {
    let name = new.name.as_deref().unwrap_or_default();
    let stated = |field: fn(&ObjectMeta) -> Option<&String>| {
        let value = field(new).filter(|value| !value.is_empty())?;
        (old.and_then(field) != Some(value)).then_some(value)
    };
    if let Some(uid) = stated(|meta| meta.uid.as_ref()) {
        let scope = if resource.namespaced { namespace } else { "" };
        let stored = old.and_then(|old| old.uid.as_deref()).unwrap_or(UNKNOWN_UID);
        return Some(status::other_object(resource, scope, name, uid, stored));
    }
    let version = stated(|meta| meta.resource_version.as_ref())?;
    Some(if version.parse::<u64>().is_ok() {
        status::conflict(resource, name)
    } else {
        status::odd_version(version)
    })
}

fn reply(answer: Answer, name: String) -> Reply {
    Reply { answer, name: Some(name).filter(|name| !name.is_empty()), faults: None, earlier: None }
}

/// What is compared before the new object is checked for itself.
fn check_before(new: &Typed, old: &Typed, report: &mut Report) {
    if let (Typed::DaemonSet(new), Typed::DaemonSet(old)) = (new, old) {
        let of = |spec: &Option<crate::api::apps::DaemonSetSpec>| {
            spec.as_ref().map(|spec| spec.selector.clone()).unwrap_or_default()
        };
        check_selector(&of(&new.spec), &of(&old.spec), true, report);
    }
}

/// What is compared after it.
fn check_after(new: &Typed, old: &Typed, tree: Node<'_>, report: &mut Report) {
    let written = tree.get("spec").and_then(|spec| spec.get("selector")).is_some_and(|node| !node.is_null());
    match (new, old) {
        (Typed::Deployment(new), Typed::Deployment(old)) => {
            if let (Some(new), Some(old)) = (&new.spec, &old.spec) {
                check_selector(&new.selector, &old.selector, written, report);
            }
        }
        (Typed::ReplicaSet(new), Typed::ReplicaSet(old)) => {
            if let (Some(new), Some(old)) = (&new.spec, &old.spec) {
                check_selector(&new.selector, &old.selector, written, report);
            }
        }
        (Typed::StatefulSet(new), Typed::StatefulSet(old)) => {
            if let (Some(new), Some(old)) = (&new.spec, &old.spec) {
                check_stateful_set(new, old, report);
            }
        }
        (Typed::Job(new), Typed::Job(old)) => {
            if let (Some(new), Some(old)) = (&new.spec, &old.spec) {
                check_job(new, old, report);
            }
        }
        (Typed::Pod(new), Typed::Pod(old)) => check_pod(new, old, report),
        _ => {}
    }
}

fn check_selector(new: &LabelSelector, old: &LabelSelector, written: bool, report: &mut Report) {
    if new != old {
        let shown = if written { selector::json(new) } else { "null".to_owned() };
        report.invalid(&Path::new("spec").child("selector"), Value::Json(&shown), IMMUTABLE);
    }
}

fn check_stateful_set(new: &StatefulSetSpec, old: &StatefulSetSpec, report: &mut Report) {
    let fixed = |spec: &StatefulSetSpec| {
        let policy = spec.pod_management_policy.clone().unwrap_or_else(|| "OrderedReady".to_owned());
        (policy, spec.selector.clone(), spec.service_name.clone(), spec.volume_claim_templates.clone())
    };
    if fixed(new) != fixed(old) {
        let words = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', \
                     'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and \
                     'minReadySeconds' are forbidden";
        report.forbidden(&Path::new("spec"), words);
    }
}

fn check_job(new: &JobSpec, old: &JobSpec, report: &mut Report) {
    let root = Path::new("spec");
    if new.completion_mode.as_deref() != Some("Indexed") && new.completions != old.completions {
        let shown = new.completions.map_or_else(|| "null".to_owned(), |number| number.to_string());
        report.invalid(&root.child("completions"), Value::Json(&shown), IMMUTABLE);
    }
    if new.selector != old.selector || new.manual_selector != Some(true) {
        let shown = new.selector.as_ref().map_or_else(|| "null".to_owned(), selector::json);
        report.invalid(&root.child("selector"), Value::Json(&shown), IMMUTABLE);
    }
    let mode = |spec: &JobSpec| spec.completion_mode.clone().unwrap_or_else(|| "NonIndexed".to_owned());
    if mode(new) != mode(old) {
        report.invalid(&root.child("completionMode"), Value::Json(&json_string(&mode(new))), IMMUTABLE);
    }
}

/// `ValidatePodUpdate`: only images and a few numbers of a Pod may change.
fn check_pod(new: &Pod, old: &Pod, report: &mut Report) {
    let none = Default::default();
    let (new, old) = (new.spec.as_ref().unwrap_or(&none), old.spec.as_ref().unwrap_or(&none));
    let root = Path::new("spec");
    let lists = [
        ("containers", new.containers.as_slice(), old.containers.as_slice()),
        (
            "initContainers",
            new.init_containers.as_deref().unwrap_or_default(),
            old.init_containers.as_deref().unwrap_or_default(),
        ),
    ];
    for (field, new, old) in lists {
        let path = root.child(field);
        if new.len() != old.len() {
            report.forbidden(&path, "pod updates may not add or remove containers");
            return;
        }
        for (index, one) in new.iter().enumerate() {
            let path = path.index(index);
            if one.image.as_deref().unwrap_or_default().is_empty() {
                report.required(&path.child("image"), "");
            }
            pod::check_image_blanks(one, &path, report);
        }
    }
    let strip = |containers: &[Container]| -> Vec<Container> {
        containers.iter().map(|one| Container { image: None, ..one.clone() }).collect()
    };
    if lists.iter().any(|(_, new, old)| strip(new) != strip(old)) {
        let words = "pod updates may not change fields other than `spec.containers[*].image`,\
                     `spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to \
                     existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was \
                     previously negative)";
        report.forbidden(&root, words);
    }
}
