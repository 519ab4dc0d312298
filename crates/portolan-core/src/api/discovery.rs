//! `discovery/v1`.

use crate::api::api;
use crate::api::core::ObjectReference;
use crate::api::meta::ObjectMeta;
use portolan_yaml::collections::BTreeMap;

api! {
    EndpointSlice {
        address_type: String = "addressType",
        endpoints: Option<Vec<Endpoint>> = "endpoints",
        metadata: ObjectMeta = "metadata",
        ports: Option<Vec<EndpointPort>> = "ports",
    }
    Endpoint {
        addresses: Vec<String> = "addresses",
        conditions: Option<EndpointConditions> = "conditions",
        deprecated_topology: Option<BTreeMap<String, String>> = "deprecatedTopology",
        hints: Option<EndpointHints> = "hints",
        hostname: Option<String> = "hostname",
        node_name: Option<String> = "nodeName",
        target_ref: Option<ObjectReference> = "targetRef",
        zone: Option<String> = "zone",
    }
    EndpointPort {
        app_protocol: Option<String> = "appProtocol",
        name: Option<String> = "name",
        port: Option<i32> = "port",
        protocol: Option<String> = "protocol",
    }
    EndpointConditions {
        ready: Option<bool> = "ready",
        serving: Option<bool> = "serving",
        terminating: Option<bool> = "terminating",
    }
    EndpointHints {
        for_nodes: Option<Vec<ForNode>> = "forNodes",
        for_zones: Option<Vec<ForZone>> = "forZones",
    }
    ForNode {
        name: String = "name",
    }
    ForZone {
        name: String = "name",
    }
}
