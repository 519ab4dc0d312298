//! Controllers, by their statuses: those that a dump states, or those counted from the simulated Pods.

use super::choice::{Selection, Who};
use super::resource::Controller;
use super::{Row, Table, age, joined, or_none, written};
use portolan_core::Analysis;
use portolan_core::object::{
    Labels, Operator, Requirement, Selector, Workload, WorkloadKind, WorkloadStatus,
};

pub(super) fn table(analysis: &Analysis, controller: Controller, selection: &Selection) -> Table {
    let workloads = analysis.cluster.workloads.iter().filter(|workload| controller.is(&workload.kind));
    let rows = selection.choose(workloads, |workload| Who::of(&workload.meta)).into_iter();
    let (columns, narrow): (&'static [&'static str], usize) = match controller {
        Controller::Replication | Controller::ReplicaSet => {
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
    let rows = rows.map(|(who, workload)| Row::of(who, cells(analysis, workload)));
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

fn cells(analysis: &Analysis, workload: &Workload) -> Vec<String> {
    let desired = workload.replicas;
    let status = workload.status.clone().unwrap_or_default();
    let WorkloadStatus { replicas, ready, updated, available } = status;
    let mut cells = match &workload.kind {
        WorkloadKind::ReplicationController | WorkloadKind::ReplicaSet => texts([desired, replicas, ready]),
        WorkloadKind::Deployment => {
            vec![format!("{ready}/{desired}"), updated.to_string(), available.to_string()]
        }
        WorkloadKind::StatefulSet { .. } => vec![format!("{ready}/{desired}")],
        WorkloadKind::DaemonSet => {
            let mut cells = texts([replicas, replicas, ready, updated, available]);
            cells.push(or_none(workload.template.spec.node_selector.to_string()));
            cells
        }
        WorkloadKind::Job { completions, suspended, .. } => {
            let status = job_status(replicas, updated, *completions, *suspended);
            vec![status.to_owned(), completions_of(updated, *completions, desired), String::new()]
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

fn texts<const N: usize>(numbers: [u32; N]) -> Vec<String> {
    numbers.iter().map(ToString::to_string).collect()
}

fn job_status(active: u32, succeeded: u32, completions: Option<u32>, suspended: bool) -> &'static str {
    if suspended {
        "Suspended"
    } else if active == 0 && succeeded >= completions.unwrap_or(1) {
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
