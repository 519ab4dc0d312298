//! `# portolan: ignore[rule, rule] reason`: a comment on a line, or alone on the line above it, silences these rules
//! there. The API server's answers cannot be silenced.

use crate::diagnostic::{Diagnostic, Family};
use portolan_yaml::File;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// What the comments of the files silence: line and rule, by file.
type Silenced<'a> = BTreeMap<usize, BTreeSet<(u32, &'a str)>>;

/// Takes out the findings that a comment silences.
pub(super) fn retain(files: &[File], found: &mut Vec<Diagnostic>) {
    if found.is_empty() {
        return;
    }
    let silenced: Silenced<'_> =
        files.iter().enumerate().map(|(index, file)| (index, comments(file))).collect();
    found.retain(|one| {
        let index = one.place.file.0 as usize;
        let (Some(file), Some(lines)) = (files.get(index), silenced.get(&index)) else { return true };
        one.family != Family::Lint || !lines.contains(&(file.lines().line(one.place.span.start), one.rule))
    });
}

/// The lines of a file on which rules are silent.
fn comments(file: &File) -> BTreeSet<(u32, &str)> {
    if !file.text().contains("portolan:") {
        return BTreeSet::new();
    }
    let all = (0..file.documents().len()).flat_map(|document| file.comments(document));
    let rules = all.flat_map(|comment| {
        let line = if comment.own_line { comment.line.saturating_add(1) } else { comment.line };
        ignored(comment.text).map(move |rule| (line, rule))
    });
    rules.collect()
}

/// The rules that a comment names.
fn ignored(comment: &str) -> impl Iterator<Item = &str> {
    let list = comment.strip_prefix("portolan:").map(str::trim_start);
    let list = list.and_then(|rest| rest.strip_prefix("ignore[")).and_then(|rest| rest.split_once(']'));
    list.map_or("", |(rules, _)| rules).split(',').map(str::trim).filter(|rule| !rule.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_names_its_rules() {
        let rules = |text| ignored(text).collect::<Vec<_>>();
        assert_eq!(rules("portolan: ignore[a, b-c] because"), ["a", "b-c"]);
        assert_eq!(rules("portolan: ignore everything"), [""; 0]);
        assert_eq!(rules("ignore[a]"), [""; 0]);
    }

    #[test]
    fn a_comment_alone_on_its_line_is_about_the_next() {
        let text = "a: 1 # portolan: ignore[x]\n# portolan: ignore[y] why\nb: 2\n";
        let file = portolan_yaml::parse("f".to_owned(), text.into());
        assert_eq!(comments(&file), BTreeSet::from([(1, "x"), (3, "y")]));
    }
}
