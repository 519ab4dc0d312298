//! Links and exports: what the page shows, to be passed on. Everything is in the text that is copied; nobody keeps it.

mod address;
mod form;

pub(super) use address::{opened, use_address};

use super::ViewProperties;
use super::dialog::Dialog;
use crate::chart::verdict;
use crate::host;
use crate::state::{Action, Theme};
use crate::words::words;
use crate::zip;
use address::LONGEST;
use form::{Extras, Form};
use web_sys::{Event, HtmlInputElement, HtmlTextAreaElement, MouseEvent};
use yew::{
    Callback, Html, NodeRef, TargetCast, UseStateHandle, function_component, html, use_effect_with, use_memo,
    use_node_ref, use_state_eq,
};

words! {
    struct Words {
        title: "Share", "共有";
        close: "Close", "閉じる";
        forms: "Copy as", "コピーする形式";
        link: "Link", "リンク";
        markdown_link: "Markdown link", "Markdownのリンク";
        markdown: "Markdown with the manifests", "マニフェスト付きのMarkdown";
        mermaid: "Map for Markdown (Mermaid)", "Markdown用の図（Mermaid）";
        embed: "Frame for a web page", "ウェブページに埋め込むフレーム";
        command: "Command", "コマンド";
        with_lang: "Open it in English for everybody", "誰が開いても日本語で表示する";
        with_theme: "Keep these colours", "この配色を保つ";
        with_edit: "Let readers change the manifests", "読者がマニフェストを変更できるようにする";
        copy: "Copy", "コピー";
        copied: "Copied.", "コピーしました。";
        selected: "Selected. Press Ctrl+C, or ⌘C, to copy.", "選択しました。Ctrl+Cまたは⌘Cでコピーしてください。";
        download: "Download the files (ZIP)", "ファイルをダウンロード（ZIP）";
        drawn: "GitHub, GitLab and others draw this as a picture.", "GitHubやGitLabなどでは、図として表示されます。";
        private: "The link holds the manifests itself: it is stored nowhere, and what stands behind the # is not sent to any server.",
            "リンクはマニフェストそのものを含んでいます。どこにも保存されず、#より後ろはサーバーに送られません。";
        long: "Some chats and mail programs cut links as long as this.", "この長さのリンクは、チャットやメールで途中で切れることがあります。";
        too_long: "This is too long for a link. Pass the files on instead.",
            "リンクにするには長すぎます。代わりにファイルを渡してください。";
        several: "Several files: the command names them as they are called here.",
            "複数のファイルがあります。コマンドでは、ここでの名前で指定しています。";
        behind: "The manifests stand behind the command: paste all of it into a shell.",
            "マニフェストはコマンドの後ろに付いています。すべてをシェルに貼り付けてください。";
        characters: " characters", "文字";
    }
}

impl Words {
    fn name(&self, form: Form) -> &'static str {
        match form {
            Form::Link => self.link,
            Form::MarkdownLink => self.markdown_link,
            Form::Markdown => self.markdown,
            Form::Mermaid => self.mermaid,
            Form::Embed => self.embed,
            Form::Command => self.command,
        }
    }
}

/// From this many characters on, a link is long for what passes it on.
const LONG: usize = 2_000;

/// The dialog.
#[function_component]
pub(super) fn Share(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let form = use_state_eq(Form::default);
    let extras = use_state_eq(Extras::default);
    let told = use_state_eq(|| "");
    let area = use_node_ref();
    let text = use_memo((view.clone(), *form, *extras), |(view, form, extras)| {
        let verdict = verdict(&view.chart, &view.state.walk, view.lang());
        form::text(view, *form, *extras, (&form::title(view), &verdict))
    });
    {
        let told = told.clone();
        use_effect_with(text.clone(), move |_| told.set(""));
    }
    let too_long = form.has_link() && text.len() > LONGEST;
    html! {
        <Dialog title={words.title} close={words.close} onclose={view.act.reform(|()| Action::Dialog(None))}>
            <div class="share">
                <div>
                    { choice(&form, words) }
                    <button type="button" class="share-zip" onclick={download(view)}>{ words.download }</button>
                </div>
                <div class="share-text">
                    { switches(view, *form, &extras, words) }
                    if too_long {
                        <p class="quiet">{ words.too_long }</p>
                    } else {
                        <textarea
                            ref={area.clone()} id="share-text" readonly=true rows="9" spellcheck="false"
                            aria-label={words.name(*form)} value={text.to_string()} onfocus={select_all}
                        />
                        <div class="share-do">
                            <button type="button" class="primary" onclick={copy(&area, &told, words)}>{ words.copy }</button>
                            <span role="status" class="told">{ *told }</span>
                            <span class="hint">{ text.chars().count() }{ words.characters }</span>
                        </div>
                    }
                    { hints(view, *form, text.len(), words) }
                </div>
            </div>
        </Dialog>
    }
}

/// The forms, as radio buttons: arrow keys go from one to the next.
fn choice(chosen: &UseStateHandle<Form>, words: &'static Words) -> Html {
    let option = |form: Form| {
        let handle = chosen.clone();
        let id = format!("share-{}", form.id());
        html! {
            <label for={id.clone()}>
                <input
                    type="radio" name="share-form" id={id} checked={**chosen == form}
                    onchange={move |_: Event| handle.set(form)}
                />
                { words.name(form) }
            </label>
        }
    };
    html! {
        <fieldset class="share-forms">
            <legend>{ words.forms }</legend>
            { for Form::ALL.into_iter().map(option) }
        </fieldset>
    }
}

/// What may be said along with it.
fn switches(
    view: &ViewProperties,
    form: Form,
    extras: &UseStateHandle<Extras>,
    words: &'static Words,
) -> Html {
    let switch = |name: &'static str, on: bool, set: fn(&mut Extras, bool)| {
        let extras = extras.clone();
        let onchange = move |event: Event| {
            let mut next = *extras;
            set(&mut next, event.target_unchecked_into::<HtmlInputElement>().checked());
            extras.set(next);
        };
        html! { <label class="switch"><input type="checkbox" checked={on} {onchange} />{ name }</label> }
    };
    let is_frame = form == Form::Embed;
    html! {
        <div class="share-switches">
            if form.has_link() { { switch(words.with_lang, extras.lang, |extras, on| extras.lang = on) } }
            if is_frame { { switch(words.with_edit, extras.edit, |extras, on| extras.edit = on) } }
            if is_frame && view.state.theme != Theme::System {
                { switch(words.with_theme, extras.theme, |extras, on| extras.theme = on) }
            }
        </div>
    }
}

fn hints(view: &ViewProperties, form: Form, length: usize, words: &'static Words) -> Html {
    let several = view.state.settled.list().len() > 1;
    let hint = match form {
        Form::Command if several => words.several,
        Form::Command => words.behind,
        Form::Mermaid => words.drawn,
        _ => words.private,
    };
    let is_long = matches!(form, Form::Link | Form::MarkdownLink) && (LONG..=LONGEST).contains(&length);
    html! {
        <>
            if is_long { <p class="hint">{ words.long }</p> }
            <p class="hint">{ hint }</p>
        </>
    }
}

fn copy(area: &NodeRef, told: &UseStateHandle<&'static str>, words: &'static Words) -> Callback<MouseEvent> {
    let (area, told) = (area.clone(), told.clone());
    Callback::from(move |_| {
        if let Some(area) = area.cast::<HtmlTextAreaElement>() {
            told.set(if host::copy(&area) { words.copied } else { words.selected });
        }
    })
}

/// The files as an archive, for what is too long for a link.
fn download(view: &ViewProperties) -> Callback<MouseEvent> {
    let files = view.state.settled.clone();
    Callback::from(move |_| {
        let archive = zip::archive(files.list().iter().map(|file| (&*file.name, &*file.text)));
        host::download("manifests.zip", "application/zip", &archive);
    })
}

fn select_all(event: web_sys::FocusEvent) {
    event.target_unchecked_into::<HtmlTextAreaElement>().select();
}
