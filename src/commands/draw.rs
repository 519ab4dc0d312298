//! `portolan draw`: the way from clients through Services to Pods.

use crate::args::{DrawArgs, DrawForm};
use crate::session::Session;
use anyhow::Result;
use portolan_render::draw::{self, Drawing};

pub(super) fn run(args: &DrawArgs, session: &mut Session) -> Result<()> {
    let analysis = session.analyze(&args.input.paths);
    let drawing = Drawing { lang: session.lang, color: session.color };
    match args.output {
        DrawForm::Text => session.out.lines(&draw::text(&analysis, drawing))?,
    }
    Ok(())
}
