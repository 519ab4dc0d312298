//! `batch/v1`.

use crate::api::core::PodTemplateSpec;
use crate::api::meta::{LabelSelector, ObjectMeta};
use crate::api::{Present, api};

api! {
    Job {
        metadata: ObjectMeta = "metadata",
        spec: Option<JobSpec> = "spec",
        status: Option<JobStatus> = "status",
    }
    CronJob {
        metadata: ObjectMeta = "metadata",
        spec: CronJobSpec = "spec",
    }
    JobSpec {
        active_deadline_seconds: Option<i64> = "activeDeadlineSeconds",
        backoff_limit: Option<i32> = "backoffLimit",
        backoff_limit_per_index: Option<i32> = "backoffLimitPerIndex",
        completion_mode: Option<String> = "completionMode",
        completions: Option<i32> = "completions",
        manual_selector: Option<bool> = "manualSelector",
        max_failed_indexes: Option<i32> = "maxFailedIndexes",
        parallelism: Option<i32> = "parallelism",
        pod_failure_policy: Option<Present> = "podFailurePolicy",
        selector: Option<LabelSelector> = "selector",
        suspend: Option<bool> = "suspend",
        template: PodTemplateSpec = "template",
        ttl_seconds_after_finished: Option<i32> = "ttlSecondsAfterFinished",
    }
    JobStatus {
        active: Option<i32> = "active",
        ready: Option<i32> = "ready",
        succeeded: Option<i32> = "succeeded",
    }
    CronJobSpec {
        concurrency_policy: Option<String> = "concurrencyPolicy",
        failed_jobs_history_limit: Option<i32> = "failedJobsHistoryLimit",
        job_template: JobTemplateSpec = "jobTemplate",
        schedule: String = "schedule",
        starting_deadline_seconds: Option<i64> = "startingDeadlineSeconds",
        successful_jobs_history_limit: Option<i32> = "successfulJobsHistoryLimit",
        time_zone: Option<String> = "timeZone",
    }
    JobTemplateSpec {
        spec: Option<JobSpec> = "spec",
    }
}
