//! What `portolan advise` writes is taken by the API server without a warning, and nothing is found in it: for every
//! Service of the examples and of the lessons, and for every choice.

use crate::{files_below, root};
use portolan_core::advice::{Kind, Part, Proposal, Subject, propose};
use portolan_core::collections::BTreeSet;
use portolan_core::diagnostic::{Diagnostic, Lang, Severity};
use portolan_core::{Analysis, Options, analyze, parse};
use std::path::PathBuf;

/// The applications from the articles that Portolan was made for, and others.
const SYSTEMS: [&str; 8] = [
    "web/content/examples/first-application",
    "web/content/examples/name-to-pod",
    "web/content/examples/simple-service",
    "web/content/examples/types-side-by-side",
    "web/content/examples/type-multi-port",
    "web/content/examples/type-load-balancer",
    "web/content/examples/type-headless",
    "web/content/examples/tcp-and-udp",
];

/// Notes that a choice has by its nature: a headless Service translates no port, and one port in two protocols is allowed.
const INHERENT: [&str; 2] = ["headless-port-is-not-translated", "port-number-in-two-protocols"];

/// An application as name and text of its files.
type Files = Vec<(String, String)>;

/// The files of each application; every file of `examples/` is one of its own.
fn systems() -> impl Iterator<Item = (String, Files)> {
    let read =
        |path: &PathBuf| (path.display().to_string(), std::fs::read_to_string(path).expect("a manifest"));
    let folders = SYSTEMS.iter().map(move |folder| {
        let paths = files_below(&root().join(folder), ".yaml");
        ((*folder).to_owned(), paths.iter().map(read).collect())
    });
    let files = files_below(&root().join("examples"), ".yaml").into_iter();
    folders.chain(files.map(move |path| (path.display().to_string(), vec![read(&path)])))
}

fn analysed(files: &Files) -> Analysis {
    let files = files.iter().map(|(name, text)| parse(name.clone(), text.clone().into_bytes()));
    analyze(files.collect(), &Options::default())
}

/// The files with what is proposed for them.
fn applied(files: &Files, proposal: &Proposal) -> Files {
    let mut files = files.clone();
    let mut new = Vec::new();
    for part in &proposal.parts {
        match part {
            Part::Kept { .. } => {}
            Part::Edited { edit, .. } => {
                let (_, text) = &mut files[edit.file.0 as usize];
                *text =
                    portolan_yaml::apply(text, std::slice::from_ref(&edit.edit)).expect("an edit that fits");
            }
            Part::New { text } => new.push(text.clone()),
        }
    }
    files.extend(new.into_iter().enumerate().map(|(index, text)| (format!("new-{index}.yaml"), text)));
    files
}

/// What the API server and the rules find, but for what is [`INHERENT`], and which documents are refused. A server without
/// the CRDs of the Gateway API refuses its kinds.
fn said(analysis: &Analysis) -> BTreeSet<String> {
    let is_inherent = |one: &&Diagnostic| one.severity == Severity::Note && INHERENT.contains(&one.rule);
    let wrong = analysis.diagnostics.iter().filter(|one| !is_inherent(one));
    let found = wrong.map(|one| format!("{}: {}", one.rule, one.message.render(Lang::En)));
    let answers = analysis.manifests.iter().filter_map(|one| Some((one, one.answer.as_ref()?)));
    let is_own = |version: &str| !version.starts_with("gateway.networking.k8s.io/");
    let answers = answers.filter(|(one, _)| one.api_version.as_deref().is_none_or(is_own));
    let refused = answers.filter(|(_, answer)| !answer.accepted || !answer.warnings.is_empty());
    found.chain(refused.map(|(one, answer)| format!("{:?} {:?}: {answer:?}", one.kind, one.name))).collect()
}

#[test]
fn every_manifest_is_accepted_and_nothing_is_found_in_it() {
    let mut wrong = Vec::new();
    let mut proposals = 0;
    for (folder, files) in systems() {
        let analysis = analysed(&files);
        let before = said(&analysis);
        for service in &analysis.cluster.services {
            let name = &*service.meta.name;
            let subject = Subject::of_service(&analysis, Some(&service.meta.namespace), name);
            let subject = subject.expect("a Service of the input");
            for kind in Kind::ALL {
                let after = said(&analysed(&applied(&files, &propose(&analysis, &subject, kind))));
                wrong.extend(
                    after.difference(&before).map(|one| format!("{folder} {name} {}: {one}", kind.as_str())),
                );
                proposals += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(proposals > 100, "{proposals}");
}

#[test]
fn a_workload_without_a_service_gets_one_of_every_kind() {
    for (folder, files) in systems() {
        let all = analysed(&files);
        for workload in all.cluster.workloads.iter().filter(|one| one.meta.owner.is_none()) {
            let alone = workload_alone(&files, &all, workload.meta.id);
            let analysis = analysed(&alone);
            let namespace = Some(&*workload.meta.namespace);
            let subject =
                Subject::of_workload(&analysis, workload.kind.as_str(), namespace, &workload.meta.name);
            let Some(subject) = subject else { continue };
            let before = said(&analysis);
            for kind in Kind::ALL {
                let proposal = propose(&analysis, &subject, kind);
                let after = said(&analysed(&applied(&alone, &proposal)));
                let new: Vec<_> = after.difference(&before).collect();
                assert!(
                    new.is_empty(),
                    "{folder} {} {}: {new:?}\n{}",
                    subject.name,
                    kind.as_str(),
                    proposal.text()
                );
            }
        }
    }
}

/// The document of one workload.
fn workload_alone(files: &Files, all: &Analysis, id: portolan_core::diagnostic::ObjectId) -> Files {
    let manifest = &all.manifests[id.0 as usize];
    let file = &all.files[manifest.file.0 as usize];
    let span = file.documents()[manifest.document].span;
    let (name, _) = &files[manifest.file.0 as usize];
    vec![(name.clone(), span.slice(file.text()).to_owned())]
}
