//! Which fences are whole: the others are read, and nothing more.

use portolan_core::{File, Span};
use std::borrow::Cow;

/// Words where an author left something out, alone on a line or in a comment.
const LEFT_OUT: [&str; 8] = ["snip", "omitted", "etc.", "略", "中略", "省略", "以下略", "以下省略"];

/// What stands for something that is filled in before anybody reads the YAML.
const TEMPLATES: [&str; 4] = ["{{", "{%", "<%", "<<["];

/// Whether a text is made by another program first: its YAML need not be right.
pub(super) fn is_template(text: &str) -> bool {
    TEMPLATES.iter().any(|mark| text.contains(mark))
}

/// What an author left out of a text, by `...` and its like.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Elided {
    /// Where the first line begins at which something was left out.
    pub(super) first: Option<usize>,
    /// The lines that hold nothing else, as bytes from the start of the text: they are no YAML.
    pub(super) lines: Vec<(usize, usize)>,
}

/// Looks for what was left out.
pub(super) fn elided(text: &str) -> Elided {
    let mut found = Elided::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (code, comment) = line.split_once('#').unwrap_or((line, ""));
        let words = code.trim();
        let alone = is_ellipsis(words) || is_word_for_it(words);
        if alone {
            found.lines.push((at, at.saturating_add(line.trim_end().len())));
        }
        let last = words.rsplit([' ', '\t']).next().unwrap_or_default();
        let inside = ["{...}", "[...]", "{ ... }", "[ ... ]"].iter().any(|one| words.contains(one));
        if alone || is_ellipsis(last) || inside || says_so(comment) {
            found.first.get_or_insert(at);
        }
        at = at.saturating_add(line.len());
    }
    found
}

fn is_ellipsis(word: &str) -> bool {
    let bare = word.trim_matches(['(', ')', '[', ']', '<', '>', '（', '）']);
    ["...", "…", "....", "……", "⋮"].contains(&bare)
}

fn is_word_for_it(words: &str) -> bool {
    let bare = words.trim_matches(['(', ')', '（', '）', '[', ']', '<', '>', '〜', '~', '-', ' ']);
    LEFT_OUT.iter().any(|known| bare.eq_ignore_ascii_case(known))
}

/// Whether a comment tells that something was left out.
fn says_so(comment: &str) -> bool {
    let words = comment.trim().trim_start_matches('#').trim();
    let dots = ["...", "…"].iter().any(|dots| words.starts_with(dots));
    dots || [" ...", " …"].iter().any(|dots| words.ends_with(dots)) || is_word_for_it(words)
}

/// Whether a document says what kind of object it is.
pub(super) fn is_whole(file: &File, document: usize) -> bool {
    let says = |key: &str| file.root(document).is_some_and(|root| root.get(key).is_some());
    says("apiVersion") && says("kind")
}

/// The name of the object of which all or a part is shown.
pub(super) fn name(file: &File, document: usize) -> Option<Cow<'_, str>> {
    file.root(document)?.get("metadata")?.get("name")?.as_str()
}

/// Blanks out a piece of a veiled text.
pub(super) fn blank(veiled: &mut String, body: Span, (start, end): (usize, usize)) {
    let range = (body.start as usize).saturating_add(start)..(body.start as usize).saturating_add(end);
    if let Some(piece) = veiled.get(range.clone()) {
        let blanks = " ".repeat(piece.len());
        veiled.replace_range(range, &blanks);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_seen() {
        for text in
            ["spec:\n  ...\n", "spec: ...\n", "a: 1\n# ...\n", "# (中略)\n", "a: [...]\n", "a: 1 # …\n"]
        {
            assert!(elided(text).first.is_some(), "{text}");
        }
        for text in ["a: 1\n", "# the ports of the Service\n", "a: \"...b\"\n", "---\na: 1\n"] {
            assert!(elided(text).first.is_none(), "{text}");
        }
        assert_eq!(elided("a:\n  ...\nb: 1\n").lines, [(3, 8)]);
    }
}
