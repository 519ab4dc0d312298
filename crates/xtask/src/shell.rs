//! Where things are, and running other programs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Cargo's target directory.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A command in the repository's top directory; `program arg arg` split at blanks.
pub(crate) fn command(line: &str) -> Command {
    let mut words = line.split_whitespace();
    let program = match words.next() {
        Some("cargo") => std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        program => program.unwrap_or_default().into(),
    };
    let mut command = Command::new(program);
    command.args(words).current_dir(root()).stdin(Stdio::null());
    command
}

/// Runs a command line (see [`command`]); anything but success is an error.
pub(crate) fn run(line: &str) -> Result<()> {
    finish(&mut command(line), line)
}

/// Runs a prepared command; `name` stands for it in the error.
pub(crate) fn finish(command: &mut Command, name: &str) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start `{name}`"))?;
    if !status.success() {
        bail!("`{name}` failed ({status})");
    }
    Ok(())
}

/// The standard output of a command line, if it succeeds.
pub(crate) fn output(line: &str) -> Option<String> {
    let done = command(line).stderr(Stdio::null()).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).trim().to_owned())
}

/// Where a program is, if it is on PATH.
pub(crate) fn which(program: impl AsRef<OsStr>) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(program.as_ref()).with_extension(std::env::consts::EXE_EXTENSION))
        .find(|candidate| candidate.is_file())
}
