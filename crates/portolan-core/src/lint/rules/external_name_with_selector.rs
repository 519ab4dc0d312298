//! `external-name-with-selector`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::ServiceType;
use crate::template;

rule! {
    /// ## What it finds
    /// A Service of type ExternalName with a selector.
    ///
    /// ## Why it matters
    /// Such a Service is a CNAME record and nothing else: it has no cluster IP and no endpoints, and its selector
    /// is passed over. Whoever expects connections to come to the selected Pods sees them go to the external host
    /// instead.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: database
    /// spec:
    ///   type: ExternalName
    ///   externalName: database.example.com
    ///   selector:
    ///     app: database
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: database
    /// spec:
    ///   type: ExternalName
    ///   externalName: database.example.com
    /// ```
    ///
    /// ## Fix
    /// Take the selector out, or take `type` and `externalName` out if the Pods are meant. `--unsafe-fixes` takes
    /// the selector out.
    pub(super) struct ExternalNameWithSelector {
        name: "external-name-with-selector",
        since: "0.1.0",
        severity: Warning,
        certainty: Proved,
        see: "concepts/services-networking/service/#externalname",
        en: "a selector in a Service of type ExternalName",
        /// ## 何を見つけるか
        /// selectorを持つ、タイプがExternalNameのServiceを見つけます。
        ///
        /// ## なぜ問題か
        /// このようなServiceはCNAMEレコードでしかありません。クラスターIPもエンドポイントもなく、selectorは無視されます。
        /// selectorのPodに接続しているつもりでも、実際の接続先は外部のホストです。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// selectorを消します。Podに送りたい場合は、`type`と`externalName`を消します。`--unsafe-fixes`はselectorを消し
        /// ます。
        ja: "ExternalNameのServiceのselector",
    }
}

template!(IGNORED, "external-name-with-selector.ignored",
    en: "this selector selects nothing: a Service of type ExternalName is only another name for {name}",
    ja: "このselectorは何も選びません。ExternalNameのServiceは{name}の別名でしかないためです");
template!(TAKE_OUT, "external-name-with-selector.take-out",
    en: "take the selector out; or `type` and `externalName`, if Pods are meant",
    ja: "selectorを消してください。Podに送りたい場合は、`type`と`externalName`を消してください");
template!(FIX, "external-name-with-selector.fix", en: "Take the selector out", ja: "selectorを消す");

impl Rule for ExternalNameWithSelector {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let services = context.analysis.cluster.services.iter();
        for service in services.filter(|one| one.kind == ServiceType::ExternalName && one.selector.is_some())
        {
            let (id, path) = (service.meta.id, "spec.selector");
            let message = IGNORED.with([("name", Arg::code(&*service.external_name))]);
            let finding = context.finding(Self::META, Spot::key(id, path), message).help(TAKE_OUT.message());
            sink.push(finding.guess(FIX.message(), edit::remove(context, id, path)));
        }
    }
}
