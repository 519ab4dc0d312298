//! A PUT of any object: as a create, and besides that what may not change.

use super::answer::Answer;
use super::meta::Scope;
use super::report::Report;
use super::server::{Key, Reply, Request, Server, bad_request, meta_of, meta_of_mut};
use super::{Verb, meta, network, pod, service, status, validation, workload};
use crate::api::core::{Container, Pod};
use crate::api::meta::ObjectMeta;
use crate::diagnostic::Path;
use crate::document::{Kind, Resource, Typed, decode};

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
        }
        check_update(new, old, &request.namespace, scope, report);
        if !report.is_valid() {
            return status::refuse(request.resource, name, report);
        }
        if !workload::warn_update(new, old, report) {
            validation::warn(new, Verb::Update, report);
        }
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

/// `BeforeUpdate`: the metadata of every object, and then the kind's own rule.
fn check_update(new: &Typed, old: &Typed, namespace: &str, scope: Scope, report: &mut Report) {
    meta::check_common(meta_of(new), namespace, scope, report);
    if let (Typed::Service(new), Typed::Service(old)) = (new, old) {
        service::validate_update(new, old, report);
    } else if !workload::validate_update(new, old, namespace, report)
        && !network::validate_update(new, old, namespace, report)
    {
        meta::check_update(meta_of(new), report);
        if let (Typed::Pod(one), Typed::Pod(old)) = (new, old) {
            validation::validate(new, namespace, Verb::Update, report);
            check_pod(one, old, report);
        }
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
