//! `container-listens-on-loopback`.

use crate::diagnostic::Arg;
use crate::lint::context::{Context, Selection};
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::ports::{Wanted, behind};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::texts::{Text, containers, texts};
use crate::lint::{Rule, RuleMeta};
use crate::object::{Container, Port};
use crate::template;
use portolan_yaml::collections::BTreeSet;

rule! {
    /// ## What it finds
    /// A container that declares the target port of a Service, and whose `args`, `command` or `env` tell it to
    /// listen on `127.0.0.1`, `localhost` or `::1`: `--host=127.0.0.1`, `--bind-address localhost`,
    /// `HOST=127.0.0.1`, `LISTEN_ADDR=localhost:8080`.
    ///
    /// An address with another port than the Service's is left alone, such as that of an administration page; so is
    /// a process behind a proxy in the same Pod, if the proxy declares the target port.
    ///
    /// ## Why it matters
    /// The loopback belongs to the Pod. Connections through a Service come to the Pod's address, where the process
    /// does not listen: the Service has endpoints, and every connection is refused. `kubectl port-forward` works
    /// all the same, since it connects from within the Pod.
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
    ///     args: [--host=127.0.0.1]
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
    ///     args: [--host=0.0.0.0]
    /// ```
    ///
    /// ## Fix
    /// Listen on all addresses: `0.0.0.0`, or `::` for both families. `--unsafe-fixes` writes that.
    pub(super) struct ContainerListensOnLoopback {
        name: "container-listens-on-loopback",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "tasks/debug/debug-application/debug-service/",
        en: "a container behind a Service that is told to listen on the loopback only",
        /// ## 何を見つけるか
        /// Serviceの送り先のポートを宣言していて、`args`、`command`、`env`で`127.0.0.1`、`localhost`、`::1`だけで待ち受
        /// けるように指定されたコンテナを見つけます。`--host=127.0.0.1`、`--bind-address localhost`、`HOST=127.0.0.1`、
        /// `LISTEN_ADDR=localhost:8080`などです。
        ///
        /// 管理画面のように、Serviceとは別のポートのアドレスは対象外です。同じPodのプロキシが送り先のポートを宣言してい
        /// れば、その後ろのプロセスも対象外です。
        ///
        /// ## なぜ問題か
        /// ループバックはPodの中だけのものです。Serviceを経由する接続はPodのアドレスに届きますが、プロセスはそこで待ち
        /// 受けていません。Serviceにはエンドポイントがあるのに、接続はすべて拒否されます。`kubectl port-forward`はPodの
        /// 中から接続するため、それでも動きます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// すべてのアドレスで待ち受けるようにします。`0.0.0.0`、両方のファミリーなら`::`です。`--unsafe-fixes`がそれを
        /// 書きます。
        ja: "ループバックだけで待ち受けるように指定された、Serviceの先のコンテナ",
    }
}

template!(LOOPBACK, "container-listens-on-loopback.loopback",
    en: "{address} is the loopback of the Pod: nothing that comes through a Service arrives there",
    ja: "{address}はPodのループバックです。Serviceを経由する接続はここに届きません");
template!(SENDS, "container-listens-on-loopback.sends",
    en: "Service {service} sends to port {port} of this container",
    ja: "Service {service}は、このコンテナのポート{port}に送ります");
template!(SYMPTOM, "container-listens-on-loopback.symptom",
    en: "the Service has endpoints, and every connection to them is refused; `kubectl port-forward` works all the same",
    ja: "Serviceにはエンドポイントがありますが、接続はすべて拒否されます。`kubectl port-forward`はそれでも動きます");
template!(ALL, "container-listens-on-loopback.all",
    en: "listen on all addresses of the Pod: {all}",
    ja: "Podのすべてのアドレス（{all}）で待ち受けるようにしてください");
template!(FIX, "container-listens-on-loopback.fix", en: "Listen on {all}", ja: "{all}で待ち受ける");

/// Options and variables that say where a server listens, without what sets words apart.
const LISTENS: [&str; 16] = [
    "addr",
    "address",
    "bind",
    "bindaddr",
    "bindaddress",
    "bindhost",
    "bindip",
    "host",
    "httpaddr",
    "httpaddress",
    "httphost",
    "ip",
    "listen",
    "listenaddr",
    "listenaddress",
    "listenhost",
];

/// The loopback as it is written, and all addresses in its place.
const LOOPBACKS: [(&str, &str); 4] =
    [("127.0.0.1", "0.0.0.0"), ("localhost", "0.0.0.0"), ("[::1]", "[::]"), ("::1", "::")];

/// An address of the loopback in a text.
struct Bound<'a> {
    text: Text<'a>,
    address: &'static str,
    all: &'static str,
    port: Option<Port>,
}

impl Rule for ContainerListensOnLoopback {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let mut seen = BTreeSet::new();
        for (selection, port, template) in behind(context).filter(|(.., one)| !one.spec.host_network) {
            for (path, container) in containers(template) {
                let Some(number) = number(&port, container) else { continue };
                let bound = bound(context, template, &path, container);
                let bound = bound.filter(|one| one.port.is_none_or(|port| port == number));
                if let Some(bound) = bound.filter(|_| seen.insert((template.object, path))) {
                    sink.push(listens(context, selection, (template, number), &bound));
                }
            }
        }
    }
}

/// The number of a target port, if the container declares it.
fn number(port: &Wanted<'_>, container: &Container) -> Option<Port> {
    container.ports.iter().find(|one| port.is_target(one)).map(|one| one.port)
}

/// Where a container is told to listen, if that is the loopback. An address without a port is that of all its ports.
fn bound<'a>(
    context: &Context<'_>,
    template: &Template<'_>,
    path: &str,
    container: &'a Container,
) -> Option<Bound<'a>> {
    let mut before = "";
    let found = texts(context, template, path, container).into_iter().find_map(|text| {
        let (name, value) = match text.text.split_once('=') {
            _ if !text.variable.is_empty() => (text.variable, text.text),
            Some((name, value)) if name.starts_with('-') => (name, value),
            _ => (before, text.text),
        };
        before = if text.text.starts_with('-') { text.text } else { "" };
        let named = name.starts_with('-') || !text.variable.is_empty();
        (named && says_where(name)).then_some(())?;
        let (address, all) = LOOPBACKS.into_iter().find(|(address, _)| value.starts_with(address))?;
        let port = match value.strip_prefix(address)? {
            "" => None,
            rest => Some(rest.strip_prefix(':')?.parse().ok()?),
        };
        Some(Bound { text, address, all, port })
    });
    found.filter(|one| one.port.is_some() || container.ports.len() == 1)
}

/// Whether an option or a variable says where a server listens: `--bind-address`, `HOST`, `LISTEN_ADDR`.
fn says_where(name: &str) -> bool {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase());
    let name: Vec<u8> = letters.collect();
    LISTENS.iter().any(|one| one.as_bytes() == name)
}

fn listens(
    context: &Context<'_>,
    selection: &Selection<'_>,
    (template, port): (&Template<'_>, Port),
    bound: &Bound<'_>,
) -> Finding {
    let spot = Spot::value(template.object, bound.text.path.clone());
    let place = context.place_within(&spot, bound.address);
    let edits = edit::replace_within(context, template.object, &bound.text.path, bound.address, bound.all);
    let ports = Spot::key(selection.service.meta.id, "spec.ports");
    let service = ("service", Arg::code(&*selection.service.meta.name));
    let sends = SENDS.with([service, ("port", Arg::code(port.to_string()))]);
    let all = || [("all", Arg::code(bound.all))];
    context
        .finding(
            ContainerListensOnLoopback::META,
            spot,
            LOOPBACK.with([("address", Arg::code(bound.address))]),
        )
        .at(place)
        .see(context.place(&ports), sends)
        .note(SYMPTOM.message())
        .help(ALL.with(all()))
        .guess(FIX.with(all()), edits)
}
