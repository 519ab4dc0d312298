//! Validation and warnings, kind by kind.

use super::report::Report;
use super::{Verb, namespace, network, node, pod, service, workload};
use crate::document::Typed;

/// `SetDefaults_…` of the kinds whose defaults matter to validation or to the cluster.
pub(super) fn set_defaults(typed: &mut Typed) {
    match typed {
        Typed::Service(one) => service::set_defaults(one.spec.get_or_insert_default()),
        Typed::ReplicationController(one) => workload::set_replication_controller_defaults(one),
        Typed::Job(one) => workload::set_job_defaults(one),
        Typed::Namespace(one) => namespace::set_defaults(one),
        Typed::EndpointSlice(one) => network::drop_topology(one),
        _ => {}
    }
}

/// Checks an object.
pub(super) fn validate(typed: &Typed, namespace: &str, verb: Verb, report: &mut Report) {
    match typed {
        Typed::Service(one) => service::validate(one, namespace, report),
        Typed::ReplicaSet(one) => workload::validate_replica_set(one, namespace, report),
        Typed::Deployment(one) => workload::validate_deployment(one, namespace, report),
        _ => validate_others(typed, namespace, verb, report),
    }
}

/// Checks an object of the other kinds. These are so much that the page loads them when they are wanted: they must not
/// be merged into their caller.
#[inline(never)]
fn validate_others(typed: &Typed, namespace: &str, verb: Verb, report: &mut Report) {
    match typed {
        Typed::Service(_) | Typed::ReplicaSet(_) | Typed::Deployment(_) => {}
        Typed::Endpoints(one) => network::validate_endpoints(one, namespace, report),
        Typed::EndpointSlice(one) => network::validate_endpoint_slice(one, namespace, report),
        Typed::Pod(one) => pod::validate(one, namespace, verb, report),
        Typed::ReplicationController(one) => {
            workload::validate_replication_controller(one, namespace, report);
        }
        Typed::StatefulSet(one) => workload::validate_stateful_set(one, namespace, report),
        Typed::DaemonSet(one) => workload::validate_daemon_set(one, namespace, report),
        Typed::Job(one) => workload::validate_job(one, namespace, report),
        Typed::CronJob(one) => workload::validate_cron_job(one, namespace, report),
        Typed::Node(one) => node::validate(one, report),
        Typed::Namespace(one) => namespace::validate(one, verb, report),
        Typed::Ingress(one) => network::validate_ingress(one, namespace, verb, report),
        Typed::IngressClass(one) => network::validate_ingress_class(one, report),
        Typed::NetworkPolicy(one) => network::validate_network_policy(one, namespace, report),
    }
}

/// What is taken but will not do what it seems to.
pub(super) fn warn(typed: &Typed, verb: Verb, report: &mut Report) {
    match typed {
        Typed::Service(one) => service::warn(one, report),
        Typed::Ingress(one) if verb == Verb::Create => network::warn_ingress(one, report),
        Typed::EndpointSlice(one) => network::warn_endpoint_slice(one, verb, report),
        Typed::Endpoints(one) => network::warn_endpoints(one, report),
        Typed::NetworkPolicy(one) => network::warn_network_policy(one, report),
        Typed::Pod(one) if verb == Verb::Create => pod::warn_pod(one, report),
        Typed::Node(one) => node::warn(one, report),
        _ => workload::warn(typed, report),
    }
}
