//! What the server puts into a Pod beyond the value of a single field: `SetDefaults_Pod`, `SetDefaults_Container`,
//! `SetDefaults_Volume`, and the admission plugins Priority and DefaultTolerationSeconds.

use super::Shown;
use crate::object::is_pulled_always;

const HIGHEST: [(&str, &str); 2] =
    [("\"system-cluster-critical\"", "2000000000"), ("\"system-node-critical\"", "2000001000")];
const TAINTS: [&str; 2] = ["\"node.kubernetes.io/not-ready\"", "\"node.kubernetes.io/unreachable\""];

/// Puts the values into a specification.
pub(super) fn set(spec: &mut Shown) {
    let on_host = spec.get("SecurityContext").get("HostNetwork").atom() == "true";
    for list in ["InitContainers", "Containers"] {
        for container in spec.field(list).into_iter().flat_map(Shown::items_mut) {
            set_pull_policy(container, "Image", "ImagePullPolicy");
            set_requests(container);
            if on_host {
                container.field("Ports").into_iter().flat_map(Shown::items_mut).for_each(set_host_port);
            }
        }
    }
    for volume in spec.field("Volumes").into_iter().flat_map(Shown::items_mut) {
        set_volume(volume);
    }
    for (class, priority) in HIGHEST {
        if spec.get("PriorityClassName").atom() == class && spec.get("Priority").atom() == "0" {
            spec.set("Priority", Shown::Atom(priority.to_owned()));
        }
    }
    add_tolerations(spec);
}

/// A grace period below 0 is read as 1 (`Convert_v1_Pod_To_core_Pod`).
pub(super) fn keep_grace(spec: &mut Shown) {
    const GRACE: &str = "TerminationGracePeriodSeconds";
    if spec.get(GRACE).atom().starts_with('-') {
        spec.set(GRACE, Shown::Atom("1".to_owned()));
    }
}

fn set_pull_policy(of: &mut Shown, image: &str, field: &str) {
    if of.get(field).atom() == "\"\"" {
        let always = is_pulled_always(of.get(image).atom().trim_matches('"'));
        let policy = if always { "\"Always\"" } else { "\"IfNotPresent\"" };
        of.set(field, Shown::Atom(policy.to_owned()));
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

/// Without a source a volume is an empty directory.
fn set_volume(volume: &mut Shown) {
    if let Some(image) = volume.field("Image") {
        set_pull_policy(image, "Reference", "PullPolicy");
    }
    let Shown::Struct(fields) = &*volume else { return };
    if fields.iter().all(|(name, value)| *name == "Name" || *value == Shown::Null) {
        let medium = ("Medium", Shown::Atom("\"\"".to_owned()));
        volume.set("EmptyDir", Shown::Struct(vec![medium, ("SizeLimit", Shown::Null)]));
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
