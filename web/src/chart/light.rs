//! What lights up: the field around the caret, and what was derived from it.

use super::Chart;
use portolan_core::diagnostic::Origin;

/// The field around the caret, if it stands in an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Light(Option<Origin>);

impl Light {
    /// Of a caret: the index of a file, and UTF-16 units from its start.
    pub(crate) fn of(chart: &Chart, caret: (usize, u32)) -> Self {
        Self(chart.origin_at(caret).filter(|origin| !origin.path.is_empty()))
    }

    /// Whether something that was derived from a field lies in the light: the caret is in that field, or in one around it.
    pub(crate) fn on(&self, origin: &Origin) -> bool {
        let Some(caret) = &self.0 else { return false };
        caret.object == origin.object
            && (is_within(&caret.path, &origin.path) || is_within(&origin.path, &caret.path))
    }

    /// Whether any of several fields lies in the light.
    pub(crate) fn on_any<'o>(&self, origins: impl IntoIterator<Item = &'o Origin>) -> bool {
        origins.into_iter().any(|origin| self.on(origin))
    }
}

/// Whether a path leads to a field or to something in it.
fn is_within(path: &str, field: &str) -> bool {
    let rest = path.strip_prefix(field);
    rest.is_some_and(|rest| field.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Files, WhatIf};
    use portolan_core::diagnostic::ObjectId;

    fn light(path: &str) -> Light {
        Light(Some(Origin { object: ObjectId(0), path: path.to_owned() }))
    }

    fn origin(path: &str) -> Origin {
        Origin { object: ObjectId(0), path: path.to_owned() }
    }

    #[test]
    fn a_field_lights_what_comes_from_it_from_around_it_and_from_within() {
        let caret = light("spec.ports[1].targetPort");
        assert!(caret.on(&origin("spec.ports[1].targetPort")));
        assert!(caret.on(&origin("spec.ports[1]")));
        assert!(caret.on(&origin("")));
        assert!(light("spec.ports").on(&origin("spec.ports[1].port")));
        assert!(!caret.on(&origin("spec.ports[1].target")));
        assert!(!caret.on(&origin("spec.ports[10]")));
        assert!(!caret.on(&Origin { object: ObjectId(1), path: String::new() }));
        assert!(!Light::default().on(&origin("")));
    }

    #[test]
    fn the_caret_is_found_behind_characters_outside_of_the_plane() {
        let text = "# 𠮷野\nkind: Service\napiVersion: v1\nmetadata: {name: a}\n";
        let chart = Chart::of(&Files::single(text), &WhatIf::default());
        let units = text[..text.find("Service").expect("a kind")].encode_utf16().count();
        assert_eq!(Light::of(&chart, (0, u32::try_from(units).expect("short"))), light("kind"));
        assert_eq!(Light::of(&chart, (3, 0)), Light::default());
    }
}
