//! The sources of volumes that the cluster itself has: directories, ConfigMaps, Secrets, claims, images. What lies
//! outside of it is in `remote`.

use super::claim::check_template;
use super::path::{check_backsteps, check_item, check_mode, check_required};
use super::{downward, projected, remote};
use crate::admission::go::json_string;
use crate::admission::report::Report;
use crate::api::core::{HostPathVolumeSource, KeyToPath, Volume};
use crate::diagnostic::Path;
use crate::document::quantity::parse;

const HOST_PATH_TYPES: [&str; 8] =
    ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];
const PULL_POLICIES: [&str; 3] = ["Always", "IfNotPresent", "Never"];

/// Checks the first source of a volume.
pub(super) fn check(volume: &Volume, kind: &str, is_pod: bool, path: &Path<'_>, report: &mut Report) {
    let own = path.child(kind);
    match kind {
        "emptyDir" => check_empty_dir(volume, &own, report),
        "hostPath" => {
            if let Some(one) = &volume.host_path {
                check_host_path(one, &own, report);
            }
        }
        "secret" => {
            if let Some(one) = &volume.secret {
                check_required(one.secret_name.as_deref().unwrap_or_default(), "secretName", &own, report);
                check_items(one.default_mode, one.items.as_deref(), &own, report);
            }
        }
        "configMap" => {
            if let Some(one) = &volume.config_map {
                check_required(&one.name, "name", &own, report);
                check_items(one.default_mode, one.items.as_deref(), &own, report);
            }
        }
        "persistentVolumeClaim" => {
            if let Some(one) = &volume.persistent_volume_claim {
                check_required(&one.claim_name, "claimName", &own, report);
            }
        }
        "downwarAPI" => {
            if let Some(one) = &volume.downward_api {
                downward::check(one, &path.child("downwardAPI"), report);
            }
        }
        "projected" => {
            if let Some(one) = &volume.projected {
                projected::check(one, &own, report);
            }
        }
        "ephemeral" => {
            if let Some(one) = &volume.ephemeral {
                check_template(one.volume_claim_template.as_ref(), &own.child("volumeClaimTemplate"), report);
            }
        }
        "image" => check_image(volume, is_pod, &own, report),
        _ => remote::check(volume, kind, path, report),
    }
}

fn check_empty_dir(volume: &Volume, path: &Path<'_>, report: &mut Report) {
    let limit = volume.empty_dir.as_ref().and_then(|one| one.size_limit.as_ref());
    if limit.is_some_and(|limit| parse(limit.0.trim()).is_ok_and(|limit| limit.nanos() < 0)) {
        report.forbidden(&path.child("sizeLimit"), "SizeLimit field must be a valid resource quantity");
    }
}

/// `validateHostPathVolumeSource`.
fn check_host_path(one: &HostPathVolumeSource, path: &Path<'_>, report: &mut Report) {
    if one.path.is_empty() {
        report.required(&path.child("path"), "");
        return;
    }
    check_backsteps(&one.path, &path.child("path"), report);
    let kind = one.type_.as_deref().unwrap_or_default();
    if !HOST_PATH_TYPES.contains(&kind) {
        report.not_supported_json(&path.child("type"), &json_string(kind), &HOST_PATH_TYPES);
    }
}

fn check_items(mode: Option<i32>, items: Option<&[KeyToPath]>, path: &Path<'_>, report: &mut Report) {
    check_mode(mode, &path.child("defaultMode"), report);
    let list = path.child("items");
    for (index, item) in items.unwrap_or_default().iter().enumerate() {
        check_item(item, &list.index(index), report);
    }
}

/// `validateImageVolumeSource`; a template may leave the reference to those who make Pods of it.
fn check_image(volume: &Volume, is_pod: bool, path: &Path<'_>, report: &mut Report) {
    if is_pod && volume.image.as_ref().is_some_and(|one| one.reference.is_empty()) {
        report.required(&path.child("reference"), "");
    }
    let policy = volume.image.as_ref().and_then(|one| one.pull_policy.as_deref()).unwrap_or_default();
    if !policy.is_empty() && !PULL_POLICIES.contains(&policy) {
        report.not_supported_json(&path.child("pullPolicy"), &json_string(policy), &PULL_POLICIES);
    }
}
