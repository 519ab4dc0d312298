//! The pages of the rules, as Markdown in every language; what the documentation site and `explain` show.

use super::rule::RuleMeta;
use super::rules::{RULES, docs};
use crate::diagnostic::{Certainty, Lang, Severity};
use std::fmt::Write as _;

/// A generated file of the documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its path below `docs/rules/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// An example of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example<'p> {
    /// Whether the rule finds something in it; otherwise it must be silent.
    pub finds: bool,
    /// Whether it is a Markdown page; otherwise it is a manifest.
    pub is_page: bool,
    /// The manifest, or the page.
    pub text: &'p str,
}

/// How examples begin: of manifests, and of pages, which have fences themselves.
const FENCES: [(&str, &str); 2] = [("```", "yaml"), ("````", "markdown")];

/// What a rule finds, in one line without a full stop.
#[must_use]
pub fn summary(meta: &RuleMeta, lang: Lang) -> &'static str {
    docs(meta.name).map_or("", |docs| docs.summary.get(lang))
}

/// The body of a rule's page: its sections in a language, with the examples.
#[must_use]
pub fn page(meta: &RuleMeta, lang: Lang) -> String {
    let Some(docs) = docs(meta.name) else { return String::new() };
    let english = unindent(docs.page.en);
    let body = match lang {
        Lang::En => english,
        Lang::Ja => with_examples(&unindent(docs.page.ja), &english),
    };
    let mut out = String::new();
    for line in body.lines() {
        let opening =
            FENCES.iter().find(|(ticks, language)| line.starts_with(&format!("{ticks}{language},")));
        let _ = match opening {
            Some((ticks, language)) => writeln!(out, "{ticks}{language}"),
            None => writeln!(out, "{}", line.trim_end()),
        };
    }
    out
}

/// The examples of a rule.
#[must_use]
pub fn examples(docs: &str) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    let mut rest = docs;
    let begins = |rest: &str| {
        let starts = FENCES.iter().map(|(ticks, language)| (*ticks, format!("\n{ticks}{language},")));
        starts.filter_map(|(ticks, start)| Some((rest.find(&start)? + start.len(), ticks))).min()
    };
    while let Some((at, ticks)) = begins(rest) {
        let Some((kind, body)) = rest.get(at..).and_then(|rest| rest.split_once('\n')) else { break };
        let Some(end) = body.find(&format!("\n{ticks}\n")).map(|end| end + 1) else { break };
        let (text, after) = body.split_at(end);
        found.push(Example { finds: kind.trim() == "finds", is_page: ticks.len() > 3, text });
        rest = after;
    }
    found
}

/// All generated pages: one a rule and language, and an index a language.
#[must_use]
pub fn pages() -> Vec<Page> {
    let mut pages = vec![
        Page { path: "README.md".to_owned(), text: index(Lang::En) },
        Page { path: "ja/README.md".to_owned(), text: index(Lang::Ja) },
    ];
    for meta in RULES.iter().map(|rule| rule.meta()) {
        pages.push(Page { path: format!("{}.md", meta.name), text: whole_page(meta, Lang::En) });
        pages.push(Page { path: format!("ja/{}.md", meta.name), text: whole_page(meta, Lang::Ja) });
    }
    pages
}

/// A doc comment without the blank that stands behind its slashes.
#[must_use]
pub(super) fn unindent(docs: &str) -> String {
    let mut out = String::new();
    for line in docs.lines() {
        let _ = writeln!(out, "{}", line.strip_prefix(' ').unwrap_or(line));
    }
    out
}

fn whole_page(meta: &RuleMeta, lang: Lang) -> String {
    let (severity, certainty) = (severity(meta.severity, lang), certainty(meta.certainty, lang));
    let facts = match lang {
        Lang::En => format!("Severity: {severity} · Certainty: {certainty} · Since {}", meta.since),
        Lang::Ja => format!("重大度：{severity} · 確かさ：{certainty} · {}から", meta.since),
    };
    let other = match lang {
        Lang::En => format!("[日本語](ja/{}.md)", meta.name),
        Lang::Ja => format!("[English](../{}.md)", meta.name),
    };
    let ignore = match lang {
        Lang::En => {
            "To allow it in one place, write a comment on that line or above it ([more](../configuration.md)):"
        }
        Lang::Ja => {
            "特定の場所で許すには、その行か、その上にコメントを書きます（[詳細](../../configuration.md)）。"
        }
    };
    let of_pages = docs(meta.name).is_some_and(|docs| docs.page.en.contains("````markdown,"));
    let ignore = match lang {
        _ if !of_pages => ignore,
        Lang::En => "To allow it in one place, write a comment on the line above the fence:",
        Lang::Ja => "特定の場所で許すには、フェンスの上の行にコメントを書きます。",
    };
    let reason = if lang == Lang::En { "reason" } else { "理由" };
    let mark = format!("portolan: ignore[{}] {reason}", meta.name);
    let comment = match of_pages {
        true => format!("````markdown\n<!-- {mark} -->\n```yaml\n````"),
        false => format!("```yaml\n# {mark}\n```"),
    };
    format!(
        "# {name}\n\n{summary}\n\n{facts} · {other}\n\n{body}\n{ignore}\n\n{comment}\n",
        name = meta.name,
        summary = capitalised(summary(meta, lang)),
        body = expecting(meta, &page(meta, lang)),
    )
}

/// A page whose examples say what is found in them: `portolan check docs/rules/*.md` holds them to it.
fn expecting(meta: &RuleMeta, page: &str) -> String {
    let english = docs(meta.name).map(|docs| unindent(docs.page.en)).unwrap_or_default();
    let mut out = page.to_owned();
    for example in examples(&english).iter().filter(|one| one.finds && !one.is_page) {
        let file = portolan_yaml::parse(String::new(), example.text.into());
        let found = crate::analyze(vec![file], &crate::Options::default()).diagnostics;
        let mut rules: Vec<&str> = found.iter().map(|one| one.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        let marked = format!("```yaml group=wrong expect={}\n{}", rules.join(","), example.text);
        out = out.replacen(&format!("```yaml\n{}", example.text), &marked, 1);
    }
    out
}

fn index(lang: Lang) -> String {
    let mut out = String::from(match lang {
        Lang::En => {
            "# Rules\n\n[日本語](ja/README.md)\n\n| rule | what it finds | severity |\n|---|---|---|\n"
        }
        Lang::Ja => {
            "# ルール\n\n[English](../README.md)\n\n| ルール | 見つけるもの | 重大度 |\n|---|---|---|\n"
        }
    });
    for meta in RULES.iter().map(|rule| rule.meta()) {
        let (name, summary) = (meta.name, summary(meta, lang));
        let _ = writeln!(out, "| [{name}]({name}.md) | {summary} | {} |", severity(meta.severity, lang));
    }
    out
}

/// A severity in words.
#[must_use]
pub const fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::En) => "warning",
        (Severity::Note, Lang::En) => "note",
        (Severity::Error, Lang::Ja) => "エラー",
        (Severity::Warning, Lang::Ja) => "警告",
        (Severity::Note, Lang::Ja) => "注記",
    }
}

/// A certainty in words.
#[must_use]
pub const fn certainty(certainty: Certainty, lang: Lang) -> &'static str {
    match (certainty, lang) {
        (Certainty::Proved, Lang::En) => "proved by the manifests",
        (Certainty::Likely, Lang::En) => "likely",
        (Certainty::DependsOnCluster, Lang::En) => "depends on the cluster",
        (Certainty::Proved, Lang::Ja) => "マニフェストから確実",
        (Certainty::Likely, Lang::Ja) => "可能性が高い",
        (Certainty::DependsOnCluster, Lang::Ja) => "クラスターによる",
    }
}

/// Puts the English page's blocks where the Japanese page has `[finds]` and `[clean]`.
fn with_examples(japanese: &str, english: &str) -> String {
    let examples = examples(english);
    let mut finds = examples.iter().filter(|one| one.finds);
    let mut clean = examples.iter().filter(|one| !one.finds);
    let mut out = String::new();
    for line in japanese.lines() {
        let example = match line {
            "[finds]" => finds.next(),
            "[clean]" => clean.next(),
            _ => None,
        };
        let _ = match example {
            Some(example) => {
                let (ticks, language) = FENCES[usize::from(example.is_page)];
                writeln!(out, "{ticks}{language}\n{}{ticks}", example.text)
            }
            None => writeln!(out, "{line}"),
        };
    }
    out
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_four_sections_in_both_languages() {
        for meta in RULES.iter().map(|rule| rule.meta()) {
            let sections = |text: &str| -> Vec<String> {
                text.lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_owned).collect()
            };
            assert_eq!(
                sections(&page(meta, Lang::En)),
                ["What it finds", "Why it matters", "Example", "Fix"],
                "{}",
                meta.name
            );
            assert_eq!(
                sections(&page(meta, Lang::Ja)),
                ["何を見つけるか", "なぜ問題か", "例", "直し方"],
                "{}",
                meta.name
            );
        }
    }

    #[test]
    fn both_languages_show_the_same_examples() {
        for meta in RULES.iter().map(|rule| rule.meta()) {
            let blocks = |text: &str| text.lines().filter(|line| line.starts_with("```")).count();
            let english = page(meta, Lang::En);
            assert!(blocks(&english) >= 4, "{}", meta.name);
            assert_eq!(blocks(&english), blocks(&page(meta, Lang::Ja)), "{}", meta.name);
            assert!(!page(meta, Lang::Ja).contains("[finds]"), "{}", meta.name);
        }
    }
}
