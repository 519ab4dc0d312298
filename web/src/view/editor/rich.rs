//! The code editor on the page: what it is told when something changes, and what it tells.

use crate::chart::{Chart, Fact, Suggestion, findings};
use crate::editor::{Callbacks, Mark, Module, Mounted, Options, known, object};
use crate::state::{Action, State};
use crate::view::ViewProperties;
use crate::view::problems::apply;
use crate::words::{tag, words};
use portolan_core::diagnostic::{Lang, Severity};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlElement;
use web_sys::js_sys::Array;
use yew::{Html, NodeRef, Properties, function_component, html, use_effect_with, use_mut_ref, use_node_ref};

words! {
    struct Words {
        label: "Manifests: the text of the open file", "マニフェスト：開いているファイルのテキスト";
        description: "Escape and then Tab leaves the editor. Ctrl+Space completes, Ctrl+. fixes, F2 explains, F8 goes to the next problem.",
            "エディターから出るには、Escを押してからTabを押します。Ctrl+Spaceで補完、Ctrl+.で修正、F2で説明、F8で次の問題へ移動します。";
        more: "Read more on kubernetes.io", "kubernetes.ioで詳しく読む";
    }
}

/// Texts up to so many bytes are analysed while the editor takes a change in.
const SMALL: usize = 50_000;

#[derive(PartialEq, Properties)]
pub(super) struct RichProperties {
    pub(super) view: ViewProperties,
    pub(super) module: Module,
    /// Whether the editor takes the focus when it appears.
    pub(super) focused: bool,
}

/// What is mounted, and the newest view for its callbacks.
struct Held {
    mounted: Option<Rc<Mounted>>,
    view: ViewProperties,
    /// Index, name and number of the files when the editor was last told which one is shown.
    file: (usize, Rc<str>, usize),
    /// What the editor was told of a text as it changed.
    told: Option<(Chart, usize, Lang)>,
}

type Hold = Rc<RefCell<Held>>;

/// The editor, if it is on the page. It calls back while it is told something, so nothing may be borrowed meanwhile.
fn mounted(held: &Hold) -> Option<Rc<Mounted>> {
    held.borrow().mounted.clone()
}

/// The place of the code editor.
#[function_component]
pub(super) fn Rich(properties: &RichProperties) -> Html {
    let RichProperties { view, module, focused } = properties;
    let place = use_node_ref();
    let held: Hold =
        use_mut_ref(|| Held { mounted: None, view: view.clone(), file: shown_file(&view.state), told: None });
    held.borrow_mut().view = view.clone();
    use_mounted(&held, &place, module, *focused);
    use_text(&held, &view.state);
    use_words(&held, view.lang());
    use_findings(&held, view);
    use_selection(&held, &view.state);
    html! {
        <div class="sheet code" id="sheet" role={super::role()} aria-labelledby={super::role().map(|_| "file-tab")}>
            <div class="code-place" ref={place}></div>
        </div>
    }
}

fn shown_file(state: &State) -> (usize, Rc<str>, usize) {
    let (list, open) = (state.files.list(), state.files.open());
    (open, list.get(open).map_or_else(|| "".into(), |file| Rc::clone(&file.name)), list.len())
}

/// Puts the editor on the page, as long as its place is there.
#[yew::hook]
fn use_mounted(held: &Hold, place: &NodeRef, module: &Module, focused: bool) {
    let (held, place, module) = (Rc::clone(held), place.clone(), module.clone());
    use_effect_with((), move |()| {
        if let Some(parent) = place.cast::<HtmlElement>() {
            let mounted = mount(&held, &module, &parent);
            let (at, file) = (held.borrow().view.state.caret, held.borrow().file.0);
            if at.0 == file {
                mounted.editor().set_selection(at.1, at.1);
            }
            if focused {
                mounted.editor().focus();
            }
            held.borrow_mut().mounted = Some(Rc::new(mounted));
        }
        move || {
            let mounted = held.borrow_mut().mounted.take();
            drop(mounted);
        }
    });
}

fn mount(held: &Hold, module: &Module, parent: &HtmlElement) -> Mounted {
    let state = Rc::clone(&held.borrow().view.state);
    let words = Words::of(state.lang);
    let (text, (_, name, _)) = (state.files.text(), shown_file(&state));
    let options = Options {
        file: &name,
        text: &text,
        label: words.label,
        description: words.description,
        lang: tag(state.lang),
    };
    Mounted::new(module, parent, &options, callbacks(held))
}

fn callbacks(held: &Hold) -> Callbacks {
    let now = |held: &Hold| {
        let held = held.borrow();
        (held.view.clone(), held.file.0)
    };
    let [change, caret, complete, hover, fix] = std::array::from_fn(|_| Rc::clone(held));
    Callbacks {
        change: Closure::new(move |text: String| {
            let (view, file) = now(&change);
            let chart = chart_ahead(&view, file, &text);
            view.act.emit(Action::Edit { file, text, unfinished: false });
            let Some(chart) = chart else { return JsValue::NULL };
            let said = with_known(&chart, file, view.lang(), |marks, notes| known(marks, notes));
            change.borrow_mut().told = Some((chart, file, view.lang()));
            said
        }),
        caret: Closure::new(move |offset: u32| {
            let (view, file) = now(&caret);
            view.act.emit(Action::Caret(file, offset));
        }),
        complete: Closure::new(move |text: String, offset: u32| {
            let (view, _) = now(&complete);
            let found = view.chart.suggestions(&text, offset, view.lang());
            found.map_or(JsValue::NULL, |(start, items)| completions(start, &items))
        }),
        hover: Closure::new(move |offset: u32| {
            let (view, file) = now(&hover);
            let chart = chart_of_text(&view, file);
            let found = chart.and_then(|chart| chart.fact((file, offset), view.lang()));
            found.map_or(JsValue::NULL, |fact| card(&fact, view.lang()))
        }),
        fix: Closure::new(move |finding: u32| {
            let (view, file) = now(&fix);
            if let Some(chart) = chart_of_text(&view, file) {
                apply(chart, finding as usize, &view.act);
            }
        }),
    }
}

/// The chart of a text that the page has yet to draw, where that is a matter of a moment.
fn chart_ahead(view: &ViewProperties, file: usize, text: &str) -> Option<Chart> {
    let files = view.state.files.edited(file, text);
    let is_plain = view.state.what_if.changes.is_empty() && files.size() <= SMALL;
    is_plain.then(|| Chart::ahead(&files, &view.state.what_if.without_changes()))
}

/// The chart of just the text that stands in the editor: with the changes of the what-if bar if they leave the text as it
/// is, else without them; none while the text is ahead of what is known.
fn chart_of_text(view: &ViewProperties, file: usize) -> Option<&Chart> {
    let text = view.state.files.list().get(file).map(|file| &*file.text)?;
    [Some(&view.chart), view.before.as_ref()].into_iter().flatten().find(|chart| chart.is_of(file, text))
}

fn completions(start: u32, items: &[Suggestion]) -> JsValue {
    let item = |one: &Suggestion| {
        object(&[
            ("label", one.label.as_str().into()),
            ("insert", one.insert.as_str().into()),
            ("detail", one.detail.as_str().into()),
            ("info", one.about.as_str().into()),
            ("kind", one.kind.into()),
        ])
    };
    object(&[("from", start.into()), ("items", items.iter().map(item).collect::<Array>().into())])
}

fn card(fact: &Fact, lang: Lang) -> JsValue {
    let sentences: Array = fact.sentences.iter().map(|one| JsValue::from_str(one)).collect();
    object(&[
        ("from", fact.from.into()),
        ("to", fact.to.into()),
        ("title", fact.title.as_str().into()),
        ("sentences", sentences.into()),
        ("url", fact.url.as_str().into()),
        ("more", Words::of(lang).more.into()),
    ])
}

/// Keeps the editor's text that of the open file. Another text of the same file can be undone.
#[yew::hook]
fn use_text(held: &Hold, state: &State) {
    let held = Rc::clone(held);
    use_effect_with((shown_file(state), state.files.text()), move |(file, text)| {
        let before = std::mem::replace(&mut held.borrow_mut().file, file.clone());
        let is_renamed = (before.0, before.2) == (file.0, file.2) && before.1 != file.1;
        let Some(mounted) = mounted(&held) else { return };
        if is_renamed {
            mounted.editor().rename(&file.1);
        }
        mounted.editor().show(&file.1, text);
    });
}

/// Has the editor speak the page's language.
#[yew::hook]
fn use_words(held: &Hold, lang: Lang) {
    let held = Rc::clone(held);
    use_effect_with(lang, move |lang| {
        let words = Words::of(*lang);
        if let Some(mounted) = mounted(&held) {
            mounted.editor().set_label(tag(*lang), words.label, words.description);
        }
    });
}

/// Shows what is known of the text; nothing while the text is ahead of it.
#[yew::hook]
fn use_findings(held: &Hold, view: &ViewProperties) {
    let held = Rc::clone(held);
    let file = view.state.files.open();
    let chart = chart_of_text(view, file).cloned();
    use_effect_with((chart, file, view.lang()), move |(chart, file, lang)| {
        let (Some(mounted), Some(chart)) = (mounted(&held), chart) else { return };
        let told = held.borrow_mut().told.take();
        if told.as_ref() != Some(&(chart.clone(), *file, *lang)) {
            with_known(chart, *file, *lang, |marks, notes| mounted.know(marks, notes));
        }
    });
}

/// What a chart says of a file, as the editor shows it.
fn with_known<T>(
    chart: &Chart,
    file: usize,
    lang: Lang,
    act: impl FnOnce(&[Mark<'_>], &mut dyn Iterator<Item = (u32, &str, &'static str)>) -> T,
) -> T {
    let findings = findings(chart, lang);
    let inlays = chart.inlays(file, lang);
    let here = findings.iter().enumerate().filter(|(_, finding)| finding.spot.file == file);
    let marks = here.map(|(index, finding)| Mark {
        from: finding.spot.stretch.from,
        to: finding.spot.stretch.to,
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "info",
        },
        rule: finding.rule,
        message: &finding.message,
        remarks: finding.notes.iter().chain(&finding.help).map(String::as_str).collect(),
        fix: finding.fix.as_ref().map(|(title, safe)| (title.as_str(), *safe)),
        index,
    });
    let mut notes = inlays.iter().map(|one| (one.at, one.text.as_str(), one.tone));
    act(&marks.collect::<Vec<_>>(), &mut notes)
}

/// Selects what a view asks to be shown, and keeps it lit until the caret goes elsewhere.
#[yew::hook]
fn use_selection(held: &Hold, state: &State) {
    let last = use_mut_ref(|| state.shown);
    let shown = state.shown.filter(|shown| shown.file == state.files.open());
    let selecting = Rc::clone(held);
    use_effect_with(shown, move |shown| {
        let is_new = last.replace(*shown) != *shown;
        if let (Some(mounted), Some(shown), true) = (mounted(&selecting), shown, is_new) {
            let (from, to) = (shown.stretch.from, shown.stretch.to);
            if shown.aside {
                mounted.editor().set_selection(from, to);
            } else {
                mounted.editor().select(from, to);
            }
        }
    });
    let lit = shown.filter(|shown| state.caret == (shown.file, shown.stretch.from));
    let lighting = Rc::clone(held);
    use_effect_with(lit, move |lit| {
        if let Some(mounted) = mounted(&lighting) {
            mounted.light(lit.map(|shown| (shown.stretch.from, shown.stretch.to)));
        }
    });
}
