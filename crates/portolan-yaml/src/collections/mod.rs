//! Ordered maps and sets: the standard ones, and in the browser others of the same interface that are fewer bytes.
//!
//! The code of a standard `BTreeMap` is some three kilobytes of wasm for each pair of types, and there are a hundred
//! pairs. A sorted vector is a fifth of that, and faster while it is small. It is slower to grow in the middle, which
//! takes time in proportion to what comes behind: no matter for the texts that people edit in a page, but for the
//! thousands of manifests that the command reads.
//!
//! What is here of the interface is what is used. Each method does what the standard one of its name does.

#[cfg(not(target_arch = "wasm32"))]
pub use std::collections::{BTreeMap, BTreeSet};

#[cfg(target_arch = "wasm32")]
pub use {map::BTreeMap, set::BTreeSet};

#[cfg(any(target_arch = "wasm32", test))]
pub mod map;
#[cfg(any(target_arch = "wasm32", test))]
pub mod set;

#[cfg(test)]
mod tests;
