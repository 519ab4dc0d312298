//! The rules, one file each.

mod external_name_is_ip;
mod headless_service_name_mismatch;
mod named_target_port_missing;
mod node_port_conflict;
mod port_protocol_mismatch;
mod selector_labels_only_on_the_controller;
mod selector_matches_nothing;
mod selector_too_broad;
mod service_name_not_in_dns_form_used_in_env;
mod target_port_not_declared;

use super::Rule;

/// All rules in reading order: selectors, ports, names.
pub const RULES: &[&dyn Rule] = &[
    &selector_matches_nothing::SelectorMatchesNothing,
    &selector_labels_only_on_the_controller::SelectorLabelsOnlyOnTheController,
    &selector_too_broad::SelectorTooBroad,
    &named_target_port_missing::NamedTargetPortMissing,
    &port_protocol_mismatch::PortProtocolMismatch,
    &target_port_not_declared::TargetPortNotDeclared,
    &node_port_conflict::NodePortConflict,
    &headless_service_name_mismatch::HeadlessServiceNameMismatch,
    &external_name_is_ip::ExternalNameIsIp,
    &service_name_not_in_dns_form_used_in_env::ServiceNameNotInDnsFormUsedInEnv,
];
