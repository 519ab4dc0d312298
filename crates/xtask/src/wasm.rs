//! How the page's wasm is compiled: for a release together with the standard library, from its sources.
//!
//! The library that comes with the compiler is built for speed and to explain panics. Built again, for size
//! (`optimize_for_size`) and with panics that only trap (`immediate-abort`; the page takes a trap for the end, as it
//! takes a panic), it makes the page an eighth smaller. Cargo calls this unstable, but the compiler is pinned by
//! `rust-toolchain.toml`, so it is the same for everybody: `RUSTC_BOOTSTRAP` opens the two switches for this one call.
//! The sources are rustup's component `rust-src`. Where they cannot be had, the page is built with the library as it
//! comes: larger, and otherwise the same.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::shell;
use crate::tools::WASM;
use crate::web::Profile;

/// Cargo's arguments for a release: what is deferred can be told from the rest, and moved into files of its own.
const SPLIT: [&str; 4] = [
    "--features",
    "split",
    "--config",
    "target.wasm32-unknown-unknown.rustflags=[\"-Clink-arg=--emit-relocs\"]",
];

/// Cargo's arguments for the standard library from its sources.
const WITH_STD: [&str; 5] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
    "--config",
    "target.wasm32-unknown-unknown.rustflags=[\"-Zunstable-options\", \"-Cpanic=immediate-abort\"]",
    "--quiet",
];

/// Compiles a package for the page.
pub(crate) fn compile(package: &str, profile: Profile) -> Result<()> {
    if profile == Profile::Release && has_sources() {
        match shell::finish(&mut with_std(package, profile), "cargo build -Zbuild-std") {
            Ok(()) => return Ok(()),
            Err(error) => println!("{error:#}: once more, with the standard library as it comes."),
        }
    }
    shell::finish(&mut plain(package, profile), "cargo build")
}

fn plain(package: &str, profile: Profile) -> Command {
    let mut cargo = shell::command("cargo build --package");
    cargo.arg(package).args(["--target", WASM, "--profile", profile.cargo()]);
    if profile == Profile::Release {
        // Flags in the environment would take the place of these.
        cargo.args(SPLIT).env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    }
    cargo
}

fn with_std(package: &str, profile: Profile) -> Command {
    let mut cargo = plain(package, profile);
    cargo.args(WITH_STD).env("RUSTC_BOOTSTRAP", "1");
    cargo
}

/// Whether the sources of the standard library are here, or come when rustup is asked.
fn has_sources() -> bool {
    let Some(sysroot) = shell::output("rustc --print sysroot") else { return false };
    let sources = Path::new(&sysroot).join("lib/rustlib/src/rust/library/std/Cargo.toml");
    let found = sources.is_file() || shell::run("rustup component add rust-src").is_ok() && sources.is_file();
    if !found {
        println!("The sources of the standard library are missing: the page will be an eighth larger.");
    }
    found
}
