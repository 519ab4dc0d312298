//! What the chosen line says: a sentence, its pieces, where it comes from and where it leads.

use super::super::prose::prose;
use super::lines::go;
use super::{Scene, Words};
use crate::view::ViewProperties;
use portolan_core::diagnostic::Origin;
use portolan_render::rules::Piece;
use yew::{Html, classes, html};

/// How many fields are named at most.
const FIELDS: usize = 4;

/// The explanation of the current line.
pub(super) fn detail(scene: Scene<'_>) -> Html {
    let words = scene.words;
    let found = scene.current.and_then(|change| scene.sets.find(change));
    let Some((listing, place, line)) = found else {
        return html! { <aside class="rules-detail"><p class="hint">{ words.hint }</p></aside> };
    };
    let explained = listing.explain(place, scene.view.lang());
    let leads = line.leads.iter().filter_map(|chain| listing.chains.get(*chain)).take(FIELDS);
    let lead = |chain: &portolan_render::rules::Chain| {
        html! { <button type="button" class="bare link" onclick={go(scene, chain.first, &chain.name)}><code>{ chain.name.clone() }</code></button> }
    };
    html! {
        <aside class="rules-detail" aria-label={words.what}>
            <p class="rules-sentence" aria-live="polite">{ prose(&explained.sentence) }</p>
            if explained.pieces.len() > 1 {
                <dl class="rules-pieces">{ for explained.pieces.iter().filter(|piece| !piece.code.is_empty()).map(|piece| self::piece(piece, words)) }</dl>
            }
            <p class="rules-from">
                if !line.origins.is_empty() { <span>{ words.from }</span> }
                { for line.origins.iter().take(FIELDS).map(|origin| field(scene.view, origin)) }
                if !line.leads.is_empty() { <span>{ words.leads }</span> }
                { for leads.map(lead) }
            </p>
        </aside>
    }
}

fn piece(piece: &Piece, words: &'static Words) -> Html {
    let role = if piece.acts { words.then } else { words.when };
    html! {
        <div class={classes!(piece.acts.then_some("acts"))}>
            <dt><code>{ piece.code.clone() }</code></dt>
            <dd><span class="unseen">{ role }{ ": " }</span>{ prose(&piece.words) }</dd>
        </div>
    }
}

/// A field by object and path; a click shows it in the editor.
pub(in crate::view) fn field(view: &ViewProperties, origin: &Origin) -> Html {
    let manifest = view.chart.analysis.manifests.get(origin.object.0 as usize);
    let kind = manifest.and_then(|manifest| manifest.kind.clone()).unwrap_or_default();
    let name = manifest.and_then(|manifest| manifest.name.clone()).unwrap_or_default();
    html! {
        <button type="button" class={classes!("bare", "link", view.lit([origin]))} onclick={view.show(origin)}>
            { format!("{kind} {name}") }
            if !origin.path.is_empty() { { " " }<code>{ origin.path.clone() }</code> }
        </button>
    }
}
