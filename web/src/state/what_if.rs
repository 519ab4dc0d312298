//! What would be otherwise than the manifests say: changes in the command's own words, and facts of the cluster.

use portolan_core::Provider;
use portolan_core::change::Change;
use portolan_core::diagnostic::Message;
use portolan_core::proxy::Mode;
use std::rc::Rc;

/// What the reader would like to see changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WhatIf {
    /// The changes, as the command takes them.
    pub(crate) changes: Vec<Wish>,
    /// kube-proxy's mode; `None` for the default.
    pub(crate) mode: Option<Mode>,
    /// The minor version of Kubernetes 1; `None` for the default.
    pub(crate) kubernetes: Option<u32>,
    /// Whose load balancers there are; `None` for nobody's in particular.
    pub(crate) provider: Option<Provider>,
    /// `--service-cidr`: networks with commas between; `None` for the default.
    pub(crate) service_cidr: Option<Rc<str>>,
    /// `--cluster-cidr`, likewise; empty for none.
    pub(crate) cluster_cidr: Option<Rc<str>>,
    /// What the cluster of an example is, before the reader changes it.
    pub(crate) given: Given,
}

/// The facts of a cluster that are changes when the reader chooses others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Given {
    /// kube-proxy's mode; `None` for the default.
    pub(crate) mode: Option<Mode>,
    /// The minor version of Kubernetes 1; `None` for the default.
    pub(crate) kubernetes: Option<u32>,
    /// Whose load balancers there are.
    pub(crate) provider: Option<Provider>,
}

/// A change: a flag of the command, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    /// Which flag.
    pub(crate) flag: Flag,
    /// Its value, as on the command line.
    pub(crate) word: String,
}

/// The flags that change something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Flag {
    /// `--set`
    Set,
    /// `--not-ready`
    NotReady,
    /// `--terminating`
    Terminating,
    /// `--delete`
    Delete,
    /// `--node-down`
    NodeDown,
    /// `--client`
    Client,
}

impl Flag {
    /// All of them.
    pub(crate) const ALL: [Self; 6] =
        [Self::Set, Self::NotReady, Self::Terminating, Self::Delete, Self::NodeDown, Self::Client];

    /// As on the command line.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Set => "--set",
            Self::NotReady => "--not-ready",
            Self::Terminating => "--terminating",
            Self::Delete => "--delete",
            Self::NodeDown => "--node-down",
            Self::Client => "--client",
        }
    }

    /// The flag that is written so.
    pub(crate) fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.id() == id)
    }
}

impl Wish {
    /// The change that is meant, or what is wrong with the word.
    pub(crate) fn change(&self) -> Result<Change, Message> {
        Change::parse(self.flag.id(), &self.word)
    }

    /// The wish for a change.
    pub(crate) fn of(change: &Change) -> Option<Self> {
        Some(Self { flag: Flag::parse(change.flag())?, word: change.word().to_owned() })
    }
}

impl WhatIf {
    /// Whether nothing is otherwise than in the cluster that an example lays out.
    pub(crate) fn is_empty(&self) -> bool {
        *self == self.without_changes()
    }

    /// The same cluster with nothing changed: what everything is compared with.
    pub(crate) fn without_changes(&self) -> Self {
        let Self { service_cidr, cluster_cidr, given, .. } = self.clone();
        let Given { mode, kubernetes, provider } = given;
        Self { changes: Vec::new(), mode, kubernetes, provider, service_cidr, cluster_cidr, given }
    }

    /// kube-proxy's mode: what is chosen, or what it is in the provider's clusters.
    pub(crate) fn mode(&self) -> Mode {
        self.mode.unwrap_or_else(|| self.usual_mode())
    }

    /// kube-proxy's mode where nobody chooses another one.
    pub(crate) fn usual_mode(&self) -> Mode {
        self.provider.map_or_else(Mode::default, Mode::of)
    }

    /// The changes that can be understood.
    pub(crate) fn understood(&self) -> Vec<Change> {
        self.changes.iter().filter_map(|wish| wish.change().ok()).collect()
    }

    /// With another change in the place of all that are about the same thing; without one, these are only left out.
    pub(crate) fn with(&self, about: &str, change: Option<&Change>) -> Self {
        let is_other = |wish: &&Wish| wish.change().map_or(true, |one| one.about() != about);
        let place = self.changes.iter().position(|wish| !is_other(&wish));
        let mut changes: Vec<Wish> = self.changes.iter().filter(is_other).cloned().collect();
        if let Some(wish) = change.and_then(Wish::of) {
            changes.insert(place.unwrap_or(changes.len()).min(changes.len()), wish);
        }
        Self { changes, ..self.clone() }
    }

    /// Without one of the changes, by its place.
    pub(crate) fn without(&self, place: usize) -> Self {
        let mut less = self.clone();
        if place < less.changes.len() {
            less.changes.remove(place);
        }
        less
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(what_if: &WhatIf) -> Vec<String> {
        what_if.changes.iter().map(|wish| format!("{} {}", wish.flag.id(), wish.word)).collect()
    }

    #[test]
    fn flags_are_those_of_the_command() {
        for flag in Flag::ALL {
            assert_eq!(Flag::parse(flag.id()), Some(flag));
            let told = Change::parse(flag.id(), "pod/a.b=c").map(|change| change.flag());
            assert!(told.is_ok_and(|known| known == flag.id()), "{flag:?}");
        }
    }

    #[test]
    fn the_networks_of_a_cluster_are_no_change_of_it() {
        let cluster = WhatIf { service_cidr: Some("172.30.0.0/16".into()), ..WhatIf::default() };
        assert!(cluster.is_empty());
        let changed = WhatIf { kubernetes: Some(20), ..cluster.clone() };
        assert!(!changed.is_empty());
        assert_eq!(changed.without_changes(), cluster);
    }

    #[test]
    fn an_example_of_an_old_release_is_no_change_and_the_newest_is_one() {
        let given = Given { kubernetes: Some(17), ..Given::default() };
        let old = WhatIf { kubernetes: Some(17), given, ..WhatIf::default() };
        assert!(old.is_empty());
        let newest = WhatIf { kubernetes: None, ..old.clone() };
        assert!(!newest.is_empty());
        assert_eq!(newest.without_changes(), old);
    }

    #[test]
    fn of_changes_about_the_same_the_last_one_counts() {
        let change = |flag: &str, word: &str| Change::parse(flag, word).expect("a change");
        let (unready, ending) = (change("--not-ready", "pod/db-0"), change("--terminating", "pod/db-0"));
        let scaled = change("--set", "deploy/web.replicas=3");
        let no_pod = Wish { flag: Flag::NotReady, word: "svc/web".to_owned() };
        let first = WhatIf { changes: vec![no_pod], ..WhatIf::default() };
        let first = first.with(&unready.about(), Some(&unready)).with(&scaled.about(), Some(&scaled));
        let after = first.with("pod/db-0", Some(&ending));
        let expected = ["--not-ready svc/web", "--terminating pod/db-0", "--set deploy/web.replicas=3"];
        assert_eq!(told(&after), expected);
        assert_eq!(told(&after.with("pod/db-0", None)), [expected[0], expected[2]]);
        assert_eq!(told(&after.without(0)), expected[1..]);
        assert_eq!(after.without(7), after);
        assert_eq!(after.understood(), [ending, scaled]);
    }
}
