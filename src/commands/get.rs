//! `portolan get`: the objects of the simulated cluster, as kubectl lists them.

use super::not_yet;
use super::targets::{Targets, kinds, selection};
use crate::args::{GetArgs, GetForm};
use crate::output::{Outcome, say};
use crate::session::Session;
use anyhow::Result;
use portolan_render::get::{self, Listing, Resource, View};

pub(super) fn run(args: &GetArgs, session: &mut Session) -> Result<()> {
    let (resources, name) = kinds(&args.kinds, session)?;
    let mut targets = Targets::of(&args.rest, &args.scope);
    targets.names.extend(name);
    if matches!(args.output, Some(GetForm::Yaml | GetForm::Json)) {
        return not_yet("the list of objects as YAML or JSON", session);
    }
    let analysis = session.analyze(&targets.paths);
    let view = View {
        selection: selection(&args.scope, targets.names, session)?,
        wide: args.output == Some(GetForm::Wide),
        no_headers: args.no_headers,
        names_only: args.output == Some(GetForm::Name),
    };
    let listing = get::get(&analysis, &resources, &view);
    session.out.text(&listing.text)?;
    if listing.text.is_empty() && listing.missing.is_empty() {
        say_nothing_found(&resources, &view);
    }
    say_missing(&listing, session);
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

fn say_missing(listing: &Listing, session: &mut Session) {
    for (resource, name) in &listing.missing {
        not_found(*resource, name, session);
    }
}

/// In kubectl's words.
pub(super) fn not_found(resource: Resource, name: &str, session: &mut Session) {
    session.worsen(Outcome::Findings);
    say(&format!("Error from server (NotFound): {} \"{name}\" not found", resource.plural()));
}
