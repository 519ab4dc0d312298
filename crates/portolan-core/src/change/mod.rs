//! What-if: how the cluster would look if a field had another value, a Pod were not ready, a node were down.
//!
//! A [`Change`] of a field is made in the text of the manifest, before the API server sees it; so everything behind
//! follows from it as from any manifest. What happens to running things (deleted, not ready, down) happens to the
//! settled cluster. In between, what ran before keeps its name, its node and its addresses.

mod apply;
mod choices;
mod count;
mod find;
mod listing;
mod set;
mod survey;
mod target;
mod words;

pub use choices::{Choices, NodeChoice, PodChoice, PodState, Scale, Setting};

pub(crate) use apply::{apply, standing};
pub(crate) use set::{refusals, write};

use crate::diagnostic::{Arg, Message};
use crate::document::Kind;
use std::fmt;
use target::Target;

/// One thing that is different. Changes of fields come first, then clients, then nodes, then what becomes of Pods and
/// other objects, whatever the order in which they are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    flag: &'static str,
    word: String,
    deed: Deed,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Deed {
    /// A field gets a value: kind, what follows it up to the equals sign, value.
    Set(Kind, String, String),
    /// Pods fail their readiness probes.
    NotReady(Target),
    /// Pods are being deleted, and finish what they are doing within their grace period.
    Terminating(Target),
    /// Objects are deleted, with all that they own, and nothing has taken their place yet.
    Delete(Target),
    /// A node is not heard of any more, and its Pods have been marked as not ready; none has been evicted yet.
    NodeDown(String),
    /// A Pod without labels is there, perhaps on a certain node.
    Client { namespace: String, name: String, node: Option<String> },
}

impl Change {
    /// `KIND/NAME.FIELD=VALUE` or `KIND/NAMESPACE/NAME.FIELD=VALUE`.
    ///
    /// # Errors
    /// What is wrong with the word.
    pub fn set(word: &str) -> Result<Self, Message> {
        let change = |deed| Self { flag: "--set", word: word.to_owned(), deed };
        let parts = word.split_once('=').and_then(|(object, value)| Some((object.split_once('/')?, value)));
        let Some(((kind, object), value)) = parts.filter(|((_, object), _)| object.contains(['.', '[']))
        else {
            return Err(words::SHAPE_SET.with([("word", Arg::code(word))]));
        };
        let kind = target::kind(kind)?;
        Ok(change(Deed::Set(kind, object.to_owned(), value.to_owned())))
    }

    /// `pod/NAME`, `pod/NAMESPACE/NAME`, names that begin alike as `pod/web-*`, or a controller for all its Pods.
    ///
    /// # Errors
    /// What is wrong with the word.
    pub fn not_ready(word: &str) -> Result<Self, Message> {
        let deed = Deed::NotReady(target::of_pods(word)?);
        Ok(Self { flag: "--not-ready", word: word.to_owned(), deed })
    }

    /// The same words as of [`Change::not_ready`].
    ///
    /// # Errors
    /// What is wrong with the word.
    pub fn terminating(word: &str) -> Result<Self, Message> {
        let deed = Deed::Terminating(target::of_pods(word)?);
        Ok(Self { flag: "--terminating", word: word.to_owned(), deed })
    }

    /// `KIND/NAME`, `KIND/NAMESPACE/NAME`, or names that begin alike.
    ///
    /// # Errors
    /// What is wrong with the word.
    pub fn delete(word: &str) -> Result<Self, Message> {
        let target = Target::parse(word)?;
        Ok(Self { flag: "--delete", word: word.to_owned(), deed: Deed::Delete(target) })
    }

    /// The name of a node.
    #[must_use]
    pub fn node_down(word: &str) -> Self {
        let name = ["node/", "nodes/", "no/"].iter().find_map(|kind| word.strip_prefix(kind)).unwrap_or(word);
        Self { flag: "--node-down", word: word.to_owned(), deed: Deed::NodeDown(name.to_owned()) }
    }

    /// `[NAMESPACE/]NAME[@NODE]`.
    #[must_use]
    pub fn client(word: &str) -> Self {
        let path = word.strip_prefix("pod/").unwrap_or(word);
        let (path, node) =
            path.split_once('@').map_or((path, None), |(path, node)| (path, Some(node.to_owned())));
        let (namespace, name) = path.split_once('/').unwrap_or(("default", path));
        let deed = Deed::Client { namespace: namespace.to_owned(), name: name.to_owned(), node };
        Self { flag: "--client", word: word.to_owned(), deed }
    }

    /// A change as it stands on the command line: a flag and its word.
    ///
    /// # Errors
    /// What is wrong with the word, or that there is no such flag.
    pub fn parse(flag: &str, word: &str) -> Result<Self, Message> {
        match flag {
            "--set" => Self::set(word),
            "--not-ready" => Self::not_ready(word),
            "--terminating" => Self::terminating(word),
            "--delete" => Self::delete(word),
            "--node-down" => Ok(Self::node_down(word)),
            "--client" => Ok(Self::client(word)),
            _ => Err(words::UNKNOWN_FLAG.with([("flag", Arg::code(flag))])),
        }
    }

    /// The flag that makes the change.
    #[must_use]
    pub fn flag(&self) -> &'static str {
        self.flag
    }

    /// What stands behind the flag.
    #[must_use]
    pub fn word(&self) -> &str {
        &self.word
    }

    /// What it is about: the field, the object, the node or the client. Of two changes that are about the same, one
    /// takes the place of the other.
    #[must_use]
    pub fn about(&self) -> String {
        match &self.deed {
            Deed::Set(..) => self.word.split_once('=').map_or(&*self.word, |(field, _)| field).to_owned(),
            Deed::NotReady(_) | Deed::Terminating(_) | Deed::Delete(_) => self.word.clone(),
            Deed::NodeDown(name) => format!("node/{name}"),
            Deed::Client { namespace, name, .. } => format!("client/{namespace}/{name}"),
        }
    }

    /// As an argument of a message.
    fn arg(&self) -> (&'static str, Arg) {
        ("change", Arg::code(self.to_string()))
    }
}

/// As it stands on the command line.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.flag, self.word)
    }
}

#[cfg(test)]
mod tests;
