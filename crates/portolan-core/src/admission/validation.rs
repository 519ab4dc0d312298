//! Validation and warnings, kind by kind.

use super::report::Report;
use super::{Verb, network, node, pod, service, workload};
use crate::api::core::PodTemplateSpec;
use crate::diagnostic::Path;
use crate::document::Typed;
use portolan_yaml::Node;

/// `SetDefaults_…` of the kinds whose defaults matter to validation or to the cluster.
pub(super) fn set_defaults(typed: &mut Typed) {
    match typed {
        Typed::Service(one) => service::set_defaults(one.spec.get_or_insert_default()),
        Typed::ReplicationController(one) => workload::set_replication_controller_defaults(one),
        Typed::Job(one) => workload::set_job_defaults(one),
        Typed::EndpointSlice(one) => network::drop_topology(one),
        _ => {}
    }
}

/// Checks an object; `tree` tells what Go's pointers tell and the types here do not: whether a field was written.
pub(super) fn validate(typed: &Typed, namespace: &str, tree: Node<'_>, verb: Verb, report: &mut Report) {
    match typed {
        Typed::Service(one) => service::validate(one, namespace, report),
        Typed::Endpoints(one) => network::validate_endpoints(one, namespace, report),
        Typed::EndpointSlice(one) => network::validate_endpoint_slice(one, namespace, report),
        Typed::Pod(one) => pod::validate(one, namespace, report),
        Typed::ReplicationController(one) => {
            workload::validate_replication_controller(one, namespace, report);
        }
        Typed::ReplicaSet(one) => workload::validate_replica_set(one, namespace, tree, report),
        Typed::Deployment(one) => workload::validate_deployment(one, namespace, tree, report),
        Typed::StatefulSet(one) => workload::validate_stateful_set(one, namespace, tree, verb, report),
        Typed::DaemonSet(one) => workload::validate_daemon_set(one, namespace, tree, report),
        Typed::Job(one) => workload::validate_job(one, namespace, verb, report),
        Typed::CronJob(one) => workload::validate_cron_job(one, namespace, report),
        Typed::Node(one) => node::validate_node(one, report),
        Typed::Namespace(one) => node::validate_namespace(one, report),
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
        Typed::Pod(one) => pod::warn_pod(one, report),
        _ => {
            if let Some((template, under_job)) = template_of(typed) {
                let root = Path::new("spec");
                let job = root.child("jobTemplate");
                let spec = job.child("spec");
                pod::warn_template(
                    template,
                    &if under_job { spec.child("template") } else { root.child("template") },
                    report,
                );
            }
        }
    }
}

/// The template of a controller, and whether it stands below a Job's.
fn template_of(typed: &Typed) -> Option<(&PodTemplateSpec, bool)> {
    Some(match typed {
        Typed::ReplicationController(one) => (one.spec.as_ref()?.template.as_ref()?, false),
        Typed::ReplicaSet(one) => (one.spec.as_ref()?.template.as_ref()?, false),
        Typed::Deployment(one) => (&one.spec.as_ref()?.template, false),
        Typed::StatefulSet(one) => (&one.spec.as_ref()?.template, false),
        Typed::DaemonSet(one) => (&one.spec.as_ref()?.template, false),
        Typed::Job(one) => (&one.spec.as_ref()?.template, false),
        Typed::CronJob(one) => (&one.spec.job_template.spec.as_ref()?.template, true),
        _ => return None,
    })
}
