//! Pods, with the one word that kubectl makes of phase, conditions and container states.

use super::choice::{Selection, Who};
use super::{Row, Table, age, or_none};
use portolan_core::Analysis;
use portolan_core::object::{ContainerState, Phase, PodSpec, PodStatus};
use portolan_core::workload::Pod;

/// What the columns READY, STATUS and RESTARTS say.
pub(crate) struct Summary {
    pub(crate) ready: usize,
    pub(crate) containers: usize,
    pub(crate) status: String,
    pub(crate) restarts: u32,
}

pub(super) fn table(analysis: &Analysis, selection: &Selection) -> Table {
    let chosen = selection.choose(&analysis.cluster.pods, who);
    let rows = chosen.into_iter().map(|(who, pod)| Row::of(who, cells(pod)));
    Table {
        columns: &["READY", "STATUS", "RESTARTS", "AGE", "IP", "NODE", "NOMINATED NODE", "READINESS GATES"],
        narrow: 4,
        rows: rows.collect(),
    }
}

/// Who a Pod is.
pub(super) fn who(pod: &Pod) -> Who<'_> {
    Who { namespace: &pod.namespace, name: &pod.name, labels: Some(&pod.labels), origin: Some(pod.origin) }
}

fn cells(pod: &Pod) -> Vec<String> {
    let summary = summary(pod);
    let nominated = pod.status.as_ref().map(|status| &*status.nominated_node).unwrap_or_default();
    vec![
        format!("{}/{}", summary.ready, summary.containers),
        summary.status,
        summary.restarts.to_string(),
        age(pod.status.is_some()),
        or_none(pod.ips.first().map(ToString::to_string).unwrap_or_default()),
        or_none(&*pod.node_name),
        or_none(nominated),
        gates(pod),
    ]
}

/// What READY, STATUS and RESTARTS say of a Pod.
pub(crate) fn summary(pod: &Pod) -> Summary {
    let sidecars = pod.spec.init_containers.iter().filter(|container| container.sidecar).count();
    let containers = pod.spec.containers.len() + sidecars;
    let mut summary = match &pod.status {
        Some(status) => stated(status, &pod.spec, containers),
        None => simulated(pod, containers),
    };
    let ended = matches!(pod.phase, Phase::Succeeded | Phase::Failed);
    let reason = pod.status.as_ref().map(|status| &*status.reason);
    if pod.terminating && reason == Some("NodeLost") {
        "Unknown".clone_into(&mut summary.status);
    } else if pod.terminating && !ended {
        "Terminating".clone_into(&mut summary.status);
    }
    summary
}

/// A simulated Pod: its containers are as ready as the Pod, unless only a readiness gate holds it back.
fn simulated(pod: &Pod, containers: usize) -> Summary {
    let held_back =
        !pod.spec.readiness_gates.is_empty() && pod.annotations.get("portolan.dev/ready").is_none();
    let running = pod.phase == Phase::Running && (pod.ready || held_back || pod.lost);
    let status = match pod.phase {
        Phase::Succeeded => "Completed",
        Phase::Failed => "Error",
        other => phase(other),
    };
    Summary {
        ready: if running { containers } else { 0 },
        containers,
        status: status.to_owned(),
        restarts: 0,
    }
}

fn stated(status: &PodStatus, spec: &PodSpec, containers: usize) -> Summary {
    let reason = if status.reason.is_empty() { phase(status.phase) } else { &*status.reason };
    let mut summary = Summary { ready: 0, containers, status: reason.to_owned(), restarts: 0 };
    let mut sidecar_restarts = 0_u32;
    let mut initializing = false;
    for (index, container) in status.init_containers.iter().enumerate() {
        let sidecar = spec.init_containers.iter().any(|known| known.name == container.name && known.sidecar);
        summary.restarts = summary.restarts.saturating_add(container.restarts);
        if sidecar {
            sidecar_restarts = sidecar_restarts.saturating_add(container.restarts);
        }
        if matches!(container.terminated, Some((_, 0, _))) {
            continue;
        }
        if sidecar && container.started {
            summary.ready += usize::from(container.ready);
            continue;
        }
        summary.status = initial(container, index, spec.init_containers.len());
        initializing = true;
        break;
    }
    if !initializing || status.true_conditions.iter().any(|condition| **condition == *"Initialized") {
        summary.restarts = sidecar_restarts;
        main_containers(&mut summary, status);
    }
    summary
}

/// The containers proper, the last one first: the first one in the list has the last word.
fn main_containers(summary: &mut Summary, status: &PodStatus) {
    let mut running = false;
    for container in status.containers.iter().rev() {
        summary.restarts = summary.restarts.saturating_add(container.restarts);
        if !container.waiting.is_empty() {
            summary.status = container.waiting.to_string();
        } else if let Some((reason, code, signal)) = &container.terminated {
            summary.status = ended(reason, *code, *signal);
        } else if container.ready && container.running {
            running = true;
            summary.ready += 1;
        }
    }
    if summary.status == "Completed" && running {
        summary.status = if status.ready { "Running" } else { "NotReady" }.to_owned();
    }
}

/// The status while an init container has not done its work.
fn initial(container: &ContainerState, index: usize, count: usize) -> String {
    match &container.terminated {
        Some((reason, code, signal)) => format!("Init:{}", ended(reason, *code, *signal)),
        None if !container.waiting.is_empty() && *container.waiting != *"PodInitializing" => {
            format!("Init:{}", container.waiting)
        }
        None => format!("Init:{index}/{count}"),
    }
}

fn ended(reason: &str, code: i32, signal: i32) -> String {
    match (reason, signal) {
        ("", 0) => format!("ExitCode:{code}"),
        ("", signal) => format!("Signal:{signal}"),
        (reason, _) => reason.to_owned(),
    }
}

fn gates(pod: &Pod) -> String {
    let gates = &pod.spec.readiness_gates;
    if gates.is_empty() {
        return "<none>".to_owned();
    }
    let passed = match &pod.status {
        Some(status) => gates.iter().filter(|gate| status.true_conditions.contains(gate)).count(),
        None if pod.ready => gates.len(),
        None => 0,
    };
    format!("{passed}/{}", gates.len())
}

/// Spelled as in the API.
pub(super) fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Pending => "Pending",
        Phase::Running => "Running",
        Phase::Succeeded => "Succeeded",
        Phase::Failed => "Failed",
        Phase::Unknown => "Unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::object::Container;

    fn container(name: &str) -> ContainerState {
        ContainerState { name: name.into(), ready: true, running: true, started: true, ..Default::default() }
    }

    fn spec(init: &[bool], containers: usize) -> PodSpec {
        let init = init.iter().enumerate();
        PodSpec {
            init_containers: init
                .map(|(index, sidecar)| Container {
                    name: format!("init-{index}").into(),
                    sidecar: *sidecar,
                    ..Default::default()
                })
                .collect(),
            containers: vec![Container::default(); containers],
            ..Default::default()
        }
    }

    #[test]
    fn a_sidecar_counts_as_a_container() {
        let status = PodStatus {
            ready: true,
            init_containers: vec![container("init-0")],
            containers: vec![container("web")],
            ..Default::default()
        };
        let summary = stated(&status, &spec(&[true], 1), 2);
        assert_eq!((summary.ready, summary.status.as_str()), (2, "Running"));
    }

    #[test]
    fn an_init_container_at_work_is_counted() {
        let working = ContainerState { name: "init-1".into(), running: true, ..Default::default() };
        let done = ContainerState {
            name: "init-0".into(),
            terminated: Some(("Completed".into(), 0, 0)),
            ..Default::default()
        };
        let status = PodStatus { init_containers: vec![done, working], ..Default::default() };
        assert_eq!(stated(&status, &spec(&[false, false], 1), 1).status, "Init:1/2");
    }

    #[test]
    fn the_first_container_has_the_last_word() {
        let crashing =
            ContainerState { waiting: "CrashLoopBackOff".into(), restarts: 3, ..Default::default() };
        let killed = ContainerState { terminated: Some(("".into(), 137, 9)), ..Default::default() };
        let status = PodStatus { containers: vec![crashing, killed.clone()], ..Default::default() };
        let summary = stated(&status, &spec(&[], 2), 2);
        assert_eq!((summary.status.as_str(), summary.restarts), ("CrashLoopBackOff", 3));
        let status = PodStatus { containers: vec![killed], ..Default::default() };
        assert_eq!(stated(&status, &spec(&[], 1), 1).status, "Signal:9");
    }
}
