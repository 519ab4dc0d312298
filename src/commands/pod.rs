//! The Pod that a word of the command line means.

use crate::session::Session;
use crate::words;
use anyhow::{Result, anyhow};
use portolan_core::Analysis;
use portolan_core::diagnostic::Arg;
use portolan_core::workload::Pod;

/// The Pod of `pod/NAME` or `pod/NAMESPACE/NAME`; without a namespace the first of that name.
pub(super) fn find<'a>(analysis: &'a Analysis, word: &str, session: &Session) -> Result<&'a Pod> {
    let path = word.strip_prefix("pod/").unwrap_or(word);
    let (namespace, name) = path.split_once('/').map_or((None, path), |(one, other)| (Some(one), other));
    let mut pods = analysis.cluster.pods.iter();
    let found =
        pods.find(|pod| *pod.name == *name && namespace.is_none_or(|wanted| *pod.namespace == *wanted));
    found.ok_or_else(|| anyhow!(session.words(&words::UNKNOWN_POD.with([("name", Arg::code(path))]))))
}
