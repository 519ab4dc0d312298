//! An Ingress, or a Gateway and an HTTPRoute, before a Service.

use super::new::head;
use super::{Part, Writer};
use crate::advice::choice::Kind;
use crate::advice::signs::leads;
use crate::advice::words;
use crate::diagnostic::Arg;
use crate::object::{Gateway, Listener, RouteNamespaces};
use portolan_yaml::inline;
use std::fmt::Write as _;

/// The GatewayClass where none is known.
const ANY_CLASS: &str = "example";

impl Writer<'_, '_> {
    /// The routes that lead to the Service already, or a new one to a port of a Service.
    pub(super) fn route(&mut self, kind: Kind, service: &str, port: u16) {
        let there = leads(self.analysis, self.subject).into_iter().filter(|lead| lead.kind == kind);
        let objects: Vec<_> = there.map(|lead| lead.origin.object).collect();
        if !objects.is_empty() {
            objects.into_iter().for_each(|object| self.keep(object));
            return;
        }
        let host = format!("{}.example.com", self.subject.name);
        if kind == Kind::Ingress {
            let text = self.ingress(&host, service, port);
            self.proposal.parts.push(Part::New { text });
            self.proposal.notes.push(words::YOUR_HOST.with([("host", Arg::code(host))]));
        } else {
            self.gateway(&host, service, port);
        }
    }

    fn ingress(&self, host: &str, service: &str, port: u16) -> String {
        let mut out = head("networking.k8s.io/v1", "Ingress", self.subject.namespace, self.subject.name);
        out.push_str("spec:\n");
        if let Some(class) = self.ingress_class() {
            let _ = writeln!(out, "  ingressClassName: {}", inline(class));
        }
        let (host, service) = (inline(host), inline(service));
        let _ = write!(
            out,
            "  rules:
  - host: {host}
    http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: {service}
            port:
              number: {port}
"
        );
        out
    }

    /// The class that the other Ingresses have, or the default one, or the only one.
    fn ingress_class(&self) -> Option<&str> {
        let cluster = &self.analysis.cluster;
        let used = cluster.ingresses.iter().find_map(|ingress| ingress.named_class());
        let mut classes = cluster.ingress_classes.iter();
        let default = classes.find(|class| class.is_default()).or(cluster.ingress_classes.first());
        used.or_else(|| default.map(|class| &*class.meta.name))
    }

    /// The listener of a Gateway that a route of the subject's namespace can be attached to.
    fn listener<'g>(&self, gateway: &'g Gateway) -> Option<&'g Listener> {
        let here = *gateway.meta.namespace == *self.subject.namespace;
        gateway.listeners.iter().find(|one| {
            let allows = match one.from {
                RouteNamespaces::All => true,
                RouteNamespaces::Same => here,
                RouteNamespaces::Selector(_) | RouteNamespaces::None => false,
            };
            allows && one.kinds.is_empty() && matches!(&*one.protocol, "HTTP" | "HTTPS")
        })
    }

    /// An HTTPRoute, and a Gateway if the input has none for it.
    fn gateway(&mut self, host: &str, service: &str, port: u16) {
        let subject = self.subject;
        let cluster = &self.analysis.cluster;
        let known = cluster.gateways.iter().find_map(|one| Some((one, self.listener(one)?)));
        let (namespace, name) = known
            .map_or((subject.namespace, subject.name), |(one, _)| (&*one.meta.namespace, &*one.meta.name));
        let host = match known.map(|(_, listener)| &*listener.hostname) {
            None | Some("") => host.to_owned(),
            Some(allowed) => allowed.replacen('*', subject.name, 1),
        };
        if known.is_none() {
            let class = cluster.gateway_classes.first().map(|class| &*class.meta.name);
            if class.is_none() {
                self.proposal.notes.push(words::YOUR_CLASS.with([("class", Arg::code(ANY_CLASS))]));
            }
            let mut out = head("gateway.networking.k8s.io/v1", "Gateway", namespace, name);
            let _ = write!(
                out,
                "spec:
  gatewayClassName: {}
  listeners:
  - name: http
    protocol: HTTP
    port: 80
",
                inline(class.unwrap_or(ANY_CLASS))
            );
            self.proposal.parts.push(Part::New { text: out });
        }
        let mut out = head("gateway.networking.k8s.io/v1", "HTTPRoute", subject.namespace, subject.name);
        let _ = write!(out, "spec:\n  parentRefs:\n  - name: {}\n", inline(name));
        if namespace != subject.namespace {
            let _ = writeln!(out, "    namespace: {}", inline(namespace));
        }
        let (hostname, service) = (inline(&host), inline(service));
        let _ = write!(
            out,
            "  hostnames:
  - {hostname}
  rules:
  - backendRefs:
    - name: {service}
      port: {port}
"
        );
        self.proposal.parts.push(Part::New { text: out });
        self.proposal.notes.push(words::YOUR_HOST.with([("host", Arg::code(host))]));
    }
}
