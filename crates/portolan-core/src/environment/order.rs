//! What was there first: the variables of Services are read once, when a container starts.

use super::Presence;
use crate::Analysis;
use crate::diagnostic::ObjectId;
use crate::object::{Container, Service};
use crate::workload::Pod;

/// When a container starts.
pub(super) struct Start<'a> {
    analysis: &'a Analysis,
    /// The manifest of the Pod or of its controller.
    object: ObjectId,
    /// The time that a cluster dump states, in RFC 3339.
    stated: Option<&'a str>,
}

impl<'a> Start<'a> {
    /// When this container does, or did.
    pub(super) fn of(analysis: &'a Analysis, pod: &Pod, container: &Container) -> Self {
        let stated = pod.status.as_ref().and_then(|status| {
            let lists = [
                ("containerStatuses", &status.containers),
                ("initContainerStatuses", &status.init_containers),
            ];
            let place = lists.iter().find_map(|(list, states)| {
                let place = states.iter().position(|state| state.name == container.name)?;
                Some(format!("status.{list}[{place}].state"))
            });
            let of_state = |state: &str| {
                let started = time(analysis, pod.origin, &format!("{state}.running.startedAt"));
                started.or_else(|| time(analysis, pod.origin, &format!("{state}.terminated.startedAt")))
            };
            place
                .and_then(|state| of_state(&state))
                .or_else(|| time(analysis, pod.origin, "status.startTime"))
        });
        Self { analysis, object: pod.origin, stated }
    }

    /// Whether a Service is there by then: by the times of a dump, or by the order of the manifests.
    pub(super) fn finds(&self, service: &Service) -> Presence {
        let created = time(self.analysis, service.meta.id, "metadata.creationTimestamp");
        match (created, self.stated) {
            (Some(created), Some(started)) if created > started => Presence::TooLate,
            (Some(created), Some(started)) if created == started => Presence::Race,
            (None, Some(_)) if !service.meta.stated => Presence::TooLate,
            (None, None) if self.object < service.meta.id => Presence::Race,
            _ => Presence::InTime,
        }
    }
}

/// A time that a manifest states.
fn time<'a>(analysis: &'a Analysis, object: ObjectId, path: &str) -> Option<&'a str> {
    let manifest = analysis.manifests.get(object.0 as usize)?;
    let text = manifest.tree(&analysis.files)?.at(path)?.content();
    text.ends_with('Z').then_some(text)
}
