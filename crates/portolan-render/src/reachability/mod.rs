//! Who reaches what, as a table: clients to the left, what they may reach at the top, and below it why not.
//!
//! Clients of one namespace with the same answers share a row. The wide form has a line for every pair.

mod matrix;
mod reasons;
mod wide;
mod words;

use portolan_core::Analysis;
use portolan_core::diagnostic::{Certainty, Lang};
use portolan_core::object::Protocol;
use portolan_core::reachability::{Cell, Client, Offer, Reach, Reachability, Target, Who};

pub use wide::wide;

/// How the table looks.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The language of all words.
    pub lang: Lang,
    /// Whether there are colours.
    pub color: bool,
    /// The columns of a line.
    pub width: usize,
}

/// The table, its legend, and the reasons; empty if there is nothing to reach.
#[must_use]
pub fn table(analysis: &Analysis, found: &Reachability<'_>, look: Look) -> String {
    if found.targets.is_empty() || found.clients.is_empty() {
        return String::new();
    }
    let mut out = matrix::matrix(found, look);
    out.push_str(&reasons::reasons(analysis, found, look));
    let mut note = |template: &'static portolan_core::diagnostic::Template| {
        out.push_str(&format!("\n{}\n", template.message().render(look.lang)));
    };
    if !analysis.cluster.policies.is_empty() {
        note(&words::ENFORCED);
    }
    if found.cut {
        note(&words::CUT);
    }
    out
}

/// `deployment/web`, `any other Pod`, `outside`.
#[must_use]
pub fn client_title(client: &Client<'_>, lang: Lang) -> String {
    match client.who {
        Who::Workload(kind, _, name) => format!("{}/{name}", kind.to_ascii_lowercase()),
        Who::Other(_) => words::OTHER.message().render(lang),
        Who::Outside => words::OUTSIDE.message().render(lang),
    }
}

/// `deployment/shop/web`, `namespace/shop` for any other Pod of it, `outside`: for machines.
pub(crate) fn client_key(client: &Client<'_>) -> String {
    match client.who {
        Who::Workload(kind, namespace, name) => format!("{}/{namespace}/{name}", kind.to_ascii_lowercase()),
        Who::Other(namespace) => format!("namespace/{namespace}"),
        Who::Outside => "outside".to_owned(),
    }
}

/// `service/shop/web`, `deployment/shop/web`.
pub(crate) fn target_key(target: &Target<'_>) -> String {
    let kind = match target.offer {
        Offer::Service(..) => "service".to_owned(),
        Offer::Workload(kind) => kind.to_ascii_lowercase(),
    };
    format!("{kind}/{}/{}", target.namespace, target.name)
}

/// `deployment/shop/web → service/shop/api 80/TCP`: by what a pair is found again in another table.
#[must_use]
pub fn pair_key(client: &Client<'_>, target: &Target<'_>) -> String {
    format!("{} → {} {}", client_key(client), target_key(target), port(target))
}

/// `80/TCP`.
fn port(target: &Target<'_>) -> String {
    let protocol: Protocol = target.protocol;
    format!("{}/{protocol}", target.port)
}

/// `✓`, `✗`, `~`, with `?` behind it where that cannot be told for certain.
fn sign(cell: &Cell<'_>) -> String {
    let sign = match cell.reach {
        Reach::Yes => "✓",
        Reach::Partly => "~",
        Reach::No => "✗",
    };
    let doubtful = cell.certainty == Certainty::DependsOnCluster && !cell.decided_by.is_empty();
    format!("{sign}{}", if doubtful { "?" } else { "" })
}

/// The code of the colour of an answer.
const fn code(reach: Reach) -> &'static str {
    match reach {
        Reach::Yes => "32",
        Reach::Partly => "33",
        Reach::No => "31",
    }
}

fn ink(text: &str, code: &str, look: Look) -> String {
    if look.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
}
