//! `unknown-rule-ignored`.

use super::unused_ignore::title;
use crate::admission;
use crate::diagnostic::{Arg, Diagnostic, Place};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink};
use crate::lint::ignore::List;
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta, nearest_rule};
use crate::template;

rule! {
    /// ## What it finds
    /// A comment `# portolan: ignore[rule]` or an annotation `portolan.dev/ignore` that names a rule which does not
    /// exist, no rule at all, or an answer of the API server, which no comment can change.
    ///
    /// ## Why it matters
    /// It silences nothing: here `selector-matches-nothing` is still found.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    ///   annotations:
    ///     portolan.dev/ignore: selector-maches-nothing -- the operator makes the Pods
    /// spec:
    ///   selector:
    ///     app: echo
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    ///   annotations:
    ///     portolan.dev/ignore: selector-matches-nothing -- the operator makes the Pods
    /// spec:
    ///   selector:
    ///     app: echo
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
    /// ```
    ///
    /// ## Fix
    /// Write the rule's name as `portolan explain` lists it; `--unsafe-fixes` writes the one that was probably meant.
    /// Where nothing is near, `--fix` removes the name. What the API server refuses can only be mended.
    pub(in crate::lint) struct UnknownRuleIgnored {
        name: "unknown-rule-ignored",
        since: "0.1.0",
        severity: Warning,
        certainty: Proved,
        see: "concepts/overview/working-with-objects/annotations/",
        en: "a comment or an annotation that ignores a rule which does not exist",
        /// ## 何を見つけるか
        /// コメント`# portolan: ignore[ルール]`やアノテーション`portolan.dev/ignore`のうち、存在しないルールを書いたもの、ルールを
        /// 一つも書いていないもの、コメントでは変えられないAPIサーバーの答えを書いたものを見つけます。
        ///
        /// ## なぜ問題か
        /// 何も無視されません。この例では、`selector-matches-nothing`の指摘が残ります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// `portolan explain`の一覧にあるとおりにルール名を書きます。`--unsafe-fixes`は、意図したと思われる名前を書きます。近い名前が
        /// なければ、`--fix`がその名前を取り除きます。APIサーバーが拒否するものは、直すしかありません。
        ja: "存在しないルールを無視するコメントやアノテーション",
    }
}

template!(UNKNOWN, "unknown-rule-ignored.unknown",
    en: "there is no rule {rule} to ignore",
    ja: "{rule}というルールはないため、何も無視されません");
template!(NEAR, "unknown-rule-ignored.near", en: "did you mean {near}?", ja: "{near}ではありませんか？");
template!(LIST, "unknown-rule-ignored.list",
    en: "`portolan explain` lists all rules",
    ja: "`portolan explain`ですべてのルールを一覧できます");
template!(SPELL, "unknown-rule-ignored.spell", en: "Write {near}", ja: "{near}と書く");
template!(SERVER, "unknown-rule-ignored.server",
    en: "{rule} is the API server's own answer and cannot be ignored",
    ja: "{rule}はAPIサーバーの答えなので、無視できません");
template!(REFUSES, "unknown-rule-ignored.refuses",
    en: "whatever the manifest says of it, the cluster does the same",
    ja: "マニフェストに何と書いても、クラスターの動作は変わりません");
template!(NOTHING, "unknown-rule-ignored.nothing",
    en: "this names no rule to ignore",
    ja: "無視するルールの名前がありません");
template!(FORM, "unknown-rule-ignored.form",
    en: "write `# portolan: ignore[rule, rule] reason`, or `portolan.dev/ignore: rule, rule -- reason`",
    ja: "`# portolan: ignore[ルール, ルール] 理由`、または`portolan.dev/ignore: ルール, ルール -- 理由`と書いてください");

impl Rule for UnknownRuleIgnored {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    /// Nothing: ignores are read when all rules have spoken.
    fn check(&self, _: &Context<'_>, _: &mut Sink) {}
}

/// That a name of a list is no rule's.
pub(in crate::lint) fn finding(list: &List<'_>, place: Place, name: &str) -> Diagnostic {
    let spot = (list.object, list.path());
    let says = |message| Finding::of_text(UnknownRuleIgnored::META, spot, place, message);
    let rule = || ("rule", Arg::code(name));
    if name.is_empty() {
        return says(NOTHING.message()).help(FORM.message()).into_diagnostic();
    }
    let finding = match nearest_rule(name) {
        _ if admission::RULES.contains(&name) => says(SERVER.with([rule()])).note(REFUSES.message()),
        Some(near) => {
            let near_arg = || [("near", Arg::code(near))];
            let finding = says(UNKNOWN.with([rule()])).help(NEAR.with(near_arg()));
            let written = Some(vec![edit::of_text(place, near)]);
            return finding.guess(SPELL.with(near_arg()), written).into_diagnostic();
        }
        None => says(UNKNOWN.with([rule()])).help(LIST.message()),
    };
    finding.fix(title(list, &[place]), list.without(&[place])).into_diagnostic()
}
