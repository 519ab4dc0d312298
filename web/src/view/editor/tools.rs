//! What can be done with all files: fix, open, download, start anew; and what can be taken back.

use super::intake::take;
use crate::host;
use crate::state::{Action, Deed, Files, Guide};
use crate::view::ViewProperties;
use crate::words::{example, words};
use crate::zip;
use gloo::timers::callback::Timeout;
use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, function_component, html, use_effect_with, use_mut_ref, use_state};

words! {
    struct Words {
        fix_all: "Fix all", "すべて修正";
        fix_all_hint: "Applies every fix that Portolan offers, guesses included; it can be undone", "Portolanが提案する修正を、推測を含めてすべて適用します。元に戻せます";
        open: "Open files", "ファイルを開く";
        download: "Download", "ダウンロード";
        plain: "Plain editor", "プレーンエディター";
        plain_hint: "A plain text area instead of the code editor", "コードエディターの代わりに、単純なテキストエリアを使います";
        saved: "Saved in this browser", "このブラウザーに保存しました";
        not_saved: "Not saved: too much text, or the browser does not allow it", "保存していません（テキストが大きすぎるか、ブラウザーが許可していません）";
        reset: "Reset", "リセット";
        reset_hint: "Back to the example; what was saved is forgotten, and it can be undone", "例に戻します。保存した内容は消えますが、元に戻せます";
        fixed_one: "1 fix applied.", "修正を1件適用しました。";
        fixed: "{n} fixes applied.", "修正を{n}件適用しました。";
        closed: "The file is closed.", "ファイルを閉じました。";
        taken_one: "1 file opened.", "ファイルを1つ開きました。";
        taken: "{n} files opened.", "ファイルを{n}個開きました。";
        replaced: "Other files are shown.", "別のファイルを表示しています。";
        linked: "The files of a link are shown. Yours are kept until you change these.",
            "リンクのファイルを表示しています。元のファイルは、ここで変更するまで残ります。";
        undo: "Undo", "元に戻す";
        dismiss: "Dismiss", "閉じる";
        left_out: "Left out, because neither YAML nor JSON or larger than 1 MB:", "YAMLでもJSONでもないか、1 MBより大きいため、読み込みませんでした：";
    }
}

/// How long the reader must pause before the files are saved, in milliseconds.
const PAUSE: u32 = 400;

/// More names of files that were left out are not listed.
const NAMES: usize = 4;

impl Words {
    fn deed(&self, deed: Deed) -> String {
        match deed {
            Deed::Fixed(1) => self.fixed_one.to_owned(),
            Deed::Fixed(count) => self.fixed.replace("{n}", &count.to_string()),
            Deed::Closed => self.closed.to_owned(),
            Deed::Taken(1) => self.taken_one.to_owned(),
            Deed::Taken(count) => self.taken.replace("{n}", &count.to_string()),
            Deed::Replaced => self.replaced.to_owned(),
            Deed::Linked => self.linked.to_owned(),
        }
    }
}

/// The button that applies all fixes, where there are any.
#[function_component]
pub(super) fn FixAll(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let fixable = view.chart.fixable().fixes;
    html! {
        if fixable > 0 {
            <button type="button" class="fix-all" title={words.fix_all_hint} onclick={fix_all(view)}>
                { words.fix_all }<span class="count">{ fixable }</span>
            </button>
        }
    }
}

/// Opening, downloading, and which editor it is.
fn tools(view: &ViewProperties, words: &'static Words) -> Html {
    let act = view.act.clone();
    let chosen = move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        if let Some(files) = field.files() {
            let act = act.clone();
            host::take_chosen(&files, move |found| take(&act, found));
        }
        field.set_value("");
    };
    let files = view.state.files.clone();
    let plain = view.state.plain;
    let switch = view.act.reform(move |_| {
        host::remember_plain(!plain);
        Action::Plain(!plain)
    });
    html! {
        <div class="editor-tools">
            <label class="button">
                <input type="file" class="unseen" multiple=true accept=".yaml,.yml,.json" onchange={chosen} />{ words.open }
            </label>
            <button type="button" onclick={move |_| download(&files)}>{ words.download }</button>
            <button type="button" aria-pressed={plain.to_string()} title={words.plain_hint} onclick={switch}>{ words.plain }</button>
        </div>
    }
}

/// Applies all fixes, unless the text has gone on since it was analysed.
fn fix_all<E: 'static>(view: &ViewProperties) -> Callback<E> {
    let (chart, state, act) = (view.chart.clone(), view.state.clone(), view.act.clone());
    Callback::from(move |_: E| {
        if state.files == state.settled {
            let (count, texts) = chart.all_mended();
            act.emit(Action::FixAll(count, texts));
        }
    })
}

/// One file as it is, several as an archive.
fn download(files: &Files) {
    match files.list() {
        [file] => host::download(&file.name, "application/yaml", file.text.as_bytes()),
        list => {
            let archive = zip::archive(list.iter().map(|file| (&*file.name, &*file.text)));
            host::download("manifests.zip", "application/zip", &archive);
        }
    }
}

/// What was done and can be undone, what was left out, and where the files are kept.
#[function_component]
pub(super) fn Foot(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let saved = use_saved(view);
    let reset = {
        let (act, lang) = (view.act.clone(), view.lang());
        move |_| {
            act.emit(Action::Replace(Files::single(example(lang))));
            host::forget_files();
        }
    };
    html! {
        <>
            <div role="status">
                { for view.state.undo.iter().map(|undo| done(view, &words.deed(undo.deed), words)) }
                { for left_out(&view.state.left_out, words) }
            </div>
            <div class="editor-foot">
                { tools(view, words) }
                { for saved.map(|saved| html! {
                    <p class="hint">
                        { if saved { words.saved } else { words.not_saved } }
                        <button type="button" class="bare link" title={words.reset_hint} onclick={reset}>{ words.reset }</button>
                    </p>
                }) }
            </div>
        </>
    }
}

fn done(view: &ViewProperties, deed: &str, words: &'static Words) -> Html {
    html! {
        <p class="deed">
            { deed }
            <button type="button" onclick={view.act.reform(|_| Action::Undo)}>{ words.undo }</button>
            <button type="button" class="round" aria-label={words.dismiss} title={words.dismiss} onclick={view.act.reform(|_| Action::Done)}>{ "×" }</button>
        </p>
    }
}

fn left_out(names: &[String], words: &'static Words) -> Option<Html> {
    let mut listed = names.iter().take(NAMES).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > NAMES {
        listed.push_str(&format!(", … ({})", names.len()));
    }
    (!names.is_empty())
        .then(|| html! { <p class="hint">{ words.left_out }{ " " }<code>{ listed }</code></p> })
}

/// Saves the files when they have changed since the page was opened, and says whether they could be saved; nothing before
/// they have.
#[yew::hook]
fn use_saved(view: &ViewProperties) -> Option<bool> {
    let saved = use_state(|| host::saved_files().map(|files| files == view.state.files).filter(|same| *same));
    let opened = use_mut_ref(|| view.state.files.clone());
    let setter = saved.setter();
    // An example or a lesson does not take the place of what the reader has written.
    let own = match (&view.state.guide, &view.state.laid_aside) {
        (Guide::None, _) => view.state.files.clone(),
        (_, Some(desk)) => desk.files.clone(),
        (_, None) => opened.borrow().clone(),
    };
    use_effect_with(own, move |files| {
        let is_new = *opened.borrow() != *files;
        let files = files.clone();
        let pause = is_new.then(|| {
            Timeout::new(PAUSE, move || {
                let is_example = files.is_example();
                if is_example {
                    host::forget_files();
                }
                setter.set((!is_example).then(|| host::save_files(&files)));
                *opened.borrow_mut() = files;
            })
        });
        move || drop(pause)
    });
    *saved
}
