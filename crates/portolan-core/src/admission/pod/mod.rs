//! Pods and Pod templates: `ValidatePodCreate`, `ValidatePodTemplateSpec` and `ValidatePodSpec`
//! (`pkg/apis/core/validation/validation.go`).

mod affinity;
mod amount;
mod annotations;
mod claims;
mod container;
mod container_ports;
mod env;
mod gates;
mod host;
mod label_keys;
mod node_warnings;
mod pod_resources;
mod port_warnings;
mod probe;
mod profile;
mod resources;
mod scheduling;
mod security;
mod source;
mod spec;
mod spread;
mod update;
mod volume;
mod warnings;
mod windows;

pub(super) use profile::{APP_ARMOR, app_armor_of};
pub(super) use resources::COUNTED_RESOURCES;
pub(super) use spec::check_spec;
pub(super) use update::check_update;
pub(super) use volume::{check_claim, warn_claim};
pub(super) use warnings::{warn_pod, warn_template};

use super::Verb;
use super::meta::{self, NameRule, Scope};
use super::report::Report;
use crate::api::core::{Container, ContainerPort, Pod, PodSpec, PodTemplateSpec};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeMap;

/// What the rules for a PodSpec depend on beside itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context<'a> {
    /// Whether it is that of a Pod, not of a template.
    pub is_pod: bool,
    /// Names of volumes that a StatefulSet adds by `volumeClaimTemplates`.
    pub claims: &'a [&'a str],
    /// The name of the Pod, where it is one.
    pub name: &'a str,
    /// Whether a StatefulSet replaces host name and subdomain.
    pub sets_hostname: bool,
}

/// Checks a Pod.
pub(super) fn validate(pod: &Pod, namespace: &str, verb: Verb, report: &mut Report) {
    meta::check(&pod.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    let none = PodSpec::default();
    let spec = pod.spec.as_ref().unwrap_or(&none);
    let dropped = gates::dropped(spec, report.release);
    let spec = dropped.as_ref().unwrap_or(spec);
    let keyed = label_keys::applied(spec, pod.metadata.labels.as_ref(), report.release);
    let spec = keyed.as_ref().unwrap_or(spec);
    let root = Path::new("spec");
    let none = BTreeMap::new();
    let annotations = pod.metadata.annotations.as_ref().unwrap_or(&none);
    annotations::check(spec, annotations, &Path::new("metadata").child("annotations"), report);
    let name = pod.metadata.name.as_deref().unwrap_or_default();
    check_spec(spec, Context { is_pod: true, name, ..Context::default() }, &root, report);
    let lists = [("containers", spec.containers.as_slice()), ("initContainers", init_containers(spec))];
    for (field, containers) in lists {
        for (index, one) in containers.iter().enumerate() {
            check_image_blanks(one, &root.child(field).index(index), report);
        }
    }
    if verb == Verb::Update {
        return;
    }
    if !ephemeral_containers(spec).is_empty() {
        report.forbidden(&root.child("ephemeralContainers"), "cannot be set on create");
    }
    let gated = spec.scheduling_gates.as_ref().is_some_and(|gates| !gates.is_empty());
    if gated && !spec.node_name.as_deref().unwrap_or_default().is_empty() {
        report
            .forbidden(&root.child("nodeName"), "cannot be set until all schedulingGates have been cleared");
    }
    profile::check_match(spec, true, annotations, &root, report);
}

/// `ValidatePodTemplateSpec`.
pub(super) fn check_template(
    template: &PodTemplateSpec,
    context: Context<'_>,
    path: &Path<'_>,
    report: &mut Report,
) {
    check_template_words(template, path, report);
    let none = PodSpec::default();
    let spec = template.spec.as_ref().unwrap_or(&none);
    let dropped = gates::dropped(spec, report.release);
    let spec = dropped.as_ref().unwrap_or(spec);
    let empty = BTreeMap::new();
    let annotations = template.metadata.as_ref().and_then(|meta| meta.annotations.as_ref());
    let annotations = annotations.unwrap_or(&empty);
    let path = path.child("spec");
    check_spec(spec, context, &path, report);
    profile::check_match(spec, false, annotations, &path, report);
    if !ephemeral_containers(spec).is_empty() {
        report.forbidden(
            &path.child("ephemeralContainers"),
            "ephemeral containers not allowed in pod template",
        );
    }
}

/// The labels and annotations of a template, at the odd places where upstream says that they are.
pub(super) fn check_template_words(template: &PodTemplateSpec, path: &Path<'_>, report: &mut Report) {
    let meta = template.metadata.as_ref();
    meta::check_labels(meta.and_then(|meta| meta.labels.as_ref()), &path.child("labels"), report);
    let annotations = meta.and_then(|meta| meta.annotations.as_ref());
    let path = path.child("annotations");
    meta::check_annotations(annotations, &path, report);
    let none = PodSpec::default();
    let spec = template.spec.as_ref().unwrap_or(&none);
    annotations::check(spec, annotations.unwrap_or(&BTreeMap::new()), &path, report);
}

/// Init containers of a spec.
fn init_containers(spec: &PodSpec) -> &[Container] {
    spec.init_containers.as_deref().unwrap_or_default()
}

/// Ephemeral containers of a spec.
fn ephemeral_containers(spec: &PodSpec) -> &[Container] {
    spec.ephemeral_containers.as_deref().unwrap_or_default()
}

/// Whether an init container goes on beside the others.
fn is_sidecar(container: &Container) -> bool {
    container.restart_policy.as_deref() == Some("Always")
}

/// `VisitContainersWithPath`: all containers, in the order in which they start.
fn visit<'s>(spec: &'s PodSpec, path: &Path<'_>, to: &mut dyn FnMut(&'s Container, &Path<'_>)) {
    let lists = [
        ("initContainers", init_containers(spec)),
        ("containers", spec.containers.as_slice()),
        ("ephemeralContainers", ephemeral_containers(spec)),
    ];
    for (field, containers) in lists {
        for (index, container) in containers.iter().enumerate() {
            to(container, &path.child(field).index(index));
        }
    }
}

/// The host port after defaulting: that of a Pod on the host's network is its container port.
fn host_port(port: &ContainerPort, on_host: bool) -> i32 {
    match port.host_port.unwrap_or(0) {
        0 if on_host => port.container_port,
        written => written,
    }
}

/// An image's name has no blanks around it.
pub(super) fn check_image_blanks(container: &Container, path: &Path<'_>, report: &mut Report) {
    let image = container.image.as_deref().unwrap_or_default();
    if image.trim().len() != image.len() {
        report.invalid(&path.child("image"), image, "must not have leading or trailing whitespace");
    }
}
