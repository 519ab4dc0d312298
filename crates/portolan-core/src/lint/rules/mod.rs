//! The rules, one file each.

pub(super) mod chain_hash_mismatch;
mod container_listens_on_loopback;
mod endpoint_port_name_mismatch;
mod endpoint_slice_without_service_name;
pub(super) mod expected_finding_absent;
mod external_name_is_ip;
mod external_name_with_selector;
mod external_traffic_local_without_pods;
mod full_width_characters;
mod gateway_listener_conflict;
mod headless_port_is_not_translated;
mod headless_service_name_mismatch;
mod ingress_backend_not_http;
mod ingress_class_missing;
mod ingress_path_unreachable;
mod ingress_port_missing;
mod ingress_rules_overlap;
mod ingress_service_missing;
mod ingress_tls_host_not_in_rules;
mod internal_traffic_local_without_pods;
pub(super) mod kubectl_names_no_such_object;
mod load_balancer_pending;
mod load_balancer_without_node_ports;
mod more_pods_than_simulated;
mod named_target_port_missing;
mod network_policy_and_or;
mod network_policy_blocks_dns;
mod network_policy_isolates_service;
mod network_policy_peer_matches_nothing;
mod network_policy_selects_nothing;
mod network_policy_uses_service_port;
mod node_port_conflict;
mod port_number_in_two_protocols;
mod port_protocol_mismatch;
mod probe_host_is_loopback;
mod probe_port_differs_from_target_port;
mod probe_port_is_udp;
mod probe_port_not_declared;
mod probe_port_unknown;
mod probe_scheme_differs_from_port;
mod route_backend_missing;
mod route_backend_not_permitted;
mod route_not_accepted;
mod selector_labels_only_on_the_controller;
mod selector_matches_nothing;
mod selector_too_broad;
mod service_has_no_such_port;
mod service_name_not_in_dns_form_used_in_env;
mod service_names_asked_of_the_node;
mod service_pods_never_ready;
mod service_variable_in_the_way;
mod subdomain_without_headless_service;
mod target_port_not_declared;
pub(super) mod text_calls_no_such_port;
pub(super) mod text_names_no_such_service;
pub(super) mod unknown_mark;
pub(super) mod unknown_rule_ignored;
pub(super) mod unused_ignore;
mod update_without_readiness_probe;

use super::Rule;
use super::rule::Docs;

/// Lists the rules, and beside them their pages in the same order.
macro_rules! list {
    ($($file:ident::$rule:ident,)*) => {
        /// All rules in reading order: selectors, ports, probes, names, load balancers, Ingresses, routes, policies, letters, limits, ignores.
        pub const RULES: &[&dyn Rule] = &[$(&$file::$rule,)*];

        /// What there is to read of a rule, as written above it.
        pub(super) fn docs(name: &str) -> Option<Docs> {
            const PAGES: &[Docs] = &[$($file::$rule::DOCS,)*];
            let place = RULES.iter().position(|rule| rule.meta().name == name)?;
            PAGES.get(place).copied()
        }
    };
}

list! {
    selector_matches_nothing::SelectorMatchesNothing,
    selector_labels_only_on_the_controller::SelectorLabelsOnlyOnTheController,
    selector_too_broad::SelectorTooBroad,
    named_target_port_missing::NamedTargetPortMissing,
    port_protocol_mismatch::PortProtocolMismatch,
    target_port_not_declared::TargetPortNotDeclared,
    container_listens_on_loopback::ContainerListensOnLoopback,
    port_number_in_two_protocols::PortNumberInTwoProtocols,
    endpoint_slice_without_service_name::EndpointSliceWithoutServiceName,
    endpoint_port_name_mismatch::EndpointPortNameMismatch,
    node_port_conflict::NodePortConflict,
    service_pods_never_ready::ServicePodsNeverReady,
    probe_port_unknown::ProbePortUnknown,
    probe_port_not_declared::ProbePortNotDeclared,
    probe_port_is_udp::ProbePortIsUdp,
    probe_scheme_differs_from_port::ProbeSchemeDiffersFromPort,
    probe_host_is_loopback::ProbeHostIsLoopback,
    probe_port_differs_from_target_port::ProbePortDiffersFromTargetPort,
    update_without_readiness_probe::UpdateWithoutReadinessProbe,
    headless_service_name_mismatch::HeadlessServiceNameMismatch,
    headless_port_is_not_translated::HeadlessPortIsNotTranslated,
    subdomain_without_headless_service::SubdomainWithoutHeadlessService,
    external_name_is_ip::ExternalNameIsIp,
    external_name_with_selector::ExternalNameWithSelector,
    service_name_not_in_dns_form_used_in_env::ServiceNameNotInDnsFormUsedInEnv,
    service_has_no_such_port::ServiceHasNoSuchPort,
    service_names_asked_of_the_node::ServiceNamesAskedOfTheNode,
    service_variable_in_the_way::ServiceVariableInTheWay,
    internal_traffic_local_without_pods::InternalTrafficLocalWithoutPods,
    external_traffic_local_without_pods::ExternalTrafficLocalWithoutPods,
    load_balancer_pending::LoadBalancerPending,
    load_balancer_without_node_ports::LoadBalancerWithoutNodePorts,
    ingress_service_missing::IngressServiceMissing,
    ingress_port_missing::IngressPortMissing,
    ingress_backend_not_http::IngressBackendNotHttp,
    ingress_class_missing::IngressClassMissing,
    ingress_rules_overlap::IngressRulesOverlap,
    ingress_path_unreachable::IngressPathUnreachable,
    ingress_tls_host_not_in_rules::IngressTlsHostNotInRules,
    route_not_accepted::RouteNotAccepted,
    route_backend_missing::RouteBackendMissing,
    route_backend_not_permitted::RouteBackendNotPermitted,
    gateway_listener_conflict::GatewayListenerConflict,
    network_policy_uses_service_port::NetworkPolicyUsesServicePort,
    network_policy_blocks_dns::NetworkPolicyBlocksDns,
    network_policy_isolates_service::NetworkPolicyIsolatesService,
    network_policy_selects_nothing::NetworkPolicySelectsNothing,
    network_policy_peer_matches_nothing::NetworkPolicyPeerMatchesNothing,
    network_policy_and_or::NetworkPolicyAndOr,
    full_width_characters::FullWidthCharacters,
    kubectl_names_no_such_object::KubectlNamesNoSuchObject,
    text_names_no_such_service::TextNamesNoSuchService,
    text_calls_no_such_port::TextCallsNoSuchPort,
    chain_hash_mismatch::ChainHashMismatch,
    expected_finding_absent::ExpectedFindingAbsent,
    unknown_mark::UnknownMark,
    more_pods_than_simulated::MorePodsThanSimulated,
    unused_ignore::UnusedIgnore,
    unknown_rule_ignored::UnknownRuleIgnored,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Family;
    use crate::lint::page;
    use crate::{Options, analyze, parse};

    /// The rules that speak of a manifest.
    fn found(text: &str) -> Vec<&'static str> {
        let analysis = analyze(vec![parse("example.yaml".to_owned(), text.into())], &Options::default());
        let lint = analysis.diagnostics.iter().filter(|one| one.family == Family::Lint);
        lint.map(|one| one.rule).collect()
    }

    #[test]
    fn the_examples_on_the_pages_hold() {
        for meta in RULES.iter().map(|rule| rule.meta()) {
            let docs = page::unindent(docs(meta.name).expect("a page").page.en);
            let examples = page::examples(&docs);
            assert!(
                examples.iter().any(|one| one.finds) && examples.iter().any(|one| !one.finds),
                "{}",
                meta.name
            );
            // Pages are read by the command: its own tests hold those.
            for example in examples.into_iter().filter(|one| !one.is_page) {
                let found = found(example.text);
                let others = found.iter().filter(|name| **name != meta.name);
                let is_told = |name: &&str| example.finds && docs.contains(&format!("`{name}`"));
                assert_eq!(found.contains(&meta.name), example.finds, "{}:\n{}", meta.name, example.text);
                assert!(others.clone().all(is_told), "{}: {found:?}", meta.name);
            }
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the list is compared with the folder")]
    fn every_file_of_the_folder_is_in_the_list_under_its_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lint/rules");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|file| {
                file.expect("a file").path().file_stem().expect("a name").to_string_lossy().replace('_', "-")
            })
            .filter(|name| name != "mod")
            .collect();
        files.sort_unstable();
        let mut names: Vec<&str> = RULES.iter().map(|rule| rule.meta().name).collect();
        names.sort_unstable();
        assert_eq!(files, names);
    }
}
