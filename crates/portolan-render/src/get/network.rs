//! Ingresses, IngressClasses and NetworkPolicies.

use super::choice::{Selection, Who};
use super::slice::SHOWN;
use super::workload::selector;
use super::{Row, Table, age, or_none, written};
use portolan_core::Analysis;
use portolan_core::object::{Ingress, Meta};

pub(super) fn ingresses(analysis: &Analysis, selection: &Selection) -> Table {
    let chosen = selection.choose(&analysis.cluster.ingresses, |ingress: &Ingress| Who::of(&ingress.meta));
    let rows = chosen.into_iter().map(|(_, ingress)| {
        let field = |path| written(analysis, ingress.meta.id, path);
        let address = ["status.loadBalancer.ingress[0].ip", "status.loadBalancer.ingress[0].hostname"];
        let tls =
            ["spec.tls[0].secretName", "spec.tls[0].hosts[0]"].into_iter().any(|path| field(path).is_some());
        row(
            &ingress.meta,
            vec![
                or_none(ingress.class.as_deref().unwrap_or_default()),
                hosts(ingress),
                address.into_iter().find_map(field).unwrap_or_default(),
                if tls { "80, 443" } else { "80" }.to_owned(),
            ],
        )
    });
    Table { columns: &["CLASS", "HOSTS", "ADDRESS", "PORTS", "AGE"], narrow: 5, rows: rows.collect() }
}

/// The first hosts, and how many rules there are more; `*` for none.
fn hosts(ingress: &Ingress) -> String {
    let mut shown = Vec::with_capacity(SHOWN);
    let mut more = false;
    for rule in &ingress.rules {
        more |= shown.len() == SHOWN;
        if !more && !rule.host.is_empty() {
            shown.push(&*rule.host);
        }
    }
    match (shown.join(","), more) {
        (hosts, _) if hosts.is_empty() => "*".to_owned(),
        (hosts, false) => hosts,
        (hosts, true) => format!("{hosts} + {} more...", ingress.rules.len().saturating_sub(SHOWN)),
    }
}

pub(super) fn ingress_classes(analysis: &Analysis, selection: &Selection) -> Table {
    let chosen = selection.choose(&analysis.cluster.ingress_classes, |class| Who::of(&class.meta));
    let rows = chosen
        .into_iter()
        .map(|(_, class)| row(&class.meta, vec![class.controller.to_string(), "<none>".to_owned()]));
    Table { columns: &["CONTROLLER", "PARAMETERS", "AGE"], narrow: 3, rows: rows.collect() }
}

pub(super) fn policies(analysis: &Analysis, selection: &Selection) -> Table {
    let chosen = selection.choose(&analysis.cluster.policies, |policy| Who::of(&policy.meta));
    let rows = chosen.into_iter().map(|(_, policy)| row(&policy.meta, vec![selector(&policy.pod_selector)]));
    Table { columns: &["POD-SELECTOR", "AGE"], narrow: 2, rows: rows.collect() }
}

fn row(meta: &Meta, mut cells: Vec<String>) -> Row {
    cells.push(age(meta.stated));
    Row::of(Who::of(meta), cells)
}
