//! From the fetched text to the content. JSON is YAML, and for that the page has a reader.

use super::{Content, Example, Goal, Group, Lesson, Term};
use crate::state::{Desk, Files, Given, Rules, SourceFile, View, Walk, WhatIf, Wish};
use portolan_core::Provider;
use portolan_core::parse;
use portolan_core::proxy::Mode;
use portolan_yaml::Node;

impl Content {
    /// Reads the text; `None` if it is something else. What is missing in an entry is empty.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let file = parse(String::new(), text.as_bytes().to_vec());
        let root = file.root(0)?;
        let content = Self {
            groups: list(root, "groups").map(group).collect(),
            lessons: list(root, "lessons").map(lesson).collect(),
            terms: list(root, "terms").map(term).collect(),
        };
        (!content.groups.is_empty()).then_some(content)
    }
}

fn group(node: Node<'_>) -> Group {
    Group {
        title: text(node, "title"),
        about: text(node, "about"),
        original: text(node, "original"),
        twin: text(node, "twin"),
        examples: list(node, "examples").map(example).collect(),
    }
}

fn example(node: Node<'_>) -> Example {
    let mended_files: Vec<SourceFile> = list(node, "mendedFiles").map(file).collect();
    Example {
        id: text(node, "id").into(),
        title: text(node, "title"),
        symptom: text(node, "symptom"),
        about: text(node, "about"),
        mended: text(node, "mended"),
        desk: desk(node, &mended_files),
        mended_files,
    }
}

fn lesson(node: Node<'_>) -> Lesson {
    let solution: Vec<SourceFile> = list(node, "solution").map(file).collect();
    let goal = |node: Node<'_>| Goal { check: text(node, "check"), text: text(node, "text") };
    Lesson {
        id: text(node, "id").into(),
        title: text(node, "title"),
        about: text(node, "about"),
        goals: list(node, "goals").map(goal).collect(),
        hints: list(node, "hints").map(string).collect(),
        closing: text(node, "closing"),
        desk: desk(node, &solution),
        solution,
    }
}

fn term(node: Node<'_>) -> Term {
    Term {
        id: text(node, "id"),
        name: text(node, "name"),
        about: text(node, "about"),
        link: text(node, "link"),
    }
}

/// How the page stands; the first file that is to change is open.
fn desk(node: Node<'_>, changing: &[SourceFile]) -> Desk {
    let files: Vec<SourceFile> = list(node, "files").map(file).collect();
    let named = |name: &str| files.iter().position(|file| *file.name == *name);
    let open = changing.first().and_then(|file| named(&file.name)).unwrap_or(files.len().saturating_sub(1));
    let ask = node.get("ask");
    let of_ask = |key| ask.map(|ask| text(ask, key)).unwrap_or_default();
    let cluster = node.get("cluster");
    let fact = |key| cluster.and_then(|cluster| cluster.get(key)).map(string);
    let given = Given {
        mode: fact("mode").and_then(|mode| mode_of(&mode)),
        kubernetes: cluster.and_then(|cluster| cluster.get("kubernetes")?.content().parse().ok()),
        provider: fact("provider").and_then(|name| Provider::parse(&name)),
    };
    let what_if = WhatIf {
        changes: list(node, "whatIf").filter_map(|flag| wish(&string(flag))).collect(),
        mode: given.mode,
        kubernetes: given.kubernetes,
        provider: given.provider,
        service_cidr: fact("serviceCidr").map(Into::into),
        cluster_cidr: fact("clusterCidr").map(Into::into),
        given,
    };
    Desk {
        files: Files::new(files).unwrap_or_else(|| Files::single("")).opened(open),
        what_if,
        walk: Walk { from: of_ask("from"), to: of_ask("to"), ..Walk::default() },
        rules: Rules { node: fact("node").unwrap_or_default(), ..Rules::default() },
        view: View::parse(&text(node, "view")).unwrap_or_default(),
    }
}

fn file(node: Node<'_>) -> SourceFile {
    SourceFile { name: text(node, "name").into(), text: text(node, "text").into() }
}

/// A change as on the command line: `--set rc/web.spec.replicas=2`.
fn wish(text: &str) -> Option<Wish> {
    let (flag, word) = text.split_once(' ')?;
    Some(Wish { flag: crate::state::Flag::parse(flag)?, word: word.to_owned() })
}

fn mode_of(name: &str) -> Option<Mode> {
    match name {
        "iptables" => Some(Mode::Iptables),
        "nftables" => Some(Mode::Nftables),
        "ipvs" => Some(Mode::Ipvs),
        _ => None,
    }
}

fn list<'f>(node: Node<'f>, key: &str) -> impl Iterator<Item = Node<'f>> + use<'f> {
    node.get(key).into_iter().flat_map(Node::items)
}

fn text(node: Node<'_>, key: &str) -> String {
    node.get(key).map(string).unwrap_or_default()
}

fn string(node: Node<'_>) -> String {
    node.as_str().map(std::borrow::Cow::into_owned).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use xtask::content::{Language, read};

    fn both() -> [(Content, xtask::content::Content); 2] {
        Language::ALL.map(|language| {
            let source =
                read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).expect("the repository's content");
            (Content::read(&source.json(language)).expect("content"), source)
        })
    }

    #[test]
    fn everything_that_is_written_is_read() {
        for (content, source) in both() {
            assert_eq!(content.groups.len(), source.groups.len());
            assert_eq!(content.terms.len(), source.terms.len());
            for example in source.examples() {
                let (_, read) = content.example(&example.id).expect("the example");
                let texts: Vec<&str> = read.desk.files.list().iter().map(|file| &*file.text).collect();
                let written: Vec<&str> = example.files.iter().map(|file| &*file.text).collect();
                assert_eq!(texts, written, "{}", example.id);
                assert_eq!(read.desk.view.id(), example.view.as_deref().unwrap_or("map"), "{}", example.id);
                assert_eq!(read.mended_files.len(), example.mended_files.len(), "{}", example.id);
            }
            for lesson in &source.lessons {
                let (_, read) = content.lesson(&lesson.id).expect("the lesson");
                assert_eq!((read.goals.len(), read.hints.len()), (lesson.goals.len(), lesson.hints.len()));
                assert_ne!(read.solved(), read.desk.files);
            }
            assert!(content.term("dnat").is_some_and(|term| term.link.starts_with("https://kubernetes.io/")));
        }
    }

    #[test]
    fn facts_of_the_cluster_are_those_that_the_page_can_set() {
        let (content, _) = both().into_iter().next().expect("a language");
        let (_, example) = content.example("simple-service-2017").expect("the example");
        let what_if = &example.desk.what_if;
        assert_eq!(what_if.kubernetes, Some(17));
        assert_eq!(what_if.service_cidr.as_deref(), Some("172.30.0.0/16"));
        assert_eq!(what_if.cluster_cidr.as_deref(), Some(""));
    }

    #[test]
    fn something_else_is_no_content() {
        for text in ["", "<!doctype html>", "{}", "[1, 2]", "{\"groups\": 3}"] {
            assert_eq!(Content::read(text), None, "{text}");
        }
    }
}
