//! DNS for people: a zone as a table, an answer in the manner of `dig`, and the way of a resolver through its search list.

mod answer;
mod dig;

pub use answer::{Answer, Row};
pub use dig::{Dig, dig};

use portolan_core::diagnostic::Lang;
use portolan_core::dns::{RecordType, Response, Zone};
use std::fmt::Write as _;

/// All records of a zone.
#[must_use]
pub fn dns_records(zone: &Zone<'_>) -> Vec<Row> {
    zone.records().map(|record| Row::of(&record)).collect()
}

/// All records of a zone, a line each: name, TTL in seconds, type and data. It is the same in every language.
#[must_use]
pub fn dns_table(zone: &Zone<'_>) -> String {
    let head = ["NAME", "TTL", "TYPE", "DATA"].map(str::to_owned);
    let mut rows = vec![head];
    rows.extend(dns_records(zone).into_iter().map(Row::cells));
    table(&rows)
}

/// An answer of the zone in the manner of `dig`, with a sentence where there is no record.
#[must_use]
pub fn dns_answer(
    zone: &Zone<'_>,
    (name, kind): (&str, RecordType),
    response: &Response,
    lang: Lang,
) -> String {
    answer_text(&Answer::new(zone, (name, kind), response, lang))
}

/// The way of a resolver through its search list: a line for each question without an answer, then the last one whole.
#[must_use]
pub fn dns_walk(zone: &Zone<'_>, kind: RecordType, walk: &[(String, Response)], lang: Lang) -> String {
    let answers = walk.iter().map(|(name, response)| Answer::new(zone, (name, kind), response, lang));
    let answers: Vec<_> = answers.collect();
    let Some((last, missed)) = answers.split_last() else { return String::new() };
    let mut text: String = missed.iter().map(heading).collect();
    text.push_str(&answer_text(last));
    text
}

fn answer_text(answer: &Answer) -> String {
    let mut text = heading(answer);
    for sentence in answer.sentence.iter().chain(&answer.hint) {
        let _ = writeln!(text, ";; {sentence}");
    }
    for (title, records) in answer.sections() {
        let rows: Vec<_> = records.iter().cloned().map(Row::cells).collect();
        let _ = write!(text, "\n;; {title}\n{}", table(&rows));
    }
    text
}

fn heading(answer: &Answer) -> String {
    let flag = if answer.authoritative { ", authoritative" } else { "" };
    format!(";; {} {}: {}{flag}\n", answer.name, answer.kind, answer.status)
}

/// Columns with three spaces between; names in DNS are ASCII, so bytes are columns.
fn table(rows: &[[String; 4]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let widths = [width(0), width(1), width(2)];
    let mut text = String::new();
    for [name, ttl, kind, data] in rows {
        let [first, second, third] = widths;
        let _ = writeln!(text, "{name:first$}   {ttl:second$}   {kind:third$}   {data}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::cluster::Cluster;

    #[test]
    fn an_answer_says_in_words_why_it_is_empty() {
        let cluster = Cluster::default();
        let zone = Zone::new(&cluster, &[]);
        let name = "web.default.svc.cluster.local";
        let response = zone.query(name, RecordType::A);
        let answer = dns_answer(&zone, (name, RecordType::A), &response, Lang::En);
        assert!(answer.contains("NXDOMAIN, authoritative"), "{answer}");
        assert!(answer.contains("`web.default.svc.cluster.local` does not exist"), "{answer}");
    }

    #[test]
    fn a_name_that_leads_nowhere_leads_to_the_one_that_was_meant() {
        let cluster = Cluster::default();
        let zone = Zone::new(&cluster, &[]);
        let name = "kubernetes.default.svc.local";
        let response = zone.query(name, RecordType::A);
        let answer = dns_answer(&zone, (name, RecordType::A), &response, Lang::Ja);
        assert!(answer.contains("`kubernetes.default.svc.cluster.local`のことではありませんか"), "{answer}");
    }
}
