//! What `warningsForPodSpecAndMeta` says of volumes (`pkg/api/pod/warnings.go`), with
//! `GetWarningsForPersistentVolumeClaimSpec`.

use crate::admission::go::quote;
use crate::admission::report::Report;
use crate::api::core::{PersistentVolumeClaimSpec, PodSpec, ProjectedVolumeSource, Volume};
use crate::diagnostic::Path;
use crate::document::quantity::{canonical, parse};
use portolan_yaml::collections::BTreeSet;

/// Warns of plugins that are gone, and of files that hide a token. `path` is that of the spec.
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
    let tokens: BTreeSet<&str> = volumes.iter().flat_map(tokens).collect();
    if tokens.is_empty() {
        return;
    }
    for (index, volume) in volumes.iter().enumerate() {
        if let Some(one) = &volume.projected {
            let path = list.index(index);
            let path = path.child("projected");
            warn_hidden(one, &tokens, &path.child("sources"), report);
        }
    }
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

/// The files of service account tokens in a volume.
fn tokens(volume: &Volume) -> impl Iterator<Item = &str> {
    let sources = volume.projected.iter().flat_map(|one| one.sources.iter().flatten());
    sources.filter_map(|source| Some(source.service_account_token.as_ref()?.path.as_str()))
}

/// Warns of files with the path of a token.
fn warn_hidden(one: &ProjectedVolumeSource, tokens: &BTreeSet<&str>, path: &Path<'_>, report: &mut Report) {
    let mut warn = |field: &str, index: usize, file: &str| {
        if tokens.contains(file) {
            let (path, file) = (path.child(field), quote(file));
            report
                .warn(format!("{}: has duplicated path with ServiceAccountToken {file}", path.index(index)));
        }
    };
    for source in one.sources.iter().flatten() {
        for (field, keys) in [("configMap", &source.config_map), ("secrets", &source.secret)] {
            let items = keys.iter().flat_map(|keys| keys.items.iter().flatten());
            items.enumerate().for_each(|(index, item)| warn(field, index, &item.path));
        }
        let files = source.downward_api.iter().flat_map(|one| one.items.iter().flatten());
        files.enumerate().for_each(|(index, file)| warn("downwardAPI", index, &file.path));
    }
}
