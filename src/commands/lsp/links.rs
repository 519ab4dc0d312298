//! From a name to what it names, and back: selectors and Pods, back ends and Services, ports.

use super::server::{Caret, Server};
use lsp_types::{GotoDefinitionParams, GotoDefinitionResponse, Location, LocationLink, ReferenceParams};
use portolan_core::diagnostic::Place;
use portolan_render::assist::{self, Link};

pub(super) fn definition(server: &Server, params: GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    let caret = server.caret(&params.text_document_position_params)?;
    let found: Vec<Link> =
        assist::links(caret.seen.analysis).into_iter().filter(|link| is_at(link.from, caret)).collect();
    let narrow = found.iter().map(|link| link.from.span.len()).min()?;
    let narrowest = found.iter().filter(|link| link.from.span.len() == narrow);
    if !server.client.link_support {
        let places = narrowest.filter_map(|link| server.form().location(caret.seen.analysis, link.to));
        return Some(GotoDefinitionResponse::Array(unique(places.collect())));
    }
    let mut links: Vec<LocationLink> = Vec::new();
    for link in narrowest {
        let Some(target) = server.form().location(caret.seen.analysis, link.to) else { continue };
        let from = link.from.span;
        let one = LocationLink {
            origin_selection_range: Some(server.client.encoding.range(caret.seen.file, from.start, from.end)),
            target_uri: target.uri,
            target_range: target.range,
            target_selection_range: target.range,
        };
        if !links.contains(&one) {
            links.push(one);
        }
    }
    Some(GotoDefinitionResponse::Link(links))
}

pub(super) fn references(server: &Server, params: ReferenceParams) -> Option<Vec<Location>> {
    let caret = server.caret(&params.text_document_position)?;
    let links = assist::links(caret.seen.analysis);
    let narrow = links.iter().filter(|link| is_at(link.to, caret)).map(|link| link.to.span.len()).min()?;
    let own = links.iter().filter(|link| is_at(link.to, caret) && link.to.span.len() == narrow);
    let mut places: Vec<Place> = own.map(|link| link.from).collect();
    places.sort_unstable();
    let places = places.into_iter().filter_map(|place| server.form().location(caret.seen.analysis, place));
    Some(unique(places.collect()))
}

fn is_at(place: Place, caret: Caret<'_>) -> bool {
    place.file == caret.seen.id && place.span.start <= caret.offset && caret.offset <= place.span.end
}

fn unique(places: Vec<Location>) -> Vec<Location> {
    let mut kept: Vec<Location> = Vec::new();
    for place in places {
        if !kept.contains(&place) {
            kept.push(place);
        }
    }
    kept
}
