//! Markdown files: the pages of `tests/markdown/` and what is found on them, each in a file beside it; their fixes; and the
//! project's own documents.

use crate::{files_below, root, update};
use portolan_core::lint;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs the command in a folder, without anything of the environment.
fn portolan(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
    command.args(arguments).current_dir(folder).env_clear().output().expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A new folder with one page.
fn folder_with(name: &str, page: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("markdown").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("page.md"), page).expect("a page");
    folder
}

/// The findings on a page, a line each.
fn findings(name: &str, page: &str) -> String {
    text(&portolan(&folder_with(name, page), &["check", "--isolated", "-o", "concise", "page.md"]).stdout)
}

#[test]
fn the_pages_have_the_findings_beside_them() {
    let folder = root().join("tests/markdown");
    for page in files_below(&folder, ".md") {
        let name = page.file_name().and_then(|name| name.to_str()).expect("a name");
        let lang = if name.ends_with(".ja.md") { "ja" } else { "en" };
        let arguments = ["check", "--isolated", "-o", "concise", "--lang", lang, name];
        let found = text(&portolan(&folder, &arguments).stdout);
        let beside = page.with_extension("txt");
        if update() {
            std::fs::write(&beside, &found).expect("written");
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        assert_eq!(found, expected, "{name}: PORTOLAN_UPDATE=1 writes the file anew");
    }
}

#[test]
fn the_pages_of_the_rules_about_pages_hold() {
    let mut seen = 0;
    for meta in lint::RULES.iter().map(|rule| rule.meta()) {
        let document = root().join("docs/rules").join(format!("{}.md", meta.name));
        let document = std::fs::read_to_string(document).expect("the rule's page");
        let mut pages = document.split("\n````markdown\n").skip(1).filter_map(|rest| rest.split_once("````"));
        let (Some((finds, _)), Some((clean, _))) = (pages.next(), pages.next()) else { continue };
        let [finds, clean] = [("finds", finds), ("clean", clean)]
            .map(|(name, page)| findings(&format!("{}-{name}", meta.name), page));
        let told = format!("[{}]", meta.name);
        assert!(finds.lines().count() == 1 && finds.contains(&told), "{}: {finds}", meta.name);
        assert_eq!(clean, "", "{}", meta.name);
        seen += 1;
    }
    assert_eq!(seen, 6, "rules about pages");
}

#[test]
fn the_projects_own_documents_pass() {
    let mut documents = files_below(&root().join("docs"), ".md");
    documents.extend(
        ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"].map(|name| root().join(name)),
    );
    let documents: Vec<&str> =
        documents.iter().filter_map(|path| path.strip_prefix(root()).ok()?.to_str()).collect();
    let done = portolan(root(), &[&["check", "-o", "concise"], documents.as_slice()].concat());
    assert_eq!(text(&done.stdout), "");
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
}

#[test]
fn places_are_those_of_the_page() {
    let page = "é\n\n> 1. ```yaml\n>    apiVersion: v1\n>    kind: Service\n>    metadata: {name: a}\n>    spec: {ports: [{port: 0}]}\n>    ```\n";
    let folder = folder_with("places", page);
    let done = portolan(&folder, &["check", "--isolated", "-o", "json", "page.md"]);
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).expect("JSON");
    let found = report["findings"].as_array().expect("findings");
    let port = found.iter().find(|one| one["path"] == "spec.ports[0].port").expect("the port");
    assert_eq!((&port["line"], &port["column"], &port["endColumn"]), (&7.into(), &28.into(), &29.into()));
    assert_eq!(port["object"]["name"], "a");
}

#[test]
fn fixes_keep_margins_and_line_ends() {
    let page = "1. x\r\n\r\n   > ```yaml\r\n   > apiVersion: v1\r\n   > kind: Service\r\n   > metadata:\r\n   >     - name: a\r\n   > spec:\r\n   >     - prots:\r\n   >         - port: 80\r\n   > ```\r\n\r\n`kubectl get svc a`\r\n";
    let folder = folder_with("fixes", page);
    let done = portolan(&folder, &["check", "--isolated", "--unsafe-fixes", "page.md"]);
    let mended = std::fs::read_to_string(folder.join("page.md")).expect("the page");
    let right = page.replace("    - name: a", "    name: a").replace("    - prots:", "    ports:");
    assert_eq!(mended, right, "{}", text(&done.stdout));
}

#[test]
fn words_of_the_text_are_mended() {
    let page = "```yaml expect=selector-maches-nothing\napiVersion: v1\nkind: Service\nmetadata:\n  name: echo\nspec:\n  ports:\n  - port: 80\n```\n\nAsk `http://echo.default.svc.local`, or `kubectl get svc/ehco`.\n";
    let folder = folder_with("words", page);
    portolan(&folder, &["check", "--isolated", "--unsafe-fixes", "page.md"]);
    let mended = std::fs::read_to_string(folder.join("page.md")).expect("the page");
    let right = page.replace("svc.local", "svc.cluster.local").replace("ehco", "echo");
    assert_eq!(mended, right.replace("maches", "matches"));
}

#[test]
fn folders_are_not_searched_for_pages() {
    let page = "```yaml\napiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  ports: []\n```\n";
    let folder = folder_with("folder", page);
    let done = portolan(&folder, &["check", "--isolated", "."]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stdout));
    let done = portolan(&folder, &["check", "--isolated", "page.md"]);
    assert_eq!(done.status.code(), Some(1));
}

#[test]
fn other_commands_see_the_end_of_a_page() {
    let name = root().join("tests/markdown/story.ja.md");
    let done = portolan(root(), &["get", "svc", "--isolated", name.to_str().expect("a path")]);
    let table = text(&done.stdout);
    assert!(table.lines().any(|line| line.starts_with("drink")), "{table}");
}

#[test]
fn a_page_of_anything_is_read() {
    for (at, page) in [
        "",
        "```yaml",
        "```yaml\n",
        "> ```yaml\n> a: [\n",
        "- ```yaml\n  a: 1\nb: 2\n```\n",
        "```yaml\r\na: \t1\r\n```",
        "````\n```yaml\n````\n",
        "<!-- portolan: ignore[ -->\n```yaml expect=,\n\u{feff}---\n```\n",
        "\t```yaml\n\ta: 1\n",
        "1. ```yaml\n   ---\n   ---\n   a: 1\n   --- x\n   ```\n",
    ]
    .into_iter()
    .enumerate()
    {
        let folder = folder_with(&format!("anything-{at}"), page);
        let done = portolan(&folder, &["check", "--isolated", "page.md"]);
        assert!(done.status.code().is_some_and(|code| code < 2), "{page:?}: {}", text(&done.stderr));
    }
}
