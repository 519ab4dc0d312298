//! Tables that fit their lines.

use super::{fronts, text};
use crate::get::Selection;
use crate::width::width;
use portolan_core::diagnostic::Lang;
use portolan_core::external::{External, Targets};
use portolan_core::proxy::ProxyOptions;
use portolan_core::trace::{Ending, Receiver, Request, trace};
use portolan_core::{Analysis, Options, Provider, analyze, parse};
use std::collections::BTreeMap;
use std::net::IpAddr;

const SHOP: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 12
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: example.com/web, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
";

#[test]
fn every_table_fits_its_lines_in_both_languages() {
    for provider in Provider::ALL {
        let options = Options { provider: Some(provider), ..Options::default() };
        let analysis = analyze(vec![parse("shop.yaml".to_owned(), SHOP.into())], &options);
        let found = fronts(&analysis, &Selection::default(), &ProxyOptions::new(&options));
        assert_eq!(found.all.len(), 1);
        for lang in [Lang::En, Lang::Ja] {
            for columns in [60, 80, 120] {
                let table = text(&found.all, lang, columns);
                let cells = table.lines().filter(|line| !line.starts_with(['[', '(']) && !line.contains("`"));
                let long: Vec<&str> = cells.filter(|line| width(line) > columns + 8).collect();
                assert!(long.is_empty(), "{provider:?} {columns}: {long:#?}");
            }
        }
    }
}

#[test]
fn every_cell_cites_a_page() {
    for provider in Provider::ALL {
        let options = Options { provider: Some(provider), ..Options::default() };
        let analysis = analyze(vec![parse("shop.yaml".to_owned(), SHOP.into())], &options);
        let found = fronts(&analysis, &Selection::default(), &ProxyOptions::new(&options));
        let rows = found.all.iter().flat_map(|front| &front.rows);
        let bare: Vec<_> = rows.flat_map(|row| &row.cells).filter(|cell| cell.sources.is_empty()).collect();
        assert!(bare.is_empty(), "{provider:?}: {bare:?}");
    }
}

/// What the walk of a client's connection from outside comes to: the share of each Pod, and whether they see the client.
fn walked(analysis: &Analysis) -> (BTreeMap<String, f64>, Vec<bool>) {
    let client = IpAddr::from([203, 0, 113, 7]);
    let options = ProxyOptions::new(&analysis.cluster.options);
    let request =
        Request::parse(&analysis.cluster, ("203.0.113.7", "svc/web"), None, options).expect("a request");
    let walk = trace(&analysis.cluster, &analysis.slices, &request);
    let (mut shares, mut kept) = (BTreeMap::new(), Vec::new());
    for end in walk.ends.iter().filter(|end| end.ending == Ending::Answered) {
        let Receiver::Pod(id, _) = end.receiver else { continue };
        let pod = analysis.cluster.pod(id).expect("a Pod").full_name();
        *shares.entry(pod).or_insert(0.0) += end.probability;
        kept.extend(end.packet.as_ref().map(|packet| packet.source == client));
    }
    (shares, kept)
}

#[test]
fn the_table_says_what_walks_come_to() {
    for provider in Provider::ALL {
        for (policy, replicas) in [("Local", 4), ("Cluster", 4), ("Local", 1), ("Cluster", 7)] {
            let text = SHOP.replace("replicas: 12", &format!("replicas: {replicas}"));
            let text = text.replace(
                "  selector: {app",
                &format!("  externalTrafficPolicy: {policy}\n  selector: {{app"),
            );
            let options = Options { provider: Some(provider), ..Options::default() };
            let analysis = analyze(vec![parse("shop.yaml".to_owned(), text.into())], &options);
            let external = External::new(&analysis.cluster, &analysis.slices);
            let exposure = external.exposure(&analysis.cluster.services[0]);
            if exposure.addresses.is_empty() || exposure.targets == Targets::Own {
                continue;
            }
            let (shares, kept) = walked(&analysis);
            let title = format!("{provider:?} {policy} {replicas}");
            assert_eq!(shares.len(), exposure.shares.len(), "{title}");
            for share in &exposure.shares {
                let walked = shares.get(&share.pod).copied().unwrap_or_default();
                // kube-proxy writes odds with ten digits.
                assert!((walked - share.fraction).abs() < 1e-6, "{title}: {} {walked}", share.pod);
            }
            assert!(kept.iter().all(|kept| *kept == exposure.source_kept), "{title}: {kept:?}");
        }
    }
}
