//! Warnings of volumes that are gone, and of files of one volume that lie over each other.

use crate::admission::go::quote;
use crate::admission::report::Report;
use crate::api::core::{KeyToPath, PodSpec, Volume};
use crate::diagnostic::Path;

/// How many overlaps of one volume are told: each may overlap with each.
const MOST_OVERLAPS: usize = 256;

/// Warns of the volumes of a Pod.
pub(super) fn warn(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let volumes = spec.volumes.as_deref().unwrap_or_default();
    for (index, volume) in volumes.iter().enumerate() {
        for (field, _, words) in removed(volume).into_iter().filter(|(_, is_set, _)| *is_set) {
            report.warn(format!("{}: {words}", path.index(index).child(field)));
        }
    }
    for volume in volumes {
        if let Some(one) = &volume.config_map {
            warn_overlaps(volume, &format!("ConfigMap {}", quote(&one.name)), one.items.as_deref(), report);
        }
        if let Some(one) = &volume.secret {
            let name = quote(one.secret_name.as_deref().unwrap_or_default());
            warn_overlaps(volume, &format!("Secret {name}"), one.items.as_deref(), report);
        }
    }
}

/// Kinds of volumes that are deprecated or removed.
fn removed(volume: &Volume) -> [(&'static str, bool, &'static str); 9] {
    [
        (
            "photonPersistentDisk",
            volume.photon_persistent_disk.is_some(),
            "deprecated in v1.11, non-functional in v1.16+",
        ),
        ("gitRepo", volume.git_repo.is_some(), "deprecated in v1.11, and disabled by default in v1.33+"),
        ("scaleIO", volume.scale_io.is_some(), "deprecated in v1.16, non-functional in v1.22+"),
        ("flocker", volume.flocker.is_some(), "deprecated in v1.22, non-functional in v1.25+"),
        ("storageOS", volume.storageos.is_some(), "deprecated in v1.22, non-functional in v1.25+"),
        ("quobyte", volume.quobyte.is_some(), "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", volume.glusterfs.is_some(), "deprecated in v1.25, non-functional in v1.26+"),
        ("cephfs", volume.cephfs.is_some(), "deprecated in v1.28, non-functional in v1.31+"),
        ("rbd", volume.rbd.is_some(), "deprecated in v1.28, non-functional in v1.31+"),
    ]
}

/// `checkVolumeMappingForOverlap`: a path that is another one, or lies below or above it.
fn warn_overlaps(volume: &Volume, of: &str, items: Option<&[KeyToPath]>, report: &mut Report) {
    let items = items.unwrap_or_default();
    let paths: Vec<&str> = items.iter().map(|item| item.path.trim_end_matches('/')).collect();
    let mut told = 0;
    for (index, path) in paths.iter().enumerate() {
        for other in paths.iter().take(index).filter(|other| overlaps(path, other)) {
            told += 1;
            if told > MOST_OVERLAPS {
                return;
            }
            let name = quote(&volume.name);
            report.warn(format!(
                "volume {name} ({of}): overlapping paths: {} with {}",
                quote(path),
                quote(other)
            ));
        }
    }
}

/// `checkForOverlap`.
fn overlaps(one: &str, other: &str) -> bool {
    let is_below = |one: &str, other: &str| {
        one.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    !one.is_empty() && !other.is_empty() && (is_below(one, other) || is_below(other, one))
}
