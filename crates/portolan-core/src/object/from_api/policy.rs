//! `networking/v1` NetworkPolicy.

use crate::api::networking;
use crate::object::{Meta, NetworkPolicy, Selector};

impl NetworkPolicy {
    /// A NetworkPolicy after defaulting and validation.
    pub(crate) fn from_api(meta: Meta, policy: networking::NetworkPolicy) -> Self {
        let selector = policy.spec.and_then(|spec| spec.pod_selector).unwrap_or_default();
        Self { meta, pod_selector: Selector::from_api(selector) }
    }
}
