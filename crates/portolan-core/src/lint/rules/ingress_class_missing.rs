//! `ingress-class-missing`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::nearest::nearest;
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::Ingress;
use crate::routing::{Class, Classes};
use crate::template;

rule! {
    /// ## What it finds
    /// An Ingress that names a class which is not among the IngressClasses of the input, or names none while no class of
    /// the input is the default one. Only where the input has IngressClasses; others may be in the cluster already.
    ///
    /// ## Why it matters
    /// Controllers serve the Ingresses of their own class. One that names no class, or a class of nobody, is stored by the
    /// API server and served by no one: it never gets an address.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: networking.k8s.io/v1
    /// kind: IngressClass
    /// metadata:
    ///   name: nginx
    /// spec:
    ///   controller: k8s.io/ingress-nginx
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   ingressClassName: ngnix
    ///   defaultBackend:
    ///     service:
    ///       name: web
    ///       port:
    ///         number: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: networking.k8s.io/v1
    /// kind: IngressClass
    /// metadata:
    ///   name: nginx
    /// spec:
    ///   controller: k8s.io/ingress-nginx
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   ingressClassName: nginx
    ///   defaultBackend:
    ///     service:
    ///       name: web
    ///       port:
    ///         number: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ## Fix
    /// Name a class that is there, or make one the default with the annotation
    /// `ingressclass.kubernetes.io/is-default-class: "true"`. When one name is a slip away, `--unsafe-fixes` writes it.
    pub(super) struct IngressClassMissing {
        name: "ingress-class-missing",
        since: "0.1.0",
        severity: Note,
        certainty: DependsOnCluster,
        see: "concepts/services-networking/ingress/",
        en: "an Ingress of a class that is not there",
        /// ## 何を見つけるか
        /// 入力のIngressClassにないクラスを名指すIngressと、クラスを指定していないのにデフォルトのクラスがないIngressを見つけ
        /// ます。入力にIngressClassがある場合だけ調べます。クラスターに別のIngressClassがすでにあるかもしれません。
        ///
        /// ## なぜ問題か
        /// コントローラーは自分のクラスのIngressだけを扱います。クラスがないIngressや、誰のものでもないクラスのIngressは、APIサー
        /// バーに保存されるだけで誰にも扱われず、アドレスも付きません。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// 存在するクラスを指定するか、アノテーション`ingressclass.kubernetes.io/is-default-class: "true"`でデフォルトのクラスを
        /// 決めます。書き間違いと思われる名前が一つだけあれば、`--unsafe-fixes`がその名前を書きます。
        ja: "存在しないクラスのIngress",
    }
}

template!(MISSING, "ingress-class-missing.missing",
    en: "no IngressClass has the name {class}; there are {known}",
    ja: "{class}という名前のIngressClassはありません。あるのは{known}です");
template!(NONE, "ingress-class-missing.none",
    en: "it names no class, and none of {known} is the default one",
    ja: "クラスが指定されておらず、{known}のどれもデフォルトではありません");
template!(NOBODY, "ingress-class-missing.nobody",
    en: "unless the cluster has the class from elsewhere, no controller serves this Ingress",
    ja: "クラスターに別のクラスがない限り、このIngressを扱うコントローラーはありません");
template!(MEANT, "ingress-class-missing.meant",
    en: "did you mean {name}?",
    ja: "{name}の書き間違いではありませんか？");
template!(FIX, "ingress-class-missing.fix", en: "Name the class {name}", ja: "クラスを{name}にする");

impl Rule for IngressClassMissing {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let classes = Classes::new(&context.analysis.cluster);
        if classes.is_empty() {
            return;
        }
        for ingress in &context.analysis.cluster.ingresses {
            match classes.of(ingress) {
                Class::Elsewhere(name) if ingress.class.is_some() => {
                    sink.push(missing(context, &classes, ingress, name));
                }
                Class::None => {
                    let known = Arg::Codes(classes.names().map(str::to_owned).collect());
                    let spot = Spot::key(ingress.meta.id, "spec");
                    let message = NONE.with([("known", known)]);
                    sink.push(context.finding(Self::META, spot, message).note(NOBODY.message()));
                }
                _ => {}
            }
        }
    }
}

fn missing(context: &Context<'_>, classes: &Classes<'_>, ingress: &Ingress, name: &str) -> Finding {
    let path = "spec.ingressClassName";
    let known = Arg::Codes(classes.names().map(str::to_owned).collect());
    let message = MISSING.with([("class", Arg::code(name)), ("known", known)]);
    let spot = Spot::value(ingress.meta.id, path);
    let finding = context.finding(IngressClassMissing::META, spot, message).note(NOBODY.message());
    let Some((near, _)) = nearest(name, classes.names()) else { return finding };
    let edits = edit::replace(context, ingress.meta.id, path, near);
    let near = ("name", Arg::code(near));
    let finding = finding.graded(Severity::Warning, Certainty::Likely);
    finding.help(MEANT.with([near.clone()])).guess(FIX.with([near]), edits)
}
