//! Trees become the API's own types.

use super::faults::{self, Faults};
use super::fits::fits;
use super::go_types;
use super::kind::Kind;
use crate::api::{Read, apps, batch, core, discovery, networking};
use portolan_yaml::Node;

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
    let wanted = go_types::of_kind(kind);
    if fits(node, wanted) && node.duplicates().is_empty() {
        Ok(typed(kind, node))
    } else {
        Err(faults::find(node, wanted))
    }
}

/// Whether an object has the fields and types of its kind.
#[must_use]
pub fn is_decodable(kind: Kind, node: Node<'_>) -> bool {
    decode(kind, node).is_ok()
}

fn typed(kind: Kind, node: Node<'_>) -> Typed {
    macro_rules! read {
        ($($kind:ident)*) => {
            match kind { $(Kind::$kind => Typed::$kind(Box::new(Read::read(node))),)* }
        };
    }
    read! {
        Service Endpoints EndpointSlice Pod ReplicationController ReplicaSet Deployment StatefulSet DaemonSet Job
        CronJob Node Namespace Ingress IngressClass NetworkPolicy
    }
}
