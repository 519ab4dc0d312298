//! The comment that silences a rule at a place: `# portolan: ignore[rule]` at the end of the line, or above it.

use portolan_core::File;
use portolan_yaml::{Comment, Edit, Span, changed_paths};

/// The edit that silences a rule where a finding begins; nothing where no comment can stand.
pub(super) fn edit(file: &File, at: u32, rule: &str) -> Option<Edit> {
    let offers = [known(file, at, rule), behind(file, at, rule), above(file, at, rule)];
    offers.into_iter().flatten().find(|edit| is_comment(file, edit))
}

/// Adds a rule to the comment that the line has already.
fn known(file: &File, at: u32, rule: &str) -> Option<Edit> {
    let comment = comment(file, file.lines().line(at))?;
    let rest = comment.text.strip_prefix("portolan:")?.trim_start().strip_prefix("ignore[")?;
    let (rules, _) = rest.split_once(']')?;
    let end = comment.span.slice(file.text()).find(']')?;
    let separator = if rules.trim().is_empty() { "" } else { ", " };
    let place = comment.span.start.checked_add(u32::try_from(end).ok()?)?;
    Some(Edit { span: Span::at(place), text: format!("{separator}{rule}") })
}

/// Adds a comment at the end of a line that has none.
fn behind(file: &File, at: u32, rule: &str) -> Option<Edit> {
    let line = file.lines().line(at);
    if comment(file, line).is_some() {
        return None;
    }
    let start = file.lines().line_start(line);
    let text = file.text().get(start as usize..)?.split(['\n', '\r']).next()?.trim_end();
    let end = start.checked_add(u32::try_from(text.len()).ok()?)?;
    Some(Edit { span: Span::at(end), text: format!("  # portolan: ignore[{rule}]") })
}

/// Adds a comment on a line of its own above.
fn above(file: &File, at: u32, rule: &str) -> Option<Edit> {
    let start = file.lines().line_start(file.lines().line(at));
    let rest = file.text().get(start as usize..)?;
    let indent = rest.get(..rest.len() - rest.trim_start_matches(' ').len())?;
    let end = if file.text().contains("\r\n") { "\r\n" } else { "\n" };
    Some(Edit { span: Span::at(start), text: format!("{indent}# portolan: ignore[{rule}]{end}") })
}

/// The comment on a line.
fn comment(file: &File, line: u32) -> Option<Comment<'_>> {
    (0..file.documents().len()).flat_map(|document| file.comments(document)).find(|one| one.line == line)
}

/// Whether an edit adds nothing but a comment: in a block of text, or in JSON, it would add more.
fn is_comment(file: &File, edit: &Edit) -> bool {
    let Ok(text) = portolan_yaml::apply(file.text(), std::slice::from_ref(edit)) else { return false };
    let after = portolan_core::parse(file.name().to_owned(), text.into_bytes());
    let documents = file.documents().len();
    let same = |document| match (file.root(document), after.root(document)) {
        (Some(before), Some(after)) => changed_paths(before, after).is_empty(),
        (before, after) => before.is_none() && after.is_none(),
    };
    let is_json = file.name().rsplit('.').next().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    !is_json && documents == after.documents().len() && (0..documents).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn silenced(name: &str, text: &str, needle: &str) -> Option<String> {
        let file = portolan_core::parse(name.to_owned(), text.into());
        let at = u32::try_from(text.find(needle).expect("it is there")).expect("small");
        portolan_yaml::apply(text, &[edit(&file, at, "x-y")?]).ok()
    }

    #[test]
    fn a_comment_stands_at_the_end_of_the_line() {
        assert_eq!(
            silenced("a.yaml", "a: 1 \nb: 2\n", "1").as_deref(),
            Some("a: 1  # portolan: ignore[x-y] \nb: 2\n")
        );
    }

    #[test]
    fn a_rule_joins_those_that_are_ignored_already() {
        let text = "a: 1 # portolan: ignore[b] why\n";
        assert_eq!(silenced("a.yaml", text, "1").as_deref(), Some("a: 1 # portolan: ignore[b, x-y] why\n"));
    }

    #[test]
    fn above_a_line_that_says_something_else() {
        let text = "a:\r\n  b: 1 # why\r\n";
        assert_eq!(
            silenced("a.yaml", text, "1").as_deref(),
            Some("a:\r\n  # portolan: ignore[x-y]\r\n  b: 1 # why\r\n")
        );
    }

    #[test]
    fn nowhere_in_a_block_of_text_and_in_json() {
        assert_eq!(silenced("a.yaml", "a: |\n  text\n", "text"), None);
        assert_eq!(silenced("a.json", "{\"a\": 1}", "1"), None);
    }
}
