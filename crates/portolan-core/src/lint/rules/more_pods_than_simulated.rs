//! `more-pods-than-simulated`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::finding::{Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// A controller that asks for more Pods than Portolan simulates: 10,000 for one controller, 100,000 in all.
    ///
    /// ## Why it matters
    /// A real cluster would try to make them all. Here the rest is left out of endpoints, DNS records and rules, so
    /// that a slip of the finger in `replicas` costs neither time nor memory.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: apps/v1
    /// kind: ReplicaSet
    /// metadata:
    ///   name: web
    /// spec:
    ///   replicas: 10001
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///       - name: web
    ///         image: example.com/web:1
    /// ```
    ///
    /// Fewer Pods are simulated one by one:
    ///
    /// ```yaml,clean
    /// apiVersion: apps/v1
    /// kind: ReplicaSet
    /// metadata:
    ///   name: web
    /// spec:
    ///   replicas: 3
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///       - name: web
    ///         image: example.com/web:1
    /// ```
    ///
    /// ## Fix
    /// Check the number. If it is meant, read the results as those of the Pods that are simulated.
    pub(super) struct MorePodsThanSimulated {
        name: "more-pods-than-simulated",
        since: "0.1.0",
        severity: Note,
        certainty: Proved,
        see: "concepts/workloads/controllers/deployment/",
        en: "more Pods than Portolan simulates",
        /// ## 何を見つけるか
        /// Portolanがシミュレートする数（1つのコントローラーにつき10,000個、全体で100,000個）を超えるPodを求めるコントローラーを
        /// 見つけます。
        ///
        /// ## なぜ問題か
        /// 実際のクラスターは、すべてのPodを作ろうとします。ここでは、`replicas`の書き間違いで時間やメモリーを使い果たさないように、
        /// 超えた分をエンドポイント、DNSレコード、ルールに含めません。
        ///
        /// ## 例
        /// [finds]
        ///
        /// これより少ないPodは、1つずつシミュレートします。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// 数を確かめてください。意図した数であれば、結果はシミュレートしたPodだけのものとして読んでください。
        ja: "Portolanがシミュレートする数を超えるPod",
    }
}

template!(CUT, "more-pods-than-simulated.cut",
    en: "{n} {n|Pod|Pods} of this controller {n|is|are} not simulated",
    ja: "このコントローラーの{n}個のPodはシミュレートされません");
template!(LEFT_OUT, "more-pods-than-simulated.left-out",
    en: "endpoints, DNS records and rules are those of its other Pods",
    ja: "エンドポイント、DNSレコード、ルールは、残りのPodだけのものです");

impl Rule for MorePodsThanSimulated {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for cut in &context.analysis.cluster.cuts {
            let spot = Spot::value(cut.object, "spec.replicas");
            let message = CUT.with([("n", Arg::Number(cut.missing.into()))]);
            sink.push(context.finding(Self::META, spot, message).note(LEFT_OUT.message()));
        }
    }
}
