//! Questions and answers in short, for the tests of the walk.

use super::{Client, Receiver, Request, Target, Trace, trace};
use crate::Analysis;
use crate::cluster::Cluster;
use crate::object::Protocol;
use crate::proxy::ProxyOptions;
pub(super) use crate::proxy::fixture::{analysis, analysis_with};
use crate::workload::PodId;

/// The Pods `one` and `two` of the app `cart`, on node-a and node-b.
pub(super) const PODS: &str = "
apiVersion: v1
kind: Pod
metadata: {name: one, labels: {app: cart}, annotations: {portolan.dev/pod-ip: 10.244.1.2}}
spec: {nodeName: node-a, containers: [{name: app, image: example.com/app, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: two, labels: {app: cart}, annotations: {portolan.dev/pod-ip: 10.244.2.2}}
spec: {nodeName: node-b, containers: [{name: app, image: example.com/app, ports: [{containerPort: 8080}]}]}
";

/// The walk to `host:port`, by TCP, where kube-proxy was started with these flags.
pub(super) fn walk(analysis: &Analysis, from: Client, to: &str, flags: &[&str]) -> Trace {
    let (host, port) = to.rsplit_once(':').expect("a host and a port");
    let flags: Vec<_> = flags.iter().map(|flag| (*flag).to_owned()).collect();
    let proxy = ProxyOptions::parse(&flags, &analysis.cluster.options).expect("flags of kube-proxy");
    let to = Target {
        http: None,
        host: host.trim_matches(['[', ']']).to_owned(),
        port: port.parse().expect("the number of a port"),
    };
    trace(&analysis.cluster, &analysis.slices, &Request { from, to, protocol: Protocol::Tcp, proxy })
}

/// The Pod of that name.
pub(super) fn pod(cluster: &Cluster, name: &str) -> Client {
    let place = cluster.pods.iter().position(|pod| pod.name.as_ref() == name).expect("a Pod of that name");
    Client::Pod(PodId(u32::try_from(place).expect("few Pods")))
}

/// `0.3333 answered 10.244.2.2:8080 sees 10.244.1.9`, for each outcome; what comes to nobody is one.
pub(super) fn outcomes(trace: &Trace) -> Vec<String> {
    let mut lines: Vec<(String, f64)> = Vec::new();
    for one in trace.outcomes() {
        let nobody = one.receiver == Receiver::Nobody;
        let address = one.address.filter(|_| !nobody).map(|address| format!(" {address}"));
        let sees = one.seen_source.map(|ip| format!(" sees {ip}")).unwrap_or_default();
        let line = format!("{}{}{sees}", one.ending.as_str(), address.unwrap_or_default());
        match lines.iter_mut().find(|(known, _)| *known == line) {
            Some((_, share)) => *share += one.probability,
            None => lines.push((line, one.probability)),
        }
    }
    lines.into_iter().map(|(line, share)| format!("{share:.4} {line}")).collect()
}

/// The rules on the way to an end; `HASH` stands for what comes behind `service-` and its like.
pub(super) fn rules(trace: &Trace, end: usize) -> Vec<String> {
    let way = trace.ends.get(end).map(|end| trace.way(end.step)).unwrap_or_default();
    way.into_iter().filter_map(|step| step.rule.as_deref().map(without_hashes)).collect()
}

fn without_hashes(rule: &str) -> String {
    let words = rule.split(' ').map(|word| match word.split_once('-') {
        Some((kind @ ("service" | "local" | "external" | "endpoint" | "firewall"), rest))
            if rest.contains('/') =>
        {
            format!("{kind}-HASH")
        }
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}
