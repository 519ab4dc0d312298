//! Facts about the field under a pointer: what it means, and what it does in this cluster.

use super::fields::{About, about};
use super::objects;
use portolan_core::Analysis;
use portolan_core::admission::Manifest;
use portolan_core::diagnostic::{FileId, Lang, Message};
use portolan_core::document::{Schema, kind};
use portolan_yaml::{Node, Span, Step, split_path};

/// What there is to say about a place.
#[derive(Debug)]
pub struct Hover {
    /// The key, and the value where it is a scalar.
    pub span: Span,
    /// The field: `spec.ports[0].targetPort`; the kind for a whole object.
    pub path: String,
    /// What it does here, then what it means.
    pub sentences: Vec<Message>,
    about: Option<&'static About>,
}

impl Hover {
    /// Where kubernetes.io says more.
    #[must_use]
    pub fn url(&self, lang: Lang) -> Option<String> {
        Some(self.about?.url(lang))
    }
}

/// What there is to say about a byte of a file; nothing where it is in no field that Portolan knows.
#[must_use]
pub fn hover(analysis: &Analysis, file: FileId, at: u32) -> Option<Hover> {
    let (manifest, tree) = analysis.manifests.iter().filter(|one| one.file == file).find_map(|one| {
        let tree = one.tree(&analysis.files)?;
        (touches(tree.span(), at)).then_some((one, tree))
    })?;
    let node = deepest(tree, at)?;
    let path = path_from(tree, node);
    let about = explained(manifest, &path);
    let mut sentences = objects::facts(analysis, manifest, &path);
    sentences.extend(about.map(|one| one.meaning.message()));
    (!sentences.is_empty()).then(|| Hover { span: span(node), path, sentences, about })
}

fn touches(span: Span, at: u32) -> bool {
    span.start <= at && at <= span.end
}

/// The innermost field around a byte.
fn deepest(tree: Node<'_>, at: u32) -> Option<Node<'_>> {
    let mut found = None;
    let mut level = Some(tree);
    while let Some(node) = level {
        let entries = node.entries().filter(|entry| !entry.merged).map(|entry| entry.value);
        let is_in =
            |part: &Node<'_>| touches(part.key_span().map_or(part.span(), |key| key.cover(part.span())), at);
        level = entries.chain(node.items()).find(is_in);
        found = level.or(found);
    }
    found
}

/// The path of a node in its object, which may be an item of a List.
fn path_from(tree: Node<'_>, node: Node<'_>) -> String {
    let (whole, prefix) = (node.path(), tree.path());
    whole.strip_prefix(&prefix).unwrap_or(&whole).trim_start_matches('.').to_owned()
}

fn span(node: Node<'_>) -> Span {
    match node.key_span() {
        Some(key) if node.is_empty() && node.entries().next().is_none() => key.cover(node.span()),
        Some(key) => key,
        None => node.span(),
    }
}

/// What is known of the field at a path, or of the one around it: a label is explained by its selector.
fn explained(manifest: &Manifest, path: &str) -> Option<&'static About> {
    let (version, name) = (manifest.api_version.as_deref()?, manifest.kind.as_deref()?);
    let mut at = Schema::of(kind::find(version, name)?.known?);
    let (mut rest, mut found) = (path, None);
    while let Some((step, after)) = split_path(rest) {
        let (Step::Key(name) | Step::Bracket(name)) = step;
        let next = if name.parse::<usize>().is_ok() && at.item().is_some() {
            at.item()
        } else {
            found = about(at.name(), name).or(found.filter(|_| at.fields().next().is_none()));
            at.field(name)
        };
        let Some(next) = next else { break };
        (at, rest) = (next, after);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::{Options, analyze, parse};

    const TEXT: &str = "\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  clusterIP: 10.96.0.9
  selector:
    app: web
    release: sumer
  ports:
    - port: 80
      targetPort: http
---
apiVersion: v1
kind: Service
metadata: {name: all}
spec: {clusterIP: None, selector: {app: web}, ports: [{port: 80, targetPort: http}]}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: rs}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, release: summer}}
    spec: {containers: [{name: main, image: b, ports: [{name: http, containerPort: 8080}]}]}
";

    /// Path and sentences at the first occurrence of a text.
    fn at(needle: &str, lang: Lang) -> Option<(String, String)> {
        let analysis = analyze(vec![parse("f".to_owned(), TEXT.into())], &Options::default());
        let offset = u32::try_from(TEXT.find(needle).expect("it is there")).expect("small");
        let found = hover(&analysis, FileId(0), offset)?;
        let words: Vec<String> = found.sentences.iter().map(|one| one.render(lang)).collect();
        Some((found.path, words.join(" ")))
    }

    fn says(needle: &str, path: &str, sentence: &str) {
        let (found, words) = at(needle, Lang::En).expect("a fact");
        assert_eq!(found, path);
        assert!(words.contains(sentence), "{words}");
    }

    #[test]
    fn a_selector_tells_its_pods_and_a_label_how_many_have_it() {
        says("selector:", "spec.selector", "Selects no Pod in `default`");
        says("app: web", "spec.selector.app", "2 of the 2 Pods in `default` have `app=web`.");
        says("release: sumer", "spec.selector.release", "0 of the 2 Pods in `default` have `release=sumer`.");
        says("selector: {app", "spec.selector", "Selects 2 Pods in `default`, 2 ready: `rs-");
    }

    #[test]
    fn a_port_tells_where_it_leads() {
        says("port: 80\n", "spec.ports[0].port", "`80/TCP` leads nowhere");
        says("port: 80, target", "spec.ports[0].port", "`80/TCP` leads to 2 endpoints: `10.244.");
        says("targetPort: http}", "spec.ports[0].targetPort", "`http` is port `8080` of container `main`.");
        says("targetPort: http\n", "spec.ports[0].targetPort", "the name that a container gives its port");
    }

    #[test]
    fn a_name_tells_what_it_is_in_dns() {
        says("name: web", "metadata.name", "`web.default.svc.cluster.local` is `10.96.0.9`.");
        says("name: all", "metadata.name", "is the addresses of the Pods themselves: `10.244.");
    }

    #[test]
    fn a_controller_tells_its_pods_and_who_selects_them() {
        says("name: rs", "metadata.name", "Makes 2 Pods, 2 ready: `rs-");
        says("release: summer", "spec.template.metadata.labels.release", "Selected by Service `all`.");
        let (_, words) = at("name: rs", Lang::Ja).expect("a fact");
        assert!(words.contains("Service `all`に選ばれています。"), "{words}");
    }

    #[test]
    fn nothing_is_said_of_what_is_not_known() {
        assert!(at("---", Lang::En).is_none());
        let analysis = analyze(vec![parse("f".to_owned(), b"a: [".to_vec())], &Options::default());
        assert!((0..9).all(|offset| hover(&analysis, FileId(0), offset).is_none()));
        assert!(hover(&analysis, FileId(7), 0).is_none());
    }
}
