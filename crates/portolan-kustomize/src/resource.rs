//! An object on its way through a build: its tree, and what it was called before.

use crate::scope;
use crate::value::{Data, Place, Value};
use portolan_yaml::collections::BTreeMap;
use std::fmt;

/// The annotation that keeps an object out of what is built.
pub(crate) const LOCAL: &str = "config.kubernetes.io/local-config";

/// What the namespace of a cluster-scoped object counts as.
const NO_NAMESPACE: &str = "_non_namespaceable_";

/// Group, version and kind. Empty parts of a selector select all.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Gvk {
    pub(crate) group: String,
    pub(crate) version: String,
    pub(crate) kind: String,
}

impl Gvk {
    pub(crate) fn of(api_version: &str, kind: &str) -> Self {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        Self { group: group.to_owned(), version: version.to_owned(), kind: kind.to_owned() }
    }

    pub(crate) fn is_selected(&self, group: &str, version: &str, kind: &str) -> bool {
        (group.is_empty() || group == self.group)
            && (version.is_empty() || version == self.version)
            && (kind.is_empty() || kind == self.kind)
    }
}

/// What an object is known by; the namespace is the one that counts, `default` where none is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Id {
    pub(crate) gvk: Gvk,
    pub(crate) namespace: String,
    pub(crate) name: String,
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.namespace.as_str() {
            NO_NAMESPACE | "default" => write!(f, "{} `{}`", self.gvk.kind, self.name),
            namespace => write!(f, "{} `{namespace}/{}`", self.gvk.kind, self.name),
        }
    }
}

impl Id {
    pub(crate) fn is_cluster_scoped(&self) -> bool {
        self.namespace == NO_NAMESPACE
    }
}

/// What a generated object does to one that is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Behavior {
    #[default]
    Create,
    Replace,
    Merge,
}

/// An object of a build.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub(crate) value: Value,
    /// What it was known by, the oldest first.
    pub(crate) previous: Vec<Id>,
    pub(crate) prefixes: Vec<String>,
    pub(crate) suffixes: Vec<String>,
    /// Whether its name gets a hash of its content.
    pub(crate) hashed: bool,
    pub(crate) behavior: Behavior,
}

impl Resource {
    pub(crate) const fn new(value: Value) -> Self {
        Self {
            value,
            previous: Vec::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            hashed: false,
            behavior: Behavior::Create,
        }
    }

    pub(crate) fn kind(&self) -> &str {
        self.value.text_at(&["kind"])
    }

    pub(crate) fn api_version(&self) -> &str {
        self.value.text_at(&["apiVersion"])
    }

    pub(crate) fn gvk(&self) -> Gvk {
        Gvk::of(self.api_version(), self.kind())
    }

    pub(crate) fn name(&self) -> &str {
        self.value.text_at(&["metadata", "name"])
    }

    /// The namespace as written.
    pub(crate) fn namespace(&self) -> &str {
        self.value.text_at(&["metadata", "namespace"])
    }

    /// What it is known by now.
    pub(crate) fn id(&self) -> Id {
        let namespace = match self.namespace() {
            _ if self.is_cluster_scoped() => NO_NAMESPACE,
            "" => "default",
            namespace => namespace,
        };
        Id { gvk: self.gvk(), namespace: namespace.to_owned(), name: self.name().to_owned() }
    }

    /// What it was known by at first.
    pub(crate) fn first_id(&self) -> Id {
        self.previous.first().cloned().unwrap_or_else(|| self.id())
    }

    /// Whether it is, or was, known by this.
    pub(crate) fn was(&self, id: &Id) -> bool {
        self.previous.contains(id) || (self.name() == id.name && self.id() == *id)
    }

    pub(crate) fn is_cluster_scoped(&self) -> bool {
        scope::is_cluster_scoped(self.api_version(), self.kind())
    }

    /// Remembers what it is known by now.
    pub(crate) fn store_id(&mut self) {
        let id = self.id();
        self.previous.push(id);
    }

    pub(crate) fn place(&self) -> Place {
        self.value.at(&["metadata", "name"]).map_or(self.value.place, |name| name.place)
    }

    /// Gives it another name, by a cause.
    pub(crate) fn rename(&mut self, name: String, cause: u32) {
        if let Some(old) = self.value.get_mut("metadata").and_then(|metadata| metadata.get_mut("name")) {
            old.rewrite(name, cause);
        }
    }

    /// Labels or annotations.
    pub(crate) fn texts(&self, field: &str) -> BTreeMap<&str, &str> {
        let fields = self.value.at(&["metadata", field]).map_or(&[][..], Value::fields);
        fields.iter().map(|field| (field.key.as_str(), field.value.content())).collect()
    }

    /// Whether the kind is one that stands for several objects.
    pub(crate) fn items(&self) -> Option<&Value> {
        self.value.get("items").filter(|_| self.kind().ends_with("List"))
    }

    /// Which part of its identity is missing.
    pub(crate) fn lack(&self) -> Option<&'static str> {
        if self.kind().is_empty() {
            Some("kind")
        } else if self.name().is_empty() && !self.kind().ends_with("List") {
            Some("metadata.name")
        } else {
            None
        }
    }

    /// Takes out annotations that are empty, as upstream does when it removes its own, which only renamed objects have.
    pub(crate) fn tidy(&mut self) {
        if self.previous.is_empty() {
            return;
        }
        if let Some(metadata) = self.value.get_mut("metadata")
            && metadata.get("annotations").is_some_and(is_nothing)
        {
            metadata.remove("annotations");
        }
    }

    /// Whether it is kept out of what is built.
    pub(crate) fn is_local(&self) -> bool {
        self.texts("annotations").get(LOCAL).is_some_and(|value| *value != "false")
    }
}

/// Whether a document holds nothing.
pub(crate) fn is_nothing(value: &Value) -> bool {
    match &value.data {
        Data::Null { .. } => true,
        Data::Map(fields) => fields.is_empty(),
        _ => false,
    }
}
