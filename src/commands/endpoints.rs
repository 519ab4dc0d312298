//! `portolan endpoints`: the EndpointSlices.

use super::what_if::{self, Shape};
use crate::args::{EndpointsArgs, TableOrJson};
use crate::session::Session;
use anyhow::Result;
use portolan_render::get::{self, Resource, View};
use portolan_render::json;

pub(super) fn run(args: &EndpointsArgs, session: &mut Session) -> Result<()> {
    let shape = match args.output {
        TableOrJson::Table => Shape::Table,
        TableOrJson::Json => Shape::Lines,
    };
    what_if::print(&args.input.paths, (&args.what_if, shape), session, |analysis, _| {
        Ok(match args.output {
            TableOrJson::Json => json::endpoint_slices(analysis),
            TableOrJson::Table => {
                let view = View { wide: true, ..View::default() };
                get::get(analysis, &[Resource::EndpointSlices], &view).text
            }
        })
    })
}
