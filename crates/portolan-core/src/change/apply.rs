//! What happens to running things: Pods fail, nodes go down, objects are deleted with all that they own.

use super::count::{Fate, Lost, recount};
use super::listing::{kind_of, names, who};
use super::target::{list, namespaced};
use super::{Change, Deed, words};
use crate::cluster::{Cluster, Standing};
use crate::diagnostic::{Arg, Message};
use crate::document::Kind;
use crate::object::{Meta, Owner};
use crate::workload::Pod;
use portolan_yaml::collections::BTreeSet;

/// Namespaces that the API server does not let anybody delete.
const IMMORTAL: [&str; 3] = ["default", "kube-public", "kube-system"];

/// Kind, namespace and name of objects.
type Objects = BTreeSet<(Kind, Box<str>, Box<str>)>;

/// What stands while the cluster settles anew: the Pods that run, and the nodes that the changes leave.
pub(crate) fn standing<'c>(
    before: &'c Cluster,
    changes: &[Change],
    unmet: &mut Vec<Message>,
) -> Standing<'c> {
    let (mut down, mut gone) = (BTreeSet::new(), BTreeSet::new());
    for change in changes {
        match &change.deed {
            Deed::NodeDown(name) if before.nodes.iter().any(|node| *node.name == **name) => {
                down.insert(name.as_str().into());
            }
            Deed::NodeDown(name) => unmet.push(unknown_node(change, before, name)),
            Deed::Delete(target) if target.kind == Kind::Node => {
                match target.choose(change, &names(before, Kind::Node)) {
                    Ok(chosen) => gone.extend(chosen.into_iter().map(|(_, name)| Box::from(name))),
                    Err(message) => unmet.push(message),
                }
            }
            _ => {}
        }
    }
    Standing::new(&before.pods, down, gone).with_guest(before.guest.as_ref())
}

/// That there is no such node.
pub(super) fn unknown_node(change: &Change, cluster: &Cluster, name: &str) -> Message {
    let known = list(cluster.nodes.iter().map(|node| node.name.to_string()));
    words::UNKNOWN_NODE.with([change.arg(), ("name", Arg::code(name)), ("known", known)])
}

/// Lets the changes happen to the settled cluster.
pub(crate) fn apply(cluster: &mut Cluster, changes: &[Change], unmet: &mut Vec<Message>) {
    let (mut failing, mut ending, mut deleted) = (Objects::new(), Objects::new(), Objects::new());
    for change in changes {
        let (target, into) = match &change.deed {
            Deed::NotReady(target) => (target, &mut failing),
            Deed::Terminating(target) => (target, &mut ending),
            Deed::Delete(target) if target.kind != Kind::Node => (target, &mut deleted),
            _ => continue,
        };
        let chosen = target.choose(change, &names(cluster, target.kind));
        match chosen.and_then(|chosen| mortal(change, target.kind, chosen)) {
            Ok(chosen) => into.extend(chosen),
            Err(message) => unmet.push(message),
        }
    }
    let mut lost = Vec::new();
    fail(cluster, &failing, &mut lost);
    lose(cluster, changes, &mut lost);
    delete(cluster, deleted, &mut lost);
    terminate(cluster, &ending, &mut lost);
    recount(&mut cluster.workloads, &lost);
}

/// These objects, unless the API server does not let anybody delete one of them.
fn mortal(change: &Change, kind: Kind, chosen: Vec<(&str, &str)>) -> Result<Objects, Message> {
    let immortal = chosen.iter().find(|(_, name)| kind == Kind::Namespace && IMMORTAL.contains(name));
    if let Some((_, name)) = immortal {
        let text = format!("namespaces \"{name}\" is forbidden: this namespace may not be deleted");
        return Err(words::REFUSED.with([change.arg(), ("words", Arg::text(text))]));
    }
    Ok(chosen.into_iter().map(|(namespace, name)| (kind, namespace.into(), name.into())).collect())
}

/// The readiness probes of these Pods, or of the Pods of these controllers, fail.
fn fail(cluster: &mut Cluster, failing: &Objects, lost: &mut Vec<Lost>) {
    if failing.is_empty() {
        return;
    }
    let all = with_owned(cluster, failing.clone());
    let meant = |pod: &&mut Pod| all.contains(&(Kind::Pod, pod.namespace.clone(), pod.name.clone()));
    for pod in cluster.pods.iter_mut().filter(meant) {
        unready(pod, lost);
        let Some(status) = &mut pod.status else { continue };
        status.true_conditions.retain(|one| &**one != "ContainersReady");
        status.containers.iter_mut().for_each(|container| container.ready = false);
    }
}

/// These Pods, or the Pods of these controllers, are being deleted: they have their grace period to come to an end, and
/// are as ready as before until their probes tell otherwise.
fn terminate(cluster: &mut Cluster, ending: &Objects, lost: &mut Vec<Lost>) {
    if ending.is_empty() {
        return;
    }
    let all = with_owned(cluster, ending.clone());
    let meant = |pod: &&mut Pod| {
        pod.is_active() && all.contains(&(Kind::Pod, pod.namespace.clone(), pod.name.clone()))
    };
    for pod in cluster.pods.iter_mut().filter(meant) {
        lost.extend(loss(pod, Fate::Ending));
        pod.terminating = true;
        if let Some(status) = &mut pod.status {
            status.terminating = true;
        }
    }
}

/// Nodes that are not heard of have their Pods marked as not ready, by the node lifecycle controller.
fn lose(cluster: &mut Cluster, changes: &[Change], lost: &mut Vec<Lost>) {
    let down: BTreeSet<&str> = changes
        .iter()
        .filter_map(|change| match &change.deed {
            Deed::NodeDown(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    if down.is_empty() {
        return;
    }
    for pod in cluster.pods.iter_mut().filter(|pod| down.contains(&*pod.node_name)) {
        unready(pod, lost);
        pod.lost = true;
    }
    for node in cluster.nodes.iter_mut().filter(|node| down.contains(&*node.name)) {
        node.lost = true;
    }
}

fn unready(pod: &mut Pod, lost: &mut Vec<Lost>) {
    lost.extend(loss(pod, Fate::Unready));
    pod.ready = false;
    if let Some(status) = &mut pod.status {
        status.ready = false;
        status.true_conditions.retain(|one| &**one != "Ready");
    }
}

/// What a controller loses with a Pod.
fn loss(pod: &Pod, fate: Fate) -> Option<Lost> {
    let owner = pod.owner.clone().filter(|_| pod.is_active() && (fate != Fate::Unready || pod.ready))?;
    Some(Lost { namespace: pod.namespace.clone(), owner, was_ready: pod.ready, fate })
}

/// Takes away objects and what they own.
fn delete(cluster: &mut Cluster, deleted: Objects, lost: &mut Vec<Lost>) {
    if deleted.is_empty() {
        return;
    }
    let gone = with_owned(cluster, deleted);
    let has = |kind, meta: &Meta| gone.contains(&(kind, meta.namespace.clone(), meta.name.clone()));
    let owned = |meta: &Meta| meta.owner.as_ref().is_some_and(|owner| owns(&gone, &meta.namespace, owner));
    let is_gone = |pod: &Pod| gone.contains(&(Kind::Pod, pod.namespace.clone(), pod.name.clone()));
    lost.extend(cluster.pods.iter().filter(|pod| is_gone(pod)).filter_map(|pod| loss(pod, Fate::Gone)));
    cluster.pods.retain(|pod| !is_gone(pod));
    cluster.workloads.retain(|one| !has(kind_of(one), &one.meta));
    cluster.services.retain(|one| !has(Kind::Service, &one.meta));
    cluster.slices.retain(|one| !has(Kind::EndpointSlice, &one.meta) && !owned(&one.meta));
    // The Endpoints controller deletes those that have the name of a deleted Service.
    cluster.endpoints.retain(|one| !has(Kind::Endpoints, &one.meta) && !has(Kind::Service, &one.meta));
    cluster.ingresses.retain(|one| !has(Kind::Ingress, &one.meta));
    cluster.ingress_classes.retain(|one| !has(Kind::IngressClass, &one.meta));
    cluster.policies.retain(|one| !has(Kind::NetworkPolicy, &one.meta));
    cluster.namespaces.retain(|name, _| !gone.contains(&(Kind::Namespace, "".into(), name.clone())));
    cluster.reindex();
}

/// These objects, with those in namespaces among them, and with the controllers and Pods that they own.
fn with_owned(cluster: &Cluster, mut all: Objects) -> Objects {
    add_inside(cluster, &mut all);
    // A CronJob owns Jobs, a Deployment ReplicaSets: controllers own each other in one step.
    for _ in 0..2 {
        for one in &cluster.workloads {
            let (namespace, name) = who(&one.meta);
            if one.meta.owner.as_ref().is_some_and(|owner| owns(&all, namespace, owner)) {
                all.insert((kind_of(one), namespace.into(), name.into()));
            }
        }
    }
    for pod in &cluster.pods {
        if pod.owner.as_ref().is_some_and(|owner| owns(&all, &pod.namespace, owner)) {
            all.insert((Kind::Pod, pod.namespace.clone(), pod.name.clone()));
        }
    }
    all
}

/// Adds what is in the namespaces among these objects.
fn add_inside(cluster: &Cluster, all: &mut Objects) {
    let spaces = all.iter().filter(|(kind, ..)| *kind == Kind::Namespace);
    let spaces: BTreeSet<Box<str>> = spaces.map(|(.., name)| name.clone()).collect();
    if spaces.is_empty() {
        return;
    }
    for kind in namespaced() {
        let inside = names(cluster, kind).into_iter().filter(|(namespace, _)| spaces.contains(*namespace));
        all.extend(inside.map(|(namespace, name)| (kind, namespace.into(), name.into())));
    }
}

/// Whether the owner of an object of this namespace is among these.
fn owns(all: &Objects, namespace: &str, owner: &Owner) -> bool {
    super::target::kind(&owner.kind)
        .is_ok_and(|kind| all.contains(&(kind, namespace.into(), (*owner.name).into())))
}
