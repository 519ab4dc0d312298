//! Controllers, with the Pods that they have.

use super::choice::{Selection, Who};
use super::resource::Controller;
use super::{Row, Table, age, joined, or_none, written};
use portolan_core::Analysis;
use portolan_core::object::{Labels, Operator, Owner, Phase, Requirement, Selector, Workload, WorkloadKind};
use std::collections::BTreeMap;

/// How many Pods a controller has, and how many of them are ready.
#[derive(Clone, Copy, Default)]
struct Counts {
    all: u32,
    ready: u32,
    succeeded: u32,
}

/// Counts by namespace, kind and name of the controller.
type Owners<'a> = BTreeMap<(&'a str, &'a str, &'a str), Counts>;

pub(super) fn table(analysis: &Analysis, controller: Controller, selection: &Selection) -> Table {
    let owners = owners(analysis);
    let workloads = analysis.cluster.workloads.iter().filter(|workload| controller.is(&workload.kind));
    let rows = selection.choose(workloads, |workload| Who::of(&workload.meta)).into_iter();
    let (columns, narrow): (&'static [&'static str], usize) = match controller {
        Controller::ReplicationController | Controller::ReplicaSet => {
            (&["DESIRED", "CURRENT", "READY", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"], 4)
        }
        Controller::Deployment => {
            (&["READY", "UP-TO-DATE", "AVAILABLE", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"], 4)
        }
        Controller::StatefulSet => (&["READY", "AGE", "CONTAINERS", "IMAGES"], 2),
        Controller::DaemonSet => (DAEMON_SET, 7),
        Controller::Job => {
            (&["STATUS", "COMPLETIONS", "DURATION", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"], 4)
        }
        Controller::CronJob => (CRON_JOB, 6),
    };
    let rows = rows.map(|(who, workload)| Row {
        namespace: who.namespace.into(),
        name: who.name.into(),
        cells: cells(analysis, workload, &owners),
    });
    Table { columns, narrow, rows: rows.collect() }
}

const DAEMON_SET: &[&str] = &[
    "DESIRED",
    "CURRENT",
    "READY",
    "UP-TO-DATE",
    "AVAILABLE",
    "NODE SELECTOR",
    "AGE",
    "CONTAINERS",
    "IMAGES",
    "SELECTOR",
];

const CRON_JOB: &[&str] = &[
    "SCHEDULE",
    "TIMEZONE",
    "SUSPEND",
    "ACTIVE",
    "LAST SCHEDULE",
    "AGE",
    "CONTAINERS",
    "IMAGES",
    "SELECTOR",
];

fn cells(analysis: &Analysis, workload: &Workload, owners: &Owners<'_>) -> Vec<String> {
    let counts = counts(workload, owners);
    let desired = workload.replicas;
    let (ready, all) = (counts.ready, counts.all);
    let mut cells = match &workload.kind {
        WorkloadKind::ReplicationController | WorkloadKind::ReplicaSet => {
            vec![desired.to_string(), all.to_string(), ready.to_string()]
        }
        WorkloadKind::Deployment => {
            let (updated, available) = match &workload.status {
                Some(status) => (status.updated, status.available),
                None => (all, ready),
            };
            vec![format!("{ready}/{desired}"), updated.to_string(), available.to_string()]
        }
        WorkloadKind::StatefulSet { .. } => vec![format!("{ready}/{desired}")],
        WorkloadKind::DaemonSet => daemon_set(workload, counts),
        WorkloadKind::Job { completions, suspended, .. } => {
            let status = job_status(workload, counts, *completions, *suspended);
            let done = completions_of(counts.succeeded, *completions, desired);
            vec![status.to_owned(), done, String::new()]
        }
        WorkloadKind::CronJob => cron_job(analysis, workload),
    };
    cells.push(age(workload.meta.stated));
    let containers = &workload.template.spec.containers;
    cells.push(joined(containers.iter().map(|container| &container.name)));
    cells.push(joined(containers.iter().map(|container| &container.image)));
    cells.push(selector(&workload.selector));
    cells
}

fn daemon_set(workload: &Workload, counts: Counts) -> Vec<String> {
    let (all, ready) = (counts.all.to_string(), counts.ready.to_string());
    let (updated, available) = match &workload.status {
        Some(status) => (status.updated.to_string(), status.available.to_string()),
        None => (all.clone(), ready.clone()),
    };
    let nodes = or_none(workload.template.spec.node_selector.to_string());
    vec![all.clone(), all, ready, updated, available, nodes]
}

fn job_status(
    workload: &Workload,
    counts: Counts,
    completions: Option<u32>,
    suspended: bool,
) -> &'static str {
    let active = workload.status.as_ref().map_or(counts.all, |status| status.replicas);
    if suspended {
        "Suspended"
    } else if active == 0 && counts.succeeded >= completions.unwrap_or(1) {
        "Complete"
    } else {
        "Running"
    }
}

fn completions_of(succeeded: u32, completions: Option<u32>, parallelism: u32) -> String {
    match completions {
        Some(completions) => format!("{succeeded}/{completions}"),
        None if parallelism > 1 => format!("{succeeded}/1 of {parallelism}"),
        None => format!("{succeeded}/1"),
    }
}

fn cron_job(analysis: &Analysis, workload: &Workload) -> Vec<String> {
    let field = |path| written(analysis, workload.meta.id, path);
    let suspended = field("spec.suspend").is_some_and(|text| text == "true");
    vec![
        field("spec.schedule").unwrap_or_default(),
        or_none(field("spec.timeZone").unwrap_or_default()),
        if suspended { "True" } else { "False" }.to_owned(),
        "0".to_owned(),
        "<none>".to_owned(),
    ]
}

/// What the dump states, or what the Pods show.
fn counts(workload: &Workload, owners: &Owners<'_>) -> Counts {
    let meta = &workload.meta;
    let mut found =
        owners.get(&(&*meta.namespace, workload.kind.as_str(), &*meta.name)).copied().unwrap_or_default();
    if let Some(status) = &workload.status {
        found.all = status.replicas;
        found.ready = status.ready;
        if matches!(workload.kind, WorkloadKind::Job { .. }) {
            found.succeeded = status.updated;
        }
    }
    found
}

/// The Pods of every controller; those of a Deployment through its ReplicaSets.
fn owners(analysis: &Analysis) -> Owners<'_> {
    let mut owners = Owners::new();
    for pod in &analysis.cluster.pods {
        let Some(owner) = &pod.owner else { continue };
        let counts = owners.entry(key(&pod.namespace, owner)).or_default();
        match pod.phase {
            Phase::Succeeded => counts.succeeded += 1,
            Phase::Failed => {}
            _ => {
                counts.all += 1;
                counts.ready += u32::from(pod.ready && !pod.terminating);
            }
        }
    }
    for workload in &analysis.cluster.workloads {
        let meta = &workload.meta;
        let Some(owner) = &meta.owner else { continue };
        let own = (&*meta.namespace, workload.kind.as_str(), &*meta.name);
        if let Some(counts) = owners.get(&own).copied() {
            let above = owners.entry(key(&meta.namespace, owner)).or_default();
            above.all += counts.all;
            above.ready += counts.ready;
        }
    }
    owners
}

fn key<'a>(namespace: &'a str, owner: &'a Owner) -> (&'a str, &'a str, &'a str) {
    (namespace, &owner.kind, &owner.name)
}

/// As `metav1.FormatLabelSelector` writes it: by key, `<none>` for an empty one.
pub(super) fn selector(selector: &Selector) -> String {
    let labels: &Labels = &selector.match_labels;
    let mut parts: Vec<(&str, String)> =
        labels.iter().map(|(key, value)| (key, format!("{key}={value}"))).collect();
    parts.extend(selector.match_expressions.iter().map(|one| (&*one.key, requirement(one))));
    parts.sort_by_key(|(key, _)| *key);
    or_none(joined(parts.into_iter().map(|(_, text)| text)))
}

fn requirement(requirement: &Requirement) -> String {
    let mut values: Vec<&str> = requirement.values.iter().map(|value| &**value).collect();
    values.sort_unstable();
    let (key, values) = (&requirement.key, values.join(","));
    match requirement.operator {
        Operator::In => format!("{key} in ({values})"),
        Operator::NotIn => format!("{key} notin ({values})"),
        Operator::Exists => key.to_string(),
        Operator::DoesNotExist => format!("!{key}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_written_by_key() {
        let exists = |key: &str, operator| Requirement { key: key.into(), operator, values: Vec::new() };
        let tiers = Requirement {
            key: "tier".into(),
            operator: Operator::In,
            values: vec!["web".into(), "api".into()],
        };
        let written = selector(&Selector {
            match_labels: [("b", "1")].into_iter().collect(),
            match_expressions: vec![
                tiers,
                exists("a", Operator::DoesNotExist),
                exists("c", Operator::Exists),
            ],
        });
        assert_eq!(written, "!a,b=1,c,tier in (api,web)");
        assert_eq!(selector(&Selector::default()), "<none>");
    }

    #[test]
    fn a_work_queue_counts_to_one() {
        assert_eq!(completions_of(2, Some(5), 1), "2/5");
        assert_eq!(completions_of(0, None, 3), "0/1 of 3");
        assert_eq!(completions_of(1, None, 1), "1/1");
    }
}
