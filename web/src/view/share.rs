//! Links and exports.

use super::ViewProperties;
use super::dialog::Dialog;
use crate::state::Action;
use crate::words::words;
use yew::{Html, function_component, html};

words! {
    struct Words {
        title: "Share", "共有";
        close: "Close", "閉じる";
    }
}

/// Links and exports.
#[function_component]
pub(super) fn Share(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    html! {
        <Dialog title={words.title} close={words.close} onclose={view.act.reform(|()| Action::Dialog(None))}>
            { "" }
        </Dialog>
    }
}
