//! `expected-finding-absent`.

use crate::diagnostic::{Arg, Diagnostic, Place};
use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// On a Markdown page, a fence that asserts a finding by `expect=RULE`, where that rule finds nothing.
    ///
    /// ## Why it matters
    /// The page shows the manifest as a wrong one, and what is told around it speaks of the mistake. It is not there any
    /// more: somebody corrected the example, or what it leans on has changed.
    ///
    /// ## Example
    /// ````markdown,finds
    /// ```yaml expect=field-value-required
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    /// ````
    ///
    /// ````markdown,clean
    /// ```yaml expect=field-value-required
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   ports: []
    /// ```
    /// ````
    ///
    /// ## Fix
    /// Make the example wrong again in the way that the page tells, or take the rule out of `expect`.
    pub(in crate::lint) struct ExpectedFindingAbsent {
        name: "expected-finding-absent",
        since: "0.1.0",
        severity: Error,
        certainty: Proved,
        see: "concepts/overview/working-with-objects/",
        en: "on a page, an example that is not wrong in the way it says",
        /// ## 何を見つけるか
        /// Markdownのページで、`expect=ルール`と書いてあるのに、そのルールが何も見つけないフェンスを見つけます。
        ///
        /// ## なぜ問題か
        /// ページはそのマニフェストを間違いの例として見せ、前後の文章もその間違いを説明しています。ところが、もう間違っていません。
        /// 例が直されたか、前提が変わっています。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// ページの説明どおりの間違いに戻すか、`expect`からそのルールを取り除きます。
        ja: "ページにある、書いてあるとおりには間違っていない例",
    }
}

template!(ABSENT, "expected-finding-absent.absent",
    en: "{rule} was expected here, and finds nothing",
    ja: "ここで{rule}が見つかるはずですが、見つかりません");
template!(HELP, "expected-finding-absent.help",
    en: "make the example wrong again as the page tells, or take {rule} out of `expect`",
    ja: "ページの説明どおりの間違いに戻すか、`expect`から{rule}を取り除いてください");

impl Rule for ExpectedFindingAbsent {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    /// Nothing: what pages expect is known when all rules have spoken.
    fn check(&self, _: &Context<'_>, _: &mut Sink) {}
}

/// That a rule finds nothing in a fence that expects it; `place` is where the fence says so.
#[must_use]
pub fn finding(place: Place, rule: &str) -> Diagnostic {
    let rule = || [("rule", Arg::code(rule))];
    Finding::of_text(ExpectedFindingAbsent::META, (None, String::new()), place, ABSENT.with(rule()))
        .help(HELP.with(rule()))
        .into_diagnostic()
}
