//! A PUT of any object: as a create, and besides that what may not change.

use super::answer::Answer;
use super::report::Report;
use super::server::{Key, Reply, Request, Server, bad_request, meta_of, report_for};
use super::{Verb, meta, node, pod, service, status, validation, workload};
use crate::diagnostic::Path;
use crate::document::{Kind, Resource, Typed, decode};
use portolan_yaml::Node;

const IMMUTABLE: &str = "field is immutable";

impl Server {
    /// A PUT of an object.
    pub(super) fn update(&mut self, request: &Request<'_>) -> Reply {
        let mut report = report_for(request.kind);
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
        let mut answer = match precondition(request.resource, &request.namespace, &name, request.tree) {
            Some(answer) => answer,
            None => self.answer_update(request, &mut new, &old, &name, &mut report),
        };
        answer.warnings = report.take_warnings();
        if answer.accepted && request.kind == Kind::Pod {
            self.specs.insert(key.clone(), pod::spec_of(request.tree, true));
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
        let template = workload::Template::of(new, request.tree);
        let nothing = workload::Template::default();
        let old_template = self.templates.get(&request.key(name)).unwrap_or(&nothing);
        let mut update = None;
        if let (Typed::Service(new), Typed::Service(old)) = (&mut *new, old) {
            let old = old.spec.clone().unwrap_or_default();
            match self.allocators.update(&request.namespace, new, &old, report) {
                Ok(claimed) => update = Some(claimed),
                Err(service::Refusal::Internal(words)) => return status::internal(&words),
                Err(service::Refusal::Invalid) => {
                    return status::invalid(request.resource, name, std::mem::take(report));
                }
            }
            meta::check_before_update(&new.metadata, report);
            service::validate_update(new, &old, &request.namespace, report);
        } else if let (Typed::Node(new), Typed::Node(old)) = (&*new, old) {
            meta::check_before_update(&new.metadata, report);
            node::validate_update(new, old, report);
        } else if !workload::validate_update(
            (&*new, &template),
            (old, old_template),
            &request.namespace,
            report,
        ) {
            meta::check_before_update(meta_of(new), report);
            check_before(new, old, report);
            validation::validate(new, &request.namespace, Verb::Update, report);
            if let (Typed::Pod(new), Typed::Pod(old)) = (&*new, old) {
                let none = pod::Shown::Null;
                let before = self.specs.get(&request.key(name)).unwrap_or(&none);
                pod::check_update(new, old, (pod::spec_of(request.tree, false), before), report);
            }
            check_after(new, old, report);
        }
        if !report.is_valid() {
            return status::refuse(request.resource, name, report);
        }
        if !workload::warn_update((&*new, &template), (old, old_template), report) {
            validation::warn(new, report);
        }
        if let Some(update) = update {
            self.allocators.commit_update(update);
        }
        self.templates.insert(request.key(name), template);
        status::updated()
    }
}

/// What an update says of the object that it knew; no manifest can know the uid and the versions of a simulated cluster.
pub(super) fn precondition(
    resource: &Resource,
    namespace: &str,
    name: &str,
    tree: Node<'_>,
) -> Option<Answer> {
    let meta = tree.get("metadata")?;
    let field = |name: &str| meta.get(name)?.as_str().filter(|text| !text.is_empty());
    if let Some(uid) = field("uid") {
        return Some(status::other_object(resource, namespace, name, &uid));
    }
    let version = field("resourceVersion")?;
    match version.parse::<u64>() {
        Ok(0) => None,
        Ok(_) => Some(status::conflict(resource, name)),
        Err(_) => Some(status::odd_version(&version)),
    }
}

fn reply(answer: Answer, name: String) -> Reply {
    Reply { answer, name: Some(name).filter(|name| !name.is_empty()), faults: None, earlier: None }
}

/// What is compared before the new object is checked for itself.
fn check_before(new: &Typed, old: &Typed, report: &mut Report) {
    if let (Typed::IngressClass(new), Typed::IngressClass(old)) = (new, old) {
        let controller = |spec: &Option<crate::api::networking::IngressClassSpec>| {
            spec.as_ref().and_then(|spec| spec.controller.clone()).unwrap_or_default()
        };
        let (new, old) = (controller(&new.spec), controller(&old.spec));
        if new != old {
            report.invalid(&Path::new("spec").child("controller"), &new, IMMUTABLE);
        }
    }
}

/// What is compared after it.
fn check_after(new: &Typed, old: &Typed, report: &mut Report) {
    if let (Typed::EndpointSlice(new), Typed::EndpointSlice(old)) = (new, old)
        && new.address_type != old.address_type
    {
        report.invalid(&Path::new("addressType"), &new.address_type, IMMUTABLE);
    }
}
