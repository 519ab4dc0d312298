//! `portolan get`: the objects of the simulated cluster, as kubectl lists them.

use super::external;
use super::reachability;
use super::targets::{Targets, kinds, selection};
use super::what_if::{self, Shape};
use crate::args::{GetArgs, GetForm};
use crate::output::{Outcome, say};
use crate::session::Session;
use anyhow::Result;
use portolan_render::get::{self, Form, Resource, View};

pub(super) fn run(args: &GetArgs, session: &mut Session) -> Result<()> {
    if external::is_asked_for(args) {
        return external::run(args, session);
    }
    if args.kinds == reachability::WORD {
        return reachability::run(args, session);
    }
    let (resources, name) = kinds(&args.kinds, session)?;
    let mut targets = Targets::of(&args.rest, &args.scope);
    targets.names.extend(name);
    let view = View {
        selection: selection(&args.scope, targets.names, session)?,
        wide: args.output == Some(GetForm::Wide),
        no_headers: args.no_headers,
        names_only: args.output == Some(GetForm::Name),
        show_labels: false,
    };
    let form = match args.output {
        Some(GetForm::Yaml) => Some(Form::Yaml),
        Some(GetForm::Json) => Some(Form::Json),
        _ => None,
    };
    let (mut missing, mut is_empty) = (Vec::new(), false);
    let shape = if form.is_some() { Shape::Lines } else { Shape::Table };
    what_if::print(&targets.paths, (&args.what_if, shape), session, |analysis, _| {
        let listing = match form {
            Some(form) => get::objects(analysis, &resources, &view, form),
            None => get::get(analysis, &resources, &view),
        };
        (missing, is_empty) = (listing.missing, listing.text.is_empty());
        Ok(listing.text)
    })?;
    if is_empty && missing.is_empty() && !args.what_if.diff {
        say_nothing_found(&resources, &view);
    }
    for (resource, name) in missing {
        not_found(resource, &name, session);
    }
    Ok(())
}

/// In kubectl's words.
fn say_nothing_found(resources: &[Resource], view: &View) {
    match &view.selection.namespace {
        Some(namespace) if resources.iter().any(|one| one.is_namespaced()) => {
            say(&format!("No resources found in {namespace} namespace."));
        }
        _ => say("No resources found"),
    }
}

/// In kubectl's words.
pub(super) fn not_found(resource: Resource, name: &str, session: &mut Session) {
    session.worsen(Outcome::Findings);
    say(&format!("Error from server (NotFound): {} \"{name}\" not found", resource.plural()));
}
