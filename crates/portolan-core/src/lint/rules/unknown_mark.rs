//! `unknown-mark`.

use crate::admission;
use crate::diagnostic::{Arg, Diagnostic, Place};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink};
use crate::lint::nearest::nearest;
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta, nearest_rule};
use crate::template;

rule! {
    /// ## What it finds
    /// On a Markdown page, an `expect=RULE` that names a rule which does not exist, and a comment
    /// `<!-- portolan: … -->` above a fence with a word that means nothing.
    ///
    /// ## Why it matters
    /// The mark does nothing. A wrong example is then reported, or a right one is taken for checked.
    ///
    /// ## Example
    /// ````markdown,finds
    /// <!-- portolan: expcet=selector-matches-nothing -->
    /// ```yaml
    /// spec:
    ///   type: NodePort
    /// ```
    /// ````
    ///
    /// ````markdown,clean
    /// <!-- portolan: fragment -->
    /// ```yaml
    /// spec:
    ///   type: NodePort
    /// ```
    /// ````
    ///
    /// ## Fix
    /// Write one of `expect=RULE`, `ignore[RULE] reason`, `group=NAME`, `fragment` and `ignore`, with a rule as
    /// `portolan explain` lists it.
    pub(in crate::lint) struct UnknownMark {
        name: "unknown-mark",
        since: "0.1.0",
        severity: Error,
        certainty: Proved,
        see: "concepts/overview/working-with-objects/",
        en: "on a page, a mark of a fence that means nothing",
        /// ## 何を見つけるか
        /// Markdownのページで、`expect=ルール`に書かれた存在しないルールと、フェンスの上のコメント`<!-- portolan: … -->`に書かれた
        /// 意味のない語を見つけます。
        ///
        /// ## なぜ問題か
        /// その印は働きません。間違いの例がそのまま報告されるか、正しい例が調べられたと思われることになります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// `expect=ルール`、`ignore[ルール] 理由`、`group=名前`、`fragment`、`ignore`のどれかを書きます。ルールは
        /// `portolan explain`の一覧にあるとおりに書きます。
        ja: "ページにある、意味のないフェンスの印",
    }
}

template!(RULE, "unknown-mark.rule",
    en: "there is no rule {word} to expect",
    ja: "{word}というルールはありません");
template!(WORD, "unknown-mark.word",
    en: "{word} means nothing in a comment above a fence",
    ja: "フェンスの上のコメントで、{word}は意味を持ちません");
template!(NEAR, "unknown-mark.near", en: "did you mean {near}?", ja: "{near}ではありませんか？");
template!(FORMS, "unknown-mark.forms",
    en: "write `expect=RULE`, `ignore[RULE] reason`, `group=NAME`, `fragment` or `ignore`",
    ja: "`expect=ルール`、`ignore[ルール] 理由`、`group=名前`、`fragment`、`ignore`のどれかを書いてください");
template!(LIST, "unknown-mark.list",
    en: "`portolan explain` lists all rules",
    ja: "`portolan explain`ですべてのルールを一覧できます");
template!(FIX, "unknown-mark.fix", en: "Write {near}", ja: "{near}と書く");

impl Rule for UnknownMark {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    /// Nothing: marks stand beside manifests, on pages.
    fn check(&self, _: &Context<'_>, _: &mut Sink) {}
}

/// That a word in a place means nothing: as a rule to expect, or as a mark.
#[must_use]
pub fn finding(place: Place, word: &str, is_rule: bool) -> Option<Diagnostic> {
    let message = if is_rule { &RULE } else { &WORD };
    let says = || {
        let message = message.with([("word", Arg::code(word))]);
        Finding::of_text(UnknownMark::META, (None, String::new()), place, message)
    };
    if !is_rule {
        return Some(says().help(FORMS.message()).into_diagnostic());
    }
    if crate::lint::rule(word).is_some() || admission::RULES.contains(&word) {
        return None;
    }
    let answers = admission::RULES.iter().copied();
    let near = nearest(word, answers).map(|(near, _)| near).or_else(|| nearest_rule(word));
    let Some(near) = near else { return Some(says().help(LIST.message()).into_diagnostic()) };
    let near_arg = || [("near", Arg::code(near))];
    let edits = Some(vec![edit::of_text(place, near)]);
    Some(says().help(NEAR.with(near_arg())).guess(FIX.with(near_arg()), edits).into_diagnostic())
}
