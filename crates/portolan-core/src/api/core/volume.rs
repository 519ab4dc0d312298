//! `core/v1` volumes and their claims.

use super::TypedLocalObjectReference;
use crate::api::meta::{LabelSelector, ObjectMeta};
use crate::api::{Present, Quantity, api};
use portolan_yaml::collections::BTreeMap;

api! {
    Volume {
        aws_elastic_block_store: Option<Present> = "awsElasticBlockStore",
        azure_disk: Option<Present> = "azureDisk",
        azure_file: Option<Present> = "azureFile",
        cephfs: Option<Present> = "cephfs",
        cinder: Option<Present> = "cinder",
        config_map: Option<ConfigMapVolumeSource> = "configMap",
        csi: Option<Present> = "csi",
        downward_api: Option<Present> = "downwardAPI",
        empty_dir: Option<EmptyDirVolumeSource> = "emptyDir",
        ephemeral: Option<Present> = "ephemeral",
        fc: Option<Present> = "fc",
        flex_volume: Option<Present> = "flexVolume",
        flocker: Option<Present> = "flocker",
        gce_persistent_disk: Option<Present> = "gcePersistentDisk",
        git_repo: Option<Present> = "gitRepo",
        glusterfs: Option<Present> = "glusterfs",
        host_path: Option<HostPathVolumeSource> = "hostPath",
        image: Option<Present> = "image",
        iscsi: Option<Present> = "iscsi",
        name: String = "name",
        nfs: Option<NFSVolumeSource> = "nfs",
        persistent_volume_claim: Option<PersistentVolumeClaimVolumeSource> = "persistentVolumeClaim",
        photon_persistent_disk: Option<Present> = "photonPersistentDisk",
        portworx_volume: Option<Present> = "portworxVolume",
        projected: Option<Present> = "projected",
        quobyte: Option<Present> = "quobyte",
        rbd: Option<Present> = "rbd",
        scale_io: Option<Present> = "scaleIO",
        secret: Option<SecretVolumeSource> = "secret",
        storageos: Option<Present> = "storageos",
        vsphere_volume: Option<Present> = "vsphereVolume",
    }
    PersistentVolumeClaim {
        metadata: ObjectMeta = "metadata",
        spec: Option<PersistentVolumeClaimSpec> = "spec",
        status: Option<PersistentVolumeClaimStatus> = "status",
    }
    ConfigMapVolumeSource {
        default_mode: Option<i32> = "defaultMode",
        items: Option<Vec<KeyToPath>> = "items",
        name: String = "name",
    }
    EmptyDirVolumeSource {
        size_limit: Option<Quantity> = "sizeLimit",
    }
    HostPathVolumeSource {
        path: String = "path",
        type_: Option<String> = "type",
    }
    NFSVolumeSource {
        path: String = "path",
        server: String = "server",
    }
    PersistentVolumeClaimVolumeSource {
        claim_name: String = "claimName",
    }
    SecretVolumeSource {
        default_mode: Option<i32> = "defaultMode",
        items: Option<Vec<KeyToPath>> = "items",
        secret_name: Option<String> = "secretName",
    }
    PersistentVolumeClaimSpec {
        access_modes: Option<Vec<String>> = "accessModes",
        data_source: Option<TypedLocalObjectReference> = "dataSource",
        data_source_ref: Option<TypedObjectReference> = "dataSourceRef",
        resources: Option<VolumeResourceRequirements> = "resources",
        selector: Option<LabelSelector> = "selector",
        storage_class_name: Option<String> = "storageClassName",
        volume_attributes_class_name: Option<String> = "volumeAttributesClassName",
        volume_mode: Option<String> = "volumeMode",
        volume_name: Option<String> = "volumeName",
    }
    PersistentVolumeClaimStatus {
        access_modes: Option<Vec<String>> = "accessModes",
        allocated_resource_statuses: Option<BTreeMap<String, String>> = "allocatedResourceStatuses",
        allocated_resources: Option<BTreeMap<String, Quantity>> = "allocatedResources",
        capacity: Option<BTreeMap<String, Quantity>> = "capacity",
        conditions: Option<Vec<PersistentVolumeClaimCondition>> = "conditions",
        current_volume_attributes_class_name: Option<String> = "currentVolumeAttributesClassName",
        modify_volume_status: Option<ModifyVolumeStatus> = "modifyVolumeStatus",
        phase: Option<String> = "phase",
    }
    KeyToPath {
        key: String = "key",
        mode: Option<i32> = "mode",
        path: String = "path",
    }
    TypedObjectReference {
        api_group: Option<String> = "apiGroup",
        kind: String = "kind",
        name: String = "name",
        namespace: Option<String> = "namespace",
    }
    VolumeResourceRequirements {
        limits: Option<BTreeMap<String, Quantity>> = "limits",
        requests: Option<BTreeMap<String, Quantity>> = "requests",
    }
    PersistentVolumeClaimCondition {
        message: Option<String> = "message",
        reason: Option<String> = "reason",
        status: String = "status",
        type_: String = "type",
    }
    ModifyVolumeStatus {
        status: String = "status",
        target_volume_attributes_class_name: Option<String> = "targetVolumeAttributesClassName",
    }
}
