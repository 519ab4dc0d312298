//! The bar that says that a newer version of the page is ready (see `web/start/offline.js`).

use super::ViewProperties;
use crate::host;
use crate::words::words;
use yew::{Callback, Html, function_component, html, use_effect_with, use_state_eq};

words! {
    struct Words {
        ready: "A new version of Portolan is ready.", "新しいバージョンのPortolanを使えます。";
        reload: "Reload", "再読み込み";
        later: "Later", "あとで";
    }
}

/// Nothing, until there is news.
#[function_component]
pub(super) fn Update(view: &ViewProperties) -> Html {
    let words = Words::of(view.lang());
    let ready = use_state_eq(|| false);
    let setter = ready.setter();
    use_effect_with((), move |()| {
        let listener = host::on_update(move || setter.set(true));
        move || drop(listener)
    });
    let later = {
        let setter = ready.setter();
        Callback::from(move |_| setter.set(false))
    };
    html! {
        <div class="update" role="status">
            if *ready {
                <p>{ words.ready }</p>
                <button type="button" class="primary" onclick={|_| host::take_update()}>{ words.reload }</button>
                <button type="button" onclick={later}>{ words.later }</button>
            }
        </div>
    }
}
