//! The tables of the simulated cluster, as kubectl would print them; one is open.

use std::rc::Rc;

use portolan_core::diagnostic::Lang;
use yew::{Callback, Html, Properties, function_component, html, use_memo};

use crate::chart::{Chart, Table};
use crate::state::Action;
use crate::words::Words;

/// A longer view is cut off: browsers lay out long texts slowly.
const LINES: usize = 2_000;

#[derive(PartialEq, Properties)]
pub(super) struct TablesProperties {
    pub(super) chart: Rc<Chart>,
    pub(super) open: Table,
    pub(super) lang: Lang,
    pub(super) act: Callback<Action>,
}

/// The tabs and the open table.
#[function_component]
pub(super) fn Tables(properties: &TablesProperties) -> Html {
    let TablesProperties { chart, open, lang, act } = properties;
    let words = Words::of(*lang);
    let text = use_memo((Rc::clone(chart), *open, *lang), |(chart, open, lang)| chart.table(*open, *lang));
    let tab = |table: Table| {
        html! {
            <button
                type="button" aria-controls="table" aria-pressed={(table == *open).to_string()}
                onclick={act.reform(move |_| Action::Open(table))}
            >
                { words.table(table) }
            </button>
        }
    };
    let (shown, hidden) = beginning(&text);
    let text = if shown.trim().is_empty() {
        html! { <p class="quiet">{ words.empty_table }</p> }
    } else {
        html! { <pre tabindex="0" class={(*open == Table::Picture).then_some("picture")}>{ shown }</pre> }
    };
    html! {
        <section class="tables" aria-labelledby="tables-title">
            <h2 id="tables-title">{ words.tables }</h2>
            <div class="tabs" role="group" aria-labelledby="tables-title">{ for Table::ALL.into_iter().map(tab) }</div>
            <div id="table">{ text }</div>
            if hidden > 0 { <p class="hint">{ words.hidden }{ hidden }</p> }
            <p class="hint">{ words.simulated }{ " " }<code>{ open.command() }</code></p>
        </section>
    }
}

/// The first lines of a view, and how many are left out.
fn beginning(text: &str) -> (&str, usize) {
    match text.match_indices('\n').nth(LINES - 1) {
        Some((end, _)) => (text.get(..=end).unwrap_or(text), text.lines().count() - LINES),
        None => (text, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_view_is_cut_at_the_end_of_a_line() {
        assert_eq!(beginning("a\nb\n"), ("a\nb\n", 0));
        let long = "line\n".repeat(LINES + 3);
        let (shown, hidden) = beginning(&long);
        assert_eq!((shown.lines().count(), hidden), (LINES, 3));
    }
}
