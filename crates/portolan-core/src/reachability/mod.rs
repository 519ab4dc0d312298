//! Who reaches what: every client against every port that is offered, with the NetworkPolicies that decide.
//!
//! Pods that no policy can tell apart are asked once, as one class: what policies say comes from [`crate::policy`], the
//! same room that walks ask. Where a Service leads comes from its EndpointSlices; what comes from outside is walked.

pub mod address;
mod class;
mod client;
mod inside;
mod outside;
mod target;
#[cfg(test)]
mod tests;

pub use client::{Client, Names, Who};
pub use target::{Offer, Target};

use crate::Analysis;
use crate::cluster::Cluster;
use crate::diagnostic::{Certainty, Message, Origin};
use crate::object::NetworkPolicy;
use crate::policy::Policies;
use crate::proxy::ProxyOptions;
use class::Classes;

/// A table has at most this many cells: the rows behind are left out.
pub const MOST_CELLS: usize = 200_000;

/// Who reaches what.
#[derive(Debug, Default)]
pub struct Reachability<'a> {
    /// The rows.
    pub clients: Vec<Client<'a>>,
    /// The columns.
    pub targets: Vec<Target<'a>>,
    /// A row for each client, with a cell for each target.
    pub cells: Vec<Vec<Cell<'a>>>,
    /// Whether clients were left out because there are too many.
    pub cut: bool,
    /// How many connections were held against policies: a measure of the work done.
    pub asked: usize,
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The namespace of the targets; `None` for all.
    pub namespace: Option<String>,
    /// Names of clients or targets; empty for all.
    pub names: Vec<String>,
}

/// Whether a client reaches a target.
#[derive(Clone, Debug)]
pub struct Cell<'a> {
    /// Whether it does.
    pub reach: Reach,
    /// How sure that is.
    pub certainty: Certainty,
    /// The policies that decide, each with the field that says so: the rule that allows, or what isolates.
    pub decided_by: Vec<(&'a NetworkPolicy, Origin)>,
    /// Why it does not, or not always.
    pub reason: Option<Message>,
}

/// How far one reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Always.
    #[default]
    Yes,
    /// Some Pods of the client, or some behind the target.
    Partly,
    /// Never.
    No,
}

impl Reach {
    /// Its name in machine output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }

    /// Some and others together.
    pub(super) fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Partly }
    }
}

/// The table of a cluster.
#[must_use]
pub fn reachability<'a>(analysis: &'a Analysis, scope: &Scope, proxy: &ProxyOptions) -> Reachability<'a> {
    let cluster: &'a Cluster = &analysis.cluster;
    let policies = Policies::new(cluster);
    let classes = Classes::new(cluster, &policies);
    let named = |name: &str| scope.names.iter().any(|wanted| *wanted == name);
    let mut targets = target::targets(analysis, &classes);
    targets.retain(|one| scope.namespace.as_deref().is_none_or(|wanted| wanted == one.namespace));
    let mut clients = client::clients(cluster, &classes);
    let of_target = targets.iter().any(|one| named(one.name));
    let of_client = clients.iter().any(|one| named(one.name()));
    targets.retain(|one| !of_target || named(one.name));
    clients.retain(|one| of_target || !of_client || named(one.name()));
    if !scope.names.is_empty() && !of_target && !of_client {
        targets.clear();
    }
    let rows = MOST_CELLS / targets.len().max(1);
    let cut = clients.len() > rows.max(1);
    clients.truncate(rows.max(1));
    let mut inside = inside::Inside::new(cluster, &policies, &classes);
    for client in &mut clients {
        client.names = inside.names(client);
    }
    let from_outside = clients.iter().any(|one| one.who == Who::Outside);
    let mut outside = outside::cells(analysis, if from_outside { &targets } else { &[] }, proxy);
    let rows = clients.iter().map(|client| match client.who {
        Who::Outside => std::mem::take(&mut outside),
        _ => targets.iter().map(|target| inside.cell(client, target)).collect(),
    });
    let cells = rows.collect();
    Reachability { cells, clients, targets, cut, asked: inside.asked }
}
