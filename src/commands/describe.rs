//! `portolan describe`: Services of the simulated cluster, as kubectl describes them.

use super::get::not_found;
use super::targets::{Targets, kinds, selection};
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
    let analysis = session.analyze(&targets.paths);
    let selection = selection(&args.scope, targets.names, session)?;
    let (text, missing) = describe::services(&analysis, &selection);
    session.out.text(&text)?;
    if text.is_empty() && missing.is_empty() {
        let place = selection.namespace.map(|namespace| format!(" in {namespace} namespace."));
        session.out.lines(&format!("No resources found{}", place.unwrap_or_default()))?;
    }
    for name in missing {
        not_found(Resource::Services, &name, session);
    }
    Ok(())
}
