//! What the reader has chosen in each view. Every choice has a default that needs no thought.

use crate::link::Broken;
use portolan_core::object::IpFamily;
use portolan_core::proxy::Mode;

/// The views of the simulated cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    /// From clients through Services to containers, drawn.
    #[default]
    Map,
    /// The findings.
    Problems,
    /// Which port leads where.
    Ports,
    /// EndpointSlices, and why each Pod is in or out.
    Endpoints,
    /// DNS records and the dig box.
    Dns,
    /// The rules that kube-proxy writes.
    Rules,
    /// The walk of a packet.
    Walk,
    /// Look-alikes of kubectl's output.
    Kubectl,
    /// What is reached from outside of the cluster.
    Outside,
}

impl View {
    /// All views, in the order of their tabs.
    pub(crate) const ALL: [Self; 9] = [
        Self::Map,
        Self::Problems,
        Self::Ports,
        Self::Endpoints,
        Self::Dns,
        Self::Rules,
        Self::Walk,
        Self::Kubectl,
        Self::Outside,
    ];

    /// Its name in links, in the address and in elements' ids.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Problems => "problems",
            Self::Ports => "ports",
            Self::Endpoints => "endpoints",
            Self::Dns => "dns",
            Self::Rules => "rules",
            Self::Walk => "walk",
            Self::Kubectl => "kubectl",
            Self::Outside => "outside",
        }
    }

    /// The view of that id.
    pub(crate) fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.id() == id)
    }
}

/// Which half of the page a narrow window shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Pane {
    /// The editor.
    #[default]
    Editor,
    /// The open view.
    View,
}

/// A dialog over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialog {
    /// The keyboard's shortcuts.
    Help,
    /// Examples and lessons.
    Gallery,
    /// Links and exports.
    Share,
    /// The words of the field.
    Glossary,
}

/// Something to tell the reader on top of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    /// A link cannot be opened.
    BrokenLink(Broken),
    /// A link says more than this page understands.
    PartOfLink,
}

/// Colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the reader's system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// High contrast.
    Contrast,
}

impl Theme {
    /// All of them, in the order in which they are offered.
    pub(crate) const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::Contrast];

    /// Its name in the address, in the store and in style sheets.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }

    /// The theme of that id.
    pub(crate) fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.id() == id)
    }
}

/// The question of the verdict and of the walk, and where the stepper stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Walk {
    /// From whom, as the command's `--from`; empty for what suggests itself.
    pub(crate) from: String,
    /// To what, as the command's `--to`; empty for what suggests itself.
    pub(crate) to: String,
    /// Which of the outcomes is walked to.
    pub(crate) outcome: usize,
    /// Which step the reader stands on.
    pub(crate) step: usize,
}

/// The dig box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dig {
    /// The Pod that asks, as `pod/NAMESPACE/NAME`; empty for the one that suggests itself.
    pub(crate) from: String,
    /// The name; empty for that of the first Service.
    pub(crate) name: String,
    /// The record's type; empty for A.
    pub(crate) kind: String,
    /// Only records that contain this are listed.
    pub(crate) filter: String,
}

/// Which rules are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules {
    /// kube-proxy's mode, where it is not that of the what-if bar.
    pub(crate) mode: Option<Mode>,
    /// The node; empty for the first.
    pub(crate) node: String,
    /// The family; `None` for the cluster's own.
    pub(crate) family: Option<IpFamily>,
    /// kube-proxy's own flags.
    pub(crate) flags: String,
}

/// The terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kubectl {
    /// The command line.
    pub(crate) line: String,
}

/// What is chosen in the view of the outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outside {
    /// Which part is open.
    pub(crate) part: OutsidePart,
    /// What advice is about, as the command takes it; empty for the first Service.
    pub(crate) about: String,
}

/// The parts of the view of the outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OutsidePart {
    /// The ways in, node by node.
    #[default]
    Ways,
    /// What is in front of Services.
    Balancers,
    /// Who reaches what.
    Reachability,
    /// Which type of Service fits.
    Advice,
}

impl OutsidePart {
    /// All of them, in the order in which they are offered.
    pub(crate) const ALL: [Self; 4] = [Self::Ways, Self::Balancers, Self::Reachability, Self::Advice];

    /// Its name in links.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Ways => "ways",
            Self::Balancers => "balancers",
            Self::Reachability => "reachability",
            Self::Advice => "advice",
        }
    }

    /// The part of that name.
    pub(crate) fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.id() == id)
    }
}

impl Default for Kubectl {
    fn default() -> Self {
        Self { line: "kubectl get svc,endpointslices,pods -A -o wide".to_owned() }
    }
}

/// What is unfolded, by the keys of the map's boxes and of the rules' groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unfolded(pub(crate) Vec<String>);

impl Unfolded {
    /// Whether a thing is unfolded.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|one| one == key)
    }

    /// With one thing folded if it was unfolded, and the other way round.
    pub(crate) fn toggled(&self, key: &str) -> Self {
        let mut keys = self.0.clone();
        match keys.iter().position(|one| one == key) {
            Some(at) => drop(keys.remove(at)),
            None => keys.push(key.to_owned()),
        }
        Self(keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_and_themes_are_found_by_their_ids() {
        for view in View::ALL {
            assert_eq!(View::parse(view.id()), Some(view));
        }
        for theme in Theme::ALL {
            assert_eq!(Theme::parse(theme.id()), Some(theme));
        }
        assert_eq!(View::parse("Map"), None);
    }

    #[test]
    fn what_is_unfolded_twice_is_folded() {
        let once = Unfolded::default().toggled("svc/default/echo");
        assert!(once.has("svc/default/echo"));
        assert_eq!(once.toggled("svc/default/echo"), Unfolded::default());
    }
}
