//! The specification of a controller, and in it the template of its Pods: whether an update changes it, and how an error
//! shows a template that may not change.

use super::{Shown, defaults, read};
use crate::admission::go::json_string;
use crate::api::meta::ObjectMeta;
use crate::document::Typed;
use portolan_yaml::Node;

/// The specification of a controller; none for other kinds.
#[derive(Clone, Debug)]
pub(in crate::admission) struct Template(Shown);

impl Default for Template {
    fn default() -> Self {
        Self(Shown::Null)
    }
}

impl Template {
    /// That of a controller, by its tree.
    pub(in crate::admission) fn of(typed: &Typed, tree: Node<'_>) -> Self {
        let name = match typed {
            Typed::DaemonSet(_) => "DaemonSetSpec",
            Typed::Deployment(_) => "DeploymentSpec",
            Typed::StatefulSet(_) => "StatefulSetSpec",
            Typed::ReplicaSet(_) => "ReplicaSetSpec",
            Typed::ReplicationController(_) => "ReplicationControllerSpec",
            Typed::Job(_) => "JobSpec",
            Typed::CronJob(_) => "CronJobSpec",
            _ => return Self::default(),
        };
        let node = tree.get("spec");
        let mut spec = read(name, node, false);
        let holder = match typed {
            Typed::CronJob(_) => spec.field("JobTemplate").and_then(|template| template.field("Spec")),
            _ => Some(&mut spec),
        };
        if let Some(template) = holder.and_then(|holder| holder.field("Template"))
            && let Some(pods) = template.field("Spec")
        {
            defaults::set(pods);
        }
        set_defaults(typed, &mut spec, node);
        Self(spec)
    }

    /// Whether the server counts another generation; that of a DaemonSet's template.
    pub(in crate::admission) fn has_changed(&self, old: &Self) -> bool {
        self.0 != old.0
    }

    /// Whether a StatefulSet has the claims of another.
    pub(in crate::admission) fn has_claims_of(&self, old: &Self) -> bool {
        let claims = |of: &Self| of.0.get("VolumeClaimTemplates").clone();
        claims(self) == claims(old)
    }

    /// The specification of the Pods of a Job.
    pub(in crate::admission) fn pods(&self) -> &Shown {
        self.0.get("Template").get("Spec")
    }

    /// What of it may not change even while the Job is suspended: neither amounts of resources nor where Pods may be
    /// scheduled (`AllowMutablePodResources`, `AllowMutableSchedulingDirectives`).
    pub(in crate::admission) fn fixed(&self) -> Shown {
        let mut spec = self.pods().clone();
        for list in ["InitContainers", "Containers"] {
            for container in spec.field(list).into_iter().flat_map(Shown::items_mut) {
                container.set("Resources", Shown::Null);
            }
        }
        for field in ["NodeSelector", "Tolerations", "SchedulingGates"] {
            spec.set(field, Shown::Null);
        }
        if let Some(affinity) = spec.field("Affinity") {
            affinity.set("NodeAffinity", Shown::Null);
            if ["PodAffinity", "PodAntiAffinity"].iter().all(|field| affinity.get(field).is_empty()) {
                *affinity = Shown::Null;
            }
        }
        spec
    }

    /// The template with the labels that it has been given.
    pub(in crate::admission) fn with_labels(&self, meta: Option<&ObjectMeta>) -> Shown {
        let Shown::Struct(fields) = self.0.get("Template") else { return Shown::Null };
        let labels = meta.and_then(|meta| meta.labels.as_ref()).filter(|labels| !labels.is_empty());
        let labels = labels.map(|labels| {
            let label = |(key, value): (&String, &String)| (key.clone(), Shown::Atom(json_string(value)));
            ("labels", Shown::Map(labels.iter().map(label).collect()))
        });
        let is_behind = |name: &str| matches!(name, "annotations" | "finalizers" | "Spec");
        let others = || fields.iter().filter(|(name, _)| *name != "labels");
        let before = others().filter(|(name, _)| !is_behind(name)).cloned();
        let behind = others().filter(|(name, _)| is_behind(name)).cloned();
        Shown::Struct(before.chain(labels).chain(behind).collect())
    }
}

/// Defaults that depend on other fields (`pkg/apis/{apps,batch}/v1/defaults.go`).
fn set_defaults(typed: &Typed, spec: &mut Shown, node: Option<Node<'_>>) {
    let has = |field: &str| node.and_then(|node| node.get(field)).is_some_and(|node| !node.is_null());
    let atom = |text: &str| Shown::Atom(text.to_owned());
    match typed {
        Typed::Job(_) => {
            if !has("completions") && !has("parallelism") {
                spec.set("Completions", atom("1"));
            }
            if !has("backoffLimit") && has("backoffLimitPerIndex") {
                spec.set("BackoffLimit", Shown::Atom(i32::MAX.to_string()));
            }
            if !has("podReplacementPolicy") && has("podFailurePolicy") {
                spec.set("PodReplacementPolicy", atom("\"Failed\""));
            }
        }
        Typed::StatefulSet(_) => {
            let kind = node.and_then(|node| node.get("updateStrategy")?.get("type")?.as_str());
            let strategy =
                spec.field("UpdateStrategy").filter(|one| *one.get("RollingUpdate") == Shown::Null);
            if let Some(strategy) = strategy.filter(|_| kind.is_none_or(|kind| kind.is_empty())) {
                strategy.set("RollingUpdate", Shown::Struct(vec![("Partition", atom("0"))]));
            }
        }
        _ => {}
    }
}
