//! The files as tabs: open, add, rename, close, by pointer and by keyboard.

use crate::host;
use crate::state::{Action, SourceFile};
use crate::view::ViewProperties;
use crate::words::words;
use web_sys::{Event, HtmlInputElement, KeyboardEvent};
use yew::{
    Callback, Html, TargetCast, UseStateHandle, function_component, html, use_effect_with, use_node_ref,
    use_state,
};

words! {
    struct Words {
        files: "Files", "ファイル";
        hint: "Arrow keys move between files, F2 renames, Delete closes.", "矢印キーでファイルを移動、F2で名前を変更、Deleteで閉じます。";
        add: "New file", "新しいファイル";
        rename: "Rename the open file", "開いているファイルの名前を変更";
        close: "Close the open file", "開いているファイルを閉じる";
        name: "File name", "ファイル名";
    }
}

/// The tabs, and what can be done with the open file.
#[function_component]
pub(super) fn FileTabs(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let renaming = use_state(|| false);
    let (list, open) = (view.state.files.list(), view.state.files.open());
    let start = {
        let renaming = renaming.clone();
        Callback::from(move |()| renaming.set(true))
    };
    let tab = |(at, file): (usize, &SourceFile)| tab(view, at, file, at == open, &start);
    let act = |action: Action| view.act.reform(move |_| action.clone());
    html! {
        <div class="files">
            if *renaming {
                <Rename name={list.get(open).map(|file| file.name.to_string()).unwrap_or_default()} label={words.name} done={done(view, renaming.clone(), open)} />
            } else {
                <div class="tabs" role="tablist" aria-label={words.files} title={words.hint} onkeydown={keys(view, &start)}>
                    { for list.iter().enumerate().map(tab) }
                </div>
            }
            <button type="button" class="round" aria-label={words.rename} title={words.rename} onclick={start.reform(|_| ())}>{ "✎" }</button>
            <button type="button" class="round" aria-label={words.close} title={words.close} onclick={act(Action::CloseFile(open))}>{ "×" }</button>
            <button type="button" class="round" aria-label={words.add} title={words.add} onclick={act(Action::AddFile)}>{ "+" }</button>
        </div>
    }
}

fn tab(view: &ViewProperties, at: usize, file: &SourceFile, is_open: bool, rename: &Callback<()>) -> Html {
    let id = if is_open { "file-tab".to_owned() } else { format!("file-tab-{at}") };
    let problems =
        view.chart.analysis.diagnostics.iter().filter(|one| one.place.file.0 as usize == at).count();
    html! {
        <button
            key={&*file.name} type="button" role="tab" {id} aria-selected={is_open.to_string()} aria-controls="sheet"
            tabindex={if is_open { "0" } else { "-1" }} onclick={view.act.reform(move |_| Action::OpenFile(at))}
            ondblclick={rename.reform(|_| ())}
        >
            { &*file.name }
            if problems > 0 { <span class="count">{ problems }</span> }
        </button>
    }
}

/// Arrow keys, Home and End move between the tabs; F2 and Delete are for the open one.
fn keys(view: &ViewProperties, rename: &Callback<()>) -> impl Fn(KeyboardEvent) + use<> {
    let (open, count) = (view.state.files.open(), view.state.files.list().len());
    let (act, rename) = (view.act.clone(), rename.clone());
    move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowRight" => (open + 1) % count.max(1),
            "ArrowLeft" => (open + count.saturating_sub(1)) % count.max(1),
            "Home" => 0,
            "End" => count.saturating_sub(1),
            "F2" => {
                event.prevent_default();
                return rename.emit(());
            }
            "Delete" => {
                event.prevent_default();
                act.emit(Action::CloseFile(open));
                return host::focus_later("file-tab");
            }
            _ => return,
        };
        event.prevent_default();
        act.emit(Action::OpenFile(to));
        host::focus_later("file-tab");
    }
}

/// Takes the new name, or none.
fn done(view: &ViewProperties, renaming: UseStateHandle<bool>, open: usize) -> Callback<Option<String>> {
    let act = view.act.clone();
    Callback::from(move |name: Option<String>| {
        if *renaming {
            renaming.set(false);
            if let Some(name) = name {
                act.emit(Action::RenameFile(open, name));
            }
            host::focus_later("file-tab");
        }
    })
}

#[derive(PartialEq, yew::Properties)]
struct RenameProperties {
    name: String,
    label: &'static str,
    done: Callback<Option<String>>,
}

/// The field for a new name: Enter takes it, Escape leaves it.
#[function_component]
fn Rename(properties: &RenameProperties) -> Html {
    let RenameProperties { name, label, done } = properties;
    let field = use_node_ref();
    {
        let (field, name) = (field.clone(), name.clone());
        use_effect_with((), move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.set_value(&name);
                field.select();
            }
        });
    }
    let pressed = {
        let done = done.clone();
        move |event: KeyboardEvent| {
            let name = event.target_unchecked_into::<HtmlInputElement>().value();
            match event.key().as_str() {
                "Enter" if !event.is_composing() => done.emit(Some(name)),
                "Escape" => done.emit(None),
                _ => {}
            }
        }
    };
    let left = done.reform(|event: Event| Some(event.target_unchecked_into::<HtmlInputElement>().value()));
    html! { <input ref={field} id="file-tab" type="text" class="file-name" aria-label={*label} onkeydown={pressed} onblur={left.reform(Event::from)} /> }
}
