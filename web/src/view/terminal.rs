//! A text as a terminal shows it, with the command that prints it.

use yew::{AttrValue, Html, Properties, function_component, html};

/// A longer text is cut off: browsers lay out long texts slowly.
const LINES: usize = 2_000;

#[derive(PartialEq, Properties)]
pub(super) struct TerminalProperties {
    /// The text.
    pub(super) text: AttrValue,
    /// What to say when there is none.
    pub(super) empty: &'static str,
    /// What precedes the number of lines that are not shown.
    pub(super) hidden: &'static str,
    /// What it is, for those who do not see it.
    pub(super) label: AttrValue,
}

/// The text, or that there is none.
#[function_component]
pub(super) fn Terminal(properties: &TerminalProperties) -> Html {
    let (shown, hidden) = beginning(&properties.text);
    if shown.trim().is_empty() {
        return html! { <p class="quiet">{ properties.empty }</p> };
    }
    html! {
        <>
            <pre class="terminal" tabindex="0" role="region" aria-label={properties.label.clone()}>{ shown }</pre>
            if hidden > 0 { <p class="hint">{ properties.hidden }{ hidden }</p> }
        </>
    }
}

/// The first lines of a text, and how many are left out.
fn beginning(text: &str) -> (&str, usize) {
    match text.match_indices('\n').nth(LINES - 1) {
        Some((end, _)) => (text.get(..=end).unwrap_or(text), text.lines().count() - LINES),
        None => (text, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_the_end_of_a_line() {
        assert_eq!(beginning("a\nb\n"), ("a\nb\n", 0));
        let long = "line\n".repeat(LINES + 3);
        let (shown, hidden) = beginning(&long);
        assert_eq!((shown.lines().count(), hidden), (LINES, 3));
    }
}
