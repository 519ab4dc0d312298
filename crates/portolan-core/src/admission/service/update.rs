//! A PUT of a Service: what the old one keeps, what is given out anew, and what may not change
//! (`pkg/registry/core/service/{strategy,storage}.go`, `ValidateServiceUpdate`).

use super::allocate::{Allocators, Claim, Refusal};
use super::families;
use super::validate::{check_class, check_spec};
use super::{
    EXTERNAL_NAME, LOAD_BALANCER, NODE_PORT, NONE, is_external, is_headless, list, needs_health_check, text,
};
use crate::admission::go::json_strings;
use crate::admission::meta;
use crate::admission::report::{Report, Value};
use crate::api::core::{Service, ServiceSpec};
use crate::diagnostic::Path;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// What an accepted update takes and gives back.
#[derive(Debug, Default)]
pub(crate) struct Update {
    claim: Claim,
    free_ips: Vec<String>,
    free_ports: Vec<i32>,
}

impl Allocators {
    /// `beginUpdate`: completes the new Service from the old one and claims what it names anew.
    pub(crate) fn update(
        &self,
        namespace: &str,
        new: &mut Service,
        old: &ServiceSpec,
        report: &mut Report,
    ) -> Result<Update, Refusal> {
        let name = new.metadata.name.clone().unwrap_or_default();
        let spec = new.spec.get_or_insert_default();
        keep(old, report);
        patch(spec, old);
        normalize(spec, old);
        families::init(spec, Some(old), &self.families, report);
        let mut update = Update::default();
        if report.is_valid() {
            self.update_ips(namespace, &name, spec, old, &mut update, report);
        }
        if report.is_valid() {
            self.update_ports(spec, old, &mut update, report)?;
        }
        if !report.is_valid() {
            return Err(Refusal::Invalid);
        }
        match (needs_health_check(old), needs_health_check(spec)) {
            (false, true) => {
                self.claim_health_port(spec, &mut update.claim)?;
                if spec.health_check_node_port.unwrap_or(0) == 0 {
                    spec.health_check_node_port = self.free_port(&mut update.claim);
                }
            }
            (true, false) => update.free_ports.extend(old.health_check_node_port),
            _ => {}
        }
        drop_type_dependent(spec, old);
        Ok(update)
    }

    /// Takes and gives back.
    pub(crate) fn commit_update(&mut self, update: Update) {
        self.release(&update.free_ips, &update.free_ports);
        self.commit(update.claim);
    }

    fn update_ips(
        &self,
        namespace: &str,
        name: &str,
        spec: &mut ServiceSpec,
        old: &ServiceSpec,
        update: &mut Update,
        report: &mut Report,
    ) {
        if families::keeps_prefer_dual(spec, old) {
            return;
        }
        let (was_name, is_name) = (text(&old.type_) == EXTERNAL_NAME, text(&spec.type_) == EXTERNAL_NAME);
        if was_name && !is_name {
            self.claim_ips(namespace, name, spec, &mut update.claim, report);
            if report.is_valid() {
                self.choose(spec, &mut update.claim);
            }
            return;
        }
        if list(&old.cluster_ips).first().is_some_and(|ip| ip == NONE) {
            return;
        }
        if !was_name && is_name {
            update.free_ips = list(&old.cluster_ips).to_vec();
            return;
        }
        match (list(&old.ip_families).len(), list(&spec.ip_families).len()) {
            (1, 2) => self.add_second(namespace, name, spec, update, report),
            (2, 1) => update.free_ips.extend(list(&old.cluster_ips).get(1).cloned()),
            _ => {}
        }
    }

    fn add_second(
        &self,
        namespace: &str,
        name: &str,
        spec: &mut ServiceSpec,
        update: &mut Update,
        report: &mut Report,
    ) {
        let Some(family) = list(&spec.ip_families).get(1).cloned() else { return };
        let ips = spec.cluster_ips.get_or_insert_default();
        if ips.len() < 2 {
            ips.push(String::new());
        }
        let Some(ip) = ips.get(1).cloned() else { return };
        if let Err(words) = self.claim_ip(namespace, name, &family, &ip, &mut update.claim) {
            let shown = json_strings(Some(ips.as_slice()));
            let words = format!("failed to allocate IP {ip}: {words}");
            report.invalid(&Path::new("spec").child("clusterIPs"), Value::Json(&shown), &words);
        } else if let (true, Some(second)) = (ip.is_empty(), ips.get_mut(1)) {
            *second = self.free_ip(&family, &mut update.claim).unwrap_or_default();
        }
    }

    fn update_ports(
        &self,
        spec: &mut ServiceSpec,
        old: &ServiceSpec,
        update: &mut Update,
        report: &mut Report,
    ) -> Result<(), Refusal> {
        let had: BTreeSet<i32> = node_ports(old).collect();
        if !has_node_ports(spec) {
            let freed = had.into_iter().filter(|_| has_node_ports(old));
            update.free_ports.extend(freed);
            return Ok(());
        }
        let chooses =
            text(&spec.type_) == NODE_PORT || spec.allocate_load_balancer_node_ports.unwrap_or(true);
        let (mut taken, mut pairs) = (BTreeSet::new(), BTreeSet::new());
        for (index, port) in spec.ports.iter_mut().flatten().enumerate() {
            let wanted = port.node_port.unwrap_or(0);
            if wanted == 0 && chooses {
                port.node_port = self.free_port(&mut update.claim);
            } else if wanted != 0
                && !had.contains(&wanted)
                && taken.insert(wanted)
                && let Err(words) = self.claim_port(wanted, &mut update.claim)
            {
                let path = Path::new("spec");
                report.invalid(&path.child("ports").index(index).child("nodePort"), wanted, &words);
                return Ok(());
            }
            let pair = (text(&port.protocol).to_owned(), port.node_port.unwrap_or(0));
            if pair.1 != 0 && pairs.contains(&pair) {
                return Err(Refusal::Failed(format!("duplicate nodePort: {{{} {}}}", pair.0, pair.1)));
            }
            pairs.insert(pair);
        }
        let has: BTreeSet<i32> = node_ports(spec).collect();
        update.free_ports.extend(had.into_iter().filter(|port| !has.contains(port)));
        Ok(())
    }
}

/// `ValidateServiceUpdate`: the name is not looked at again.
pub(crate) fn validate_update(new: &Service, old: &Service, report: &mut Report) {
    meta::check_update(&new.metadata, report);
    let unset = ServiceSpec::default();
    let old = old.spec.as_ref().unwrap_or(&unset);
    let none = ServiceSpec::default();
    let spec = new.spec.as_ref().unwrap_or(&none);
    let root = Path::new("spec");
    if text(&spec.type_) != EXTERNAL_NAME && text(&old.type_) != EXTERNAL_NAME {
        check_ips(spec, old, &root, report);
        check_families(spec, old, &root, report);
    }
    let both = text(&spec.type_) == LOAD_BALANCER && text(&old.type_) == LOAD_BALANCER;
    if both && spec.load_balancer_class != old.load_balancer_class {
        let shown = spec
            .load_balancer_class
            .as_deref()
            .map_or_else(|| "null".to_owned(), crate::admission::go::json_string);
        report.invalid(&root.child("loadBalancerClass"), Value::Json(&shown), "may not change once set");
    }
    check_class(spec, &root, report);
    let needs = needs_health_check(spec) && needs_health_check(old);
    if needs && spec.health_check_node_port != old.health_check_node_port {
        report.forbidden(&root.child("healthCheckNodePort"), "field is immutable");
    }
    check_spec(new, report);
}

/// What today's rules for addresses are not asked about: the stored Service has it.
fn keep(old: &ServiceSpec, report: &mut Report) {
    let lists = [&old.cluster_ips, &old.external_ips, &old.load_balancer_source_ranges];
    let values = lists.into_iter().flat_map(list);
    report.kept.extend(values.map(|value| value.trim().to_owned()));
}

/// `patchAllocatedValues`: what the author leaves out stays as it was.
fn patch(spec: &mut ServiceSpec, old: &ServiceSpec) {
    if text(&spec.type_) != EXTERNAL_NAME && text(&old.type_) != EXTERNAL_NAME {
        if text(&spec.cluster_ip).is_empty() {
            spec.cluster_ip.clone_from(&old.cluster_ip);
        }
        if list(&spec.cluster_ips).is_empty() {
            spec.cluster_ips.clone_from(&old.cluster_ips);
        }
    }
    if has_node_ports(spec) && has_node_ports(old) {
        let now: BTreeSet<i32> = node_ports(spec).collect();
        let named: BTreeMap<&str, i32> =
            list(&old.ports).iter().map(|one| (text(&one.name), one.node_port.unwrap_or(0))).collect();
        let used: BTreeSet<i32> = node_ports(old).filter(|port| now.contains(port)).collect();
        for port in spec.ports.iter_mut().flatten().filter(|port| port.node_port.unwrap_or(0) == 0) {
            let before = named.get(text(&port.name)).copied().unwrap_or(0);
            if before != 0 && !used.contains(&before) {
                port.node_port = Some(before);
            }
        }
    }
    if needs_health_check(spec) && needs_health_check(old) && spec.health_check_node_port.unwrap_or(0) == 0 {
        spec.health_check_node_port = old.health_check_node_port;
    }
}

/// `normalizeClusterIPs` of an update: `clusterIP` and `clusterIPs` follow each other.
fn normalize(spec: &mut ServiceSpec, old: &ServiceSpec) {
    if spec.cluster_ip == old.cluster_ip || list(&spec.cluster_ips) != list(&old.cluster_ips) {
        return;
    }
    let cleared = !text(&old.cluster_ip).is_empty() && text(&spec.cluster_ip).is_empty();
    spec.cluster_ips = if cleared { None } else { spec.cluster_ip.clone().map(|ip| vec![ip]) };
}

/// `dropTypeDependentFields`: what the new type has no use for goes, unless the author wrote it anew.
fn drop_type_dependent(spec: &mut ServiceSpec, old: &ServiceSpec) {
    if text(&old.type_) != EXTERNAL_NAME && text(&spec.type_) == EXTERNAL_NAME {
        if spec.cluster_ip == old.cluster_ip && list(&spec.cluster_ips) == list(&old.cluster_ips) {
            spec.cluster_ip = None;
            spec.cluster_ips = None;
        }
        if list(&spec.ip_families) == list(&old.ip_families) {
            spec.ip_families = None;
        }
        if spec.ip_family_policy == old.ip_family_policy {
            spec.ip_family_policy = None;
        }
    }
    let had: BTreeSet<i32> = node_ports(old).collect();
    if has_node_ports(old) && !has_node_ports(spec) && node_ports(spec).all(|port| had.contains(&port)) {
        for port in spec.ports.iter_mut().flatten() {
            port.node_port = None;
        }
    }
    let same_health = spec.health_check_node_port == old.health_check_node_port;
    if needs_health_check(old) && !needs_health_check(spec) && same_health {
        spec.health_check_node_port = None;
    }
    if text(&old.type_) == LOAD_BALANCER && text(&spec.type_) != LOAD_BALANCER {
        if spec.allocate_load_balancer_node_ports == old.allocate_load_balancer_node_ports {
            spec.allocate_load_balancer_node_ports = None;
        }
        if spec.load_balancer_class == old.load_balancer_class {
            spec.load_balancer_class = None;
        }
    }
    let same_policy = text(&spec.external_traffic_policy) == text(&old.external_traffic_policy);
    if is_external(old) && !is_external(spec) && same_policy {
        spec.external_traffic_policy = None;
    }
}

/// `validateUpgradeDowngradeClusterIPs`.
fn check_ips(spec: &ServiceSpec, old: &ServiceSpec, root: &Path<'_>, report: &mut Report) {
    if is_headless(spec) && is_headless(old) {
        return;
    }
    let path = root.child("clusterIPs");
    let (new, before) = (list(&spec.cluster_ips), list(&old.cluster_ips));
    let shown = json_strings(spec.cluster_ips.as_deref());
    if new.len() == before.len() {
        for (index, _) in before.iter().zip(new).enumerate().filter(|(_, (old, new))| old != new) {
            report.invalid(&path.index(index), Value::Json(&shown), "may not change once set");
        }
        return;
    }
    if new.is_empty() {
        report.invalid(&path.index(0), Value::Json(&shown), "primary clusterIP can not be unset");
    } else if before.first().is_some_and(|first| new.first() != Some(first)) {
        report.invalid(&path.index(0), Value::Json(&shown), "may not change once set");
    }
    if new.len() == 1 && before.len() > 1 {
        check_released("secondary clusterIP", spec, root, report);
    }
}

/// `validateUpgradeDowngradeIPFamilies`.
fn check_families(spec: &ServiceSpec, old: &ServiceSpec, root: &Path<'_>, report: &mut Report) {
    if is_headless(spec) || is_headless(old) {
        return;
    }
    let path = root.child("ipFamilies");
    let path = path.index(0);
    let (new, before) = (list(&spec.ip_families), list(&old.ip_families));
    if new.len() == before.len() {
        let shown = json_strings(spec.ip_families.as_deref());
        for _ in before.iter().zip(new).filter(|(old, new)| old != new) {
            report.invalid(&path, Value::Json(&shown), "may not change once set");
        }
        return;
    }
    let changed = new.first().zip(before.first()).is_some_and(|(new, old)| new != old);
    if changed {
        let shown = json_strings(spec.cluster_ips.as_deref());
        report.invalid(&path, Value::Json(&shown), "may not change once set");
    }
    if new.len() == 1 && before.len() > 1 {
        check_released("secondary ipFamily", spec, root, report);
    }
}

fn check_released(what: &str, spec: &ServiceSpec, root: &Path<'_>, report: &mut Report) {
    let policy = text(&spec.ip_family_policy);
    if policy != "SingleStack" {
        let words = format!("must be set to 'SingleStack' when releasing the {what}");
        report.invalid(&root.child("ipFamilyPolicy"), policy, &words);
    }
}

fn has_node_ports(spec: &ServiceSpec) -> bool {
    matches!(text(&spec.type_), NODE_PORT | LOAD_BALANCER)
}

fn node_ports(spec: &ServiceSpec) -> impl Iterator<Item = i32> {
    list(&spec.ports).iter().filter_map(|port| port.node_port).filter(|port| *port != 0)
}
