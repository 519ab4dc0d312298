//! `unused-ignore`.

use crate::diagnostic::{Arg, Diagnostic, Message, Place};
use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink};
use crate::lint::ignore::List;
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// A comment `# portolan: ignore[rule]` or an annotation `portolan.dev/ignore` for a rule that finds nothing there.
    ///
    /// A rule that is switched off in `portolan.toml` still uses its ignores: switching it off and on again needs no
    /// change of the manifests.
    ///
    /// ## Why it matters
    /// The mistake that it was written for is gone, or it stands on the wrong line and silences nothing. Left where it
    /// is, it hides the next mistake of this kind, and its reason tells the next reader what is no longer true.
    ///
    /// ## Example
    /// ```yaml,finds
    /// # portolan: ignore[selector-matches-nothing] the operator makes the Pods
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   selector:
    ///     app: echo
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: echo
    ///   labels:
    ///     app: echo
    /// spec:
    ///   containers:
    ///   - name: echo
    ///     image: registry.example/echo:1
    ///     ports:
    ///     - containerPort: 8080
    /// ```
    ///
    /// ```yaml,clean
    /// # portolan: ignore[selector-matches-nothing] the operator makes the Pods
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   selector:
    ///     app: echo
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
    /// ```
    ///
    /// ## Fix
    /// Remove the name, or the comment or the annotation as a whole, as `--fix` does. An ignore that is needed in some
    /// runs only, for example with another `--provider`, names this rule too:
    /// `# portolan: ignore[load-balancer-pending, unused-ignore]`.
    pub(in crate::lint) struct UnusedIgnore {
        name: "unused-ignore",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/overview/working-with-objects/annotations/",
        en: "a comment or an annotation that ignores a rule which finds nothing there",
        /// ## 何を見つけるか
        /// コメント`# portolan: ignore[ルール]`やアノテーション`portolan.dev/ignore`のうち、そこでルールが何も見つけていないものを
        /// 見つけます。
        ///
        /// `portolan.toml`で無効にしたルールも、指摘がある限り「使われている」とみなします。無効にしたり有効に戻したりしても、マニフェス
        /// トを変更する必要はありません。
        ///
        /// ## なぜ問題か
        /// 無視していた問題がもうないか、書く行を間違えて何も無視していません。残しておくと、次に同じ種類の問題が起きたときに隠してしまい
        /// ます。添えた理由も、もはや事実ではなくなります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// ルール名を取り除くか、コメントやアノテーション全体を取り除きます。`--fix`がそうします。`--provider`が異なるときなど、一部の実
        /// 行でだけ必要な場合は、このルールも書いておきます：`# portolan: ignore[load-balancer-pending, unused-ignore]`
        ja: "何も見つけていないルールを無視するコメントやアノテーション",
    }
}

template!(UNUSED, "unused-ignore.unused",
    en: "{rules} {n|finds|find} nothing here that could be ignored",
    ja: "{rules}はここで何も見つけていないため、無視するものが{n|ありません|ありません}");
template!(HIDES, "unused-ignore.hides",
    en: "the next mistake of this kind would be hidden",
    ja: "残しておくと、次に同じ種類の問題が起きたときに隠れてしまいます");
template!(COMMENT, "unused-ignore.comment", en: "Remove the comment", ja: "コメントを取り除く");
template!(ANNOTATION, "unused-ignore.annotation", en: "Remove the annotation", ja: "アノテーションを取り除く");
template!(NAMES, "unused-ignore.names", en: "Remove {rules} from the list", ja: "一覧から{rules}を取り除く");

impl Rule for UnusedIgnore {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    /// Nothing: what an ignore silences is known when all rules have spoken.
    fn check(&self, _: &Context<'_>, _: &mut Sink) {}
}

/// That some names of a list silence nothing, if there are any.
pub(in crate::lint) fn finding(list: &List<'_>, unused: &[(Place, &str)]) -> Option<Diagnostic> {
    let (first, _) = unused.first()?;
    let names: Vec<Place> = unused.iter().map(|(place, _)| *place).collect();
    let rules = || ("rules", Arg::Codes(unused.iter().map(|(_, name)| (*name).to_owned()).collect()));
    let message = UNUSED.with([("n", Arg::count(unused.len())), rules()]);
    let finding = Finding::of_text(UnusedIgnore::META, (list.object, list.path()), *first, message);
    let finding = finding.note(HIDES.message()).fix(title(list, &names), list.without(&names));
    Some(finding.into_diagnostic())
}

/// What the edit does that takes names out of a list.
pub(in crate::lint) fn title(list: &List<'_>, names: &[Place]) -> Message {
    if list.names.len() > names.len() {
        let names = list.names.iter().filter(|(place, _)| names.contains(place));
        return NAMES.with([("rules", Arg::Codes(names.map(|(_, name)| (*name).to_owned()).collect()))]);
    }
    if list.annotated.is_some() { ANNOTATION.message() } else { COMMENT.message() }
}
