//! The simulated API server: it takes one object after the other and remembers what it has.

use super::answer::Answer;
use super::generate_name::generate;
use super::internal::{Shown, Template, set_app_armor, spec_of};
use super::passed_over::Content;
use super::release::Release;
use super::report::Report;
use super::service::{self, Allocators};
use super::{Verb, meta, plugins, status, validation};
use crate::api::meta::ObjectMeta;
use crate::diagnostic::ObjectId;
use crate::document::{Faults, Kind, Resource, Typed, Written, decode};
use crate::object::{
    EndpointSlice, Ingress, IngressClass, LegacyEndpoints, Meta, Namespace, NetworkPolicy, Node, Objects,
    Service, Workload, WrittenPod,
};
use crate::options::Options;
use portolan_yaml::Node as Tree;
use portolan_yaml::collections::BTreeMap;

/// The namespaces that every cluster has.
const NAMESPACES: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/// The state between two requests.
#[derive(Debug)]
pub(super) struct Server {
    /// Each name that is taken, with the manifest that took it.
    pub(super) names: BTreeMap<Key, Option<ObjectId>>,
    pub(super) allocators: Allocators,
    generated: u64,
    pub(super) objects: Objects,
    /// The objects themselves, for updates; empty where none will come.
    pub(super) stored: BTreeMap<Key, Typed>,
    /// What is compared of Pods.
    pub(super) specs: BTreeMap<Key, Shown>,
    /// How objects are kept for updates, where some will come. Programs without updates do not carry it.
    keep: Option<fn(&mut Self, &Request<'_>, Typed)>,
    /// What updates of controllers are compared with.
    pub(super) templates: BTreeMap<Key, Template>,
    pub(super) contents: BTreeMap<Key, Content>,
    /// Whose rules hold.
    pub(super) release: Release,
}

/// Resource, namespace and name.
pub(super) type Key = (&'static str, Box<str>, Box<str>);

/// One request to create an object of a kind that Portolan knows.
pub(super) struct Request<'f> {
    pub id: ObjectId,
    pub resource: &'static Resource,
    pub kind: Kind,
    pub tree: Tree<'f>,
    pub namespace: String,
}

impl Request<'_> {
    /// Under what an object of this name is kept.
    pub(super) fn key(&self, name: &str) -> Key {
        let namespace = if self.resource.namespaced { self.namespace.as_str() } else { "" };
        (self.resource.plural, namespace.into(), name.into())
    }
}

/// The answer, with what was found on the way.
pub(super) struct Reply {
    pub answer: Answer,
    pub name: Option<String>,
    pub faults: Option<Faults>,
    /// The object that has the name, where that is the reason.
    pub earlier: Option<ObjectId>,
}

impl Server {
    /// A cluster without objects but its own.
    pub(super) fn new(options: &Options) -> Self {
        let own = [("services", "default", "kubernetes"), ("endpoints", "default", "kubernetes")];
        let slices = [("endpointslices", "default", "kubernetes")];
        let namespaces = NAMESPACES.map(|name| ("namespaces", "", name));
        let names = own.into_iter().chain(slices).chain(namespaces);
        Self {
            names: names
                .map(|(plural, namespace, name)| ((plural, namespace.into(), name.into()), None))
                .collect(),
            allocators: Allocators::new(options),
            generated: 0,
            objects: Objects::default(),
            stored: BTreeMap::new(),
            specs: BTreeMap::new(),
            keep: None,
            templates: BTreeMap::new(),
            contents: BTreeMap::new(),
            release: Release(options.kubernetes),
        }
    }

    /// One whose objects will be updated.
    pub(super) fn storing(options: &Options) -> Self {
        Self { allocators: Allocators::choosing(options), keep: Some(Self::keep), ..Self::new(options) }
    }

    /// The accepted objects.
    pub(super) fn into_objects(self) -> Objects {
        self.objects
    }

    /// A request for an object of a kind that Portolan knows.
    pub(super) fn send(&mut self, request: &Request<'_>, verb: Verb) -> Reply {
        match verb {
            Verb::Create => self.create(request),
            Verb::Update => self.update(request),
        }
    }

    /// A POST of an object.
    pub(super) fn create(&mut self, request: &Request<'_>) -> Reply {
        let mut report = self.report_for(request.kind);
        let mut typed = match decode(request.kind, request.tree) {
            Ok(typed) => typed,
            Err(faults) => return bad_request(request, faults, report),
        };
        if is_stated(request.kind, request.tree) {
            let name = self.store(request, typed, true);
            return Reply {
                answer: status::created(Vec::new()),
                name: Some(name),
                faults: None,
                earlier: None,
            };
        }
        let meta = meta_of_mut(&mut typed);
        self.fill_name(meta);
        meta::reset(request.kind, meta);
        let name = meta_of(&typed).name.clone().unwrap_or_default();
        let mut answer = self.answer(request, &mut typed, &name, &mut report);
        answer.warnings = report.take_warnings();
        if answer.accepted {
            self.store(request, typed, false);
        }
        let taken = (answer.reason == "AlreadyExists").then(|| request.key(&name));
        let earlier = taken.and_then(|key| self.names.get(&key).copied().flatten());
        let written = Some(name).filter(|name| !name.is_empty());
        Reply { answer, name: written, faults: None, earlier }
    }

    /// From the decoded object to the answer, in the order of the API server: admission plugins, the Service's
    /// allocations, validation, and last whether the name is free.
    fn answer(
        &mut self,
        request: &Request<'_>,
        typed: &mut Typed,
        name: &str,
        report: &mut Report,
    ) -> Answer {
        let resource = request.resource;
        if let Some(answer) = status::no_such_namespace(resource, &request.namespace) {
            return answer;
        }
        let exists = |plural, name: &str| self.names.contains_key(&(plural, "".into(), name.into()));
        if let Some(words) = plugins::admit(typed, &exists) {
            return status::forbidden(resource, name, &words);
        }
        let mut claim = None;
        validation::set_defaults(typed);
        if let Typed::Service(one) = typed {
            match self.allocators.claim(&request.namespace, one, report) {
                Ok(claimed) => claim = Some(claimed),
                Err(service::Refusal::Internal(words)) => return status::internal(&words),
                Err(service::Refusal::Failed(words)) => return status::failed(&words),
                Err(service::Refusal::Invalid) => {
                    return status::invalid(resource, name, std::mem::take(report));
                }
            }
        }
        validation::validate(typed, &request.namespace, Verb::Create, report);
        if !report.is_valid() {
            return status::refuse(resource, name, report);
        }
        validation::warn(typed, Verb::Create, report);
        if let Some(words) = plugins::validate(typed) {
            return status::forbidden(resource, name, words);
        }
        if names_version(request.tree) {
            return status::failed("resourceVersion should not be set on objects to be created");
        }
        if self.names.contains_key(&request.key(name)) {
            return status::already_exists(resource, name);
        }
        if let Some(claim) = claim {
            self.allocators.commit(claim);
        }
        status::created(Vec::new())
    }

    /// An empty report, but for what is said of every object of a kind.
    pub(super) fn report_for(&self, kind: Kind) -> Report {
        let mut report = Report::new(self.release);
        if kind == Kind::Endpoints {
            let words = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";
            report.warn(words.to_owned());
        }
        report
    }

    pub(super) fn fill_name(&mut self, meta: &mut ObjectMeta) {
        let prefix = meta.generate_name.as_deref().unwrap_or_default();
        if !prefix.is_empty() && meta.name.as_deref().unwrap_or_default().is_empty() {
            meta.name = Some(generate(prefix, self.generated));
            self.generated += 1;
        }
    }

    /// Keeps an accepted object for updates of it.
    fn keep(&mut self, request: &Request<'_>, typed: Typed) {
        let key = request.key(meta_of(&typed).name.as_deref().unwrap_or_default());
        self.templates.insert(key.clone(), Template::of(&typed, request.tree));
        if request.kind == Kind::Pod {
            let mut spec = spec_of(request.tree, true);
            set_app_armor(&mut spec, request.tree);
            self.specs.insert(key.clone(), spec);
        }
        self.stored.insert(key, typed);
    }

    /// Takes an accepted object into the cluster; gives its name.
    fn store(&mut self, request: &Request<'_>, mut typed: Typed, stated: bool) -> String {
        let namespace = if request.resource.namespaced { request.namespace.as_str() } else { "" };
        let name = meta_of(&typed).name.clone().unwrap_or_default();
        self.names.insert(request.key(&name), Some(request.id));
        if let Some(keep) = self.keep {
            keep(self, request, typed);
            return name;
        }
        let api = std::mem::take(meta_of_mut(&mut typed));
        if let (true, Typed::Service(one)) = (stated, &mut typed) {
            let spec = one.spec.get_or_insert_default();
            service::set_defaults(spec);
            self.allocators.take_stated(spec);
        }
        let is_terminating = api.deletion_timestamp;
        if let Typed::Pod(pod) = &mut typed {
            pod.metadata.deletion_timestamp = is_terminating;
        }
        let meta = Meta::from_api(request.id, namespace, stated, api);
        push(&mut self.objects, meta, typed);
        name
    }
}

/// Whether an object names the version of a stored one and nothing else that a dump has (`ErrResourceVersionSetOnCreate`).
fn names_version(tree: Tree<'_>) -> bool {
    let field = |name| tree.get("metadata")?.get(name)?.as_str();
    let version = field("resourceVersion").and_then(|version| version.parse::<u64>().ok());
    version.is_some_and(|version| version != 0) && field("uid").or(field("creationTimestamp")).is_none()
}

/// Whether the tree is part of a cluster dump: the server has stored it, so it is taken as it is. The status of a Node may
/// be written by hand.
fn is_stated(kind: Kind, tree: Tree<'_>) -> bool {
    let has_status = || kind != Kind::Node && tree.get("status").is_some_and(|status| !status.is_empty());
    if names_version(tree) {
        return has_status();
    }
    let fields = tree.get("metadata").into_iter().flat_map(Tree::entries);
    fields.into_iter().any(|entry| {
        matches!(&*entry.key, "uid" | "resourceVersion" | "creationTimestamp") && !entry.value.is_null()
    }) || has_status()
}

pub(super) fn bad_request(request: &Request<'_>, faults: Faults, mut report: Report) -> Reply {
    let name = request.tree.get("metadata").and_then(|meta| meta.get("name")?.as_str());
    let name = name.map(std::borrow::Cow::into_owned).filter(|name| !name.is_empty());
    let words = faults.words().unwrap_or_else(|| "the object cannot be decoded".to_owned());
    let mut answer = status::bad_request(request.resource, request.resource.kind, &words);
    answer.warnings = report.take_warnings();
    Reply { answer, name, faults: Some(faults), earlier: None }
}

fn push(objects: &mut Objects, meta: Meta, typed: Typed) {
    match typed {
        Typed::Service(one) => objects.services.push(Service::from_api(meta, *one)),
        Typed::Endpoints(one) => objects.endpoints.push(LegacyEndpoints::from_api(meta, *one)),
        Typed::EndpointSlice(one) => objects.slices.push(EndpointSlice::from_api(meta, *one)),
        Typed::Pod(one) => objects.pods.push(WrittenPod::from_api(meta, *one)),
        Typed::ReplicationController(one) => {
            objects.workloads.push(Workload::from_replication_controller(meta, *one));
        }
        Typed::ReplicaSet(one) => objects.workloads.push(Workload::from_replica_set(meta, *one)),
        Typed::Deployment(one) => objects.workloads.push(Workload::from_deployment(meta, *one)),
        Typed::StatefulSet(one) => objects.workloads.push(Workload::from_stateful_set(meta, *one)),
        Typed::DaemonSet(one) => objects.workloads.push(Workload::from_daemon_set(meta, *one)),
        Typed::Job(one) => objects.workloads.push(Workload::from_job(meta, *one)),
        Typed::CronJob(one) => objects.workloads.push(Workload::from_cron_job(meta, *one)),
        Typed::Node(one) => objects.nodes.push(Node::from_api(meta, *one)),
        Typed::Namespace(_) => {
            let namespace = Namespace::written(meta.id, &meta.name, &meta.labels);
            objects.namespaces.push((meta.name, namespace));
        }
        Typed::Ingress(one) => objects.ingresses.push(Ingress::from_api(meta, *one)),
        Typed::IngressClass(one) => objects.ingress_classes.push(IngressClass::from_api(meta, *one)),
        Typed::NetworkPolicy(one) => objects.policies.push(NetworkPolicy::from_api(meta, *one)),
    }
}

macro_rules! every_kind {
    ($typed:expr, $one:ident => $field:expr) => {
        match $typed {
            Typed::Service($one) => $field,
            Typed::Endpoints($one) => $field,
            Typed::EndpointSlice($one) => $field,
            Typed::Pod($one) => $field,
            Typed::ReplicationController($one) => $field,
            Typed::ReplicaSet($one) => $field,
            Typed::Deployment($one) => $field,
            Typed::StatefulSet($one) => $field,
            Typed::DaemonSet($one) => $field,
            Typed::Job($one) => $field,
            Typed::CronJob($one) => $field,
            Typed::Node($one) => $field,
            Typed::Namespace($one) => $field,
            Typed::Ingress($one) => $field,
            Typed::IngressClass($one) => $field,
            Typed::NetworkPolicy($one) => $field,
        }
    };
}

/// The metadata of any object.
pub(super) fn meta_of(typed: &Typed) -> &ObjectMeta {
    every_kind!(typed, one => &one.metadata)
}

pub(super) fn meta_of_mut(typed: &mut Typed) -> &mut ObjectMeta {
    every_kind!(typed, one => &mut one.metadata)
}

/// The namespace an object goes to.
pub(super) fn namespace_of(written: &Written<'_>) -> String {
    let field = written.node.and_then(|node| node.get("metadata")?.get("namespace")?.as_str());
    field.filter(|namespace| !namespace.is_empty()).map_or_else(|| "default".to_owned(), Into::into)
}
