//! `portolan get external`: what is in front of Services for clients outside.

use super::get::not_found;
use super::targets::{Targets, selection};
use super::what_if::{self, Shape};
use crate::args::{GetArgs, GetForm, ModeArg};
use crate::session::Session;
use crate::words;
use anyhow::{Result, bail};
use portolan_core::Provider;
use portolan_core::proxy::{Mode, ProxyOptions};
use portolan_render::external::{self, fronts};
use portolan_render::get::Resource;

/// Whether this is what `get` is asked for: `external`, or `external/NAME`.
pub(super) fn is_asked_for(args: &GetArgs) -> bool {
    external::is_asked_for(args.kinds.split('/').next().unwrap_or_default())
}

pub(super) fn run(args: &GetArgs, session: &mut Session) -> Result<()> {
    let json = match args.output {
        None | Some(GetForm::Wide) => false,
        Some(GetForm::Json) => true,
        Some(GetForm::Yaml | GetForm::Name) => bail!(session.words(&words::EXTERNAL_FORM.message())),
    };
    let mut targets = Targets::of(&args.rest, &args.scope);
    targets.names.extend(args.kinds.split_once('/').map(|(_, name)| name.to_owned()));
    let selection = selection(&args.scope, targets.names, session)?;
    if session.options.provider.is_none() {
        session.options.provider = Some(Provider::Generic);
        session.note(&words::AS_GENERIC.message());
    }
    let proxy = proxy(args, session);
    let (mut missing, mut inside, mut is_empty) = (Vec::new(), Vec::new(), false);
    let shape = (&args.what_if, Shape::Lines);
    what_if::print(&targets.paths, shape, session, |analysis, session| {
        let found = fronts(analysis, &selection, &proxy);
        is_empty = found.all.is_empty();
        let text = if json {
            external::json(analysis, &found.all, session.lang)
        } else {
            external::text(&found.all, session.lang, session.width)
        };
        (missing, inside) = (found.missing, found.inside);
        Ok(text)
    })?;
    for name in &inside {
        session.note(&words::about(&words::INSIDE_ONLY, "name", name));
    }
    if is_empty && missing.is_empty() && inside.is_empty() && !args.what_if.diff {
        session.note(&words::NOTHING_EXTERNAL.message());
    }
    for name in missing {
        not_found(Resource::Services, &name, session);
    }
    Ok(())
}

/// kube-proxy as the provider's clusters have it, or in the mode that is asked for.
fn proxy(args: &GetArgs, session: &Session) -> ProxyOptions {
    let options = ProxyOptions::new(&session.options);
    let mode = match args.mode {
        Some(ModeArg::Iptables) => Mode::Iptables,
        Some(ModeArg::Nftables) => Mode::Nftables,
        Some(ModeArg::Ipvs) => Mode::Ipvs,
        None => options.mode,
    };
    ProxyOptions { mode, ..options }
}
