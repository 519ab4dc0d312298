//! What comes of the connections: ends of the same kind together, and all of it in a sentence.

use super::paper::{Ink, Paper};
use crate::walk::odds::{fraction, percent};
use crate::walk::outcome::{is_elsewhere, mark, seen};
use crate::walk::{who, words};
use crate::width::{pad, width};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Certainty, Lang, Message, Origin};
use portolan_core::trace::{Client, End, Ending, Receiver, Trace};
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// Of more rows than this the last ones are left out.
const MOST_ROWS: usize = 12;

/// Where some are left out, so many are shown.
const SHOWN_ROWS: usize = 8;

/// Reasons that differ in their details are told up to so many times.
const MOST_REASONS: usize = 2;

/// Ends of the same kind, for the same reason.
pub(super) struct Group<'t> {
    pub(super) ending: Ending,
    pub(super) certainty: Certainty,
    pub(super) reason: &'t Message,
    pub(super) blame: Option<&'t Origin>,
    pub(super) share: f64,
    rows: Vec<Row<'t>>,
}

/// Ends that differ only in the way.
struct Row<'t> {
    end: &'t End,
    share: f64,
}

impl Group<'_> {
    /// Whether something answers outside of the manifests.
    fn is_elsewhere(&self) -> bool {
        self.rows.first().is_some_and(|row| is_elsewhere(row.end))
    }

    /// Whether it cannot be told from the manifests alone that something answers.
    pub(super) fn is_doubtful(&self) -> bool {
        self.ending == Ending::Answered && self.certainty == Certainty::DependsOnCluster
    }
}

/// The ends of a walk in groups, the likeliest first.
pub(super) fn groups(trace: &Trace) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut places = BTreeMap::new();
    let mut rows = BTreeMap::new();
    for end in &trace.ends {
        let blame = end.blame.as_ref().map(|origin| (origin.object, origin.path.as_str()));
        let key = (end.ending, end.certainty, end.reason.template.id, blame);
        let place = *places.entry(key).or_insert_with(|| {
            let (reason, blame) = (&end.reason, end.blame.as_ref());
            let (ending, certainty) = (end.ending, end.certainty);
            groups.push(Group { ending, certainty, reason, blame, share: 0.0, rows: Vec::new() });
            groups.len() - 1
        });
        let Some(group) = groups.get_mut(place) else { continue };
        group.share += end.probability;
        let row = *rows.entry((place, same(end))).or_insert_with(|| {
            group.rows.push(Row { end, share: 0.0 });
            group.rows.len() - 1
        });
        if let Some(row) = group.rows.get_mut(row) {
            row.share += end.probability;
        }
    }
    groups.sort_by(|one, other| {
        let by_end = other.ending.is_good().cmp(&one.ending.is_good());
        by_end.then(other.share.total_cmp(&one.share))
    });
    groups
}

/// Whether there is one thing only that may come of it: then the walk tells all.
pub(super) fn is_one(groups: &[Group<'_>]) -> bool {
    matches!(groups, [only] if only.rows.len() == 1)
}

/// What makes ends of a group the same.
fn same(end: &End) -> impl Ord + use<> {
    let packet = end.packet.as_ref();
    let receiver = match &end.receiver {
        Receiver::Pod(id, _) => format!("{id:?}"),
        Receiver::Node(name) => name.to_string(),
        Receiver::Nobody => end.reason.render(Lang::En),
        Receiver::Elsewhere => String::new(),
    };
    (receiver, packet.map(|packet| packet.destination), seen(end))
}

/// The sign of all of it.
pub(super) fn sign(groups: &[Group<'_>]) -> (&'static str, Ink) {
    let lost = groups.iter().filter(|group| !group.ending.is_good()).count();
    match lost {
        0 if groups.iter().any(Group::is_doubtful) => ("?", Ink::Doubtful),
        0 => ("✓", Ink::Good),
        _ if lost == groups.len() => ("✗", Ink::Bad),
        _ => ("!", Ink::Doubtful),
    }
}

/// All of it in one or two sentences.
pub(super) fn verdict(
    analysis: &Analysis,
    (trace, from): (&Trace, &Client),
    groups: &[Group<'_>],
    lang: Lang,
) -> Vec<String> {
    let answered = groups.iter().all(|group| group.ending.is_good());
    let message = match groups {
        [] => return Vec::new(),
        [only] if answered => all_answered(analysis, &trace.ends, only, lang),
        [first, ..] if answered => all_answered(analysis, &trace.ends, first, lang),
        [only] => words::LOST.with([result(only, lang), ("reason", Arg::text(sentence(only.reason, lang)))]),
        several => {
            let lost = several.iter().all(|group| !group.ending.is_good());
            let template = if lost { &words::ALL_LOST } else { &words::SOME_LOST };
            template.with([("parts", Arg::text(parts(several, lang)))])
        }
    };
    let mut sentences = vec![message.render(lang)];
    if let [only] = groups
        && only.certainty != Certainty::Proved
        && (!only.ending.is_good() || only.is_doubtful() && !only.is_elsewhere())
    {
        sentences.push(words::certainty(only.certainty).message().render(lang));
    }
    sentences.extend(seen_by_all(analysis, trace, from).map(|message| message.render(lang)));
    sentences
}

fn result(group: &Group<'_>, lang: Lang) -> (&'static str, Arg) {
    ("result", Arg::text(words::result(group.ending, group.is_elsewhere()).render(lang)))
}

fn all_answered(analysis: &Analysis, ends: &[End], group: &Group<'_>, lang: Lang) -> Message {
    let mut pods: BTreeMap<_, f64> = BTreeMap::new();
    for end in ends {
        if let Receiver::Pod(id, _) = &end.receiver {
            *pods.entry(*id).or_default() += end.probability;
        }
    }
    let reason = || ("reason", Arg::text(sentence(group.reason, lang)));
    let n = ("n", Arg::count(pods.len()));
    let shares: BTreeSet<String> = pods.values().map(|share| fraction(*share)).collect();
    match (pods.first_key_value(), shares.first()) {
        (Some((id, _)), _) if pods.len() == 1 => {
            let name = analysis.cluster.pod(*id).map(|pod| pod.full_name());
            words::ONE_POD.with([("pod", Arg::text(name.unwrap_or_default()))])
        }
        (Some(_), Some(share)) if shares.len() == 1 => {
            words::PODS_EVENLY.with([n, ("share", Arg::text(share))])
        }
        (Some(_), _) => words::PODS.with([n]),
        (None, _) if group.certainty == Certainty::DependsOnCluster => words::PERHAPS.with([reason()]),
        (None, _) => words::ANSWERED_BECAUSE.with([reason()]),
    }
}

/// A reason as a sentence of its own.
fn sentence(reason: &Message, lang: Lang) -> String {
    let words = reason.render(lang);
    match lang {
        Lang::En if words.ends_with('?') => words,
        Lang::En => format!("{words}."),
        Lang::Ja => format!("{words}。"),
    }
}

/// `2/3 of the connections: answered; 1/3 …`.
fn parts(groups: &[Group<'_>], lang: Lang) -> String {
    let mut shares: BTreeMap<Ending, f64> = BTreeMap::new();
    for group in groups {
        *shares.entry(group.ending).or_default() += group.share;
    }
    let part = |(ending, share): (Ending, f64)| {
        let result = Arg::text(words::result(ending, false).render(lang));
        words::PART.with([("share", Arg::text(fraction(share))), ("result", result)]).render(lang)
    };
    let parts: Vec<_> = shares.into_iter().map(part).collect();
    parts.join(match lang {
        Lang::En => ", ",
        Lang::Ja => "、",
    })
}

/// Whom those see who answer.
fn seen_by_all(analysis: &Analysis, trace: &Trace, from: &Client) -> Option<Message> {
    let pods = trace.ends.iter().filter(|end| matches!(end.receiver, Receiver::Pod(..)));
    let all: BTreeSet<IpAddr> = pods.filter_map(seen).collect();
    let own = who::addresses(analysis, from);
    let is_own = |ip: &IpAddr| own.contains(ip) || ip.is_loopback();
    let is_node = |ip: &IpAddr| !is_own(ip) && who::node_at(analysis, *ip).is_some();
    let first = *all.first()?;
    let ip = || ("ip", Arg::text(first.to_string()));
    Some(match (all.len(), who::node_at(analysis, first)) {
        (1, _) if is_own(&first) => words::SEES_CLIENT.with([ip()]),
        (1, Some(node)) => words::SEES_NODE.with([ip(), ("node", Arg::text(&*node.name))]),
        (1, None) => words::SEES_OTHER.with([ip()]),
        _ if all.iter().all(is_node) => words::SEES_NODES.message(),
        _ if all.iter().all(|ip| is_own(ip) || is_node(ip)) => words::SEES_CLIENT_OR_NODE.message(),
        _ => words::SEES_DIFFERS.message(),
    })
}

/// The table of a group: share, who, container, address, node, and whom they see if that differs.
pub(super) fn table(analysis: &Analysis, group: &Group<'_>, lang: Lang, paper: &mut Paper) {
    let ink = match (group.ending, group.certainty) {
        (Ending::Answered, Certainty::DependsOnCluster) => Ink::Doubtful,
        (Ending::Answered, _) => Ink::Good,
        (Ending::Replied(..400), _) => Ink::Doubtful,
        _ => Ink::Bad,
    };
    let sign = mark(group.ending, group.certainty);
    let result = words::result(group.ending, group.is_elsewhere()).render(lang);
    let head = paper.ink(ink, &format!("{sign} {result}"));
    paper.line(&format!("{head}  {}", percent(group.share)));
    paper.indent("    ");
    let seen: BTreeSet<_> = group.rows.iter().filter_map(|row| seen(row.end)).collect();
    let cells: Vec<_> = group.rows.iter().map(|row| cells(analysis, row, seen.len() > 1, lang)).collect();
    let shown = if cells.len() > MOST_ROWS { SHOWN_ROWS } else { cells.len() };
    for line in aligned(cells.get(..shown).unwrap_or_default()) {
        paper.line(&line);
    }
    if let Some(hidden) = group.rows.get(shown..).filter(|rows| !rows.is_empty()) {
        paper.faint(&left_out(hidden, lang));
    }
    paper.outdent();
    if group.ending != Ending::Answered || group.is_doubtful() {
        reasons(group, lang, paper);
    }
}

fn reasons(group: &Group<'_>, lang: Lang, paper: &mut Paper) {
    let mut said = BTreeSet::new();
    paper.indent("    ");
    for row in group.rows.iter().take(MOST_ROWS) {
        if said.len() == MOST_REASONS {
            paper.line("…");
            break;
        }
        let reason = row.end.reason.render(lang);
        let of_each = matches!(row.end.receiver, Receiver::Pod(..)) && !said.is_empty();
        if !of_each && said.insert(reason.clone()) {
            paper.wrapped("", &reason, "");
        }
    }
    paper.outdent();
}

fn cells(analysis: &Analysis, row: &Row<'_>, with_seen: bool, lang: Lang) -> Vec<String> {
    let end = row.end;
    let container = match &end.receiver {
        Receiver::Pod(_, Some(container)) => container.to_string(),
        _ => String::new(),
    };
    let address = end.packet.as_ref().map(|packet| packet.destination.to_string());
    let sees = seen(end)
        .filter(|_| with_seen)
        .map(|ip| words::SEES.with([("ip", Arg::text(ip.to_string()))]).render(lang));
    let node = match &end.receiver {
        Receiver::Pod(..) => who::node_of(analysis, &end.receiver).to_owned(),
        _ => String::new(),
    };
    vec![
        fraction(row.share),
        who::receiver(analysis, &end.receiver),
        container,
        address.unwrap_or_default(),
        node,
        sees.unwrap_or_default(),
    ]
}

/// Rows in columns; empty columns take no room.
fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0)
        })
        .collect();
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for (cell, columns) in row.iter().zip(&widths).filter(|(_, columns)| **columns > 0) {
            line.push_str(cell);
            pad(&mut line, columns.saturating_sub(width(cell)) + 2);
        }
        line
    };
    rows.iter().map(line).collect()
}

fn left_out(rows: &[Row<'_>], lang: Lang) -> String {
    let first = rows.first().map(|row| fraction(row.share)).unwrap_or_default();
    let even = rows.iter().all(|row| fraction(row.share) == first);
    let template = if even { &words::MORE_EACH } else { &words::MORE };
    let share = if even { first } else { fraction(rows.iter().map(|row| row.share).sum()) };
    template.with([("n", Arg::count(rows.len())), ("share", Arg::text(share))]).render(lang)
}
