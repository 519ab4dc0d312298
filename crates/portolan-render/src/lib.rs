//! What portolan-core found, as text for people and as JSON for programs.
//!
//! Every function here is pure: an analysis goes in, a text comes out. The tables follow kubectl to the letter, so
//! their words stay English; everything else speaks the language it is asked for.

mod admission;
pub mod advice;
pub mod assist;
pub mod comparison;
mod defaults;
pub mod describe;
pub mod diff;
pub mod dns;
pub mod draw;
mod environment;
pub mod explain_rules;
pub mod external;
pub mod fix;
pub mod get;
pub mod goal;
pub mod json;
pub mod kubectl;
mod location;
pub mod map;
pub mod outside;
mod overview;
pub mod ports;
pub mod reachability;
pub mod report;
mod rule_page;
pub mod rules;
pub mod selection;
mod table;
mod trace;
pub mod walk;
mod width;
mod wrap;

pub use admission::admission_text;
pub use dns::{dns_answer, dns_table, dns_walk};
pub use environment::environment_text;
pub use overview::overview;
pub use report::{Format, ReportOptions, finding, report, summary};
pub use rule_page::{explain, nearest_rule, rule_url};
pub use rules::{ipvs_text, restore_text, rules_text};
pub use trace::{Asked, TraceOptions, trace_text};
