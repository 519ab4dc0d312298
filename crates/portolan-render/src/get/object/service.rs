//! Services with their defaults, addresses and ports.

use super::super::service::cluster_ip;
use super::{manifest, put, take};
use portolan_core::Analysis;
use portolan_core::object::{Service, ServicePort, ServiceType, TargetPort};
use serde_json::{Map, Value, json};

pub(super) fn value(analysis: &Analysis, service: &Service) -> Value {
    let mut object = manifest(analysis, &service.meta);
    let mut spec = take(&mut object, "spec");
    let mut set = |field: &str, value: Value| put(&mut spec, field, value);
    set("type", service.kind.as_str().into());
    let affinity = if service.session_affinity.is_some() { "ClientIP" } else { "None" };
    set("sessionAffinity", affinity.into());
    if let Some(seconds) = service.session_affinity {
        set("sessionAffinityConfig", json!({ "clientIP": { "timeoutSeconds": seconds } }));
    }
    if !service.ports.is_empty() {
        set("ports", service.ports.iter().map(port).collect());
    }
    if service.kind != ServiceType::ExternalName {
        set("clusterIP", cluster_ip(service).into());
        let ips = service.cluster_ips.iter().map(|ip| Value::from(ip.to_string()));
        set("clusterIPs", if service.headless { json!(["None"]) } else { ips.collect() });
        let families = service.ip_families.iter().map(|family| Value::from(family.to_string()));
        set("ipFamilies", families.collect());
    }
    if let Some(policy) = service.ip_family_policy {
        set("ipFamilyPolicy", policy.as_str().into());
    }
    if let Some(policy) = service.external_traffic_policy {
        set("externalTrafficPolicy", policy.as_str().into());
    }
    if let Some(policy) = service.internal_traffic_policy {
        set("internalTrafficPolicy", policy.as_str().into());
    }
    if service.health_check_node_port != 0 {
        set("healthCheckNodePort", service.health_check_node_port.into());
    }
    if service.kind == ServiceType::LoadBalancer {
        set("allocateLoadBalancerNodePorts", service.load_balancer.allocate_node_ports.into());
    }
    put(&mut object, "spec", spec);
    put(&mut object, "status", json!({ "loadBalancer": load_balancer(service) }));
    Value::Object(object)
}

fn port(port: &ServicePort) -> Value {
    let mut object = Map::new();
    if !port.name.is_empty() {
        put(&mut object, "name", &*port.name);
    }
    if let Some(protocol) = &port.app_protocol {
        put(&mut object, "appProtocol", &**protocol);
    }
    if port.node_port != 0 {
        put(&mut object, "nodePort", port.node_port);
    }
    put(&mut object, "port", port.port);
    put(&mut object, "protocol", port.protocol.as_str());
    let target = match &port.target_port {
        TargetPort::Number(number) => Value::from(*number),
        TargetPort::Name(name) => Value::from(&**name),
    };
    put(&mut object, "targetPort", target);
    Value::Object(object)
}

fn load_balancer(service: &Service) -> Value {
    let ingress = &service.load_balancer.ingress;
    if ingress.is_empty() {
        return json!({});
    }
    let ingress = ingress.iter().map(|one| match one.ip {
        Some(ip) => json!({ "ip": ip.to_string(), "ipMode": if one.proxy { "Proxy" } else { "VIP" } }),
        None => json!({ "hostname": &*one.hostname }),
    });
    json!({ "ingress": ingress.collect::<Value>() })
}
