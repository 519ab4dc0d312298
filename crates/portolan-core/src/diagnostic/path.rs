//! Field paths while validation walks down an object: links on the stack, text only when there is something to say.
//!
//! The text is that of apimachinery's `field.Path`: `spec.ports[0].name`, `metadata.labels[app.kubernetes.io/name]`.

use std::fmt;

/// A field's path, a link to that of the object around it.
#[derive(Clone, Copy, Debug)]
pub struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Field(&'p str),
    Index(usize),
    Key(&'p str),
}

impl<'p> Path<'p> {
    /// A field of the object itself.
    #[must_use]
    pub const fn new(field: &'p str) -> Self {
        Self { parent: None, step: Step::Field(field) }
    }

    /// A field of this one.
    #[must_use]
    pub const fn child(&'p self, field: &'p str) -> Path<'p> {
        Path { parent: Some(self), step: Step::Field(field) }
    }

    /// An item of this list.
    #[must_use]
    pub const fn index(&'p self, index: usize) -> Path<'p> {
        Path { parent: Some(self), step: Step::Index(index) }
    }

    /// An entry of this map.
    #[must_use]
    pub const fn key(&'p self, key: &'p str) -> Path<'p> {
        Path { parent: Some(self), step: Step::Key(key) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Field(field) if self.parent.is_some() => write!(f, ".{field}"),
            Step::Field(field) => f.write_str(field),
            Step::Index(index) => write!(f, "[{index}]"),
            Step::Key(key) => write!(f, "[{key}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_the_api_server_writes_it() {
        let spec = Path::new("spec");
        let ports = spec.child("ports");
        assert_eq!(ports.index(0).child("name").to_string(), "spec.ports[0].name");
        assert_eq!(Path::new("metadata").child("labels").key("a.b/c").to_string(), "metadata.labels[a.b/c]");
    }
}
