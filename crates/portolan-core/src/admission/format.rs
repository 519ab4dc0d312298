//! The forms of names, labels, ports and the like, in the words of `apimachinery/pkg/util/validation/validation.go`
//! and `apimachinery/pkg/api/validate/content`: each function tells what is wrong, and nothing where all is well.

/// What is wrong with a value; empty where nothing is.
pub(crate) type Wrongs = Vec<String>;

const DNS1123_LABEL: &str = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const DNS1123_SUBDOMAIN: &str = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
const DNS1123_SUBDOMAIN_WORDS: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric \
     characters, '-' or '.', and must start and end with an alphanumeric character";
const LABEL_KEY: &str = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const LABEL_KEY_WORDS: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with \
     an alphanumeric character";

/// `IsDNS1123Label`.
pub(crate) fn dns1123_label(value: &str) -> Wrongs {
    let mut wrongs = Wrongs::new();
    if value.len() > 63 {
        wrongs.push(max_characters(63));
    }
    if !is_label(value) {
        wrongs.push(if is_subdomain(value) {
            "must not contain dots".to_owned()
        } else {
            regex(
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must \
                 start and end with an alphanumeric character",
                DNS1123_LABEL,
                &["my-name", "123-abc"],
            )
        });
    }
    wrongs
}

/// `IsDNS1035Label`.
pub(crate) fn dns1035_label(value: &str) -> Wrongs {
    let mut wrongs = Wrongs::new();
    if value.len() > 63 {
        wrongs.push(max_characters(63));
    }
    if !is_label(value) || !value.starts_with(|c: char| c.is_ascii_lowercase()) {
        wrongs.push(regex(
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic \
             character, and end with an alphanumeric character",
            "[a-z]([-a-z0-9]*[a-z0-9])?",
            &["my-name", "abc-123"],
        ));
    }
    wrongs
}

/// `IsDNS1123Subdomain`.
pub(crate) fn dns1123_subdomain(value: &str) -> Wrongs {
    let mut wrongs = Wrongs::new();
    if value.len() > 253 {
        wrongs.push(max_characters(253));
    }
    if !is_subdomain(value) {
        wrongs.push(regex(DNS1123_SUBDOMAIN_WORDS, DNS1123_SUBDOMAIN, &["example.com"]));
    }
    wrongs
}

/// `IsDNS1123SubdomainWithUnderscore`.
pub(crate) fn subdomain_with_underscore(value: &str) -> Wrongs {
    let mut wrongs = Wrongs::new();
    if value.len() > 253 {
        wrongs.push(max_characters(253));
    }
    let is_label = |label: &str| {
        let rest = label.strip_prefix('_').unwrap_or(label);
        !rest.starts_with('_') && !rest.ends_with('_') && is_label(&rest.replace('_', "-"))
    };
    if !value.split('.').all(is_label) {
        let label = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
        wrongs.push(regex(
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and \
             must start and end with an alphanumeric character",
            &format!(r"{label}(\.{label})*"),
            &["example.com"],
        ));
    }
    wrongs
}

/// `IsWildcardDNS1123Subdomain`.
pub(crate) fn wildcard_subdomain(value: &str) -> Wrongs {
    let mut wrongs = Wrongs::new();
    if value.len() > 253 {
        wrongs.push(max_characters(253));
    }
    if !value.strip_prefix("*.").is_some_and(is_subdomain) {
        wrongs.push(regex(
            "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must \
             consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
            &format!(r"\*\.{DNS1123_SUBDOMAIN}"),
            &["*.example.com"],
        ));
    }
    wrongs
}

/// `IsQualifiedName`, the form of label keys.
pub(crate) fn qualified_name(value: &str) -> Wrongs {
    let mut wrongs = Wrongs::new();
    let name = match value.split_once('/') {
        None => value,
        Some((_, rest)) if rest.contains('/') => {
            let form = regex(LABEL_KEY_WORDS, LABEL_KEY, &["MyName", "my.name", "123-abc"]);
            return vec![format!(
                "a valid label key {form} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            )];
        }
        Some((prefix, name)) => {
            check_prefix(prefix, &mut wrongs);
            name
        }
    };
    if name.is_empty() {
        wrongs.push("name part must be non-empty".to_owned());
    } else if name.len() > 63 {
        wrongs.push("name part must be no more than 63 bytes".to_owned());
    }
    if !is_label_name(name) {
        wrongs.push(format!(
            "name part {}",
            regex(LABEL_KEY_WORDS, LABEL_KEY, &["MyName", "my.name", "123-abc"])
        ));
    }
    wrongs
}

/// `IsValidLabelValue`.
pub(crate) fn label_value(value: &str) -> Wrongs {
    let mut wrongs = Wrongs::new();
    if value.len() > 63 {
        wrongs.push("must be no more than 63 bytes".to_owned());
    }
    if !value.is_empty() && !is_label_name(value) {
        wrongs.push(regex(
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must \
             start and end with an alphanumeric character",
            &format!("({LABEL_KEY})?"),
            &["MyValue", "my_value", "12345"],
        ));
    }
    wrongs
}

/// `IsValidPortNum`.
pub(crate) fn port_number(port: i32) -> Option<&'static str> {
    (!(1..=65535).contains(&port)).then_some("must be between 1 and 65535, inclusive")
}

/// `IsValidPortName`.
pub(crate) fn port_name(name: &str) -> Wrongs {
    let mut wrongs = Wrongs::new();
    if name.len() > 15 {
        wrongs.push(max_characters(15));
    }
    if name.is_empty() || !name.bytes().all(|b| b == b'-' || b.is_ascii_lowercase() || b.is_ascii_digit()) {
        wrongs.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)".to_owned());
    }
    if !name.bytes().any(|b| b.is_ascii_lowercase()) {
        wrongs.push("must contain at least one letter (a-z)".to_owned());
    }
    if name.contains("--") {
        wrongs.push("must not contain consecutive hyphens".to_owned());
    }
    if name.starts_with('-') || name.ends_with('-') {
        wrongs.push("must not begin or end with a hyphen".to_owned());
    }
    wrongs
}

/// `IsPathSegmentName`.
pub(crate) fn path_segment(name: &str) -> Wrongs {
    if matches!(name, "." | "..") {
        return vec![format!("may not be '{name}'")];
    }
    ["/", "%"]
        .iter()
        .filter(|part| name.contains(**part))
        .map(|part| format!("may not contain '{part}'"))
        .collect()
}

/// `IsHTTPHeaderName`.
pub(crate) fn http_header(name: &str) -> Wrongs {
    if !name.is_empty() && name.bytes().all(|b| b == b'-' || b.is_ascii_alphanumeric()) {
        return Wrongs::new();
    }
    let words = "a valid HTTP header must consist of alphanumeric characters or '-'";
    vec![regex(words, "[-A-Za-z0-9]+", &["X-Header-Name"])]
}

/// `IsRelaxedEnvVarName`.
pub(crate) fn env_name(name: &str) -> Wrongs {
    let mut wrongs = Wrongs::new();
    if name.is_empty() {
        wrongs.push("environment variable name must be non-empty".to_owned());
    }
    if name.bytes().any(|b| !(b' '..=b'~').contains(&b) || b == b'=') {
        wrongs.push(
            "a valid environment variable name must consist only of printable ASCII characters other than '='"
                .to_owned(),
        );
    }
    wrongs
}

/// `IsConfigMapKey`.
pub(crate) fn config_key(key: &str) -> Wrongs {
    let mut wrongs = Wrongs::new();
    if key.len() > 253 {
        wrongs.push(max_characters(253));
    }
    if key.is_empty() || !key.bytes().all(|b| matches!(b, b'-' | b'.' | b'_') || b.is_ascii_alphanumeric()) {
        let words = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
        wrongs.push(regex(words, "[-._a-zA-Z0-9]+", &["key.name", "KEY_NAME", "key-name"]));
    }
    match key {
        "." | ".." => wrongs.push(format!("must not be '{key}'")),
        _ if key.starts_with("..") => wrongs.push("must not start with '..'".to_owned()),
        _ => {}
    }
    wrongs
}

/// `IsValidPercent`.
pub(crate) fn percent(text: &str) -> Wrongs {
    let digits = text.strip_suffix('%').unwrap_or_default();
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Wrongs::new();
    }
    let words = "a valid percent string must be a numeric string followed by an ending '%'";
    vec![regex(words, "[0-9]+%", &["1%", "93%"])]
}

/// `MaxLenError` of the older formats.
pub(crate) fn max_characters(length: usize) -> String {
    format!("must be no more than {length} characters")
}

fn check_prefix(prefix: &str, wrongs: &mut Wrongs) {
    if prefix.is_empty() {
        wrongs.push("prefix part must be non-empty".to_owned());
        return;
    }
    if prefix.len() > 253 {
        wrongs.push("prefix part must be no more than 253 bytes".to_owned());
    }
    if !is_subdomain(prefix) {
        let form = regex(DNS1123_SUBDOMAIN_WORDS, DNS1123_SUBDOMAIN, &["example.com"]);
        wrongs.push(format!("prefix part {form}"));
    }
}

/// `RegexError`.
fn regex(words: &str, form: &str, examples: &[&str]) -> String {
    let examples: Vec<String> = examples.iter().map(|one| format!("'{one}', ")).collect();
    format!("{words} (e.g. {}regex used for validation is '{form}')", examples.join(" or "))
}

fn is_label(value: &str) -> bool {
    let alphanumeric = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = value.as_bytes();
    bytes.first().is_some_and(alphanumeric)
        && bytes.last().is_some_and(alphanumeric)
        && bytes.iter().all(|b| *b == b'-' || alphanumeric(b))
}

fn is_subdomain(value: &str) -> bool {
    value.split('.').all(is_label)
}

fn is_label_name(value: &str) -> bool {
    let bytes = value.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.iter().all(|b| matches!(b, b'-' | b'_' | b'.') || b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_subdomains() {
        assert!(dns1123_label("web-1").is_empty());
        assert!(dns1123_label("1web").is_empty());
        assert_eq!(dns1123_label("web.v1"), ["must not contain dots"]);
        assert_eq!(dns1123_label(&"b".repeat(64)), ["must be no more than 63 characters"]);
        assert_eq!(
            dns1123_label("Web"),
            [
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start \
              and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is \
              '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
            ]
        );
        assert!(dns1123_subdomain("a.b-c.1").is_empty());
        assert_eq!(dns1123_subdomain("a..b").len(), 1);
        assert!(wildcard_subdomain("*.example.com").is_empty());
        assert_eq!(wildcard_subdomain("*example.com").len(), 1);
    }

    #[test]
    fn label_keys_and_values() {
        assert!(qualified_name("app.kubernetes.io/name").is_empty());
        assert_eq!(qualified_name("x/").len(), 2);
        assert_eq!(qualified_name("/app"), ["prefix part must be non-empty"]);
        assert!(qualified_name("a/b/c")[0].ends_with("(e.g. 'example.com/MyName')"));
        assert!(label_value("").is_empty());
        assert_eq!(label_value("web api").len(), 1);
    }

    #[test]
    fn ports() {
        assert_eq!(port_number(0), Some("must be between 1 and 65535, inclusive"));
        assert_eq!(port_number(65535), None);
        assert!(port_name("http").is_empty());
        assert_eq!(port_name("8080"), ["must contain at least one letter (a-z)"]);
        assert_eq!(port_name("-http"), ["must not begin or end with a hyphen"]);
        assert_eq!(port_name("").len(), 2);
    }
}
