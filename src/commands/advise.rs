//! `portolan advise`: which type of Service fits, with reasons and the manifest.

use super::what_if::say_left_out;
use crate::args::{AdviseArgs, AdviseForm, ChoiceArg, YesNoArg};
use crate::session::Session;
use crate::words;
use anyhow::{Result, anyhow, bail};
use portolan_core::Analysis;
use portolan_core::advice::{Given, Kind, Subject};
use portolan_core::diagnostic::{Arg, Message};
use portolan_render::advice::{Advised, advice_text};
use portolan_render::get::Resource;
use portolan_render::json;

pub(super) fn run(args: &AdviseArgs, session: &mut Session) -> Result<()> {
    let analysis = session.analyze(&args.input.paths);
    let analysis: &Analysis = &analysis;
    if analysis.files.is_empty() && session.has_failed() {
        return Ok(());
    }
    say_left_out(analysis, session);
    let subject = subject(analysis, &args.target, session)?;
    let given = Given { outside: yes(args.outside), http: yes(args.http), per_pod: yes(args.per_pod) };
    let advised = Advised::new(analysis, subject, given, args.choice.map(kind));
    let text = match args.output {
        AdviseForm::Text => advice_text(analysis, &advised, session.lang),
        AdviseForm::Json => json::advice(analysis, &advised, session.lang),
        AdviseForm::Yaml => {
            advised.proposal.notes.iter().for_each(|note| session.note(note));
            advised.proposal.text()
        }
    };
    session.out.lines(&text)?;
    Ok(())
}

/// What `KIND/NAME` or `KIND/NAMESPACE/NAME` means; a name alone is that of a Service.
fn subject<'a>(analysis: &'a Analysis, word: &str, session: &Session) -> Result<Subject<'a>> {
    let (kind, path) = word.split_once('/').unwrap_or(("svc", word));
    let (namespace, name) = path.split_once('/').map_or((None, path), |(one, other)| (Some(one), other));
    let [resource] = Resource::parse(kind) else {
        bail!(session.words(&words::about(&words::NOT_TO_ADVISE, "kind", kind)));
    };
    let found = match resource {
        Resource::Services => Subject::of_service(analysis, namespace, name),
        Resource::Pods | Resource::Workloads(_) => {
            Subject::of_workload(analysis, resource.kind(), namespace, name)
        }
        _ => bail!(session.words(&words::about(&words::NOT_TO_ADVISE, "kind", resource.kind()))),
    };
    found.ok_or_else(|| anyhow!(session.words(&unknown(analysis, *resource, path))))
}

/// That there is no such object, and which ones there are.
fn unknown(analysis: &Analysis, resource: Resource, path: &str) -> Message {
    let cluster = &analysis.cluster;
    let workloads = cluster.workloads.iter().filter(|one| one.meta.owner.is_none());
    let known: Vec<String> = match resource {
        Resource::Services => cluster.services.iter().map(|one| one.meta.name.to_string()).collect(),
        _ => workloads
            .filter(|one| one.kind.as_str() == resource.kind())
            .map(|one| one.meta.name.to_string())
            .collect(),
    };
    let (kind, name) = (("kind", Arg::text(resource.kind())), ("name", Arg::code(path)));
    if known.is_empty() {
        return words::NO_OBJECT.with([kind, name]);
    }
    let known = known.into_iter().take(8).collect();
    words::NO_OBJECT_BUT.with([kind, name, ("known", Arg::Codes(known))])
}

fn yes(answer: Option<YesNoArg>) -> Option<bool> {
    answer.map(|answer| answer == YesNoArg::Yes)
}

fn kind(choice: ChoiceArg) -> Kind {
    match choice {
        ChoiceArg::ClusterIp => Kind::ClusterIp,
        ChoiceArg::Headless => Kind::Headless,
        ChoiceArg::NodePort => Kind::NodePort,
        ChoiceArg::LoadBalancer => Kind::LoadBalancer,
        ChoiceArg::ExternalName => Kind::ExternalName,
        ChoiceArg::Ingress => Kind::Ingress,
        ChoiceArg::Gateway => Kind::Gateway,
    }
}
