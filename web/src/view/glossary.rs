//! The words of the field, explained.

use super::ViewProperties;
use super::dialog::Dialog;
use crate::state::Action;
use crate::words::words;
use yew::{Html, function_component, html};

words! {
    struct Words {
        title: "Glossary", "用語集";
        close: "Close", "閉じる";
    }
}

/// The words of the field, explained.
#[function_component]
pub(super) fn Glossary(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    html! {
        <Dialog title={words.title} close={words.close} onclose={view.act.reform(|()| Action::Dialog(None))}>
            { "" }
        </Dialog>
    }
}
