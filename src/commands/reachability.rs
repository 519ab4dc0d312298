//! `portolan get reachability`: who reaches what, with the NetworkPolicies that decide.

use super::targets::Targets;
use super::what_if::{self, Shape};
use crate::args::{GetArgs, GetForm};
use crate::output::say;
use crate::session::Session;
use crate::words;
use anyhow::{Result, bail};
use portolan_core::Analysis;
use portolan_core::proxy::ProxyOptions;
use portolan_core::reachability::{Scope, reachability};
use portolan_render::json;
use portolan_render::reachability::{Look, table, wide};

/// The word for it, in place of a kind.
pub(super) const WORD: &str = "reachability";

pub(super) fn run(args: &GetArgs, session: &mut Session) -> Result<()> {
    if matches!(args.output, Some(GetForm::Yaml | GetForm::Name)) {
        bail!(session.words(&words::REACHABILITY_FORMS.message()));
    }
    let Targets { names, paths } = Targets::of(&args.rest, &args.scope);
    let namespace = (!args.scope.all_namespaces).then(|| args.scope.namespace.clone());
    let scope = Scope { namespace, names };
    let shape = if args.output == Some(GetForm::Wide) { Shape::Table } else { Shape::Lines };
    let mut is_empty = false;
    what_if::print(&paths, (&args.what_if, shape), session, |analysis, session| {
        let text = text(args, &scope, analysis, session);
        is_empty = text.is_empty();
        Ok(text)
    })?;
    if is_empty && !args.what_if.diff {
        match &scope.namespace {
            Some(namespace) => say(&format!("No resources found in {namespace} namespace.")),
            None => say("No resources found"),
        }
    }
    Ok(())
}

fn text(args: &GetArgs, scope: &Scope, analysis: &Analysis, session: &Session) -> String {
    let found = reachability(analysis, scope, &ProxyOptions::new(&session.options));
    let color = session.color && !args.what_if.diff;
    match args.output {
        Some(GetForm::Json) => json::reachability(analysis, &found, session.lang),
        Some(GetForm::Wide) => wide(analysis, &found, !args.no_headers),
        _ => table(analysis, &found, Look { lang: session.lang, color, width: session.width }),
    }
}
