//! A comparison as Markdown, fit for a comment on a pull request: the summary first, details behind it.

use super::text::{heading, refusals, rules, summary, verdicts};
use super::words::{LEFT_OUT, LEFT_OUT_NOTE, NOTHING, REACH, RECORDS, REFUSED_NOTE};
use super::{Comparison, Lines};
use portolan_core::diagnostic::Lang;
use std::fmt::Write as _;

/// The comparison as Markdown.
#[must_use]
pub fn comparison_markdown(comparison: &Comparison, lang: Lang) -> String {
    let mut out = String::from("## Portolan\n\n");
    if comparison.is_empty() {
        let _ = writeln!(out, "{}", NOTHING.message().render(lang));
        return out;
    }
    let _ = writeln!(out, "{}\n", summary(comparison).render(lang));
    if !comparison.refused.is_empty() {
        let _ = writeln!(out, "### {}\n", refusals(comparison).render(lang));
        let lines = comparison.refused.iter().map(|one| format!("{}: {}", one.place, one.words));
        fence("", lines, &mut out);
        if comparison.refused.iter().any(|one| one.update) {
            let _ = writeln!(out, "{}\n", REFUSED_NOTE.message().render(lang));
        }
    }
    for service in &comparison.services {
        let _ = writeln!(out, "### {}\n", heading(service).render(lang));
        verdicts(service).for_each(|message| _ = writeln!(out, "- {}", message.render(lang)));
        out.push('\n');
        difference(&service.lines, &mut out);
    }
    if !comparison.records.is_empty() {
        let _ = writeln!(out, "### {}\n", RECORDS.message().render(lang));
        difference(&comparison.records, &mut out);
    }
    if !comparison.reach.is_empty() {
        let _ = writeln!(out, "### {}\n", REACH.message().render(lang));
        difference(&comparison.reach, &mut out);
    }
    if !comparison.left_out.is_empty() {
        let _ = writeln!(out, "### {}\n", LEFT_OUT.message().render(lang));
        comparison.left_out.iter().for_each(|name| _ = writeln!(out, "- {name}"));
        let _ = writeln!(out, "\n{}\n", LEFT_OUT_NOTE.message().render(lang));
    }
    if let Some(rules) = rules(comparison) {
        let _ = writeln!(out, "{}", rules.render(lang));
    }
    out
}

fn difference(lines: &Lines, out: &mut String) {
    let lost = lines.lost.iter().map(|line| format!("- {line}"));
    fence("diff", lost.chain(lines.gained.iter().map(|line| format!("+ {line}"))), out);
}

/// Lines in a fence that none of them can end.
fn fence(language: &str, lines: impl Iterator<Item = String>, out: &mut String) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    let runs = lines.iter().flat_map(|line| line.split(|letter| letter != '`')).map(str::len);
    let ticks = "`".repeat(runs.max().unwrap_or_default().max(2) + 1);
    let _ = writeln!(out, "{ticks}{language}\n{}\n{ticks}\n", lines.join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::{Fate, Refused, ServiceChange};
    use portolan_core::proxy::Mode;

    #[test]
    fn nothing_in_it_ends_a_fence_and_both_languages_say_all() {
        let words = "Service \"```a\" is invalid".to_owned();
        let lines =
            Lines { lost: vec!["80/TCP → 8080".to_owned()], gained: vec!["80/TCP → http".to_owned()] };
        let name = "default/web".to_owned();
        let change = ServiceChange { name, fate: Fate::Changed, lines, before: None, after: None };
        let comparison = Comparison {
            refused: vec![Refused { place: "a.yaml:1".to_owned(), words, update: true }],
            services: vec![change],
            left_out: vec!["Service default/old".to_owned()],
            records: Lines::default(),
            reach: Lines::default(),
            rules: (Mode::Iptables, 1, 2),
        };
        for lang in [Lang::En, Lang::Ja] {
            let text = comparison_markdown(&comparison, lang);
            assert!(text.contains("````\na.yaml:1: Service \"```a\" is invalid\n````"), "{text}");
            assert!(text.contains("```diff\n- 80/TCP → 8080\n+ 80/TCP → http\n```"), "{text}");
            assert!(text.contains("default/web") && text.contains("- Service default/old"), "{text}");
        }
        let same = Comparison { rules: (Mode::Iptables, 1, 1), ..Comparison::default() };
        assert!(comparison_markdown(&same, Lang::En).contains("Nothing changes"));
    }
}
