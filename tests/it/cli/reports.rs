//! The forms of the report: where they go, hostile names in them, columns as each of them counts.

use super::{REFUSED, folder, portolan};
use roxmltree::Document;
use serde_json::Value;

/// A name that would end a value, an attribute, a section or a line of every form.
const HOSTILE: &str = "q\"'<&]]>%0A::x,y: z|`*.yaml";

/// A value that the API server's answer repeats.
const HOSTILE_TEXT: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: \"]]>\\n::error::\\\"&\\x01<b>\"\nspec:\n  \
                            ports:\n  - port: 70000\n";

fn read(place: &std::path::Path, name: &str) -> String {
    std::fs::read_to_string(place.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn several_forms_at_once_go_to_files() {
    let place = folder("forms", &[("web.yaml", REFUSED)]);
    let arguments = ["check", "-o", "concise", "-o", "sarif=a.sarif", "--output=gitlab=b=c.json", "web.yaml"];
    let done = portolan(&place, &arguments).done();
    assert_eq!((done.code, done.err.as_str()), (1, ""));
    assert!(done.out.starts_with("web.yaml:7:"), "{}", done.out);
    assert!(read(&place, "a.sarif").contains("\"version\": \"2.1.0\""));
    assert!(read(&place, "b=c.json").contains("\"check_name\""));
    let done = portolan(&place, &["check", "-o", "json", "--output-file", "c.json", "web.yaml"]).done();
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (1, "", ""));
    assert_eq!(read(&place, "c.json"), portolan(&place, &["check", "-o", "json", "web.yaml"]).done().out);
    let done = portolan(&place, &["check", "--color", "always", "--output-file", "d.txt", "web.yaml"]).done();
    assert_eq!(done.code, 1);
    assert!(!read(&place, "d.txt").contains('\u{1b}'), "colours are for terminals");
}

#[test]
fn a_report_in_the_folder_is_no_manifest() {
    let place = folder(
        "forms-inside",
        &[("web.yaml", "apiVersion: v1\nkind: Servic\nmetadata: {name: \"apiVersion\"}\n")],
    );
    let files = ["json=a.json", "jsonl=b.jsonl", "sarif=c.json", "gitlab=d.json", "rdjson=e.json"];
    let files = files.iter().flat_map(|file| ["-o", file]);
    let arguments: Vec<&str> = ["check", "-o", "concise"].into_iter().chain(files).collect();
    let first = portolan(&place, &arguments).done();
    assert_eq!(first.out.lines().count(), 1, "{}", first.out);
    portolan(&place, &["check", "--baseline", "base.json", "--write-baseline"]).done();
    assert_eq!(portolan(&place, &arguments).done().out, first.out);
}

#[test]
fn what_cannot_be_written_is_said() {
    let place = folder("forms-wrong", &[("web.yaml", REFUSED)]);
    for (arguments, words) in [
        (&["-o", "json", "-o", "sarif"][..], "`--output sarif=FILE`"),
        (&["-o", "json", "-o", "sarif", "--output-file", "x"], "`--output-file` takes one form"),
        (&["-o", "json=y", "--output-file", "x"], "`--output-file` takes one form"),
        (&["-o", "json=x", "-o", "sarif=x"], "two forms would go to `x`"),
        (&["-o", "sarif=no/such/folder"], "cannot write `no/such/folder`"),
        (&["-o", "sarfi"], "invalid value 'sarfi'"),
        (&["-o", "json="], "invalid value 'json='"),
        (&["--write-baseline"], "--baseline"),
        (&["--baseline", "none.json"], "there is no baseline `none.json`"),
        (&["--watch", "-"], "`--watch` is for files"),
    ] {
        let done = portolan(&place, &[&["check"], arguments].concat()).done();
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{arguments:?}");
        assert!(done.err.contains(words), "{arguments:?}: {}", done.err);
    }
}

#[test]
fn hostile_names_stay_text_in_xml() {
    let place = folder("hostile-xml", &[(HOSTILE, HOSTILE_TEXT)]);
    let json: Value =
        serde_json::from_str(&portolan(&place, &["check", "-o", "json", "."]).done().out).expect("JSON");
    let findings = json["findings"].as_array().expect("findings").len();
    assert!(findings > 1);
    let text = portolan(&place, &["check", "-o", "checkstyle", "."]).done().out;
    let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let file = document.descendants().find(|node| node.has_tag_name("file")).expect("a file");
    assert_eq!(file.attribute("name"), Some(HOSTILE));
    let errors: Vec<_> = file.children().filter(|node| node.has_tag_name("error")).collect();
    assert_eq!(errors.len(), findings);
    let message = |node: &roxmltree::Node<'_, '_>| node.attribute("message").unwrap_or_default().to_owned();
    assert!(
        errors.iter().any(|error| message(error).contains("]]>") && message(error).contains("<b>")),
        "{text}"
    );
    let text = portolan(&place, &["check", "-o", "junit", "."]).done().out;
    let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let suite = document.descendants().find(|node| node.has_tag_name("testsuite")).expect("a suite");
    assert_eq!(suite.attribute("name"), Some(HOSTILE));
    assert_eq!(suite.attribute("failures"), Some(findings.to_string().as_str()));
    let failures = document.descendants().filter(|node| node.has_tag_name("failure"));
    assert!(failures.filter_map(|node| node.text()).any(|text| text.contains("]]>")), "{text}");
}

#[test]
fn hostile_names_are_one_workflow_command_each() {
    let place = folder("hostile-github", &[(HOSTILE, HOSTILE_TEXT), (".git/x", "")]);
    let lines = portolan(&place, &["check", "-o", "concise", "."]).done().out.lines().count();
    let text = portolan(&place, &["check", "-o", "github", "."]).done().out;
    assert_eq!(text.lines().count(), lines, "{text}");
    for line in text.lines() {
        let start = "::error file=q\"'<&]]>%250A%3A%3Ax%2Cy%3A z|`*.yaml,line=";
        assert!(line.starts_with(start), "{line}");
        let properties = line.strip_prefix("::").and_then(|line| line.split_once("::")).expect("a command").0;
        assert_eq!(
            properties.matches('=').count(),
            6 - 2 * usize::from(!properties.contains(",col=")),
            "{line}"
        );
    }
}

#[test]
fn columns_count_as_each_form_says() {
    let text = "{apiVersion: v1, kind: Service, metadata: {name: a, labels: {a: \"é🦀\"}}, spec: {ports: [{port: 70000}]}}\n";
    let place = folder("columns", &[("a.yaml", text), (".git/x", "")]);
    let out = |form: &str| -> Value {
        serde_json::from_str(&portolan(&place, &["check", "-o", form, "a.yaml"]).done().out).expect("JSON")
    };
    let start = text.find("70000").expect("a port");
    let (json, sarif, rdjson) = (out("json"), out("sarif"), out("rdjson"));
    let index = json["findings"].as_array().expect("findings").iter();
    let index = index.clone().position(|one| one["path"] == "spec.ports[0].port").expect("a finding");
    let characters = text[..start].chars().count() + 1;
    assert_eq!(json["findings"][index]["column"], characters);
    let region = &sarif["runs"][0]["results"][index]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startColumn"], text[..start].encode_utf16().count() + 1);
    assert_eq!(rdjson["diagnostics"][index]["location"]["range"]["start"]["column"], start + 1);
}

/// The text with what stands from a place on replaced, as a reader of a report would do it.
fn replaced(text: &str, region: [usize; 2], by: &str, units: impl Fn(char) -> usize) -> String {
    let byte = |column: usize| {
        let mut seen = 1;
        let before = text.chars().take_while(|letter| {
            let here = seen < column;
            seen += units(*letter);
            here
        });
        before.map(char::len_utf8).sum::<usize>()
    };
    let [start, end] = region.map(byte);
    format!("{}{by}{}", &text[..start], &text[end..])
}

#[test]
fn fixes_in_reports_are_the_fixes_of_the_command() {
    let text = "{apiVersion: v1, kind: Service, metadata: {name: web, annotations: {a: \"é🦀\"}}, spec: {selector: {app: wbe}, \
                ports: [{port: 80}]}}\n";
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {containers: [{name: web, image: web, \
               ports: [{containerPort: 80}]}]}\n";
    let place = folder("fixes-in-reports", &[("a.yaml", text), ("b.yaml", pod)]);
    let out = |form: &str| -> Value {
        serde_json::from_str(&portolan(&place, &["check", "-o", form, "."]).done().out).expect("JSON")
    };
    let (sarif, rdjson) = (out("sarif"), out("rdjson"));
    portolan(&place, &["check", "--unsafe-fixes", "."]).done();
    let fixed = read(&place, "a.yaml");
    assert!(fixed.contains("{app: web}"), "{fixed}");
    let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("a small one");
    let change = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    let region = ["startColumn", "endColumn"].map(|name| number(&change["deletedRegion"][name]));
    let by = change["insertedContent"]["text"].as_str().expect("a text");
    assert_eq!(replaced(text, region, by, char::len_utf16), fixed);
    let suggestion = &rdjson["diagnostics"][0]["suggestions"][0];
    let region = ["start", "end"].map(|name| number(&suggestion["range"][name]["column"]));
    let by = suggestion["text"].as_str().expect("a text");
    assert_eq!(replaced(text, region, by, char::len_utf8), fixed);
}

#[test]
fn names_are_relative_to_the_repository_or_to_the_run() {
    let place = folder("relative", &[("deep/web.yaml", REFUSED), (".git/x", "")]);
    let deep = place.join("deep");
    let whole = deep.join("web.yaml");
    for name in ["web.yaml", "./web.yaml", "../deep/web.yaml", &whole.to_string_lossy()] {
        let out = |form: &str| portolan(&deep, &["check", "-o", form, name]).done().out;
        assert!(out("github").starts_with("::error file=deep/web.yaml,"), "{name}");
        assert!(out("gitlab").contains("\"path\": \"deep/web.yaml\""), "{name}");
        assert!(out("sarif").contains("\"uri\": \"deep/web.yaml\""), "{name}");
        assert!(name.starts_with("..") || out("rdjson").contains("\"path\": \"web.yaml\""), "{name}");
        assert!(out("markdown").contains("`deep/web.yaml:7`"), "{name}");
    }
    let shared = portolan(&deep, &["check", "-o", "sarif", "-"]).given(REFUSED).done().out;
    assert!(shared.contains("\"uri\": \"%3Cstdin%3E\""), "{shared}");
}
