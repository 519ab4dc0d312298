//! A Go value: compared without regard to what is nil and what is empty, and shown as indented JSON.

use crate::admission::go::json_string;

/// A value.
#[derive(Clone, Debug)]
pub(in crate::admission) enum Shown {
    /// A nil pointer, list or map.
    Null,
    /// A scalar, as JSON.
    Atom(String),
    /// A list.
    List(Vec<Shown>),
    /// A map, by key; or a struct with JSON names.
    Map(Vec<(String, Shown)>),
    /// A struct, by Go name.
    Struct(Vec<(&'static str, Shown)>),
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Atom(one), Self::Atom(other)) => one == other,
            (Self::List(one), Self::List(other)) => one == other,
            (Self::Map(one), Self::Map(other)) => one == other,
            (Self::Struct(one), Self::Struct(other)) => one == other,
            _ => self.is_empty() && other.is_empty(),
        }
    }
}

impl Shown {
    /// Whether it is nil, or a list or map without items.
    pub(in crate::admission) fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
            Self::Atom(_) | Self::Struct(_) => false,
        }
    }

    /// A field of a struct; nil where it is none.
    pub(in crate::admission) fn get(&self, name: &str) -> &Self {
        let Self::Struct(fields) = self else { return &Self::Null };
        fields.iter().find(|(known, _)| *known == name).map_or(&Self::Null, |(_, value)| value)
    }

    /// Puts a value into a field of a struct.
    pub(in crate::admission) fn set(&mut self, name: &str, value: Self) {
        if let Some(field) = self.field(name) {
            *field = value;
        }
    }

    /// A field of a struct, to be changed.
    pub(in crate::admission) fn field(&mut self, name: &str) -> Option<&mut Self> {
        let Self::Struct(fields) = self else { return None };
        fields.iter_mut().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The items of a list.
    pub(in crate::admission) fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The items of a list, to be changed.
    pub(in crate::admission) fn items_mut(&mut self) -> &mut [Self] {
        if let Self::List(items) = self { items } else { &mut [] }
    }

    /// The text of a scalar, as JSON; empty for anything else.
    pub(in crate::admission) fn atom(&self) -> &str {
        if let Self::Atom(text) = self { text } else { "" }
    }

    /// As `json.Marshal` writes it.
    pub(in crate::admission) fn json(&self) -> String {
        let entry = |(name, value): (&str, &Self)| format!("{}:{}", json_string(name), value.json());
        let parts: Vec<String> = match self {
            Self::Null => return "null".to_owned(),
            Self::Atom(text) => return text.clone(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::json).collect();
                return format!("[{}]", items.join(","));
            }
            Self::Map(entries) => entries.iter().map(|(name, value)| entry((name, value))).collect(),
            Self::Struct(fields) => fields.iter().map(|(name, value)| entry((name, value))).collect(),
        };
        format!("{{{}}}", parts.join(","))
    }

    /// As `json.MarshalIndent` writes it, with a blank for each level.
    pub(in crate::admission) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        self.write(String::new(), 0, "", &mut lines);
        lines
    }

    fn write(&self, start: String, level: usize, end: &str, lines: &mut Vec<String>) {
        let indent = " ".repeat(level + 1);
        let close = |with: char| format!("{}{with}{end}", " ".repeat(level));
        let comma = |index: usize, count: usize| if index + 1 < count { "," } else { "" };
        let entry = |name: &str| format!("{indent}{}: ", json_string(name));
        match self {
            Self::Null => lines.push(format!("{start}null{end}")),
            Self::Atom(text) => lines.push(format!("{start}{text}{end}")),
            Self::List(items) if items.is_empty() => lines.push(format!("{start}[]{end}")),
            Self::Map(entries) if entries.is_empty() => lines.push(format!("{start}{{}}{end}")),
            Self::List(items) => {
                lines.push(format!("{start}["));
                for (index, item) in items.iter().enumerate() {
                    item.write(indent.clone(), level + 1, comma(index, items.len()), lines);
                }
                lines.push(close(']'));
            }
            Self::Map(entries) => {
                lines.push(format!("{start}{{"));
                for (index, (name, value)) in entries.iter().enumerate() {
                    value.write(entry(name), level + 1, comma(index, entries.len()), lines);
                }
                lines.push(close('}'));
            }
            Self::Struct(fields) => {
                lines.push(format!("{start}{{"));
                for (index, (name, value)) in fields.iter().enumerate() {
                    value.write(entry(name), level + 1, comma(index, fields.len()), lines);
                }
                lines.push(close('}'));
            }
        }
    }
}
