//! The tables of the simulated cluster, as kubectl would print them; one is open.

use std::rc::Rc;

use yew::{Callback, Html, Properties, function_component, html};

use crate::chart::{Chart, Table};
use crate::state::Action;
use crate::words::Words;

#[derive(PartialEq, Properties)]
pub(super) struct TablesProperties {
    pub(super) chart: Rc<Chart>,
    pub(super) open: usize,
    pub(super) words: &'static Words,
    pub(super) act: Callback<Action>,
}

/// The tabs and the open table.
#[function_component]
pub(super) fn Tables(properties: &TablesProperties) -> Html {
    let TablesProperties { chart, open, words, act } = properties;
    let Some(table) = chart.tables.get(*open) else { return Html::default() };
    let tab = |(index, table): (usize, &Table)| {
        html! {
            <button
                type="button" role="tab" id={format!("tab-{index}")} aria-controls="table"
                aria-selected={(index == *open).to_string()} onclick={act.reform(move |_| Action::Open(index))}
            >
                { table.title }
            </button>
        }
    };
    let text = if table.text.trim().is_empty() {
        html! { <p class="quiet">{ words.empty_table }</p> }
    } else {
        html! { <pre tabindex="0">{ &*table.text }</pre> }
    };
    html! {
        <section class="tables" aria-labelledby="tables-title">
            <h2 id="tables-title">{ words.tables }</h2>
            <div role="tablist" aria-labelledby="tables-title">{ for chart.tables.iter().enumerate().map(tab) }</div>
            <div role="tabpanel" id="table" aria-labelledby={format!("tab-{open}")}>{ text }</div>
            <p class="hint">{ words.simulated }</p>
        </section>
    }
}
