//! `service-names-asked-of-the-node`.

use crate::diagnostic::{Arg, FileEdit};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::host::called;
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::texts::{Text, containers, hosts_of, texts};
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// A Pod whose `dnsPolicy` leaves the cluster's DNS out, and whose `env`, `command` or `args` name a Service of
    /// the input: `dnsPolicy: Default`, or a Pod on the host's network (`hostNetwork: true`) with the policy
    /// `ClusterFirst`, which nobody has to write.
    ///
    /// A Pod with a `dnsConfig` of its own is left alone.
    ///
    /// ## Why it matters
    /// On the host's network `ClusterFirst` means `Default`: the container gets the `resolv.conf` of its node. The
    /// node's resolver knows no Services, and the name ends as NXDOMAIN, *no such host*.
    ///
    /// ## Example
    /// ```yaml,finds
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
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: client
    ///   labels:
    ///     app: client
    /// spec:
    ///   hostNetwork: true
    ///   containers:
    ///   - name: client
    ///     image: registry.example/client:1
    ///     env:
    ///     - name: ECHO_URL
    ///       value: http://echo/
    /// ```
    ///
    /// ```yaml,clean
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
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: client
    ///   labels:
    ///     app: client
    /// spec:
    ///   hostNetwork: true
    ///   dnsPolicy: ClusterFirstWithHostNet
    ///   containers:
    ///   - name: client
    ///     image: registry.example/client:1
    ///     env:
    ///     - name: ECHO_URL
    ///       value: http://echo/
    /// ```
    ///
    /// ## Fix
    /// Write `dnsPolicy: ClusterFirstWithHostNet`, or `ClusterFirst` for a Pod with a network of its own.
    /// `--unsafe-fixes` writes it.
    pub(super) struct ServiceNamesAskedOfTheNode {
        name: "service-names-asked-of-the-node",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/dns-pod-service/#pod-s-dns-policy",
        en: "a Service's name in a Pod that does not ask the cluster's DNS",
        /// ## 何を見つけるか
        /// `dnsPolicy`によってクラスターのDNSを使わないPodのうち、`env`、`command`、`args`で、与えられたファイルにある
        /// Serviceの名前を使うものを見つけます。`dnsPolicy: Default`のPodと、ポリシーが既定の`ClusterFirst`で
        /// `hostNetwork: true`のPodです。
        ///
        /// 独自の`dnsConfig`を持つPodは対象外です。
        ///
        /// ## なぜ問題か
        /// ホストのネットワークでは`ClusterFirst`は`Default`と同じ意味になり、コンテナはノードの`resolv.conf`を使います。
        /// ノードのリゾルバーはServiceを知らないため、名前はNXDOMAIN、つまり*no such host*になります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// `dnsPolicy: ClusterFirstWithHostNet`と書きます。独自のネットワークを持つPodなら`ClusterFirst`です。
        /// `--unsafe-fixes`がそれを書きます。
        ja: "クラスターのDNSに問い合わせないPodで使われるServiceの名前",
    }
}

template!(NODE, "service-names-asked-of-the-node.node",
    en: "this Pod asks its node's resolver, which does not know the Service name {host}",
    ja: "このPodはノードのリゾルバーに問い合わせますが、そこではServiceの名前{host}はわかりません");
template!(USED, "service-names-asked-of-the-node.used", en: "{host} is used here", ja: "{host}はここで使われています");
template!(SYMPTOM, "service-names-asked-of-the-node.symptom",
    en: "the name does not resolve: the container sees NXDOMAIN (\"no such host\")",
    ja: "名前を解決できないため、コンテナではNXDOMAIN（「no such host」）になります");
template!(WRITE, "service-names-asked-of-the-node.write", en: "write `dnsPolicy: {policy}`", ja: "`dnsPolicy: {policy}`と書いてください");
template!(FIX, "service-names-asked-of-the-node.fix", en: "Write `dnsPolicy: {policy}`", ja: "`dnsPolicy: {policy}`と書く");

impl Rule for ServiceNamesAskedOfTheNode {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for template in context.templates() {
            let host_network = template.spec.host_network;
            let node = match &*template.spec.dns_policy {
                "Default" => true,
                "ClusterFirst" => host_network,
                _ => false,
            };
            if node && context.field(template.object, &template.path_of("spec.dnsConfig")).is_none() {
                sink.found_if(
                    named(context, template).map(|(text, host)| found(context, template, &text, &host)),
                );
            }
        }
    }
}

/// The first Service's name that a workload's containers use.
fn named<'a>(context: &Context<'a>, template: &Template<'a>) -> Option<(Text<'a>, String)> {
    containers(template).find_map(|(path, container)| {
        texts(context, template, &path, container).into_iter().find_map(|text| {
            let host = hosts_of(&text).find(|host| called(context, template.namespace, *host).is_some())?;
            let host = host.text.to_owned();
            Some((text, host))
        })
    })
}

fn found(context: &Context<'_>, template: &Template<'_>, text: &Text<'_>, host: &str) -> Finding {
    let path = template.path_of("spec.dnsPolicy");
    let policy = if template.spec.host_network { "ClusterFirstWithHostNet" } else { "ClusterFirst" };
    let (spot, edits): (Spot, Option<Vec<FileEdit>>) = if context.field(template.object, &path).is_some() {
        let edits = edit::replace(context, template.object, &path, policy);
        (Spot::value(template.object, path), edits)
    } else {
        let sibling = template.path_of("spec.hostNetwork");
        let edits = edit::insert_beside(context, template.object, &sibling, "dnsPolicy", policy);
        (Spot::value(template.object, sibling), edits)
    };
    let host = || [("host", Arg::code(host))];
    let policy = || [("policy", Arg::text(policy))];
    let used = Spot::value(template.object, text.path.clone());
    context
        .finding(ServiceNamesAskedOfTheNode::META, spot, NODE.with(host()))
        .see(context.place(&used), USED.with(host()))
        .note(SYMPTOM.message())
        .help(WRITE.with(policy()))
        .guess(FIX.with(policy()), edits)
}
