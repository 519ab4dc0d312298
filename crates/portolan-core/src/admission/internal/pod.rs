//! A Pod: what `SetDefaults_Pod` and the admission plugins Priority and DefaultTolerationSeconds put into it.

use super::{Shown, defaults, read};
use crate::admission::go::json_string;
use crate::admission::pod::{APP_ARMOR, app_armor_of};
use portolan_yaml::Node;

const HIGHEST: [(&str, &str); 2] =
    [("\"system-cluster-critical\"", "2000000000"), ("\"system-node-critical\"", "2000001000")];
/// What stands in a Pod, but not in a template, where nothing is written.
const UNSET: [(&str, &str); 3] =
    [("Priority", "0"), ("PreemptionPolicy", "\"PreemptLowerPriority\""), ("EnableServiceLinks", "true")];
const TAINTS: [&str; 2] = ["\"node.kubernetes.io/not-ready\"", "\"node.kubernetes.io/unreachable\""];

/// The specification of a Pod, by its tree. What has been `stored` has lost its empty lists and maps on the way.
pub(in crate::admission) fn spec_of(pod: Node<'_>, stored: bool) -> Shown {
    let mut spec = read("PodSpec", pod.get("spec"), stored);
    defaults::set(&mut spec);
    let on_host = spec.get("SecurityContext").get("HostNetwork").atom() == "true";
    for list in ["InitContainers", "Containers"] {
        for container in spec.field(list).into_iter().flat_map(Shown::items_mut) {
            set_requests(container);
            if on_host {
                container.field("Ports").into_iter().flat_map(Shown::items_mut).for_each(set_host_port);
            }
        }
    }
    set_plugins(&mut spec);
    keep_grace(&mut spec);
    spec
}

/// `applyAppArmorVersionSkew`: a new Pod gets the profile of a container's annotation as its field, unless that is the
/// whole Pod's.
pub(in crate::admission) fn set_app_armor(spec: &mut Shown, pod: Node<'_>) {
    let annotation = |container: &str| {
        let annotations = pod.get("metadata")?.get("annotations")?;
        annotations.get(&format!("{APP_ARMOR}{container}"))?.as_str()
    };
    if spec.get("OS").get("Name").atom() == "\"windows\"" {
        return;
    }
    let of_pod = spec.get("SecurityContext").get("AppArmorProfile").clone();
    for list in ["InitContainers", "Containers"] {
        for container in spec.field(list).into_iter().flat_map(Shown::items_mut) {
            let name = container.get("Name").atom().trim_matches('"');
            let text = annotation(name);
            let Some((kind, profile)) = text.as_deref().and_then(app_armor_of) else { continue };
            let profile = profile.map_or(Shown::Null, |profile| Shown::Atom(json_string(profile)));
            let kind = Shown::Atom(json_string(kind));
            let wanted = Shown::Struct(vec![("Type", kind), ("LocalhostProfile", profile)]);
            if wanted == of_pod || !container.get("SecurityContext").get("AppArmorProfile").is_empty() {
                continue;
            }
            if container.get("SecurityContext").is_empty() {
                container.set("SecurityContext", read("SecurityContext", None, true));
            }
            if let Some(context) = container.field("SecurityContext") {
                context.set("AppArmorProfile", wanted);
            }
        }
    }
}

fn set_plugins(spec: &mut Shown) {
    for (field, value) in UNSET {
        if *spec.get(field) == Shown::Null {
            spec.set(field, Shown::Atom(value.to_owned()));
        }
    }
    for (class, priority) in HIGHEST {
        if spec.get("PriorityClassName").atom() == class && spec.get("Priority").atom() == "0" {
            spec.set("Priority", Shown::Atom(priority.to_owned()));
        }
    }
    add_tolerations(spec);
}

/// A grace period below 0 is read as 1 (`Convert_v1_Pod_To_core_Pod`).
fn keep_grace(spec: &mut Shown) {
    const GRACE: &str = "TerminationGracePeriodSeconds";
    if spec.get(GRACE).atom().starts_with('-') {
        spec.set(GRACE, Shown::Atom("1".to_owned()));
    }
}

/// A limit without a request is the request too.
fn set_requests(container: &mut Shown) {
    let Some(resources) = container.field("Resources") else { return };
    let Shown::Map(limits) = resources.get("Limits").clone() else { return };
    let mut requests =
        if let Shown::Map(requests) = resources.get("Requests") { requests.clone() } else { Vec::new() };
    for (name, amount) in limits {
        if !requests.iter().any(|(known, _)| *known == name) {
            requests.push((name, amount));
        }
    }
    requests.sort_by(|(one, _), (other, _)| one.cmp(other));
    resources.set("Requests", Shown::Map(requests));
}

fn set_host_port(port: &mut Shown) {
    if port.get("HostPort").atom() == "0" {
        let own = port.get("ContainerPort").clone();
        port.set("HostPort", own);
    }
}

fn add_tolerations(spec: &mut Shown) {
    let mut all = spec.get("Tolerations").items().to_vec();
    let written = all.len();
    for taint in TAINTS {
        let is_tolerated = all.iter().take(written).any(|one| {
            let (key, effect) = (one.get("Key").atom(), one.get("Effect").atom());
            (key == taint || key == "\"\"") && matches!(effect, "\"NoExecute\"" | "\"\"")
        });
        if !is_tolerated {
            let text = |text: &str| Shown::Atom(text.to_owned());
            all.push(Shown::Struct(vec![
                ("Key", text(taint)),
                ("Operator", text("\"Exists\"")),
                ("Value", text("\"\"")),
                ("Effect", text("\"NoExecute\"")),
                ("TolerationSeconds", text("300")),
            ]));
        }
    }
    spec.set("Tolerations", Shown::List(all));
}
