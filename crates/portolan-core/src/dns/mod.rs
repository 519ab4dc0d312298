//! The names that CoreDNS serves: its `kubernetes` plugin as kubeadm configures it (`pods insecure`, a TTL of 5 s).
//!
//! A [`Zone`] is an index over Services, EndpointSlices and namespaces; [`Zone::query`] answers as the plugin does, from
//! `plugin/kubernetes` and `plugin/backend_lookup.go` of CoreDNS and the specification of Kubernetes DNS 1.1.0.

mod index;
mod listing;
mod lookup;
mod question;
mod record;
mod resolve;
mod suggest;
mod zone;

pub use record::{Data, Rcode, Record, RecordType, Response};
pub use resolve::uses_cluster_dns;
pub use zone::Zone;
