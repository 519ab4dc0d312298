//! Paths as people write them, laid beside the API's own types: which field is meant, and what it holds.

use super::go_types::{Type, of_kind, struct_at};
use super::kind::Kind;
use portolan_yaml::{Step, split_path};

/// A field of a kind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its whole path, the keys of maps in brackets.
    pub path: String,
    /// Whether it is a string to the API, whatever it looks like.
    pub is_string: bool,
}

/// Why there is no such field.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoField {
    /// This struct has no field of the name.
    Unknown {
        /// The path of the struct; empty for the object itself.
        within: String,
        /// The name.
        name: String,
        /// The names that it has.
        known: Vec<&'static str>,
    },
    /// The path goes on inside of a value that has no parts.
    Scalar(String),
    /// A list wants the number of an item: `[0]`.
    List(String),
}

/// The field that a path means. One that does not begin with a field of the object begins in its `spec`:
/// `replicas` is `spec.replicas`. Keys of labels may stand without brackets.
pub(crate) fn field(kind: Kind, path: &str) -> Result<Field, NoField> {
    let (mut at, mut out) = start(kind, path);
    let mut rest = path;
    while let Some((step, after)) = split_path(rest) {
        rest = after;
        match (at, step) {
            (Type::Object(_), Step::Key(name) | Step::Bracket(name)) => {
                at = child(at, name).ok_or_else(|| unknown(at, &out, name))?;
                push(&mut out, name);
            }
            (Type::List(_, item), Step::Bracket(index)) if index.parse::<usize>().is_ok() => {
                at = *item;
                out.push_str(&format!("[{index}]"));
            }
            (Type::List(..), _) => return Err(NoField::List(out)),
            (Type::Map(_, value), Step::Key(name)) if is_leaf(*value) => {
                out.push_str(&format!("[{name}{rest}]"));
                (at, rest) = (*value, "");
            }
            (Type::Map(_, value), Step::Key(key) | Step::Bracket(key)) => {
                at = *value;
                out.push_str(&format!("[{key}]"));
            }
            (Type::Any, Step::Key(name)) => push(&mut out, name),
            (Type::Any, Step::Bracket(name)) => out.push_str(&format!("[{name}]")),
            _ => return Err(NoField::Scalar(out)),
        }
    }
    Ok(Field { path: out, is_string: matches!(at, Type::Text(_) | Type::Time) })
}

/// Where a path begins: in the object, or in its `spec`.
fn start(kind: Kind, path: &str) -> (Type, String) {
    let object = of_kind(kind);
    let is_short = matches!(split_path(path), Some((Step::Key(name), _)) if child(object, name).is_none());
    match child(object, "spec").filter(|_| is_short) {
        Some(spec) => (spec, "spec".to_owned()),
        None => (object, String::new()),
    }
}

/// Whether a path can only end here, so that dots behind it belong to the key.
fn is_leaf(value: Type) -> bool {
    matches!(value, Type::Text(_) | Type::Quantity)
}

fn child(at: Type, name: &str) -> Option<Type> {
    let Type::Object(index) = at else { return None };
    let fields = struct_at(index)?.fields;
    fields.iter().find(|(known, ..)| *known == name).map(|(.., of)| *of)
}

fn unknown(at: Type, within: &str, name: &str) -> NoField {
    let Type::Object(index) = at else { return NoField::Scalar(within.to_owned()) };
    let fields = struct_at(index).map_or(&[][..], |one| one.fields);
    let known = fields.iter().map(|(known, ..)| *known).collect();
    NoField::Unknown { within: within.to_owned(), name: name.to_owned(), known }
}

fn push(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(kind: Kind, path: &str) -> Result<(String, bool), NoField> {
        field(kind, path).map(|found| (found.path, found.is_string))
    }

    #[test]
    fn short_paths_begin_in_the_spec() {
        let is = |text: &str, string| Ok((text.to_owned(), string));
        assert_eq!(path(Kind::Deployment, "replicas"), is("spec.replicas", false));
        assert_eq!(path(Kind::Service, "ports[0].targetPort"), is("spec.ports[0].targetPort", false));
        assert_eq!(path(Kind::Service, "metadata.name"), is("metadata.name", true));
        assert_eq!(path(Kind::Service, "selector.app"), is("spec.selector[app]", true));
        let long = "metadata.labels.app.kubernetes.io/name";
        assert_eq!(path(Kind::Pod, long), is("metadata.labels[app.kubernetes.io/name]", true));
        let bracketed = "template.metadata.labels[a.b/c]";
        assert_eq!(path(Kind::Deployment, bracketed), is("spec.template.metadata.labels[a.b/c]", true));
    }

    #[test]
    fn paths_that_lead_nowhere_say_where_they_end() {
        let Err(NoField::Unknown { within, name, known }) = field(Kind::Deployment, "replica") else {
            panic!("no field")
        };
        assert_eq!((within.as_str(), name.as_str()), ("spec", "replica"));
        assert!(known.contains(&"replicas"));
        assert_eq!(field(Kind::Service, "ports.port"), Err(NoField::List("spec.ports".to_owned())));
        assert_eq!(field(Kind::Service, "type.x"), Err(NoField::Scalar("spec.type".to_owned())));
    }
}
