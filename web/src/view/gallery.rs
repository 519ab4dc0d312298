//! Examples and lessons.

use super::ViewProperties;
use super::dialog::Dialog;
use crate::state::Action;
use crate::words::words;
use yew::{Html, function_component, html};

words! {
    struct Words {
        title: "Examples and lessons", "例とレッスン";
        close: "Close", "閉じる";
    }
}

/// Examples and lessons.
#[function_component]
pub(super) fn Gallery(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    html! {
        <Dialog title={words.title} close={words.close} onclose={view.act.reform(|()| Action::Dialog(None))}>
            { "" }
        </Dialog>
    }
}
