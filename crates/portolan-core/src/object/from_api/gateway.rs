//! `gateway.networking.k8s.io`: with the defaults of its custom resources, and no more of each list than they allow.

use super::{each, port, some_text, text};
use crate::api::gateway as api;
use crate::object::{
    BackendRef, Filter, GATEWAY_GROUP, Gateway, GatewayClass, Listener, Meta, ParentRef, PathMatch,
    PathModifier, Redirect, ReferenceGrant, Route, RouteKind, RouteMatch, RouteNamespaces, RouteRule,
    Selector, ValueMatch,
};

/// `maxItems` of `listeners`, of `matches`, and of the filters, back ends and values of one.
const MOST: (usize, usize, usize) = (64, 64, 16);

impl GatewayClass {
    /// A GatewayClass.
    pub(crate) fn from_api(meta: Meta, class: api::GatewayClass) -> Self {
        Self { meta, controller: class.spec.controller_name.into() }
    }
}

impl Gateway {
    /// A Gateway.
    pub(crate) fn from_api(meta: Meta, gateway: api::Gateway) -> Self {
        let stated = !gateway.status.addresses.is_empty();
        let addresses = if stated { gateway.status.addresses } else { gateway.spec.addresses };
        let values = addresses.into_iter().take(MOST.2).map(|one| one.value);
        Self {
            meta,
            class: gateway.spec.gateway_class_name.into(),
            listeners: each(few(gateway.spec.listeners, MOST.0), listener),
            addresses: values.filter(|value| !value.is_empty()).map(Into::into).collect(),
            addresses_stated: stated,
        }
    }
}

impl Route {
    /// An HTTPRoute or a GRPCRoute.
    pub(crate) fn from_api(meta: Meta, kind: RouteKind, route: api::Route) -> Self {
        let own = meta.namespace.clone();
        let parents = each(few(route.spec.parent_refs, MOST.0), |one| ParentRef {
            is_gateway: one.group.as_deref().is_none_or(|group| group == GATEWAY_GROUP)
                && one.kind.as_deref().is_none_or(|kind| kind == "Gateway"),
            namespace: one.namespace.map_or_else(|| own.clone(), Into::into),
            name: one.name.into(),
            section: some_text(one.section_name),
            port: one.port.map(port),
        });
        let rules = each(few(route.spec.rules, MOST.2), |one| rule(one, kind, &own));
        let hostnames =
            each(few(route.spec.hostnames, MOST.2), |name| Box::<str>::from(name.to_ascii_lowercase()));
        Self { meta, kind, parents, hostnames, rules }
    }
}

impl ReferenceGrant {
    /// A ReferenceGrant.
    pub(crate) fn from_api(meta: Meta, grant: api::ReferenceGrant) -> Self {
        let from =
            each(few(grant.spec.from, MOST.2), |one| (text(one.group), text(one.kind), text(one.namespace)));
        let to = each(few(grant.spec.to, MOST.2), |one| (text(one.group), text(one.kind), one.name.into()));
        Self { meta, from, to }
    }
}

fn few<T>(mut list: Vec<T>, most: usize) -> Vec<T> {
    list.truncate(most);
    list
}

fn listener(one: api::Listener) -> Listener {
    let tls = one.tls.unwrap_or_default();
    let namespaces = one.allowed_routes.namespaces;
    Listener {
        name: one.name.into(),
        hostname: text(one.hostname.map(|name| name.to_ascii_lowercase())),
        port: port(one.port),
        protocol: one.protocol.into(),
        passthrough: tls.mode.as_deref() == Some("Passthrough"),
        certificates: each(tls.certificate_refs, |one| (text(one.namespace), one.name.into())),
        from: match namespaces.from.as_deref() {
            None | Some("Same") => RouteNamespaces::Same,
            Some("All") => RouteNamespaces::All,
            Some("Selector") => {
                RouteNamespaces::Selector(Selector::from_api(namespaces.selector.unwrap_or_default()))
            }
            Some(_) => RouteNamespaces::None,
        },
        kinds: each(one.allowed_routes.kinds, |one| {
            (one.group.map_or_else(|| GATEWAY_GROUP.into(), Into::into), one.kind.into())
        }),
    }
}

fn rule(one: api::RouteRule, kind: RouteKind, own: &str) -> RouteRule {
    let mut matches = each(few(one.matches, MOST.1), |one| route_match(one, kind));
    if matches.is_empty() {
        matches.push(RouteMatch { written: false, ..route_match(api::RouteMatch::default(), kind) });
    }
    let backends = each(few(one.backend_refs, MOST.2), |one| BackendRef {
        group: text(one.group),
        kind: one.kind.map_or_else(|| "Service".into(), Into::into),
        namespace: one.namespace.map_or_else(|| own.into(), Into::into),
        name: one.name.into(),
        port: one.port.map(port),
        weight: one.weight.map_or(1, super::count),
    });
    RouteRule { matches, filters: each(few(one.filters, MOST.2), filter), backends }
}

fn route_match(one: api::RouteMatch, kind: RouteKind) -> RouteMatch {
    let method = one.method.unwrap_or_default();
    let path = match kind {
        RouteKind::Grpc => PathMatch::Grpc {
            service: text(method.grpc.service),
            method: text(method.grpc.method),
            regex: method.grpc.type_.as_deref() == Some("RegularExpression"),
        },
        RouteKind::Http => {
            let path = one.path.unwrap_or_default();
            let value: Box<str> = path.value.unwrap_or_else(|| "/".to_owned()).into();
            match path.type_.as_deref() {
                Some("Exact") => PathMatch::Exact(value),
                Some("RegularExpression") => PathMatch::Regex(value),
                _ => PathMatch::Prefix(value),
            }
        }
    };
    let query = if kind == RouteKind::Http { values(one.query_params, false) } else { Vec::new() };
    let method = Some(method.http).filter(|word| kind == RouteKind::Http && !word.is_empty());
    RouteMatch { path, headers: values(one.headers, true), query, method: some_text(method), written: true }
}

/// Of several with one name only the first counts; the names of headers are told apart without case.
fn values(list: Vec<api::ValueMatch>, headers: bool) -> Vec<ValueMatch> {
    let mut kept: Vec<ValueMatch> = Vec::new();
    for one in list.into_iter().take(MOST.2) {
        let name = if headers { one.name.to_ascii_lowercase() } else { one.name };
        if kept.iter().all(|known| *known.name != *name) {
            let regex = one.type_.as_deref() == Some("RegularExpression");
            kept.push(ValueMatch { name: name.into(), value: text(one.value), regex });
        }
    }
    kept
}

fn filter(one: api::Filter) -> Filter {
    match one.type_.as_str() {
        "RequestRedirect" => Filter::Redirect(redirect(one.request_redirect)),
        "URLRewrite" => Filter::Rewrite(redirect(one.url_rewrite)),
        "RequestHeaderModifier" | "ResponseHeaderModifier" | "RequestMirror" | "CORS" => {
            Filter::Aside(one.type_.into())
        }
        _ => Filter::Unknown(one.type_.into()),
    }
}

fn redirect(one: api::Redirect) -> Redirect {
    Redirect {
        scheme: some_text(one.scheme.map(|scheme| scheme.to_ascii_lowercase())),
        hostname: some_text(one.hostname),
        path: one.path.and_then(|path| match path.type_.as_str() {
            "ReplaceFullPath" => Some(PathModifier::Full(text(path.replace_full_path))),
            "ReplacePrefixMatch" => Some(PathModifier::Prefix(text(path.replace_prefix_match))),
            _ => None,
        }),
        port: one.port.map(port).filter(|port| *port > 0),
        status: one.status_code.and_then(|code| u16::try_from(code).ok()).unwrap_or(302),
    }
}
