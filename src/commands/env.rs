//! `portolan env`: the environment variables of a container.

use super::{pod, what_if};
use crate::args::{EnvArgs, TextOrJson};
use crate::session::Session;
use crate::words;
use anyhow::{Result, bail};
use portolan_core::Analysis;
use portolan_core::diagnostic::Arg;
use portolan_core::environment::environment;
use portolan_core::object::Container;
use portolan_core::workload::Pod;
use portolan_render::{environment_text, json};

pub(super) fn run(args: &EnvArgs, session: &mut Session) -> Result<()> {
    what_if::print(&args.input.paths, (&args.what_if, what_if::Shape::Lines), session, |analysis, session| {
        text(args, analysis, session)
    })
}

fn text(args: &EnvArgs, analysis: &Analysis, session: &Session) -> Result<String> {
    let pod = pod::find(analysis, &args.pod, session)?;
    let container = container(pod, args.container.as_deref(), session)?;
    let found = environment(analysis, pod, container);
    Ok(match args.output {
        TextOrJson::Text => environment_text(&found, session.lang),
        TextOrJson::Json => json::environment(analysis, pod, container, &found),
    })
}

/// The container of a name, or the first one, as `kubectl exec` takes it.
fn container<'p>(pod: &'p Pod, name: Option<&str>, session: &Session) -> Result<&'p Container> {
    let mut all = pod.spec.containers.iter().chain(&pod.spec.init_containers);
    let found = all.clone().find(|one| name.is_none_or(|name| *one.name == *name));
    let Some(found) = found else {
        let known = Arg::Codes(all.by_ref().map(|one| one.name.to_string()).collect());
        let (pod, name) = (Arg::code(&*pod.name), Arg::code(name.unwrap_or_default()));
        bail!(session.words(&words::UNKNOWN_CONTAINER.with([("pod", pod), ("name", name), ("known", known)])))
    };
    Ok(found)
}
