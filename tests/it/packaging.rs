//! What carries the command to its users: the hooks of pre-commit, the action for GitHub, the image.

use crate::root;
use serde_yaml::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn text(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn yaml(name: &str) -> Value {
    serde_yaml::from_str(&text(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The action's step of that name.
fn step(action: &Value, name: &str) -> Value {
    let steps = action["runs"]["steps"].as_sequence().expect("steps");
    steps.iter().find(|step| step["name"] == name).unwrap_or_else(|| panic!("no step {name}")).clone()
}

/// The words of `portolan check --help`.
fn help() -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_portolan")).args(["check", "--help"]).output();
    String::from_utf8(done.expect("the command starts").stdout).expect("UTF-8")
}

#[test]
fn every_flag_of_the_hooks_exists_and_all_files_go_to_one_process() {
    let (hooks, help) = (yaml(".pre-commit-hooks.yaml"), help());
    let hooks = hooks.as_sequence().expect("a list");
    let ids: Vec<_> = hooks.iter().filter_map(|hook| hook["id"].as_str()).collect();
    assert_eq!(ids, ["portolan", "portolan-fix", "portolan-system"]);
    for hook in hooks {
        let entry = hook["entry"].as_str().expect("an entry");
        let mut words = entry.split(' ');
        assert_eq!((words.next(), words.next()), (Some("portolan"), Some("check")));
        for flag in words {
            assert!(help.contains(&format!(" {flag}\n")), "{flag} is no flag of check");
        }
        assert_eq!(hook["require_serial"], true, "{entry}");
    }
}

/// A run of the action's step that checks, in a folder of its own.
struct Action {
    folder: PathBuf,
    code: Option<i32>,
    printed: String,
}

impl Action {
    fn run(name: &str, inputs: &[(&str, &str)]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("action").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("my charts")).expect("a folder");
        std::fs::create_dir_all(folder.join("temp")).expect("a folder");
        std::fs::create_dir_all(folder.join(".git")).expect("a repository");
        let broken =
            "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports: [{port: 70000}]\n";
        std::fs::write(folder.join("my charts/web.yaml"), broken).expect("a file");
        let good = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n";
        std::fs::write(folder.join("good.yaml"), good).expect("a file");
        let script = step(&yaml("action.yml"), "Check")["run"].as_str().expect("a script").to_owned();
        // As GitHub runs `shell: bash`.
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script]).current_dir(&folder);
        let programs = Path::new(env!("CARGO_BIN_EXE_portolan")).parent().expect("a folder");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = [programs.to_path_buf()].into_iter().chain(std::env::split_paths(&path));
        bash.env("PATH", std::env::join_paths(path).expect("a PATH")).env("RUNNER_TEMP", folder.join("temp"));
        for (name, default) in
            [("PATHS", "."), ("ARGS", ""), ("FOLDER", "."), ("SARIF", ""), ("UPLOAD", "false")]
        {
            bash.env(name, default);
        }
        for file in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] {
            bash.env(file, folder.join("temp").join(file));
        }
        let done = bash.envs(inputs.iter().copied()).stdin(Stdio::null()).output().expect("bash starts");
        let printed = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
        Self { folder, code: done.status.code(), printed: printed.into_owned() }
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.join(name)).unwrap_or_default()
    }
}

#[test]
fn the_action_annotates_writes_a_summary_and_sarif_and_fails() {
    let run = Action::run("findings", &[("PATHS", "good.yaml\n  \nmy charts\n"), ("UPLOAD", "true")]);
    assert_eq!(run.code, Some(1), "{}", run.printed);
    assert!(run.printed.contains("::error file=my charts/web.yaml,"), "{}", run.printed);
    assert!(run.file("temp/GITHUB_STEP_SUMMARY").contains("my charts/web.yaml"), "{}", run.printed);
    assert!(run.file("portolan.sarif").contains("\"2.1.0\""), "{}", run.printed);
    assert_eq!(run.file("temp/GITHUB_OUTPUT"), "exit-code=1\nsarif=./portolan.sarif\n");
}

#[test]
fn the_action_passes_what_is_good_and_takes_more_words() {
    let run = Action::run("good", &[("PATHS", "good.yaml")]);
    assert_eq!(
        (run.code, run.file("temp/GITHUB_OUTPUT").as_str()),
        (Some(0), "exit-code=0\n"),
        "{}",
        run.printed
    );
    let run = Action::run("words", &[("ARGS", "--exit-zero\n--lang ja"), ("SARIF", "out.sarif")]);
    assert_eq!(run.code, Some(0), "{}", run.printed);
    assert!(!run.file("out.sarif").is_empty());
    let run = Action::run("no-path", &[("PATHS", ""), ("ARGS", "--isolated")]);
    assert_eq!(run.code, Some(1), "{}", run.printed);
    let run = Action::run("absent", &[("PATHS", "absent.yaml")]);
    assert_eq!((run.code, run.file("temp/GITHUB_OUTPUT").as_str()), (Some(2), "exit-code=2\n"));
}

#[test]
fn the_action_reads_no_input_as_code() {
    let action = yaml("action.yml");
    for step in action["runs"]["steps"].as_sequence().expect("steps") {
        let script = step["run"].as_str().unwrap_or_default();
        assert!(!script.contains("${{"), "an input would be run as a part of the script: {script}");
    }
    let run = Action::run("code", &[("PATHS", "$(touch made)"), ("ARGS", "`touch made`; touch made")]);
    assert_eq!(run.code, Some(2));
    assert!(!run.folder.join("made").exists());
}

#[test]
fn every_input_of_the_action_is_used_and_every_used_one_declared() {
    let (action, text) = (yaml("action.yml"), text("action.yml"));
    let declared: Vec<_> =
        action["inputs"].as_mapping().expect("inputs").keys().filter_map(Value::as_str).collect();
    for name in &declared {
        assert!(text.contains(&format!("inputs.{name}")), "nothing uses {name}");
    }
    for used in text.split("inputs.").skip(1) {
        let used = used.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').next();
        assert!(used.is_some_and(|used| declared.contains(&used)), "{used:?} is no input");
    }
}

#[test]
fn the_image_is_built_by_the_workspaces_compiler_from_the_workspaces_folders() {
    let toolchain: toml::Table = text("rust-toolchain.toml").parse().expect("TOML");
    let channel = toolchain["toolchain"]["channel"].as_str().expect("a channel");
    assert!(text("Dockerfile").contains(&format!("\nFROM rust:{channel}-alpine AS build\n")));
    let kept = text(".dockerignore");
    let workspace: toml::Table = text("Cargo.toml").parse().expect("TOML");
    let members = workspace["workspace"]["members"].as_array().expect("members");
    let folders = members.iter().filter_map(|member| member.as_str()?.split('/').next());
    for folder in folders.chain(["src", "benches", "Cargo.lock", "Cargo.toml"]) {
        assert!(kept.contains(&format!("!{folder}\n")), "the image's build lacks {folder}");
    }
}
