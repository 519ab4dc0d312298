//! What a reader of SARIF is told of the rules that spoke: those of ours by their pages, the API server's answers in
//! general.

use super::super::Findings;
use super::level;
use super::log::{Configuration, Help, Rule, RuleProperties, Text};
use crate::rule_page::plain;
use portolan_core::diagnostic::{Certainty, Diagnostic, Lang, Severity};
use portolan_core::lint::{self, RuleMeta};
use portolan_yaml::collections::BTreeMap;

/// GitHub shows so many characters of a description.
const SHOWN: usize = 1000;

/// The rules of these findings, by name.
pub(super) fn of(findings: &Findings<'_>) -> Vec<Rule> {
    let mut first: BTreeMap<&'static str, &Diagnostic> = BTreeMap::new();
    for (diagnostic, _) in findings.each() {
        first.entry(diagnostic.rule).or_insert(diagnostic);
    }
    let rule = |diagnostic: &Diagnostic| match lint::rule(diagnostic.rule) {
        Some(meta) => ours(meta, findings.lang),
        None => answer(diagnostic, findings.lang),
    };
    first.into_values().map(rule).collect()
}

fn ours(meta: &'static RuleMeta, lang: Lang) -> Rule {
    let page = lint::page(meta, lang);
    let first = page.split("## ").nth(1).and_then(|section| section.split_once('\n'));
    let first = first.map_or("", |(_, text)| text.trim());
    let url = env!("CARGO_PKG_REPOSITORY");
    let folder = if lang == Lang::Ja { "docs/rules/ja" } else { "docs/rules" };
    Rule {
        id: meta.name,
        short_description: text(&capitalised(lint::summary(meta, lang))),
        full_description: text(&first.split_whitespace().collect::<Vec<_>>().join(" ")),
        help: Help { text: plain(meta, lang), markdown: page },
        help_uri: (!url.is_empty())
            .then(|| format!("{url}/blob/v{}/{folder}/{}.md", env!("CARGO_PKG_VERSION"), meta.name)),
        default_configuration: Configuration { level: level(meta.severity) },
        properties: properties("lint", meta.severity, meta.certainty),
    }
}

/// An answer of the API server has a cause and no page.
fn answer(diagnostic: &Diagnostic, lang: Lang) -> Rule {
    let id = diagnostic.rule;
    let (short, help) = match lang {
        Lang::En => (
            format!("The API server's answer: {id}"),
            "What the API server answers to this manifest, by the rules of the Kubernetes version that was asked for. It cannot be switched off: mend the manifest.",
        ),
        Lang::Ja => (
            format!("APIサーバーの返答: {id}"),
            "指定したバージョンのKubernetesのAPIサーバーが、このマニフェストに返す答えです。無効にはできないので、マニフェストを直してください。",
        ),
    };
    Rule {
        id,
        short_description: text(&short),
        full_description: text(help),
        help: Help { text: help.to_owned(), markdown: help.to_owned() },
        help_uri: None,
        default_configuration: Configuration { level: level(diagnostic.severity) },
        properties: properties("admission", diagnostic.severity, diagnostic.certainty),
    }
}

fn properties(family: &'static str, severity: Severity, certainty: Certainty) -> RuleProperties {
    RuleProperties {
        tags: ["kubernetes", family],
        precision: match certainty {
            Certainty::Proved => "very-high",
            Certainty::Likely => "high",
            Certainty::DependsOnCluster => "medium",
        },
        problem_severity: match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "recommendation",
        },
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn text(text: &str) -> Text {
    Text { text: text.chars().take(SHOWN).collect() }
}
