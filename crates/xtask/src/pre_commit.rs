//! The hooks of `.pre-commit-hooks.yaml` under the real pre-commit: `pre-commit try-repo` on the working tree.
//!
//! A scratch repository holds a manifest with a slip that can be mended, many good ones, and files of other programs.
//! The hook for the command on PATH must find the slip, in one process that gets all files. Then all hooks run one
//! after another, those from source built by pre-commit itself: the first finds the slip, the second mends it, the
//! third has nothing to say. What GitHub reads, `action.yml`, is held against its schema on the way.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{shell, tools};

/// What is installed from PyPI: pre-commit, and the schemas that SchemaStore has of other programs' files.
const PACKAGES: &str = "pre-commit==4.7.0 check-jsonschema==0.39.0";

/// The hooks' names in the order in which `try-repo` runs all, and how each ends.
const HOOKS: [(&str, &str); 3] = [
    ("portolan check", "Failed"),
    ("portolan check --fix", "Failed"),
    ("portolan check (on PATH)", "Passed"),
];

/// So many good manifests: without `require_serial`, pre-commit would share them out among processes.
const GOOD: usize = 40;

/// The manifest with the slip: a Service and the Pod it means.
const BROKEN: &str = "apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
  - port: '80' # a string
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
  - name: web
    image: nginx
    ports:
    - containerPort: 80
";

/// The same, mended.
fn mended() -> String {
    BROKEN.replace("'80'", "80")
}

/// Files that pre-commit gives to the hooks and that hold no manifests.
const OTHERS: [(&str, &str); 4] = [
    (".github/workflows/ci.yml", "on: push\njobs:\n  a:\n    steps:\n    - uses: helm/kind-action@v1\n"),
    ("compose.yaml", "services:\n  web:\n    image: nginx\n"),
    ("package.json", "{\"name\": \"web\"}\n"),
    ("values.yaml", "replicas: 2\n"),
];

/// Runs everything.
pub(crate) fn run() -> Result<()> {
    shell::run("cargo build --quiet --package portolan")?;
    let place = Place::new()?;
    place.python("-m venv --clear venv")?;
    place.python(&format!("-m pip install --quiet --disable-pip-version-check {PACKAGES}"))?;
    let [hooks, action] = [".pre-commit-hooks.yaml", "action.yml"].map(|name| shell::root().join(name));
    place.python(&format!("-m pre_commit validate-manifest {}", hooks.display()))?;
    place.python(&format!(
        "-m check_jsonschema --builtin-schema vendor.github-actions {}",
        action.display()
    ))?;
    let source = place.source()?;
    place.scratch()?;
    on_path(&place, &source)?;
    all(&place, &source)
}

/// The hook for the command on PATH.
fn on_path(place: &Place, source: &Source) -> Result<()> {
    let said = place.try_repo(source, Some("portolan-system"))?;
    ensure!(said.contains("k8s/web.yaml"), "the hook says nothing of k8s/web.yaml:\n{said}");
    ensure!(said.contains("Failed") && said.contains("exit code: 1"), "the hook did not fail:\n{said}");
    for (other, _) in OTHERS {
        ensure!(!said.contains(other), "the hook speaks of {other}, which is no manifest:\n{said}");
    }
    let runs = fs::read_to_string(place.folder.join("runs")).context("the command on PATH was not run")?;
    ensure!(runs.lines().count() == 1, "{} processes share the files:\n{runs}", runs.lines().count());
    let given = runs.split_whitespace().filter(|word| word.starts_with("k8s/")).count();
    ensure!(given == GOOD + 1, "{given} of {} manifests were given to the hook:\n{runs}", GOOD + 1);
    Ok(())
}

/// All hooks, the first two built from source.
fn all(place: &Place, source: &Source) -> Result<()> {
    let said = place.try_repo(source, None)?;
    for (name, end) in HOOKS {
        let line =
            said.lines().find(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')));
        ensure!(line.is_some_and(|line| line.ends_with(end)), "the hook `{name}` has not {end}:\n{said}");
    }
    let left = fs::read_to_string(place.folder.join("scratch/k8s/web.yaml"))?;
    ensure!(left == mended(), "the manifest is not mended:\n{left}");
    println!("Found, mended, and found no more.");
    Ok(())
}

/// The repository that the hooks are taken from: the working tree as a commit.
struct Source {
    git: PathBuf,
    commit: String,
}

/// The folder under `target/` where all this happens.
struct Place {
    folder: PathBuf,
}

impl Place {
    /// The folder, without what an earlier run left.
    fn new() -> Result<Self> {
        let folder = shell::target().join("pre-commit");
        if folder.is_dir() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// Runs Python: that of the virtual environment, once it is there.
    fn python(&self, words: &str) -> Result<()> {
        tools::python()?;
        let own = self.folder.join("venv/bin/python");
        let mut python = Command::new(if own.is_file() { own } else { "python3".into() });
        python.args(words.split_whitespace()).current_dir(&self.folder);
        shell::finish(&mut python, &format!("python3 {words}"))
    }

    /// The working tree as a commit of a repository of its own: what is not committed yet is tested as well.
    fn source(&self) -> Result<Source> {
        let git = self.folder.join("source.git");
        let tree = shell::root();
        let arguments = ["--git-dir", &*git.to_string_lossy(), "--work-tree", &*tree.to_string_lossy()];
        let run = |words: &str| git_in(&tree, &arguments, words);
        run("init --quiet")?;
        run("add --all")?;
        run("commit --quiet --message tree")?;
        Ok(Source { commit: run("rev-parse HEAD")?, git })
    }

    /// The repository that is checked, and a command on PATH that notes what it is given.
    fn scratch(&self) -> Result<()> {
        let scratch = self.folder.join("scratch");
        for (name, text) in OTHERS {
            write(&scratch.join(name), text)?;
        }
        write(&scratch.join("k8s/web.yaml"), BROKEN)?;
        for number in 0..GOOD {
            let good = mended().replace("web", &format!("web-{number}"));
            write(&scratch.join(format!("k8s/good-{number}.yaml")), &good)?;
        }
        for words in ["init --quiet", "add --all"] {
            git_in(&scratch, &[], words)?;
        }
        let program = shell::target().join("debug/portolan");
        let noting = format!(
            "#!/bin/sh\necho \"$@\" >> '{}'\nexec '{}' \"$@\"\n",
            self.folder.join("runs").display(),
            program.display()
        );
        write(&self.folder.join("path/portolan"), &noting)?;
        make_executable(&self.folder.join("path/portolan"))
    }

    /// What `pre-commit try-repo` says of one hook or of all.
    fn try_repo(&self, source: &Source, hook: Option<&str>) -> Result<String> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = [self.folder.join("path")].into_iter().chain(std::env::split_paths(&path));
        let mut pre_commit = Command::new(self.folder.join("venv/bin/pre-commit"));
        pre_commit.arg("try-repo").arg(&source.git).args(hook).args(["--ref", &source.commit]);
        pre_commit.args(["--all-files", "--color", "never"]).current_dir(self.folder.join("scratch"));
        pre_commit.env("PATH", std::env::join_paths(path)?);
        // Whether the hook builds and runs does not depend on how fast the command is: unoptimised it builds sooner.
        pre_commit
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("CARGO_TARGET_DIR", self.folder.join("build"));
        let done = pre_commit.output().context("cannot start pre-commit")?;
        let said = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
        print!("{said}");
        ensure!(done.status.code() == Some(1), "pre-commit ended with {}, not with findings", done.status);
        Ok(said.into_owned())
    }
}

/// What git says to these words in a folder.
fn git_in(folder: &Path, before: &[&str], words: &str) -> Result<String> {
    let identity = ["-c", "user.name=portolan", "-c", "user.email=portolan@example.org"];
    let mut git = Command::new("git");
    git.args(identity).args(before).args(words.split_whitespace()).current_dir(folder);
    // A hook of git, from which this may be started, names a repository of its own.
    git.env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE").env_remove("GIT_WORK_TREE");
    let done = git.output().with_context(|| format!("cannot start git {words}"))?;
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    ensure!(done.status.success(), "git {words} failed: {said}");
    Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned())
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(path.parent().context("a file has a folder")?)?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o755))?)
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<()> {
    anyhow::bail!("the hooks are tested on Unix only: run this there")
}
