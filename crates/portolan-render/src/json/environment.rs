//! The environment of a container, each variable with the manifest field that it comes from.

use super::origin::{Written, written};
use super::pretty;
use portolan_core::Analysis;
use portolan_core::environment::{Environment, Presence, ServiceName, Value};
use portolan_core::object::Container;
use portolan_core::workload::Pod;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    schema: &'static str,
    /// `NAMESPACE/NAME`.
    pod: String,
    container: &'a str,
    /// `envFrom`: what the running cluster adds.
    imports: Vec<Import<'a>>,
    variables: Vec<Variable<'a>>,
    /// Services without variables here, because the container is older.
    too_late: Vec<Service>,
}

#[derive(Serialize)]
struct Import<'a> {
    kind: &'static str,
    name: &'a str,
    prefix: &'a str,
    origin: Option<Written<'a>>,
}

#[derive(Serialize)]
struct Variable<'a> {
    name: &'a str,
    /// `null` where only the running cluster knows it.
    value: Option<&'a str>,
    from: Option<Source<'a>>,
    /// `null` for a variable of the manifest.
    service: Option<Service>,
    origin: Option<Written<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    kind: &'static str,
    name: &'a str,
    key: &'a str,
}

#[derive(Serialize)]
struct Service {
    /// `NAMESPACE/NAME`.
    name: String,
    /// `in-time`, `race` or `too-late`.
    presence: &'static str,
}

/// The environment of one of a Pod's containers.
#[must_use]
pub fn environment(
    analysis: &Analysis,
    pod: &Pod,
    container: &Container,
    environment: &Environment,
) -> String {
    let imports = environment.imports.iter().map(|import| Import {
        kind: import.kind,
        name: &import.name,
        prefix: &import.prefix,
        origin: written(analysis, &import.origin),
    });
    let variables = environment.variables.iter().map(|variable| Variable {
        name: &variable.name,
        value: variable.value.text(),
        from: match &variable.value {
            Value::Text(_) => None,
            Value::From(source) => Some(Source { kind: source.kind, name: &source.name, key: &source.key }),
        },
        service: variable.service.as_ref().map(service),
        origin: variable.origin.as_ref().and_then(|origin| written(analysis, origin)),
    });
    let answer = Answer {
        schema: "portolan/v1",
        pod: pod.full_name(),
        container: &container.name,
        imports: imports.collect(),
        variables: variables.collect(),
        too_late: environment.too_late.iter().map(service).collect(),
    };
    pretty(&answer) + "\n"
}

fn service(service: &ServiceName) -> Service {
    let presence = match service.presence {
        Presence::InTime => "in-time",
        Presence::Race => "race",
        Presence::TooLate => "too-late",
    };
    Service { name: format!("{}/{}", service.namespace, service.name), presence }
}
