//! `cargo xtask dist`: the archive of a release. It holds the command, what shells and `man` read about it, and the
//! licences; beside it lies its SHA-256.
//!
//! `package.metadata.binstall` in Cargo.toml names these archives. The same source makes the same bytes: entries stand
//! in one order, belong to nobody and have the time of `SOURCE_DATE_EPOCH`, or else of the commit; no path of the
//! machine is in the command.

mod archive;
mod licences;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use crate::shell;
use archive::Entry;

/// The version of every package of the workspace.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The shells, and the names under which they look for completions.
const COMPLETIONS: [(&str, &str); 5] = [
    ("bash", "portolan.bash"),
    ("zsh", "_portolan"),
    ("fish", "portolan.fish"),
    ("powershell", "_portolan.ps1"),
    ("elvish", "portolan.elv"),
];

/// The languages of the manual, and where `man` looks for each.
const MANUALS: [(&str, &str); 2] = [("en", "man/man1"), ("ja", "man/ja/man1")];

/// What is in the archive as it is in the repository.
const FILES: [&str; 4] = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];

/// Builds the command for a target (this machine's without one) and writes its archive into `target/archives/`.
pub(crate) fn write(target: Option<String>) -> Result<()> {
    let target = target.map_or_else(host, Ok)?;
    shell::finish(&mut build(&target)?, "cargo build --profile dist")?;
    // A command for another machine cannot say what its completions are.
    shell::run("cargo build --quiet --package portolan")?;
    let here = shell::target().join("debug/portolan").with_extension(std::env::consts::EXE_EXTENSION);
    let command = shell::target().join(&target).join("dist").join(file_name(&target));
    let folder = shell::target().join("archives");
    std::fs::create_dir_all(&folder)?;
    let bytes = packed(&command, &here, &target)?;
    let name = format!("{}.tar.gz", stem(&target));
    let sum = format!("{}  {name}\n", hex(&Sha256::digest(&bytes)));
    std::fs::write(folder.join(&name), &bytes)?;
    std::fs::write(folder.join(format!("{name}.sha256")), &sum)?;
    print!("{} ({:.1} MB)\n{sum}", folder.join(&name).display(), size(&bytes));
    Ok(())
}

/// Whether an archive of the command as `cargo test` builds it is what it says: made twice alike, under the names that
/// Cargo.toml gives to `cargo binstall`, with a command in it that runs.
pub(crate) fn check() -> Result<()> {
    let target = host()?;
    let command = shell::target().join("debug").join(file_name(&target));
    let bytes = packed(&command, &command, &target)?;
    ensure!(bytes == packed(&command, &command, &target)?, "two archives of one command differ");
    let folder = shell::target().join("archives-check");
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder)?;
    }
    archive::unpack(&bytes, &folder)?;
    let names = binstall(&target)?;
    ensure!(
        names.url.ends_with(&format!("/{}.tar.gz", stem(&target))),
        "cargo binstall looks for {}",
        names.url
    );
    let unpacked = folder.join(&names.command);
    let version = Command::new(&unpacked).arg("--version").output();
    let version = version.with_context(|| format!("cannot start {}", unpacked.display()))?;
    let said = String::from_utf8_lossy(&version.stdout);
    ensure!(said.trim() == format!("portolan {VERSION}"), "the command in the archive says {said}");
    println!("{}.tar.gz, {:.1} MB, holds {} files.", stem(&target), size(&bytes), archive::count(&bytes)?);
    Ok(())
}

/// The build of a release: for a target, with the versions of Cargo.lock, without paths of this machine.
fn build(target: &str) -> Result<Command> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let home = home.context("there is no home directory: set CARGO_HOME")?;
    // What is compiled in from the standard library names its sources, if they are installed.
    let compiler = PathBuf::from(shell::output("rustc --print sysroot").context("rustc does not run")?);
    let flags = [(home, "/cargo"), (compiler, "/rust"), (shell::root(), "/portolan")]
        .map(|(here, there)| format!("--remap-path-prefix={}={there}", here.display()));
    let mut cargo = shell::command("cargo build --locked --profile dist --package portolan --target");
    cargo.arg(target).env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    Ok(cargo)
}

/// The archive of a command; `words` is a portolan that runs here, and prints completions and manual.
fn packed(command: &Path, words: &Path, target: &str) -> Result<Vec<u8>> {
    let top = stem(target);
    let program = std::fs::read(command).with_context(|| format!("there is no {}", command.display()))?;
    let mut entries = vec![Entry::program(format!("{top}/{}", file_name(target)), program)];
    for name in FILES {
        entries.push(Entry::file(format!("{top}/{name}"), std::fs::read(shell::root().join(name))?));
    }
    let licences = licences::of_dependencies(target)?;
    entries.push(Entry::file(format!("{top}/LICENSES-OF-DEPENDENCIES.txt"), licences.into_bytes()));
    for (shell, name) in COMPLETIONS {
        let script = printed(words, &["completions", shell, "--lang", "en"])?;
        entries.push(Entry::file(format!("{top}/completions/{name}"), script));
    }
    for (lang, place) in MANUALS {
        entries.extend(manual(words, lang, &format!("{top}/{place}"))?);
    }
    archive::pack(entries, time()?)
}

/// The manual pages in a language.
fn manual(words: &Path, lang: &str, place: &str) -> Result<Vec<Entry>> {
    let folder = shell::target().join("man").join(lang);
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder)?;
    }
    printed(words, &["man", "--dir", &folder.to_string_lossy(), "--lang", lang])?;
    let mut entries = Vec::new();
    for page in std::fs::read_dir(&folder)? {
        let page = page?;
        let name = page.file_name();
        entries.push(Entry::file(format!("{place}/{}", name.to_string_lossy()), std::fs::read(page.path())?));
    }
    Ok(entries)
}

/// What a command prints to these words.
fn printed(command: &Path, words: &[&str]) -> Result<Vec<u8>> {
    let done = Command::new(command).args(words).output();
    let done = done.with_context(|| format!("cannot start {}", command.display()))?;
    if !done.status.success() {
        bail!("{} {} failed: {}", command.display(), words.join(" "), String::from_utf8_lossy(&done.stderr));
    }
    Ok(done.stdout)
}

/// What `cargo binstall` makes of the templates in Cargo.toml.
struct Binstall {
    url: String,
    command: String,
}

fn binstall(target: &str) -> Result<Binstall> {
    let manifest: toml::Table = std::fs::read_to_string(shell::root().join("Cargo.toml"))?.parse()?;
    let facts = &manifest["package"]["metadata"]["binstall"];
    let suffix = if target.contains("windows") { ".exe" } else { "" };
    let values = [
        ("{ repo }", "https://example.org/portolan"),
        ("{ name }", "portolan"),
        ("{ bin }", "portolan"),
        ("{ target }", target),
        ("{ version }", VERSION),
        ("{ binary-ext }", suffix),
    ];
    let filled = |key: &str| {
        let template = facts[key].as_str().with_context(|| format!("no {key} in Cargo.toml"))?;
        let text = values.iter().fold(template.to_owned(), |text, (name, value)| text.replace(name, value));
        ensure!(!text.contains(['{', '}']), "{key} in Cargo.toml has a name that nobody knows: {text}");
        Ok(text)
    };
    Ok(Binstall { url: filled("pkg-url")?, command: filled("bin-dir")? })
}

/// `portolan-x86_64-unknown-linux-musl-v0.1.0`: the archive without its endings, and the folder in it.
fn stem(target: &str) -> String {
    format!("portolan-{target}-v{VERSION}")
}

fn file_name(target: &str) -> &'static str {
    if target.contains("windows") { "portolan.exe" } else { "portolan" }
}

/// This machine's target.
fn host() -> Result<String> {
    let said = shell::output("rustc -vV").context("rustc does not run")?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its host")?.to_owned())
}

/// The time of all entries, in seconds since 1970.
fn time() -> Result<u64> {
    let stated = std::env::var("SOURCE_DATE_EPOCH").ok();
    let time = stated.or_else(|| shell::output("git log -1 --format=%ct"));
    let time = time.context("no commit has a time here: set SOURCE_DATE_EPOCH")?;
    time.parse().with_context(|| format!("{time} is no number of seconds"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[expect(clippy::cast_precision_loss, reason = "megabytes for people")]
fn size(bytes: &[u8]) -> f64 {
    bytes.len() as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binstall_looks_for_what_is_made() {
        for target in ["x86_64-unknown-linux-musl", "x86_64-pc-windows-msvc"] {
            let names = binstall(target).expect("templates");
            assert!(names.url.ends_with(&format!("v{VERSION}/{}.tar.gz", stem(target))), "{}", names.url);
            assert_eq!(names.command, format!("{}/{}", stem(target), file_name(target)));
        }
    }
}
