//! One example of each thing that the modes of kube-proxy do differently.

use crate::Analysis;
use crate::trace::Client;
use crate::trace::fixture::{analysis, outcomes, pod, walk};

const CLUSTER: &str = "
apiVersion: v1
kind: Pod
metadata: {name: app, labels: {app: web}, annotations: {portolan.dev/pod-ip: 10.244.2.5}}
spec: {nodeName: node-b, containers: [{name: app, image: example.com/app}]}
---
apiVersion: v1
kind: Service
metadata: {name: open}
spec:
  type: NodePort
  clusterIP: 10.96.1.1
  selector: {app: web}
  ports: [{port: 80, nodePort: 30080}]
---
apiVersion: v1
kind: Service
metadata: {name: near}
spec:
  type: NodePort
  clusterIP: 10.96.1.2
  internalTrafficPolicy: Local
  externalTrafficPolicy: Local
  selector: {app: web}
  ports: [{port: 80, nodePort: 30081}]
---
apiVersion: v1
kind: Service
metadata: {name: empty, annotations: {portolan.dev/lb-ip: 203.0.113.9}}
spec:
  type: LoadBalancer
  clusterIP: 10.96.1.3
  externalIPs: [198.51.100.1]
  loadBalancerSourceRanges: [203.0.113.0/24]
  selector: {app: nobody}
  ports: [{port: 80, nodePort: 30082}]
";

/// What comes of a connection in iptables, nftables and IPVS mode.
#[track_caller]
fn hold(analysis: &Analysis, from: &Client, to: &str, expected: [&str; 3]) {
    for (mode, expected) in ["iptables", "nftables", "ipvs"].into_iter().zip(expected) {
        let trace = walk(analysis, from.clone(), to, &[&format!("--proxy-mode={mode}")]);
        assert_eq!(outcomes(&trace).join("; "), expected, "{from:?} to {to} in {mode} mode");
    }
}

#[test]
fn node_ports_on_the_loopback_address() {
    let expected = ["1.0000 answered 10.244.2.5:80 sees 192.168.10.11", "1.0000 refused", "1.0000 refused"];
    hold(&analysis(CLUSTER), &Client::Node(0), "127.0.0.1:30080", expected);
}

#[test]
fn ports_that_a_cluster_ip_does_not_have() {
    let expected = ["1.0000 timeout", "1.0000 refused", "1.0000 refused"];
    hold(&analysis(CLUSTER), &Client::Node(0), "10.96.1.1:81", expected);
    hold(&analysis(CLUSTER), &Client::Node(0), "10.96.9.9:80", ["1.0000 timeout"; 3]);
}

#[test]
fn source_ranges_of_a_service_without_endpoints() {
    let stranger = Client::Outside([192, 0, 2, 1].into());
    let expected = ["1.0000 refused", "1.0000 timeout", "1.0000 timeout"];
    hold(&analysis(CLUSTER), &stranger, "203.0.113.9:80", expected);
}

/// In iptables mode, the packet leaves the node. The network brings it back to some node: to another, which refuses it,
/// or to the same, which does not take its own packets from outside.
#[test]
fn what_a_node_sends_to_a_service_without_endpoints() {
    let expected = ["0.3333 timeout; 0.6667 refused", "1.0000 refused", "1.0000 refused"];
    hold(&analysis(CLUSTER), &Client::Node(0), "198.51.100.1:80", expected);
}

#[test]
fn a_pod_that_is_led_back_to_itself_by_another_node() {
    let analysis = analysis(CLUSTER);
    let expected = ["1.0000 answered 10.244.2.5:80 sees 192.168.10.11", "1.0000 timeout", "1.0000 timeout"];
    hold(&analysis, &pod(&analysis.cluster, "app"), "192.168.10.11:30081", expected);
}

#[test]
fn policy_local_without_an_endpoint_on_the_node() {
    let expected = ["1.0000 timeout", "1.0000 timeout", "1.0000 answered 10.244.2.5:80 sees 192.168.10.11"];
    hold(&analysis(CLUSTER), &Client::Node(0), "10.96.1.2:80", expected);
}

#[test]
fn policy_local_and_clients_in_the_cluster() {
    let more = "
---
apiVersion: v1
kind: Pod
metadata: {name: another, labels: {app: web}, annotations: {portolan.dev/pod-ip: 10.244.1.5}}
spec: {nodeName: node-a, containers: [{name: app, image: example.com/app}]}
";
    let anywhere =
        "0.5000 answered 10.244.1.5:80 sees 192.168.10.11; 0.5000 answered 10.244.2.5:80 sees 192.168.10.11";
    let expected = [anywhere, anywhere, "1.0000 answered 10.244.1.5:80 sees 192.168.10.11"];
    hold(&analysis(&format!("{CLUSTER}{more}")), &Client::Node(0), "192.168.10.11:30081", expected);
}
