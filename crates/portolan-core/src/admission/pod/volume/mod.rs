//! Volumes of a Pod: `ValidateVolumes` and `validateVolumeSource` (`pkg/apis/core/validation/validation.go`).

mod block;
mod claim;
mod downward;
mod mount;
mod overlaps;
mod path;
mod projected;
mod remote;
mod source;
mod warnings;

pub(in crate::admission) use claim::check_claim;
pub(super) use mount::check_mounts;
pub(super) use warnings::warn;
pub(in crate::admission) use warnings::warn_claim;

use crate::admission::format;
use crate::admission::go::quote;
use crate::admission::report::Report;
use crate::api::core::{PodSpec, Volume};
use crate::diagnostic::Path;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// The volumes that are in order, by name; whether each comes of a claim, so that it can be a block device.
pub(super) type Volumes<'a> = BTreeMap<&'a str, bool>;

const MORE_THAN_ONE: &str = "may not specify more than 1 volume type";

/// `ValidateVolumes`: the volumes that may be mounted. `pod` is the name of the Pod, which a template has not.
pub(super) fn check<'a>(
    spec: &'a PodSpec,
    claims: &'a [&'a str],
    pod: Option<&str>,
    path: &Path<'_>,
    report: &mut Report,
) -> Volumes<'a> {
    let volumes = spec.volumes.as_deref().unwrap_or_default();
    let (mut known, first) = known_claims(claims, path, report);
    let created = created_claims(volumes, pod.unwrap_or_default());
    let others = volumes.iter().filter(|volume| !claims.contains(&volume.name.as_str()));
    for (index, volume) in others.enumerate() {
        let path = path.index(first + index);
        let before = report.count();
        check_source(volume, pod, &path, report);
        let field = path.child("name");
        if volume.name.is_empty() {
            report.required(&field, "");
        } else {
            report.invalid_each(&field, &volume.name, format::dns1123_label(&volume.name));
        }
        if known.contains_key(volume.name.as_str()) {
            report.duplicate(&field, &volume.name);
        }
        if report.count() == before {
            let is_claim = volume.persistent_volume_claim.is_some() || volume.ephemeral.is_some();
            known.insert(&volume.name, is_claim);
        }
        check_created(volume, &created, &path, report);
    }
    known
}

/// The volumes that a StatefulSet makes of its claims, which stand before the template's own
/// (`volumesToAddForTemplates`); how many they are.
fn known_claims<'a>(claims: &[&'a str], path: &Path<'_>, report: &mut Report) -> (Volumes<'a>, usize) {
    let mut seen = BTreeSet::new();
    let mut known = Volumes::default();
    for claim in claims {
        if !seen.insert(*claim) {
            continue;
        }
        let path = path.index(seen.len() - 1);
        let before = report.count();
        if claim.is_empty() {
            report.required(&path.child("persistentVolumeClaim").child("claimName"), "");
            report.required(&path.child("name"), "");
        } else {
            report.invalid_each(&path.child("name"), claim, format::dns1123_label(claim));
        }
        if report.count() == before {
            known.insert(*claim, true);
        }
    }
    (known, seen.len())
}

/// The claims that are made for the Pod's ephemeral volumes.
fn created_claims(volumes: &[Volume], pod: &str) -> BTreeSet<String> {
    let ephemeral = volumes.iter().filter(|volume| volume.ephemeral.is_some() && !pod.is_empty());
    ephemeral.map(|volume| format!("{pod}-{}", volume.name)).collect()
}

fn check_created(volume: &Volume, created: &BTreeSet<String>, path: &Path<'_>, report: &mut Report) {
    let claim = volume.persistent_volume_claim.as_ref().map(|claim| &claim.claim_name);
    if let Some(name) = claim.filter(|name| created.contains(*name)) {
        let path = path.child("persistentVolumeClaim");
        let words = "must not reference a PVC that gets created for an ephemeral volume";
        report.invalid(&path.child("claimName"), name, words);
    }
}

/// The kinds of volumes in the order in which the API server looks at them, under the names that it uses to refuse a
/// second one; one belongs to each volume.
fn kinds(volume: &Volume) -> [(&'static str, bool); 30] {
    [
        ("emptyDir", volume.empty_dir.is_some()),
        ("hostPath", volume.host_path.is_some()),
        ("gitRepo", volume.git_repo.is_some()),
        ("gcePersistentDisk", volume.gce_persistent_disk.is_some()),
        ("awsElasticBlockStore", volume.aws_elastic_block_store.is_some()),
        ("secret", volume.secret.is_some()),
        ("nfs", volume.nfs.is_some()),
        ("iscsi", volume.iscsi.is_some()),
        ("glusterfs", volume.glusterfs.is_some()),
        ("flocker", volume.flocker.is_some()),
        ("persistentVolumeClaim", volume.persistent_volume_claim.is_some()),
        ("rbd", volume.rbd.is_some()),
        ("cinder", volume.cinder.is_some()),
        ("cephFS", volume.cephfs.is_some()),
        ("quobyte", volume.quobyte.is_some()),
        ("downwarAPI", volume.downward_api.is_some()),
        ("fc", volume.fc.is_some()),
        ("flexVolume", volume.flex_volume.is_some()),
        ("configMap", volume.config_map.is_some()),
        ("azureFile", volume.azure_file.is_some()),
        ("vsphereVolume", volume.vsphere_volume.is_some()),
        ("photonPersistentDisk", volume.photon_persistent_disk.is_some()),
        ("portworxVolume", volume.portworx_volume.is_some()),
        ("azureDisk", volume.azure_disk.is_some()),
        ("storageos", volume.storageos.is_some()),
        ("projected", volume.projected.is_some()),
        ("scaleIO", volume.scale_io.is_some()),
        ("csi", volume.csi.is_some()),
        ("ephemeral", volume.ephemeral.is_some()),
        ("image", volume.image.is_some()),
    ]
}

/// `validateVolumeSource`; without any source a volume is an empty directory.
fn check_source(volume: &Volume, pod: Option<&str>, path: &Path<'_>, report: &mut Report) {
    let mut is_first = true;
    let name = pod.unwrap_or_default();
    for (kind, _) in kinds(volume).into_iter().filter(|(_, is_set)| *is_set) {
        if is_first {
            source::check(volume, kind, pod.is_some(), path, report);
        } else {
            report.forbidden(&path.child(kind), MORE_THAN_ONE);
        }
        if kind == "iscsi" {
            block::check_iscsi_length(volume, path, report);
        }
        if kind == "ephemeral" && is_first && !name.is_empty() && !volume.name.is_empty() {
            let claim = format!("{name}-{}", volume.name);
            for wrong in format::dns1123_subdomain(&claim) {
                let words = format!("PVC name {}: {wrong}", quote(&claim));
                report.invalid(&path.child("name"), &volume.name, &words);
            }
        }
        is_first = false;
    }
}
