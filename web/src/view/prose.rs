//! Sentences as the core words them.

use super::glossary::{Term, TermProperties};
use super::part::part;
use portolan_core::diagnostic::Lang;
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

/// Several paragraphs with empty lines between, in which `[words](#id)` shows a card of the glossary.
pub(super) fn paragraphs(text: &str, lang: Lang) -> Html {
    text.split("\n\n").map(|paragraph| html! { <p>{ with_terms(paragraph, lang) }</p> }).collect()
}

fn with_terms(text: &str, lang: Lang) -> Html {
    let mut rest = text;
    let mut parts = Vec::new();
    while let Some((before, word, id, after)) = next_term(rest) {
        parts.push(prose(before));
        let term = TermProperties { id: id.into(), word: word.into(), lang };
        parts.push(html! { <span class="term">{ part::<Term>(term) }</span> });
        rest = after;
    }
    parts.push(prose(rest));
    parts.into_iter().collect()
}

/// What stands before the first term, its words, its id, and what stands behind it.
fn next_term(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = text.split_once('[')?;
    let (word, rest) = rest.split_once("](#")?;
    let (id, after) = rest.split_once(')')?;
    Some((before, word, id, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_found_one_after_another() {
        let text = "A [Service](#service) has [ports](#port).";
        let (before, word, id, after) = next_term(text).expect("a term");
        assert_eq!((before, word, id), ("A ", "Service", "service"));
        assert_eq!(
            next_term(after).map(|(before, word, id, _)| (before, word, id)),
            Some((" has ", "ports", "port"))
        );
        assert_eq!(next_term("spec.ports[0] (#1)"), None);
    }
}
