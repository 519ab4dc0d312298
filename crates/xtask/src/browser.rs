//! The page in a real browser: `tests/browser/run.mjs` with everything that it needs.

use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::serve::Server;
use crate::{shell, tools};

/// Serves `dist/` and runs the browser checks on it: those of these names, or all.
pub(crate) fn run(names: &[String]) -> Result<()> {
    let stage = Stage::set()?;
    if !stage.portolan.is_file() {
        bail!("the command is not built: cargo build");
    }
    let mut test = stage.command("node tests/browser/run.mjs");
    test.args(names);
    shell::finish(&mut test, "node tests/browser/run.mjs")
}

/// The page, served; the command; the browser.
pub(crate) struct Stage {
    url: String,
    portolan: PathBuf,
    chromium: PathBuf,
}

impl Stage {
    /// Looks for what is built and serves `dist/` from now on.
    pub(crate) fn set() -> Result<Self> {
        let (dist, target) = (shell::root().join("dist"), shell::target());
        let built = ["debug", "release"].map(|profile| {
            target.join(profile).join("portolan").with_extension(std::env::consts::EXE_EXTENSION)
        });
        // Of two builds the one of today's sources is the newer one.
        let age = |path: &PathBuf| path.metadata().and_then(|facts| facts.modified()).ok();
        let portolan = built.into_iter().max_by_key(age).unwrap_or_default();
        if !dist.join("index.html").is_file() {
            bail!("the page is not built: cargo xtask web --release");
        }
        tools::npm_packages()?;
        let chromium = tools::chromium()?;
        let server = Server::bind(&dist, 0)?.far(way());
        let url = server.url()?;
        thread::spawn(move || server.serve());
        Ok(Self { url, portolan, chromium })
    }

    /// A command line that finds all of it in its environment.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = shell::command(line);
        command.env("PORTOLAN_PAGE", &self.url).env("PORTOLAN_COMMAND", &self.portolan);
        command.env("CHROMIUM", &self.chromium);
        command.env("PORTOLAN_SCREENSHOTS", shell::target().join("screenshots"));
        command
    }
}

/// How far away the server is: `PORTOLAN_SLOW` is how many times slower the machine is to be. The rest of it is done by
/// `tests/browser/slow.mjs`.
fn way() -> Duration {
    let slow = std::env::var("PORTOLAN_SLOW").ok().and_then(|slow| slow.parse().ok()).unwrap_or(1_u32);
    if slow > 1 { Duration::from_millis(25).saturating_mul(slow) } else { Duration::ZERO }
}
