//! Misspelt words: a field, a kind or a value that is a slip away from the right one, a name with letters that names do
//! not have, and the names that the ports of a Service lack.

use super::edit;
use crate::diagnostic::{Arg, Diagnostic, Family, FileEdit, Fix};
use crate::template;
use portolan_yaml::{Edit, File, Node, Span};

template!(WRITE, "spelling.write", en: "Write {near}", ja: "{near}と書く");
template!(NAME_PORT, "spelling.name-port", en: "Name the port {name}", ja: "ポートに{name}という名前を付ける");

/// Names have no more letters than this.
const LONGEST_NAME: usize = 63;

/// Gives a fix to those of the API server's answers that come from a word.
pub(super) fn repair(files: &[File], diagnostics: &mut [Diagnostic]) {
    let answers = diagnostics.iter_mut().filter(|one| one.family == Family::Admission && one.fix.is_none());
    for diagnostic in answers {
        let file = files.get(diagnostic.place.file.0 as usize).filter(|file| file.is_exact());
        diagnostic.fix = file.and_then(|file| fix(diagnostic, file));
    }
}

fn fix(diagnostic: &Diagnostic, file: &File) -> Option<Fix> {
    let (_, Arg::Text(words)) = diagnostic.message.args.first()? else { return None };
    match diagnostic.rule {
        "unknown-field" => rename(diagnostic, file, near(diagnostic)?),
        "unknown-kind" | "field-value-not-supported" => {
            rewrite(diagnostic, file, near(diagnostic).or_else(|| only(words))?)
        }
        "field-value-invalid" if words.contains("RFC 1123") => {
            let is_name = diagnostic.path == "metadata.name" || diagnostic.path.ends_with("].name");
            let dots = words.contains("RFC 1123 subdomain");
            let name = as_name(quoted_value(words)?, dots)?;
            is_name.then(|| rewrite(diagnostic, file, &name)).flatten()
        }
        "field-value-required" => name_port(diagnostic, file),
        _ => None,
    }
}

/// What the answer's explanation takes for the right word.
fn near(diagnostic: &Diagnostic) -> Option<&str> {
    let mut args = diagnostic.help.iter().flat_map(|help| help.args.iter());
    args.find_map(|(name, arg)| match arg {
        Arg::Code(word) if *name == "near" => Some(&**word),
        _ => None,
    })
}

/// The only value that is supported.
fn only(words: &str) -> Option<&str> {
    let all = words.split_once("supported values: \"")?.1;
    all.strip_suffix('"').filter(|one| !one.contains('"'))
}

/// The value in `Invalid value: "…": …`.
fn quoted_value(words: &str) -> Option<&str> {
    Some(words.split_once("Invalid value: \"")?.1.split_once('"')?.0)
}

/// The word with the letters that names have: small ones, digits, dashes, and dots where they may be.
fn as_name(word: &str, dots: bool) -> Option<String> {
    let letter = |letter: char| match letter.to_ascii_lowercase() {
        letter @ ('a'..='z' | '0'..='9') => letter,
        '.' if dots => '.',
        _ => '-',
    };
    let name: String = word.chars().map(letter).collect();
    let name = name.trim_matches(['-', '.']);
    let is_whole = word.chars().all(|letter| letter.is_ascii() && !letter.is_ascii_whitespace());
    (is_whole && !name.is_empty() && name.len() <= LONGEST_NAME).then(|| name.to_owned())
}

/// Writes another key, unless it stands beside it already.
fn rename(diagnostic: &Diagnostic, file: &File, near: &str) -> Option<Fix> {
    let span = diagnostic.place.span;
    let written = file.text().get(span.range())?;
    let node = at_key(file, span)?;
    if node.parent()?.get(near).is_some() || node.key()? != written {
        return None;
    }
    Some(with(diagnostic, span, edit::plain(near)?, near, is_capitals(written, near)))
}

/// Writes another value, in the same quotes.
fn rewrite(diagnostic: &Diagnostic, file: &File, near: &str) -> Option<Fix> {
    let span = diagnostic.place.span;
    let written = file.text().get(span.range())?;
    let (text, bare) = match written.as_bytes().first()? {
        quote @ (b'"' | b'\'') => {
            let quote = char::from(*quote);
            let bare = written.strip_prefix(quote)?.strip_suffix(quote)?;
            (near.bytes().all(|byte| byte.is_ascii_graphic()).then(|| format!("{quote}{near}{quote}"))?, bare)
        }
        first if first.is_ascii_alphanumeric() || *first == b'-' => (edit::plain(near)?, written),
        _ => return None,
    };
    (!bare.contains('\n') && bare != near)
        .then(|| with(diagnostic, span, text, near, is_capitals(bare, near)))
}

/// Whether the words differ in capitals alone: then it is certain what was meant.
fn is_capitals(written: &str, near: &str) -> bool {
    written.eq_ignore_ascii_case(near)
}

fn with(diagnostic: &Diagnostic, span: Span, text: String, near: &str, safe: bool) -> Fix {
    let edits = vec![FileEdit { file: diagnostic.place.file, edit: Edit { span, text } }];
    // A name is what others call the thing by: another one is always a guess.
    let safe = safe && diagnostic.rule != "field-value-invalid";
    Fix { title: WRITE.with([("near", Arg::code(near))]), safe, edits }
}

/// The value whose key stands there.
fn at_key(file: &File, span: Span) -> Option<Node<'_>> {
    let roots = (0..file.documents().len()).filter_map(|document| file.root(document));
    let mut node = roots.into_iter().find(|root| contains(root.span(), span))?;
    loop {
        let mut children = node.entries().map(|entry| entry.value).chain(node.items());
        let child = children.find(|child| child.key_span() == Some(span) || contains(child.span(), span))?;
        if child.key_span() == Some(span) {
            return Some(child);
        }
        node = child;
    }
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Gives a name to a port of a Service with several, before its first field.
fn name_port(diagnostic: &Diagnostic, file: &File) -> Option<Fix> {
    let index = diagnostic.path.strip_prefix("spec.ports[")?.strip_suffix("].name")?.parse::<usize>().ok()?;
    let at = diagnostic.place.span;
    let roots = (0..file.documents().len()).filter_map(|document| file.root(document));
    let root = roots.into_iter().find(|root| contains(root.span(), at))?;
    let ports = root.at("spec.ports")?;
    let port = ports.items().nth(index)?;
    let name = port_name(ports, port)?;
    let first = port.entries().find(|entry| !entry.merged)?;
    (first.key != "name").then_some(())?;
    let start = first.key_span.start as usize;
    let line = file.text().get(..start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let lead = file.text().get(line..start)?;
    let text = if port.text().starts_with('{') {
        format!("name: {name}, ")
    } else if lead.bytes().all(|byte| matches!(byte, b' ' | b'-')) {
        let end = if file.text().get(..line)?.ends_with("\r\n") { "\r\n" } else { "\n" };
        format!("name: {name}{end}{}", " ".repeat(lead.len()))
    } else {
        return None;
    };
    let at = Span { start: first.key_span.start, end: first.key_span.start };
    let edits = vec![FileEdit { file: diagnostic.place.file, edit: Edit { span: at, text } }];
    Some(Fix { title: NAME_PORT.with([("name", Arg::code(&name))]), safe: false, edits })
}

/// What a port is usually called, or its protocol and number where another port has that name or gets it.
fn port_name(ports: Node<'_>, port: Node<'_>) -> Option<String> {
    let number = port.get("port")?.content();
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let numbered = format!("{}-{number}", protocol(port).to_lowercase());
    let Some(name) = usual(port) else { return Some(numbered) };
    let has_it = |other: Node<'_>| match other.get("name") {
        Some(own) => own.content() == name,
        None => other.id() < port.id() && usual(other) == Some(name),
    };
    Some(if ports.items().any(has_it) { numbered } else { name.to_owned() })
}

fn usual(port: Node<'_>) -> Option<&'static str> {
    match (port.get("port")?.content(), &*protocol(port)) {
        ("80" | "8080", "TCP") => Some("http"),
        ("443" | "8443", "TCP") => Some("https"),
        ("53", "TCP") => Some("dns-tcp"),
        ("53", "UDP") => Some("dns"),
        _ => None,
    }
}

fn protocol(port: Node<'_>) -> String {
    port.get("protocol").map_or("TCP", Node::content).to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use crate::{Options, analyze, parse};

    /// The text with every fix applied, and whether all of them are certain.
    fn mended(text: &str) -> (String, bool) {
        let analysis = analyze(vec![parse("a.yaml".to_owned(), text.into())], &Options::default());
        let fixes: Vec<_> = analysis.diagnostics.iter().filter_map(|one| one.fix.as_ref()).collect();
        let edits: Vec<_> =
            fixes.iter().flat_map(|fix| fix.edits.iter().map(|one| one.edit.clone())).collect();
        let text = portolan_yaml::apply(text, &edits).expect("edits that go together");
        (text, fixes.iter().all(|fix| fix.safe))
    }

    fn service(spec: &str) -> String {
        format!("apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n{spec}")
    }

    #[test]
    fn fields_kinds_and_values_get_the_word_that_was_meant() {
        let wrong = service("  prots: # kept\n  - port: 80\n    protocol: tcp\n  type: 'NodPort'\n");
        let wrong = wrong.replace("kind: Service", "kind: Servce");
        assert!(mended(&wrong).0.contains("kind: Service\n"));
        let (text, certain) = mended(&wrong.replace("Servce", "Service"));
        assert_eq!(text, service("  ports: # kept\n  - port: 80\n    protocol: tcp\n  type: 'NodPort'\n"));
        let (text, _) = mended(&text);
        assert_eq!(text, service("  ports: # kept\n  - port: 80\n    protocol: TCP\n  type: 'NodePort'\n"));
        assert!(!certain);
    }

    #[test]
    fn capitals_alone_are_certain_and_a_key_is_not_written_twice() {
        let text = service("  ports:\n  - port: 80\n    protocol: Tcp\n");
        assert_eq!(mended(&text), (text.replace("Tcp", "TCP"), true));
        let twice = service("  prots: []\n  ports:\n  - port: 80\n");
        assert_eq!(mended(&twice).0, twice);
    }

    #[test]
    fn names_get_the_letters_that_names_have() {
        let text = service("  ports:\n  - port: 80\n").replace("name: web", "name: \"My_Web\" # mine");
        assert_eq!(mended(&text), (text.replace("My_Web", "my-web"), false));
        let text = text.replace("My_Web", "ウェブ");
        assert_eq!(mended(&text).0, text);
    }

    #[test]
    fn ports_without_names_are_named() {
        let text = service("  ports:\n  - port: 80\n  - {port: 8080}\n  - protocol: UDP\n    port: 53\n");
        let right = "  ports:\n  - name: http\n    port: 80\n  - {name: tcp-8080, port: 8080}\n  - name: dns\n    protocol: UDP\n    port: 53\n";
        assert_eq!(mended(&text), (service(right), false));
    }
}
