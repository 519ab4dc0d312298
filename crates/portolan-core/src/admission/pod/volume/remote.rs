//! Sources outside of the cluster: disks of clouds, file servers, drivers. Block devices over the network are in `block`.

use super::block::{check_fc, check_iscsi};
use super::path::{check_descending, check_required};
use crate::admission::format;
use crate::admission::go::json_string;
use crate::admission::report::Report;
use crate::api::core::{RemoteVolumeSource, Volume};
use crate::diagnostic::Path;

const PARTITION_WORDS: &str = "must be between 1 and 255, inclusive";
const REGISTRY_WORDS: &str = "must be a host:port pair or multiple pairs separated by commas";
const CACHING_MODES: [&str; 3] = ["None", "ReadOnly", "ReadWrite"];
const DISK_KINDS: [&str; 3] = ["Dedicated", "Managed", "Shared"];
const MANAGED_URI: &str =
    "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
const BLOB_URI: &str = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";

type Source = RemoteVolumeSource;
type Check = fn(&Source, &Path<'_>, &mut Report);

/// Checks a source of one of the kinds here. Two are refused under another name than that under which a second source
/// is.
pub(super) fn check(volume: &Volume, kind: &str, path: &Path<'_>, report: &mut Report) {
    let (source, field, check): (_, _, Check) = match kind {
        "gitRepo" => (&volume.git_repo, kind, check_git_repo),
        "gcePersistentDisk" => (&volume.gce_persistent_disk, "persistentDisk", check_gce),
        "awsElasticBlockStore" => (&volume.aws_elastic_block_store, kind, check_aws),
        "nfs" => (&volume.nfs, kind, check_nfs),
        "iscsi" => (&volume.iscsi, kind, check_iscsi),
        "glusterfs" => (&volume.glusterfs, kind, check_glusterfs),
        "flocker" => (&volume.flocker, kind, check_flocker),
        "rbd" => (&volume.rbd, kind, check_rbd),
        "cinder" => (&volume.cinder, kind, check_cinder),
        "cephFS" => (&volume.cephfs, "cephfs", check_monitors),
        "quobyte" => (&volume.quobyte, kind, check_quobyte),
        "fc" => (&volume.fc, kind, check_fc),
        "flexVolume" => (&volume.flex_volume, kind, check_flex),
        "azureFile" => (&volume.azure_file, kind, check_azure_file),
        "vsphereVolume" => (&volume.vsphere_volume, kind, check_vsphere),
        "photonPersistentDisk" => (&volume.photon_persistent_disk, kind, check_photon),
        "portworxVolume" => (&volume.portworx_volume, kind, check_portworx),
        "azureDisk" => (&volume.azure_disk, kind, check_azure_disk),
        "storageos" => (&volume.storageos, kind, check_storageos),
        "scaleIO" => (&volume.scale_io, kind, check_scale_io),
        "csi" => (&volume.csi, kind, check_csi),
        _ => return,
    };
    if let Some(source) = source {
        check(source, &path.child(field), report);
    }
}

fn check_git_repo(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.repository, "repository", path, report);
    check_descending(&one.directory, &path.child("directory"), report);
}

fn check_gce(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.pd_name, "pdName", path, report);
    check_partition(one, path, report);
}

fn check_aws(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.volume_id, "volumeID", path, report);
    check_partition(one, path, report);
}

fn check_partition(one: &Source, path: &Path<'_>, report: &mut Report) {
    if !(0..=255).contains(&one.partition) {
        report.invalid(&path.child("partition"), one.partition, PARTITION_WORDS);
    }
}

fn check_nfs(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.server, "server", path, report);
    check_required(&one.path, "path", path, report);
    if !one.path.starts_with('/') {
        report.invalid(&path.child("path"), &one.path, "must be an absolute path");
    }
}

fn check_glusterfs(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.endpoints, "endpoints", path, report);
    check_required(&one.path, "path", path, report);
}

fn check_flocker(one: &Source, path: &Path<'_>, report: &mut Report) {
    match (one.dataset_name.is_empty(), one.dataset_uuid.is_empty()) {
        (true, true) => report.required(path, "one of datasetName and datasetUUID is required"),
        (false, false) => {
            let words = "datasetName and datasetUUID can not be specified simultaneously";
            report.invalid(path, "resource", words);
        }
        _ => {}
    }
    if one.dataset_name.contains('/') {
        report.invalid(&path.child("datasetName"), &one.dataset_name, "must not contain '/'");
    }
}

fn check_monitors(one: &Source, path: &Path<'_>, report: &mut Report) {
    if one.monitors.as_ref().is_none_or(Vec::is_empty) {
        report.required(&path.child("monitors"), "");
    }
}

fn check_rbd(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_monitors(one, path, report);
    check_required(&one.image, "image", path, report);
}

fn check_cinder(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.volume_id, "volumeID", path, report);
    check_secret(one, path, report);
}

fn check_secret(one: &Source, path: &Path<'_>, report: &mut Report) {
    if let Some(secret) = &one.secret_ref {
        check_required(&secret.name, "name", &path.child("secretRef"), report);
    }
}

/// `validateQuobyteVolumeSource`.
fn check_quobyte(one: &Source, path: &Path<'_>, report: &mut Report) {
    let field = path.child("registry");
    if one.registry.is_empty() {
        report.required(&field, REGISTRY_WORDS);
    } else if one.tenant.len() >= 65 {
        let words = "must be a UUID and may not exceed a length of 64 characters";
        report.required(&path.child("tenant"), words);
    } else {
        for _ in one.registry.split(',').filter(|pair| !is_host_and_port(pair)) {
            report.invalid(&field, &one.registry, REGISTRY_WORDS);
        }
    }
    check_required(&one.volume, "volume", path, report);
}

/// Whether `net.SplitHostPort` finds two parts, which may be empty.
fn is_host_and_port(pair: &str) -> bool {
    let host = match pair.strip_prefix('[') {
        Some(rest) => rest.split_once("]:"),
        None => pair.rsplit_once(':').filter(|(host, _)| !host.contains(':')),
    };
    host.is_some_and(|(host, port)| !host.contains(['[', ']']) && !port.contains([':', '[', ']']))
}

fn check_flex(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.driver, "driver", path, report);
    for key in one.options.iter().flatten().map(|(key, _)| key) {
        let namespace = key.split('/').next().unwrap_or_default();
        let namespace = format!(".{}", namespace.to_lowercase());
        if namespace.ends_with(".kubernetes.io") || namespace.ends_with(".k8s.io") {
            let words = "kubernetes.io and k8s.io namespaces are reserved";
            report.invalid(&path.child("options").key(key), key, words);
        }
    }
}

fn check_azure_file(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.secret_name, "secretName", path, report);
    check_required(&one.share_name, "shareName", path, report);
}

fn check_vsphere(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.volume_path, "volumePath", path, report);
}

fn check_photon(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.pd_id, "pdID", path, report);
}

fn check_portworx(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.volume_id, "volumeID", path, report);
}

/// `validateAzureDisk`, with the kind and the caching mode that it has by default.
fn check_azure_disk(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.disk_name, "diskName", path, report);
    check_required(&one.disk_uri, "diskURI", path, report);
    let caching = one.caching_mode.as_deref().unwrap_or("ReadWrite");
    if !CACHING_MODES.contains(&caching) {
        report.not_supported_json(&path.child("cachingMode"), &json_string(caching), &CACHING_MODES);
    }
    let kind = one.kind.as_deref().unwrap_or("Shared");
    if !DISK_KINDS.contains(&kind) {
        report.not_supported_json(&path.child("kind"), &json_string(kind), &DISK_KINDS);
    }
    let (prefix, form) = match kind {
        "Managed" => ("/subscriptions/", MANAGED_URI),
        _ => ("https://", BLOB_URI),
    };
    if !one.disk_uri.starts_with(prefix) {
        report.not_supported(&path.child("diskURI"), &one.disk_uri, &[form]);
    }
}

fn check_storageos(one: &Source, path: &Path<'_>, report: &mut Report) {
    let (name, namespace) = (&one.volume_name, &one.volume_namespace);
    if name.is_empty() {
        report.required(&path.child("volumeName"), "");
    } else {
        report.invalid_each(&path.child("volumeName"), name, format::dns1123_label(name));
    }
    if !namespace.is_empty() {
        report.invalid_each(&path.child("volumeNamespace"), namespace, format::dns1123_label(namespace));
    }
    check_secret(one, path, report);
}

fn check_scale_io(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.gateway, "gateway", path, report);
    check_required(&one.system, "system", path, report);
    check_required(&one.volume_name, "volumeName", path, report);
}

/// `validateCSIVolumeSource` with `ValidateCSIDriverName`; a bad name of a Secret is told of under another field.
fn check_csi(one: &Source, path: &Path<'_>, report: &mut Report) {
    let field = path.child("driver");
    check_required(&one.driver, "driver", path, report);
    if one.driver.len() > 63 {
        report.too_long(&field, 63);
    }
    report.invalid_each(&field, &one.driver, format::dns1123_subdomain(&one.driver.to_lowercase()));
    match one.node_publish_secret_ref.as_ref().map(|secret| secret.name.as_str()) {
        Some("") => report.required(&path.child("nodePublishSecretRef").child("name"), ""),
        Some(name) => report.invalid_each(&path.child("name"), name, format::dns1123_subdomain(name)),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_ports_are_parted_as_go_does() {
        for pair in ["registry:7861", "[::1]:80", ":", "[a]:b"] {
            assert!(is_host_and_port(pair), "{pair}");
        }
        for pair in ["registry", "a:b:c", "[::1]", "[a]b:1", ""] {
            assert!(!is_host_and_port(pair), "{pair}");
        }
    }
}
