//! The environment variables with which the kubelet starts a container: its own, and those of the Services that are
//! there at that moment.
//!
//! Follows `pkg/kubelet/kubelet_pods.go` (`makeEnvironmentVariables`, `getServiceEnvVarMap`). The kubelet keeps them in
//! maps, so a real container has them in any order; here the container's own come first, as written, then those of the
//! Services by name.

mod expansion;
mod order;
mod own;
mod service;

use crate::Analysis;
use crate::diagnostic::Origin;
use crate::object::Container;
use crate::workload::Pod;
use order::Start;
use own::Own;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// What a container finds in its environment, apart from what its image and the container runtime put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// `envFrom`, in order: every key is a variable, which the input does not show.
    pub imports: Vec<Import>,
    /// The variables.
    pub variables: Vec<Variable>,
    /// The Services that came too late: the container has none of their variables.
    pub too_late: Vec<ServiceName>,
}

/// One of a container's `envFrom`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// `ConfigMap` or `Secret`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// What is put before each key; empty for nothing.
    pub prefix: String,
    /// The entry of the list.
    pub origin: Origin,
}

/// A variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The name.
    pub name: String,
    /// The value.
    pub value: Value,
    /// The Service that it tells of; `None` for one of the container's own.
    pub service: Option<ServiceName>,
    /// The field that it comes from; `None` for those of `default/kubernetes`, which no manifest writes.
    pub origin: Option<Origin>,
}

/// The value of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// The text, with the references that can be resolved replaced.
    Text(String),
    /// What only the running cluster knows.
    From(ValueSource),
}

/// `valueFrom`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueSource {
    /// `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`.
    pub kind: &'static str,
    /// The object, container or volume that is meant; empty for the Pod itself.
    pub name: String,
    /// The key, field path or resource.
    pub key: String,
}

/// The Service behind a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceName {
    /// Its namespace.
    pub namespace: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// Whether it is there when the container starts.
    pub presence: Presence,
}

/// Whether a Service is there when a container starts: later ones change nothing in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It was written before the Pod, or the times of a cluster dump say so.
    InTime,
    /// It is written after the Pod. Sent together, the Service is usually there before the container has its image and
    /// starts, but nothing waits for it.
    Race,
    /// The times of a cluster dump say that it came after the start, or the container runs and the Service is new.
    TooLate,
}

/// The environment of one of a Pod's containers, init containers included.
#[must_use]
pub fn environment(analysis: &Analysis, pod: &Pod, container: &Container) -> Environment {
    let start = Start::of(analysis, pod, container);
    let service::Told { variables: services, too_late } = service::variables(analysis, pod, &start);
    let Own { imports, mut variables } = own::read(analysis, pod, container);
    expand(&mut variables, &services);
    let mut variables = last_of_each_name(variables);
    let own: BTreeSet<String> = variables.iter().map(|variable| variable.name.clone()).collect();
    variables.extend(services.into_iter().filter(|variable| !own.contains(&variable.name)));
    Environment { imports, variables, too_late }
}

/// Of variables with one name the last one counts.
fn last_of_each_name(variables: Vec<Variable>) -> Vec<Variable> {
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    for (place, variable) in variables.iter().enumerate() {
        last.insert(variable.name.clone(), place);
    }
    let counts = (0..).zip(variables).filter(|(place, one)| last.get(&one.name) == Some(place));
    counts.map(|(_, variable)| variable).collect()
}

/// Replaces references to the variables before each, and to those of Services.
fn expand(variables: &mut [Variable], services: &[Variable]) {
    let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
    for one in services {
        known.insert(one.name.clone(), one.value.text().map(str::to_owned));
    }
    for variable in variables {
        if let Value::Text(text) = &mut variable.value {
            *text = expansion::expand(text, |name| known.get(name).and_then(Option::as_deref));
        }
        known.insert(variable.name.clone(), variable.value.text().map(str::to_owned));
    }
}

impl Value {
    /// The text, where it is known.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::From(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
