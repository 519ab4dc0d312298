//! What a change of the manifests does to traffic: two analyses side by side, and the API server's answer to the step
//! from one to the other.
//!
//! Addresses and Pod names that the manifests leave open are Portolan's own choice, and another input may choose
//! others; so things are compared by what does not depend on them: Services by name, ports by number, Pods by their
//! workload, DNS records by name and type.

mod facts;
mod markdown;
mod reach;
mod text;
mod words;

pub use markdown::comparison_markdown;
pub use text::comparison_text;

use facts::{facts, records, rules};
use portolan_core::admission::Manifest;
use portolan_core::diagnostic::Message;
use portolan_core::object::Service;
use portolan_core::proxy::{Mode, ProxyOptions};
use portolan_core::verdict::verdict_on;
use portolan_core::{Analysis, admission};
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// What is otherwise after a change.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// What the API server refuses, of updates and of new objects.
    pub refused: Vec<Refused>,
    /// The Services whose traffic is otherwise, in the order of the new manifests; those that are gone at the end.
    pub services: Vec<ServiceChange>,
    /// Objects that only the old manifests have: `Service default/web`.
    pub left_out: Vec<String>,
    /// DNS names and record types.
    pub records: Lines,
    /// Who reaches what, where there are NetworkPolicies.
    pub reach: Lines,
    /// kube-proxy's mode, and how many rules it writes before and after.
    pub rules: (Mode, usize, usize),
}

/// A document that the API server refuses.
#[derive(Clone, Debug)]
pub struct Refused {
    /// File and line: `web.yaml:12`.
    pub place: String,
    /// The server's words.
    pub words: String,
    /// Whether it is an update of an object that is there; else the object is new.
    pub update: bool,
}

/// A Service before and after.
#[derive(Clone, Debug)]
pub struct ServiceChange {
    /// `default/web`.
    pub name: String,
    /// What became of it.
    pub fate: Fate,
    /// Its ports, where they lead, and who is behind it.
    pub lines: Lines,
    /// Whether its traffic arrived.
    pub before: Option<Message>,
    /// Whether its traffic arrives.
    pub after: Option<Message>,
}

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was not there.
    Came,
    /// It is otherwise.
    Changed,
    /// It is not there any more.
    Went,
}

/// Lines that are gone, and lines that are new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// Gone.
    pub lost: Vec<String>,
    /// New.
    pub gained: Vec<String>,
}

impl Comparison {
    /// Compares `new` with `old`; `updates` are the answers to the documents of `new` as updates of the objects in
    /// `old` ([`portolan_core::analyze_updates`]).
    #[must_use]
    pub fn of(old: &Analysis, new: &Analysis, updates: &Analysis, proxy: &ProxyOptions) -> Self {
        Self {
            refused: refused(old, new, updates),
            services: services(old, new, proxy),
            left_out: left_out(old, new),
            records: Lines::of(records(old), records(new)),
            reach: reach::reach(old, new, proxy),
            rules: (proxy.mode, rules(old, proxy), rules(new, proxy)),
        }
    }

    /// Whether nothing is otherwise.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { refused, services, left_out, records, reach, rules } = self;
        refused.is_empty()
            && services.is_empty()
            && left_out.is_empty()
            && records.is_empty()
            && reach.is_empty()
            && rules.1 == rules.2
    }
}

impl Lines {
    /// What of two lists is not in the other one, each in its own order.
    fn of(old: Vec<String>, new: Vec<String>) -> Self {
        let only = |list: &[String], other: &[String]| {
            let mut other: Vec<&String> = other.iter().collect();
            other.sort_unstable();
            list.iter().filter(|line| other.binary_search(line).is_err()).cloned().collect()
        };
        Self { lost: only(&old, &new), gained: only(&new, &old) }
    }

    /// Whether the lists are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lost.is_empty() && self.gained.is_empty()
    }
}

/// The server's refusals. A document that updates nothing creates its object.
fn refused(old: &Analysis, new: &Analysis, updates: &Analysis) -> Vec<Refused> {
    let there: BTreeSet<String> = names(old).into_iter().collect();
    let answers = new.manifests.iter().zip(&updates.manifests).filter_map(|(created, updated)| {
        let update = object_name(created).is_some_and(|name| there.contains(&name));
        let answer = if update { updated.answer.as_ref() } else { created.answer.as_ref() }?;
        (!answer.accepted).then(|| Refused { place: place(new, created), words: words_of(answer), update })
    });
    answers.collect()
}

fn place(analysis: &Analysis, manifest: &Manifest) -> String {
    let file = analysis.files.get(manifest.file.0 as usize).map_or("", |file| file.name());
    format!("{file}:{}", manifest.line)
}

fn words_of(answer: &admission::Answer) -> String {
    answer.message.clone().unwrap_or_else(|| answer.reason.to_owned())
}

fn services(old: &Analysis, new: &Analysis, proxy: &ProxyOptions) -> Vec<ServiceChange> {
    let name = |service: &Service| service.meta.full_name();
    let [was, is] = [old, new].map(|analysis| {
        let services = analysis.cluster.services.iter().map(|one| (name(one), one));
        services.collect::<BTreeMap<String, &Service>>()
    });
    let [facts_before, facts_after] = [old, new].map(facts);
    let change = |name: String, was: Option<&Service>, is: Option<&Service>| {
        let of = |facts: &BTreeMap<String, Vec<String>>| facts.get(&name).cloned().unwrap_or_default();
        let lines = Lines::of(of(&facts_before), of(&facts_after));
        let fate = match (was, is) {
            (Some(_), Some(_)) if lines.is_empty() => return None,
            (Some(_), Some(_)) => Fate::Changed,
            (None, _) => Fate::Came,
            (Some(_), None) => Fate::Went,
        };
        let said = |analysis, service: Option<&Service>| {
            service.and_then(|service| verdict_on(analysis, service, proxy)).map(|verdict| verdict.sentence)
        };
        Some(ServiceChange { fate, lines, before: said(old, was), after: said(new, is), name })
    };
    let here = new.cluster.services.iter().map(name).map(|name| {
        let (was, is) = (was.get(&name).copied(), is.get(&name).copied());
        change(name, was, is)
    });
    let gone = old.cluster.services.iter().map(name).filter(|name| !is.contains_key(name)).map(|name| {
        let was = was.get(&name).copied();
        change(name, was, None)
    });
    here.chain(gone).flatten().collect()
}

/// Objects of the old manifests that the new ones do not have.
fn left_out(old: &Analysis, new: &Analysis) -> Vec<String> {
    Lines::of(names(old), new.manifests.iter().filter_map(object_name).collect()).lost
}

/// Kind and name of the objects that the server takes.
fn names(analysis: &Analysis) -> Vec<String> {
    let accepted =
        analysis.manifests.iter().filter(|one| one.answer.as_ref().is_some_and(|answer| answer.accepted));
    accepted.filter_map(object_name).collect()
}

fn object_name(manifest: &Manifest) -> Option<String> {
    let (kind, name) = (manifest.kind.as_deref()?, manifest.name.as_deref()?);
    Some(match manifest.namespace.as_deref().filter(|namespace| !namespace.is_empty()) {
        Some(namespace) => format!("{kind} {namespace}/{name}"),
        None => format!("{kind} {name}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::diagnostic::Lang;
    use portolan_core::{Options, analyze, analyze_updates, parse};

    fn compared(old: &str, new: &str) -> Comparison {
        let file = |text: &str| vec![parse("web.yaml".to_owned(), text.as_bytes().to_vec())];
        let options = Options::default();
        let [was, is] = [old, new].map(|text| analyze(file(text), &options));
        let updates = analyze_updates(&file(old), file(new), &options);
        Comparison::of(&was, &is, &updates, &ProxyOptions::new(&options))
    }

    const WEB: &str = "apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web, ports: [{containerPort: 8080}]}]}
";

    #[test]
    fn the_same_manifests_differ_in_nothing_however_they_are_ordered() {
        assert!(compared(WEB, WEB).is_empty());
        let (one, other) = WEB.split_once("---\n").expect("two documents");
        assert!(compared(WEB, &format!("{other}---\n{one}")).is_empty());
        assert!(compared(WEB, &WEB.replace("image: web", "image: web:2")).is_empty());
    }

    #[test]
    fn ports_and_pods_are_told_with_what_became_of_the_traffic() {
        let more = compared(WEB, &WEB.replace("replicas: 2", "replicas: 3"));
        let [web] = more.services.as_slice() else { panic!("{:?}", more.services) };
        assert_eq!((web.name.as_str(), web.fate), ("default/web", Fate::Changed));
        assert_eq!(web.lines.lost.len(), web.lines.gained.len());
        let broken =
            compared(WEB, &WEB.replace("selector: {app: web}, ports", "selector: {app: wep}, ports"));
        let after = broken.services[0].after.as_ref().map(|after| after.render(Lang::En)).unwrap_or_default();
        assert!(after.contains("cannot arrive") || after.contains("no Pod"), "{after}");
    }

    #[test]
    fn what_cannot_be_updated_is_refused_and_what_is_new_is_created() {
        let changed = compared(WEB, &WEB.replace("matchLabels: {app: web}", "matchLabels: {app: wep}"));
        let [refused] = changed.refused.as_slice() else { panic!("{:?}", changed.refused) };
        assert!(refused.update && refused.words.contains("field is immutable"), "{refused:?}");
        assert_eq!(refused.place, "web.yaml:6");
        let added = WEB
            .replace("---\n", "---\napiVersion: v1\nkind: Service\nmetadata: {name: new}\nspec: {}\n---\n");
        let added = compared(WEB, &added);
        assert!(!added.refused[0].update && added.refused[0].words.contains("spec.ports: Required value"));
    }

    #[test]
    fn what_is_left_out_is_named() {
        let (service, _) = WEB.split_once("---\n").expect("two documents");
        let less = compared(WEB, service);
        assert_eq!(less.left_out, ["Deployment default/web"]);
        assert_eq!(less.services.len(), 1);
        let none = compared(WEB, "");
        assert_eq!(none.services[0].fate, Fate::Went);
        assert!(
            none.records.lost.iter().any(|line| line.starts_with("web.default.svc")),
            "{:?}",
            none.records
        );
    }
}
