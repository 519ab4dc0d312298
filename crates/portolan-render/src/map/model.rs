//! What a map consists of: cards with rows, wires between them, areas around them; all with keys and origins.

use portolan_core::diagnostic::Origin;

/// A map: what there is and what leads to what, without places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// What the map shows, in one sentence.
    pub title: String,
    /// The cards; those of a layer stand in the order in which they are read.
    pub cards: Vec<Card>,
    /// What leads to what.
    pub wires: Vec<Wire>,
    /// Zones and nodes; an area stands behind the one around it.
    pub areas: Vec<Area>,
    /// Keys of things that are folded into a card, with the card's key, by the first.
    pub folded: Vec<(String, String)>,
}

/// The columns of a map, from clients to Pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Where packets from outside begin.
    Outside,
    /// How they come in: load balancers, node ports, Ingresses; and the clients that are inside.
    Way,
    /// Services.
    Service,
    /// EndpointSlices, what stands in their place, and names outside the cluster.
    Slice,
    /// Pods and other addresses.
    Pod,
}

/// What a card stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The world outside the cluster.
    Outside,
    /// Clients in the cluster.
    Client,
    /// A Service's load balancer.
    LoadBalancer,
    /// A Service's node ports.
    NodePort,
    /// A Service's `externalIPs`.
    ExternalIp,
    /// An Ingress.
    Ingress,
    /// A Service.
    Service,
    /// An EndpointSlice, or several alike.
    Slice,
    /// A Pod.
    Pod,
    /// Several Pods of one controller.
    Pods,
    /// An address that is no Pod's.
    Address,
    /// A name outside the cluster.
    Name,
    /// The end of a way that leads nowhere, and why.
    Gap,
    /// A count of what is left out.
    More,
}

/// How something is. Shown by colour and by shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// There is nothing to say.
    #[default]
    Plain,
    /// It takes connections.
    Ready,
    /// It is not ready.
    NotReady,
    /// It is being deleted.
    Terminating,
    /// It waits for something: an address, a node.
    Pending,
    /// Nothing leads to it.
    Idle,
    /// It leads nowhere.
    Broken,
}

/// How something differs from an earlier map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Change {
    /// It does not, or there is no earlier map.
    #[default]
    Same,
    /// It was not there.
    New,
    /// It says something else.
    Changed,
    /// It is no longer there.
    Gone,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its name in the map.
    pub key: String,
    /// What it stands for.
    pub kind: Kind,
    /// Its column.
    pub layer: Layer,
    /// The small line on top: the kind, and what is said beside it.
    pub label: String,
    /// Its name for people; a whole sentence for a gap.
    pub title: String,
    /// What it says of itself, one below the other.
    pub rows: Vec<Row>,
    /// How it is.
    pub state: State,
    /// How many Pods are ready, are not, and are being deleted, where it stands for several.
    pub counts: Option<[usize; 3]>,
    /// The key under which it can be folded or unfolded, and whether it is folded.
    pub fold: Option<(String, bool)>,
    /// The area it lies in: an index of [`Map::areas`].
    pub area: Option<usize>,
    /// What it comes from.
    pub origins: Vec<Origin>,
    /// The same in a sentence.
    pub sentence: String,
    /// How it differs from an earlier map.
    pub change: Change,
}

/// A line of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name in the map; wires may end here.
    pub key: String,
    /// Whether it is a port, a place where wires begin and end; else a remark.
    pub port: bool,
    /// What it says.
    pub text: String,
    /// What it says at the other end of the line, less loudly.
    pub aside: String,
    /// How it is.
    pub state: State,
    /// What it comes from.
    pub origins: Vec<Origin>,
    /// The same in a sentence.
    pub sentence: String,
    /// How it differs from an earlier map.
    pub change: Change,
}

/// A way from one thing to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wire {
    /// `from>to`.
    pub key: String,
    /// The key of a card or a row.
    pub from: String,
    /// The key of a card or a row of the next column.
    pub to: String,
    /// How the way is.
    pub state: State,
    /// Whether only a name leads this way: DNS tells it, and packets do not pass the Service.
    pub by_name: bool,
    /// What it comes from.
    pub origins: Vec<Origin>,
    /// How it differs from an earlier map.
    pub change: Change,
}

/// A zone or a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// `node/NAME`, or `zone/NAME`.
    pub key: String,
    /// Its name for people.
    pub title: String,
    /// The area around it: an earlier index of [`Map::areas`].
    pub parent: Option<usize>,
    /// How it is.
    pub state: State,
    /// What it comes from.
    pub origins: Vec<Origin>,
    /// The same in a sentence.
    pub sentence: String,
}

impl Card {
    /// A card with a name and nothing on it.
    pub(super) fn new(key: String, kind: Kind, label: String, title: String) -> Self {
        Self {
            key,
            kind,
            layer: kind.layer(),
            label,
            title,
            rows: Vec::new(),
            state: State::Plain,
            counts: None,
            fold: None,
            area: None,
            origins: Vec::new(),
            sentence: String::new(),
            change: Change::Same,
        }
    }
}

impl Row {
    /// A remark.
    pub(super) fn remark(key: String, text: String, origins: Vec<Origin>) -> Self {
        let (aside, sentence) = (String::new(), String::new());
        let (port, state, change) = (false, State::Plain, Change::Same);
        Self { key, port, text, aside, state, origins, sentence, change }
    }

    /// A place where wires begin or end.
    pub(super) fn port(key: String, text: String, aside: String, origins: Vec<Origin>) -> Self {
        Self { port: true, aside, ..Self::remark(key, text, origins) }
    }
}

impl Wire {
    /// A wire that has no origin of its own.
    pub(super) fn new(from: &str, to: &str, state: State) -> Self {
        Self {
            key: format!("{from}>{to}"),
            from: from.to_owned(),
            to: to.to_owned(),
            state,
            by_name: false,
            origins: Vec::new(),
            change: Change::Same,
        }
    }
}

impl Kind {
    /// The column in which a kind stands, as a rule.
    const fn layer(self) -> Layer {
        match self {
            Self::Outside => Layer::Outside,
            Self::Client | Self::LoadBalancer | Self::NodePort | Self::ExternalIp | Self::Ingress => {
                Layer::Way
            }
            Self::Service | Self::More => Layer::Service,
            Self::Slice | Self::Name | Self::Gap => Layer::Slice,
            Self::Pod | Self::Pods | Self::Address => Layer::Pod,
        }
    }

    /// Whether its title is a text of several lines.
    pub(super) const fn is_prose(self) -> bool {
        matches!(self, Self::Gap | Self::More)
    }

    /// Its word in class names.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::Client => "client",
            Self::LoadBalancer => "balancer",
            Self::NodePort => "node-port",
            Self::ExternalIp => "external-ip",
            Self::Ingress => "ingress",
            Self::Service => "service",
            Self::Slice => "slice",
            Self::Pod => "pod",
            Self::Pods => "pods",
            Self::Address => "address",
            Self::Name => "name",
            Self::Gap => "gap",
            Self::More => "more",
        }
    }
}

impl State {
    /// Its word in class names.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Ready => "ready",
            Self::NotReady => "not-ready",
            Self::Terminating => "terminating",
            Self::Pending => "pending",
            Self::Idle => "idle",
            Self::Broken => "broken",
        }
    }
}

impl Change {
    /// Its word in class names; empty for none.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "",
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}
