//! Block devices over the network: iSCSI and Fibre Channel.

use super::path::check_required;
use crate::admission::go::json_strings;
use crate::admission::report::{Report, Value};
use crate::api::core::{RemoteVolumeSource as Source, Volume};
use crate::diagnostic::Path;

const LUN_WORDS: &str = "must be between 0 and 255, inclusive";

/// `validateISCSIVolumeSource`.
pub(super) fn check_iscsi(one: &Source, path: &Path<'_>, report: &mut Report) {
    check_required(&one.target_portal, "targetPortal", path, report);
    if one.iqn.is_empty() {
        report.required(&path.child("iqn"), "");
    } else {
        check_initiator(&one.iqn, &path.child("iqn"), report);
    }
    if let Some(lun) = one.lun.filter(|lun| !(0..=255).contains(lun)) {
        report.invalid(&path.child("lun"), lun, LUN_WORDS);
    }
    if (one.chap_auth_discovery || one.chap_auth_session) && one.secret_ref.is_none() {
        report.required(&path.child("secretRef"), "");
    }
    if let Some(name) = &one.initiator_name {
        check_initiator(name, &path.child("initiatorname"), report);
    }
}

/// What is checked of an iSCSI volume even where it is the second source.
pub(super) fn check_iscsi_length(volume: &Volume, path: &Path<'_>, report: &mut Report) {
    let Some(one) = volume.iscsi.as_ref().filter(|one| one.initiator_name.is_some()) else { return };
    if volume.name.len() + 1 + one.target_portal.len() > 64 {
        let words = "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if \
                     iscsi.initiatorName is specified.";
        report.invalid(&path.child("name"), &volume.name, words);
    }
}

fn check_initiator(name: &str, path: &Path<'_>, report: &mut Report) {
    let holds = match name.get(..3) {
        Some("iqn") => is_qualified_name(name),
        Some("eui") => is_number(name, 16),
        Some("naa") => is_number(name, 32),
        _ => return report.invalid(path, name, "must be valid format starting with iqn, eui, or naa"),
    };
    if !holds {
        report.invalid(path, name, "must be valid format");
    }
}

/// `iscsiInitiatorIqnRegex`, which may begin anywhere: `iqn.2001-04.com.example:storage`.
fn is_qualified_name(name: &str) -> bool {
    name.match_indices("iqn.").any(|(at, prefix)| {
        let rest = name.get(at + prefix.len()..).unwrap_or_default();
        let date = rest.as_bytes().get(..8).unwrap_or_default();
        let is_date = date.len() == 8
            && date.iter().enumerate().all(|(at, byte)| match at {
                4 => *byte == b'-',
                7 => *byte == b'.',
                _ => byte.is_ascii_digit(),
            });
        let Some((domain, unit)) = rest.get(8..).and_then(|rest| rest.split_once(':')) else { return false };
        let ends =
            |c: char| matches!(c, ',' | ';' | '*' | '&' | '$' | '|' | '\t' | '\n' | '\u{c}' | '\r' | ' ');
        is_date
            && !domain.is_empty()
            && domain.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
            && !unit.is_empty()
            && !unit.contains(ends)
    })
}

/// `iscsiInitiatorEuiRegex` and `iscsiInitiatorNaaRegex`: any character behind the three letters.
fn is_number(name: &str, length: usize) -> bool {
    let mut rest = name.get(3..).unwrap_or_default().chars();
    let is_parted = rest.next().is_some_and(|c| c != '\n');
    let digits = rest.as_str();
    is_parted && digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `validateFCVolumeSource`.
pub(super) fn check_fc(one: &Source, path: &Path<'_>, report: &mut Report) {
    let (names, ids) =
        (one.target_wwns.as_deref().unwrap_or_default(), one.wwids.as_deref().unwrap_or_default());
    let field = path.child("targetWWNs");
    if names.is_empty() {
        if ids.is_empty() {
            report.required(&field, "must specify either targetWWNs or wwids, but not both");
        }
        return;
    }
    if !ids.is_empty() {
        let shown = json_strings(Some(names));
        let words = "targetWWNs and wwids can not be specified simultaneously";
        report.invalid(&field, Value::Json(&shown), words);
    }
    match one.lun {
        None => report.required(&path.child("lun"), "lun is required if targetWWNs is specified"),
        Some(lun) if !(0..=255).contains(&lun) => report.invalid(&path.child("lun"), lun, LUN_WORDS),
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initiators_have_three_forms() {
        assert!(is_qualified_name("iqn.2001-04.com.example:storage:disk1"));
        assert!(!is_qualified_name("iqn.2001-04.com.example"));
        assert!(!is_qualified_name("iqn.2001-4.com.example:a"));
        assert!(!is_qualified_name("iqn.2001-04.com.example:a b"));
        assert!(is_number("eui.0123456789abcdef", 16));
        assert!(!is_number("eui.0123456789abcde", 16));
    }
}
