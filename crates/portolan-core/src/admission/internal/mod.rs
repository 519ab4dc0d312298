//! The API server's own form of Pods, their templates and controllers: what it compares when one is updated, and prints
//! where one may not change.

mod defaults;
mod pod;
mod template;
mod types;
mod value;

pub(super) use pod::{set_app_armor, spec_of};
pub(super) use template::Template;
pub(super) use value::Shown;

use super::go::json_string;
use crate::document::quantity::canonical;
use portolan_yaml::{Node, Scalar};

/// What a tree stands for, as a struct of this name; what has been `stored` has lost its empty lists and maps on the way.
fn read(name: &str, node: Option<Node<'_>>, stored: bool) -> Shown {
    Shown::Struct(Reader { stored }.all(name, node, node))
}

type Fields = Vec<(&'static str, Shown)>;

#[derive(Clone, Copy)]
struct Reader {
    stored: bool,
}

impl Reader {
    fn all(self, name: &str, node: Option<Node<'_>>, outer: Option<Node<'_>>) -> Fields {
        let mut out = Fields::new();
        for word in types::of(name).unwrap_or_default().split_whitespace() {
            if let Some(embedded) = word.strip_prefix('@') {
                out.extend(self.all(embedded, node, outer));
                continue;
            }
            let (word, from) = match word.strip_prefix('^') {
                Some(word) => (word, outer),
                None => (word, node),
            };
            let end = word.find([':', '?', '[', '{', '%', '.', '*', '!', '#', '~']).unwrap_or(word.len());
            let (names, kind) = word.split_at_checked(end).unwrap_or((word, ""));
            let (name, key) = names.split_once('=').unwrap_or((names, ""));
            let found = if key.is_empty() {
                from.and_then(|from| from.get(&camel_case(name)))
            } else {
                key.split('|').filter_map(|key| inwards(from?, key)).find(|node| !node.is_empty_text())
            };
            let shown = self.one(kind, found.filter(|node| !node.is_null()), node);
            let omits = name.starts_with(|c: char| c.is_ascii_lowercase());
            if !(omits && (shown.is_empty() || matches!(shown.atom(), "\"\"" | "0"))) {
                out.push((name, shown));
            }
        }
        out
    }

    fn one(self, kind: &'static str, node: Option<Node<'_>>, outer: Option<Node<'_>>) -> Shown {
        let of = kind.get(1..).unwrap_or_default();
        let atom = |default: &str| match default {
            "" => Shown::Null,
            default => Shown::Atom(default.to_owned()),
        };
        let amount = |node: Node<'_>| {
            let text = if node.is_null() { "0".to_owned() } else { text_of(node) };
            Shown::Atom(json_string(&canonical(&text)))
        };
        match (kind.chars().next(), node) {
            (None | Some(':'), node) => {
                let zero = |text: &str| matches!(text, "\"\"" | "0" | "false");
                let default = if of.is_empty() { "\"\"" } else { of };
                let written = node.map(scalar).filter(|text| !zero(text));
                Shown::Atom(written.unwrap_or_else(|| default.to_owned()))
            }
            (Some('?'), node) => node.map_or_else(|| atom(of), |node| Shown::Atom(scalar(node))),
            (Some('['), Some(node)) => {
                let item = |item: Node<'_>| match of {
                    "" => Shown::Atom(scalar(item)),
                    of => Shown::Struct(self.all(of, Some(item), None)),
                };
                self.kept(Shown::List(node.items().map(item).collect()))
            }
            (Some('{'), Some(node)) => self.map(node, |value| Shown::Atom(scalar(value))),
            (Some('%'), Some(node)) => self.map(node, amount),
            (Some('.'), node) => Shown::Struct(self.all(of, node, None)),
            (Some('!'), node) => Shown::Struct(self.all(of, node, outer)),
            (Some('*'), Some(node)) => Shown::Struct(self.all(of, Some(node), None)),
            (Some('#'), Some(node)) => amount(node),
            (Some('#'), None) if of.is_empty() => Shown::Atom("\"0\"".to_owned()),
            (Some('~'), Some(node)) => selector(node),
            _ => Shown::Null,
        }
    }

    fn map(self, node: Node<'_>, value: impl Fn(Node<'_>) -> Shown) -> Shown {
        let mut entries: Vec<(String, Shown)> =
            node.pairs().map(|(key, node)| (key.to_owned(), value(node))).collect();
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        self.kept(Shown::Map(entries))
    }

    fn kept(self, shown: Shown) -> Shown {
        if self.stored && shown.is_empty() { Shown::Null } else { shown }
    }
}

/// A label selector, which has JSON names even inside of the server.
fn selector(node: Node<'_>) -> Shown {
    let mut fields = Vec::new();
    let labels = Reader { stored: true }.map_of(node.get("matchLabels"));
    fields.extend(labels.map(|labels| ("matchLabels".to_owned(), labels)));
    let list = node.get("matchExpressions").filter(|list| !list.is_null() && !list.is_empty());
    if let Some(list) = list {
        let items = list.items().map(|one| {
            let text = |key: &str| Shown::Atom(one.get(key).map_or_else(|| "\"\"".to_owned(), scalar));
            let mut item = vec![("key".to_owned(), text("key")), ("operator".to_owned(), text("operator"))];
            if let Some(values) = one.get("values").filter(|list| !list.is_null() && !list.is_empty()) {
                let values = values.items().map(|value| Shown::Atom(scalar(value))).collect();
                item.push(("values".to_owned(), Shown::List(values)));
            }
            Shown::Map(item)
        });
        fields.push(("matchExpressions".to_owned(), Shown::List(items.collect())));
    }
    Shown::Map(fields)
}

impl Reader {
    fn map_of(self, node: Option<Node<'_>>) -> Option<Shown> {
        let node = node.filter(|node| !node.is_null())?;
        Some(self.map(node, |value| Shown::Atom(scalar(value)))).filter(|shown| *shown != Shown::Null)
    }
}

/// A value as JSON has it.
fn scalar(node: Node<'_>) -> String {
    match node.scalar() {
        Some(Scalar::Bool(value)) => value.to_string(),
        Some(Scalar::Int(_) | Scalar::Float(_)) => node.json_number().unwrap_or_default(),
        _ => json_string(&node.as_str().unwrap_or_default()),
    }
}

fn text_of(node: Node<'_>) -> String {
    let text = node.as_str().map(|text| text.trim().to_owned());
    text.or_else(|| node.json_number()).unwrap_or_default()
}

fn inwards<'f>(node: Node<'f>, key: &str) -> Option<Node<'f>> {
    key.split('/').try_fold(node, |node, key| node.get(key))
}

/// The JSON name of a Go name: `HTTPGet` is `httpGet`, `TTY` is `tty`.
fn camel_case(name: &str) -> String {
    let capitals = name.bytes().take_while(u8::is_ascii_uppercase).count();
    let end = if capitals > 1 && capitals < name.len() { capitals - 1 } else { capitals };
    let (start, rest) = name.split_at_checked(end).unwrap_or((name, ""));
    start.to_ascii_lowercase() + rest
}

/// What is read of a node here.
trait EmptyText {
    fn is_empty_text(&self) -> bool;
}

impl EmptyText for Node<'_> {
    fn is_empty_text(&self) -> bool {
        self.as_str().is_some_and(|text| text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_yaml::parse;

    #[test]
    fn go_names_have_json_names() {
        for (go, json) in [
            ("HTTPGet", "httpGet"),
            ("TTY", "tty"),
            ("DNSPolicy", "dnsPolicy"),
            ("SELinuxOptions", "seLinuxOptions"),
            ("HostPID", "hostPID"),
            ("Name", "name"),
        ] {
            assert_eq!(camel_case(go), json);
        }
    }

    #[test]
    fn every_struct_that_is_named_is_known() {
        let mut names = vec!["PodSpec", "DeploymentSpec", "StatefulSetSpec", "JobSpec", "CronJobSpec"];
        let mut seen = Vec::new();
        while let Some(name) = names.pop() {
            let words = types::of(name).unwrap_or_else(|| panic!("{name}")).split_whitespace();
            for word in words.filter(|word| !word.contains([':', '?', '{', '%', '#', '~'])) {
                let of = word.split_once(['[', '*', '!', '.', '@']).map_or("", |(_, of)| of);
                if !of.is_empty() && !seen.contains(&of) {
                    seen.push(of);
                    names.push(of);
                }
            }
        }
        assert!(seen.len() > 80, "{}", seen.len());
    }

    #[test]
    fn a_pod_has_the_lines_of_go() {
        let text = "spec:\n  hostNetwork: true\n  containers:\n  - {name: app, image: a, ports: [{containerPort: 80}]}\n";
        let file = parse("test.yaml".to_owned(), text.into());
        let lines = spec_of(file.root(0).expect("a document"), true).lines();
        assert_eq!(lines.get(2).map(String::as_str), Some(" \"InitContainers\": null,"));
        assert_eq!(lines.get(13).map(String::as_str), Some("     \"HostPort\": 80,"));
        assert_eq!(lines.get(37).map(String::as_str), Some("   \"ImagePullPolicy\": \"Always\","));
    }
}
