//! Links as an editor follows them: from one text to another.

use super::*;
use portolan_core::{Options, analyze, parse};

const WEB: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, tier: front}}
    spec:
      containers:
        - name: main
          image: b
          ports: [{name: http, containerPort: 8080}]
          readinessProbe: {httpGet: {port: http}}
          envFrom: [{configMapRef: {name: settings}}]
          env:
            - {name: API, value: \"http://api.shop.svc.cluster.local:9000/v1\"}
            - {name: OTHER, value: api}
            - {name: WORDS, value: the api of others}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
";

const SERVICES: &str = "\
apiVersion: v1
kind: Service
metadata: {name: front, namespace: shop}
spec: {selector: {app: web}, ports: [{name: web, port: 80, targetPort: http}]}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec: {ports: [{port: 9000}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: door, namespace: shop}
spec: {defaultBackend: {service: {name: front, port: {number: 80}}}}
";

/// Every link as `file:from → file:to`.
fn shown() -> Vec<String> {
    let files = [("web", WEB), ("services", SERVICES)];
    let files = files.map(|(name, text)| parse(name.to_owned(), text.into()));
    let analysis = analyze(files.into(), &Options::default());
    let text = |place: Place| {
        let file = analysis.files.get(place.file.0 as usize).expect("a file");
        let line = file.lines().line(place.span.start);
        format!("{}:{line} {}", file.name(), place.span.slice(file.text()))
    };
    links(&analysis).iter().map(|link| format!("{} → {}", text(link.from), text(link.to))).collect()
}

#[test]
fn selectors_lead_to_workloads_and_their_labels() {
    let all = shown();
    for link in [
        "services:4 selector → web:3 name: web",
        "services:4 app: web → web:7 app: web",
        "web:5 app: web → web:7 app: web",
    ] {
        assert!(all.iter().any(|one| one == link), "{link} is not in {all:#?}");
    }
}

#[test]
fn ports_lead_to_ports() {
    let all = shown();
    for link in [
        "services:4 targetPort: http → web:12 name: http",
        "web:13 port: http → web:12 name: http",
        "services:14 number: 80 → services:4 port: 80",
        "web:16 9000 → services:9 port: 9000",
    ] {
        assert!(all.iter().any(|one| one == link), "{link} is not in {all:#?}");
    }
}

#[test]
fn names_lead_to_objects() {
    let all = shown();
    for link in [
        "services:14 name: front → services:3 name: front",
        "web:14 name: settings → web:22 name: settings",
        "web:16 api.shop.svc.cluster.local → services:8 name: api",
        "web:17 api → services:8 name: api",
    ] {
        assert!(all.iter().any(|one| one == link), "{link} is not in {all:#?}");
    }
    assert!(!all.iter().any(|one| one.starts_with("web:18")), "a word is no host: {all:#?}");
}
