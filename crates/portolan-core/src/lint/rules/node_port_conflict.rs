//! `node-port-conflict`.

use crate::admission::Manifest;
use crate::diagnostic::{Arg, ObjectId};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::Port;
use crate::template;
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use portolan_yaml::{Node, Scalar};
use std::ops::RangeInclusive;

rule! {
    /// ## What it finds
    /// Two Services of the input that ask for the same node port.
    ///
    /// A node port is one number on every node, whatever the Namespace and the protocol: the API server gives each to
    /// one Service only. Ports of one Service may share a number if their protocols differ. `healthCheckNodePort` comes
    /// from the same range.
    ///
    /// ## Why it matters
    /// The API server accepts the Service that it sees first, and refuses the other: *provided port is already
    /// allocated*. Which of them wins depends on the order of creation.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   type: NodePort
    ///   ports:
    ///   - port: 80
    ///     nodePort: 30080
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   type: NodePort
    ///   ports:
    ///   - port: 8080
    ///     nodePort: 30080
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   type: NodePort
    ///   ports:
    ///   - port: 80
    ///     nodePort: 30080
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: api
    /// spec:
    ///   type: NodePort
    ///   ports:
    ///   - port: 8080
    ///     nodePort: 30081
    /// ```
    ///
    /// ## Fix
    /// Choose another number, or leave `nodePort` out and let the API server choose one. `--unsafe-fixes` writes the next
    /// number that no manifest of the input names.
    pub(super) struct NodePortConflict {
        name: "node-port-conflict",
        since: "0.1.0",
        severity: Error,
        certainty: Proved,
        see: "concepts/services-networking/service/#type-nodeport",
        en: "a node port that another Service already has",
        /// ## 何を見つけるか
        /// 同じノードポートを求める二つのServiceを見つけます。
        ///
        /// ノードポートは、Namespaceやプロトコルにかかわらず、すべてのノードで一つの番号です。APIサーバーはそれぞれの番号を
        /// 一つのServiceにだけ割り当てます。一つのServiceの中では、プロトコルが違えば同じ番号を使えます。
        /// `healthCheckNodePort`も同じ範囲から割り当てられます。
        ///
        /// ## なぜ問題か
        /// APIサーバーは先に届いたServiceを受け付け、もう一方を*provided port is already allocated*として拒否します。どちらが
        /// 残るかは作成の順番で決まります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// 別の番号を選ぶか、`nodePort`を書かずにAPIサーバーに任せます。`--unsafe-fixes`は、どのマニフェストにも書かれて
        /// いない次の番号を書きます。
        ja: "別のServiceが使っているノードポート",
    }
}

template!(TAKEN, "node-port-conflict.taken",
    en: "node port {port} already belongs to Service {service}",
    ja: "ノードポート{port}は、すでにService {service}のものです");
template!(HERE, "node-port-conflict.here",
    en: "{service} asks for it first",
    ja: "先に{service}が求めています");
template!(REFUSED, "node-port-conflict.refused",
    en: "a node port is one number for the whole cluster: the API server refuses the Service that comes second",
    ja: "ノードポートはクラスター全体で一つの番号なので、APIサーバーは後から来たServiceを拒否します");
template!(CHOOSE, "node-port-conflict.choose",
    en: "choose another number ({port} is free here), or leave it out and let the API server choose",
    ja: "別の番号（ここでは{port}が空いています）を選ぶか、書かずにAPIサーバーに任せてください");
template!(LEAVE_OUT, "node-port-conflict.leave-out",
    en: "leave it out and let the API server choose",
    ja: "書かずにAPIサーバーに任せてください");
template!(FIX, "node-port-conflict.fix",
    en: "Ask for node port {port}",
    ja: "ノードポート{port}を求める");

/// A node port as a manifest asks for it.
struct Asked<'a> {
    manifest: &'a Manifest,
    path: String,
    port: Port,
}

impl Rule for NodePortConflict {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let manifests = context.analysis.manifests.iter();
        let inside = context.services_without_node_ports();
        let services = manifests
            .filter(|one| one.kind.as_deref() == Some("Service") && inside.binary_search(&one.id).is_err());
        let asked: Vec<Asked<'_>> = services.flat_map(|manifest| asked(context, manifest)).collect();
        let mut first: BTreeMap<Port, &Asked<'_>> = BTreeMap::new();
        let mut named: BTreeSet<Port> = asked.iter().map(|one| one.port).collect();
        for one in &asked {
            let holder = *first.entry(one.port).or_insert(one);
            if same_object(holder.manifest, one.manifest) {
                continue;
            }
            let free = next_free(&context.analysis.cluster.options.node_ports, one.port, &named);
            named.extend(free);
            sink.push(taken(context, one, holder, free));
        }
    }
}

/// The next number above a node port that no manifest names, or else the first one of the range.
fn next_free(range: &RangeInclusive<Port>, port: Port, named: &BTreeSet<Port>) -> Option<Port> {
    let above = (port.max(*range.start())..=*range.end()).find(|one| !named.contains(one));
    above.or_else(|| range.clone().find(|one| !named.contains(one)))
}

/// The node ports that a Service's manifest names.
fn asked<'a>(context: &Context<'a>, manifest: &'a Manifest) -> Vec<Asked<'a>> {
    let spec = manifest.tree(&context.analysis.files).and_then(|tree| tree.get("spec"));
    let Some(spec) = spec else { return Vec::new() };
    let ports = spec.get("ports").into_iter().flat_map(Node::items).enumerate();
    let ports = ports.map(|(index, port)| (format!("spec.ports[{index}].nodePort"), port.get("nodePort")));
    let health = ("spec.healthCheckNodePort".to_owned(), spec.get("healthCheckNodePort"));
    let asked = ports.chain([health]).filter_map(|(path, node)| {
        let Scalar::Int(port) = node?.scalar()? else { return None };
        let port = Port::try_from(port).ok().filter(|port| *port != 0)?;
        Some(Asked { manifest, path, port })
    });
    asked.collect()
}

/// Whether two manifests are the same object: applied again, it keeps its ports.
fn same_object(one: &Manifest, other: &Manifest) -> bool {
    one.id == other.id || (one.namespace == other.namespace && one.name == other.name && one.name.is_some())
}

fn taken(context: &Context<'_>, asked: &Asked<'_>, holder: &Asked<'_>, free: Option<Port>) -> Finding {
    let object: ObjectId = asked.manifest.id;
    let service = ("service", Arg::code(title(holder.manifest, asked.manifest)));
    let message = TAKEN.with([("port", Arg::Number(asked.port.into())), service.clone()]);
    let finding = context
        .finding(NodePortConflict::META, Spot::value(object, asked.path.clone()), message)
        .see(context.place(&Spot::value(holder.manifest.id, holder.path.clone())), HERE.with([service]))
        .note(REFUSED.message());
    let Some(free) = free else { return finding.help(LEAVE_OUT.message()) };
    let edits = edit::replace(context, object, &asked.path, &free.to_string());
    let free = ("port", Arg::Number(free.into()));
    finding.help(CHOOSE.with([free.clone()])).guess(FIX.with([free]), edits)
}

/// The Service's name, with its Namespace where that is another one.
fn title(service: &Manifest, from: &Manifest) -> String {
    let name = service.name.as_deref().unwrap_or_default();
    match service.namespace.as_deref() {
        Some(namespace) if service.namespace != from.namespace => format!("{namespace}/{name}"),
        _ => name.to_owned(),
    }
}
