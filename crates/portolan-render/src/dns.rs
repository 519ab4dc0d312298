//! DNS for people: a zone as a table, and an answer in the manner of `dig`.

use portolan_core::diagnostic::{Arg, Lang, Message};
use portolan_core::dns::{Rcode, Record, RecordType, Response, Zone};
use portolan_core::template;
use std::fmt::Write as _;

template!(MISSING, "dns.missing",
    en: "{name} does not exist",
    ja: "{name}という名前は存在しません");
template!(NO_RECORDS, "dns.no-records",
    en: "{name} exists, but has no {type} record",
    ja: "{name}は存在しますが、{type}レコードはありません");
template!(UPSTREAM, "dns.upstream",
    en: "{name} is outside the cluster's zone; a real cluster asks its upstream resolver, which is not known here",
    ja: "{name}はクラスターのゾーンの外です。実際のクラスターは上位のリゾルバーに問い合わせますが、その答えはここでは分かりません");
template!(ALIAS_OUTSIDE, "dns.alias-outside",
    en: "The alias leads outside the cluster; a real cluster adds what its upstream resolver says",
    ja: "別名の先はクラスターの外です。実際のクラスターでは上位のリゾルバーの答えが続きます");
template!(NOT_A_NAME, "dns.not-a-name",
    en: "{name} is not a DNS name: a label has 1 to 63 bytes, the whole at most 253",
    ja: "{name}はDNS名ではありません。ラベルは1〜63バイト、全体は253バイトまでです");

template!(MEANT, "dns.meant",
    en: "Did you mean {name}?",
    ja: "{name}のことではありませんか?");

/// All records of a zone, a line each: name, TTL in seconds, type and data. It is the same in every language.
#[must_use]
pub fn dns_table(zone: &Zone<'_>) -> String {
    let mut rows = vec![["NAME", "TTL", "TYPE", "DATA"].map(str::to_owned)];
    rows.extend(zone.records().map(|record| row(&record)));
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
    let mut text = heading(name, kind, response);
    if let Some(sentence) = sentence(name, kind, response) {
        let _ = writeln!(text, ";; {}", sentence.render(lang));
    }
    let missing = matches!(response.rcode, Rcode::NxDomain | Rcode::ServFail);
    if let Some(meant) = zone.suggest(name).filter(|_| missing) {
        let _ = writeln!(text, ";; {}", MEANT.with([("name", Arg::code(meant))]).render(lang));
    }
    let sections = [
        ("ANSWER", &response.answers),
        ("AUTHORITY", &response.authority),
        ("ADDITIONAL", &response.additional),
    ];
    for (title, records) in sections.into_iter().filter(|(_, records)| !records.is_empty()) {
        let rows: Vec<_> = records.iter().map(row).collect();
        let _ = write!(text, "\n;; {title}\n{}", table(&rows));
    }
    text
}

/// The way of a resolver through its search list: a line for each question without an answer, then the last one whole.
#[must_use]
pub fn dns_walk(zone: &Zone<'_>, kind: RecordType, walk: &[(String, Response)], lang: Lang) -> String {
    let Some(((name, response), missed)) = walk.split_last() else { return String::new() };
    let mut text: String = missed.iter().map(|(name, response)| heading(name, kind, response)).collect();
    text.push_str(&dns_answer(zone, (name, kind), response, lang));
    text
}

fn heading(name: &str, kind: RecordType, response: &Response) -> String {
    let flag = if response.authoritative { ", authoritative" } else { "" };
    format!(";; {name} {}: {}{flag}\n", kind.as_str(), response.rcode.as_str())
}

fn sentence(name: &str, kind: RecordType, response: &Response) -> Option<Message> {
    let name = ("name", Arg::code(name));
    Some(match response.rcode {
        Rcode::NxDomain => MISSING.with([name]),
        Rcode::ServFail => UPSTREAM.with([name]),
        Rcode::FormErr => NOT_A_NAME.with([name]),
        Rcode::NoError if response.answers.is_empty() => {
            NO_RECORDS.with([name, ("type", Arg::text(kind.as_str()))])
        }
        Rcode::NoError if response.upstream => ALIAS_OUTSIDE.message(),
        Rcode::NoError => return None,
    })
}

fn row(record: &Record) -> [String; 4] {
    let kind = record.kind().as_str();
    [record.name.clone(), record.ttl.to_string(), kind.to_owned(), record.data.to_string()]
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
