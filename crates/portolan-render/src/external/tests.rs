//! Tables that fit their lines.

use super::{fronts, text};
use crate::get::Selection;
use crate::width::width;
use portolan_core::diagnostic::Lang;
use portolan_core::proxy::ProxyOptions;
use portolan_core::{Options, Provider, analyze, parse};

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
