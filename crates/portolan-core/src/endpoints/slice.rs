//! What all slices that a controller makes have in common.

use crate::object::{AddressType, Endpoint, EndpointSlice, Labels, Meta, Owner, SlicePort};
use crate::workload::{Fnv, generated};

/// The label that says which Service a slice belongs to.
pub(super) const SERVICE_NAME: &str = "kubernetes.io/service-name";
/// The label that says who looks after a slice.
pub(super) const MANAGED_BY: &str = "endpointslice.kubernetes.io/managed-by";
/// The label of slices of headless Services.
pub(super) const HEADLESS: &str = "service.kubernetes.io/headless";

/// A slice in the making.
pub(super) struct Slice<'o> {
    /// The object it is made for.
    pub(super) origin: &'o Meta,
    /// That object as owner.
    pub(super) owner: Owner,
    pub(super) labels: Labels,
    pub(super) annotations: Labels,
    pub(super) address_type: AddressType,
    /// Which of that object's slices it is.
    pub(super) nth: usize,
    pub(super) ports: Vec<SlicePort>,
    pub(super) endpoints: Vec<Endpoint>,
}

impl Slice<'_> {
    /// The slice with its name; empty lists become `null`, as Go encodes them.
    pub(super) fn finish(self) -> EndpointSlice {
        let Self { origin, owner, labels, annotations, address_type, nth, ports, endpoints } = self;
        let hash = Fnv::new().feed(&owner.kind).feed(&origin.namespace).feed(&origin.name);
        let prefix = format!("{}-", origin.name);
        EndpointSlice {
            meta: Meta {
                id: origin.id,
                namespace: origin.namespace.clone(),
                name: generated(&prefix, hash.finish(), u32::try_from(nth).unwrap_or(u32::MAX)),
                labels,
                annotations,
                owner: Some(owner),
                stated: false,
            },
            generate_name: Some(prefix.into()),
            address_type,
            ports: Some(ports).filter(|ports| !ports.is_empty()),
            endpoints: Some(endpoints).filter(|endpoints| !endpoints.is_empty()),
        }
    }
}
