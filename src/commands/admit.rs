//! `portolan admit`: the API server's answer to each document.

use super::not_yet;
use crate::args::{AdmitArgs, TextOrJson};
use crate::output::Outcome;
use crate::session::Session;
use anyhow::Result;

pub(super) fn run(args: &AdmitArgs, session: &mut Session) -> Result<()> {
    if args.before.is_some() {
        return not_yet("the answer to updates (--before)", session);
    }
    let analysis = session.analyze(&args.input.paths);
    let refused = |manifest: &portolan_core::admission::Manifest| {
        manifest.answer.as_ref().is_some_and(|answer| !answer.accepted)
    };
    if analysis.manifests.iter().any(refused) {
        session.worsen(Outcome::Findings);
    }
    let text = match args.output {
        TextOrJson::Json => portolan_render::json::admission(&analysis),
        TextOrJson::Text => portolan_render::admission_text(&analysis, session.lang),
    };
    session.out.lines(&text)?;
    Ok(())
}
