//! A PUT of any object: as a create, and besides that what may not change.

use super::answer::Answer;
use super::internal::{Shown, Template, spec_of};
use super::meta::Scope;
use super::report::Report;
use super::server::{Key, Reply, Request, Server, bad_request, meta_of, meta_of_mut};
use super::{Verb, meta, network, node, pod, service, status, validation, workload};
use crate::api::meta::ObjectMeta;
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
        if answer.accepted && request.kind == Kind::Pod {
            self.specs.insert(key.clone(), spec_of(request.tree, true));
        }
        if let (Typed::Node(new), Typed::Node(old)) = (&mut new, &old) {
            new.status.clone_from(&old.status);
        }
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
        let template = Template::of(new, request.tree);
        let nothing = Template::default();
        let old_template = self.templates.get(&request.key(name)).unwrap_or(&nothing);
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
        self.check_update(request, (new, &template), (old, old_template), name, report);
        if !report.is_valid() {
            return status::refuse(request.resource, name, report);
        }
        if !workload::warn_update((&*new, &template), (old, old_template), report) {
            validation::warn(new, Verb::Update, report);
        }
        if let Some(update) = update {
            self.allocators.commit_update(update);
        }
        self.templates.insert(request.key(name), template);
        status::updated()
    }

    /// `BeforeUpdate`: the metadata of every object, and then the kind's own rule.
    fn check_update(
        &self,
        request: &Request<'_>,
        (new, new_template): (&Typed, &Template),
        (old, old_template): (&Typed, &Template),
        name: &str,
        report: &mut Report,
    ) {
        let scope = if request.resource.namespaced { Scope::Namespaced } else { Scope::Cluster };
        let namespace = &request.namespace;
        meta::check_common(meta_of(new), namespace, scope, report);
        match (new, old) {
            (Typed::Service(new), Typed::Service(old)) => service::validate_update(new, old, report),
            (Typed::Node(new), Typed::Node(old)) => node::validate_update(new, old, report),
            (Typed::Pod(one), Typed::Pod(old)) => {
                meta::check_update(&one.metadata, report);
                validation::validate(new, namespace, Verb::Update, report);
                let none = Shown::Null;
                let before = self.specs.get(&request.key(name)).unwrap_or(&none);
                pod::check_update(one, old, (spec_of(request.tree, false), before), report);
            }
            _ if workload::validate_update((new, new_template), (old, old_template), namespace, report) => {}
            _ if network::validate_update(new, old, namespace, report) => {}
            _ => {
                validation::validate(new, namespace, Verb::Update, report);
                meta::check_update(meta_of(new), report);
            }
        }
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
    match version.parse::<u64>() {
        Ok(0) => None,
        Ok(_) => Some(status::conflict(resource, name)),
        Err(_) => Some(status::odd_version(version)),
    }
}

fn reply(answer: Answer, name: String) -> Reply {
    Reply { answer, name: Some(name).filter(|name| !name.is_empty()), faults: None, earlier: None }
}
