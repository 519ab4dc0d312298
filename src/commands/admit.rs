//! `portolan admit`: the API server's answer to each document.

use crate::args::{AdmitArgs, AdmitForm};
use crate::output::Outcome;
use crate::session::Session;
use anyhow::Result;
use portolan_core::admission::Manifest;
use portolan_render::get::accepted;
use portolan_render::{admission_text, json};

pub(super) fn run(args: &AdmitArgs, session: &mut Session) -> Result<()> {
    let analysis = match &args.before {
        Some(before) => session.analyze_updates(before, &args.input.paths),
        None => session.analyze(&args.input.paths),
    };
    if analysis.manifests.iter().any(is_refused) {
        session.worsen(Outcome::Findings);
    }
    session.out.lines(&match args.output {
        AdmitForm::Text => admission_text(&analysis, session.lang),
        AdmitForm::Json => json::admission(&analysis),
        AdmitForm::Yaml => accepted(&analysis),
    })?;
    Ok(())
}

fn is_refused(manifest: &Manifest) -> bool {
    manifest.answer.as_ref().is_some_and(|answer| !answer.accepted)
}
