//! `portolan get reachability --output json`.

use super::check::certainty;
use super::pretty;
use crate::location::location;
use crate::reachability::{client_key, target_key};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Lang, Origin, Part};
use portolan_core::object::NetworkPolicy;
use portolan_core::reachability::{Cell, Client, Names, Reachability, Target};
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    pairs: Vec<Pair<'a>>,
    /// The clients that cannot look names up.
    names: Vec<Mute<'a>>,
    cut: bool,
}

#[derive(Serialize)]
struct Pair<'a> {
    from: String,
    to: String,
    port: u16,
    protocol: &'static str,
    result: &'static str,
    certainty: &'static str,
    #[serde(rename = "decidedBy")]
    decided_by: Vec<Decider<'a>>,
    reason: Option<String>,
}

#[derive(Serialize)]
struct Mute<'a> {
    from: String,
    certainty: &'static str,
    reason: String,
    #[serde(rename = "decidedBy")]
    decided_by: Vec<Decider<'a>>,
}

#[derive(Serialize)]
struct Decider<'a> {
    policy: String,
    path: String,
    file: &'a str,
    line: u32,
}

/// Who reaches what, pair by pair.
#[must_use]
pub fn reachability(analysis: &Analysis, found: &Reachability<'_>, lang: Lang) -> String {
    let rows = found.clients.iter().zip(&found.cells);
    let pairs = rows.flat_map(|(client, cells)| {
        found.targets.iter().zip(cells).map(move |(target, cell)| pair(analysis, client, target, cell, lang))
    });
    let names = found.clients.iter().filter_map(|client| match &client.names {
        Names::Yes => None,
        Names::No(reason, policies, sure) => Some(Mute {
            from: client_key(client),
            certainty: certainty(*sure),
            reason: reason.render(lang),
            decided_by: deciders(analysis, policies),
        }),
    });
    let answer =
        Answer { schema: "portolan/v1", pairs: pairs.collect(), names: names.collect(), cut: found.cut };
    pretty(&answer) + "\n"
}

fn pair<'a>(
    analysis: &'a Analysis,
    client: &Client<'_>,
    target: &Target<'_>,
    cell: &Cell<'_>,
    lang: Lang,
) -> Pair<'a> {
    Pair {
        from: client_key(client),
        to: target_key(target),
        port: target.port,
        protocol: target.protocol.as_str(),
        result: cell.reach.as_str(),
        certainty: certainty(cell.certainty),
        decided_by: deciders(analysis, &cell.decided_by),
        reason: cell.reason.as_ref().map(|reason| reason.render(lang)),
    }
}

fn deciders<'a>(analysis: &'a Analysis, policies: &[(&NetworkPolicy, Origin)]) -> Vec<Decider<'a>> {
    let decider = |(policy, origin): &(&NetworkPolicy, Origin)| {
        let manifest = analysis.manifests.get(origin.object.0 as usize)?;
        let place = location(analysis, manifest.place(&analysis.files, &origin.path, Part::Value));
        let policy = policy.meta.full_name();
        Some(Decider { policy, path: origin.path.clone(), file: place.file, line: place.line })
    };
    policies.iter().filter_map(decider).collect()
}
