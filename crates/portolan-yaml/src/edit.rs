//! Text edits: what a fix is made of.

use std::fmt;

use crate::Span;

/// Replaces the bytes of a span. An empty span inserts, an empty text deletes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace, in the text before any edit.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Edits that cannot be applied together: two touch the same bytes, or one does not fit the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverlappingEdits {
    /// The span that could not be applied.
    pub span: Span,
}

impl fmt::Display for OverlappingEdits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the edit of bytes {}..{} overlaps another or does not fit the text",
            self.span.start, self.span.end
        )
    }
}

impl std::error::Error for OverlappingEdits {}

/// Applies the edits at once; their order does not matter, except that insertions at one place keep theirs.
///
/// # Errors
/// When two edits overlap, or one is outside the text or splits a character.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, OverlappingEdits> {
    let mut order: Vec<&Edit> = edits.iter().collect();
    order.sort_by_key(|edit| edit.span);
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in order {
        let span = edit.span.range();
        let kept = text.get(done..span.start).filter(|_| text.get(span.clone()).is_some());
        result.push_str(kept.ok_or(OverlappingEdits { span: edit.span })?);
        result.push_str(&edit.text);
        done = span.end;
    }
    result.push_str(text.get(done..).unwrap_or_default());
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { span: Span::new(start, end), text: text.to_owned() }
    }

    #[test]
    fn edits_apply_in_any_order() {
        let edits = [edit(6, 6, "!"), edit(0, 1, "b"), edit(2, 4, "")];
        assert_eq!(apply("abcdef", &edits), Ok("bbef!".to_owned()));
    }

    #[test]
    fn insertions_at_one_place_keep_their_order() {
        assert_eq!(apply("ab", &[edit(1, 1, "1"), edit(1, 1, "2")]), Ok("a12b".to_owned()));
    }

    #[test]
    fn overlapping_and_misfitting_edits_are_refused() {
        assert!(apply("abc", &[edit(0, 2, ""), edit(1, 3, "")]).is_err());
        assert!(apply("abc", &[edit(2, 9, "")]).is_err());
        assert!(apply("é", &[edit(0, 1, "")]).is_err());
    }
}
