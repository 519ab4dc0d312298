//! `portolan rules --explain`: rules that were taken from a node, explained and compared with manifests.
//!
//! Without a PATH the dump is explained alone: what happens to lie in the working directory is not the node's cluster.

use super::proxy::check_node;
use super::what_if::say_left_out;
use crate::args::{FamilyArg, RulesArgs, TextOrJson};
use crate::config::unreadable;
use crate::output::Outcome;
use crate::session::Session;
use crate::words;
use anyhow::{Result, anyhow, bail};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Origin};
use portolan_core::object::IpFamily;
use portolan_core::proxy::ProxyOptions;
use portolan_core::proxy::dump::{self, Given};
use portolan_render::explain_rules::{self, Explained};
use std::io::Read as _;
use std::path::Path;

pub(super) fn run(
    args: &RulesArgs,
    file: &Path,
    options: &ProxyOptions,
    session: &mut Session,
) -> Result<()> {
    let text = read(file).map_err(|error| anyhow!(session.words(&unreadable(file, &error))))?;
    let dump = dump::read(&text);
    let name = if file.as_os_str() == "-" { "<stdin>".to_owned() } else { file.display().to_string() };
    if dump.is_empty() && !dump.other_tables.is_empty() {
        let tables = dump.other_tables.iter().map(ToString::to_string).collect();
        let arguments = [("path", Arg::code(name)), ("tables", Arg::Codes(tables))];
        bail!(session.words(&words::NO_KUBE_PROXY.with(arguments)));
    }
    if dump.is_empty() {
        bail!(session.words(&words::about(&words::NO_DUMP, "path", name)));
    }
    let analysis = (!args.input.paths.is_empty()).then(|| session.analyze(&args.input.paths));
    let analysis: Option<&Analysis> = analysis.as_deref();
    if let Some(analysis) = analysis {
        say_left_out(analysis, session);
        check_node(analysis, options, session)?;
    }
    let stated = |origin: &Origin| {
        let manifest = analysis.and_then(|one| Some((one, one.manifests.get(origin.object.0 as usize)?)));
        manifest.is_some_and(|(one, manifest)| manifest.states(&one.files, &origin.path))
    };
    let family = args.family.map(|family| match family {
        FamilyArg::Ipv4 => IpFamily::V4,
        FamilyArg::Ipv6 => IpFamily::V6,
    });
    let given = Given { options, flags: !args.proxy.kube_proxy.is_empty(), family, stated: &stated };
    let parts = dump::parts(&dump, analysis.map(|one| (&one.cluster, one.slices.as_slice())), given);
    let explained =
        Explained { file: &name, text: &text, dump: &dump, parts: &parts, analysis, columns: session.width };
    let report = match args.output {
        TextOrJson::Text => explain_rules::text(&explained, session.lang),
        TextOrJson::Json => explain_rules::json(&explained, session.lang),
    };
    session.out.lines(&report)?;
    if explain_rules::differs(&parts) {
        session.worsen(Outcome::Findings);
    }
    Ok(())
}

/// The text of a file, or of standard input; what is not UTF-8 is shown as such.
fn read(file: &Path) -> std::io::Result<String> {
    let bytes = if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        bytes
    } else {
        std::fs::read(file)?
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
