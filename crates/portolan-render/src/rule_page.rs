//! The pages of the rules for a terminal: `portolan explain`.

use portolan_core::diagnostic::Lang;
use portolan_core::lint::{self, RULES, RuleMeta};
use std::fmt::Write as _;

/// The page of a rule, or the list of all rules; `None` for a rule that there is not.
#[must_use]
pub fn explain(rule: Option<&str>, lang: Lang, color: bool) -> Option<String> {
    let Some(name) = rule else { return Some(list(lang, color)) };
    let meta = lint::rule(name)?;
    let mut out = String::new();
    let _ = writeln!(out, "{}", bold(meta.name, color));
    let _ = writeln!(out, "{}", lint::summary(meta, lang));
    let _ = writeln!(out, "{}\n", facts(meta, lang));
    markdown(&lint::page(meta, lang), color, &mut out);
    Some(out)
}

/// The page of a rule without markup and without its name.
pub(crate) fn plain(meta: &RuleMeta, lang: Lang) -> String {
    let mut out = String::new();
    markdown(&lint::page(meta, lang), false, &mut out);
    out
}

/// Where more is to be read of a rule: the first page of the Kubernetes documentation to which its own leads.
#[must_use]
pub fn rule_url(name: &str, lang: Lang) -> Option<String> {
    let page = lint::page(lint::rule(name)?, lang);
    let (_, url) = page.rsplit_once("](https://kubernetes.io/")?;
    let (path, _) = url.split_once(')')?;
    Some(format!("https://kubernetes.io/{path}"))
}

/// The rule whose name is nearest to a name that no rule has.
#[must_use]
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    lint::nearest_rule(name)
}

fn list(lang: Lang, color: bool) -> String {
    let mut out = String::new();
    for meta in RULES.iter().map(|rule| rule.meta()) {
        let _ = writeln!(out, "{}", bold(meta.name, color));
        let _ = writeln!(out, "    {} ({})", lint::summary(meta, lang), lint::severity(meta.severity, lang));
    }
    out
}

fn facts(meta: &RuleMeta, lang: Lang) -> String {
    let (severity, certainty) = (lint::severity(meta.severity, lang), lint::certainty(meta.certainty, lang));
    match lang {
        Lang::En => format!("Severity: {severity} · Certainty: {certainty} · Since {}", meta.since),
        Lang::Ja => format!("重大度：{severity} · 確かさ：{certainty} · {}から", meta.since),
    }
}

/// Headings in bold, examples indented and dim, links as words, the rest as it is.
fn markdown(text: &str, color: bool, out: &mut String) {
    let mut example: Option<&str> = None;
    for line in text.trim_end().lines() {
        let ticks = line.get(..line.len() - line.trim_start_matches('`').len()).unwrap_or_default();
        if example.is_none() && ticks.len() >= 3 {
            example = Some(ticks);
        } else if example == Some(line) {
            example = None;
        } else if example.is_some() {
            let _ = writeln!(
                out,
                "{}",
                if color { format!("    \x1b[2m{line}\x1b[0m") } else { format!("    {line}") }
            );
        } else if let Some(heading) = line.strip_prefix("## ") {
            let _ = writeln!(out, "{}", bold(heading, color));
        } else if let Some((name, address)) = link(line) {
            let _ = writeln!(out, "{name}: {address}");
        } else {
            let _ = writeln!(out, "{line}");
        }
    }
}

/// A line that is a link: what it leads to, and the address.
fn link(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix('[')?.strip_suffix(')')?.split_once("](")
}

fn bold(text: &str, color: bool) -> String {
    if color { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_page_is_shown_without_fences() {
        let page = explain(Some("external-name-is-ip"), Lang::En, false).expect("a page");
        assert!(page.starts_with("external-name-is-ip\nan `externalName` that is an IP address\n"));
        assert!(
            page.contains("\n    externalName: 203.0.113.10\n")
                || page.contains("      externalName: 203.0.113.10")
        );
        assert!(!page.contains("```"));
        assert!(page.ends_with("\nKubernetes documentation: https://kubernetes.io/docs/concepts/services-networking/service/#externalname\n"), "{page}");
        assert!(explain(Some("no-such-rule"), Lang::En, false).is_none());
    }

    #[test]
    fn every_rule_is_listed_in_both_languages() {
        for lang in [Lang::En, Lang::Ja] {
            let list = explain(None, lang, false).expect("the list");
            assert!(RULES.iter().all(|rule| list.contains(lint::summary(rule.meta(), lang))));
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the generated pages are files of the repository")]
    fn the_pages_of_the_documentation_are_fresh() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules");
        let update = std::env::var_os("PORTOLAN_UPDATE").is_some();
        for page in lint::pages() {
            let path = folder.join(&page.path);
            if update {
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
                std::fs::write(&path, &page.text).expect("the page can be written");
            }
            let written = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(written == page.text, "{} is not fresh: PORTOLAN_UPDATE=1 cargo test", path.display());
        }
    }
}
