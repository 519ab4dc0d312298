//! Ports by number or name, wherever they occur.

use super::format;
use super::report::Report;
use crate::api::IntOrString;
use crate::diagnostic::Path;

/// `supportedPortProtocols`.
pub(crate) const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];

/// `ValidatePortNumOrName`; an absent one counts as 0.
pub(crate) fn check_port_or_name(port: Option<&IntOrString>, path: &Path<'_>, report: &mut Report) {
    match port {
        Some(IntOrString::String(name)) => report.invalid_each(path, name, format::port_name(name)),
        Some(IntOrString::Int(number)) => check_port_number(*number, path, report),
        None => check_port_number(0, path, report),
    }
}

/// `IsValidPortNum`.
pub(crate) fn check_port_number(number: i32, path: &Path<'_>, report: &mut Report) {
    if let Some(words) = format::port_number(number) {
        report.invalid(path, number, words);
    }
}
