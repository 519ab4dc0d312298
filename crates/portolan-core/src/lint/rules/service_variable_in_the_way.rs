//! `service-variable-in-the-way`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::texts::containers;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Container, Service, ServiceType};
use crate::template;

rule! {
    /// ## What it finds
    /// A container with variables like `ECHO_HOST`, but without `ECHO_PORT`, in a Namespace that has a Service
    /// `echo`: the kubelet sets `ECHO_PORT` itself.
    ///
    /// A container with `envFrom` is left alone, since its variables are not in the manifest.
    ///
    /// ## Why it matters
    /// Every Service puts variables into the containers of its Namespace that start after it, in the style of
    /// Docker's links: `ECHO_PORT=tcp://10.96.0.10:80`. A program that reads its own setting `ECHO_PORT` from
    /// there, and would have taken a default without it, gets a URL in place of a number and often does not start:
    /// *invalid port "tcp://…"*. It depends on the order in which Service and Pod were made, and so it may appear
    /// at the next restart only.
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
    ///   containers:
    ///   - name: client
    ///     image: registry.example/client:1
    ///     env:
    ///     - name: ECHO_HOST
    ///       value: echo
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
    ///   containers:
    ///   - name: client
    ///     image: registry.example/client:1
    ///     env:
    ///     - name: ECHO_HOST
    ///       value: echo
    ///     - name: ECHO_PORT
    ///       value: "80"
    /// ```
    ///
    /// ## Fix
    /// Set the variable in the container, which wins; or write `enableServiceLinks: false` into the Pod, as
    /// `--unsafe-fixes` does.
    pub(super) struct ServiceVariableInTheWay {
        name: "service-variable-in-the-way",
        since: "0.1.0",
        severity: Note,
        certainty: DependsOnCluster,
        see: "concepts/services-networking/service/#environment-variables",
        en: "a variable of a Service that looks like one of the application",
        /// ## 何を見つけるか
        /// `ECHO_HOST`のような変数はあるのに`ECHO_PORT`がないコンテナのうち、NamespaceにService `echo`があるものを見つ
        /// けます。kubeletが`ECHO_PORT`を設定するためです。
        ///
        /// `envFrom`を持つコンテナは、変数がマニフェストからはわからないため対象外です。
        ///
        /// ## なぜ問題か
        /// Serviceは、そのあとに起動する同じNamespaceのコンテナに、Dockerのリンク形式の変数を加えます。
        /// `ECHO_PORT=tcp://10.96.0.10:80`などです。`ECHO_PORT`を自分の設定として読み、なければ既定値を使うはずのプログ
        /// ラムは、数値の代わりにURLを受け取り、*invalid port "tcp://…"*のようなエラーで起動しないことがあります。
        /// ServiceとPodが作られた順序によるため、次の再起動で初めて現れることもあります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// コンテナでその変数を設定します。コンテナの値が優先されます。または、Podに`enableServiceLinks: false`と書きま
        /// す。`--unsafe-fixes`がそれを書きます。
        ja: "アプリケーションの変数のように見えるServiceの環境変数",
    }
}

template!(IN_THE_WAY, "service-variable-in-the-way.in-the-way",
    en: "beside {variable} the container finds {other}=`tcp://…`, which Service {service} puts there",
    ja: "コンテナには、{variable}のほかに、Service {service}が加える{other}=`tcp://…`があります");
template!(SYMPTOM, "service-variable-in-the-way.symptom",
    en: "a program that expects a number in {other} does not start, or not after its next restart",
    ja: "{other}に数値を期待するプログラムは、起動しないか、次の再起動で起動しなくなります");
template!(HERE, "service-variable-in-the-way.here", en: "Service {service}", ja: "Service {service}");
template!(SET, "service-variable-in-the-way.set",
    en: "set {other} in the container, or `enableServiceLinks: false` in the Pod",
    ja: "コンテナで{other}を設定するか、Podに`enableServiceLinks: false`と書いてください");
template!(FIX, "service-variable-in-the-way.fix", en: "Write `enableServiceLinks: false`", ja: "`enableServiceLinks: false`と書く");

impl Rule for ServiceVariableInTheWay {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for template in context.templates().iter().filter(|one| one.spec.enable_service_links) {
            for (path, container) in containers(template) {
                let imports = format!("{path}.envFrom");
                let open = !container.env.is_empty() && context.field(template.object, &imports).is_none();
                let found = in_the_way(context, template, container).filter(|_| open);
                if let Some((at, variable, service, other)) = found {
                    let spot = Spot::value(template.object, format!("{path}.env[{at}].name"));
                    sink.push(says(context, template, spot, (variable, service, &other)));
                }
            }
        }
    }
}

/// Ends of variables beside which a program reads a port.
const ENDS: [&str; 6] = ["_HOST", "_HOSTNAME", "_ADDRESS", "_SERVER", "_USER", "_PASSWORD"];

/// The first variable that shares its first words with those of a Service, the Service, and the variable of the Service
/// that the container does not set.
fn in_the_way<'a>(
    context: &Context<'a>,
    template: &Template<'_>,
    container: &'a Container,
) -> Option<(usize, &'a str, &'a Service, String)> {
    container.env.iter().enumerate().take(512).find_map(|(at, variable)| {
        let prefix = ENDS.iter().find_map(|end| variable.name.strip_suffix(end))?;
        let name = prefix.to_ascii_lowercase().replace('_', "-");
        let service = context.service(template.namespace, &name)?;
        let has_variables = service.kind != ServiceType::ExternalName && !service.headless;
        let other = format!("{prefix}_PORT");
        let set = container.env.iter().any(|one| *one.name == *other);
        (has_variables && !set && prefix == name.to_ascii_uppercase().replace('-', "_")).then_some((
            at,
            &*variable.name,
            service,
            other,
        ))
    })
}

fn says(
    context: &Context<'_>,
    template: &Template<'_>,
    spot: Spot,
    (variable, service, other): (&str, &Service, &str),
) -> Finding {
    let service_arg = || ("service", Arg::code(&*service.meta.name));
    let other = || ("other", Arg::code(other));
    let links = edit::insert_false(context, template.object, &template.path_of("spec"), "enableServiceLinks");
    let place = context.place(&Spot::value(service.meta.id, "metadata.name"));
    let message = IN_THE_WAY.with([("variable", Arg::code(variable)), other(), service_arg()]);
    context
        .finding(ServiceVariableInTheWay::META, spot, message)
        .see(place, HERE.with([service_arg()]))
        .note(SYMPTOM.with([other()]))
        .help(SET.with([other()]))
        .guess(FIX.message(), links)
}
