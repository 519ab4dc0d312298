//! What the API server adds to a Job unless `manualSelector` is set: labels of its template and a selector
//! (`pkg/registry/batch/job/strategy.go`), and `validateGeneratedSelector`.

use super::labels_of;
use crate::admission::go::json_map;
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::batch::Job;
use crate::api::core::PodTemplateSpec;
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeMap;

type LabelMap = BTreeMap<String, String>;

/// What stands for the uid that the server would give.
const UID: &str = "00000000-0000-0000-0000-000000000000";
const CONTROLLER: &str = "batch.kubernetes.io/controller-uid";
const JOB_NAME: &str = "batch.kubernetes.io/job-name";

/// The labels of a Job's Pods, the ones with a prefix last.
fn own_labels(name: &str) -> [(&'static str, &str); 4] {
    [("controller-uid", UID), ("job-name", name), (CONTROLLER, UID), (JOB_NAME, name)]
}

/// `generateSelectorIfNeeded`: the Job as the server keeps it. Labels of the Job that it has from its template are one
/// map with those, and get what those get.
pub(super) fn generate(job: &Job) -> Job {
    let mut job = job.clone();
    let Some(spec) = job.spec.as_mut().filter(|spec| spec.manual_selector != Some(true)) else { return job };
    let name = job.metadata.name.as_deref().unwrap_or_default();
    let labels = labels_of(&spec.template);
    if labels.is_some() && labels == job.metadata.labels.as_ref() {
        add_labels(job.metadata.labels.get_or_insert_default(), name);
    }
    add_labels(spec.template.metadata.get_or_insert_default().labels.get_or_insert_default(), name);
    let wanted = spec.selector.get_or_insert_default().match_labels.get_or_insert_default();
    wanted.entry(CONTROLLER.to_owned()).or_insert_with(|| UID.to_owned());
    job
}

fn add_labels(labels: &mut LabelMap, name: &str) {
    for (key, value) in own_labels(name) {
        labels.entry(key.to_owned()).or_insert_with(|| value.to_owned());
    }
}

/// Whether a template has the labels with a prefix: then its updates must have them too.
pub(super) fn has_prefixed(template: &PodTemplateSpec) -> bool {
    labels_of(template).is_some_and(|labels| labels.contains_key(CONTROLLER) && labels.contains_key(JOB_NAME))
}

/// `validateGeneratedSelector`: generated labels must not have been written otherwise.
pub(super) fn check(job: &Job, prefixed: bool, report: &mut Report) {
    let Some(spec) = job.spec.as_ref().filter(|spec| spec.manual_selector != Some(true)) else { return };
    let Some(wanted) = &spec.selector else { return };
    let name = job.metadata.name.as_deref().unwrap_or_default();
    let labels = labels_of(&spec.template);
    let root = Path::new("spec");
    let path = root.child("template");
    let path = path.child("metadata");
    let path = path.child("labels");
    let own = own_labels(name);
    let own = own.iter().take(if prefixed { own.len() } else { 2 });
    for (key, value) in own.clone() {
        let words = format!("must be '{value}'");
        match labels.and_then(|map| map.get(*key)) {
            None => report.required(&path.key(key), &words),
            Some(found) if found != value => {
                report.invalid(&path.key(key), Value::Json(&json_map(labels)), &words);
            }
            Some(_) => {}
        }
    }
    let expected: LabelMap = own.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    if selector::is_usable(wanted) && !selector::matches(wanted, Some(&expected)) {
        let shown = selector::json(wanted);
        report.invalid(&root.child("selector"), Value::Json(&shown), "`selector` not auto-generated");
    }
}
