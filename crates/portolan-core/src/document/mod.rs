//! Trees become typed objects: which kind a manifest is, what of it cannot be decoded, and where its fields stand.

mod manifest;

pub use manifest::Manifest;
