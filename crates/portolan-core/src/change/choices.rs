//! What can be changed in a cluster: how many Pods each controller makes, what becomes of each Pod and each node, and how
//! each Service picks among its endpoints. Every choice knows the [`Change`] that makes it.

use super::Change;
use crate::diagnostic::Origin;

/// Everything that can be chosen, in the order of the cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Controllers that make a number of Pods, those that other controllers made left out.
    pub scales: Vec<Scale>,
    /// Pods that have not come to their end: those of the unchanged cluster, then those that only changes have made.
    pub pods: Vec<PodChoice>,
    /// Nodes.
    pub nodes: Vec<NodeChoice>,
    /// What Services say of their traffic.
    pub settings: Vec<Setting>,
}

/// How many Pods a controller makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The controller as the command line names it: `deploy/web`, `deploy/shop/web`.
    pub object: String,
    /// How many it makes unchanged.
    pub replicas: u32,
    /// The field that says so.
    pub origin: Origin,
}

/// What becomes of a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodChoice {
    /// The Pod as the command line names it: `pod/web-0`, `pod/shop/web-0`.
    pub object: String,
    /// Its own name.
    pub name: String,
    /// The node that it is on; empty for none.
    pub node: String,
    /// The controller behind it, the one that no other controller has made, as the command line names it.
    pub controller: Option<String>,
    /// Its state in the unchanged cluster.
    pub state: PodState,
    /// Whether only a change makes it.
    pub is_new: bool,
    /// Its manifest, or its template.
    pub origin: Origin,
}

/// How a Pod stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PodState {
    /// Its condition Ready is true.
    Ready,
    /// It is not.
    NotReady,
    /// It is being deleted.
    Terminating,
    /// It is gone.
    Deleted,
}

/// Whether a node is heard of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeChoice {
    /// Its name.
    pub name: String,
    /// Whether it is ready unchanged.
    pub ready: bool,
    /// How many Pods are on it.
    pub pods: usize,
}

/// A field of a Service with few values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The Service as the command line names it: `svc/web`, `svc/shop/web`.
    pub object: String,
    /// The field, without `spec.`.
    pub field: &'static str,
    /// Its unchanged value.
    pub value: &'static str,
    /// Its possible values.
    pub values: &'static [&'static str],
    /// Where it stands.
    pub origin: Origin,
}

impl Scale {
    /// The change that makes the controller want this many Pods, if that is another number.
    #[must_use]
    pub fn to(&self, replicas: u32) -> Option<Change> {
        let word = format!("{}.replicas={replicas}", self.object);
        (replicas != self.replicas).then(|| Change::set(&word).ok()).flatten()
    }

    /// How many it makes under these changes.
    #[must_use]
    pub fn under(&self, changes: &[Change]) -> u32 {
        let about = format!("{}.replicas", self.object);
        let chosen = changes.iter().rev().find(|one| one.about() == about);
        let number = chosen.and_then(|one| one.word().split_once('=')?.1.trim().parse().ok());
        number.unwrap_or(self.replicas)
    }

    /// What its changes are about, see [`Change::about`].
    #[must_use]
    pub fn about(&self) -> String {
        format!("{}.replicas", self.object)
    }
}

impl PodChoice {
    /// The change that brings the Pod into a state; none if it is in it, or if no change does so.
    #[must_use]
    pub fn to(&self, state: PodState) -> Option<Change> {
        let word = &self.object;
        match state {
            _ if state == self.state => None,
            PodState::Ready => None,
            PodState::NotReady => Change::not_ready(word).ok(),
            PodState::Terminating => Change::terminating(word).ok(),
            PodState::Deleted => Change::delete(word).ok(),
        }
    }

    /// The states that it can be brought into, its own first.
    pub fn states(&self) -> impl Iterator<Item = PodState> {
        let others = [PodState::NotReady, PodState::Terminating, PodState::Deleted];
        let own = self.state;
        std::iter::once(own).chain(others.into_iter().filter(move |state| *state > own))
    }

    /// The state that is chosen for it by name in these changes.
    #[must_use]
    pub fn under(&self, changes: &[Change]) -> PodState {
        let own = changes.iter().rev().find(|one| one.about() == self.object);
        own.map_or(self.state, |one| match one.flag() {
            "--not-ready" => PodState::NotReady,
            "--terminating" => PodState::Terminating,
            "--delete" => PodState::Deleted,
            _ => self.state,
        })
    }
}

impl NodeChoice {
    /// The change that takes the node down.
    #[must_use]
    pub fn down(&self) -> Change {
        Change::node_down(&self.name)
    }

    /// Whether these changes take it down.
    #[must_use]
    pub fn is_down(&self, changes: &[Change]) -> bool {
        changes.contains(&self.down())
    }
}

impl Setting {
    /// The change that gives the field another value.
    #[must_use]
    pub fn to(&self, value: &str) -> Option<Change> {
        let word = format!("{}={value}", self.about());
        (value != self.value).then(|| Change::set(&word).ok()).flatten()
    }

    /// Its value under these changes.
    #[must_use]
    pub fn under<'c>(&'c self, changes: &'c [Change]) -> &'c str {
        let about = self.about();
        let chosen = changes.iter().rev().find(|one| one.about() == about);
        chosen.and_then(|one| one.word().split_once('=')).map_or(self.value, |(_, value)| value)
    }

    /// What its changes are about, see [`Change::about`].
    #[must_use]
    pub fn about(&self) -> String {
        format!("{}.{}", self.object, self.field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Analysis, Options, analyze, change, parse};

    const TWO: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n  selector: \
                       {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: \
                       [{name: web, image: x}]}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: \
                       shop}\nspec: {type: NodePort, selector: {app: web}, ports: [{port: 80}]}\n---\napiVersion: v1\n\
                       kind: Service\nmetadata: {name: db}\nspec: {clusterIP: None, selector: {app: db}}\n---\napiVersion: \
                       apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  serviceName: db\n  selector: {matchLabels: \
                       {app: db}}\n  template:\n    metadata: {labels: {app: db}, annotations: {portolan.dev/ready: \
                       'false'}}\n    spec: {containers: [{name: db, image: x}]}\n";

    fn analysis() -> Analysis {
        analyze(vec![parse("test.yaml".to_owned(), TWO.into())], &Options::default())
    }

    fn choices(changes: &[Change]) -> Choices {
        let before = analysis();
        let (after, unmet) = change(analysis(), changes, &Options::default());
        assert!(unmet.is_empty(), "{unmet:?}");
        Choices::of(&before.cluster, &after.cluster)
    }

    #[test]
    fn everything_has_the_name_that_the_command_line_gives_it() {
        let Choices { scales, pods, nodes, settings } = choices(&[]);
        let scales: Vec<_> = scales.iter().map(|one| (one.object.as_str(), one.replicas)).collect();
        assert_eq!(scales, [("deploy/web", 2), ("sts/db", 1)]);
        let pods: Vec<_> = pods.iter().map(|one| (one.controller.as_deref(), one.state)).collect();
        let (web, db) = (Some("deploy/web"), Some("sts/db"));
        assert_eq!(pods, [(web, PodState::Ready), (web, PodState::Ready), (db, PodState::NotReady)]);
        assert_eq!(nodes.iter().map(|one| one.pods).collect::<Vec<_>>(), [1, 1, 1]);
        let settings: Vec<_> = settings.iter().map(|one| (one.about(), one.value)).collect();
        let names = ["externalTrafficPolicy", "internalTrafficPolicy", "sessionAffinity"];
        let names = names.map(|field| format!("svc/shop/web.{field}"));
        assert_eq!(settings, names.into_iter().zip(["Cluster", "Cluster", "None"]).collect::<Vec<_>>());
    }

    #[test]
    fn every_choice_can_be_made_and_is_seen_in_the_changes() {
        let all = choices(&[]);
        let mut changes: Vec<Change> = Vec::new();
        for scale in &all.scales {
            changes.extend(scale.to(3));
            assert_eq!((scale.under(&changes), scale.to(scale.replicas)), (3, None));
        }
        for pod in &all.pods {
            for state in pod.states() {
                let changes: Vec<Change> = pod.to(state).into_iter().collect();
                assert_eq!(pod.under(&changes), state);
                assert!(change(analysis(), &changes, &Options::default()).1.is_empty(), "{changes:?}");
            }
        }
        for setting in &all.settings {
            changes.extend(setting.values.iter().filter_map(|value| setting.to(value)));
            assert_ne!(setting.under(&changes), setting.value);
        }
        changes.extend(all.nodes.iter().map(NodeChoice::down));
        assert!(all.nodes.iter().all(|node| node.is_down(&changes)));
        assert!(change(analysis(), &changes, &Options::default()).1.is_empty());
    }

    #[test]
    fn pods_that_only_a_change_makes_can_be_chosen_too() {
        let more = choices(&[Change::set("deploy/web.replicas=3").expect("a change")]);
        let new: Vec<_> = more.pods.iter().filter(|pod| pod.is_new).collect();
        assert_eq!((new.len(), new[0].controller.as_deref()), (1, Some("deploy/web")));
        let gone = choices(&[Change::delete(&more.pods[0].object).expect("a change")]);
        assert!(gone.pods.contains(&more.pods[0]), "what is deleted can be brought back");
    }
}
