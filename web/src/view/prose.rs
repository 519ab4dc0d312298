//! Sentences as the core words them.

use yew::{Html, html};

/// A sentence, with what stands between backquotes set as code.
pub(super) fn prose(sentence: &str) -> Html {
    let part = |(index, text): (usize, &str)| {
        if index % 2 == 1 {
            html! { <code>{ text }</code> }
        } else {
            html! { { text } }
        }
    };
    sentence.split('`').enumerate().map(part).collect()
}
