//! A change that touches nothing of what is there leaves everything as it was.

use crate::root;
use portolan_core::change::Change;
use portolan_core::{Analysis, Options, analyze, change, parse};

/// Pods, Services and slices, letter for letter; the Pod of a client left out.
fn shown(analysis: &Analysis) -> Vec<String> {
    let cluster = &analysis.cluster;
    let pods = cluster.pods.iter().filter(|pod| &*pod.namespace != "nowhere").map(|pod| format!("{pod:?}"));
    let services = cluster.services.iter().map(|service| format!("{service:?}"));
    let workloads = cluster.workloads.iter().map(|workload| format!("{workload:?}"));
    let slices = analysis.slices.iter().map(|slice| format!("{slice:?}"));
    pods.chain(services).chain(workloads).chain(slices).collect()
}

#[test]
fn a_client_leaves_every_recorded_cluster_as_it_was() {
    let mut inputs = crate::files_below(&root().join("tests/conformance/cases"), "input.yaml");
    inputs.extend(crate::files_below(&root().join("tests/conformance/cases"), "snapshot.yaml"));
    let options = Options::default();
    for path in &inputs {
        let text = std::fs::read(path).expect("an input");
        let before = analyze(vec![parse("input.yaml".to_owned(), text)], &options);
        let expected = shown(&before);
        let (after, unmet) = change(before, &[Change::client("nowhere/me")], &options);
        assert_eq!(unmet.len(), 0, "{}", path.display());
        let found = shown(&after);
        assert_eq!(expected.len(), found.len(), "{}", path.display());
        for (before, after) in expected.iter().zip(&found) {
            assert_eq!(before, after, "{}", path.display());
        }
    }
    assert!(inputs.len() > 100, "only {} inputs", inputs.len());
}
