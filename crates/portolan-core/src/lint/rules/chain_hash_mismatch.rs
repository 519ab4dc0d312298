//! `chain-hash-mismatch`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink};
use crate::lint::rule::rule;
use crate::lint::told::{Around, Told};
use crate::lint::{Rule, RuleMeta};
use crate::proxy::dump::{Misnamed, misnamed};
use crate::template;

rule! {
    /// ## What it finds
    /// On a Markdown page, in a listing of `iptables-save`, a chain whose name does not belong to what the line says:
    /// kube-proxy names `KUBE-SVC-…` after the Service, its port and the protocol, and `KUBE-SEP-…` after the
    /// endpoint's address, too. The 16 letters are a hash of them, so they can be computed.
    ///
    /// Names with a colon behind, as older releases wrote them, are known. Letters that stand for a hash
    /// (`KUBE-SVC-XXXXXXXXXXXXXXXX`) are left alone.
    ///
    /// ## Why it matters
    /// The listing was put together from two clusters, or a Service was renamed in some of its lines. Readers who
    /// compare it with their own node find chains that lead nowhere.
    ///
    /// ## Example
    /// ````markdown,finds
    /// ```console
    /// # iptables-save | grep simpleservice
    /// -A KUBE-SVC-EXBNZ76JOZU7PBN2 -m comment --comment "default/simplservice" -j KUBE-SEP-4SQFZS32ZVMTQEZV
    /// ```
    /// ````
    ///
    /// ````markdown,clean
    /// ```console
    /// # iptables-save | grep simpleservice
    /// -A KUBE-SVC-EXBNZ76JOZU7PBN2 -m comment --comment "default/simpleservice" -j KUBE-SEP-4SQFZS32ZVMTQEZV
    /// ```
    /// ````
    ///
    /// ## Fix
    /// Take the listing anew: from a node, or with `portolan rules PAGE.md`.
    pub(in crate::lint) struct ChainHashMismatch {
        name: "chain-hash-mismatch",
        since: "0.1.0",
        severity: Warning,
        certainty: Proved,
        see: "reference/networking/virtual-ips/#proxy-mode-iptables",
        en: "on a page, a chain of kube-proxy that is not named after its Service port or endpoint",
        /// ## 何を見つけるか
        /// Markdownのページにある`iptables-save`の出力のうち、チェインの名前が行の内容と合わないものを見つけます。
        /// kube-proxyは、`KUBE-SVC-…`の名前をService、ポート、プロトコルから、`KUBE-SEP-…`の名前をさらにエンドポイントの
        /// アドレスから決めます。16文字はそのハッシュなので、計算して確かめられます。
        ///
        /// 古いリリースの、末尾にコロンの付いた名前にも対応しています。ハッシュの代わりに書かれた文字
        /// （`KUBE-SVC-XXXXXXXXXXXXXXXX`）は対象外です。
        ///
        /// ## なぜ問題か
        /// 二つのクラスターの出力を継ぎ合わせたか、Serviceの名前を一部の行だけ書き換えた出力です。自分のノードと見比べる読者は、
        /// どこにもつながらないチェインを見つけることになります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// ノードから、または`portolan rules PAGE.md`で、出力を取り直します。
        ja: "ページにある、Serviceポートやエンドポイントと合わないチェインの名前",
    }
}

template!(PORT, "chain-hash-mismatch.port",
    en: "{chain} is not the chain of {port}: kube-proxy names that one {right}",
    ja: "{chain}は{port}のチェインではありません。kube-proxyが付ける名前は{right}です");
template!(ENDPOINT, "chain-hash-mismatch.endpoint",
    en: "{chain} is not the chain of endpoint {endpoint} of {port}: kube-proxy names that one {right}",
    ja: "{chain}は{port}のエンドポイント{endpoint}のチェインではありません。kube-proxyが付ける名前は{right}です");
template!(HASH, "chain-hash-mismatch.hash",
    en: "the letters are a hash of the names in the line: one of them was changed, or comes from another cluster",
    ja: "この文字列は行にある名前のハッシュです。どちらかが書き換えられたか、別のクラスターのものです");

impl Rule for ChainHashMismatch {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    /// Nothing: listings stand beside manifests, on pages.
    fn check(&self, _: &Context<'_>, _: &mut Sink) {}
}

/// Looks at the listings of a page.
pub(in crate::lint) fn look(around: &Around<'_>, sink: &mut Sink) {
    for (told, _) in around.pieces.iter().filter(|(told, _)| told.text.contains("--comment")) {
        for one in misnamed(told.text) {
            sink.push(wrong(told, &one));
        }
    }
}

fn wrong(told: &Told<'_>, one: &Misnamed<'_>) -> Finding {
    let chain = ("chain", Arg::code(one.chain));
    let port = ("port", Arg::code(one.port));
    let right = ("right", Arg::code(one.right.as_str()));
    let message = match one.endpoint {
        None => PORT.with([chain, port, right]),
        Some(endpoint) => ENDPOINT.with([chain, ("endpoint", Arg::code(endpoint)), port, right]),
    };
    let place = told.place_of(one.chain);
    Finding::of_text(ChainHashMismatch::META, (None, String::new()), place, message).note(HASH.message())
}
