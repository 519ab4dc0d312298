//! Clusters for the tests of the back ends.

use super::{Plan, ProxyOptions, plan};
use crate::{Analysis, Options, analyze, parse};

/// A Pod on node-b behind a Service of type LoadBalancer that wants endpoints of the node itself.
pub(super) const BALANCED: &str = "
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}, annotations: {portolan.dev/pod-ip: 10.244.2.5}}
spec: {nodeName: node-b, containers: [{name: app, image: example.com/app}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, annotations: {portolan.dev/lb-ip: 203.0.113.9}}
spec:
  type: LoadBalancer
  clusterIP: 10.96.1.1
  externalTrafficPolicy: Local
  loadBalancerSourceRanges: [198.51.100.0/24, 192.168.10.0/24]
  selector: {app: web}
  ports: [{port: 80, nodePort: 30080}]
";

/// What a cluster makes of manifests, all of which it must accept.
pub(crate) fn analysis(manifests: &str) -> Analysis {
    analysis_with(manifests, &Options::default())
}

/// The same for a cluster of another kind.
pub(crate) fn analysis_with(manifests: &str, options: &Options) -> Analysis {
    let file = parse("test.yaml".to_owned(), manifests.as_bytes().to_vec());
    let analysis = analyze(vec![file], options);
    let refused =
        analysis.manifests.iter().find(|one| one.answer.as_ref().is_some_and(|answer| !answer.accepted));
    assert!(refused.is_none(), "{refused:?}\n{manifests}");
    analysis
}

/// The plan of a kube-proxy that was started with these flags.
pub(super) fn plan_of<'a>(analysis: &'a Analysis, flags: &[&str]) -> Plan<'a> {
    let flags: Vec<_> = flags.iter().map(|flag| (*flag).to_owned()).collect();
    let options = ProxyOptions::parse(&flags, &analysis.cluster.options).expect("flags of kube-proxy");
    plan(&analysis.cluster, &analysis.slices, &options)
}
