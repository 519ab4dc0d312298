//! `core/v1` containers.

use crate::api::{IntOrString, Quantity, api};
use portolan_yaml::collections::BTreeMap;

api! {
    Container {
        args: Option<Vec<String>> = "args",
        command: Option<Vec<String>> = "command",
        env: Option<Vec<EnvVar>> = "env",
        env_from: Option<Vec<EnvFromSource>> = "envFrom",
        image: Option<String> = "image",
        image_pull_policy: Option<String> = "imagePullPolicy",
        lifecycle: Option<Lifecycle> = "lifecycle",
        liveness_probe: Option<Probe> = "livenessProbe",
        name: String = "name",
        ports: Option<Vec<ContainerPort>> = "ports",
        readiness_probe: Option<Probe> = "readinessProbe",
        resize_policy: Option<Vec<ContainerResizePolicy>> = "resizePolicy",
        resources: Option<ResourceRequirements> = "resources",
        restart_policy: Option<String> = "restartPolicy",
        restart_policy_rules: Option<Vec<ContainerRestartRule>> = "restartPolicyRules",
        security_context: Option<SecurityContext> = "securityContext",
        startup_probe: Option<Probe> = "startupProbe",
        stdin: Option<bool> = "stdin",
        stdin_once: Option<bool> = "stdinOnce",
        target_container_name: Option<String> = "targetContainerName",
        termination_message_path: Option<String> = "terminationMessagePath",
        termination_message_policy: Option<String> = "terminationMessagePolicy",
        tty: Option<bool> = "tty",
        volume_devices: Option<Vec<VolumeDevice>> = "volumeDevices",
        volume_mounts: Option<Vec<VolumeMount>> = "volumeMounts",
        working_dir: Option<String> = "workingDir",
    }
    ResourceRequirements {
        claims: Option<Vec<ResourceClaim>> = "claims",
        limits: Option<BTreeMap<String, Quantity>> = "limits",
        requests: Option<BTreeMap<String, Quantity>> = "requests",
    }
    EnvVar {
        name: String = "name",
        value: Option<String> = "value",
        value_from: Option<EnvVarSource> = "valueFrom",
    }
    EnvFromSource {
        config_map_ref: Option<ConfigMapEnvSource> = "configMapRef",
        prefix: Option<String> = "prefix",
        secret_ref: Option<SecretEnvSource> = "secretRef",
    }
    Lifecycle {
        post_start: Option<LifecycleHandler> = "postStart",
        pre_stop: Option<LifecycleHandler> = "preStop",
        stop_signal: Option<String> = "stopSignal",
    }
    Probe {
        exec: Option<ExecAction> = "exec",
        failure_threshold: Option<i32> = "failureThreshold",
        grpc: Option<GRPCAction> = "grpc",
        http_get: Option<HTTPGetAction> = "httpGet",
        initial_delay_seconds: Option<i32> = "initialDelaySeconds",
        period_seconds: Option<i32> = "periodSeconds",
        success_threshold: Option<i32> = "successThreshold",
        tcp_socket: Option<TCPSocketAction> = "tcpSocket",
        termination_grace_period_seconds: Option<i64> = "terminationGracePeriodSeconds",
        timeout_seconds: Option<i32> = "timeoutSeconds",
    }
    ContainerPort {
        container_port: i32 = "containerPort",
        host_ip: Option<String> = "hostIP",
        host_port: Option<i32> = "hostPort",
        name: Option<String> = "name",
        protocol: Option<String> = "protocol",
    }
    ContainerResizePolicy {
        resource_name: String = "resourceName",
        restart_policy: String = "restartPolicy",
    }
    ContainerRestartRule {
        action: String = "action",
        exit_codes: Option<ContainerRestartRuleOnExitCodes> = "exitCodes",
    }
    SecurityContext {
        allow_privilege_escalation: Option<bool> = "allowPrivilegeEscalation",
        app_armor_profile: Option<AppArmorProfile> = "appArmorProfile",
        capabilities: Option<Capabilities> = "capabilities",
        privileged: Option<bool> = "privileged",
        proc_mount: Option<String> = "procMount",
        read_only_root_filesystem: Option<bool> = "readOnlyRootFilesystem",
        run_as_group: Option<i64> = "runAsGroup",
        run_as_non_root: Option<bool> = "runAsNonRoot",
        run_as_user: Option<i64> = "runAsUser",
        se_linux_options: Option<SELinuxOptions> = "seLinuxOptions",
        seccomp_profile: Option<SeccompProfile> = "seccompProfile",
        windows_options: Option<WindowsSecurityContextOptions> = "windowsOptions",
    }
    VolumeDevice {
        device_path: String = "devicePath",
        name: String = "name",
    }
    VolumeMount {
        mount_path: String = "mountPath",
        mount_propagation: Option<String> = "mountPropagation",
        name: String = "name",
        read_only: Option<bool> = "readOnly",
        recursive_read_only: Option<String> = "recursiveReadOnly",
        sub_path: Option<String> = "subPath",
        sub_path_expr: Option<String> = "subPathExpr",
    }
    ResourceClaim {
        name: String = "name",
        request: Option<String> = "request",
    }
    EnvVarSource {
        config_map_key_ref: Option<ConfigMapKeySelector> = "configMapKeyRef",
        field_ref: Option<ObjectFieldSelector> = "fieldRef",
        file_key_ref: Option<FileKeySelector> = "fileKeyRef",
        resource_field_ref: Option<ResourceFieldSelector> = "resourceFieldRef",
        secret_key_ref: Option<SecretKeySelector> = "secretKeyRef",
    }
    ConfigMapEnvSource {
        name: String = "name",
        optional: Option<bool> = "optional",
    }
    SecretEnvSource {
        name: String = "name",
        optional: Option<bool> = "optional",
    }
    LifecycleHandler {
        exec: Option<ExecAction> = "exec",
        http_get: Option<HTTPGetAction> = "httpGet",
        sleep: Option<SleepAction> = "sleep",
        tcp_socket: Option<TCPSocketAction> = "tcpSocket",
    }
    ExecAction {
        command: Option<Vec<String>> = "command",
    }
    GRPCAction {
        port: i32 = "port",
        service: Option<String> = "service",
    }
    HTTPGetAction {
        host: Option<String> = "host",
        http_headers: Option<Vec<HTTPHeader>> = "httpHeaders",
        path: Option<String> = "path",
        port: IntOrString = "port",
        scheme: Option<String> = "scheme",
    }
    TCPSocketAction {
        host: Option<String> = "host",
        port: IntOrString = "port",
    }
    ContainerRestartRuleOnExitCodes {
        operator: String = "operator",
        values: Option<Vec<i32>> = "values",
    }
    AppArmorProfile {
        localhost_profile: Option<String> = "localhostProfile",
        type_: String = "type",
    }
    Capabilities {
        add: Option<Vec<String>> = "add",
        drop: Option<Vec<String>> = "drop",
    }
    SELinuxOptions {
        level: Option<String> = "level",
        role: Option<String> = "role",
        type_: Option<String> = "type",
        user: Option<String> = "user",
    }
    SeccompProfile {
        localhost_profile: Option<String> = "localhostProfile",
        type_: String = "type",
    }
    WindowsSecurityContextOptions {
        gmsa_credential_spec: Option<String> = "gmsaCredentialSpec",
        gmsa_credential_spec_name: Option<String> = "gmsaCredentialSpecName",
        host_process: Option<bool> = "hostProcess",
        run_as_user_name: Option<String> = "runAsUserName",
    }
    ConfigMapKeySelector {
        key: String = "key",
        name: String = "name",
        optional: Option<bool> = "optional",
    }
    ObjectFieldSelector {
        api_version: Option<String> = "apiVersion",
        field_path: String = "fieldPath",
    }
    FileKeySelector {
        key: String = "key",
        optional: Option<bool> = "optional",
        path: String = "path",
        volume_name: String = "volumeName",
    }
    ResourceFieldSelector {
        container_name: Option<String> = "containerName",
        divisor: Option<Quantity> = "divisor",
        resource: String = "resource",
    }
    SecretKeySelector {
        key: String = "key",
        name: String = "name",
        optional: Option<bool> = "optional",
    }
    SleepAction {
        seconds: i64 = "seconds",
    }
    HTTPHeader {
        name: String = "name",
        value: String = "value",
    }
}
