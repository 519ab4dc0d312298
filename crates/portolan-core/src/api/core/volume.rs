//! `core/v1` volumes and their claims. The sources that name something outside of the cluster share one struct: their
//! fields of one name have one type.

use super::TypedLocalObjectReference;
use super::container::{ObjectFieldSelector, ResourceFieldSelector};
use super::pod::LocalObjectReference;
use crate::api::meta::{LabelSelector, ObjectMeta};
use crate::api::{Quantity, api};
use portolan_yaml::collections::BTreeMap;

api! {
    Volume {
        aws_elastic_block_store: Option<Box<RemoteVolumeSource>> = "awsElasticBlockStore",
        azure_disk: Option<Box<RemoteVolumeSource>> = "azureDisk",
        azure_file: Option<Box<RemoteVolumeSource>> = "azureFile",
        cephfs: Option<Box<RemoteVolumeSource>> = "cephfs",
        cinder: Option<Box<RemoteVolumeSource>> = "cinder",
        config_map: Option<ConfigMapVolumeSource> = "configMap",
        csi: Option<Box<RemoteVolumeSource>> = "csi",
        downward_api: Option<DownwardAPIVolumeSource> = "downwardAPI",
        empty_dir: Option<EmptyDirVolumeSource> = "emptyDir",
        ephemeral: Option<EphemeralVolumeSource> = "ephemeral",
        fc: Option<Box<RemoteVolumeSource>> = "fc",
        flex_volume: Option<Box<RemoteVolumeSource>> = "flexVolume",
        flocker: Option<Box<RemoteVolumeSource>> = "flocker",
        gce_persistent_disk: Option<Box<RemoteVolumeSource>> = "gcePersistentDisk",
        git_repo: Option<Box<RemoteVolumeSource>> = "gitRepo",
        glusterfs: Option<Box<RemoteVolumeSource>> = "glusterfs",
        host_path: Option<HostPathVolumeSource> = "hostPath",
        image: Option<ImageVolumeSource> = "image",
        iscsi: Option<Box<RemoteVolumeSource>> = "iscsi",
        name: String = "name",
        nfs: Option<Box<RemoteVolumeSource>> = "nfs",
        persistent_volume_claim: Option<PersistentVolumeClaimVolumeSource> = "persistentVolumeClaim",
        photon_persistent_disk: Option<Box<RemoteVolumeSource>> = "photonPersistentDisk",
        portworx_volume: Option<Box<RemoteVolumeSource>> = "portworxVolume",
        projected: Option<ProjectedVolumeSource> = "projected",
        quobyte: Option<Box<RemoteVolumeSource>> = "quobyte",
        rbd: Option<Box<RemoteVolumeSource>> = "rbd",
        scale_io: Option<Box<RemoteVolumeSource>> = "scaleIO",
        secret: Option<SecretVolumeSource> = "secret",
        storageos: Option<Box<RemoteVolumeSource>> = "storageos",
        vsphere_volume: Option<Box<RemoteVolumeSource>> = "vsphereVolume",
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
    RemoteVolumeSource {
        caching_mode: Option<String> = "cachingMode",
        chap_auth_discovery: bool = "chapAuthDiscovery",
        chap_auth_session: bool = "chapAuthSession",
        dataset_name: String = "datasetName",
        dataset_uuid: String = "datasetUUID",
        directory: String = "directory",
        disk_name: String = "diskName",
        disk_uri: String = "diskURI",
        driver: String = "driver",
        endpoints: String = "endpoints",
        gateway: String = "gateway",
        image: String = "image",
        initiator_name: Option<String> = "initiatorName",
        iqn: String = "iqn",
        kind: Option<String> = "kind",
        lun: Option<i32> = "lun",
        monitors: Option<Vec<String>> = "monitors",
        node_publish_secret_ref: Option<LocalObjectReference> = "nodePublishSecretRef",
        options: Option<BTreeMap<String, String>> = "options",
        partition: i32 = "partition",
        path: String = "path",
        pd_id: String = "pdID",
        pd_name: String = "pdName",
        registry: String = "registry",
        repository: String = "repository",
        secret_name: String = "secretName",
        secret_ref: Option<LocalObjectReference> = "secretRef",
        server: String = "server",
        share_name: String = "shareName",
        system: String = "system",
        target_portal: String = "targetPortal",
        target_wwns: Option<Vec<String>> = "targetWWNs",
        tenant: String = "tenant",
        volume: String = "volume",
        volume_id: String = "volumeID",
        volume_name: String = "volumeName",
        volume_namespace: String = "volumeNamespace",
        volume_path: String = "volumePath",
        wwids: Option<Vec<String>> = "wwids",
    }
    DownwardAPIVolumeSource {
        default_mode: Option<i32> = "defaultMode",
        items: Option<Vec<DownwardAPIVolumeFile>> = "items",
    }
    DownwardAPIVolumeFile {
        field_ref: Option<ObjectFieldSelector> = "fieldRef",
        mode: Option<i32> = "mode",
        path: String = "path",
        resource_field_ref: Option<ResourceFieldSelector> = "resourceFieldRef",
    }
    EphemeralVolumeSource {
        volume_claim_template: Option<PersistentVolumeClaim> = "volumeClaimTemplate",
    }
    ImageVolumeSource {
        pull_policy: Option<String> = "pullPolicy",
        reference: String = "reference",
    }
    ProjectedVolumeSource {
        default_mode: Option<i32> = "defaultMode",
        sources: Option<Vec<VolumeProjection>> = "sources",
    }
    VolumeProjection {
        config_map: Option<ConfigMapVolumeSource> = "configMap",
        downward_api: Option<DownwardAPIVolumeSource> = "downwardAPI",
        secret: Option<ConfigMapVolumeSource> = "secret",
        service_account_token: Option<ServiceAccountTokenProjection> = "serviceAccountToken",
    }
    ServiceAccountTokenProjection {
        expiration_seconds: Option<i64> = "expirationSeconds",
        path: String = "path",
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
