//! The endpoints of a Service port, gathered from its EndpointSlices: `pkg/proxy/endpointslicecache.go`.

use crate::object::{AddressType, Endpoint, EndpointSlice, IpFamily, Port, Protocol};
use portolan_yaml::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

/// kube-proxy leaves Services and slices with this label to another proxy.
pub(super) const OTHER_PROXY: &str = "service.kubernetes.io/service-proxy-name";
const SERVICE_NAME: &str = "kubernetes.io/service-name";

/// One address and port behind a Service port.
#[derive(Clone, Debug)]
pub struct PlannedEndpoint<'a> {
    /// The endpoint of the slice: its conditions, hints, node, target and origin.
    pub endpoint: &'a Endpoint,
    /// Its address and port.
    pub address: SocketAddr,
    /// The same as kube-proxy spells it: endpoints sort by this text, and chain names are made from it.
    pub text: Box<str>,
    /// Whether it is on the node for which the rules are.
    pub local: bool,
}

/// The slices of each Service, by namespace and name.
pub(super) struct SliceIndex<'a>(BTreeMap<(&'a str, &'a str), Vec<&'a EndpointSlice>>);

impl PlannedEndpoint<'_> {
    /// Whether it takes new connections.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.endpoint.conditions.is_ready()
    }

    /// Whether it still serves while it terminates. Serving is taken for granted where nothing is said.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.endpoint.conditions.serving.unwrap_or(true) && self.endpoint.conditions.is_terminating()
    }
}

impl<'a> SliceIndex<'a> {
    /// The slices that kube-proxy of this family watches.
    pub(super) fn new(slices: &'a [EndpointSlice], family: IpFamily) -> Self {
        let wanted = match family {
            IpFamily::V4 => AddressType::V4,
            IpFamily::V6 => AddressType::V6,
        };
        let mut index = BTreeMap::<_, Vec<_>>::new();
        for slice in slices.iter().filter(|slice| slice.address_type == wanted) {
            let labels = &slice.meta.labels;
            if labels.get(OTHER_PROXY).is_some() {
                continue;
            }
            if let Some(service) = labels.get(SERVICE_NAME).filter(|name| !name.is_empty()) {
                index.entry((slice.meta.namespace.as_ref(), service)).or_default().push(slice);
            }
        }
        Self(index)
    }

    /// The endpoints of a Service port, in kube-proxy's order, each address and port once.
    pub(super) fn endpoints(
        &self,
        service: (&str, &str),
        (name, protocol): (&str, Protocol),
        node: &str,
    ) -> Vec<PlannedEndpoint<'a>> {
        let mut endpoints = Vec::new();
        for slice in self.0.get(&service).into_iter().flatten() {
            for port in slice.ports.iter().flatten() {
                let matches = port.name.as_deref().unwrap_or_default() == name
                    && port.protocol.unwrap_or(Protocol::Tcp) == protocol;
                if let Some(number) = port.port.filter(|number| matches && *number != 0) {
                    endpoints.extend(
                        slice.endpoints.iter().flatten().filter_map(|one| planned(one, number, node)),
                    );
                }
            }
        }
        endpoints.sort_by(|one, other| one.text.cmp(&other.text));
        endpoints.dedup_by(|later, kept| {
            let same = later.text == kept.text;
            if same && later.local {
                std::mem::swap(later, kept);
            }
            same
        });
        endpoints
    }
}

/// The first address of an endpoint with a port; the others are not used.
fn planned<'a>(endpoint: &'a Endpoint, port: Port, node: &str) -> Option<PlannedEndpoint<'a>> {
    let written = endpoint.addresses.first()?;
    let address: IpAddr = written.parse().ok()?;
    let text = match address {
        IpAddr::V4(_) => format!("{written}:{port}"),
        IpAddr::V6(_) => format!("[{written}]:{port}"),
    };
    Some(PlannedEndpoint {
        endpoint,
        address: SocketAddr::new(address, port),
        text: text.into(),
        local: !node.is_empty() && endpoint.node_name.as_deref() == Some(node),
    })
}
