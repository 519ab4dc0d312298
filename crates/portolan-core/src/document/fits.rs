//! Whether a tree is what Go's decoder takes for a type, strictly and without a word: `faults` says what is wrong
//! where it is not, and this is the same comparison for the many that fit.

use super::go_time;
use super::go_types::{Type, struct_at};
use super::quantity;
use portolan_yaml::{Kind, Node};

/// Compares a tree with the Go type that it should have. A key that stands twice is not looked for.
pub(super) fn fits(node: Node<'_>, wanted: Type) -> bool {
    let kind = node.kind();
    match (wanted, kind) {
        (_, Kind::Null)
        | (Type::Text(_) | Type::IntOrString, Kind::String)
        | (Type::Bool, Kind::Bool)
        | (Type::Any, _) => true,
        (Type::Object(index), Kind::Mapping) => fits_struct(node, index),
        (Type::Map(_, of), Kind::Mapping) => node.pairs().all(|(_, value)| fits(value, *of)),
        (Type::List(_, of), Kind::Sequence) => node.items().all(|item| fits(item, *of)),
        (Type::Int64, Kind::Int | Kind::Float) => is_number::<i64>(node),
        (Type::Int32 | Type::IntOrString, Kind::Int | Kind::Float) => is_number::<i32>(node),
        (Type::Quantity, Kind::String) => quantity::parse(node.content().trim()).is_ok(),
        (Type::Quantity, Kind::Int | Kind::Float) => {
            node.json_number().is_some_and(|number| quantity::parse(&number).is_ok())
        }
        (Type::Time, Kind::String) => go_time::wrong(node.content()).is_none(),
        _ => false,
    }
}

fn fits_struct(node: Node<'_>, index: usize) -> bool {
    let Some(wanted) = struct_at(index) else { return false };
    node.pairs().all(|(key, value)| wanted.field(key).is_some_and(|field| fits(value, field)))
}

fn is_number<T: std::str::FromStr>(node: Node<'_>) -> bool {
    node.json_number().is_some_and(|number| number.parse::<T>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::faults;
    use crate::document::go_types::of_kind;
    use crate::document::kind::Kind as Of;
    use portolan_yaml::{Edit, apply, parse};

    const POD: &str = "apiVersion: v1
kind: Pod
metadata:
  name: a
  labels: {app: web}
  generation: 1
  creationTimestamp: '2026-01-02T03:04:05Z'
  managedFields: [{fieldsV1: {f: [1]}}]
spec:
  hostNetwork: true
  containers:
  - name: web
    ports: [{containerPort: 80}]
    resources: {limits: {cpu: 1, memory: 1Gi}}
    readinessProbe: {httpGet: {port: http}, periodSeconds: 5}
";

    /// What may stand in the place of any value.
    const VALUES: [&str; 13] = [
        "~",
        "true",
        "5",
        "5.0",
        "5.5",
        "3000000000",
        "1e30",
        "x",
        "'5'",
        "[]",
        "[x]",
        "{}",
        "{name: x, port: 1}",
    ];

    fn fits_and_has_no_faults(text: &str) -> (bool, bool) {
        let file = parse("test.yaml".to_owned(), text.into());
        let Some(root) = file.root(0) else { return (true, true) };
        let wanted = of_kind(Of::Pod);
        (fits(root, wanted), faults::find(root, wanted).all.is_empty())
    }

    #[test]
    fn what_fits_has_no_faults_and_what_has_none_fits() {
        assert_eq!(fits_and_has_no_faults(POD), (true, true));
        let file = parse("test.yaml".to_owned(), POD.into());
        let mut nodes = vec![file.root(0).expect("a document")];
        let mut refused = 0;
        while let Some(node) = nodes.pop() {
            for value in VALUES {
                let edit = Edit { span: node.span(), text: value.to_owned() };
                let text = apply(POD, &[edit]).expect("one edit");
                let (fits, sound) = fits_and_has_no_faults(&text);
                assert_eq!(fits, sound, "{text}");
                refused += usize::from(!fits);
            }
            nodes.extend(node.pairs().map(|(_, value)| value).chain(node.items()));
        }
        assert!(refused > 100, "{refused}");
    }

    #[test]
    fn a_field_that_the_type_has_not_does_not_fit() {
        let text = POD.replace("hostNetwork", "hostnetwork");
        assert_eq!(fits_and_has_no_faults(&text), (false, false));
    }
}
