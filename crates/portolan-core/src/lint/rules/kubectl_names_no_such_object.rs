//! `kubectl-names-no-such-object`.

use crate::diagnostic::{Arg, Certainty, ObjectId, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::nearest::nearest;
use crate::lint::rule::rule;
use crate::lint::told::command::Named;
use crate::lint::told::{Around, Told, WEIGHT, are_two};
use crate::lint::{Rule, RuleMeta};
use crate::template;
use portolan_yaml::collections::BTreeMap;

rule! {
    /// ## What it finds
    /// On a Markdown page, a `kubectl` command that names an object which the page does not define, and whose name is
    /// a slip away from one of the same kind that it does define.
    ///
    /// A name that is like none of the page's is not found: the object may be made elsewhere. So are names that a
    /// command of the page makes or that a session prints, and names that differ in a number or a short ending.
    ///
    /// ## Why it matters
    /// Who follows the page gets *Error from server (NotFound)* at this command, and looks for the mistake in what was
    /// done before.
    ///
    /// ## Example
    /// ````markdown,finds
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ```console
    /// $ kubectl get svc ehco
    /// ```
    /// ````
    ///
    /// ````markdown,clean
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ```console
    /// $ kubectl get svc echo
    /// $ kubectl get svc front-end
    /// ```
    /// ````
    ///
    /// ## Fix
    /// Write the name of the object. `--unsafe-fixes` writes the nearest one.
    pub(in crate::lint) struct KubectlNamesNoSuchObject {
        name: "kubectl-names-no-such-object",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "reference/kubectl/",
        en: "on a page, a kubectl command with a name that is a slip away from one of the page",
        /// ## 何を見つけるか
        /// Markdownのページにある`kubectl`のコマンドのうち、ページが定義していないオブジェクトの名前で、同じ種類のオブジェクトの
        /// 名前の書き間違いと思われるものを見つけます。
        ///
        /// ページのどの名前とも似ていない名前は対象外です。別の場所で作られたオブジェクトかもしれないためです。ページのコマンドが
        /// 作る名前、実行結果に現れる名前、数字や短い末尾だけが違う名前も対象外です。
        ///
        /// ## なぜ問題か
        /// ページのとおりに進めた読者は、このコマンドで*Error from server (NotFound)*を受け取り、それより前の手順を疑います。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// オブジェクトの名前を書きます。`--unsafe-fixes`は、いちばん近い名前を書きます。
        ja: "ページの`kubectl`コマンドにある、書き間違いと思われる名前",
    }
}

template!(NONE, "kubectl-names-no-such-object.none",
    en: "no {kind} {name} on this page; did you mean {near}?",
    ja: "このページに{kind} {name}はありません。{near}ではありませんか？");
template!(SEE, "kubectl-names-no-such-object.see",
    en: "this is {kind} {near}",
    ja: "これが{kind} {near}です");
template!(FIX, "kubectl-names-no-such-object.fix", en: "Write {near}", ja: "{near}と書く");

impl Rule for KubectlNamesNoSuchObject {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    /// Nothing: commands stand beside manifests, on pages.
    fn check(&self, _: &Context<'_>, _: &mut Sink) {}
}

/// Looks at the commands of a page.
pub(in crate::lint) fn look(context: &Context<'_>, around: &Around<'_>, sink: &mut Sink) {
    let mut by_kind: Names<'_> = BTreeMap::new();
    for manifest in &context.analysis.manifests {
        if let (Some(kind), Some(name)) = (&manifest.kind, &manifest.name) {
            by_kind.entry(kind).or_default().insert(name, manifest.id);
        }
    }
    for (told, commands) in &around.pieces {
        for named in commands.named.iter().filter(|one| !one.made && !around.known.contains(one.name)) {
            sink.found_if(wrong(context, &by_kind, told, named));
        }
    }
}

/// The manifests by kind and name.
type Names<'a> = BTreeMap<&'a str, BTreeMap<&'a str, ObjectId>>;

fn wrong(context: &Context<'_>, by_kind: &Names<'_>, told: &Told<'_>, named: &Named<'_>) -> Option<Finding> {
    let names = by_kind.get(named.kind).filter(|names| !names.contains_key(named.name))?;
    let looked_at = context.afford(names.len().saturating_mul(WEIGHT)) / WEIGHT;
    let (near, distance) = nearest(named.name, names.keys().copied().take(looked_at))?;
    if are_two(named.name, near) {
        return None;
    }
    let object = *names.get(near)?;
    let kind = || ("kind", Arg::text(named.kind));
    let near_arg = || ("near", Arg::code(near));
    let place = told.place(named.span);
    let message = NONE.with([kind(), ("name", Arg::code(named.name)), near_arg()]);
    let see = context.place(&Spot::value(object, "metadata.name"));
    let finding = Finding::of_text(KubectlNamesNoSuchObject::META, (None, String::new()), place, message)
        .see(see, SEE.with([kind(), near_arg()]))
        .guess(FIX.with([near_arg()]), Some(vec![edit::of_text(place, near)]));
    Some(if distance > 1 { finding.graded(Severity::Note, Certainty::Likely) } else { finding })
}
