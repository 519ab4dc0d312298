//! Where an Ingress controller or a Gateway is reached: the addresses that are stated, and the Service in front of it.

use super::ingress::IngressTable;
use super::words;
use crate::cluster::Cluster;
use crate::diagnostic::{Arg, Message, Origin};
use crate::object::{Gateway, Labels, Service, ServiceType, parse_ip};
use std::net::IpAddr;

/// Where an entrance is reached.
#[derive(Clone, Debug, Default)]
pub struct Door<'a> {
    /// Its name for people.
    pub name: Option<Message>,
    /// Its addresses, with the field that states each.
    pub addresses: Vec<(IpAddr, Origin)>,
    /// Its host names, with the field that states each.
    pub names: Vec<(Box<str>, Origin)>,
    /// The Service in front of the controller's Pods, where it can be told.
    pub service: Option<&'a Service>,
}

impl Door<'_> {
    /// Its name, for a sentence.
    #[must_use]
    pub fn title(&self) -> Arg {
        Arg::said(self.name.clone().unwrap_or_else(|| words::DOOR.message()))
    }

    /// Whether it is known by a host name.
    pub(super) fn is_named(&self, host: &str) -> bool {
        self.names.iter().any(|(name, _)| name.eq_ignore_ascii_case(host))
    }
}

/// The door of the Ingresses of a class.
pub(super) fn of_ingresses<'a>(cluster: &'a Cluster, table: &IngressTable<'a>) -> Door<'a> {
    let mut door = Door { name: Some(named(table.class.name())), ..Door::default() };
    for ingress in &table.ingresses {
        for (index, one) in ingress.addresses.iter().enumerate() {
            let path = |field: &str| format!("status.loadBalancer.ingress[{index}].{field}");
            let origin = |path: String| Origin { object: ingress.meta.id, path };
            if let Some(ip) = one.ip.filter(|ip| door.addresses.iter().all(|(known, _)| known != ip)) {
                door.addresses.push((ip, origin(path("ip"))));
            }
            if !one.hostname.is_empty() && !door.is_named(&one.hostname) {
                door.names.push((one.hostname.clone(), origin(path("hostname"))));
            }
        }
    }
    let by_address = with_address(cluster, &door);
    let by_label = || cluster.services.iter().filter(|one| table.class.is_nginx() && is_nginx(one));
    let of_class = || {
        by_label().find(|one| one.meta.labels.get("app.kubernetes.io/instance") == Some(table.class.name()))
    };
    door.service = by_address.or_else(of_class).or_else(|| by_label().next());
    door.add_service_addresses();
    door
}

/// The door of a Gateway.
pub(super) fn of_gateway<'a>(cluster: &'a Cluster, gateway: &'a Gateway) -> Door<'a> {
    let mut door = Door {
        name: Some(words::DOOR_OF_GATEWAY.with([("gateway", Arg::code(gateway.meta.full_name()))])),
        ..Door::default()
    };
    let field = if gateway.addresses_stated { "status" } else { "spec" };
    for (index, value) in gateway.addresses.iter().enumerate() {
        let origin = Origin { object: gateway.meta.id, path: format!("{field}.addresses[{index}].value") };
        match parse_ip(value) {
            Some(ip) => door.addresses.push((ip, origin)),
            None => door.names.push((value.clone(), origin)),
        }
    }
    let own = |one: &&Service| {
        let label = |key: &str, value: &str| one.meta.labels.get(key) == Some(value);
        label("gateway.networking.k8s.io/gateway-name", &gateway.meta.name)
            && one.meta.namespace == gateway.meta.namespace
            || label("gateway.envoyproxy.io/owning-gateway-name", &gateway.meta.name)
                && label("gateway.envoyproxy.io/owning-gateway-namespace", &gateway.meta.namespace)
    };
    door.service = with_address(cluster, &door).or_else(|| cluster.services.iter().find(own));
    door.add_service_addresses();
    door
}

impl Door<'_> {
    /// Where no address is stated, that of the Service's load balancer is the one.
    fn add_service_addresses(&mut self) {
        let Some(service) = self.service.filter(|_| self.addresses.is_empty()) else { return };
        for (index, one) in service.load_balancer.ingress.iter().enumerate() {
            let path = format!("status.loadBalancer.ingress[{index}].ip");
            self.addresses.extend(one.ip.map(|ip| (ip, Origin { object: service.meta.id, path })));
        }
    }
}

fn named(class: &str) -> Message {
    if class.is_empty() {
        return words::DOOR.message();
    }
    words::DOOR_OF_CLASS.with([("class", Arg::code(class))])
}

/// The Service whose load balancer has an address of the door.
fn with_address<'a>(cluster: &'a Cluster, door: &Door<'_>) -> Option<&'a Service> {
    let has = |ip: IpAddr| door.addresses.iter().any(|(known, _)| *known == ip);
    cluster.services.iter().find(|service| {
        let ips = service.load_balancer.ingress.iter().filter_map(|one| one.ip);
        ips.chain(service.external_ips.iter().copied()).any(has)
    })
}

/// Whether it is the Service of ingress-nginx as its chart and its manifests write it, and not that of its webhook.
fn is_nginx(service: &Service) -> bool {
    let has = |labels: &Labels, key: &str, value: &str| labels.get(key) == Some(value);
    let labels = &service.meta.labels;
    let outside = matches!(service.kind, ServiceType::LoadBalancer | ServiceType::NodePort);
    outside
        && has(labels, "app.kubernetes.io/name", "ingress-nginx")
        && labels.get("app.kubernetes.io/component").is_none_or(|component| component == "controller")
}
