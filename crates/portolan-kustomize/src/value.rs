//! Values that know their places: the trees that resources, patches and kustomizations are while a build works on them.

use portolan_yaml::Span;

/// Why a built value is not, or not only, what a resource file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The field of the kustomization, such as `namePrefix`.
    pub field: &'static str,
    /// The file, an index into [`Built::sources`](crate::Built::sources).
    pub source: u32,
    /// Where it says so.
    pub span: Span,
}

/// How a value came to be what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A resource file says so at the place.
    Verbatim,
    /// A patch says so at the place, under a cause: an index into [`Built::causes`](crate::Built::causes).
    Patch(u32),
    /// The place holds another value, which this cause has changed.
    Changed(u32),
    /// No resource holds the value; the place is that of the cause.
    Added(u32),
}

/// Where a value of the built text stands in the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, an index into [`Built::sources`](crate::Built::sources).
    pub source: u32,
    /// The bytes of that file.
    pub span: Span,
    /// How it came to be.
    pub written: Written,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Data {
    /// Nothing; written out as `null` or `~`, or left out.
    Null {
        spelled: bool,
    },
    Bool(bool),
    /// A number as JSON has it.
    Number(String),
    Text(String),
    List(Vec<Value>),
    Map(Vec<Field>),
}

/// An entry of a mapping.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) key: String,
    pub(crate) place: Place,
    pub(crate) value: Value,
}

/// A value and its place.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) data: Data,
    pub(crate) place: Place,
    /// Whether something was taken out of the collection.
    pub(crate) cut: bool,
    /// What one transformer adds at several places of an object is one node to upstream: what changes it at one place
    /// changes it at all. Such places have the same number here; 0 stands alone.
    pub(crate) shared: u32,
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.value == other.value
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (&self.data, &other.data) {
            (Data::Null { .. }, Data::Null { .. }) => true,
            (Data::Map(one), Data::Map(two)) => {
                let found = |field: &Field| other.get(&field.key) == Some(&field.value);
                one.len() == two.len() && one.iter().all(found)
            }
            (one, two) => one == two,
        }
    }
}

impl Value {
    pub(crate) const fn new(data: Data, place: Place) -> Self {
        Self { data, place, cut: false, shared: 0 }
    }

    pub(crate) fn text(text: impl Into<String>, place: Place) -> Self {
        Self::new(Data::Text(text.into()), place)
    }

    pub(crate) const fn is_null(&self) -> bool {
        matches!(self.data, Data::Null { .. })
    }

    pub(crate) const fn is_scalar(&self) -> bool {
        !matches!(self.data, Data::List(_) | Data::Map(_))
    }

    /// The text of a string.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a scalar, whatever its kind; empty for the rest.
    pub(crate) fn content(&self) -> &str {
        match &self.data {
            Data::Text(text) | Data::Number(text) => text,
            Data::Bool(true) => "true",
            Data::Bool(false) => "false",
            _ => "",
        }
    }

    pub(crate) fn items(&self) -> &[Self] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn fields(&self) -> &[Field] {
        match &self.data {
            Data::Map(fields) => fields,
            _ => &[],
        }
    }

    pub(crate) fn field(&self, key: &str) -> Option<&Field> {
        self.fields().iter().find(|field| field.key == key)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.field(key).map(|field| &field.value)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        match &mut self.data {
            Data::Map(fields) => {
                fields.iter_mut().find(|field| field.key == key).map(|field| &mut field.value)
            }
            _ => None,
        }
    }

    /// The value at keys below one another.
    pub(crate) fn at(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The text of a scalar at keys below one another; empty where there is none.
    pub(crate) fn text_at(&self, keys: &[&str]) -> &str {
        self.at(keys).map_or("", Self::content)
    }

    /// Takes an entry out.
    pub(crate) fn remove(&mut self, key: &str) -> Option<Field> {
        let Data::Map(fields) = &mut self.data else { return None };
        let index = fields.iter().position(|field| field.key == key)?;
        self.cut = true;
        Some(fields.remove(index))
    }

    /// Gives a key a value: in its place, or after all others.
    pub(crate) fn set(&mut self, key: &str, value: Self) {
        let place = value.place;
        self.set_at(key, value, place);
    }

    /// The same, with a place for a key that is new. No source has that key as it is.
    pub(crate) fn set_at(&mut self, key: &str, value: Self, mut place: Place) {
        let Data::Map(fields) = &mut self.data else { return };
        if let Written::Patch(cause) = place.written {
            place.written = Written::Added(cause);
        }
        match fields.iter_mut().find(|field| field.key == key) {
            Some(field) => field.value = value,
            None => fields.push(Field { key: key.to_owned(), place, value }),
        }
    }

    /// The mapping under a key, made where it is missing or null.
    pub(crate) fn map_under(&mut self, key: &str, place: Place) -> Option<&mut Self> {
        if self.get(key).is_none_or(Self::is_null) {
            self.set(key, Self::new(Data::Map(Vec::new()), place));
        }
        self.get_mut(key)
    }

    /// Gives a scalar another text; the place stays, since there the value stood before.
    pub(crate) fn rewrite(&mut self, text: String, cause: u32) {
        if self.content() == text && self.as_text().is_some() {
            return;
        }
        self.data = Data::Text(text);
        if let Written::Verbatim | Written::Patch(_) = self.place.written {
            self.place.written = Written::Changed(cause);
        }
    }

    /// How many values there are, and how deep.
    pub(crate) fn extent(&self) -> (usize, usize) {
        let below = self.items().iter().chain(self.fields().iter().map(|field| &field.value));
        below
            .map(Self::extent)
            .fold((1, 1), |(count, deep), (more, deeper)| (count + more, deep.max(deeper + 1)))
    }

    /// The scalars that are shared with other places, by number: one of each.
    pub(crate) fn collect_shared(&self, found: &mut Vec<(u32, Data)>) {
        if self.shared != 0 {
            found.push((self.shared, self.data.clone()));
        }
        self.items().iter().for_each(|item| item.collect_shared(found));
        self.fields().iter().for_each(|field| field.value.collect_shared(found));
    }

    /// Gives all places of a number the same value.
    pub(crate) fn share(&mut self, number: u32, data: &Data, cause: u32) {
        match &mut self.data {
            Data::List(items) => items.iter_mut().for_each(|item| item.share(number, data, cause)),
            Data::Map(fields) => fields.iter_mut().for_each(|field| field.value.share(number, data, cause)),
            own if self.shared == number && own != data => {
                own.clone_from(data);
                self.place.written = Written::Changed(cause);
            }
            _ => {}
        }
    }

    /// Marks the whole tree as what a patch says.
    pub(crate) fn mark_patch(&mut self, cause: u32) {
        self.place.written = Written::Patch(cause);
        match &mut self.data {
            Data::List(items) => items.iter_mut().for_each(|item| item.mark_patch(cause)),
            Data::Map(fields) => {
                for field in fields {
                    field.place.written = Written::Patch(cause);
                    field.value.mark_patch(cause);
                }
            }
            _ => {}
        }
    }
}
