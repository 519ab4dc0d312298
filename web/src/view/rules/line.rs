//! One line: its words, fainter where they repeat what stands around them, and the chain to which it leads.

use super::Scene;
use super::lines::{go, name};
use portolan_core::diagnostic::Origin;
use portolan_render::rules::Change;
use yew::{Html, classes, html};

/// A line, of those in this order.
pub(super) fn line(scene: Scene<'_>, change: Change, order: &[Change]) -> Html {
    let Some((listing, place, line)) = scene.sets.find(change) else { return html! {} };
    let view = scene.view;
    let (is_new, is_gone) = (matches!(change, Change::New(_)), matches!(change, Change::Gone(_)));
    let lit = (line.part.is_rule() && view.light.on_any(fields(&line.origins))).then_some("lit");
    let current = scene.current.filter(|now| order.contains(now)).or_else(|| order.first().copied());
    let marks = classes!("rules-line", lit, is_new.then_some("added"), is_gone.then_some("removed"));
    let explained = (**scene.current == Some(change)).then_some("is-current");
    let name = name(change);
    let leads = line.leads.first().filter(|_| line.leads.len() == 1);
    let leads = leads.and_then(|chain| listing.chains.get(*chain));
    let text = listing.line(place);
    let (before, link, after) = leads.map_or((text, "", ""), |chain| parted(text, &chain.name));
    let show = line.origins.first().map(|origin: &Origin| view.show(origin));
    html! {
        <li class={classes!(marks, explained)} data-line={name.clone()} key={name.clone()}>
            if is_new { <span class="unseen">{ "+ " }</span> }
            if is_gone { <span class="unseen">{ "− " }</span> }
            <span
                role="button" class="rules-text" id={format!("rule-{name}")}
                tabindex={if current == Some(change) { "0" } else { "-1" }} onclick={show}
            >{ inked(before) }</span>
            if let Some(chain) = leads.filter(|_| !link.is_empty()) {
                <span
                    role="link" class="rules-jump" tabindex="-1" title={scene.words.chain_is}
                    onclick={go(scene, chain.first, &chain.name)}
                >{ link.to_owned() }</span>
                { after.to_owned() }
            }
        </li>
    }
}

/// The fields among origins: of a whole object too much would be lit.
pub(super) fn fields(origins: &[Origin]) -> impl Iterator<Item = &Origin> {
    origins.iter().filter(|origin| !origin.path.is_empty())
}

/// A text before, at and behind the last of some words.
fn parted<'t>(text: &'t str, words: &str) -> (&'t str, &'t str, &'t str) {
    let Some(at) = text.rfind(words) else { return (text, "", "") };
    let end = at + words.len();
    match (text.get(..at), text.get(at..end), text.get(end..)) {
        (Some(before), Some(found), Some(after)) => (before, found, after),
        _ => (text, "", ""),
    }
}

/// A rule with what only repeats its surroundings in fainter ink: the name of its chain, and comments.
fn inked(text: &str) -> Html {
    let mut parts: Vec<(bool, &str)> = Vec::new();
    let mut rest = text;
    if let Some(end) = text.strip_prefix("-A ").and_then(|rest| rest.find(' ')).map(|at| at + 3) {
        parts.extend(text.get(..end).map(|head| (true, head)));
        rest = text.get(end..).unwrap_or_default();
    }
    while let Some(start) = rest.find(" -m comment --comment \"") {
        let inside = start + " -m comment --comment \"".len();
        let length = rest.get(inside..).and_then(|inside| inside.find('"'));
        let Some(end) = length.map(|length| inside + length + 1) else { break };
        parts.extend(
            [rest.get(..start).map(|part| (false, part)), rest.get(start..end).map(|part| (true, part))]
                .into_iter()
                .flatten(),
        );
        rest = rest.get(end..).unwrap_or_default();
    }
    parts.push((false, rest));
    let part = |(faint, text): (bool, &str)| {
        if faint {
            html! { <i>{ text.to_owned() }</i> }
        } else {
            html! { { text.to_owned() } }
        }
    };
    parts.into_iter().map(part).collect()
}
