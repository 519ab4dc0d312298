//! The admission plugins that refuse Pods: Priority and RuntimeClass (`plugin/pkg/admission`).

use super::go::quote;
use crate::api::core::PodSpec;
use crate::document::Typed;

const PREEMPTS: &str = "PreemptLowerPriority";
/// The classes that every cluster has.
const CLASSES: [(&str, i32); 2] =
    [("system-cluster-critical", 2_000_000_000), ("system-node-critical", 2_000_001_000)];

/// What is refused before the object is checked; `exists` tells whether there is a cluster-wide object of a plural and a
/// name.
pub(super) fn admit(typed: &Typed, exists: &dyn Fn(&'static str, &str) -> bool) -> Option<String> {
    let spec = pod_spec(typed)?;
    check_priority(spec, exists).or_else(|| {
        let class = spec.runtime_class_name.as_deref().filter(|name| !exists("runtimeclasses", name))?;
        Some(format!("pod rejected: RuntimeClass {} not found", quote(class)))
    })
}

/// What is refused after that.
pub(super) fn validate(typed: &Typed) -> Option<&'static str> {
    let spec = pod_spec(typed)?;
    (spec.overhead.is_some() && spec.runtime_class_name.is_none())
        .then_some("pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead")
}

/// What the Priority plugin computes may be written, but nothing else; the value of a class of the input is not known.
fn check_priority(spec: &PodSpec, exists: &dyn Fn(&'static str, &str) -> bool) -> Option<String> {
    let name = spec.priority_class_name.as_deref().filter(|name| !name.is_empty());
    let computed = match name {
        None => 0,
        Some(name) => match CLASSES.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => *value,
            None if exists("priorityclasses", name) => return None,
            None => return Some(format!("no PriorityClass with name {name} was found")),
        },
    };
    if let Some(written) = spec.priority.filter(|written| *written != computed) {
        return Some(format!(
            "the integer value of priority ({written}) must not be provided in pod spec; priority admission controller \
             computed {computed} from the given PriorityClass name"
        ));
    }
    let policy = spec.preemption_policy.as_deref().filter(|policy| *policy != PREEMPTS)?;
    Some(format!(
        "the string value of PreemptionPolicy ({policy}) must not be provided in pod spec; priority admission controller \
         computed {PREEMPTS} from the given PriorityClass name"
    ))
}

fn pod_spec(typed: &Typed) -> Option<&PodSpec> {
    match typed {
        Typed::Pod(pod) => pod.spec.as_ref(),
        _ => None,
    }
}
