//! One answer of the zone, with a sentence where there is no record, and the name that was probably meant.

use portolan_core::diagnostic::{Arg, Lang, Message, Origin};
use portolan_core::dns::{Rcode, Record, RecordType, Response, Zone};
use portolan_core::template;

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

/// A record in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The owner's name, with a dot at its end.
    pub name: String,
    /// How long it may be kept, in seconds.
    pub ttl: u32,
    /// The type.
    pub kind: &'static str,
    /// What it says, as in a zone file.
    pub data: String,
    /// The field that it comes from.
    pub origin: Option<Origin>,
}

/// An answer to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The name that was asked for.
    pub name: String,
    /// The type.
    pub kind: &'static str,
    /// `NOERROR`, `NXDOMAIN` and their like.
    pub status: &'static str,
    /// Whether the server answers for its own zone.
    pub authoritative: bool,
    /// Why there is no record, if there is none.
    pub sentence: Option<String>,
    /// The name that was probably meant, in a sentence.
    pub hint: Option<String>,
    /// The same, to be asked for.
    pub meant: Option<String>,
    /// The records.
    pub answers: Vec<Row>,
    /// The start of the zone, where there is no answer.
    pub authority: Vec<Row>,
    /// Addresses of hosts in the answers.
    pub additional: Vec<Row>,
}

impl Row {
    /// Of a record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self {
            name: record.name.clone(),
            ttl: record.ttl,
            kind: record.kind().as_str(),
            data: record.data.to_string(),
            origin: record.origin.clone(),
        }
    }

    pub(super) fn cells(self) -> [String; 4] {
        [self.name, self.ttl.to_string(), self.kind.to_owned(), self.data]
    }
}

impl Answer {
    pub(super) fn new(
        zone: &Zone<'_>,
        (name, kind): (&str, RecordType),
        response: &Response,
        lang: Lang,
    ) -> Self {
        let missing = matches!(response.rcode, Rcode::NxDomain | Rcode::ServFail);
        let meant = zone.suggest(name).filter(|_| missing);
        let hint = meant.as_ref().map(|meant| did_you_mean(meant, lang));
        let rows = |records: &[Record]| records.iter().map(Row::of).collect();
        Self {
            name: name.to_owned(),
            kind: kind.as_str(),
            status: response.rcode.as_str(),
            authoritative: response.authoritative,
            sentence: sentence(name, kind, response).map(|sentence| sentence.render(lang)),
            hint,
            meant,
            answers: rows(&response.answers),
            authority: rows(&response.authority),
            additional: rows(&response.additional),
        }
    }

    /// The sections that are not empty, each with its title.
    pub fn sections(&self) -> impl Iterator<Item = (&'static str, &[Row])> {
        let sections = [
            ("ANSWER", self.answers.as_slice()),
            ("AUTHORITY", self.authority.as_slice()),
            ("ADDITIONAL", self.additional.as_slice()),
        ];
        sections.into_iter().filter(|(_, records)| !records.is_empty())
    }
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

/// That another name was probably meant.
pub(super) fn did_you_mean(name: &str, lang: Lang) -> String {
    MEANT.with([("name", Arg::code(name))]).render(lang)
}
