//! What a link says, as a list of fields: a letter and a text each. Fields of unknown letters are for others to know.

/// Stands between fields; no YAML has it.
const BETWEEN: char = '\u{1f}';
/// Stands before a character of a text that has a meaning here.
const ESCAPE: char = '\u{1e}';

/// One thing that a link says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// What it is about.
    pub(crate) key: char,
    /// What is said.
    pub(crate) value: String,
}

/// All fields as one text.
pub(super) fn join(fields: &[Field]) -> String {
    let mut text = String::with_capacity(fields.iter().map(|one| one.value.len() + 2).sum());
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            text.push(BETWEEN);
        }
        text.push(field.key);
        for char in field.value.chars() {
            match char {
                BETWEEN => text.extend([ESCAPE, 's']),
                ESCAPE => text.extend([ESCAPE, 'e']),
                other => text.push(other),
            }
        }
    }
    text
}

/// The fields of a text, if it is one.
pub(super) fn split(bytes: &[u8]) -> Option<Vec<Field>> {
    let text = std::str::from_utf8(bytes).ok()?;
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split(BETWEEN).map(field).collect()
}

fn field(text: &str) -> Option<Field> {
    let mut chars = text.chars();
    let key = chars.next()?;
    let mut value = String::with_capacity(text.len());
    while let Some(char) = chars.next() {
        value.push(match char {
            ESCAPE => match chars.next()? {
                's' => BETWEEN,
                'e' => ESCAPE,
                _ => return None,
            },
            other => other,
        });
    }
    Some(Field { key, value })
}
