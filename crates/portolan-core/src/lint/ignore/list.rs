//! Lists of names: what is between the brackets of a comment, and the value of an annotation.

use super::{Ignore, Scope};
use crate::diagnostic::{FileId, Place};
use portolan_yaml::{Node, Span};

/// What stands between the names and the reason in an annotation, with blanks around it.
const REASON: &str = "--";

/// The names in an annotation's value, which may go over several lines.
pub(super) fn of_annotation(value: Node<'_>, file: FileId, scope: Scope, out: &mut Vec<Ignore>) {
    let (mut text, mut start) = (value.text(), value.span().start);
    if let (true, Some((header, lines))) = (text.starts_with(['|', '>']), text.split_once('\n')) {
        start = start.saturating_add(length(header)).saturating_add(1);
        text = lines;
    }
    read(text, start, Place { file, span: value.span() }, scope, out);
}

/// The names in a text that begins at a byte of the file; where there is none, an ignore without a name.
pub(super) fn read(text: &str, start: u32, within: Place, scope: Scope, out: &mut Vec<Ignore>) {
    let before = out.len();
    let mut at = start;
    for piece in text.split_inclusive(|letter: char| letter == ',' || letter.is_whitespace()) {
        let name =
            piece.trim_matches(|letter: char| matches!(letter, ',' | '"' | '\'') || letter.is_whitespace());
        if name == REASON {
            break;
        }
        if let (false, Some(offset)) = (name.is_empty(), piece.find(name)) {
            let start = at.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
            let span = Span { start, end: start.saturating_add(length(name)) };
            out.push(Ignore { place: Place { span, ..within }, rule: name.to_owned(), scope, within });
        }
        at = at.saturating_add(length(piece));
    }
    if out.len() == before {
        out.push(Ignore { place: within, rule: String::new(), scope, within });
    }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::ObjectId;

    fn names(annotation: &str) -> Vec<String> {
        let text = format!("a: {annotation}\nb: 1\n");
        let file = portolan_yaml::parse("f".to_owned(), text.clone().into_bytes());
        let value = file.root(0).and_then(|root| root.get("a")).expect("a value");
        let mut found = Vec::new();
        of_annotation(value, FileId(0), Scope::Object(ObjectId(0)), &mut found);
        for one in found.iter().filter(|one| !one.rule.is_empty()) {
            assert_eq!(one.place.span.slice(&text), one.rule);
        }
        found.into_iter().map(|one| one.rule).collect()
    }

    #[test]
    fn an_annotation_may_be_written_in_all_ways_of_yaml() {
        assert_eq!(names("one, two-b"), ["one", "two-b"]);
        assert_eq!(names("\"one,two\" # c"), ["one", "two"]);
        assert_eq!(names("one -- made by hand, long ago"), ["one"]);
        assert_eq!(names(">-\n  one --\n  by hand"), ["one"]);
        assert_eq!(names("|-\n  one,\n  two"), ["one", "two"]);
        assert_eq!(names(">\n  one\n  two\n"), ["one", "two"]);
        assert_eq!(names("\"\""), [""]);
    }
}
