//! `batch/v1`.

use crate::api::api;
use crate::api::core::PodTemplateSpec;
use crate::api::meta::{LabelSelector, ObjectMeta};

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
        managed_by: Option<String> = "managedBy",
        manual_selector: Option<bool> = "manualSelector",
        max_failed_indexes: Option<i32> = "maxFailedIndexes",
        parallelism: Option<i32> = "parallelism",
        pod_failure_policy: Option<PodFailurePolicy> = "podFailurePolicy",
        pod_replacement_policy: Option<String> = "podReplacementPolicy",
        selector: Option<LabelSelector> = "selector",
        success_policy: Option<SuccessPolicy> = "successPolicy",
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
        suspend: Option<bool> = "suspend",
        time_zone: Option<String> = "timeZone",
    }
    JobTemplateSpec {
        spec: Option<JobSpec> = "spec",
    }
    PodFailurePolicy {
        rules: Option<Vec<PodFailurePolicyRule>> = "rules",
    }
    PodFailurePolicyRule {
        action: String = "action",
        on_exit_codes: Option<PodFailurePolicyOnExitCodesRequirement> = "onExitCodes",
        on_pod_conditions: Option<Vec<PodFailurePolicyOnPodConditionsPattern>> = "onPodConditions",
    }
    PodFailurePolicyOnExitCodesRequirement {
        container_name: Option<String> = "containerName",
        operator: String = "operator",
        values: Option<Vec<i32>> = "values",
    }
    PodFailurePolicyOnPodConditionsPattern {
        status: String = "status",
        type_: String = "type",
    }
    SuccessPolicy {
        rules: Option<Vec<SuccessPolicyRule>> = "rules",
    }
    SuccessPolicyRule {
        succeeded_count: Option<i32> = "succeededCount",
        succeeded_indexes: Option<String> = "succeededIndexes",
    }
}
