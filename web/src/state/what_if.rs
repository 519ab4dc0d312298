//! What would be otherwise than the manifests say: changes in the command's own words, and facts of the cluster.

use portolan_core::proxy::Mode;

/// What the reader would like to see changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WhatIf {
    /// The changes, as the command takes them.
    pub(crate) changes: Vec<Wish>,
    /// kube-proxy's mode; `None` for the default.
    pub(crate) mode: Option<Mode>,
    /// The minor version of Kubernetes 1; `None` for the default.
    pub(crate) kubernetes: Option<u32>,
}

/// A change: a flag of the command, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    /// Which flag.
    pub(crate) flag: Flag,
    /// Its value, as on the command line.
    pub(crate) word: String,
}

/// The flags that change something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Flag {
    /// `--set`
    Set,
    /// `--not-ready`
    NotReady,
    /// `--delete`
    Delete,
    /// `--node-down`
    NodeDown,
    /// `--client`
    Client,
}

impl WhatIf {
    /// Whether anything is otherwise.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
