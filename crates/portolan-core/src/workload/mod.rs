//! Controllers become Pods.

mod pod;

pub use pod::{Pod, PodId};
