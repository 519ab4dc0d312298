//! What else is made of a link: Markdown for chats and issues, and a frame for other people's pages.

use crate::state::{Files, Theme, View};
use crate::words;
use portolan_core::diagnostic::Lang;
use std::fmt::Write as _;

/// A link in Markdown.
pub(crate) fn markdown_link(text: &str, address: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '[' | ']' | '\\') {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    format!("[{}]({address})\n", escaped.replace('\n', " "))
}

/// The verdict, each file as a fenced block, and the link.
pub(crate) fn markdown(verdict: &str, files: &Files, link: &str) -> String {
    let mut text = String::new();
    for line in verdict.lines() {
        // A string cannot be full; nor below.
        let _ = writeln!(text, "> {line}");
    }
    let several = files.list().len() > 1;
    for file in files.list() {
        let fence = fence(&file.text);
        let newline = if file.text.is_empty() || file.text.ends_with('\n') { "" } else { "\n" };
        if several {
            let _ = write!(text, "\n`{}`\n", file.name.replace('`', "'"));
        }
        let _ = write!(text, "\n{fence}yaml\n{}{newline}{fence}\n", file.text);
    }
    let _ = write!(text, "\n{link}");
    text
}

/// More backticks than stand in a row anywhere in the text, at least three.
fn fence(text: &str) -> String {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}

/// How an example looks in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// What is open.
    pub(crate) view: View,
    /// Whether its text can be changed.
    pub(crate) edit: bool,
    /// Its colours.
    pub(crate) theme: Theme,
    /// Its language; `None` for the reader's own.
    pub(crate) lang: Option<Lang>,
}

/// The address of the frame's page: `embed/` beside this one, what is not as usual, and the state in the fragment.
pub(crate) fn frame_address(page: &str, frame: Frame, fragment: &str) -> String {
    let mut parameters = vec![format!("view={}", frame.view.id())];
    parameters.extend(frame.edit.then(|| "edit=1".to_owned()));
    parameters.extend((frame.theme != Theme::System).then(|| format!("theme={}", frame.theme.id())));
    parameters.extend(frame.lang.map(|lang| format!("lang={}", words::tag(lang))));
    format!("{page}embed/?{}#{fragment}", parameters.join("&"))
}

/// The element that shows it.
pub(crate) fn frame(address: &str, title: &str) -> String {
    let attribute = |text: &str| {
        text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
    };
    let (address, title) = (attribute(address), attribute(title));
    format!(
        "<iframe src=\"{address}\" title=\"{title}\" width=\"100%\" height=\"420\" loading=\"lazy\"></iframe>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_break_out_of_its_fence_or_its_link() {
        let text = markdown("so\nit is", &Files::single("a: |\n  ````\n  x"), "[x](y)\n");
        assert_eq!(text, "> so\n> it is\n\n`````yaml\na: |\n  ````\n  x\n`````\n\n[x](y)\n");
        assert_eq!(
            markdown_link("a](javascript:x)\n[", "https://x/#1"),
            "[a\\](javascript:x) \\[](https://x/#1)\n"
        );
    }

    #[test]
    fn a_frame_says_only_what_is_not_as_usual() {
        let plain = Frame { view: View::Map, edit: false, theme: Theme::System, lang: None };
        assert_eq!(frame_address("https://x/", plain, "1abc"), "https://x/embed/?view=map#1abc");
        let other = Frame { edit: true, theme: Theme::Dark, lang: Some(Lang::Ja), ..plain };
        assert_eq!(
            frame_address("https://x/", other, "1abc"),
            "https://x/embed/?view=map&edit=1&theme=dark&lang=ja#1abc"
        );
        let html = frame("https://x/?a&b", "\"><script>");
        assert!(
            html.contains("src=\"https://x/?a&amp;b\"")
                && html.contains("title=\"&quot;&gt;&lt;script&gt;\""),
            "{html}"
        );
    }
}
