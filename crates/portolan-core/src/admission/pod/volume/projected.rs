//! Several sources in one directory: `validateProjectedVolumeSource`. Bundles of trust and certificates of Pods are not
//! looked at: the server drops them, their feature gates are off.

use super::downward::check_file;
use super::path::{check_item, check_mode, check_not_reserved, check_required};
use crate::admission::report::Report;
use crate::api::core::{
    ConfigMapVolumeSource, ProjectedVolumeSource, ServiceAccountTokenProjection, VolumeProjection,
};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;

const LEAST_SECONDS: i64 = 10 * 60;
const MOST_SECONDS: i64 = 1 << 32;
const DEFAULT_SECONDS: i64 = 60 * 60;

/// Checks a projected volume.
pub(super) fn check(one: &ProjectedVolumeSource, path: &Path<'_>, report: &mut Report) {
    check_mode(one.default_mode, &path.child("defaultMode"), report);
    let list = path.child("sources");
    let mut taken = BTreeSet::new();
    for (index, source) in one.sources.iter().flatten().enumerate() {
        check_source(source, &mut taken, path, &list.index(index), report);
    }
}

fn check_source<'s>(
    source: &'s VolumeProjection,
    taken: &mut BTreeSet<&'s str>,
    path: &Path<'_>,
    own: &Path<'_>,
    report: &mut Report,
) {
    let mut kinds = 0;
    for (kind, one) in [("secret", &source.secret), ("configMap", &source.config_map)] {
        if let Some(one) = one {
            kinds += 1;
            check_keys(one, taken, path, &own.child(kind), report);
        }
    }
    if let Some(one) = &source.downward_api {
        kinds += 1;
        for file in one.items.iter().flatten() {
            check_file(file, &own.child("downwardAPI"), report);
            if !file.path.is_empty() && !taken.insert(&file.path) {
                report.invalid(path, &file.path, "conflicting duplicate paths");
            }
        }
    }
    if let Some(one) = &source.service_account_token {
        kinds += 1;
        check_token(one, path, &own.child("serviceAccountToken"), report);
    }
    if kinds > 1 {
        report.forbidden(own, "may not specify more than 1 volume type per source");
    }
}

fn check_keys<'s>(
    one: &'s ConfigMapVolumeSource,
    taken: &mut BTreeSet<&'s str>,
    path: &Path<'_>,
    own: &Path<'_>,
    report: &mut Report,
) {
    check_required(&one.name, "name", own, report);
    let list = own.child("items");
    for (index, item) in one.items.iter().flatten().enumerate() {
        check_item(item, &list.index(index), report);
        if !item.path.is_empty() && !taken.insert(&item.path) {
            report.invalid(path, &one.name, "conflicting duplicate paths");
        }
    }
}

/// A token's path is told of as the volume's own.
fn check_token(one: &ServiceAccountTokenProjection, path: &Path<'_>, own: &Path<'_>, report: &mut Report) {
    let seconds = one.expiration_seconds.unwrap_or(DEFAULT_SECONDS);
    if seconds < LEAST_SECONDS {
        let words = "may not specify a duration less than 10 minutes";
        report.invalid(&own.child("expirationSeconds"), seconds, words);
    }
    if seconds > MOST_SECONDS {
        let words = "may not specify a duration larger than 2^32 seconds";
        report.invalid(&own.child("expirationSeconds"), seconds, words);
    }
    check_required(&one.path, "path", path, report);
    check_not_reserved(&one.path, &path.child("path"), report);
}
