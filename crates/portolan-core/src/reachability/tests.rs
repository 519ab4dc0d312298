//! The table against the walk, and how much work it is.

use super::{Offer, Reach, Reachability, Scope, Who, reachability};
use crate::proxy::ProxyOptions;
use crate::trace::{Client, End, Ending, Receiver, Request, Target, traces};
use crate::workload::PodId;
use crate::{Analysis, Options, analyze, parse};
use std::fmt::Write as _;

const SHOP: &str = "
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {team: shop}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: i, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  serviceName: db
  replicas: 2
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: c, image: i, ports: [{containerPort: 5432}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: alone, namespace: tools, labels: {app: alone}}
spec: {nodeName: node-b, containers: [{name: c, image: i, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: agent, namespace: tools, labels: {app: agent}}
spec: {nodeName: node-a, hostNetwork: true, containers: [{name: c, image: i, ports: [{containerPort: 9100}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: http, nodePort: 30080}]}
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: db}, ports: [{port: 5432}]}
---
apiVersion: v1
kind: Service
metadata: {name: alone, namespace: tools}
spec: {internalTrafficPolicy: Local, selector: {app: alone}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: agent, namespace: tools}
spec: {selector: {app: agent}, ports: [{port: 9100}]}
---
apiVersion: v1
kind: Service
metadata: {name: nobody, namespace: tools}
spec: {selector: {app: nobody}, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{ports: [{port: http}]}]
  egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 5432}]}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress: [{from: [{podSelector: {matchLabels: {app: web}}}, {ipBlock: {cidr: 192.168.10.11/32}}]}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: alone, namespace: tools}
spec: {podSelector: {matchLabels: {app: alone}}, policyTypes: [Ingress], ingress: []}
";

fn analysis(text: &str) -> Analysis {
    analyze(vec![parse("shop.yaml".to_owned(), text.as_bytes().to_vec())], &Options::default())
}

fn table<'a>(analysis: &'a Analysis, scope: &Scope) -> Reachability<'a> {
    reachability(analysis, scope, &ProxyOptions::new(&analysis.cluster.options))
}

/// The Pods of a row.
fn pods(analysis: &Analysis, who: Who<'_>) -> Vec<PodId> {
    let Who::Workload(kind, namespace, name) = who else { return Vec::new() };
    let pods = analysis.cluster.pods.iter().zip(0..).filter(|(pod, _)| {
        let own = if kind == "Pod" { *pod.name == *name } else { pod.name.starts_with(&format!("{name}-")) };
        *pod.namespace == *namespace && own
    });
    pods.map(|(_, id)| PodId(id)).collect()
}

#[test]
fn the_table_says_what_walks_say() {
    let analysis = analysis(SHOP);
    let found = table(&analysis, &Scope::default());
    let mut compared = 0;
    for (client, cells) in found.clients.iter().zip(&found.cells) {
        let pods = pods(&analysis, client.who);
        for (target, cell) in found.targets.iter().zip(cells) {
            let Offer::Service(service, _) = target.offer else { continue };
            let host = service.cluster_ips[0].to_string();
            let to = |pod: &PodId| Request {
                from: Client::Pod(*pod),
                to: Target { host: host.clone(), port: target.port, http: None },
                protocol: target.protocol,
                proxy: ProxyOptions::new(&analysis.cluster.options),
            };
            let requests: Vec<_> = pods.iter().map(to).collect();
            let walks = traces(&analysis.cluster, &analysis.slices, &requests);
            // A Pod that is sent back to itself is let through; the table asks for the others.
            let others = |pod: PodId, end: &&End| !matches!(end.receiver, Receiver::Pod(to, _) if to == pod);
            let walks = walks.iter().zip(&pods);
            let ends = walks.flat_map(|(walk, pod)| walk.ends.iter().filter(move |end| others(*pod, end)));
            let ends = || ends.clone();
            let (answered, all) =
                (ends().filter(|end| end.ending == Ending::Answered).count(), ends().count());
            let walked = match answered {
                _ if all == 0 => continue,
                0 => Reach::No,
                _ if answered == all => Reach::Yes,
                _ => Reach::Partly,
            };
            assert_eq!(cell.reach, walked, "{:?} to {} {:?}", client.who, target.name, cell.reason);
            compared += 1;
        }
    }
    assert!(compared >= 18, "{compared}");
}

#[test]
fn names_and_namespaces_narrow_it() {
    let analysis = analysis(SHOP);
    let scope = |namespace: Option<&str>, names: &[&str]| Scope {
        namespace: namespace.map(str::to_owned),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    let size = |scope: Scope| {
        let found = table(&analysis, &scope);
        (found.clients.len(), found.targets.len())
    };
    assert_eq!(size(scope(None, &[])), (8, 5));
    assert_eq!(size(scope(Some("shop"), &[])), (8, 2));
    assert_eq!(size(scope(None, &["nobody"])), (8, 1));
    assert_eq!(size(scope(None, &["absent"])), (8, 0));
}

/// 40 Deployments of 50 Pods each in 4 namespaces, a Service for each, and 500 policies.
fn large() -> String {
    let mut text = String::new();
    for one in 0..40 {
        let space = one % 4;
        let _ = write!(
            text,
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: d{one}, namespace: n{space}}}\nspec: \
             {{replicas: 50, selector: {{matchLabels: {{app: d{one}}}}}, template: {{metadata: {{labels: \
             {{app: d{one}}}}}, spec: {{containers: [{{name: c, image: i, ports: [{{containerPort: 80}}]}}]}}}}}}\n\
             ---\napiVersion: v1\nkind: Service\nmetadata: {{name: d{one}, namespace: n{space}}}\nspec: {{selector: \
             {{app: d{one}}}, ports: [{{port: 80}}]}}\n"
        );
    }
    for one in 0..500 {
        let (app, peer, space) = (one % 40, (one * 7) % 40, one % 4);
        let _ = write!(
            text,
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p{one}, namespace: \
             n{space}}}\nspec: {{podSelector: {{matchLabels: {{app: d{app}}}}}, ingress: [{{from: [{{podSelector: \
             {{matchLabels: {{app: d{peer}}}}}}}], ports: [{{port: 80}}]}}]}}\n"
        );
    }
    text
}

#[test]
fn pods_that_are_alike_are_asked_once() {
    let analysis = analysis(&large());
    assert_eq!((analysis.cluster.pods.len(), analysis.cluster.policies.len()), (2000, 500));
    let found = table(&analysis, &Scope::default());
    // 40 Deployments, 5 namespaces, and the world outside; every Service has one kind of Pods behind it.
    assert_eq!((found.clients.len(), found.targets.len(), found.cut), (46, 40, false));
    assert_eq!(found.asked, 45 * 40);
    let policies = crate::policy::Policies::new(&analysis.cluster);
    analysis.cluster.pods.iter().for_each(|pod| drop(policies.selecting(pod)));
    assert!(policies.asked() <= 40 * 125, "{}", policies.asked());
}
