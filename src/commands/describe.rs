//! `portolan describe`: Services of the simulated cluster, as kubectl describes them.

use super::get::not_found;
use super::targets::{Targets, kinds, selection};
use super::what_if;
use crate::args::DescribeArgs;
use crate::session::Session;
use crate::words;
use anyhow::{Result, bail};
use portolan_render::describe;
use portolan_render::get::Resource;

pub(super) fn run(args: &DescribeArgs, session: &mut Session) -> Result<()> {
    let (resources, name) = kinds(&args.kinds, session)?;
    if resources != [Resource::Services] {
        bail!(session.words(&words::ONLY_SERVICES.message()));
    }
    let mut targets = Targets::of(&args.rest, &args.scope);
    targets.names.extend(name);
    let selection = selection(&args.scope, targets.names, session)?;
    let mut missing = Vec::new();
    what_if::print(&targets.paths, (&args.what_if, what_if::Shape::Lines), session, |analysis, _| {
        let text;
        (text, missing) = describe::services(analysis, &selection);
        if text.is_empty() && missing.is_empty() {
            let place = selection.namespace.as_ref().map(|namespace| format!(" in {namespace} namespace."));
            return Ok(format!("No resources found{}\n", place.unwrap_or_default()));
        }
        Ok(text)
    })?;
    for name in missing {
        not_found(Resource::Services, &name, session);
    }
    Ok(())
}
