//! Where containers see volumes: `ValidateVolumeMounts` and `ValidateVolumeDevices`.

use super::Volumes;
use super::path::{check_descending, check_required, has_backsteps};
use crate::admission::go::json_string;
use crate::admission::report::Report;
use crate::api::core::{Container, VolumeMount};
use crate::diagnostic::Path;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

const PROPAGATIONS: [&str; 3] = ["Bidirectional", "HostToContainer", "None"];
const RECURSIVE: [&str; 3] = ["Disabled", "Enabled", "IfPossible"];

/// Checks `volumeMounts` and `volumeDevices` of a container.
pub(in crate::admission::pod) fn check_mounts(
    one: &Container,
    volumes: &Volumes<'_>,
    path: &Path<'_>,
    report: &mut Report,
) {
    let mounts = one.volume_mounts.as_deref().unwrap_or_default();
    let devices = one.volume_devices.as_deref().unwrap_or_default();
    let device_paths: BTreeMap<&str, &str> =
        devices.iter().map(|device| (device.name.as_str(), device.device_path.as_str())).collect();
    let list = path.child("volumeMounts");
    let mut points = BTreeSet::new();
    for (index, mount) in mounts.iter().enumerate() {
        let path = list.index(index);
        check_required(&mount.name, "name", &path, report);
        if !volumes.contains_key(mount.name.as_str()) {
            report.not_found(&path.child("name"), &mount.name);
        }
        check_required(&mount.mount_path, "mountPath", &path, report);
        if !points.insert(mount.mount_path.as_str()) {
            report.invalid(&path.child("mountPath"), &mount.mount_path, "must be unique");
        }
        if device_paths.contains_key(mount.name.as_str()) {
            report.invalid(&path.child("name"), &mount.name, "must not already exist in volumeDevices");
        }
        if device_paths.values().any(|device| *device == mount.mount_path) {
            let words = "must not already exist as a path in volumeDevices";
            report.invalid(&path.child("mountPath"), &mount.mount_path, words);
        }
        check_sub_paths(mount, &list, &path, report);
        check_propagation(mount, one, &list.child("mountPropagation"), report);
        check_recursive(mount, &list.child("recursiveReadOnly"), report);
    }
    check_devices(one, volumes, &path.child("volumeDevices"), report);
}

fn check_sub_paths(mount: &VolumeMount, list: &Path<'_>, path: &Path<'_>, report: &mut Report) {
    let sub_path = mount.sub_path.as_deref().unwrap_or_default();
    if !sub_path.is_empty() {
        check_descending(sub_path, &list.child("subPath"), report);
    }
    let Some(expression) = mount.sub_path_expr.as_deref().filter(|one| !one.is_empty()) else { return };
    if !sub_path.is_empty() {
        let words = "subPathExpr and subPath are mutually exclusive";
        report.invalid(&path.child("subPathExpr"), expression, words);
    }
    check_descending(expression, &list.child("subPathExpr"), report);
}

/// `validateMountPropagation`.
fn check_propagation(mount: &VolumeMount, of: &Container, path: &Path<'_>, report: &mut Report) {
    let Some(propagation) = mount.mount_propagation.as_deref() else { return };
    if !PROPAGATIONS.contains(&propagation) {
        report.not_supported_json(path, &json_string(propagation), &PROPAGATIONS);
    }
    let is_privileged = of.security_context.as_ref().is_some_and(|one| one.privileged == Some(true));
    if propagation == "Bidirectional" && !is_privileged {
        let words = "Bidirectional mount propagation is available only to privileged containers";
        report.forbidden(path, words);
    }
}

/// `validateMountRecursiveReadOnly`.
fn check_recursive(mount: &VolumeMount, path: &Path<'_>, report: &mut Report) {
    match mount.recursive_read_only.as_deref() {
        None | Some("Disabled") => {}
        Some("Enabled" | "IfPossible") => {
            if mount.read_only != Some(true) {
                report.forbidden(path, "may only be specified when readOnly is true");
            }
            if mount.mount_propagation.as_deref().is_some_and(|one| one != "None") {
                let words = "may only be specified when mountPropagation is None or not specified";
                report.forbidden(path, words);
            }
        }
        Some(other) => report.not_supported_json(path, &json_string(other), &RECURSIVE),
    }
}

/// `ValidateVolumeDevices`.
fn check_devices(one: &Container, volumes: &Volumes<'_>, list: &Path<'_>, report: &mut Report) {
    let mounts = one.volume_mounts.as_deref().unwrap_or_default();
    let mount_paths: BTreeMap<&str, &str> =
        mounts.iter().map(|mount| (mount.name.as_str(), mount.mount_path.as_str())).collect();
    let (mut paths, mut names) = (BTreeSet::new(), BTreeSet::new());
    for (index, device) in one.volume_devices.iter().flatten().enumerate() {
        let path = list.index(index);
        let (name, at) = (device.name.as_str(), device.device_path.as_str());
        let (name_field, path_field) = (path.child("name"), path.child("devicePath"));
        check_required(name, "name", &path, report);
        if names.contains(name) {
            report.invalid(&name_field, name, "must be unique");
        }
        match volumes.get(name) {
            Some(true) => {}
            Some(false) => {
                let words =
                    "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode";
                report.invalid(&name_field, name, words);
            }
            None => report.not_found(&name_field, name),
        }
        check_required(at, "devicePath", &path, report);
        if paths.contains(at) {
            report.invalid(&path_field, at, "must be unique");
        }
        if has_backsteps(at) {
            report.invalid(&path_field, at, "can not contain backsteps ('..')");
        } else {
            paths.insert(at);
        }
        if mount_paths.contains_key(name) {
            report.invalid(&name_field, name, "must not already exist in volumeMounts");
        }
        if mount_paths.values().any(|mount| *mount == at) {
            report.invalid(&path_field, at, "must not already exist as a path in volumeMounts");
        }
        if !name.is_empty() {
            names.insert(name);
        }
    }
}
