//! The command as its users run it: exit codes, streams, paths, broken input, languages, colours.

mod baseline;
mod cluster;
mod reports;
mod settings;
mod shell;

use crate::root;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A Service and the Pod it selects.
const GOOD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels: {app: web}\nspec:\n  containers:\n  \
                    - name: web\n    image: nginx\n    ports:\n    - containerPort: 80\n---\napiVersion: v1\nkind: Service\n\
                    metadata:\n  name: web\nspec:\n  selector: {app: web}\n  ports:\n  - port: 80\n";

/// What the API server refuses.
const REFUSED: &str =
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 70000\n";

/// What is no YAML.
const BROKEN: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: web\n";

/// A run of the command in a folder of its own, without anything of the environment.
struct Run {
    command: Command,
    input: Vec<u8>,
}

/// What a run left.
struct Done {
    code: i32,
    out: String,
    err: String,
}

fn portolan(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
    command.args(arguments).current_dir(folder).env_clear();
    Run { command, input: Vec::new() }
}

impl Run {
    fn given(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    fn done(mut self) -> Done {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("the command starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = self.input;
        let writer = std::thread::spawn(move || {
            let _ = stdin.write_all(&input);
        });
        let Output { status, stdout, stderr } = child.wait_with_output().expect("the command ends");
        writer.join().expect("the input is written");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Done { code: status.code().expect("no signal ends it"), out: text(stdout), err: text(stderr) }
    }
}

/// A new empty folder with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join(".git")).expect("a folder: a repository of its own");
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

#[test]
fn nothing_found_is_0_and_says_where_services_lead() {
    let done = portolan(&folder("clean", &[("web.yaml", GOOD)]), &["check"]).done();
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(done.out.contains("Service default/web  80/TCP  → 80  1 Pod"), "{}", done.out);
    assert!(done.out.contains("no findings"), "{}", done.out);
}

#[test]
fn findings_are_1_unless_it_is_asked_otherwise() {
    let place = folder("findings", &[("web.yaml", REFUSED)]);
    assert_eq!(portolan(&place, &["check"]).done().code, 1);
    assert_eq!(portolan(&place, &["check", "--exit-zero"]).done().code, 0);
    assert_eq!(portolan(&place, &["admit", "web.yaml"]).done().code, 1);
}

#[test]
fn what_cannot_be_read_is_2_and_the_rest_is_still_checked() {
    let place = folder("unreadable", &[("web.yaml", REFUSED)]);
    let done = portolan(&place, &["check", "absent.yaml", "web.yaml", "-o", "concise"]).done();
    assert_eq!(done.code, 2);
    assert!(done.err.contains("`absent.yaml` does not exist"), "{}", done.err);
    assert!(done.out.contains("web.yaml:7:"), "{}", done.out);
}

#[test]
fn a_list_of_changed_files_may_hold_anything() {
    let others = [
        (".github/workflows/ci.yml", "on: push\njobs:\n  a:\n    steps:\n    - uses: helm/kind-action@v1\n"),
        ("package.json", "{\"name\": \"x\"}\n"),
        ("README.md", "kind: of\n"),
    ];
    let place = folder("changed", &[&others[..], &[("web.yaml", REFUSED)]].concat());
    let names: Vec<_> = others.iter().map(|(name, _)| *name).collect();
    let check =
        |more: &[&str]| portolan(&place, &[&["check", "-o", "concise"], more, &names].concat()).done();
    assert_eq!(check(&[]).code, 1);
    let done = check(&["--only-manifests"]);
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (0, "", ""));
    let done = check(&["--only-manifests", "web.yaml"]);
    assert_eq!(done.code, 1);
    assert!(done.out.lines().all(|line| line.starts_with("web.yaml:")), "{}", done.out);
    assert_eq!(check(&["--only-manifests", "absent.yaml"]).code, 2);
}

#[test]
fn a_broken_file_does_not_hide_its_neighbour() {
    let place = folder("neighbours", &[("a.yaml", BROKEN), ("b.yaml", REFUSED), ("c.yaml", GOOD)]);
    let done = portolan(&place, &["check", "-o", "concise", "."]).done();
    assert_eq!(done.code, 1);
    assert!(done.out.contains("a.yaml:"), "{}", done.out);
    assert!(done.out.contains("b.yaml:"), "{}", done.out);
    let done = portolan(&place, &["get", "pods", "."]).done();
    assert!(done.out.contains("web "), "{}", done.out);
}

#[test]
fn standard_input_has_a_name_of_its_own() {
    let done = portolan(root(), &["check", "-", "-o", "concise"]).given(REFUSED).done();
    assert_eq!(done.code, 1);
    assert!(done.out.starts_with("<stdin>:7:"), "{}", done.out);
}

#[test]
fn directories_honour_gitignore_and_pass_over_what_is_no_manifest() {
    let place = folder(
        "directory",
        &[
            (".gitignore", "ignored.yaml\n"),
            ("ignored.yaml", REFUSED),
            ("nested/deep/web.yml", GOOD),
            ("nested/package.json", "{\"name\": \"web\"}"),
            ("compose.yaml", "services:\n  web:\n    image: nginx\n"),
            ("notes.txt", REFUSED),
        ],
    );
    let done = portolan(&place, &["check"]).done();
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{}", done.out);
    assert!(done.out.contains("no findings in 1 file"), "{}", done.out);
}

#[test]
fn helm_templates_are_skipped_with_one_line() {
    let template = "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\n{{- if .Values.x }}\n{{- end }}\n";
    let quoted = "apiVersion: v1\nkind: Service\nmetadata:\n  name: \"{{ .Release.Name }}\"\n";
    let place = folder(
        "helm",
        &[
            ("chart/Chart.yaml", "apiVersion: v2\nname: web\n"),
            ("chart/templates/web.yaml", quoted),
            ("loose/web.yaml", template),
            ("web.yaml", GOOD),
        ],
    );
    let done = portolan(&place, &["check"]).done();
    assert!(done.err.contains("2 Helm templates were skipped"), "{}", done.err);
    assert_eq!(done.err.lines().count(), 1, "{}", done.err);
    assert!(!done.out.contains("templates/web.yaml"), "{}", done.out);
}

#[test]
fn nothing_to_check_is_said() {
    let done = portolan(&folder("nothing", &[]), &["check"]).done();
    assert_eq!(done.code, 0);
    assert!(done.err.contains("no Kubernetes manifests"), "{}", done.err);
}

#[test]
fn the_language_comes_from_the_flag_or_the_locale() {
    let place = folder("language", &[("web.yaml", GOOD)]);
    let english = portolan(&place, &["check"]).env("LANG", "C.UTF-8").done().out;
    let japanese = portolan(&place, &["check"]).env("LANG", "ja_JP.UTF-8").done().out;
    assert_ne!(english, japanese);
    assert_eq!(portolan(&place, &["check", "--lang", "ja"]).done().out, japanese);
    assert_eq!(portolan(&place, &["--lang", "en", "check"]).env("LC_ALL", "ja").done().out, english);
    let error = portolan(&place, &["check", "absent", "--lang", "ja"]).done().err;
    assert!(error.starts_with("エラー: `absent`がありません"), "{error}");
}

#[test]
fn colours_are_for_terminals_or_on_demand() {
    let place = folder("colour", &[("web.yaml", REFUSED)]);
    let has_colour = |run: Run| run.done().out.contains('\x1b');
    assert!(!has_colour(portolan(&place, &["check"])));
    assert!(has_colour(portolan(&place, &["check", "--color", "always"])));
    assert!(has_colour(portolan(&place, &["check"]).env("CLICOLOR_FORCE", "1")));
    assert!(!has_colour(portolan(&place, &["check"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")));
}

#[test]
fn mistakes_on_the_command_line_are_2() {
    let place = folder("mistakes", &[("web.yaml", GOOD)]);
    for (arguments, words) in [
        (&["chekc"][..], "chekc"),
        (&["check", "--fxi"], "--fxi"),
        (&["get", "serviecs", "web.yaml"], "did you mean `services`?"),
        (&["get", "svc", "-l", "a b", "web.yaml"], "is not a label selector"),
        (&["get", "svc", "-l", "app=web", "-l", "a=b", "web.yaml"], "write `-l app=web,a=b`"),
        (&["describe", "pods", "web.yaml"], "portolan describe svc"),
        (&["rules", "--node", "node-x", "web.yaml"], "the nodes are `node-a`"),
        (&["rules", "web.yaml", "--", "--masquerade-al"], "--masquerade-al"),
        (&["check", "--service-cidr", "10.96.0.0", "web.yaml"], "is not a network"),
        (&["check", "--kubernetes", "one", "web.yaml"], "is not a version"),
        (&["rules", "--kubernetes", "2.0", "web.yaml"], "is not a version"),
        (&["rules", "--mode", "nftables", "--kubernetes", "1.28", "web.yaml"], "it came with 1.29"),
        (&["dns", "--query", "web", "--type", "B", "web.yaml"], "is not a type"),
        (&["explain", "no-such-rule"], "no rule `no-such-rule`"),
    ] {
        let done = portolan(&place, arguments).done();
        assert_eq!(done.code, 2, "{arguments:?}");
        assert!(done.err.contains(words), "{arguments:?}: {}", done.err);
        assert_eq!(done.out, "", "{arguments:?}");
    }
}

#[test]
fn the_configuration_is_the_nearest_one_upward() {
    let config = "[cluster]\nservice-cidr = \"172.20.0.0/24\"\ndomain = \"example.test\"\n";
    let wrong = "[cluster]\nservice-cdir = \"172.20.0.0/24\"\n";
    let place = folder(
        "config",
        &[("portolan.toml", config), ("deep/web.yaml", GOOD), ("wrong/portolan.toml", wrong)],
    );
    let draw = |arguments: &[&str]| portolan(&place.join("deep"), arguments).done().out;
    assert!(draw(&["draw", "web.yaml"]).contains("web.default.svc.example.test → 172.20.0."));
    assert!(draw(&["draw", "web.yaml", "--isolated"]).contains("web.default.svc.cluster.local → 10.96."));
    assert!(
        draw(&["draw", "web.yaml", "--cluster-domain", "other"])
            .contains("web.default.svc.other → 172.20.0.")
    );
    let done = portolan(&place.join("wrong"), &["check"]).done();
    assert_eq!(done.code, 2);
    assert!(
        done.err.contains("portolan.toml:2: unknown key `service-cdir`; did you mean `service-cidr`?"),
        "{}",
        done.err
    );
}

#[test]
fn whatever_the_bytes_there_is_an_answer() {
    let deep_flow = format!("a: {}{}", "[".repeat(10_000), "]".repeat(10_000));
    let deep_block: String = (0..10_000).map(|depth| format!("{}a:\n", " ".repeat(depth % 500))).collect();
    let junk: Vec<u8> =
        (0..50_000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let inputs: [&[u8]; 8] = [
        b"",
        b"\n\n---\n---\n",
        b"\xff\xfe\x00k",
        &junk,
        deep_flow.as_bytes(),
        deep_block.as_bytes(),
        b"{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [[[1, null, {}]]]}",
        "apiVersion: v1\nkind: Service\nmetadata: {name: 名前}\nspec: {ports: [{port: 80}]}\n".as_bytes(),
    ];
    for input in inputs {
        for arguments in
            [&["check", "-"][..], &["draw", "-"], &["get", "all", "-A", "-"], &["admit", "-", "-o", "json"]]
        {
            let done = portolan(root(), arguments).given(input).done();
            assert!([0, 1].contains(&done.code), "{arguments:?} ended with {}: {}", done.code, done.err);
            assert!(!done.err.contains("panicked"), "{arguments:?}: {}", done.err);
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_portolan"))
        .args(["rules", "examples/service-types.yaml"])
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    let done = child.wait_with_output().expect("the command ends");
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    assert!(done.status.success());
}

#[test]
fn fixes_are_shown_or_written() {
    let printed = std::fs::read_to_string(root().join("examples/echo-as-printed.yaml")).expect("an example");
    let place = folder("fixes", &[("echo.yaml", &printed)]);
    let text = || std::fs::read_to_string(place.join("echo.yaml")).expect("a file");
    let shown = portolan(&place, &["check", "--unsafe-fixes", "--diff", "echo.yaml"]).done();
    assert_eq!(shown.code, 1);
    assert!(shown.out.starts_with("--- a/echo.yaml\n+++ b/echo.yaml\n"), "{}", shown.out);
    assert_eq!(text(), printed, "--diff changes nothing");
    let written = portolan(&place, &["check", "--unsafe-fixes", "echo.yaml"]).done();
    assert!(written.err.starts_with("fixed "), "{}", written.err);
    assert!(text().contains("metadata:\n    name: gihyo\n"), "{}", text());
    let piped = portolan(&place, &["check", "--unsafe-fixes", "-"]).given(printed).done();
    assert_eq!(piped.out, text(), "standard input comes out mended");
}

#[test]
fn names_and_paths_stand_side_by_side() {
    let place = folder("names", &[("web.yaml", GOOD)]);
    let one = portolan(&place, &["get", "svc", "web", "web.yaml"]).done();
    assert!(one.out.starts_with("NAME   TYPE        CLUSTER-IP"), "{}", one.out);
    assert_eq!(portolan(&place, &["get", "svc/web", "-f", "web.yaml"]).done().out, one.out);
    let absent = portolan(&place, &["get", "svc", "api", "web.yaml"]).done();
    assert_eq!(absent.err, "Error from server (NotFound): services \"api\" not found\n");
    assert_eq!(absent.code, 1);
    let none = portolan(&place, &["get", "svc", "-n", "other", "web.yaml"]).done();
    assert_eq!((none.code, none.err.as_str()), (0, "No resources found in other namespace.\n"));
    let names = portolan(&place, &["get", "svc,pods", "-o", "name", "web.yaml"]).done();
    assert_eq!(names.out, "service/web\npod/web\n");
}
