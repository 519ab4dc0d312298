//! What an input amounts to in a few lines: where each Service leads, and how much of everything there is.

use crate::get::slice::{ByService, by_service};
use crate::table::{DESCRIBE, align};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Lang};
use portolan_core::object::{Service, ServicePort, ServiceType};
use portolan_core::template;
use portolan_yaml::collections::BTreeSet;
use std::fmt::Write as _;

/// More Services than this are only counted.
const SERVICES: usize = 20;

template!(PODS, "overview.pods", en: "{n} {n|Pod|Pods}", ja: "Pod {n}個");
template!(OUTSIDE, "overview.outside", en: "{n} {n|endpoint|endpoints}", ja: "エンドポイント{n}個");

/// Where each Service leads, then the counts of objects by kind; empty if there is no object.
#[must_use]
pub fn overview(analysis: &Analysis, lang: Lang) -> String {
    let services = &analysis.cluster.services;
    let mut out = String::new();
    if services.len() <= SERVICES {
        let slices = by_service(&analysis.slices);
        let mut text = String::new();
        for service in services {
            lines(service, &slices, lang, &mut text);
        }
        out = align(&text, DESCRIBE);
    }
    let counts = counts(analysis, lang);
    if !counts.is_empty() {
        let separator = if lang == Lang::Ja { "、" } else { ", " };
        out.push_str(&counts.join(separator));
        out.push('\n');
    }
    out
}

fn lines(service: &Service, slices: &ByService<'_>, lang: Lang, out: &mut String) {
    let name = service.meta.full_name();
    if service.kind == ServiceType::ExternalName {
        let _ = writeln!(out, "Service {name}\tDNS\t→ {}", service.external_name);
    }
    for port in &service.ports {
        let title = if port.name.is_empty() { String::new() } else { format!("{} ", port.name) };
        let (ready, all_pods) = ready(service, port, slices);
        let words = if all_pods { &PODS } else { &OUTSIDE };
        let reached = words.with([("n", Arg::count(ready))]).render(lang);
        let _ = writeln!(
            out,
            "Service {name}\t{title}{}/{}\t→ {}\t{reached}",
            port.port, port.protocol, port.target_port
        );
    }
}

/// How many ready endpoints are behind a port, and whether all of them are Pods.
fn ready(service: &Service, port: &ServicePort, slices: &ByService<'_>) -> (usize, bool) {
    let own = slices.get(&(&*service.meta.namespace, &*service.meta.name)).into_iter().flatten();
    let with_port = own.filter(|slice| {
        let mut ports = slice.ports.iter().flatten();
        ports.any(|known| known.name.as_deref().unwrap_or_default() == &*port.name)
    });
    let endpoints = with_port.flat_map(|slice| slice.endpoints.iter().flatten());
    let mut all_pods = true;
    let mut seen = BTreeSet::new();
    for endpoint in endpoints.filter(|endpoint| endpoint.conditions.is_ready()) {
        match &endpoint.target {
            Some(target) => seen.insert((&*target.kind, &*target.name)),
            None => {
                all_pods = false;
                seen.insert(("", endpoint.addresses.first().map(|address| &**address).unwrap_or_default()))
            }
        };
    }
    (seen.len(), all_pods)
}

/// `1 Service`, `2 ReplicaSets`, …: Services, controllers and Pods, those that are simulated included.
fn counts(analysis: &Analysis, lang: Lang) -> Vec<String> {
    let cluster = &analysis.cluster;
    let mut kinds: Vec<(&str, usize)> = vec![("Service", cluster.services.len())];
    for workload in &cluster.workloads {
        let kind = workload.kind.as_str();
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((kind, 1)),
        }
    }
    kinds.push(("Pod", cluster.pods.len()));
    let there = kinds.into_iter().filter(|(_, count)| *count > 0);
    there
        .map(|(kind, count)| match (lang, count) {
            (Lang::Ja, _) => format!("{kind} {count}個"),
            (Lang::En, 1) => format!("1 {kind}"),
            (Lang::En, count) => format!("{count} {kind}s"),
        })
        .collect()
}
