//! `metallb.io`: MetalLB's pools of addresses, which custom resources bring, in the fields that are read.

use crate::api::api;
use crate::api::meta::ObjectMeta;

api! {
    IPAddressPool {
        metadata: ObjectMeta = "metadata",
        spec: IPAddressPoolSpec = "spec",
    }
    IPAddressPoolSpec {
        addresses: Option<Vec<String>> = "addresses",
        auto_assign: Option<bool> = "autoAssign",
    }
}
