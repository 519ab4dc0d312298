//! What is in front of each Service under each `externalTrafficPolicy`, cell by cell, with the pages that say so.

use super::super::ViewProperties;
use super::super::prose::prose;
use crate::words::words;
use portolan_core::diagnostic::{Message, ObjectId, Origin};
use portolan_core::external::Source;
use portolan_core::object::TrafficPolicy;
use portolan_render::external::{self, Cell, Front, Row};
use portolan_render::get::Selection;
use yew::{Html, classes, function_component, html, use_memo};

words! {
    struct Words {
        none: "No Service is open to the outside: none is of type LoadBalancer or NodePort.",
            "LoadBalancer型またはNodePort型のServiceはありません。";
        provider: "What load balancers do depends on who makes them: choose one in the what-if bar. Without a choice it is a cloud whose load balancers send to node ports.",
            "ロードバランサーの動作は提供元によって異なります。提供元は「もしも」のパネルで選べます。選ばない場合は、NodePortに送る一般的なクラウドとして表示します。";
        in_effect: "in effect", "有効";
        item: "Item", "項目";
        pages: "Pages that say so", "出典";
    }
}

/// The policies, in the order of the columns.
const POLICIES: [TrafficPolicy; 2] = [TrafficPolicy::Local, TrafficPolicy::Cluster];

/// What is in front of a Service: found anew when the manifests change, and not when the caret moves.
struct Shown {
    name: String,
    service: ObjectId,
    policy: Option<TrafficPolicy>,
    heading: Vec<(Message, Option<Source>)>,
    rows: Vec<Row>,
}

impl Shown {
    fn of(front: Front<'_>) -> Self {
        Self {
            name: front.service.meta.full_name(),
            service: front.service.meta.id,
            policy: front.service.external_traffic_policy,
            heading: front.heading(),
            rows: front.rows,
        }
    }
}

/// What is in front of each Service.
#[function_component]
pub(super) fn Balancers(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let fronts = use_memo(view.chart.clone(), |chart| {
        let found = external::fronts(&chart.analysis, &Selection::default(), &chart.proxy);
        found.all.into_iter().map(Shown::of).collect::<Vec<_>>()
    });
    if fronts.is_empty() {
        return html! { <p class="quiet">{ words.none }</p> };
    }
    html! {
        <>
            <p class="hint">{ words.provider }</p>
            { for fronts.iter().map(|front| self::front(view, words, front)) }
        </>
    }
}

fn front(view: &ViewProperties, words: &'static Words, front: &Shown) -> Html {
    let lang = view.lang();
    let mut pages = Vec::new();
    let object = front.service;
    let whole = Origin { object, path: String::new() };
    let policy = Origin { object, path: "spec.externalTrafficPolicy".to_owned() };
    let mut heading = front.heading.iter();
    let title = heading.next().map(|(title, _)| title.render(lang)).unwrap_or_default();
    let lines = heading.map(|(line, page)| {
        html! { <p class="balancer-line">{ prose(&line.render(lang)) }{ marks(&mut pages, page.as_slice()) }</p> }
    });
    let lines: Vec<Html> = lines.collect();
    let heads = POLICIES.map(|one| {
        let chosen = front.policy == Some(one);
        html! {
            <th scope="col">
                <button type="button" class={classes!("bare", "link", view.lit([&policy]))} onclick={view.show(&policy)}>{ one.as_str() }</button>
                if chosen { <span class="chip">{ words.in_effect }</span> }
            </th>
        }
    });
    let rows: Vec<Html> = front
        .rows
        .iter()
        .map(|row| {
            let [local, cluster] = row.cells.each_ref().map(|cell| self::cell(&mut pages, cell, lang));
            let same = row.cells[0].message.render(lang) == row.cells[1].message.render(lang);
            html! {
                <tr>
                    <th scope="row">{ row.item.name().message().render(lang) }</th>
                    if same { <td colspan="2">{ local }</td> } else { <td>{ local }</td><td>{ cluster }</td> }
                </tr>
            }
        })
        .collect();
    let page = |page: &Source| html! { <li><a href={page.url()} target="_blank" rel="noopener">{ page.url() }</a></li> };
    html! {
        <section class="outside-service" key={front.name.as_str()}>
            <h3><button type="button" class="bare link" onclick={view.show(&whole)}>{ title }</button></h3>
            { for lines }
            <div class="scroll">
                <table class="plain outside-table balancer-table">
                    <thead><tr><th scope="col"><span class="unseen">{ words.item }</span></th>{ for heads }</tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            <ol class="balancer-pages" aria-label={words.pages}>{ for pages.iter().map(page) }</ol>
        </section>
    }
}

fn cell(pages: &mut Vec<Source>, cell: &Cell, lang: portolan_core::diagnostic::Lang) -> Html {
    html! {
        <>
            { prose(&cell.message.render(lang)) }
            { for cell.annotation.iter().map(|annotation| html! { <small><code>{ annotation.clone() }</code></small> }) }
            { marks(pages, &cell.sources) }
        </>
    }
}

/// The numbers of the pages that a cell follows.
fn marks(pages: &mut Vec<Source>, sources: &[Source]) -> Html {
    let number = |source: &Source| {
        let place = pages.iter().position(|known| known == source).unwrap_or_else(|| {
            pages.push(*source);
            pages.len() - 1
        });
        html! { <a href={source.url()} target="_blank" rel="noopener">{ place + 1 }</a> }
    };
    let numbers: Vec<Html> = sources.iter().map(number).collect();
    html! { if !numbers.is_empty() { <sup class="balancer-marks">{ for numbers }</sup> } }
}
