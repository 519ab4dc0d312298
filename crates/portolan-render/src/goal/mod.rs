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
//! call FROM VARIABLE [OPTION…]           as `reach`, to what a variable of the client's container says
//! resolves FROM NAME TYPE ANSWER…        the records' data, the number of them as `=3`, `NXDOMAIN`, or `upstream`
//! asks FROM NAME COUNT                   how many questions the client's resolver sends
//! env FROM NAME VALUE | no-env FROM NAME a variable of the client's first container
//! shows KIND TEXT                        whether `kubectl get KIND -A -o wide` shows this text
//! endpoints NAMESPACE/SERVICE READY [UNREADY]
//! field KIND/NAME PATH = VALUE           what is written in the manifest
//! rules|no-rules [mode=M] [node=N] TEXT  whether a line of the rules has this text
//! reads FACT                             whether the reader's answer is the fact (see `facts`)
//!
//! OPTION: pods=COUNT  pod=PREFIX  container=NAME  port=NUMBER  seen=client|node  mode=iptables|nftables|ipvs  udp
//! ```

mod client;
mod cluster;
mod connection;
mod facts;
mod parse;
mod words;
mod written;

pub use connection::Options as ConnectionOptions;
pub use facts::Fact;

use connection::Connection;
use portolan_core::diagnostic::{Arg, Message, Severity};
use portolan_core::dns::RecordType;
use portolan_core::proxy::Mode;
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
    /// How many questions a client's resolver sends for a name.
    Asks(String, String, usize),
    /// What a variable of a client's first container says; `None` for no such variable.
    Env(String, String, Option<String>),
    /// Whether the table of a kind has a text.
    Shows(String, String),
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
                written::findings(all.map(|one| one.rule).collect(), |count| count == 0)
            }
            Self::Finds(rule, wanted) => {
                written::findings(written::found(analysis, rule), |count| match wanted {
                    Some(wanted) => count == *wanted,
                    None => count > 0,
                })
            }
            Self::Lacks(rule) => written::findings(written::found(analysis, rule), |count| count == 0),
            Self::Accepts { object, accepted } => written::admission(analysis, object, *accepted),
            Self::Connects(connection) => connection.check(analysis),
            Self::Resolves { question, answers } => client::resolution(analysis, question, answers),
            Self::Endpoints(service, ready, unready) => {
                let (now, others) = cluster::endpoints(&analysis.slices, service);
                let counts = [("ready", Arg::count(now)), ("unready", Arg::count(others))];
                Standing::told((now, others) == (*ready, *unready), words::ENDPOINTS.with(counts))
            }
            Self::Field { object, path, value } => written::field(analysis, object, path, value),
            Self::Rules { mode, node, text, present } => {
                let found =
                    cluster::rules(analysis, *mode, node.as_deref()).lines().any(|line| line.contains(text));
                Standing { met: found == *present, now: None }
            }
            Self::Asks(from, name, count) => client::questions(analysis, from, name, *count),
            Self::Env(from, name, value) => client::variable(analysis, from, name, value.as_deref()),
            Self::Shows(kind, text) => cluster::table(analysis, kind, text),
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
