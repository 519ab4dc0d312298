//! The walk of a packet: from a client by name, rules and routes to a container, or to where it is lost.
//!
//! [`trace`] walks the very rule sets that [`crate::proxy`] writes, hook by hook as the kernel does (netfilter's order
//! of hooks and priorities), node by node. Where a rule decides by lot the walk branches, so that every outcome has its
//! probability. It follows the first packet of a client's first connection; what later packets meet follows from it
//! by connection tracking.

#[cfg(test)]
mod agreement;
mod arrival;
mod departure;
#[cfg(test)]
mod fixture;
mod headless;
mod hook;
mod http;
mod iptables;
mod ipvs;
mod log;
mod name;
mod network;
mod nftables;
mod node;
mod outside;
mod packet;
mod policy;
mod reason;
mod reply;
mod request;
mod step;
mod words;

pub use log::MOST_BRANCHES;
pub use packet::{Incoming, Packet};
pub use request::{Client, Request, Target};
pub use step::{End, Ending, Outcome, Proxied, Receiver, Stage, Step, StepId, Trace};

pub use http::comes_from_outside;

use crate::cluster::Cluster;
use crate::object::EndpointSlice;

/// Walks the first packet of a connection. Total: whatever is asked, there is an end.
#[must_use]
pub fn trace(cluster: &Cluster, slices: &[EndpointSlice], request: &Request) -> Trace {
    network::Network::new(cluster, slices, request).walk(request)
}

/// The same for several connections, under the flags of kube-proxy that the first names: what a node has is made once.
#[must_use]
pub fn traces(cluster: &Cluster, slices: &[EndpointSlice], requests: &[Request]) -> Vec<Trace> {
    let Some(first) = requests.first() else { return Vec::new() };
    let mut network = network::Network::new(cluster, slices, first);
    requests.iter().map(|request| network.walk(request)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Analysis;
    use crate::workload::PodId;
    use fixture::{analysis, outcomes, walk};

    const SHOP: &str = "
apiVersion: v1
kind: Pod
metadata: {name: shell, annotations: {portolan.dev/pod-ip: 10.244.1.9}}
spec: {nodeName: node-a, containers: [{name: shell, image: example.com/shell, ports: [{containerPort: 9}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  replicas: 3
  selector: {matchLabels: {app: cart}}
  template:
    metadata:
      labels: {app: cart}
      annotations: {portolan.dev/pod-ip: 'IPS'}
    spec: {containers: [{name: app, image: example.com/app, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: cart}
spec:
  type: NodePort
  clusterIP: 10.96.1.1
  selector: {app: cart}
  ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
";

    fn shop() -> Analysis {
        analysis(&SHOP.replace("IPS", "10.244.2.2,10.244.3.2,10.244.1.2"))
    }

    #[test]
    fn a_cluster_ip_is_shared_out_and_pods_see_who_asks() {
        let trace = walk(&shop(), Client::Pod(PodId(0)), "cart:80", &[]);
        let expected = [
            "0.3333 answered 10.244.1.2:8080 sees 10.244.1.9",
            "0.3333 answered 10.244.2.2:8080 sees 10.244.1.9",
            "0.3333 answered 10.244.3.2:8080 sees 10.244.1.9",
        ];
        assert_eq!(outcomes(&trace), expected, "{trace:#?}");
        let sum: f64 = trace.ends.iter().map(|end| end.probability).sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_node_port_hides_the_client() {
        let outside = Client::Outside([203, 0, 113, 7].into());
        let trace = walk(&shop(), outside, "192.168.10.12:30080", &[]);
        let expected = [
            "0.3333 answered 10.244.1.2:8080 sees 192.168.10.12",
            "0.3333 answered 10.244.2.2:8080 sees 192.168.10.12",
            "0.3333 answered 10.244.3.2:8080 sees 192.168.10.12",
        ];
        assert_eq!(outcomes(&trace), expected);
    }

    #[test]
    fn a_name_that_is_not_there_ends_the_walk() {
        let trace = walk(&shop(), Client::Pod(PodId(0)), "cat:80", &[]);
        assert_eq!(outcomes(&trace), ["1.0000 nxdomain"]);
    }

    #[test]
    fn a_port_that_nobody_declares_is_refused() {
        let trace = walk(&shop(), Client::Pod(PodId(0)), "10.244.1.2:80", &[]);
        assert_eq!(outcomes(&trace), ["1.0000 refused 10.244.1.2:80"]);
    }

    #[test]
    fn clusters_are_closed_to_the_outside() {
        let outside = || Client::Outside([203, 0, 113, 7].into());
        assert_eq!(outcomes(&walk(&shop(), outside(), "10.96.1.1:80", &[])), ["1.0000 no-route"]);
        let name = "cart.default.svc.cluster.local:80";
        assert_eq!(outcomes(&walk(&shop(), outside(), name, &[])), ["1.0000 nxdomain"]);
    }

    #[test]
    fn a_pod_that_reaches_itself_sees_the_node() {
        let manifests = SHOP.replace("IPS", "10.244.2.2").replace("replicas: 3", "replicas: 1");
        let trace = walk(&analysis(&manifests), Client::Pod(PodId(1)), "cart:80", &[]);
        let [end] = trace.ends.as_slice() else { panic!("one end") };
        assert_eq!(outcomes(&trace), ["1.0000 answered 10.244.2.2:8080 sees 192.168.10.11"]);
        assert!(trace.way(end.step).iter().any(|step| step.message.template.id == "trace.arrived-at-itself"));
    }

    #[test]
    fn a_host_port_leads_to_its_pod_and_hides_nobody() {
        let manifests = "
apiVersion: v1
kind: Pod
metadata: {name: web, annotations: {portolan.dev/pod-ip: 10.244.2.5}}
spec: {nodeName: node-b, containers: [{name: app, image: example.com/app, ports: [{containerPort: 80, hostPort: 8080}]}]}
";
        let outside = || Client::Outside([203, 0, 113, 7].into());
        let trace = walk(&analysis(manifests), outside(), "192.168.10.12:8080", &[]);
        assert_eq!(outcomes(&trace), ["1.0000 answered 10.244.2.5:80 sees 203.0.113.7"]);
        let elsewhere = walk(&analysis(manifests), outside(), "192.168.10.11:8080", &[]);
        assert_eq!(outcomes(&elsewhere), ["1.0000 refused"]);
    }

    #[test]
    fn policy_local_keeps_the_source_and_loses_what_comes_to_other_nodes() {
        let manifests = SHOP
            .replace("IPS", "10.244.2.2")
            .replace("replicas: 3", "replicas: 1")
            .replace("type: NodePort", "type: NodePort\n  externalTrafficPolicy: Local");
        let analysis = analysis(&manifests);
        let on = analysis.cluster.pods[1].node_name.clone();
        for (node, ip) in [("node-a", "192.168.10.11"), ("node-b", "192.168.10.12")] {
            let trace =
                walk(&analysis, Client::Outside([203, 0, 113, 7].into()), &format!("{ip}:30080"), &[]);
            let expected = if node == on.as_ref() {
                "1.0000 answered 10.244.2.2:8080 sees 203.0.113.7".to_owned()
            } else {
                "1.0000 timeout".to_owned()
            };
            assert_eq!(outcomes(&trace), [expected]);
        }
    }
}
