//! From the API's own types, defaulted and valid, to the small ones that the later rooms use.
//!
//! What the API server would have refused is left out or taken as absent: these conversions never fail.

mod address_pool;
mod gateway;
mod ingress;
mod node;
mod pod;
mod policy;
mod service;
mod slice;
mod workload;

use super::{Labels, Meta, Operator, Owner, Port, Requirement, Selector, TargetPort};
use crate::api::IntOrString;
use crate::api::meta as metav1;
use crate::diagnostic::ObjectId;
use portolan_yaml::collections::BTreeMap;
use std::net::IpAddr;

impl Meta {
    /// The metadata of an admitted object; `namespace` is empty for cluster-scoped kinds.
    pub(crate) fn from_api(id: ObjectId, namespace: &str, stated: bool, meta: metav1::ObjectMeta) -> Self {
        let owner = meta
            .owner_references
            .unwrap_or_default()
            .into_iter()
            .find(|owner| owner.controller == Some(true));
        Self {
            id,
            namespace: namespace.into(),
            name: text(meta.name),
            labels: labels(meta.labels),
            annotations: labels(meta.annotations),
            owner: owner.map(|owner| Owner {
                api_version: owner.api_version.into(),
                kind: owner.kind.into(),
                name: owner.name.into(),
            }),
            stated,
        }
    }
}

impl Selector {
    /// A `metav1.LabelSelector`.
    pub(crate) fn from_api(selector: metav1::LabelSelector) -> Self {
        Self {
            match_labels: labels(selector.match_labels),
            match_expressions: each(selector.match_expressions.unwrap_or_default(), requirement),
        }
    }
}

/// An IP address as Go's `netutils.ParseIPSloppy` reads it: IPv4 octets may have leading zeros, and an IPv4 address
/// mapped into IPv6 is an IPv4 address.
#[must_use]
pub fn parse_ip(text: &str) -> Option<IpAddr> {
    if let Ok(ip) = text.parse::<IpAddr>() {
        return Some(ip.to_canonical());
    }
    let mut octets = [0u8; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        let part = parts.next()?;
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let significant = part.trim_start_matches('0');
        *octet = match (digits, significant) {
            (false, _) => return None,
            (true, "") => 0,
            (true, number) => number.parse().ok()?,
        };
    }
    parts.next().is_none().then(|| octets.into())
}

fn requirement(one: metav1::LabelSelectorRequirement) -> Option<Requirement> {
    let operator = match one.operator.as_str() {
        "In" => Operator::In,
        "NotIn" => Operator::NotIn,
        "Exists" => Operator::Exists,
        "DoesNotExist" => Operator::DoesNotExist,
        _ => return None,
    };
    let values = one.values.unwrap_or_default();
    Some(Requirement { key: one.key.into(), operator, values: values.into_iter().map(Into::into).collect() })
}

fn labels(map: Option<BTreeMap<String, String>>) -> Labels {
    map.map(Labels::from).unwrap_or_default()
}

/// The small form of each item that has one, in an allocation of its own size: collecting in place would keep that of
/// the API's much larger type.
fn each<T, U, R: Into<Option<U>>>(list: Vec<T>, mut small: impl FnMut(T) -> R) -> Vec<U> {
    let mut items = Vec::with_capacity(list.len());
    list.into_iter().for_each(|item| items.extend(small(item).into()));
    items
}

fn text(text: Option<String>) -> Box<str> {
    text.unwrap_or_default().into()
}

fn some_text(text: Option<String>) -> Option<Box<str>> {
    text.map(Into::into)
}

fn port(number: i32) -> Port {
    Port::try_from(number).unwrap_or(0)
}

fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn addresses<'t>(list: impl IntoIterator<Item = &'t String>) -> Vec<IpAddr> {
    list.into_iter().filter_map(|address| parse_ip(address)).collect()
}

fn target_port(port_or_name: IntOrString) -> TargetPort {
    match port_or_name {
        IntOrString::Int(number) => TargetPort::Number(port(number)),
        IntOrString::String(name) => TargetPort::Name(name.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_go_reads_them() {
        assert_eq!(parse_ip("010.96.000.001"), parse_ip("10.96.0.1"));
        assert_eq!(parse_ip("::ffff:10.96.0.1"), parse_ip("10.96.0.1"));
        assert_eq!(parse_ip("10.96.0"), None);
        assert_eq!(parse_ip("10.96.0.1.2"), None);
        assert_eq!(parse_ip("10.96.0.+1"), None);
    }
}
