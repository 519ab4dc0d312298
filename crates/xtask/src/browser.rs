//! The page in a real browser: `tests/browser/page.mjs` with everything that it needs.

use std::thread;

use anyhow::{Result, bail};

use crate::serve::Server;
use crate::{shell, tools};

/// Serves `dist/` and runs the browser test on it.
pub(crate) fn run() -> Result<()> {
    let (dist, target) = (shell::root().join("dist"), shell::target());
    let portolan = target.join("release/portolan").with_extension(std::env::consts::EXE_EXTENSION);
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

    let mut test = shell::command("node tests/browser/page.mjs");
    test.env("PORTOLAN_PAGE", url).env("PORTOLAN_COMMAND", portolan).env("CHROMIUM", chromium);
    test.env("PORTOLAN_SCREENSHOTS", target.join("screenshots"));
    shell::finish(&mut test, "node tests/browser/page.mjs")
}
