//! The editor: the files as tabs, the open one's text, and what can be done with all of them. The text stands in the code
//! editor, or in a plain text area that every keyboard, input method and screen reader knows; both show the same.

mod files;
mod intake;
mod plain;
mod rich;
mod tools;

use super::ViewProperties;
use crate::editor::{Module, load, loaded};
use crate::host;
use crate::view::part::part;
use crate::words::words;
use files::FileTabs;
use gloo::timers::callback::Timeout;
use intake::use_drop;
use plain::Plain;
use rich::{Rich, RichProperties};
use tools::{FixAll, Foot};
use yew::{Html, classes, function_component, html, use_effect_with, use_mut_ref, use_state};

words! {
    struct Words {
        title: "Manifests", "マニフェスト";
        drop: "Drop YAML or JSON files, or folders of them", "YAMLやJSONのファイル、またはそのフォルダーをドロップしてください";
    }
}

/// How long the page is left to itself before the code editor is fetched, in milliseconds.
const BREATH: u32 = 30;

/// The editor of the page. In frames it is the text alone.
#[function_component]
pub(super) fn Editor(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let module = use_module(view.state.plain);
    let dragging = use_drop(&view.act);
    let sheet = match use_calm(view, module) {
        Some((module, focused)) => part::<Rich>(RichProperties { view: view.clone(), module, focused }),
        None => part::<Plain>(view.clone()),
    };
    let framed = host::is_framed();
    html! {
        <section class={classes!("editor", dragging.then_some("dragging"))} aria-labelledby="editor-title">
            <h2 id="editor-title" class="unseen">{ words.title }</h2>
            if !framed {
                <div class="editor-head">
                    { part::<FileTabs>(view.clone()) }
                    { part::<FixAll>(view.clone()) }
                </div>
            }
            { sheet }
            if !framed { { part::<Foot>(view.clone()) } }
            if dragging { <p class="drop-here" role="status">{ words.drop }</p> }
        </section>
    }
}

/// What the text is below the files' tabs; in frames there are none.
fn role() -> Option<&'static str> {
    (!host::is_framed()).then_some("tabpanel")
}

/// The code editor, once it has arrived; not fetched while the plain editor is wanted.
#[yew::hook]
fn use_module(plain: bool) -> Option<Module> {
    let module = use_state(loaded);
    let setter = module.setter();
    use_effect_with((plain, module.is_some()), move |(plain, arrived)| {
        let fetch = || {
            Timeout::new(BREATH, move || {
                load(move |module| setter.set(Some(module)));
            })
        };
        let waiting = (!plain && !arrived).then(fetch);
        move || drop(waiting)
    });
    (*module).clone().filter(|_| !plain)
}

/// The module, when the plain editor can be left: not in the middle of a composition. With it, whether the plain editor had
/// the focus.
#[yew::hook]
fn use_calm(view: &ViewProperties, editor: Option<Module>) -> Option<(Module, bool)> {
    let left = use_mut_ref(|| None::<bool>);
    let Some(module) = editor else {
        *left.borrow_mut() = None;
        return None;
    };
    let mut left = left.borrow_mut();
    if left.is_none() && view.state.files == view.state.settled {
        *left = Some(host::has_focus("manifests"));
    }
    left.map(|focused| (module, focused))
}
