//! Paths and modes of files in volumes.

use crate::admission::report::Report;
use crate::api::core::KeyToPath;
use crate::diagnostic::Path;

const MODE_WORDS: &str = "must be a number between 0 and 0777 (octal), both inclusive";

/// The mode of a file.
pub(super) fn check_mode(mode: Option<i32>, path: &Path<'_>, report: &mut Report) {
    if let Some(mode) = mode.filter(|mode| !(0..=0o777).contains(mode)) {
        report.invalid(path, mode, MODE_WORDS);
    }
}

/// `validateKeyToPath` for each of the items.
pub(super) fn check_item(item: &KeyToPath, path: &Path<'_>, report: &mut Report) {
    check_required(&item.key, "key", path, report);
    check_required(&item.path, "path", path, report);
    check_not_reserved(&item.path, &path.child("path"), report);
    check_mode(item.mode, &path.child("mode"), report);
}

/// A text that must not be empty.
pub(super) fn check_required(value: &str, field: &str, path: &Path<'_>, report: &mut Report) {
    if value.is_empty() {
        report.required(&path.child(field), "");
    }
}

/// `ValidateLocalNonReservedPath`.
pub(super) fn check_not_reserved(value: &str, path: &Path<'_>, report: &mut Report) {
    check_descending(value, path, report);
    if value.starts_with("..") && !value.starts_with("../") {
        report.invalid(path, value, "must not start with '..'");
    }
}

/// `validateLocalDescendingPath`.
pub(super) fn check_descending(value: &str, path: &Path<'_>, report: &mut Report) {
    if value.starts_with('/') {
        report.invalid(path, value, "must be a relative path");
    }
    check_backsteps(value, path, report);
}

/// `validatePathNoBacksteps`.
pub(super) fn check_backsteps(value: &str, path: &Path<'_>, report: &mut Report) {
    if has_backsteps(value) {
        report.invalid(path, value, "must not contain '..'");
    }
}

/// Whether any part of a path is `..`.
pub(super) fn has_backsteps(value: &str) -> bool {
    value.split('/').any(|part| part == "..")
}
