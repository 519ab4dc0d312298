//! The page's build without Trunk: cargo, wasm-bindgen as a library, wasm-opt from npm, and `dist/`,
//! which [`page`] finishes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{page, rest, shell, tools, wasm};

/// The name of the page's package, and of its files.
const PACKAGE: &str = "portolan-web";

/// How the page is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Fast to build.
    Development,
    /// Small, as published.
    Release,
}

impl Profile {
    /// Cargo's name of it.
    pub(crate) const fn cargo(self) -> &'static str {
        match self {
            Self::Development => "dev",
            Self::Release => "wasm-release",
        }
    }

    /// The folder under `target/` that it builds into.
    const fn folder(self) -> &'static str {
        match self {
            Self::Development => "debug",
            Self::Release => "wasm-release",
        }
    }
}

/// Builds the page into `dist/`.
pub(crate) fn build(profile: Profile) -> Result<()> {
    tools::wasm_target()?;
    shell::run("cargo build --quiet --package xtask-bindgen")?;
    wasm::compile(PACKAGE, profile)?;

    let dist = shell::root().join("dist");
    if dist.is_dir() {
        fs::remove_dir_all(&dist).context("cannot clear dist/")?;
    }
    let compiled =
        shell::target().join(tools::WASM).join(profile.folder()).join(PACKAGE).with_extension("wasm");
    bind(&compiled, &dist, profile)?;
    if profile == Profile::Release {
        rest::part(&dist, PACKAGE, &compiled)?;
        optimise(&dist)?;
    }
    page::finish(&dist, profile == Profile::Release)?;
    println!("The page is in {}.", dist.display());
    Ok(())
}

/// Writes the JavaScript module and the wasm file it loads into `dist`.
fn bind(compiled: &Path, dist: &Path, profile: Profile) -> Result<()> {
    let mut bindgen = bindgen();
    bindgen.arg(compiled).arg("--out-dir").arg(dist).args(["--out-name", PACKAGE, "--no-typescript"]);
    bindgen.args(match profile {
        Profile::Development => ["--debug", "--keep-debug"].as_slice(),
        Profile::Release => &["--split"],
    });
    shell::finish(&mut bindgen, "xtask-bindgen")
}

/// Lets Binaryen make the wasm files smaller, in place.
fn optimise(dist: &Path) -> Result<()> {
    tools::npm_packages()?;
    for wasm in wasm_files(dist)? {
        let mut optimiser = shell::command(
            "node web/node_modules/binaryen/bin/wasm-opt -Oz --strip-debug --skip-pass=memory-packing \
             --low-memory-unused -ocimfs 40",
        );
        shell::finish(optimiser.arg(&wasm).arg("-o").arg(&wasm), "wasm-opt")?;
    }
    Ok(())
}

/// `xtask-bindgen`, as [`build`] makes it.
pub(crate) fn bindgen() -> Command {
    Command::new(shell::target().join("debug/xtask-bindgen"))
}

/// The wasm files of a folder, in the order of their names.
pub(crate) fn wasm_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
