//! What the Pods of one controller share.

use super::hash::Fnv;
use super::pod::Pod;
use super::steering::Steering;
use crate::object::{Labels, Owner, PodTemplate, Workload};
use std::sync::Arc;

/// The form from which a controller's Pods are made.
#[derive(Debug)]
pub(crate) struct Mold<'w> {
    workload: &'w Workload,
    /// The hash of this controller, for the names that it draws.
    pub(crate) hash: u64,
    owner: Owner,
    labels: Labels,
    annotations: Labels,
    steering: Steering<'w>,
    /// How many more Pods may be ready, where a cluster dump tells.
    ready_left: Option<u32>,
}

impl<'w> Mold<'w> {
    /// The form of a controller that has `ready` Pods already. Its Pods get these labels on top of the template's.
    pub(crate) fn new(workload: &'w Workload, ready: u32, extra: &[(&str, &str)]) -> Self {
        let template: &PodTemplate = &workload.template;
        let labels = match extra {
            [] => template.labels.clone(),
            _ => template.labels.with_all(extra),
        };
        Self {
            workload,
            hash: identity(workload).finish(),
            owner: owner_of(workload),
            labels,
            annotations: template.annotations.clone(),
            steering: Steering::of(&template.annotations),
            ready_left: workload.status.as_ref().map(|status| status.ready.saturating_sub(ready)),
        }
    }

    /// The `nth` Pod.
    pub(crate) fn pod(&self, nth: u32, name: Box<str>) -> Pod {
        let spec = &self.workload.template.spec;
        Pod {
            origin: self.workload.meta.id,
            template_path: self.workload.kind.template_path(),
            namespace: self.workload.meta.namespace.clone(),
            name,
            labels: self.labels.clone(),
            annotations: self.annotations.clone(),
            owner: Some(self.owner.clone()),
            spec: Arc::clone(spec),
            hostname: spec.hostname.clone(),
            subdomain: spec.subdomain.clone(),
            node_name: spec.node_name.clone(),
            ips: self.steering.ips(nth),
            phase: self.steering.phase(nth),
            ready: self.steering.ready(nth) && self.ready_left.is_none_or(|left| nth < left),
            terminating: self.steering.terminating(nth),
            lost: false,
            status: None,
        }
    }
}

/// The hash of who a controller is.
pub(crate) fn identity(workload: &Workload) -> Fnv {
    let meta = &workload.meta;
    Fnv::new().feed(workload.kind.as_str()).feed(&meta.namespace).feed(&meta.name)
}

/// A controller as the owner of others.
pub(crate) fn owner_of(workload: &Workload) -> Owner {
    Owner {
        api_version: workload.kind.api_version().into(),
        kind: workload.kind.as_str().into(),
        name: workload.meta.name.as_ref().into(),
    }
}
