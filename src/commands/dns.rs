//! `portolan dns`: the records of the cluster's zone, or the answers to questions.

use super::pod;
use super::what_if::{self, Shape};
use crate::args::{DnsArgs, TextOrJson};
use crate::config::unreadable;
use crate::session::Session;
use crate::words;
use anyhow::{Result, anyhow, bail};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Lang};
use portolan_core::dns::{RecordType, Response, Zone};
use portolan_core::workload::Pod;
use portolan_render::{dns_answer, dns_table, dns_walk, json};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

/// One entry of the file of questions.
#[derive(Deserialize)]
struct Query {
    name: String,
    #[serde(rename = "type", default = "address")]
    kind: String,
}

fn address() -> String {
    "A".to_owned()
}

type Question = (String, RecordType);

pub(super) fn run(args: &DnsArgs, session: &mut Session) -> Result<()> {
    let questions = questions(args, session)?;
    let shape = match args.output {
        TextOrJson::Text => Shape::Table,
        TextOrJson::Json => Shape::Lines,
    };
    what_if::print(&args.input.paths, (&args.what_if, shape), session, |analysis, session| {
        text(args, questions.as_deref(), analysis, session)
    })
}

fn text(
    args: &DnsArgs,
    questions: Option<&[Question]>,
    analysis: &Analysis,
    session: &Session,
) -> Result<String> {
    let zone = Zone::new(&analysis.cluster, &analysis.slices);
    if let (Some(from), Some(questions)) = (&args.from, questions) {
        let pod = pod::find(analysis, from, session)?;
        return Ok(walks(&zone, pod, questions, (args.output, session.lang)));
    }
    Ok(match (args.output, questions) {
        (TextOrJson::Text, None) => dns_table(&zone),
        (TextOrJson::Json, None) => json::dns(&answers(&zone, &known(&zone))),
        (TextOrJson::Json, Some(questions)) => json::dns(&answers(&zone, questions)),
        (TextOrJson::Text, Some(questions)) => {
            let answers = answers(&zone, questions);
            let texts = answers
                .iter()
                .map(|((name, kind), response)| dns_answer(&zone, (name, *kind), response, session.lang));
            texts.collect::<Vec<_>>().join("\n")
        }
    })
}

/// What a Pod asks for each name, and what it is answered.
fn walks(zone: &Zone<'_>, pod: &Pod, questions: &[Question], (form, lang): (TextOrJson, Lang)) -> String {
    let walks = questions.iter().map(|(name, kind)| (*kind, zone.walk(pod, name, *kind)));
    match form {
        TextOrJson::Text => walks.map(|(kind, walk)| dns_walk(zone, kind, &walk, lang)).collect(),
        TextOrJson::Json => {
            let asked = walks.flat_map(|(kind, walk)| {
                walk.into_iter().map(move |(name, response)| ((name, kind), response))
            });
            json::dns(&asked.collect::<Vec<_>>())
        }
    }
}

fn answers(zone: &Zone<'_>, questions: &[Question]) -> Vec<(Question, Response)> {
    let answer = |question: &Question| (question.clone(), zone.query(&question.0, question.1));
    questions.iter().map(answer).collect()
}

/// Every name of the zone with every type that it has.
fn known(zone: &Zone<'_>) -> Vec<Question> {
    let mut seen = BTreeSet::new();
    let questions = zone.records().map(|record| (record.name.clone(), record.kind()));
    questions.filter(|question| seen.insert(question.clone())).collect()
}

/// What is asked, if anything is.
fn questions(args: &DnsArgs, session: &Session) -> Result<Option<Vec<Question>>> {
    if let Some(name) = &args.query {
        return Ok(Some(vec![(name.clone(), record_type(&args.record_type, session)?)]));
    }
    let Some(path) = &args.queries else { return Ok(None) };
    let queries = read(path, session)?;
    let questions = queries.into_iter().map(|query| Ok((query.name, record_type(&query.kind, session)?)));
    questions.collect::<Result<_>>().map(Some)
}

fn read(path: &Path, session: &Session) -> Result<Vec<Query>> {
    let bytes = std::fs::read(path).map_err(|error| anyhow!(session.words(&unreadable(path, &error))))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let path = Arg::code(path.display().to_string());
        let words = Arg::text(error.to_string());
        anyhow!(session.words(&words::BAD_QUERIES.with([("path", path), ("words", words)])))
    })
}

fn record_type(name: &str, session: &Session) -> Result<RecordType> {
    match RecordType::parse(name) {
        Some(kind) => Ok(kind),
        None => bail!(session.words(&words::about(&words::BAD_TYPE, "text", name))),
    }
}
