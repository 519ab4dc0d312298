//! Validation and warnings, kind by kind.

use super::address::{warn_cidr, warn_ip};
use super::report::Report;
use super::server::meta_of_mut;
use super::{Verb, namespace, network, node, pod, service, workload};
use crate::api::core::Endpoints;
use crate::api::discovery::EndpointSlice;
use crate::api::networking::{NetworkPolicy, NetworkPolicyPeer};
use crate::diagnostic::Path;
use crate::document::Typed;

/// `SetDefaults_…` of the kinds whose defaults matter to validation or to the cluster.
pub(super) fn set_defaults(typed: &mut Typed) {
    match typed {
        Typed::Service(one) => service::set_defaults(one.spec.get_or_insert_default()),
        Typed::ReplicationController(one) => workload::set_replication_controller_defaults(one),
        Typed::Job(one) => workload::set_job_defaults(one),
        Typed::Namespace(one) => namespace::set_defaults(one),
        _ => {}
    }
    if workload::is_controller(typed) {
        // The strategies count generations themselves.
        meta_of_mut(typed).generation = None;
    }
}

/// Checks an object.
pub(super) fn validate(typed: &Typed, namespace: &str, verb: Verb, report: &mut Report) {
    match typed {
        Typed::Service(one) => service::validate(one, namespace, report),
        Typed::Endpoints(one) => network::validate_endpoints(one, namespace, report),
        Typed::EndpointSlice(one) => network::validate_endpoint_slice(one, namespace, report),
        Typed::Pod(one) => pod::validate(one, namespace, verb, report),
        Typed::ReplicationController(one) => {
            workload::validate_replication_controller(one, namespace, report);
        }
        Typed::ReplicaSet(one) => workload::validate_replica_set(one, namespace, report),
        Typed::Deployment(one) => workload::validate_deployment(one, namespace, report),
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
pub(super) fn warn(typed: &Typed, report: &mut Report) {
    match typed {
        Typed::Service(one) => service::warn(one, report),
        Typed::Ingress(one) => network::warn_ingress(one, report),
        Typed::EndpointSlice(one) => warn_slice(one, report),
        Typed::Endpoints(one) => warn_endpoints(one, report),
        Typed::NetworkPolicy(one) => warn_policy(one, report),
        Typed::Pod(one) => pod::warn_pod(one, report),
        Typed::Node(one) => node::warn(one, report),
        _ => workload::warn(typed, report),
    }
}

fn warn_slice(slice: &EndpointSlice, report: &mut Report) {
    if slice.address_type == "FQDN" {
        report.warn("spec.addressType: FQDN endpoints are deprecated".to_owned());
    }
    let path = Path::new("endpoints");
    for (index, endpoint) in slice.endpoints.iter().flatten().enumerate() {
        for (place, address) in endpoint.addresses.iter().enumerate() {
            warn_ip(&path.index(index).child("addresses").index(place), address, report);
        }
    }
}

fn warn_endpoints(endpoints: &Endpoints, report: &mut Report) {
    let path = Path::new("subsets");
    for (index, subset) in endpoints.subsets.iter().flatten().enumerate() {
        let lists = [("addresses", &subset.addresses), ("notReadyAddresses", &subset.not_ready_addresses)];
        for (field, addresses) in lists {
            for (place, address) in addresses.iter().flatten().enumerate() {
                warn_ip(&path.index(index).child(field).index(place).child("ip"), &address.ip, report);
            }
        }
    }
}

fn warn_policy(policy: &NetworkPolicy, report: &mut Report) {
    let Some(spec) = &policy.spec else { return };
    let root = Path::new("spec");
    for (index, rule) in spec.ingress.iter().flatten().enumerate() {
        let path = root.child("ingress");
        warn_peers(rule.from.as_deref().unwrap_or_default(), &path.index(index).child("from"), report);
    }
    for (index, rule) in spec.egress.iter().flatten().enumerate() {
        let path = root.child("egress");
        warn_peers(rule.to.as_deref().unwrap_or_default(), &path.index(index).child("to"), report);
    }
}

fn warn_peers(peers: &[NetworkPolicyPeer], path: &Path<'_>, report: &mut Report) {
    for (index, block) in
        peers.iter().enumerate().filter_map(|(index, peer)| Some((index, peer.ip_block.as_ref()?)))
    {
        let path = path.index(index);
        let path = path.child("ipBlock");
        warn_cidr(&path.child("cidr"), &block.cidr, report);
        for (index, except) in block.except.iter().flatten().enumerate() {
            warn_cidr(&path.child("except").index(index), except, report);
        }
    }
}
