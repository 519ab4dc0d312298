//! What the reader is told on top of the page: that a link could not be opened, for example.

use super::ViewProperties;
use crate::link::Broken;
use crate::state::{Action, Notice as Told};
use crate::words::words;
use yew::{Html, function_component, html};

words! {
    struct Words {
        close: "Close", "閉じる";
        newer: "This link was made by a newer version of Portolan. Reload the page to get that version; until then, this is what you had before.",
            "このリンクは新しいバージョンのPortolanで作られました。ページを再読み込みすると新しいバージョンになります。それまでは、元の内容を表示しています。";
        cut_off: "This link is not whole: its end is missing, as when a chat or mail program cuts a long line. Ask for it again, or copy all of it. Your own text is as it was.",
            "リンクの終わりが欠けています。チャットやメールで途中で切れたのかもしれません。全体をコピーし直すか、もう一度送ってもらってください。元の内容はそのままです。";
        damaged: "This link has been changed on its way and cannot be read any more. Ask for it again. Your own text is as it was.",
            "リンクが途中で書き換わっていて、読み取れません。もう一度送ってもらってください。元の内容はそのままです。";
        too_large: "This link holds more than 4 MB of text, which is more than this page opens. Your own text is as it was.",
            "このリンクには4 MBを超えるテキストが含まれていて、このページでは開けません。元の内容はそのままです。";
        part: "This link says more than this version of Portolan understands; the rest of it is shown. Reload the page to get the newest version.",
            "このリンクには、このバージョンのPortolanでは分からない内容が含まれています。分かる部分だけを表示しています。ページを再読み込みすると最新のバージョンになります。";
    }
}

/// The notice, if there is one.
#[function_component]
pub(super) fn Notice(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let text = view.state.notice.map(|notice| match notice {
        Told::PartOfLink => words.part,
        Told::BrokenLink(Broken::Newer) => words.newer,
        Told::BrokenLink(Broken::CutOff) => words.cut_off,
        Told::BrokenLink(Broken::TooLarge) => words.too_large,
        Told::BrokenLink(Broken::Damaged | Broken::Foreign) => words.damaged,
    });
    html! {
        <div class="notice" role="status">
            if let Some(text) = text {
                <p>{ text }</p>
                <button
                    type="button" aria-label={words.close} title={words.close}
                    onclick={view.act.reform(|_| Action::Notice(None))}
                >{ "✕" }</button>
            }
        </div>
    }
}
