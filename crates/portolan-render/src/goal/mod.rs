//! What is to be true of an analysis, as one line of text: the goals of lessons and the promises of examples.
//!
//! A [`Goal`] is read by [`Goal::parse`] and asked of an analysis by [`Goal::check`], which also says how things stand
//! now. The lines, with `FROM` as in `portolan trace --from` or `client[:NAMESPACE][@NODE]` for a Pod that is added to
//! ask from:
//!
//! ```text
//! no-errors | no-warnings                nothing found of that severity or above
//! finds RULE [COUNT] | lacks RULE        what is found
//! accepts KIND/NAME | refuses KIND/NAME  the API server's answer
//! reach FROM TO [OPTION…]                every connection is answered
//! fail FROM TO ENDING [part] [OPTION…]   every connection ends so, or with `part` some do
//! resolves FROM NAME TYPE ANSWER…        the records' data, the number of them as `=3`, or `NXDOMAIN`
//! endpoints NAMESPACE/SERVICE READY [UNREADY]
//! field KIND/NAME PATH = VALUE           what is written in the manifest
//! rules|no-rules [mode=M] [node=N] TEXT  whether a line of the rules has this text
//! reads FACT                             whether the reader's answer is the fact (see `facts`)
//!
//! OPTION: pods=COUNT  pod=PREFIX  container=NAME  port=NUMBER  seen=client|node  mode=iptables|nftables|ipvs  udp
//! ```

mod connection;
mod facts;
mod parse;
mod words;

pub use connection::Options as ConnectionOptions;
pub use facts::Fact;

use connection::Connection;
use portolan_core::diagnostic::{Arg, Message, Severity};
use portolan_core::dns::{Rcode, RecordType, Zone};
use portolan_core::object::EndpointSlice;
use portolan_core::proxy::{self, Mode, ProxyOptions};
use portolan_core::{Analysis, trace::Ending};

/// Something that is to be true.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// Nothing is found of this severity or a graver one.
    Clean(Severity),
    /// A rule finds something: so many times, or at all.
    Finds(String, Option<usize>),
    /// A rule finds nothing.
    Lacks(String),
    /// Whether the API server takes an object, by kind and name.
    Accepts {
        /// `Service/echo`.
        object: String,
        /// Whether it does.
        accepted: bool,
    },
    /// How connections end.
    Connects(Box<Connection>),
    /// What a name leads to for a client.
    Resolves {
        /// The client, the name, the records' type.
        question: (String, String, RecordType),
        /// The records' data in order of the text, `=3` for a number of records, or `NXDOMAIN`.
        answers: Vec<String>,
    },
    /// How many endpoints a Service has, ready ones and others; by `namespace/name`.
    Endpoints(String, usize, usize),
    /// What a field of a manifest says.
    Field {
        /// `Service/echo`.
        object: String,
        /// The field.
        path: String,
        /// Its text.
        value: String,
    },
    /// Whether some line of the rules has a text.
    Rules {
        /// kube-proxy's mode.
        mode: Mode,
        /// The node; the first one if left out.
        node: Option<String>,
        /// The text.
        text: String,
        /// Whether there is to be such a line.
        present: bool,
    },
    /// The reader's answer is this fact.
    Reads(Fact),
}

/// How things stand.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Whether the goal is met.
    pub met: bool,
    /// What is the case now, where there is something to say.
    pub now: Option<Message>,
}

impl Goal {
    /// Whether the goal is about what the reader answers, and not about the manifests.
    #[must_use]
    pub fn is_question(&self) -> bool {
        matches!(self, Self::Reads(_))
    }

    /// Whether it is met. `answer` is what the reader answered to a question, if there is one.
    #[must_use]
    pub fn check(&self, analysis: &Analysis, answer: &str) -> Standing {
        match self {
            Self::Clean(severity) => {
                let all = analysis.diagnostics.iter().filter(|one| one.severity <= *severity);
                findings(all.map(|one| one.rule).collect(), |count| count == 0)
            }
            Self::Finds(rule, wanted) => findings(found(analysis, rule), |count| match wanted {
                Some(wanted) => count == *wanted,
                None => count > 0,
            }),
            Self::Lacks(rule) => findings(found(analysis, rule), |count| count == 0),
            Self::Accepts { object, accepted } => admission(analysis, object, *accepted),
            Self::Connects(connection) => connection.check(analysis),
            Self::Resolves { question, answers } => resolution(analysis, question, answers),
            Self::Endpoints(service, ready, unready) => {
                let (now, others) = endpoints(&analysis.slices, service);
                let counts = [("ready", Arg::count(now)), ("unready", Arg::count(others))];
                Standing::told((now, others) == (*ready, *unready), words::ENDPOINTS.with(counts))
            }
            Self::Field { object, path, value } => field(analysis, object, path, value),
            Self::Rules { mode, node, text, present } => {
                let found = rules(analysis, *mode, node.as_deref()).lines().any(|line| line.contains(text));
                Standing { met: found == *present, now: None }
            }
            Self::Reads(fact) => reading(fact, analysis, answer),
        }
    }
}

impl Standing {
    /// With words for the case that it is not met.
    fn told(met: bool, now: Message) -> Self {
        Self { met, now: (!met).then_some(now) }
    }

    /// Not met for this reason.
    fn not(now: Message) -> Self {
        Self { met: false, now: Some(now) }
    }
}

fn found<'a>(analysis: &'a Analysis, rule: &str) -> Vec<&'a str> {
    analysis.diagnostics.iter().map(|one| one.rule).filter(|known| *known == rule).collect()
}

fn findings(rules: Vec<&str>, fits: impl Fn(usize) -> bool) -> Standing {
    let count = rules.len();
    let mut names: Vec<String> = rules.into_iter().map(str::to_owned).collect();
    names.sort_unstable();
    names.dedup();
    let now = if count == 0 {
        words::NO_FINDINGS.message()
    } else {
        words::FINDINGS.with([("n", Arg::count(count)), ("rules", Arg::Codes(names))])
    };
    Standing::told(fits(count), now)
}

/// The manifests of that kind and name, all answers of the API server to them alike.
fn admission(analysis: &Analysis, object: &str, accepted: bool) -> Standing {
    let mut answers =
        analysis.manifests.iter().filter(|one| is_named(one, object)).filter_map(|one| one.answer.as_ref());
    match answers.find(|answer| answer.accepted != accepted) {
        Some(answer) => {
            let reason = Arg::text(answer.message.as_deref().unwrap_or(answer.reason));
            Standing::not(words::ANSWER.with([("object", Arg::code(object)), ("reason", reason)]))
        }
        None if !analysis.manifests.iter().any(|one| is_named(one, object)) => missing(object),
        None => Standing { met: true, now: None },
    }
}

fn is_named(manifest: &portolan_core::admission::Manifest, object: &str) -> bool {
    let (kind, name) = object.split_once('/').unwrap_or((object, ""));
    manifest.kind.as_deref() == Some(kind) && manifest.name.as_deref() == Some(name)
}

fn missing(object: &str) -> Standing {
    Standing::not(words::NOT_THERE.with([("object", Arg::code(object))]))
}

fn field(analysis: &Analysis, object: &str, path: &str, value: &str) -> Standing {
    let Some(manifest) = analysis.manifests.iter().find(|one| is_named(one, object)) else {
        return missing(object);
    };
    let tree = manifest.tree(&analysis.files);
    match tree.and_then(|tree| tree.at(path)) {
        Some(node) => {
            let now = node.content();
            let arguments = [("path", Arg::code(path)), ("value", Arg::code(now))];
            Standing::told(now == value, words::FIELD.with(arguments))
        }
        None => Standing::not(words::NO_FIELD.with([("path", Arg::code(path))])),
    }
}

fn resolution(
    analysis: &Analysis,
    (from, name, kind): &(String, String, RecordType),
    wanted: &[String],
) -> Standing {
    let asked = connection::with_client(analysis, from, |analysis, from| {
        let client = portolan_core::trace::Client::parse(from, &analysis.cluster)?;
        let portolan_core::trace::Client::Pod(id) = client else { return Ok(None) };
        let zone = Zone::new(&analysis.cluster, &analysis.slices);
        let walk = analysis.cluster.pod(id).map(|pod| zone.walk(pod, name, *kind));
        Ok(walk.and_then(|walk| walk.into_iter().last()).map(|(_, response)| response))
    });
    let response = match asked {
        Ok(Some(response)) => response,
        Ok(None) => return Standing { met: false, now: None },
        Err(message) => return Standing::not(message),
    };
    let mut data: Vec<String> = response.answers.iter().map(|record| record.data.to_string()).collect();
    if data.is_empty() && response.rcode != Rcode::NoError {
        // A name that nobody in the cluster knows is asked upstream last, where nothing is known of it either.
        data.push(Rcode::NxDomain.as_str().to_owned());
    }
    data.sort_unstable();
    let met = match wanted {
        [one] if one.starts_with('=') => one.get(1..) == Some(&*data.len().to_string()),
        wanted => {
            let mut wanted = wanted.to_vec();
            wanted.sort_unstable();
            wanted == data
        }
    };
    Standing::told(met, words::RESOLVES.with([("name", Arg::code(name)), ("answers", Arg::Codes(data))]))
}

/// Ready endpoints and others in all slices of a Service.
fn endpoints(slices: &[EndpointSlice], service: &str) -> (usize, usize) {
    let (namespace, name) = service.split_once('/').unwrap_or(("default", service));
    let label = "kubernetes.io/service-name";
    let own = slices.iter().filter(|slice| {
        &*slice.meta.namespace == namespace && slice.meta.labels.get(label).is_some_and(|own| own == name)
    });
    let all = own.flat_map(|slice| slice.endpoints.iter().flatten());
    let ready = |endpoint: &&portolan_core::object::Endpoint| endpoint.conditions.ready != Some(false);
    let (ready, others): (Vec<_>, Vec<_>) = all.partition(ready);
    (ready.len(), others.len())
}

/// The rules of a node as its tools print them.
fn rules(analysis: &Analysis, mode: Mode, node: Option<&str>) -> String {
    let node = node.map(str::to_owned);
    let options = ProxyOptions { mode, node, ..ProxyOptions::new(&analysis.cluster.options) };
    let plan = proxy::plan(&analysis.cluster, &analysis.slices, &options);
    match mode {
        Mode::Iptables => proxy::iptables::ruleset(&plan).to_string(),
        Mode::Nftables => proxy::nftables::table(&plan).to_string(),
        Mode::Ipvs => proxy::ipvs::virtual_servers(&plan).to_string(),
    }
}

fn reading(fact: &Fact, analysis: &Analysis, answer: &str) -> Standing {
    let answer = answer.trim();
    let met = fact.is(answer, analysis);
    let now = (!met && !answer.is_empty()).then(|| words::NOT_IT.with([("answer", Arg::code(answer))]));
    Standing { met, now }
}

/// The ending of that name in machine output.
fn ending(name: &str) -> Option<Ending> {
    [Ending::Answered, Ending::Refused, Ending::Timeout, Ending::NxDomain, Ending::NoRoute]
        .into_iter()
        .find(|ending| ending.as_str() == name)
}

#[cfg(test)]
mod tests;
