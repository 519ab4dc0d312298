//! The YAML of one application, in the dress that people give it: Helm's comment, flow lists here and there, quotes
//! where a number must be a string.

use std::fmt::Write as _;

use super::Application;
use super::words::{Port, Target, Workload};

/// The application's documents: the workload, its Service, and the Ingress of what is called from outside.
pub(super) fn of(application: &Application) -> Vec<String> {
    let ingress = application.role.workload != Workload::StatefulSet;
    let mut documents = vec![workload(application), service(application)];
    documents.extend(ingress.then(|| self::ingress(application)));
    documents
}

/// A document's first lines, up to its labels.
fn head(application: &Application, api_version: &str, kind: &str) -> String {
    let Application { name, namespace, instance, .. } = application;
    let mut out = String::with_capacity(1024);
    if application.helm {
        let _ = writeln!(out, "# Source: {instance}/templates/{name}-{}.yaml", kind.to_lowercase());
    }
    let _ = write!(
        out,
        "apiVersion: {api_version}\nkind: {kind}\nmetadata:\n  name: {name}\n  namespace: {namespace}\n  labels:\n"
    );
    labels(&mut out, application, "    ", &application.name);
    if application.recommended_labels && kind == "Deployment" {
        let _ = writeln!(out, "    app.kubernetes.io/version: \"{}\"", application.version);
    }
    out
}

/// The labels that make the application's Pods one set; `name` may be misspelt.
fn labels(out: &mut String, application: &Application, indent: &str, name: &str) {
    let instance = application.instance;
    let _ = if application.recommended_labels {
        write!(
            out,
            "{indent}app.kubernetes.io/name: {name}\n{indent}app.kubernetes.io/instance: {instance}\n"
        )
    } else {
        write!(out, "{indent}app: {name}\n{indent}release: {instance}\n")
    };
}

fn service(application: &Application) -> String {
    let mut out = head(application, "v1", "Service");
    out.push_str("spec:\n");
    match application.node_port {
        Some(_) => out.push_str("  type: NodePort\n"),
        None if application.role.workload == Workload::StatefulSet => out.push_str("  clusterIP: None\n"),
        None => out.push_str("  type: ClusterIP\n"),
    }
    match application.role.name {
        "db" => out.push_str("  publishNotReadyAddresses: true\n"),
        "admin" => out.push_str("  sessionAffinity: ClientIP\n"),
        _ => {}
    }
    out.push_str("  selector:\n");
    let name =
        application.selector_typo.map_or_else(|| application.name.clone(), |typo| typo.of(&application.name));
    labels(&mut out, application, "    ", &name);
    out.push_str("  ports:\n");
    for port in application.role.ports {
        service_port(&mut out, port, application.node_port);
    }
    out
}

fn service_port(out: &mut String, port: &Port, node_port: Option<u16>) {
    let _ = write!(out, "    - name: {}\n      port: {}\n", port.name, port.port);
    let _ = match port.target {
        Target::Name => writeln!(out, "      targetPort: {}", port.name),
        Target::Number => writeln!(out, "      targetPort: {}", port.container_port),
        Target::Same => Ok(()),
    };
    if let Some(protocol) = port.protocol {
        let _ = writeln!(out, "      protocol: {protocol}");
    }
    if let Some(node_port) = node_port {
        let _ = writeln!(out, "      nodePort: {node_port}");
    }
}

fn workload(application: &Application) -> String {
    let kind = match application.role.workload {
        Workload::Deployment => "Deployment",
        Workload::ReplicaSet => "ReplicaSet",
        Workload::StatefulSet => "StatefulSet",
    };
    let mut out = head(application, "apps/v1", kind);
    let _ = write!(out, "spec:\n  replicas: {}\n", application.replicas);
    if kind == "StatefulSet" {
        let _ = writeln!(out, "  serviceName: {}", application.name);
    }
    out.push_str("  selector:\n    matchLabels:\n");
    labels(&mut out, application, "      ", &application.name);
    out.push_str("  template:\n    metadata:\n      labels:\n");
    labels(&mut out, application, "        ", &application.name);
    out.push_str("    spec:\n      containers:\n");
    container(&mut out, application);
    if application.role.stores {
        out.push_str(
            "  volumeClaimTemplates:\n    - metadata:\n        name: data\n      spec:\n        accessModes: [ReadWriteOnce]\n        \
             resources:\n          requests:\n            storage: 10Gi\n",
        );
    }
    out
}

fn container(out: &mut String, application: &Application) {
    let Application { role, version, instance, .. } = application;
    let _ = write!(
        out,
        "        - name: {}\n          image: registry.example.com/{instance}/{}:{version}\n          ports:\n",
        role.name, role.image
    );
    for port in role.ports {
        let _ = write!(
            out,
            "            - name: {}\n              containerPort: {}\n",
            port.name, port.container_port
        );
        if let Some(protocol) = port.protocol {
            let _ = writeln!(out, "              protocol: {protocol}");
        }
    }
    if role.stores {
        out.push_str(
            "          volumeMounts:\n            - name: data\n              mountPath: /var/lib/data\n",
        );
    }
    if application.probed {
        let _ = write!(
            out,
            "          readinessProbe:\n            tcpSocket:\n              port: {}\n",
            role.ports[0].container_port
        );
    }
    if application.limited {
        out.push_str("          resources:\n            requests: {cpu: 100m, memory: 128Mi}\n");
    }
}

fn ingress(application: &Application) -> String {
    let Application { name, namespace, .. } = application;
    let tls = application.role.name == "gateway";
    let host = format!("{name}.{namespace}.example.com");
    let mut out = head(application, "networking.k8s.io/v1", "Ingress");
    out.push_str("spec:\n  ingressClassName: nginx\n");
    if tls {
        let _ = write!(out, "  tls:\n    - hosts: [{host}]\n      secretName: {name}-tls\n");
    }
    let _ = write!(
        out,
        "  rules:\n    - host: {host}\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            \
         backend:\n              service:\n                name: {name}\n                port:\n                  name: {}\n",
        application.role.ports[0].name
    );
    out
}
