//! The keyboard's shortcuts.

use super::ViewProperties;
use super::dialog::Dialog;
use crate::state::{Action, Dialog as Kind, Pane, View};
use crate::words::words;
use yew::{Html, function_component, html};

words! {
    struct Words {
        title: "Keyboard shortcuts", "キーボードショートカット";
        close: "Close", "閉じる";
        hint: "They work while no text is being typed. In the editor, press Esc and then Tab to leave it.",
            "文字を入力していないときに使えます。エディターから出るには、Escを押してからTabを押します。";
        help: "This list", "この一覧";
        views: "Open a view, in the order of the tabs", "ビューを開く（タブの順）";
        editor: "To the editor", "エディターへ";
        examples: "Examples and lessons", "例とレッスン";
        glossary: "Glossary", "用語集";
        share: "Share", "共有";
        steps: "Step through the walk", "経路を一歩ずつたどる";
        map: "On the map: move, zoom, see all", "図：移動、拡大・縮小、全体を表示";
        complete: "In the editor: completion, fixes", "エディターで：補完、修正";
        explain: "In the editor: explain, next problem", "エディターで：説明、次の問題";
        tabs: "Between tabs", "タブの間を移動";
    }
}

/// What a key means on the page.
pub(super) fn meaning(key: &str) -> Option<Action> {
    let view = |digit: u8| View::ALL.get(usize::from(digit.checked_sub(b'1')?)).copied();
    match key {
        "?" => Some(Action::Dialog(Some(Kind::Help))),
        "e" => Some(Action::Turn(Pane::Editor)),
        "x" => Some(Action::Dialog(Some(Kind::Gallery))),
        "g" => Some(Action::Dialog(Some(Kind::Glossary))),
        "s" => Some(Action::Dialog(Some(Kind::Share))),
        _ => match key.as_bytes() {
            [digit @ b'1'..=b'9'] => view(*digit).map(Action::Open),
            _ => None,
        },
    }
}

/// The list of shortcuts.
#[function_component]
pub(super) fn Help(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let rows: [(&[&str], &str); 11] = [
        (&["?"], words.help),
        (&["1", "…", "9"], words.views),
        (&["e"], words.editor),
        (&["x"], words.examples),
        (&["g"], words.glossary),
        (&["s"], words.share),
        (&["←", "→", "Home", "End"], words.tabs),
        (&["←", "→"], words.steps),
        (&["←", "↑", "↓", "→", "+", "-", "0"], words.map),
        (&["Ctrl Space", "Ctrl ."], words.complete),
        (&["F2", "F8"], words.explain),
    ];
    let row = |(keys, what): (&[&str], &'static str)| {
        html! { <div><dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt><dd>{ what }</dd></div> }
    };
    html! {
        <Dialog title={words.title} close={words.close} onclose={view.act.reform(|()| Action::Dialog(None))}>
            <dl class="keys">{ for rows.into_iter().map(row) }</dl>
            <p class="hint">{ words.hint }</p>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_open_views_and_other_keys_are_left_alone() {
        assert_eq!(meaning("1"), Some(Action::Open(View::Map)));
        assert_eq!(meaning("9"), Some(Action::Open(View::Outside)));
        assert_eq!(meaning("0"), None);
        assert_eq!(meaning("Enter"), None);
        assert_eq!(meaning("あ"), None);
    }
}
