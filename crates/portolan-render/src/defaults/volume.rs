//! Volumes, and claims for them.

use super::{default, each, there, within};
use serde_json::{Map, Value, json};

/// What `0644` is.
const MODE: i64 = 0o644;

/// `SetDefaults_Volume` and those of its sources.
pub(super) fn set(volume: &mut Map<String, Value>) {
    if !volume.iter().any(|(field, value)| field != "name" && value.is_object()) {
        volume.insert("emptyDir".to_owned(), json!({}));
    }
    for source in ["configMap", "secret"] {
        there(volume, source).into_iter().for_each(|source| default(source, "defaultMode", MODE));
    }
    if let Some(downward) = there(volume, "downwardAPI") {
        default(downward, "defaultMode", MODE);
        set_downward(downward);
    }
    there(volume, "hostPath").into_iter().for_each(|source| default(source, "type", ""));
    if let Some(projected) = there(volume, "projected") {
        default(projected, "defaultMode", MODE);
        for source in each(projected, "sources") {
            there(source, "downwardAPI").into_iter().for_each(set_downward);
            let token = there(source, "serviceAccountToken");
            token.into_iter().for_each(|token| default(token, "expirationSeconds", 3600));
        }
    }
    there(volume, "iscsi").into_iter().for_each(|source| default(source, "iscsiInterface", "default"));
    if let Some(source) = there(volume, "rbd") {
        default(source, "pool", "rbd");
        default(source, "user", "admin");
        default(source, "keyring", "/etc/ceph/keyring");
    }
    if let Some(source) = there(volume, "azureDisk") {
        default(source, "cachingMode", "ReadWrite");
        default(source, "kind", "Shared");
        default(source, "fsType", "ext4");
        default(source, "readOnly", false);
    }
    if let Some(source) = there(volume, "scaleIO") {
        default(source, "storageMode", "ThinProvisioned");
        default(source, "fsType", "xfs");
    }
    if let Some(template) = there(volume, "ephemeral").and_then(|one| there(one, "volumeClaimTemplate")) {
        within(template, "spec", |spec| default(spec, "volumeMode", "Filesystem"));
    }
}

fn set_downward(source: &mut Map<String, Value>) {
    for item in each(source, "items") {
        there(item, "fieldRef").into_iter().for_each(|field| default(field, "apiVersion", "v1"));
        there(item, "resourceFieldRef").into_iter().for_each(|field| default(field, "divisor", "0"));
    }
}

/// A claim of a StatefulSet.
pub(super) fn set_claim(claim: &mut Map<String, Value>) {
    default(claim, "apiVersion", "v1");
    default(claim, "kind", "PersistentVolumeClaim");
    within(claim, "spec", |spec| {
        default(spec, "resources", json!({}));
        default(spec, "volumeMode", "Filesystem");
    });
    within(claim, "status", |status| default(status, "phase", "Pending"));
}
