//! `portolan diff`: what a change of manifests does to traffic, and which of it the API server refuses.

use super::proxy;
use crate::args::{DiffArgs, DiffForm};
use crate::output::Outcome;
use crate::session::Session;
use anyhow::Result;
use portolan_render::comparison::{Comparison, comparison_markdown, comparison_text};
use portolan_render::json;

pub(super) fn run(args: &DiffArgs, session: &mut Session) -> Result<()> {
    let options = proxy::options(&args.proxy, session)?;
    let [old, new, updates] = session.analyze_change(&args.old, &args.new);
    let comparison = Comparison::of(&old, &new, &updates, &options);
    if !comparison.refused.is_empty() {
        session.worsen(Outcome::Findings);
    }
    session.out.lines(&match args.output {
        DiffForm::Text => comparison_text(&comparison, session.lang),
        DiffForm::Json => json::comparison(&comparison, session.lang),
        DiffForm::Markdown => comparison_markdown(&comparison, session.lang),
    })?;
    Ok(())
}
