//! The engine against what documentation says: one Pod on node-a and three on node-b, behind every provider.

use super::*;
use crate::{Analysis, Options, analyze, parse};

const SHOP: &str = "
apiVersion: v1
kind: Pod
metadata: {name: web-1, labels: {app: web}}
spec: {nodeName: node-a, containers: [{name: web, image: example.com/web, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web-2, labels: {app: web}}
spec: {nodeName: node-b, containers: [{name: web, image: example.com/web, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web-3, labels: {app: web}}
spec: {nodeName: node-b, containers: [{name: web, image: example.com/web, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web-4, labels: {app: web}}
spec: {nodeName: node-b, containers: [{name: web, image: example.com/web, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, annotations: {NOTES}}
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
";

fn shop(provider: Provider, notes: &str) -> Analysis {
    let options = Options { provider: Some(provider), ..Options::default() };
    let text = SHOP.replace("NOTES", notes);
    analyze(vec![parse("shop.yaml".to_owned(), text.into_bytes())], &options)
}

fn exposure(analysis: &Analysis, policy: TrafficPolicy) -> Exposure {
    External::new(&analysis.cluster, &analysis.slices).exposure_under(&analysis.cluster.services[0], policy)
}

/// Shares in thousandths, by Pod.
fn shares(exposure: &Exposure) -> Vec<(&str, i64)> {
    exposure.shares.iter().map(|one| (&one.pod[8..], (one.fraction * 1000.0).round() as i64)).collect()
}

fn nodes(exposure: &Exposure) -> Vec<(&str, bool)> {
    exposure.back_ends.iter().map(|one| (&*one.node_name, one.healthy)).collect()
}

const BY_NODE: [(&str, i64); 4] = [("web-1", 500), ("web-2", 167), ("web-3", 167), ("web-4", 167)];
const EVEN: [(&str, i64); 4] = [("web-1", 250), ("web-2", 250), ("web-3", 250), ("web-4", 250)];

#[test]
fn nodes_get_equal_parts_under_local_and_pods_under_cluster() {
    for provider in [Provider::Generic, Provider::AckFlannel, Provider::Gke, Provider::Aks] {
        let analysis = shop(provider, "");
        let (local, cluster) =
            (exposure(&analysis, TrafficPolicy::Local), exposure(&analysis, TrafficPolicy::Cluster));
        assert_eq!(shares(&local), BY_NODE, "{provider:?}");
        assert_eq!(shares(&cluster), EVEN, "{provider:?}");
        assert!(local.source_kept && !cluster.source_kept);
        assert!(local.sessions && !cluster.sessions);
        assert!(nodes(&cluster).iter().all(|(_, healthy)| *healthy) && cluster.back_ends.len() == 3);
        let listed: &[_] = if provider == Provider::AckFlannel {
            &[("node-a", true), ("node-b", true)]
        } else {
            &[("node-a", true), ("node-b", true), ("node-c", false)]
        };
        assert_eq!(nodes(&local), listed);
    }
}

#[test]
fn pods_are_back_ends_whatever_the_policy() {
    let analysis = shop(Provider::AckTerwayEniip, "");
    for policy in [TrafficPolicy::Local, TrafficPolicy::Cluster] {
        let found = exposure(&analysis, policy);
        assert_eq!(shares(&found), EVEN);
        assert!(found.source_kept && found.sessions);
        assert_eq!(found.back_ends.len(), 4);
        assert!(found.back_ends.iter().all(|one| one.port == 8080 && one.pod.is_some()));
    }
}

#[test]
fn annotations_weigh_nodes_and_choose_targets() {
    let wrr = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-scheduler: wrr";
    assert_eq!(shares(&exposure(&shop(Provider::AckFlannel, wrr), TrafficPolicy::Local)), EVEN);
    let weighted = "networking.gke.io/weighted-load-balancing: pods-per-node";
    assert_eq!(shares(&exposure(&shop(Provider::Gke, weighted), TrafficPolicy::Local)), EVEN);
    let ip = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: ip";
    let by_ip = exposure(&shop(Provider::AwsNlbInstance, ip), TrafficPolicy::Cluster);
    assert_eq!((by_ip.targets, by_ip.check, by_ip.source_kept), (Targets::Pods, Check::TargetPort, false));
    let kept = "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes: preserve_client_ip.enabled=true";
    assert!(exposure(&shop(Provider::AwsNlbIp, kept), TrafficPolicy::Cluster).source_kept);
}

#[test]
fn zones_have_shares_of_their_own_unless_nlbs_are_told_to_cross_them() {
    // node-a and node-b are in zones of their own: half of all connections each.
    assert_eq!(shares(&exposure(&shop(Provider::AwsNlbIp, ""), TrafficPolicy::Cluster)), BY_NODE);
    let across =
        "service.beta.kubernetes.io/aws-load-balancer-attributes: load_balancing.cross_zone.enabled=true";
    assert_eq!(shares(&exposure(&shop(Provider::AwsNlbIp, across), TrafficPolicy::Cluster)), EVEN);
}

#[test]
fn metallb_has_one_node_and_the_others_are_in_reserve() {
    let analysis = shop(Provider::MetalLbL2, "metallb.io/loadBalancerIPs: 192.168.10.200");
    let local = exposure(&analysis, TrafficPolicy::Local);
    assert_eq!(local.back_ends.len(), 1);
    let leader = &*local.back_ends[0].node_name;
    let expected: &[_] = if leader == "node-a" {
        &[("web-1", 1000)]
    } else {
        &[("web-2", 333), ("web-3", 333), ("web-4", 333)]
    };
    assert_eq!(shares(&local), expected);
    assert_eq!(shares(&exposure(&analysis, TrafficPolicy::Cluster)), EVEN);
    assert_eq!(local.addresses[0].ip, "192.168.10.200".parse().ok());
}

#[test]
fn where_nobody_makes_load_balancers_there_is_no_address() {
    for provider in [Provider::Kind, Provider::Minikube, Provider::None] {
        let analysis = shop(provider, "");
        assert!(exposure(&analysis, TrafficPolicy::Local).addresses.is_empty());
        assert!(pending(&analysis.cluster, &analysis.cluster.services[0]).is_some());
    }
    assert!(
        pending(&shop(Provider::Gke, "").cluster, &shop(Provider::Gke, "").cluster.services[0]).is_none()
    );
}

#[test]
fn profiles_stand_in_the_order_of_the_providers() {
    assert!(PROFILES.iter().map(|profile| profile.provider).eq(Provider::ALL));
}
