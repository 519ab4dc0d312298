//! `portolan endpoints`: the EndpointSlices.

use crate::args::{EndpointsArgs, TableOrJson};
use crate::session::Session;
use anyhow::Result;
use portolan_render::get::{self, Resource, View};
use portolan_render::json;

pub(super) fn run(args: &EndpointsArgs, session: &mut Session) -> Result<()> {
    let analysis = session.analyze(&args.input.paths);
    let text = match args.output {
        TableOrJson::Json => json::endpoint_slices(&analysis),
        TableOrJson::Table => {
            let view = View { wide: true, ..View::default() };
            get::get(&analysis, &[Resource::EndpointSlices], &view).text
        }
    };
    session.out.lines(&text)?;
    Ok(())
}
