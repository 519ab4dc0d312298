//! A Pod that asks where nobody is named to ask.
//!
//! It is bound behind all others, so that it takes nothing from them, and is no part of the cluster.

use super::standing::Standing;
use crate::diagnostic::ObjectId;
use crate::object::{Labels, Meta, Node, PodSpec, WrittenPod};
use crate::workload::{Pod, node_fits};
use std::sync::Arc;

/// The name of the guest.
pub const GUEST: &str = "client";

/// Where the guest is.
const NAMESPACE: &str = "default";

/// Puts the guest behind the Pods; whether it could come.
pub(super) fn enter(pods: &mut Vec<Pod>, nodes: &[Node], standing: &Standing<'_>) -> bool {
    if pods.iter().any(|pod| *pod.namespace == *NAMESPACE && *pod.name == *GUEST) {
        return false;
    }
    pods.push(Pod { node_name: place(nodes, standing), ..guest() });
    true
}

/// Takes the guest away again; it keeps the address that it had, if nobody else has it.
pub(super) fn leave(pods: &mut Vec<Pod>, standing: &Standing<'_>) -> Option<Pod> {
    let mut guest = pods.pop()?;
    let before = standing.guest.filter(|before| before.node_name == guest.node_name);
    if let Some(before) = before
        && before.ips.len() == guest.ips.len()
        && !pods.iter().flat_map(|pod| &pod.ips).any(|ip| before.ips.contains(ip))
    {
        guest.ips.clone_from(&before.ips);
    }
    Some(guest)
}

/// The node on which it was, or any that is ready if Pods may be on none; empty for the one whose turn it is.
fn place(nodes: &[Node], standing: &Standing<'_>) -> Box<str> {
    let mut ready = nodes.iter().filter(|node| node.ready);
    let before = standing.guest.and_then(|guest| ready.clone().find(|node| node.name == guest.node_name));
    let takes_turns =
        |node: &Node| node.schedulable && (node.meta.is_none() || node_fits(node, &PodSpec::default()));
    let chosen = before.or_else(|| if ready.clone().any(takes_turns) { None } else { ready.next() });
    chosen.map(|node| node.name.clone()).unwrap_or_default()
}

fn guest() -> Pod {
    let meta = Meta {
        id: ObjectId(u32::MAX),
        namespace: NAMESPACE.into(),
        name: GUEST.into(),
        labels: Labels::default(),
        annotations: Labels::default(),
        owner: None,
        stated: false,
    };
    Pod::written(WrittenPod { meta, spec: Arc::default(), status: None })
}

#[cfg(test)]
mod tests {
    use crate::{Analysis, Options, analyze, parse};

    const APP: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: example.com/web}]}
";

    fn app(text: &str) -> Analysis {
        analyze(vec![parse("app.yaml".to_owned(), text.as_bytes().to_vec())], &Options::default())
    }

    #[test]
    fn the_guest_is_bound_behind_all_others_and_is_none_of_them() {
        let cluster = app(APP).cluster;
        assert_eq!(cluster.pods.len(), 2);
        let guest = cluster.guest_id().and_then(|id| cluster.pod(id)).expect("a guest");
        assert_eq!((guest.full_name().as_str(), guest.node_name.as_ref()), ("default/client", "node-c"));
        assert_eq!(guest.ips, ["10.244.3.2".parse::<std::net::IpAddr>().expect("an address")]);
    }

    #[test]
    fn a_pod_of_that_name_takes_the_place_of_the_guest() {
        let manifest = "apiVersion: v1\nkind: Pod\nmetadata: {name: client}\n\
                        spec: {containers: [{name: client, image: curl}]}\n";
        let cluster = app(manifest).cluster;
        assert!(cluster.guest.is_none() && cluster.guest_id().is_none());
    }
}
