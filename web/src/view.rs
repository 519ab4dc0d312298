//! The views, a file for each panel; all of them are functions of the state and the chart.

mod app;
mod editor;
mod findings;
mod heading;
mod tables;

pub(crate) use app::App;

use portolan_core::diagnostic::Severity;

/// The CSS class of a severity.
fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
