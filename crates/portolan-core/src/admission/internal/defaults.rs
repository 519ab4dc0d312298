//! What the server puts into every specification of Pods beyond the value of a single field (`SetDefaults_Container`,
//! `SetDefaults_Volume`), and what it drops because its feature gate is off (`dropDisabledFields`).

use super::Shown;
use crate::object::is_pulled_always;

/// Puts the values into a specification.
pub(super) fn set(spec: &mut Shown) {
    for list in ["InitContainers", "Containers", "EphemeralContainers"] {
        for container in spec.field(list).into_iter().flat_map(Shown::items_mut) {
            set_pull_policy(container, "Image", "ImagePullPolicy");
            drop_stop_signal(container);
        }
    }
    for volume in spec.field("Volumes").into_iter().flat_map(Shown::items_mut) {
        set_volume(volume);
    }
    spec.set("SchedulingGroup", Shown::Null);
}

fn set_pull_policy(of: &mut Shown, image: &str, field: &str) {
    if of.get(field).atom() == "\"\"" {
        let always = is_pulled_always(of.get(image).atom().trim_matches('"'));
        let policy = if always { "\"Always\"" } else { "\"IfNotPresent\"" };
        of.set(field, Shown::Atom(policy.to_owned()));
    }
}

/// A `lifecycle` of which nothing is left without its `stopSignal` goes with it.
fn drop_stop_signal(container: &mut Shown) {
    let Some(lifecycle) = container.field("Lifecycle").filter(|one| *one.get("StopSignal") != Shown::Null)
    else {
        return;
    };
    lifecycle.set("StopSignal", Shown::Null);
    if ["PostStart", "PreStop"].iter().all(|field| lifecycle.get(field).is_empty()) {
        *lifecycle = Shown::Null;
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
