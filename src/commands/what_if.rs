//! `--set`, `--delete` and their like: a command prints the cluster as it would be, or what differs.

use crate::args::WhatIfArgs;
use crate::output::say;
use crate::session::Session;
use crate::words;
use anyhow::{Result, anyhow, bail};
use portolan_core::Analysis;
use portolan_core::change::Change;
use portolan_core::diagnostic::{Arg, Message};
use portolan_render::diff;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

/// What a command's text is made of: the lines of tables are compared cell by cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Lines,
    Table,
}

/// Prints what a command says of the cluster of these paths: as it is, as the changes make it, or the difference.
pub(super) fn print(
    paths: &[PathBuf],
    (args, shape): (&WhatIfArgs, Shape),
    session: &mut Session,
    mut text: impl FnMut(&Analysis, &Session) -> Result<String>,
) -> Result<()> {
    let changes = changes(args, session)?;
    let analysis = session.analyze(paths);
    if analysis.files.is_empty() && session.has_failed() {
        return Ok(());
    }
    say_left_out(&analysis, session);
    let shown = if args.diff {
        // What cannot be said of the cluster as it is, a Pod that only a change makes for example, is nothing.
        let said = text(&analysis, session).unwrap_or_default();
        let after = changed(analysis, &changes, session)?;
        let difference = difference((&said, &text(&after, session)?), shape, &changes);
        if difference.is_empty() {
            session.note(&words::NO_CHANGE.message());
        }
        if session.color { diff::coloured(&difference) } else { difference }
    } else {
        text(&*changed(analysis, &changes, session)?, session)?
    };
    session.out.lines(&shown)?;
    Ok(())
}

/// Says how many documents are not in the cluster because the API server refuses them, and how many Pods because there
/// are too many.
pub(super) fn say_left_out(analysis: &Analysis, session: &Session) {
    let answers = || analysis.manifests.iter().filter_map(|manifest| manifest.answer.as_ref());
    let refused = answers().filter(|answer| !answer.accepted).count();
    if refused > 0 {
        let counts = [("n", Arg::count(refused)), ("all", Arg::count(answers().count()))];
        session.note(&words::LEFT_OUT.with(counts));
    }
    let missing: u64 = analysis.cluster.cuts.iter().map(|cut| u64::from(cut.missing)).sum();
    if missing > 0 {
        let n = Arg::Number(i64::try_from(missing).unwrap_or(i64::MAX));
        session.note(&words::CUT.with([("n", n)]));
    }
}

/// The changed cluster, unless one of the changes cannot be made.
fn changed(
    analysis: ManuallyDrop<Analysis>,
    changes: &[Change],
    session: &Session,
) -> Result<ManuallyDrop<Analysis>> {
    if changes.is_empty() {
        return Ok(analysis);
    }
    let (after, unmet) = portolan_core::change(ManuallyDrop::into_inner(analysis), changes, &session.options);
    let after = ManuallyDrop::new(after);
    let Some((last, others)) = unmet.split_last() else { return Ok(after) };
    for message in others {
        say(&session.words(&words::ERROR.with([("words", Arg::text(session.words(message)))])));
    }
    bail!(session.words(last))
}

fn difference((before, after): (&str, &str), shape: Shape, changes: &[Change]) -> String {
    let list: Vec<String> = changes.iter().map(ToString::to_string).collect();
    let names = ("before", &*format!("after {}", list.join(" ")));
    match shape {
        Shape::Lines => diff::unified(before, after, names),
        Shape::Table => diff::unified_tables(before, after, names),
    }
}

/// The changes in the order in which they are made.
fn changes(args: &WhatIfArgs, session: &Session) -> Result<Vec<Change>> {
    let understood =
        |change: Result<Change, Message>| change.map_err(|message| anyhow!(session.words(&message)));
    let set = args.set.iter().map(|word| understood(Change::set(word)));
    let clients = args.client.iter().map(|word| Ok(Change::client(word)));
    let nodes = args.node_down.iter().map(|word| Ok(Change::node_down(word)));
    let not_ready = args.not_ready.iter().map(|word| understood(Change::not_ready(word)));
    let ending = args.terminating.iter().map(|word| understood(Change::terminating(word)));
    let deleted = args.delete.iter().map(|word| understood(Change::delete(word)));
    let changes = set.chain(clients).chain(nodes).chain(not_ready).chain(ending).chain(deleted);
    let changes: Vec<Change> = changes.collect::<Result<_>>()?;
    if args.diff && changes.is_empty() {
        bail!(session.words(&words::DIFF_OF_NOTHING.message()));
    }
    Ok(changes)
}
