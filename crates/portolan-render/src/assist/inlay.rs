//! Facts at the ends of lines: how many ready Pods stand behind a Service, and its address.

use super::facts::Reach;
use super::words;
use crate::get::slice::by_service;
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, FileId, Message};
use portolan_core::object::Service;
use portolan_yaml::{File, Node};

/// A fact at the end of a line.
#[derive(Debug)]
pub struct Inlay {
    /// The byte at which it stands.
    pub at: usize,
    /// A few words.
    pub message: Message,
    /// What it is to the reader.
    pub tone: Tone,
}

/// What a fact is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As wanted.
    Good,
    /// Traffic does not arrive.
    Bad,
    /// Only a fact.
    Plain,
}

/// The facts of a file, in the order of the text.
#[must_use]
pub fn inlays(analysis: &Analysis, file: FileId) -> Vec<Inlay> {
    let Some(text) = analysis.files.get(file.0 as usize) else { return Vec::new() };
    let slices = by_service(&analysis.slices);
    let mut found = Vec::new();
    for service in &analysis.cluster.services {
        let manifest = analysis.manifests.get(service.meta.id.0 as usize).filter(|one| one.file == file);
        let Some(tree) = manifest.and_then(|manifest| manifest.tree(&analysis.files)) else { continue };
        found.extend(address(service, tree).map(|(at, message)| Inlay { at, message, tone: Tone::Plain }));
        let reach = selected(service, tree).zip(Reach::of(analysis, &slices, service));
        found.extend(reach.map(|(at, reach)| {
            let (message, tone) = told(&reach);
            Inlay { at, message, tone }
        }));
    }
    for one in &mut found {
        one.at = end_of_line(text, one.at);
    }
    found.sort_by_key(|one| one.at);
    found
}

/// The cluster IPs, behind the name.
fn address(service: &Service, tree: Node<'_>) -> Option<(usize, Message)> {
    let name = tree.at("metadata.name").filter(|_| !service.cluster_ips.is_empty())?;
    let ips: Vec<String> = service.cluster_ips.iter().map(ToString::to_string).collect();
    let message = words::ADDRESS.with([("address", Arg::text(ips.join(", ")))]);
    Some((name.span().end as usize, message))
}

/// Where the selector is written.
fn selected(service: &Service, tree: Node<'_>) -> Option<usize> {
    service.selector.as_ref()?;
    Some(tree.at("spec.selector")?.key_span()?.end as usize)
}

fn told(reach: &Reach) -> (Message, Tone) {
    let n = |count| ("n", Arg::count(count));
    match *reach {
        Reach { selected: 0, .. } => (words::NO_POD.message(), Tone::Bad),
        Reach { ready, reachable: 0, .. } if ready > 0 => (words::NO_PORT.with([n(ready)]), Tone::Bad),
        Reach { selected, reachable, .. } if selected == reachable => {
            (words::READY.with([n(selected)]), Tone::Good)
        }
        Reach { selected, reachable, .. } => {
            let tone = if reachable == 0 { Tone::Bad } else { Tone::Plain };
            (words::SOME_READY.with([n(reachable), ("all", Arg::count(selected))]), tone)
        }
    }
}

fn end_of_line(file: &File, at: usize) -> usize {
    let rest = file.text().get(at..).unwrap_or_default();
    at + rest.find(['\n', '\r']).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::diagnostic::Lang;
    use portolan_core::{Options, analyze, parse};

    /// The text with its facts in it, in angle brackets.
    fn shown(text: &str) -> String {
        let file = parse("f".to_owned(), text.as_bytes().to_vec());
        let analysis = analyze(vec![file], &Options::default());
        let mut out = text.to_owned();
        for one in inlays(&analysis, FileId(0)).iter().rev() {
            out.insert_str(one.at, &format!(" <{}, {:?}>", one.message.render(Lang::En), one.tone));
        }
        out
    }

    const PODS: &str = "---\napiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: web}\nspec:\n  replicas: 3\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata:\n      labels: {app: web}\n      annotations: {portolan.dev/ready: \"READY\"}\n    spec: {containers: [{name: a, image: b, ports: [{name: http, containerPort: 80}]}]}\n";

    fn service(ready: &str, selector: &str, target: &str) -> String {
        let service = format!(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: web # it\nspec:\n  selector: {selector}\n  ports: [{{port: 80, targetPort: {target}}}]\n"
        );
        let line = shown(&(service + &PODS.replace("READY", ready)));
        line.lines().find(|line| line.contains("selector:")).unwrap_or_default().to_owned()
    }

    #[test]
    fn the_address_stands_behind_the_name_and_the_pods_behind_the_selector() {
        let text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web # it\nspec:\n  clusterIP: 10.96.0.9\n  selector:\n    app: none\n  ports: [{port: 80}]\n";
        let all = shown(text);
        assert!(all.contains("  name: web # it <→ 10.96.0.9, Plain>\n"), "{all}");
        assert!(all.contains("  selector: <→ no Pod, Bad>\n"), "{all}");
    }

    #[test]
    fn pods_are_counted_by_what_reaches_them() {
        assert!(service("true", "{app: web}", "http").ends_with("<→ 3 Pods ready, Good>"));
        assert!(service("true, false, false", "{app: web}", "80").ends_with("<→ 1 of 3 Pods ready, Plain>"));
        assert!(service("false", "{app: web}", "80").ends_with("<→ 0 of 3 Pods ready, Bad>"));
        assert!(service("true", "{app: web}", "htpp").ends_with("<→ 3 Pods, but none has the port, Bad>"));
    }
}
