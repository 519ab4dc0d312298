//! `portolan explain`: the page of a rule, or the list of all rules.

use crate::args::ExplainArgs;
use crate::session::Session;
use crate::words;
use anyhow::{Result, bail};
use portolan_core::diagnostic::Arg;

pub(super) fn run(args: &ExplainArgs, session: &mut Session) -> Result<()> {
    let rule = args.rule.as_deref();
    let Some(page) = portolan_render::explain(rule, session.lang, session.color) else {
        let name = rule.unwrap_or_default();
        bail!(session.words(&match portolan_render::nearest_rule(name) {
            Some(near) => {
                words::UNKNOWN_RULE_NEAR.with([("name", Arg::code(name)), ("near", Arg::code(near))])
            }
            None => words::about(&words::UNKNOWN_RULE, "name", name),
        }))
    };
    session.out.lines(&page)?;
    Ok(())
}
