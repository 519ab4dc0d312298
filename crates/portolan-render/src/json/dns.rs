//! Answers to DNS questions: a list with the fields of `dns.json` in the conformance cases.

use portolan_core::dns::{Record, RecordType, Response};
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    rcode: &'static str,
    aa: bool,
    answers: Vec<Resource<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authority: Vec<Resource<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    additional: Vec<Resource<'a>>,
    /// Whether a real cluster would (also) ask its upstream resolver.
    #[serde(skip_serializing_if = "is_false")]
    upstream: bool,
}

#[derive(Serialize)]
struct Resource<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    ttl: u32,
    data: String,
}

/// The answers to questions, each a name and a type, in order.
#[must_use]
pub fn dns(answers: &[((String, RecordType), Response)]) -> String {
    let answers: Vec<_> = answers.iter().map(answer).collect();
    super::pretty(&answers)
}

fn answer(((name, kind), response): &((String, RecordType), Response)) -> Answer<'_> {
    Answer {
        name,
        kind: kind.as_str(),
        rcode: response.rcode.as_str(),
        aa: response.authoritative,
        answers: resources(&response.answers),
        authority: resources(&response.authority),
        additional: resources(&response.additional),
        upstream: response.upstream,
    }
}

fn resources(records: &[Record]) -> Vec<Resource<'_>> {
    records.iter().map(resource).collect()
}

fn resource(record: &Record) -> Resource<'_> {
    let kind = record.kind().as_str();
    Resource { name: &record.name, kind, ttl: record.ttl, data: record.data.to_string() }
}

fn is_false(value: &bool) -> bool {
    !*value
}
