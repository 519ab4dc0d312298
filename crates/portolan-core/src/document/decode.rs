//! Trees become the API's own types.

use super::faults::{self, Faults};
use super::go_types;
use super::kind::Kind;
use super::quantity;
use k8s_openapi::api::{apps::v1 as apps, batch::v1 as batch, core::v1 as core};
use k8s_openapi::api::{discovery::v1 as discovery, networking::v1 as networking};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use portolan_yaml::Node;
use portolan_yaml::de::deserialize;
use std::collections::BTreeMap;

/// An object of a kind that Portolan knows.
#[derive(Debug)]
pub(crate) enum Typed {
    /// A Service.
    Service(Box<core::Service>),
    /// Endpoints.
    Endpoints(Box<core::Endpoints>),
    /// An EndpointSlice.
    EndpointSlice(Box<discovery::EndpointSlice>),
    /// A Pod.
    Pod(Box<core::Pod>),
    /// A ReplicationController.
    ReplicationController(Box<core::ReplicationController>),
    /// A ReplicaSet.
    ReplicaSet(Box<apps::ReplicaSet>),
    /// A Deployment.
    Deployment(Box<apps::Deployment>),
    /// A StatefulSet.
    StatefulSet(Box<apps::StatefulSet>),
    /// A DaemonSet.
    DaemonSet(Box<apps::DaemonSet>),
    /// A Job.
    Job(Box<batch::Job>),
    /// A CronJob.
    CronJob(Box<batch::CronJob>),
    /// A Node.
    Node(Box<core::Node>),
    /// A Namespace.
    Namespace(Box<core::Namespace>),
    /// An Ingress.
    Ingress(Box<networking::Ingress>),
    /// An IngressClass.
    IngressClass(Box<networking::IngressClass>),
    /// A NetworkPolicy.
    NetworkPolicy(Box<networking::NetworkPolicy>),
}

/// Decodes an object, or tells everything that does not fit.
pub(crate) fn decode(kind: Kind, node: Node<'_>) -> Result<Typed, Faults> {
    let (typed, mut sound) = typed(kind, node);
    sound &= typed.as_ref().is_some_and(has_good_quantities) && node.duplicates().is_empty();
    match typed {
        Some(typed) if sound => Ok(typed),
        _ => Err(faults::find(node, go_types::of_kind(kind))),
    }
}

fn typed(kind: Kind, node: Node<'_>) -> (Option<Typed>, bool) {
    macro_rules! decode {
        ($variant:ident) => {{
            let (object, issues) = deserialize(node);
            (object.map(|object| Typed::$variant(Box::new(object))), issues.is_empty())
        }};
    }
    match kind {
        Kind::Service => decode!(Service),
        Kind::Endpoints => decode!(Endpoints),
        Kind::EndpointSlice => decode!(EndpointSlice),
        Kind::Pod => decode!(Pod),
        Kind::ReplicationController => decode!(ReplicationController),
        Kind::ReplicaSet => decode!(ReplicaSet),
        Kind::Deployment => decode!(Deployment),
        Kind::StatefulSet => decode!(StatefulSet),
        Kind::DaemonSet => decode!(DaemonSet),
        Kind::Job => decode!(Job),
        Kind::CronJob => decode!(CronJob),
        Kind::Node => decode!(Node),
        Kind::Namespace => decode!(Namespace),
        Kind::Ingress => decode!(Ingress),
        Kind::IngressClass => decode!(IngressClass),
        Kind::NetworkPolicy => decode!(NetworkPolicy),
    }
}

impl Typed {
    /// The specification of the Pods that it is or makes.
    pub(crate) fn pod_spec(&self) -> Option<&core::PodSpec> {
        let template = match self {
            Self::Pod(pod) => return pod.spec.as_ref(),
            Self::ReplicationController(rc) => rc.spec.as_ref()?.template.as_ref()?,
            Self::ReplicaSet(rs) => rs.spec.as_ref()?.template.as_ref()?,
            Self::Deployment(deployment) => &deployment.spec.as_ref()?.template,
            Self::StatefulSet(set) => &set.spec.as_ref()?.template,
            Self::DaemonSet(set) => &set.spec.as_ref()?.template,
            Self::Job(job) => &job.spec.as_ref()?.template,
            Self::CronJob(job) => &job.spec.job_template.spec.as_ref()?.template,
            _ => return None,
        };
        template.spec.as_ref()
    }
}

/// Whether every amount of a Pod is one: the API's types take any text for it.
fn has_good_quantities(typed: &Typed) -> bool {
    if let Typed::StatefulSet(set) = typed
        && !set.spec.iter().flat_map(|spec| &spec.volume_claim_templates).flatten().all(has_good_claim)
    {
        return false;
    }
    let Some(spec) = typed.pod_spec() else { return true };
    let containers = spec.containers.iter().chain(spec.init_containers.iter().flatten());
    let resources = containers.filter_map(|container| container.resources.as_ref()).chain(&spec.resources);
    let sizes =
        spec.volumes.iter().flatten().filter_map(|volume| volume.empty_dir.as_ref()?.size_limit.as_ref());
    resources.flat_map(|one| [&one.limits, &one.requests]).flatten().all(are_good)
        && spec.overhead.iter().all(are_good)
        && sizes.into_iter().all(is_good)
}

fn has_good_claim(claim: &core::PersistentVolumeClaim) -> bool {
    let resources = claim.spec.as_ref().and_then(|spec| spec.resources.as_ref());
    resources.iter().flat_map(|one| [&one.limits, &one.requests]).flatten().all(are_good)
}

fn are_good(amounts: &BTreeMap<String, Quantity>) -> bool {
    amounts.values().all(is_good)
}

fn is_good(amount: &Quantity) -> bool {
    quantity::parse(amount.0.trim()).is_ok()
}
