//! `portolan draw`: the way from clients through Services to Pods.

use super::what_if;
use crate::args::{DrawArgs, DrawForm};
use crate::session::Session;
use anyhow::Result;
use portolan_core::Analysis;
use portolan_render::draw::{self, Drawing};
use portolan_render::map::{self, Map, Scene, Theme};

pub(super) fn run(args: &DrawArgs, session: &mut Session) -> Result<()> {
    what_if::print(&args.input.paths, (&args.what_if, what_if::Shape::Lines), session, |analysis, session| {
        let color = session.color && !args.what_if.diff;
        let drawing = Drawing { lang: session.lang, color };
        Ok(match args.output {
            DrawForm::Text => draw::text(analysis, drawing),
            DrawForm::Svg => map::svg(&Scene::of(&chart(analysis, session)), session.lang, Theme::Auto),
            DrawForm::Mermaid => map::mermaid(&chart(analysis, session)),
            DrawForm::Dot => map::dot(&chart(analysis, session)),
        })
    })
}

fn chart(analysis: &Analysis, session: &Session) -> Map {
    Map::of(analysis, &map::Options { lang: session.lang, ..map::Options::default() })
}
