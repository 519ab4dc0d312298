//! From trees to values: null, and whatever does not fit, is the zero value, as Go's decoder leaves it.

use super::{IntOrString, Present, Quantity, Time};
use portolan_yaml::collections::BTreeMap;
use portolan_yaml::{Node, Scalar};

/// What can be read from a tree.
pub(crate) trait Read: Sized {
    /// The value of a node.
    fn read(node: Node<'_>) -> Self;

    /// Puts the value of a node in the place of another. One copy for all fields of a type: what stands at each field
    /// is a call.
    #[inline(never)]
    fn read_into(&mut self, node: Node<'_>) {
        *self = Self::read(node);
    }
}

/// A struct, field by field.
pub(crate) trait Fields {
    /// Sets the field of a JSON name; others are passed over.
    fn set(&mut self, key: &str, value: Node<'_>);
}

/// Sets the fields that a mapping has. Not generic, or every type would have a copy of it.
pub(crate) fn set_all(of: &mut dyn Fields, mapping: Node<'_>) {
    for (key, value) in mapping.pairs() {
        of.set(key, value);
    }
}

impl<T: Read> Read for Option<T> {
    fn read(node: Node<'_>) -> Self {
        (!node.is_null()).then(|| T::read(node))
    }
}

impl<T: Read> Read for Box<T> {
    fn read(node: Node<'_>) -> Self {
        Self::new(T::read(node))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: Node<'_>) -> Self {
        node.items().map(T::read).collect()
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    fn read(node: Node<'_>) -> Self {
        let mut entries = Self::new();
        for (key, value) in node.pairs() {
            entries.insert(key.to_owned(), T::read(value));
        }
        entries
    }
}

impl Read for String {
    fn read(node: Node<'_>) -> Self {
        node.as_str().unwrap_or_default().into_owned()
    }
}

impl Read for bool {
    fn read(node: Node<'_>) -> Self {
        node.scalar() == Some(Scalar::Bool(true))
    }
}

impl Read for i32 {
    fn read(node: Node<'_>) -> Self {
        Self::try_from(i64::read(node)).unwrap_or(0)
    }
}

impl Read for i64 {
    /// As Go parses it out of JSON: `80.0` is 80.
    fn read(node: Node<'_>) -> Self {
        match node.scalar() {
            Some(Scalar::Int(value)) => value,
            Some(Scalar::Float(_)) => node.json_number().and_then(|number| number.parse().ok()).unwrap_or(0),
            _ => 0,
        }
    }
}

impl Read for IntOrString {
    fn read(node: Node<'_>) -> Self {
        match node.as_str() {
            Some(text) => Self::String(text.into_owned()),
            None => Self::Int(i32::read(node)),
        }
    }
}

impl Read for Quantity {
    fn read(node: Node<'_>) -> Self {
        let text = node.as_str().map(std::borrow::Cow::into_owned).or_else(|| node.json_number());
        Self(text.unwrap_or_else(|| "0".to_owned()))
    }
}

impl Read for Time {
    fn read(node: Node<'_>) -> Self {
        node.as_str().and_then(|text| Self::parse(&text)).unwrap_or_default()
    }
}

impl Read for Present {
    fn read(_: Node<'_>) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::core::{Pod, Service};
    use portolan_yaml::parse;

    fn read<T: Read>(text: &str) -> T {
        let file = parse("test.yaml".to_owned(), text.into());
        T::read(file.root(0).expect("a document"))
    }

    #[test]
    fn numbers_are_read_as_json_has_them() {
        let service: Service = read(
            "metadata: {name: web, labels: {a: b}}\nspec:\n  ports:\n  - {port: 0x50, targetPort: http}\n  \
             - {port: 8e1, targetPort: 8080}\n  - {port: 3000000000, targetPort: '80'}\n",
        );
        assert_eq!(service.metadata.name.as_deref(), Some("web"));
        let ports = service.spec.and_then(|spec| spec.ports).expect("ports");
        assert_eq!(ports.iter().map(|port| port.port).collect::<Vec<_>>(), [80, 80, 0]);
        let targets: Vec<_> = ports.into_iter().filter_map(|port| port.target_port).collect();
        let text = |text: &str| IntOrString::String(text.to_owned());
        assert_eq!(targets, [text("http"), IntOrString::Int(8080), text("80")]);
    }

    #[test]
    fn null_and_what_does_not_fit_are_the_zero_value() {
        let service: Service = read(
            "metadata: ~\nspec:\n  ports:\n  -\n  - port: null\n  - [x]\n  selector:\n    app:\n    b: 1\n  type: 5\n",
        );
        let spec = service.spec.expect("a spec");
        assert_eq!(
            spec.ports.map(|ports| ports.into_iter().map(|port| port.port).collect()),
            Some(vec![0, 0, 0])
        );
        let selector = spec.selector.expect("a selector");
        assert_eq!(selector.values().collect::<Vec<_>>(), ["", ""]);
        assert_eq!(spec.type_.as_deref(), Some(""));
        assert_eq!(spec.cluster_ip, None);
    }

    #[test]
    fn a_time_that_is_none_does_not_spoil_the_rest() {
        let pod: Pod = read(
            "metadata:\n  creationTimestamp: yesterday\n  deletionTimestamp: '2026-02-28T10:00:00Z'\n  name: a\n",
        );
        assert_eq!(pod.metadata.name.as_deref(), Some("a"));
        let deleted = pod.metadata.deletion_timestamp.map(|time| time.to_string());
        assert_eq!(deleted.as_deref(), Some("2026-02-28T10:00:00Z"));
    }

    #[test]
    fn amounts_keep_their_text() {
        let amounts: Vec<Quantity> = read("[100m, '1', 1.5, 2, ~]\n");
        assert_eq!(
            amounts.iter().map(|amount| amount.0.as_str()).collect::<Vec<_>>(),
            ["100m", "1", "1.5", "2", "0"]
        );
    }
}
