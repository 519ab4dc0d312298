//! What a change of manifests does to traffic.

use super::pretty;
use crate::comparison::{Comparison, Fate, Lines, Refused, ServiceChange};
use portolan_core::diagnostic::{Lang, Message};
use portolan_core::proxy::Mode;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    schema: &'static str,
    refused: Vec<Refusal<'a>>,
    services: Vec<Service<'a>>,
    records: Both<'a>,
    reach: Both<'a>,
    only_in_old: &'a [String],
    rules: Rules,
}

#[derive(Serialize)]
struct Refusal<'a> {
    /// `FILE:LINE`.
    place: &'a str,
    message: &'a str,
    update: bool,
}

#[derive(Serialize)]
struct Service<'a> {
    /// `NAMESPACE/NAME`.
    name: &'a str,
    change: &'static str,
    before: Option<String>,
    after: Option<String>,
    lines: Both<'a>,
}

#[derive(Serialize)]
struct Both<'a> {
    lost: &'a [String],
    gained: &'a [String],
}

#[derive(Serialize)]
struct Rules {
    mode: &'static str,
    before: usize,
    after: usize,
}

/// The comparison, with sentences in a language.
#[must_use]
pub fn comparison(comparison: &Comparison, lang: Lang) -> String {
    let (mode, before, after) = comparison.rules;
    let mode = match mode {
        Mode::Iptables => "iptables",
        Mode::Nftables => "nftables",
        Mode::Ipvs => "ipvs",
    };
    pretty(&Answer {
        schema: "portolan/v1",
        refused: comparison.refused.iter().map(refusal).collect(),
        services: comparison.services.iter().map(|service| of_service(service, lang)).collect(),
        records: both(&comparison.records),
        reach: both(&comparison.reach),
        only_in_old: &comparison.left_out,
        rules: Rules { mode, before, after },
    })
}

fn refusal(refused: &Refused) -> Refusal<'_> {
    Refusal { place: &refused.place, message: &refused.words, update: refused.update }
}

fn of_service(service: &ServiceChange, lang: Lang) -> Service<'_> {
    let said = |message: &Option<Message>| message.as_ref().map(|message| message.render(lang));
    Service {
        name: &service.name,
        change: match service.fate {
            Fate::Came => "new",
            Fate::Changed => "changed",
            Fate::Went => "gone",
        },
        before: said(&service.before),
        after: said(&service.after),
        lines: both(&service.lines),
    }
}

fn both(lines: &Lines) -> Both<'_> {
    Both { lost: &lines.lost, gained: &lines.gained }
}
