//! `kubectl describe svc`, to the letter.
//!
//! Follows kubectl's describer (staging/src/k8s.io/kubectl/pkg/describe/describe.go).

use crate::get::choice::Selection;
use crate::get::endpoints::host_port;
use crate::get::service::{chosen, cluster_ip, selector};
use crate::get::slice::{SHOWN, by_service};
use crate::get::{joined, or_none};
use crate::table::{DESCRIBE, align};
use portolan_core::Analysis;
use portolan_core::diagnostic::ObjectId;
use portolan_core::object::{EndpointSlice, Labels, Service, ServicePort};
use std::fmt::{Display, Write as _};

/// Longer annotations are cut.
const ANNOTATION: usize = 140;

/// The annotation that kubectl itself leaves out.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The descriptions of these Services, and the names that were asked for and are not there.
#[must_use]
pub fn services(analysis: &Analysis, selection: &Selection) -> (String, Vec<String>) {
    let (pages, missing) = pages(analysis, selection);
    let pages: Vec<String> = pages.into_iter().map(|(_, page)| page).collect();
    (pages.join("\n\n"), missing)
}

/// The same Service by Service, each with its manifest.
pub(crate) fn pages(analysis: &Analysis, selection: &Selection) -> (Vec<(ObjectId, String)>, Vec<String>) {
    let chosen = chosen(analysis, selection);
    let slices = by_service(&analysis.slices);
    let page = |service: &&Service| {
        let own = slices.get(&(&*service.meta.namespace, &*service.meta.name));
        let own = own.map(Vec::as_slice).unwrap_or_default();
        (service.meta.id, align(&description(service, own), DESCRIBE))
    };
    let there = |name: &&String| chosen.iter().any(|service| *service.meta.name == ***name);
    let missing = selection.names.iter().filter(|name| !there(name)).cloned().collect();
    (chosen.iter().map(page).collect(), missing)
}

fn description(service: &Service, slices: &[&EndpointSlice]) -> String {
    let mut page = Page(String::new());
    page.line("Name", &service.meta.name);
    page.line("Namespace", &service.meta.namespace);
    page.labels(&service.meta.labels);
    page.annotations(&service.meta.annotations);
    page.line("Selector", selector(service));
    page.line("Type", service.kind.as_str());
    addresses(&mut page, service);
    for port in &service.ports {
        self::port(&mut page, port, slices);
    }
    policies(&mut page, service);
    page.line("Events", "<none>");
    page.0
}

fn addresses(page: &mut Page, service: &Service) {
    if let Some(policy) = service.ip_family_policy {
        page.line("IP Family Policy", policy.as_str());
    }
    page.line("IP Families", or_none(joined(&service.ip_families)));
    page.line("IP", cluster_ip(service));
    let all = if service.headless { "None".to_owned() } else { joined(&service.cluster_ips) };
    page.line("IPs", or_none(all));
    page.known("External IPs", joined(&service.external_ips));
    page.known("Desired LoadBalancer IP", &*service.load_balancer.ip);
    page.known("External Name", &*service.external_name);
    let ingress: Vec<String> = service
        .load_balancer
        .ingress
        .iter()
        .map(|one| match one.ip {
            Some(ip) => format!("{ip} ({})", if one.proxy { "Proxy" } else { "VIP" }),
            None => one.hostname.to_string(),
        })
        .collect();
    page.known("LoadBalancer Ingress", ingress.join(", "));
}

fn port(page: &mut Page, port: &ServicePort, slices: &[&EndpointSlice]) {
    let name = if port.name.is_empty() { "<unset>" } else { &*port.name };
    page.line("Port", format_args!("{name}\t{}/{}", port.port, port.protocol));
    page.line("TargetPort", format_args!("{}/{}", port.target_port, port.protocol));
    if port.node_port != 0 {
        page.line("NodePort", format_args!("{name}\t{}/{}", port.node_port, port.protocol));
    }
    page.line("Endpoints", endpoints(slices, &port.name));
}

fn policies(page: &mut Page, service: &Service) {
    let affinity = if service.session_affinity.is_some() { "ClientIP" } else { "None" };
    page.line("Session Affinity", affinity);
    if let Some(policy) = service.external_traffic_policy {
        page.line("External Traffic Policy", policy.as_str());
    }
    if let Some(policy) = service.internal_traffic_policy {
        page.line("Internal Traffic Policy", policy.as_str());
    }
    if let Some(distribution) = &service.traffic_distribution {
        page.line("Traffic Distribution", distribution);
    }
    if service.health_check_node_port != 0 {
        page.line("HealthCheck NodePort", service.health_check_node_port);
    }
    page.known("LoadBalancer Source Ranges", joined(&service.load_balancer.source_ranges));
}

/// The ready endpoints behind a port, three at most. That there are more is said as soon as an endpoint of any
/// readiness comes behind the third: kubectl may say `+ 0 more...`.
fn endpoints(slices: &[&EndpointSlice], port_name: &str) -> String {
    if slices.is_empty() {
        return "<none>".to_owned();
    }
    let mut list = Endpoints { shown: Vec::with_capacity(SHOWN), more: false, count: 0 };
    for slice in slices {
        let ports = slice.ports.as_deref().unwrap_or_default();
        if ports.is_empty() {
            list.take(slice, None);
        }
        for port in ports {
            if port.name.as_deref().unwrap_or_default() == port_name {
                list.take(slice, port.port);
            }
        }
    }
    let shown = list.shown.join(",");
    if list.more { format!("{shown} + {} more...", list.count.saturating_sub(SHOWN)) } else { shown }
}

struct Endpoints {
    shown: Vec<String>,
    more: bool,
    count: usize,
}

impl Endpoints {
    fn take(&mut self, slice: &EndpointSlice, port: Option<u16>) {
        for endpoint in slice.endpoints.iter().flatten() {
            self.more |= self.shown.len() == SHOWN;
            if !endpoint.conditions.is_ready() {
                continue;
            }
            let address = endpoint.addresses.first().map(|address| &**address).unwrap_or_default();
            if !self.more {
                self.shown.push(port.map_or_else(|| address.to_owned(), |port| host_port(address, port)));
            }
            self.count += 1;
        }
    }
}

/// Lines of `Key:<tab>value`.
struct Page(String);

impl Page {
    fn line(&mut self, key: &str, value: impl Display) {
        let _ = writeln!(self.0, "{key}:\t{value}");
    }

    /// A line, unless there is nothing to say.
    fn known(&mut self, key: &str, value: impl AsRef<str>) {
        if !value.as_ref().is_empty() {
            self.line(key, value.as_ref());
        }
    }

    fn labels(&mut self, labels: &Labels) {
        if labels.is_empty() {
            self.line("Labels", "<none>");
        }
        for (index, (key, value)) in labels.iter().enumerate() {
            let title = if index == 0 { "Labels:" } else { "" };
            let _ = writeln!(self.0, "{title}\t{key}={value}");
        }
    }

    fn annotations(&mut self, annotations: &Labels) {
        let mut shown = annotations.iter().filter(|(key, _)| *key != LAST_APPLIED).peekable();
        self.0.push_str("Annotations:\t");
        if shown.peek().is_none() {
            self.0.push_str("<none>\n");
        }
        for (index, (key, value)) in shown.enumerate() {
            self.0.push_str(if index == 0 { "" } else { "\t" });
            let value = value.strip_suffix('\n').unwrap_or(value);
            if value.len() + key.len() + 2 > ANNOTATION || value.contains('\n') {
                let _ = writeln!(self.0, "{key}:");
                for line in value.split('\n') {
                    let _ = writeln!(self.0, "\t  {}", shortened(line, ANNOTATION - 2));
                }
            } else {
                let _ = writeln!(self.0, "{key}: {value}");
            }
        }
    }
}

/// At most so many bytes, with dots for what is cut off.
fn shortened(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    format!("{}...", text.get(..end).unwrap_or_default())
}
