//! The EndpointSlices of each Service, and why each Pod is in or out.

mod pods;
mod slices;

use super::ViewProperties;
use super::prose::prose;
use crate::chart::Chart;
use crate::state::Action;
use crate::words::words;
use portolan_core::diagnostic::Origin;
use portolan_core::object::Service;
use portolan_render::selection::{self, PodState, Selection, SliceLines, slices_of};
use yew::{Html, classes, function_component, html};

words! {
    struct Words {
        none: "There are no Services.", "Serviceがありません。";
        ready: "ready", "Ready";
        not_ready: "not ready", "Readyでない";
        terminating: "terminating", "終了中";
        draining: "draining", "終了中（応答可）";
        left_out: "left out", "対象外";
        not_selected: "not selected", "選ばれない";
        no_endpoint: "no endpoints", "エンドポイントなし";
        selector: "Selector", "セレクター";
        why: "Why each Pod is in or out", "それぞれのPodが含まれる理由、含まれない理由";
        slices: "EndpointSlices", "EndpointSlice";
        no_slices: "No EndpointSlice.", "EndpointSliceはありません。";
        by_controller: "made from the selector", "セレクターから作成";
        by_mirroring: "mirrored from Endpoints", "Endpointsから複製";
        by_hand: "written by hand", "手書き";
        empty_slice: "It is empty.", "空です。";
        addresses: "Address", "アドレス";
        pod: "Pod", "Pod";
        node: "Node", "ノード";
        zone: "Zone", "ゾーン";
        hints: "For zone", "対象ゾーン";
        label: "Label", "ラベル";
        wanted: "Selector wants", "セレクターの値";
        found: "Pods have", "Podの値";
        absent: "no such label", "ラベルなし";
        matches: "matches", "一致";
        differs: "differs", "不一致";
        takes: "selected", "選ばれる";
        near: "nearly selected", "惜しい";
        leaves: "not selected", "選ばれない";
        others: "Other labels", "その他のラベル";
        no_pods: "There are no Pods in this namespace.", "この名前空間にはPodがありません。";
        all: "Show all", "すべて表示";
        pods_one: " Pod", "個のPod";
        pods: " Pods", "個のPod";
        was: "was", "以前は";
        gone: "gone", "なくなりました";
        yes: "yes", "はい";
        no: "no", "いいえ";
    }
}

impl Words {
    fn state(&self, state: PodState) -> (&'static str, &'static str, &'static str) {
        match state {
            PodState::Ready => ("good", "●", self.ready),
            PodState::NotReady => ("warning", "○", self.not_ready),
            PodState::Draining => ("partly", "◐", self.draining),
            PodState::Terminating => ("bad", "✗", self.terminating),
            PodState::LeftOut => ("bad", "✗", self.left_out),
            PodState::NotSelected => ("note", "–", self.not_selected),
        }
    }

    fn count(&self, count: usize) -> String {
        format!("{count}{}", if count == 1 { self.pods_one } else { self.pods })
    }
}

/// What the pieces of the view are functions of.
#[derive(Clone, Copy)]
struct Scene<'a> {
    view: &'a ViewProperties,
    words: &'static Words,
}

/// The EndpointSlices, and why each Pod is in or out.
#[function_component]
pub(super) fn Endpoints(view: &ViewProperties) -> Html {
    let scene = Scene { view, words: Words::of(view.lang()) };
    let services = &view.chart.analysis.cluster.services;
    if services.is_empty() {
        return html! { <p class="quiet">{ scene.words.none }</p> };
    }
    let all = services.iter().enumerate().map(|(place, service)| {
        let by_itself = place == 0 || services.len() <= 3;
        self::service(scene, service, by_itself)
    });
    html! { <div class="endpoints-list">{ for all }</div> }
}

/// A Service before the changes.
fn before<'a>(scene: Scene<'a>, service: &Service) -> Option<(&'a Chart, Option<&'a Service>)> {
    let chart = scene.view.before.as_ref()?;
    let same =
        |one: &&Service| one.meta.namespace == service.meta.namespace && one.meta.name == service.meta.name;
    Some((chart, chart.analysis.cluster.services.iter().find(same)))
}

fn service(scene: Scene<'_>, service: &Service, by_itself: bool) -> Html {
    let view = scene.view;
    let key = format!("endpoints/{}", service.meta.full_name());
    let open = view.state.unfolded.has(&key) != by_itself;
    let fold = view.act.reform(move |_| Action::Fold(key.clone()));
    let slices = slices_of(&view.chart.analysis, service);
    let old = before(scene, service).map(|(chart, service)| {
        service.map(|service| slices_of(&chart.analysis, service)).unwrap_or_default()
    });
    html! {
        <section class="endpoints-service" key={service.meta.full_name()}>
            <h3>
                <button type="button" class="bare endpoints-title" aria-expanded={open.to_string()} onclick={fold}>
                    <b>{ service.meta.full_name() }</b>{ for counts(scene, &slices, old.as_deref()) }
                </button>
            </h3>
            if open { { body(scene, service, &slices, old.as_deref()) } }
        </section>
    }
}

/// How many endpoints there are of each condition.
fn counts(scene: Scene<'_>, slices: &[SliceLines], old: Option<&[SliceLines]>) -> Vec<Html> {
    let words = scene.words;
    let count = |slices: &[SliceLines], wanted: (bool, bool)| {
        let all = slices.iter().flat_map(|slice| &slice.endpoints);
        all.filter(|one| (one.conditions.0, one.conditions.2) == wanted).count()
    };
    let kinds = [
        ((true, false), "good", "●", words.ready),
        ((false, false), "warning", "○", words.not_ready),
        ((false, true), "bad", "✗", words.terminating),
        ((true, true), "partly", "◐", words.terminating),
    ];
    let chips: Vec<Html> = kinds
        .into_iter()
        .map(|(wanted, class, mark, label)| (count(slices, wanted), old.map(|old| count(old, wanted)), class, mark, label))
        .filter(|(now, was, ..)| *now > 0 || was.is_some_and(|was| was > 0))
        .map(|(now, was, class, mark, label)| {
            let was = was.filter(|was| *was != now);
            html! {
                <span class={classes!("state", class)}>
                    <span aria-hidden="true">{ mark }</span>{ format!(" {now} {label}") }
                    { for was.map(|was| html! { <small class="endpoints-was">{ format!(" ({} {was})", words.was) }</small> }) }
                </span>
            }
        })
        .collect();
    if chips.is_empty() {
        return vec![html! { <span class="state bad">{ words.no_endpoint }</span> }];
    }
    chips
}

fn body(scene: Scene<'_>, service: &Service, slices: &[SliceLines], old: Option<&[SliceLines]>) -> Html {
    let Scene { view, words } = scene;
    let selection = selection::of(&view.chart.analysis, service);
    let old_selection =
        before(scene, service).and_then(|(chart, service)| Some(selection::of(&chart.analysis, service?)));
    html! {
        <div class="endpoints-body">
            { for selection.note.iter().map(|note| html! { <p class="hint">{ prose(&note.render(view.lang())) }</p> }) }
            if selection.note.is_none() {
                { asked(scene, &selection) }
                <h4>{ words.why }</h4>
                { pods::groups(scene, service, &selection, old_selection.as_ref()) }
            }
            <h4>{ words.slices }</h4>
            { slices::slices(scene, slices, old) }
        </div>
    }
}

/// What the selector asks for.
fn asked(scene: Scene<'_>, selection: &Selection) -> Html {
    let one = |wanted: &selection::Wanted| {
        let label = format!("{}={}", wanted.key, wanted.value);
        html! { { label_of(scene, &label, &wanted.origin) } }
    };
    html! {
        <p class="endpoints-asked">
            <span>{ scene.words.selector }</span>{ for selection.selector.iter().map(one) }
        </p>
    }
}

/// A label as a button that shows its field.
fn label_of(scene: Scene<'_>, label: &str, origin: &Origin) -> Html {
    html! {
        <button type="button" class={classes!("bare", "endpoints-label", scene.view.lit([origin]))} onclick={scene.view.show(origin)}>
            <code>{ label.to_owned() }</code>
        </button>
    }
}
