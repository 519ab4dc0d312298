//! The Pod that a word of the command line means.

use crate::session::Session;
use crate::words;
use anyhow::{Result, anyhow, bail};
use portolan_core::Analysis;
use portolan_core::cluster::Cluster;
use portolan_core::diagnostic::{Arg, Message};
use portolan_core::object::Workload;
use portolan_core::workload::Pod;
use portolan_render::get::Resource;
use std::collections::BTreeSet;

/// So many names are told where one is unknown.
const SHOWN: usize = 8;

/// The Pod of `pod/NAME` or `pod/NAMESPACE/NAME`, or the first one of a controller, `deploy/NAME`. Without a namespace
/// it is the first of that name.
pub(super) fn find<'a>(analysis: &'a Analysis, word: &str, session: &Session) -> Result<&'a Pod> {
    let (kind, path) = match word.split_once('/').map(|(kind, path)| (Resource::parse(kind), path)) {
        Some(([kind], path)) => (*kind, path),
        _ => (Resource::Pods, word),
    };
    if !matches!(kind, Resource::Pods | Resource::Workloads(_)) {
        bail!(session.words(&words::NOT_OF_PODS.with([("kind", Arg::text(kind.kind()))])));
    }
    let (namespace, name) = path.split_once('/').map_or((None, path), |(one, other)| (Some(one), other));
    let cluster = &analysis.cluster;
    let owners = if kind == Resource::Pods { BTreeSet::new() } else { owners(cluster, kind.kind(), name) };
    let of_kind = |pod: &&Pod| match &pod.owner {
        _ if kind == Resource::Pods => *pod.name == *name,
        Some(owner) => owners.contains(&(&*pod.namespace, &*owner.kind, &*owner.name)),
        None => false,
    };
    let mut pods = cluster.pods.iter().filter(|pod| namespace.is_none_or(|wanted| *pod.namespace == *wanted));
    pods.find(of_kind).ok_or_else(|| anyhow!(session.words(&unknown(cluster, path))))
}

/// A controller of this kind and name, and those that it owns: namespace, kind and name of each.
fn owners<'a>(cluster: &'a Cluster, kind: &str, name: &str) -> BTreeSet<(&'a str, &'a str, &'a str)> {
    let is_meant = |one: &&Workload| {
        let owner = one.meta.owner.as_ref();
        (one.kind.as_str(), &*one.meta.name) == (kind, name)
            || owner.is_some_and(|owner| (&*owner.kind, &*owner.name) == (kind, name))
    };
    let meant = cluster.workloads.iter().filter(is_meant);
    meant.map(|one| (&*one.meta.namespace, one.kind.as_str(), &*one.meta.name)).collect()
}

/// That there is no such Pod, and which ones there are whose names begin alike.
fn unknown(cluster: &Cluster, path: &str) -> Message {
    let name = path.rsplit('/').next().unwrap_or(path);
    let beginning = format!("{name}-");
    let alike = cluster.pods.iter().filter(|pod| pod.name.starts_with(&beginning));
    let alike: Vec<String> = alike.take(SHOWN).map(|pod| pod.name.to_string()).collect();
    if alike.is_empty() {
        return words::about(&words::UNKNOWN_POD, "name", path);
    }
    words::UNKNOWN_POD_ALIKE.with([
        ("name", Arg::code(path)),
        ("n", Arg::count(alike.len())),
        ("known", Arg::Codes(alike)),
    ])
}
