//! Fields behind feature gates that not all releases have on: `dropDisabledFields` (`pkg/api/pod/util.go`).

use super::visit;
use crate::admission::release::{Change, Release};
use crate::api::core::{Container, PodSpec};
use crate::diagnostic::Path;

/// The specification without the fields that a release drops; none where it drops nothing.
pub(super) fn dropped(spec: &PodSpec, release: Release) -> Option<PodSpec> {
    let lacks = |change| !release.has(change);
    let hostname = lacks(Change::HostnameOverride) && spec.hostname_override.is_some();
    let resources = lacks(Change::PodLevelResources) && spec.resources.is_some();
    let claims = lacks(Change::DynamicResourceAllocation);
    let files = lacks(Change::EnvFiles);
    let rules = lacks(Change::ContainerRestartRules);
    let mut in_containers = false;
    visit(spec, &Path::new("spec"), &mut |one, _| {
        in_containers |= claims && one.resources.as_ref().is_some_and(|one| one.claims.is_some())
            || files && has_files(one)
            || rules && one.restart_policy_rules.is_some();
    });
    if !(hostname || resources || in_containers || claims && spec.resource_claims.is_some()) {
        return None;
    }
    let mut spec = spec.clone();
    if hostname {
        spec.hostname_override = None;
    }
    if resources {
        spec.resources = None;
    }
    if claims {
        spec.resource_claims = None;
    }
    let others = spec.init_containers.iter_mut().chain(&mut spec.ephemeral_containers).flatten();
    for one in spec.containers.iter_mut().chain(others) {
        if let Some(resources) = one.resources.as_mut().filter(|_| claims) {
            resources.claims = None;
        }
        if rules {
            one.restart_policy_rules = None;
        }
        for variable in one.env.iter_mut().flatten().filter(|_| files) {
            if let Some(source) = &mut variable.value_from {
                source.file_key_ref = None;
            }
        }
    }
    Some(spec)
}

fn has_files(one: &Container) -> bool {
    let sources = one.env.iter().flatten().filter_map(|variable| variable.value_from.as_ref());
    sources.into_iter().any(|source| source.file_key_ref.is_some())
}
