//! The environment of a container as lines for a shell: `NAME=value`, with the reasons as comments.

use portolan_core::diagnostic::{Arg, Lang, Message};
use portolan_core::environment::{Environment, Import, Presence, ServiceName, Value, ValueSource};
use portolan_core::template;
use std::fmt::Write as _;

template!(ALL_KEYS, "environment.all-keys",
    en: "every key of {kind} {name}",
    ja: "{kind} {name}のすべてのキー");
template!(ALL_KEYS_BEHIND, "environment.all-keys-behind",
    en: "every key of {kind} {name}, each behind {prefix}",
    ja: "{kind} {name}のすべてのキー（名前の前に{prefix}が付きます）");
template!(FROM_FIELD, "environment.from-field",
    en: "{name} is the Pod's {key}",
    ja: "{name}はPodの{key}です");
template!(FROM_RESOURCE, "environment.from-resource",
    en: "{name} is the container's {key}",
    ja: "{name}はコンテナの{key}です");
template!(FROM_KEY, "environment.from-key",
    en: "{name} comes from key {key} of {kind} {object}",
    ja: "{name}は{kind} {object}のキー{key}の値です");
template!(OF_SERVICE, "environment.of-service",
    en: "Service {service}",
    ja: "Service {service}");
template!(OF_RACING_SERVICE, "environment.of-racing-service",
    en: "Service {service} comes after the Pod: its variables are there only if it exists when the container starts",
    ja: "Service {service}はPodより後にあります。コンテナが起動するときにまだなければ、これらの変数は入りません");
template!(TOO_LATE, "environment.too-late",
    en: "Service {service} is newer than the container: it has no variables here until the container is started again",
    ja: "Service {service}はコンテナより後に作られました。コンテナが再起動されるまで、その変数は入りません");

/// The variables, a line each, those of one Service together. What only the running cluster knows stands in comments.
#[must_use]
pub fn environment_text(environment: &Environment, lang: Lang) -> String {
    let mut out = String::new();
    for import in &environment.imports {
        comment(&mut out, &all_keys(import), lang);
    }
    let mut last: Option<&ServiceName> = None;
    for variable in &environment.variables {
        if let Some(service) = variable.service.as_ref().filter(|service| last != Some(*service)) {
            begin(&mut out, service, lang);
            last = Some(service);
        }
        match &variable.value {
            Value::Text(text) => {
                let _ = writeln!(out, "{}={}", variable.name, quoted(text));
            }
            Value::From(source) => comment(&mut out, &origin(&variable.name, source), lang),
        }
    }
    environment.too_late.iter().for_each(|service| begin(&mut out, service, lang));
    out
}

/// Begins the part of a Service.
fn begin(out: &mut String, service: &ServiceName, lang: Lang) {
    if !out.is_empty() {
        out.push('\n');
    }
    comment(out, &heading(service), lang);
}

fn comment(out: &mut String, message: &Message, lang: Lang) {
    let _ = writeln!(out, "# {}", message.render(lang));
}

fn heading(service: &ServiceName) -> Message {
    let template = match service.presence {
        Presence::InTime => &OF_SERVICE,
        Presence::Race => &OF_RACING_SERVICE,
        Presence::TooLate => &TOO_LATE,
    };
    template.with([("service", Arg::text(format!("{}/{}", service.namespace, service.name)))])
}

fn all_keys(import: &Import) -> Message {
    let (kind, name) = (("kind", Arg::text(import.kind)), ("name", Arg::text(&*import.name)));
    match import.prefix.as_str() {
        "" => ALL_KEYS.with([kind, name]),
        prefix => ALL_KEYS_BEHIND.with([kind, name, ("prefix", Arg::text(prefix))]),
    }
}

fn origin(name: &str, source: &ValueSource) -> Message {
    let (name, key) = (("name", Arg::text(name)), ("key", Arg::text(&*source.key)));
    let kind = match source.kind {
        "fieldRef" => return FROM_FIELD.with([name, key]),
        "resourceFieldRef" => return FROM_RESOURCE.with([name, key]),
        "configMapKeyRef" => "ConfigMap",
        "secretKeyRef" => "Secret",
        _ => "volume",
    };
    FROM_KEY.with([name, key, ("kind", Arg::text(kind)), ("object", Arg::text(&*source.name))])
}

/// The value as a shell takes it: in single quotes where it is more than one plain word.
fn quoted(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-+=:,./@%^[]".contains(&byte);
    if text.bytes().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_that_a_shell_would_tear_apart_are_quoted() {
        assert_eq!(quoted("tcp://[fd00::1]:80"), "tcp://[fd00::1]:80");
        assert_eq!(quoted("two words"), "'two words'");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quoted(""), "");
    }
}
