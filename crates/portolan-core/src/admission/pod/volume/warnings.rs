//! What `warningsForPodSpecAndMeta` says of volumes (`pkg/api/pod/warnings.go`), with
//! `GetWarningsForPersistentVolumeClaimSpec`.

use super::overlaps;
use crate::admission::go::quote;
use crate::admission::report::Report;
use crate::api::core::{PersistentVolumeClaimSpec, PodSpec, Volume};
use crate::diagnostic::Path;
use crate::document::quantity::{canonical, parse};

/// Warns of plugins that are gone, and of files over each other. `path` is that of the spec.
pub(in crate::admission::pod) fn warn(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let volumes = spec.volumes.as_deref().unwrap_or_default();
    let list = path.child("volumes");
    for (index, volume) in volumes.iter().enumerate() {
        let path = list.index(index);
        for (field, _, words) in gone(volume).into_iter().filter(|(_, is_set, _)| *is_set) {
            report.warn(format!("{}: {words}", path.child(field)));
        }
        let template = volume.ephemeral.as_ref().and_then(|one| one.volume_claim_template.as_ref());
        if let Some(claim) = template.and_then(|template| template.spec.as_ref()) {
            let path = path.child("ephemeral");
            let path = path.child("volumeClaimTemplate");
            warn_claim(claim, &path.child("spec"), report);
        }
    }
    overlaps::warn(spec, report);
}

/// The kinds of volumes that no node serves any more.
fn gone(volume: &Volume) -> [(&'static str, bool, &'static str); 9] {
    let (since_1_22, since_1_28) =
        ("deprecated in v1.22, non-functional in v1.25+", "deprecated in v1.28, non-functional in v1.31+");
    [
        (
            "photonPersistentDisk",
            volume.photon_persistent_disk.is_some(),
            "deprecated in v1.11, non-functional in v1.16+",
        ),
        ("gitRepo", volume.git_repo.is_some(), "deprecated in v1.11, and disabled by default in v1.33+"),
        ("scaleIO", volume.scale_io.is_some(), "deprecated in v1.16, non-functional in v1.22+"),
        ("flocker", volume.flocker.is_some(), since_1_22),
        ("storageOS", volume.storageos.is_some(), since_1_22),
        ("quobyte", volume.quobyte.is_some(), since_1_22),
        ("glusterfs", volume.glusterfs.is_some(), "deprecated in v1.25, non-functional in v1.26+"),
        ("cephfs", volume.cephfs.is_some(), since_1_28),
        ("rbd", volume.rbd.is_some(), since_1_28),
    ]
}

/// Warns of an amount of storage that is no whole number of bytes.
pub(in crate::admission) fn warn_claim(
    spec: &PersistentVolumeClaimSpec,
    path: &Path<'_>,
    report: &mut Report,
) {
    let Some(resources) = &spec.resources else { return };
    for (field, amounts) in [("requests", &resources.requests), ("limits", &resources.limits)] {
        let Some(amount) = amounts.as_ref().and_then(|amounts| amounts.get("storage")) else { continue };
        let text = amount.0.trim();
        if parse(text).is_ok_and(|value| value.nanos() % 1_000_000_000 != 0) {
            let (path, shown) = (path.child("resources"), quote(&canonical(text)));
            let path = path.child(field);
            let path = path.key("storage");
            report.warn(format!("{path}: fractional byte value {shown} is invalid, must be an integer"));
        }
    }
}
