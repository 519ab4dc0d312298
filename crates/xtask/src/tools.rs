//! What a fresh machine lacks: the wasm target, the npm packages, a browser. Each is looked for first, installed where
//! that can be done without a question, and otherwise named in one line.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::shell;

/// The target of the page.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The oldest major version of Node that the npm packages run on.
const NODE: u32 = 20;

/// Names under which Chromium or a sister of it is installed.
const BROWSERS: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

/// How the system's package managers install packages without a question.
const PACKAGE_MANAGERS: [(&str, &[&str]); 4] = [
    ("apt-get", &["apt-get update -qq", "apt-get install -qq -y --no-install-recommends"]),
    ("dnf", &["dnf install -q -y"]),
    ("apk", &["apk add -q"]),
    ("pacman", &["pacman -Sy --noconfirm --needed"]),
];

/// What the packages are called in which Python comes with its module `venv`, for each package manager.
const PYTHON: [(&str, &str); 4] =
    [("apt-get", "python3 python3-venv"), ("dnf", "python3"), ("apk", "python3"), ("pacman", "python")];

/// Makes sure that the standard library for wasm is there.
pub(crate) fn wasm_target() -> Result<()> {
    let sysroot = shell::output("rustc --print sysroot").context("rustc does not run")?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM).join("lib").is_dir() {
        return Ok(());
    }
    shell::run(&format!("rustup target add {WASM}"))
        .with_context(|| format!("the Rust target {WASM} is missing and rustup could not add it"))
}

/// Makes sure that `web/node_modules` is what `web/package-lock.json` says.
pub(crate) fn npm_packages() -> Result<()> {
    match shell::output("node --version").as_deref().map(major) {
        Some(version) if version >= NODE => {}
        Some(version) => bail!("Node {version} is too old: install Node {NODE} or newer"),
        None => bail!("Node is missing: install Node {NODE} or newer"),
    }
    let web = shell::root().join("web");
    let lock = std::fs::read(web.join("package-lock.json"))?;
    let stamp = web.join("node_modules/.portolan-lock");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    shell::run("npm ci --prefix web --no-audit --no-fund --loglevel=error")
        .context("the npm packages of web/package-lock.json could not be installed")?;
    Ok(std::fs::write(stamp, lock)?)
}

/// The major version in `v20.20.2`.
fn major(version: &str) -> u32 {
    version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok()).unwrap_or_default()
}

/// A Chromium, installed through the system's package manager if there is none.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(browser) = find_chromium() {
        return Ok(browser);
    }
    install_chromium()?;
    find_chromium().context("Chromium was installed but is not on PATH: set CHROMIUM to its path")
}

fn find_chromium() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return Some(path.into());
    }
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    BROWSERS.iter().find_map(shell::which).or_else(|| mac.is_file().then_some(mac))
}

fn install_chromium() -> Result<()> {
    install(|_| Some("chromium")).context("Chromium is missing: install it or set CHROMIUM to its path")
}

/// Makes sure that there is a Python that makes virtual environments, through the system's package manager.
pub(crate) fn python() -> Result<()> {
    if shell::output("python3 -m ensurepip --version").is_some() {
        return Ok(());
    }
    let package = |manager: &str| PYTHON.iter().find(|(one, _)| *one == manager).map(|(_, package)| *package);
    install(package).context("Python 3 with its module venv is missing: install it")
}

/// Installs packages through the system's package manager, which may call them by a name of its own.
fn install<'p>(packages: impl Fn(&str) -> Option<&'p str>) -> Result<()> {
    let Some((manager, lines)) = PACKAGE_MANAGERS.iter().find(|(one, _)| shell::which(one).is_some()) else {
        bail!("no known package manager is here");
    };
    let packages = packages(manager).unwrap_or_default();
    let (last, before) = lines.split_last().context("a package manager has a command")?;
    before.iter().try_for_each(|line| as_root(line))?;
    as_root(&format!("{last} {packages}"))
}

/// Runs a package manager's command line, through sudo if need be and if it asks no question.
fn as_root(line: &str) -> Result<()> {
    let root = shell::output("id -u").is_some_and(|id| id == "0");
    if !root && shell::output("sudo -n true").is_none() {
        bail!("`{line}` needs root");
    }
    let line = if root { line.to_owned() } else { format!("sudo -n {line}") };
    let mut command = shell::command(&line);
    command.env("DEBIAN_FRONTEND", "noninteractive").stdout(std::io::stderr());
    shell::finish(&mut command, &line)
}

/// The programs of `verify-netns`, and the packages of Debian that they come in.
#[cfg(target_os = "linux")]
const NETWORK_PROGRAMS: [(&str, &str); 6] = [
    ("unshare", "util-linux"),
    ("mount", "mount"),
    ("ip", "iproute2"),
    ("iptables-nft-restore", "iptables"),
    ("nft", "nftables"),
    ("nfacct", "nfacct"),
];

/// Makes sure that namespaces can be made and rules loaded.
#[cfg(target_os = "linux")]
pub(crate) fn network_namespaces() -> Result<()> {
    let missing = || NETWORK_PROGRAMS.iter().filter(|(program, _)| shell::which(program).is_none());
    let packages: Vec<_> = missing().map(|(_, package)| *package).collect();
    if packages.is_empty() {
        return Ok(());
    }
    let packages = packages.join(" ");
    let advice = format!("install the packages {packages}, or their programs by other names in your system");
    if shell::which("apt-get").is_none() {
        bail!("programs are missing for network namespaces: {advice}");
    }
    let install = format!("apt-get install -qq -y --no-install-recommends {packages}");
    for line in ["apt-get update -qq", &install] {
        as_root(line).with_context(|| advice.clone())?;
    }
    match missing().next() {
        None => Ok(()),
        Some((program, package)) => bail!("{package} was installed, but {program} is not on PATH"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_a_number() {
        assert_eq!(major("v20.20.2"), 20);
        assert_eq!(major("v9.1.0"), 9);
        assert_eq!(major("nonsense"), 0);
    }
}
