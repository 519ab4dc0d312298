//! Files of one volume that lie over each other: `warningsForOverlappingVirtualPaths` (`pkg/api/pod/warnings.go`).

use crate::admission::go::quote;
use crate::admission::report::Report;
use crate::api::core::{PodSpec, ProjectedVolumeSource, VolumeProjection};

/// How many overlaps of one source are told: each file may overlap with each.
const MOST_OVERLAPS: usize = 256;

/// A file: its path, and the source that it comes from, where there are several.
type File = (String, String);

/// Warns of the volumes of a Pod.
pub(super) fn warn(spec: &PodSpec, report: &mut Report) {
    for volume in spec.volumes.iter().flatten() {
        let name = quote(&volume.name);
        if let Some(one) = &volume.config_map {
            let paths = one.items.iter().flatten().map(|item| item.path.as_str());
            tell(&format!("{name} (ConfigMap {})", quote(&one.name)), &files(paths, ""), 0, report);
        }
        if let Some(one) = &volume.secret {
            let paths = one.items.iter().flatten().map(|item| item.path.as_str());
            let secret = quote(one.secret_name.as_deref().unwrap_or_default());
            tell(&format!("{name} (Secret {secret})"), &files(paths, ""), 0, report);
        }
        if let Some(one) = &volume.downward_api {
            let paths = one.items.iter().flatten().map(|item| item.path.as_str());
            tell(&format!("{name} (DownwardAPI)"), &files(paths, ""), 0, report);
        }
        if let Some(one) = &volume.projected {
            warn_projected(&name, one, report);
        }
    }
}

fn warn_projected(name: &str, one: &ProjectedVolumeSource, report: &mut Report) {
    let volume = format!("{name} (Projected)");
    let mut all = Vec::new();
    for source in one.sources.iter().flatten() {
        if source.config_map.is_none()
            && source.secret.is_none()
            && source.downward_api.is_none()
            && source.service_account_token.is_none()
        {
            report.warn(format!("volume {volume} has no sources provided"));
        }
        let known = all.len();
        all.extend(files_of(source));
        tell(&volume, &all, known, report);
    }
}

/// The files of one source; without a list of keys, nobody knows which.
fn files_of(source: &VolumeProjection) -> Vec<File> {
    for (kind, one) in [("ConfigMap", &source.config_map), ("Secret", &source.secret)] {
        if let Some((one, items)) = one.as_ref().and_then(|one| Some((one, one.items.as_ref()?))) {
            let of = format!(" ({kind} {})", quote(&one.name));
            return files(items.iter().map(|item| item.path.as_str()), &of);
        }
    }
    if let Some(items) = source.downward_api.as_ref().and_then(|one| one.items.as_ref()) {
        return files(items.iter().map(|item| item.path.as_str()), " (DownwardAPI)");
    }
    let token = source.service_account_token.as_ref().map(|token| token.path.as_str());
    files(token.into_iter(), " (ServiceAccountToken)")
}

fn files<'a>(paths: impl Iterator<Item = &'a str>, of: &str) -> Vec<File> {
    paths.map(|path| (path.trim_end_matches('/').to_owned(), of.to_owned())).collect()
}

/// `checkVolumeMappingForOverlap`: each of the files from `known` on with those before it.
fn tell(volume: &str, files: &[File], known: usize, report: &mut Report) {
    let pairs = files.iter().enumerate().skip(known).flat_map(|(index, (path, of))| {
        let before = files.iter().take(index).filter(move |(other, _)| overlaps(path, other));
        before.map(move |(other, of_other)| (path, of, other, of_other))
    });
    for (path, of, other, of_other) in pairs.take(MOST_OVERLAPS) {
        let (path, other) = (quote(path), quote(other));
        report.warn(format!("volume {volume}: overlapping paths: {path}{of} with {other}{of_other}"));
    }
}

/// `checkForOverlap`: one is the other, or lies below it.
fn overlaps(one: &str, other: &str) -> bool {
    let is_below = |one: &str, other: &str| {
        one.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    !one.is_empty() && !other.is_empty() && (is_below(one, other) || is_below(other, one))
}
