//! The texts that containers are started with: values of `env`, and the words of `command` and `args`; and the Services
//! that they call by name and port.

use super::context::Context;
use super::host::{Host, called, hosts};
use super::template::Template;
use crate::object::{Container, Port, Service};

/// A text of a container.
#[derive(Clone, Debug)]
pub(super) struct Text<'a> {
    /// The text.
    pub text: &'a str,
    /// The environment variable whose value it is; empty for a word of the command.
    pub variable: &'a str,
    /// Its field in the manifest.
    pub path: String,
}

/// A Service that a text calls: `http://echo:8080/`, `echo.shop:8080`.
#[derive(Clone, Debug)]
pub(super) struct Call<'a> {
    /// The workload whose container has the text.
    pub template: usize,
    /// The text.
    pub text: Text<'a>,
    /// The host and the port as they are written: `echo:8080`.
    pub target: &'a str,
    /// The port.
    pub port: Port,
    /// The Service.
    pub service: &'a Service,
}

/// The containers of a workload, each with its path in the manifest; init containers first.
pub(super) fn containers<'a>(
    template: &Template<'a>,
) -> impl Iterator<Item = (String, &'a Container)> + use<'a> {
    let (path, spec) = (template.path_of("spec"), template.spec);
    let lists = [("initContainers", &spec.init_containers), ("containers", &spec.containers)];
    lists.into_iter().flat_map(move |(list, containers)| {
        let path = path.clone();
        containers.iter().enumerate().map(move |(at, one)| (format!("{path}.{list}[{at}]"), one))
    })
}

/// The texts of a container.
pub(super) fn texts<'a>(
    context: &Context<'_>,
    template: &Template<'_>,
    path: &str,
    container: &'a Container,
) -> Vec<Text<'a>> {
    let variables = container.env.iter().enumerate().map(|(at, one)| Text {
        text: &one.value,
        variable: &one.name,
        path: format!("{path}.env[{at}].value"),
    });
    let command = format!("{path}.command");
    let words = match container.command.is_empty() {
        true => 0,
        false => context.field(template.object, &command).map_or(0, portolan_yaml::Node::len),
    };
    let commands = container.command.iter().enumerate().map(|(at, text)| Text {
        text,
        variable: "",
        path: match at.checked_sub(words) {
            None => format!("{command}[{at}]"),
            Some(at) => format!("{path}.args[{at}]"),
        },
    });
    variables.chain(commands).filter(|one| !one.text.is_empty()).collect()
}

/// The Services of the input that containers call with a port behind the name.
pub(super) fn calls<'a>(context: &Context<'a>) -> Vec<Call<'a>> {
    let mut found = Vec::new();
    for (at, template) in context.templates().iter().enumerate() {
        for (path, container) in containers(template) {
            for text in texts(context, template, &path, container) {
                for (target, host, port) in targets(text.text) {
                    if let Some(service) = called(context, template.namespace, host) {
                        found.push(Call { template: at, text: text.clone(), target, port, service });
                    }
                }
            }
        }
    }
    found
}

/// The hosts of a text that have a port behind them. An image has a tag there.
pub(super) fn targets(text: &str) -> impl Iterator<Item = (&str, Host<'_>, Port)> {
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let colons = text.match_indices(':').take(64);
    colons.filter_map(move |(colon, _)| {
        let before = text.get(..colon)?;
        let start = before.rfind(|c| !is_host(c)).map_or(0, |at| at + 1);
        let behind = text.get(colon + 1..)?;
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let port: Port = behind.get(..digits)?.parse().ok()?;
        let ends = !behind.get(digits..)?.starts_with(is_host) && digits > 1;
        let lead = before.get(..start)?;
        let image = lead.ends_with('/') && !lead.ends_with("://") || lead.contains("image");
        let host = Host { text: before.get(start..)?, sure: true };
        (ends && !image && !host.text.is_empty()).then_some((
            text.get(start..colon + 1 + digits)?,
            host,
            port,
        ))
    })
}

/// The hosts of a text, and the whole of a variable that is named like one that holds a host.
pub(super) fn hosts_of<'a>(text: &Text<'a>) -> impl Iterator<Item = Host<'a>> {
    let word = names_a_host(text.variable).then(|| host_of(text.text)).flatten();
    hosts(text.text).filter(move |one| word != Some(*one)).chain(word)
}

/// Whether an environment variable of that name holds a host.
fn names_a_host(name: &str) -> bool {
    const ENDS: [&str; 6] = ["HOST", "HOSTNAME", "SERVER", "ADDR", "ADDRESS", "ENDPOINT"];
    let name = name.to_ascii_uppercase();
    ENDS.iter().any(|end| name.ends_with(end))
}

/// The host of `host` or `host:port`.
fn host_of(value: &str) -> Option<Host<'_>> {
    let host = match value.split_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        Some(_) => return None,
        None => value,
    };
    let letters = host.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (letters && !host.is_empty()).then_some(Host { text: host, sure: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_stand_behind_hosts_and_not_behind_images() {
        let found = |text| targets(text).map(|(target, ..)| target).collect::<Vec<_>>();
        assert_eq!(found("http://u:p@echo:8080/x"), ["echo:8080"]);
        assert_eq!(
            found("kafka-0.kafka:9092,kafka-1.kafka:9092"),
            ["kafka-0.kafka:9092", "kafka-1.kafka:9092"]
        );
        assert!(found("ghcr.io/shop/echo:8080").is_empty());
        assert!(found("--image=echo:8080").is_empty());
        assert!(found("echo:8080m echo:8 12:").is_empty());
    }
}
