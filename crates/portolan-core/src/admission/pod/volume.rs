//! Volumes and their mounts: `ValidateVolumes` and `ValidateVolumeMounts`.

use crate::admission::format;
use crate::admission::report::Report;
use crate::api::core::{Container, KeyToPath, PodSpec, Volume, VolumeMount};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;

/// Names of the volumes that are in order.
pub(super) type Volumes<'a> = BTreeSet<&'a str>;

const HOST_PATH_TYPES: [&str; 8] =
    ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];
const MODE_WORDS: &str = "must be a number between 0 and 0777 (octal), both inclusive";

/// Checks the volumes of a Pod; the names that may be mounted.
pub(super) fn check<'a>(
    spec: &'a PodSpec,
    claims: &'a [&'a str],
    path: &Path<'_>,
    report: &mut Report,
) -> Volumes<'a> {
    let mut names: Volumes<'a> = claims.iter().copied().collect();
    for (index, volume) in spec.volumes.iter().flatten().enumerate() {
        if claims.contains(&volume.name.as_str()) {
            continue;
        }
        let path = path.index(index);
        let before = report.count();
        check_source(volume, &path, report);
        if volume.name.is_empty() {
            report.required(&path.child("name"), "");
        } else {
            report.invalid_each(&path.child("name"), &volume.name, format::dns1123_label(&volume.name));
        }
        if names.contains(volume.name.as_str()) {
            report.duplicate(&path.child("name"), &volume.name);
        }
        if report.count() == before {
            names.insert(&volume.name);
        }
    }
    names
}

/// Checks `volumeMounts` of a container.
pub(super) fn check_mounts(one: &Container, volumes: &Volumes<'_>, path: &Path<'_>, report: &mut Report) {
    let list = path.child("volumeMounts");
    let mounts = one.volume_mounts.as_deref().unwrap_or_default();
    let mut points = BTreeSet::new();
    for (index, mount) in mounts.iter().enumerate() {
        let path = list.index(index);
        if mount.name.is_empty() {
            report.required(&path.child("name"), "");
        }
        if !volumes.contains(mount.name.as_str()) {
            report.not_found(&path.child("name"), &mount.name);
        }
        if mount.mount_path.is_empty() {
            report.required(&path.child("mountPath"), "");
        }
        if !points.insert(mount.mount_path.as_str()) {
            report.invalid(&path.child("mountPath"), &mount.mount_path, "must be unique");
        }
        check_sub_paths(mount, &list, &path, report);
    }
}

fn check_sub_paths(mount: &VolumeMount, list: &Path<'_>, path: &Path<'_>, report: &mut Report) {
    let sub_path = mount.sub_path.as_deref().unwrap_or_default();
    if !sub_path.is_empty() {
        check_descending(sub_path, &list.child("subPath"), report);
    }
    let Some(expression) = mount.sub_path_expr.as_deref().filter(|one| !one.is_empty()) else { return };
    if !sub_path.is_empty() {
        report.invalid(
            &path.child("subPathExpr"),
            expression,
            "subPathExpr and subPath are mutually exclusive",
        );
    }
    check_descending(expression, &list.child("subPathExpr"), report);
}

/// The kinds of volumes, in the order in which the API server looks at them; one belongs to each volume.
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
fn check_source(volume: &Volume, path: &Path<'_>, report: &mut Report) {
    let mut set = kinds(volume).into_iter().filter(|(_, is_set)| *is_set).map(|(field, _)| field);
    let Some(first) = set.next() else { return };
    check_first(volume, first, path, report);
    for other in set {
        report.forbidden(&path.child(other), "may not specify more than 1 volume type");
    }
}

fn check_first(volume: &Volume, first: &str, path: &Path<'_>, report: &mut Report) {
    let path = path.child(first);
    if let Some(one) = volume.host_path.as_ref().filter(|_| first == "hostPath") {
        if one.path.is_empty() {
            report.required(&path.child("path"), "");
            return;
        }
        check_backsteps(&one.path, &path.child("path"), report);
        let kind = one.type_.as_deref().unwrap_or_default();
        if !HOST_PATH_TYPES.contains(&kind) {
            report.not_supported(&path.child("type"), kind, &HOST_PATH_TYPES);
        }
    } else if let Some(one) = volume.secret.as_ref().filter(|_| first == "secret") {
        if one.secret_name.as_deref().unwrap_or_default().is_empty() {
            report.required(&path.child("secretName"), "");
        }
        check_mode(one.default_mode, &path.child("defaultMode"), report);
        check_items(one.items.as_deref().unwrap_or_default(), &path, report);
    } else if let Some(one) = volume.config_map.as_ref().filter(|_| first == "configMap") {
        if one.name.is_empty() {
            report.required(&path.child("name"), "");
        }
        check_mode(one.default_mode, &path.child("defaultMode"), report);
        check_items(one.items.as_deref().unwrap_or_default(), &path, report);
    } else if let Some(one) =
        volume.persistent_volume_claim.as_ref().filter(|_| first == "persistentVolumeClaim")
    {
        if one.claim_name.is_empty() {
            report.required(&path.child("claimName"), "");
        }
    } else if let Some(one) = volume.nfs.as_ref().filter(|_| first == "nfs") {
        check_nfs(&one.server, &one.path, &path, report);
    }
}

fn check_nfs(server: &str, directory: &str, path: &Path<'_>, report: &mut Report) {
    if server.is_empty() {
        report.required(&path.child("server"), "");
    }
    if directory.is_empty() {
        report.required(&path.child("path"), "");
    } else if !directory.starts_with('/') {
        report.invalid(&path.child("path"), directory, "must be an absolute path");
    }
}

fn check_items(items: &[KeyToPath], path: &Path<'_>, report: &mut Report) {
    for (index, item) in items.iter().enumerate() {
        let path = path.child("items");
        let path = path.index(index);
        for (field, value) in [("key", &item.key), ("path", &item.path)] {
            if value.is_empty() {
                report.required(&path.child(field), "");
            }
        }
        let field = path.child("path");
        check_descending(&item.path, &field, report);
        if item.path.starts_with("..") && !item.path.starts_with("../") && item.path != ".." {
            report.invalid(&field, &item.path, "must not start with '..'");
        }
        check_mode(item.mode, &path.child("mode"), report);
    }
}

fn check_mode(mode: Option<i32>, path: &Path<'_>, report: &mut Report) {
    if let Some(mode) = mode.filter(|mode| !(0..=0o777).contains(mode)) {
        report.invalid(path, mode, MODE_WORDS);
    }
}

fn check_descending(value: &str, path: &Path<'_>, report: &mut Report) {
    if value.starts_with('/') {
        report.invalid(path, value, "must be a relative path");
    }
    check_backsteps(value, path, report);
}

fn check_backsteps(value: &str, path: &Path<'_>, report: &mut Report) {
    if value.split('/').any(|part| part == "..") {
        report.invalid(path, value, "must not contain '..'");
    }
}
