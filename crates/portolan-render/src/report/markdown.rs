//! The findings as Markdown, fit for a comment on a pull request or for the summary of a job: a table first, the reasons
//! folded behind it, and never more than a comment may hold.

use super::{Findings, severity, summary};
use crate::location::location;
use portolan_core::diagnostic::{Diagnostic, Lang};
use std::fmt::Write as _;

/// A comment on GitHub has at most 65,536 characters; the table takes at most so many bytes of them.
const TABLE: usize = 30_000;

/// The table and the reasons take at most so many bytes.
const WHOLE: usize = 60_000;

/// What `portolan check --output markdown` prints; names of files are relative to the repository.
#[must_use]
pub fn markdown(findings: &Findings<'_>) -> String {
    let lang = findings.lang;
    let mut out = format!("## Portolan\n\n{}", inline(summary(findings.analysis, lang).trim_end()));
    out.push('\n');
    let all = &findings.analysis.diagnostics;
    if all.is_empty() {
        return out;
    }
    out.push_str(match lang {
        Lang::En => "\n| severity | place | finding |\n|---|---|---|\n",
        Lang::Ja => "\n| 重大度 | 場所 | 指摘 |\n|---|---|---|\n",
    });
    take(all.iter().map(|one| row(findings, one)), TABLE, lang, &mut out);
    let reasons: Vec<String> = all.iter().filter_map(|one| reasons(findings, one)).collect();
    if !reasons.is_empty() {
        let title = match lang {
            Lang::En => "Why, and what to do",
            Lang::Ja => "理由と直し方",
        };
        let _ = writeln!(out, "\n<details>\n<summary>{title}</summary>\n");
        take(reasons.into_iter(), WHOLE, lang, &mut out);
        out.push_str("\n</details>\n");
    }
    out
}

/// Writes as many pieces as there is room for, and how many more there are.
fn take(pieces: impl Iterator<Item = String>, room: usize, lang: Lang, out: &mut String) {
    let mut more = 0;
    for piece in pieces {
        if more > 0 || out.len().saturating_add(piece.len()) > room {
            more += 1;
        } else {
            out.push_str(&piece);
        }
    }
    let _ = match (more, lang) {
        (0, _) => Ok(()),
        (more, Lang::En) => writeln!(out, "\n… and {more} more"),
        (more, Lang::Ja) => writeln!(out, "\n…ほか{more}件"),
    };
}

fn row(findings: &Findings<'_>, diagnostic: &Diagnostic) -> String {
    let lang = findings.lang;
    let (severity, message) = (severity(diagnostic.severity, lang), diagnostic.message.render(lang));
    let (place, rule) = (place(findings, diagnostic), diagnostic.rule);
    format!("| {severity} | {place} | {} (`{rule}`) |\n", inline(&message))
}

/// What stands behind the message of a finding: why it matters, and what to do.
fn reasons(findings: &Findings<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let lang = findings.lang;
    let words = diagnostic.notes.iter().chain(&diagnostic.help).map(|one| one.render(lang));
    let fix = diagnostic.fix.as_ref().map(|fix| {
        let flag = if fix.safe { "--fix" } else { "--unsafe-fixes" };
        format!("{} (`portolan check {flag}`)", fix.title.render(lang))
    });
    let lines: Vec<String> = words.chain(fix).map(|line| format!("  - {}\n", inline(&line))).collect();
    let title = format!("- {} `{}`\n", place(findings, diagnostic), diagnostic.rule);
    (!lines.is_empty()).then(|| title + &lines.concat())
}

fn place(findings: &Findings<'_>, diagnostic: &Diagnostic) -> String {
    let at = location(findings.analysis, diagnostic.place);
    code(&format!("{}:{}", findings.folders.in_repository(at.file), at.line))
}

/// Words in one line: what stands in backquotes stays, and nothing else is markup.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, (inside, after))) =
        rest.split_once('`').and_then(|(before, rest)| Some((before, rest.split_once('`')?)))
    {
        plain(before, &mut out);
        out.push_str(&code(inside));
        rest = after;
    }
    plain(rest, &mut out);
    out
}

fn plain(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '*' | '_' | '`' | '[' | ']' | '|' | '~' => out.extend(['\\', letter]),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
}

/// A code span that holds any text, in a table too.
fn code(text: &str) -> String {
    let runs = text.split(|letter| letter != '`').map(str::len);
    let ticks = "`".repeat(runs.max().unwrap_or_default() + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    let text: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    format!("{ticks}{blank}{}{blank}{ticks}", text.replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_backquotes_are_markup() {
        assert_eq!(
            inline("`a|b` is <b>no_t</b> | so\n# [x](y)"),
            "`a\\|b` is &lt;b>no\\_t&lt;/b> \\| so # \\[x\\](y)"
        );
        assert_eq!(inline("one ` alone"), "one \\` alone");
        assert_eq!(code("a``b`"), "``` a``b` ```");
    }

    #[test]
    fn there_is_an_end_and_it_says_how_much_is_missing() {
        let mut out = String::new();
        take((0..100).map(|number| format!("{number:09}\n")), 250, Lang::En, &mut out);
        assert!(out.ends_with("000000024\n\n… and 75 more\n"), "{out}");
    }
}
