//! `GetWarningsForPod` and `GetWarningsForPodTemplate` (`pkg/api/pod/warnings.go`).

use super::affinity::{PREFERRED, REQUIRED};
use super::amount::Amount;
use super::profile::{self, APP_ARMOR, SECCOMP_CONTAINER, SECCOMP_POD};
use super::{node_warnings, port_warnings, visit, volume};
use crate::admission::address::warn_ip;
use crate::admission::format;
use crate::admission::go::quote;
use crate::admission::report::Report;
use crate::api::Quantity;
use crate::api::core::{Container, Pod, PodAffinity, PodSpec, PodTemplateSpec};
use crate::diagnostic::Path;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// `deprecatedAnnotations`.
const ANNOTATIONS: [(&str, &str); 3] = [
    (
        "scheduler.alpha.kubernetes.io/critical-pod",
        "non-functional in v1.16+; use the \"priorityClassName\" field instead",
    ),
    ("security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
    (
        "security.alpha.kubernetes.io/unsafe-sysctls",
        "non-functional in v1.11+; use the \"sysctls\" field instead",
    ),
];
const SECCOMP_WORDS: &str = "non-functional in v1.27+; use the \"seccompProfile\" field instead";
const APP_ARMOR_WORDS: &str = "deprecated since v1.30; use the \"appArmorProfile\" field instead";
pub(super) const MATCHES_NOTHING: &str = "a null labelSelector results in matching no pod";

type Annotations = BTreeMap<String, String>;

/// Where the specification and the annotations stand.
struct Subject<'a> {
    spec: &'a PodSpec,
    annotations: &'a Annotations,
    path: &'a Path<'a>,
    annotations_path: &'a Path<'a>,
    is_pod: bool,
}

/// `WarningsOnCreate` of the Pod strategy: what a Pod says in vain, and a name that is no host name.
pub(in crate::admission) fn warn_pod(pod: &Pod, report: &mut Report) {
    let Some(spec) = &pod.spec else { return };
    let none = Annotations::new();
    let meta = Path::new("metadata");
    let subject = Subject {
        spec,
        annotations: pod.metadata.annotations.as_ref().unwrap_or(&none),
        path: &Path::new("spec"),
        annotations_path: &meta.child("annotations"),
        is_pod: true,
    };
    warn_app_armor_of_pod(&subject, report);
    let wrongs = format::dns1123_label(pod.metadata.name.as_deref().unwrap_or_default());
    if !wrongs.is_empty() {
        report.warn(format!(
            "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is \
             recommended: [{}]",
            wrongs.join(" ")
        ));
    }
    warn(&subject, report);
}

/// Warns of what a template says in vain.
pub(in crate::admission) fn warn_template(template: &PodTemplateSpec, path: &Path<'_>, report: &mut Report) {
    let Some(spec) = &template.spec else { return };
    let none = Annotations::new();
    let annotations = template.metadata.as_ref().and_then(|meta| meta.annotations.as_ref());
    let meta = path.child("metadata");
    let subject = Subject {
        spec,
        annotations: annotations.unwrap_or(&none),
        path: &path.child("spec"),
        annotations_path: &meta.child("annotations"),
        is_pod: false,
    };
    warn(&subject, report);
}

fn warn(subject: &Subject<'_>, report: &mut Report) {
    let (spec, path) = (subject.spec, subject.path);
    node_warnings::warn(spec, path, report);
    for (key, words) in ANNOTATIONS.into_iter().filter(|(key, _)| subject.annotations.contains_key(*key)) {
        report.warn(format!("{}: {words}", subject.annotations_path.key(key)));
    }
    volume::warn(spec, path, report);
    warn_names(spec, path, report);
    warn_fractions(spec.overhead.as_ref(), &path.child("overhead"), report);
    let security = spec.security_context.as_ref();
    if security.is_none_or(|one| one.seccomp_profile.is_none()) {
        warn_annotation(subject, SECCOMP_POD, SECCOMP_WORDS, report);
    }
    let armed = security.is_some_and(|one| one.app_armor_profile.is_some());
    visit(spec, path, &mut |container, path| {
        warn_profiles(subject, container, armed, report);
        warn_container(container, path, report);
    });
    let on_host = subject.is_pod && spec.host_network == Some(true);
    port_warnings::warn(spec, on_host, path, report);
    if !subject.is_pod && spec.termination_grace_period_seconds.is_some_and(|seconds| seconds < 0) {
        let path = path.child("terminationGracePeriodSeconds");
        report.warn(format!("{path}: must be >= 0; negative values are invalid and will be treated as 1"));
    }
    if let Some(affinity) = &spec.affinity {
        let path = path.child("affinity");
        warn_terms(affinity.pod_affinity.as_ref(), &path.child("podAffinity"), report);
        warn_terms(affinity.pod_anti_affinity.as_ref(), &path.child("podAntiAffinity"), report);
    }
    let servers = spec.dns_config.as_ref().and_then(|config| config.nameservers.as_deref());
    for (index, server) in servers.into_iter().flatten().enumerate() {
        warn_ip(&path.child("dnsConfig").child("nameservers").index(index), server, report);
    }
    for (index, alias) in spec.host_aliases.iter().flatten().enumerate() {
        warn_ip(&path.child("hostAliases").index(index).child("ip"), &alias.ip, report);
    }
}

/// `warningsForPodAffinityTerms` and `warningsForWeightedPodAffinityTerms`.
fn warn_terms(affinity: Option<&PodAffinity>, path: &Path<'_>, report: &mut Report) {
    let Some(affinity) = affinity else { return };
    let list = path.child(REQUIRED);
    for (index, term) in affinity.required.iter().flatten().enumerate() {
        if term.label_selector.is_none() {
            report.warn(format!("{}: {MATCHES_NOTHING}", list.index(index).child("labelSelector")));
        }
    }
    let list = path.child(PREFERRED);
    for (index, one) in affinity.preferred.iter().flatten().enumerate() {
        if one.pod_affinity_term.label_selector.is_none() {
            let path = list.index(index);
            let path = path.child("podAffinityTerm");
            report.warn(format!("{}: {MATCHES_NOTHING}", path.child("labelSelector")));
        }
    }
}

fn warn_annotation(subject: &Subject<'_>, key: &str, words: &str, report: &mut Report) {
    if subject.annotations.contains_key(key) {
        report.warn(format!("{}: {words}", subject.annotations_path.key(key)));
    }
}

/// Annotations with profiles where fields should be.
fn warn_profiles(subject: &Subject<'_>, container: &Container, armed: bool, report: &mut Report) {
    let security = container.security_context.as_ref();
    if security.is_none_or(|one| one.seccomp_profile.is_none()) {
        warn_annotation(subject, &format!("{SECCOMP_CONTAINER}{}", container.name), SECCOMP_WORDS, report);
    }
    if !subject.is_pod && !armed && security.is_none_or(|one| one.app_armor_profile.is_none()) {
        warn_annotation(subject, &format!("{APP_ARMOR}{}", container.name), APP_ARMOR_WORDS, report);
    }
}

/// `applyAppArmorVersionSkew`: an annotation that says nothing but what the Pod's field says is fine.
fn warn_app_armor_of_pod(subject: &Subject<'_>, report: &mut Report) {
    let spec = subject.spec;
    if spec.os.as_ref().is_some_and(|os| os.name == "windows") {
        return;
    }
    let of_pod = spec.security_context.as_ref().and_then(|one| one.app_armor_profile.as_ref());
    let of_pod = of_pod.map(|one| (one.type_.as_str(), one.localhost_profile.as_deref()));
    visit(spec, subject.path, &mut |container, _| {
        let own = container.security_context.as_ref().and_then(|one| one.app_armor_profile.as_ref());
        let key = format!("{APP_ARMOR}{}", container.name);
        let said = subject.annotations.get(&key).map(|said| profile::app_armor_of(said));
        if own.is_none() && said.is_some_and(|said| said.is_none() || said != of_pod) {
            warn_annotation(subject, &key, APP_ARMOR_WORDS, report);
        }
    });
}

fn warn_names(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let list = path.child("hostAliases");
    let mut seen = BTreeSet::new();
    for (index, alias) in spec.host_aliases.iter().flatten().enumerate() {
        if !seen.insert(alias.ip.as_str()) {
            report.warn(format!("{}: duplicate ip {}", list.index(index).child("ip"), quote(&alias.ip)));
        }
    }
    let list = path.child("imagePullSecrets");
    let secrets = spec.image_pull_secrets.as_deref().unwrap_or_default();
    let mut seen = BTreeSet::new();
    for (index, secret) in secrets.iter().enumerate() {
        if !seen.insert(secret.name.as_str()) {
            let name = quote(&secret.name);
            report.warn(format!("{}: duplicate name {name}", list.index(index).child("name")));
        }
    }
    for (index, _) in secrets.iter().enumerate().filter(|(_, secret)| secret.name.is_empty()) {
        report.warn(format!("{}: invalid empty name \"\"", list.index(index).child("name")));
    }
}

/// Parts of bytes.
fn warn_fractions(list: Option<&BTreeMap<String, Quantity>>, path: &Path<'_>, report: &mut Report) {
    for name in ["memory", "ephemeral-storage"] {
        warn_fraction(list, name, path, report);
    }
}

fn warn_fraction(
    list: Option<&BTreeMap<String, Quantity>>,
    name: &str,
    path: &Path<'_>,
    report: &mut Report,
) {
    let amount = list.and_then(|list| list.get(name)).and_then(Amount::of);
    if let Some(amount) = amount.filter(|amount| !amount.is_whole()) {
        let shown = quote(&amount.show());
        report.warn(format!(
            "{}: fractional byte value {shown} is invalid, must be an integer",
            path.key(name)
        ));
    }
}

fn warn_container(container: &Container, path: &Path<'_>, report: &mut Report) {
    if let Some(wanted) = &container.resources {
        let path = path.child("resources");
        for name in ["memory", "ephemeral-storage"] {
            warn_fraction(wanted.limits.as_ref(), name, &path.child("limits"), report);
            warn_fraction(wanted.requests.as_ref(), name, &path.child("requests"), report);
        }
    }
    let mut seen = BTreeSet::new();
    for (index, variable) in container.env.iter().flatten().enumerate() {
        if seen.insert(variable.name.as_str()) {
            continue;
        }
        let reference = format!("$({})", variable.name);
        let value = variable.value.as_deref().unwrap_or_default();
        if variable.value_from.is_some() || value == reference || !value.contains(&reference) {
            let name = quote(&variable.name);
            report.warn(format!(
                "{}: hides previous definition of {name}, which may be dropped when using apply",
                path.child("env").index(index)
            ));
        }
    }
}
