//! What validation has found: field errors in the words of apimachinery's `field.Error`
//! (`apimachinery/pkg/util/validation/field/errors.go`).

use super::answer::Cause;
use super::go;
use super::release::Release;
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;

/// Collects the errors and warnings of one object.
#[derive(Debug, Default)]
pub(crate) struct Report {
    errors: Vec<Cause>,
    warnings: Vec<String>,
    /// Whose rules hold.
    pub(super) release: Release,
    /// Addresses and networks of the stored object: an update may keep them, whatever today's rules say.
    pub(super) kept: BTreeSet<String>,
}

/// A value as an error message shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'v> {
    /// A Go string.
    Text(&'v str),
    /// A whole number.
    Int(i64),
    /// Anything else, already written as JSON.
    Json(&'v str),
    /// One that is not shown: `field.OmitValueType`.
    Omitted,
}

impl Report {
    /// An empty one for the rules of a release.
    pub(super) fn new(release: Release) -> Self {
        Self { release, ..Self::default() }
    }

    /// The value breaks a rule.
    pub(crate) fn invalid<'v>(&mut self, path: &Path<'_>, value: impl Into<Value<'v>>, detail: &str) {
        self.push("FieldValueInvalid", path, &value.into().body("Invalid value"), detail);
    }

    /// One error for each of the details.
    pub(crate) fn invalid_each(&mut self, path: &Path<'_>, value: &str, details: Vec<String>) {
        for detail in details {
            self.invalid(path, value, &detail);
        }
    }

    /// The field must be there.
    pub(crate) fn required(&mut self, path: &Path<'_>, detail: &str) {
        self.push("FieldValueRequired", path, "Required value", detail);
    }

    /// The field must not be there.
    pub(crate) fn forbidden(&mut self, path: &Path<'_>, detail: &str) {
        self.push("FieldValueForbidden", path, "Forbidden", detail);
    }

    /// The value is none of those supported.
    pub(crate) fn not_supported(&mut self, path: &Path<'_>, value: &str, supported: &[&str]) {
        let supported: Vec<String> = supported.iter().map(|one| go::quote(one)).collect();
        let detail = format!("supported values: {}", supported.join(", "));
        self.push("FieldValueNotSupported", path, &Value::Text(value).body("Unsupported value"), &detail);
    }

    /// As [`Self::not_supported`], for a value that is not a string.
    pub(crate) fn not_supported_json(&mut self, path: &Path<'_>, json: &str, supported: &[&str]) {
        let supported: Vec<String> = supported.iter().map(|one| go::quote(one)).collect();
        let detail = format!("supported values: {}", supported.join(", "));
        self.push("FieldValueNotSupported", path, &Value::Json(json).body("Unsupported value"), &detail);
    }

    /// The value stands elsewhere too.
    pub(crate) fn duplicate<'v>(&mut self, path: &Path<'_>, value: impl Into<Value<'v>>) {
        self.push("FieldValueDuplicate", path, &value.into().body("Duplicate value"), "");
    }

    /// As [`Self::duplicate`], of something written as JSON, and why it must not.
    pub(crate) fn duplicate_of(&mut self, path: &Path<'_>, json: &str, detail: &str) {
        self.push("FieldValueDuplicate", path, &Value::Json(json).body("Duplicate value"), detail);
    }

    /// The server could not check the value.
    pub(crate) fn internal(&mut self, path: &Path<'_>, detail: &str) {
        self.push("InternalError", path, "Internal error", detail);
    }

    /// What the value names does not exist.
    pub(crate) fn not_found(&mut self, path: &Path<'_>, value: &str) {
        self.not_found_because(path, value, "");
    }

    /// As [`Self::not_found`], with a word on where it was looked for.
    pub(crate) fn not_found_because(&mut self, path: &Path<'_>, value: &str, detail: &str) {
        self.push("FieldValueNotFound", path, &Value::Text(value).body("Not found"), detail);
    }

    /// The value has too many bytes.
    pub(crate) fn too_long(&mut self, path: &Path<'_>, max: usize) {
        let bytes = if max == 1 { "byte" } else { "bytes" };
        self.push("FieldValueTooLong", path, "Too long", &format!("may not be more than {max} {bytes}"));
    }

    /// The list has too many items.
    pub(crate) fn too_many(&mut self, path: &Path<'_>, actual: usize, max: usize) {
        let items = if max == 1 { "item" } else { "items" };
        let detail = format!("must have at most {max} {items}");
        self.push("FieldValueTooMany", path, &format!("Too many: {actual}"), &detail);
    }

    /// A warning header.
    pub(crate) fn warn(&mut self, words: String) {
        self.warnings.push(words);
    }

    /// How many errors there are.
    pub(crate) fn count(&self) -> usize {
        self.errors.len()
    }

    /// The number must not be below zero.
    pub(crate) fn non_negative(&mut self, path: &Path<'_>, value: impl Into<i64>) {
        let value = value.into();
        if value < 0 {
            self.invalid(path, value, "must be greater than or equal to 0");
        }
    }

    /// Whether there is no error.
    pub(crate) fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// Takes the warnings out, as the API server sends them.
    pub(crate) fn take_warnings(&mut self) -> Vec<String> {
        as_sent(&std::mem::take(&mut self.warnings))
    }

    /// All errors in one sentence, and each of them: `ErrorList.ToAggregate`, which says nothing twice.
    pub(crate) fn into_words(self) -> (String, Vec<Cause>) {
        let mut said = BTreeSet::new();
        let mut words: Vec<String> = Vec::with_capacity(self.errors.len());
        for error in &self.errors {
            let text = format!("{}: {}", error.field, error.message);
            if said.insert(text.clone()) {
                words.push(text);
            }
        }
        let sentence = match words.as_slice() {
            [one] => one.clone(),
            _ => format!("[{}]", words.join(", ")),
        };
        (sentence, self.errors)
    }

    #[cold]
    fn push(&mut self, reason: &'static str, path: &Path<'_>, body: &str, detail: &str) {
        let colon = if detail.is_empty() { "" } else { ": " };
        self.errors.push(Cause {
            reason,
            field: path.to_string(),
            message: format!("{body}{colon}{detail}"),
        });
    }
}

/// How many characters all warnings of an answer may have before each of them is cut.
const MOST_CHARACTERS: usize = 4 * 1024;
/// How many characters are left of each then.
const CUT_CHARACTERS: usize = 256;

/// What `filters.WithWarningRecorder` (`apiserver/pkg/endpoints/filters/warning.go`) makes of warnings: nothing twice,
/// nothing with control characters, and not too much.
fn as_sent(warnings: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let ordered = warnings.iter().filter(|text| !text.is_empty() && seen.insert(text.as_str()));
    let ordered: Vec<&String> = ordered.filter(|text| !text.chars().any(char::is_control)).collect();
    if ordered.iter().map(|text| text.chars().count()).sum::<usize>() <= MOST_CHARACTERS {
        return ordered.into_iter().cloned().collect();
    }
    let (mut whole, mut written, mut cut) = (0, 0, Vec::new());
    for text in ordered {
        if written >= MOST_CHARACTERS && whole > MOST_CHARACTERS {
            break;
        }
        whole += text.chars().count();
        let text: String = text.chars().take(CUT_CHARACTERS).collect();
        written += text.chars().count();
        cut.push(text);
    }
    cut
}

impl Value<'_> {
    fn body(self, kind: &str) -> String {
        match self {
            Self::Text(text) => format!("{kind}: {}", go::quote(text)),
            Self::Int(number) => format!("{kind}: {number}"),
            Self::Json(json) => format!("{kind}: {json}"),
            Self::Omitted => kind.to_owned(),
        }
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(text)
    }
}

impl<'v> From<&'v String> for Value<'v> {
    fn from(text: &'v String) -> Self {
        Self::Text(text)
    }
}

impl From<i32> for Value<'_> {
    fn from(number: i32) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_error_stands_alone_and_several_in_brackets() {
        let mut report = Report::default();
        let port = Path::new("port");
        report.invalid(&port, 0, "must be between 1 and 65535, inclusive");
        assert_eq!(
            Report { errors: report.errors.clone(), ..Report::default() }.into_words().0,
            "port: Invalid value: 0: must be between 1 and 65535, inclusive"
        );
        report.required(&port, "");
        report.required(&port, "");
        let (words, causes) = report.into_words();
        assert!(words.starts_with('[') && words.ends_with(", port: Required value]"), "{words}");
        assert_eq!(causes.len(), 3);
    }

    #[test]
    fn warnings_are_sent_once_and_not_without_end() {
        let told = ["old", "", "old", "new\n", "new"].map(str::to_owned);
        assert_eq!(as_sent(&told), ["old", "new"]);
        let long: Vec<String> = (0..30).map(|index| format!("{index:02}{}", "x".repeat(298))).collect();
        let sent = as_sent(&long);
        assert!(sent.iter().all(|text| text.len() == CUT_CHARACTERS));
        assert_eq!(sent.len(), 16);
        assert_eq!(as_sent(&sent), sent);
    }

    #[test]
    fn supported_values_are_listed() {
        let mut report = Report::default();
        report.not_supported(&Path::new("type"), "Web", &["ClusterIP", "NodePort"]);
        assert_eq!(
            report.into_words().0,
            "type: Unsupported value: \"Web\": supported values: \"ClusterIP\", \"NodePort\""
        );
    }
}
