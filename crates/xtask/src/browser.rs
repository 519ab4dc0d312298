//! The page in a real browser: `tests/browser/run.mjs` with everything that it needs.

use std::thread;

use anyhow::{Result, bail};

use crate::serve::Server;
use crate::{shell, tools};

/// Serves `dist/` and runs the browser checks on it: those of these names, or all.
pub(crate) fn run(names: &[String]) -> Result<()> {
    let (dist, target) = (shell::root().join("dist"), shell::target());
    let built =
        |profile: &str| target.join(profile).join("portolan").with_extension(std::env::consts::EXE_EXTENSION);
    let portolan = Some(built("release")).filter(|path| path.is_file()).unwrap_or_else(|| built("debug"));
    if !dist.join("index.html").is_file() {
        bail!("the page is not built: cargo xtask web --release");
    }
    if !portolan.is_file() {
        bail!("the command is not built: cargo build --release");
    }
    tools::npm_packages()?;
    let chromium = tools::chromium()?;
    let server = Server::bind(&dist, 0)?;
    let url = server.url()?;
    thread::spawn(move || server.serve());

    let mut test = shell::command("node tests/browser/run.mjs");
    test.args(names);
    test.env("PORTOLAN_PAGE", url).env("PORTOLAN_COMMAND", portolan).env("CHROMIUM", chromium);
    test.env("PORTOLAN_SCREENSHOTS", target.join("screenshots"));
    shell::finish(&mut test, "node tests/browser/run.mjs")
}
