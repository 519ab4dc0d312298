//! Services by their DNS names in the texts of containers: `http://echo:8080/`, `echo.shop.svc.cluster.local`.

use super::{Book, ports};
use portolan_core::diagnostic::ObjectId;
use portolan_core::object::{Service, TargetPort};
use portolan_yaml::{Node, Span};

/// More words of one text are not looked at.
const WORDS: usize = 256;

pub(super) fn collect(book: &mut Book<'_>) {
    for template in book.templates.clone() {
        for list in ["spec.initContainers", "spec.containers"] {
            let containers = book.field(template.object, &template.path_of(list));
            for container in containers.into_iter().flat_map(Node::items) {
                for text in texts(container) {
                    in_text(book, template.object, template.namespace, text);
                }
            }
        }
    }
}

/// The scalars that a container gets: values of variables, and the words of its command.
fn texts(container: Node<'_>) -> Vec<Node<'_>> {
    let values = container.get("env").into_iter().flat_map(Node::items).filter_map(|one| one.get("value"));
    let lists = ["command", "args"].into_iter().filter_map(|list| container.get(list));
    values.chain(lists.flat_map(Node::items)).filter(|node| node.scalar().is_some()).collect()
}

fn in_text(book: &mut Book<'_>, object: ObjectId, namespace: &str, node: Node<'_>) {
    let text = node.text();
    let mut rest = text;
    for _ in 0..WORDS {
        let Some(start) = rest.find(is_host) else { return };
        let Some(from) = rest.get(start..) else { return };
        let length = from.find(|letter| !is_host(letter)).unwrap_or(from.len());
        let (word, behind) = from.split_at(length);
        let before = text.get(..text.len().saturating_sub(from.len())).unwrap_or_default();
        if let Some(service) = named(book, namespace, word, before, behind) {
            let at = before.len();
            let word = span(node, at, at.saturating_add(length));
            book.link(word.and_then(|span| book.place(object, span)), book.name(service.meta.id));
            port(book, object, node, service, at.saturating_add(length));
        }
        rest = behind;
    }
}

const fn is_host(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_')
}

/// The Service that a word names, by the rules of
/// <https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/>. One word alone is a host only where the
/// text around it says so.
fn named<'a>(
    book: &Book<'a>,
    namespace: &str,
    word: &str,
    before: &str,
    behind: &str,
) -> Option<&'a Service> {
    let domain = &book.analysis.cluster.options.cluster_domain;
    let name = word.trim_end_matches('.');
    let name = name.strip_suffix(&**domain).map_or(name, |rest| rest.trim_end_matches('.'));
    let labels: Vec<&str> = name.split('.').collect();
    let service = |there: &str, name: &str| book.services.get(&(there, name)).copied();
    match labels.as_slice() {
        [name] => {
            let is_port =
                behind.strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            let is_whole =
                before.trim_matches(['"', '\'']).is_empty() && behind.trim_matches(['"', '\'']).is_empty();
            let is_sure = is_port || is_whole || before.ends_with("://") || before.ends_with('@');
            service(namespace, name).filter(|_| is_sure)
        }
        [name, there] => {
            service(there, name).or_else(|| service(namespace, there).filter(|one| one.headless))
        }
        [name, there, "svc"] => service(there, name),
        [_, name, there, "svc"] => service(there, name).filter(|one| one.headless),
        _ => None,
    }
}

/// The port that stands behind a name.
fn port(book: &mut Book<'_>, object: ObjectId, node: Node<'_>, service: &Service, at: usize) {
    let Some(rest) = node.text().get(at..).and_then(|rest| rest.strip_prefix(':')) else { return };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let Some(number) = rest.get(..digits).and_then(|digits| digits.parse().ok()) else { return };
    let start = at.saturating_add(1);
    let from = span(node, start, start.saturating_add(digits)).and_then(|span| book.place(object, span));
    let to = ports::of_service(book, service, &TargetPort::Number(number));
    book.link(from, to);
}

/// Bytes of a node's text as bytes of the file.
fn span(node: Node<'_>, start: usize, end: usize) -> Option<Span> {
    let shift = |at: usize| node.span().start.checked_add(u32::try_from(at).ok()?);
    Some(Span::new(shift(start)?, shift(end)?))
}
