//! All records of the zone as a table: filtered, each linked with its field, marked where a change made or took it.

use crate::chart::{Fate, records};
use crate::state::{self, Action};
use crate::view::ViewProperties;
use crate::words::words;
use portolan_render::dns::Row;
use web_sys::{HtmlInputElement, InputEvent, MouseEvent};
use yew::{Html, TargetCast, classes, function_component, html, use_memo};

words! {
    struct Words {
        title: "Records of the cluster", "クラスターのレコード";
        filter: "Filter", "絞り込み";
        hint: "name, type or address", "名前、タイプ、アドレス";
        name: "Name", "名前";
        kind: "Type", "タイプ";
        ttl: "TTL", "TTL";
        data: "Answer", "値";
        new: "new", "追加";
        gone: "gone", "削除";
        none: "No record contains that.", "当てはまるレコードはありません。";
        more: "More that are not shown: ", "表示していないレコード：";
    }
}

/// At most so many rows are shown.
const MOST: usize = 400;

/// The table.
#[function_component]
pub(super) fn Records(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let about = (view.chart.clone(), view.before.clone());
    let all = use_memo(about, |(chart, before)| records(chart, before.as_ref()));
    let wanted = view.state.dig.filter.trim().to_lowercase();
    let matches = |row: &Row| {
        wanted.is_empty()
            || [row.name.as_str(), row.kind, row.data.as_str()]
                .iter()
                .any(|cell| cell.to_lowercase().contains(&wanted))
    };
    let kept: Vec<_> = all.iter().filter(|(row, _)| matches(row)).collect();
    let dig = view.state.dig.clone();
    let filter = view.act.reform(move |event: InputEvent| {
        let filter = event.target_unchecked_into::<HtmlInputElement>().value();
        Action::Dig(state::Dig { filter, ..dig.clone() })
    });
    let hidden = kept.len().saturating_sub(MOST);
    html! {
        <section class="records" aria-labelledby="records-title">
            <header>
                <h2 id="records-title">{ words.title }<span class="count">{ kept.len() }</span></h2>
                <input
                    type="search" aria-label={words.filter} placeholder={words.hint} value={view.state.dig.filter.clone()} oninput={filter}
                    spellcheck="false" autocapitalize="off" autocomplete="off"
                />
            </header>
            if kept.is_empty() { <p class="quiet">{ words.none }</p> } else {
                <table class="plain">
                    <thead><tr>
                        <th scope="col">{ words.name }</th><th scope="col">{ words.kind }</th>
                        <th scope="col">{ words.ttl }</th><th scope="col">{ words.data }</th>
                    </tr></thead>
                    <tbody>{ for kept.iter().take(MOST).map(|(row, fate)| record(view, row, *fate, words)) }</tbody>
                </table>
            }
            if hidden > 0 { <p class="hint">{ words.more }{ hidden }</p> }
        </section>
    }
}

fn record(view: &ViewProperties, row: &Row, fate: Fate, words: &'static Words) -> Html {
    let (class, mark) = match fate {
        Fate::Kept => (None, None),
        Fate::New => (Some("added"), Some(("+", words.new))),
        Fate::Gone => (Some("removed"), Some(("−", words.gone))),
    };
    let name = match row.origin.as_ref().filter(|_| fate != Fate::Gone) {
        Some(origin) => html! {
            <button type="button" class="bare" onclick={view.show::<MouseEvent>(origin)}><code>{ &row.name }</code></button>
        },
        None => html! { <code>{ &row.name }</code> },
    };
    let lit = view.lit(row.origin.iter().filter(|_| fate != Fate::Gone));
    html! {
        <tr class={classes!(class, lit)}>
            <td>
                { for mark.map(|(sign, word)| html! { <span class="fate" title={word}>{ sign }<span class="unseen">{ word }</span></span> }) }
                { name }
            </td>
            <td>{ row.kind }</td>
            <td class="number">{ row.ttl }</td>
            <td><code>{ &row.data }</code></td>
        </tr>
    }
}
