//! `cargo xtask verify-netns`: what the command says of connections against what a kernel does with them.
//!
//! For every scenario and mode a network of namespaces is built, the rules that `portolan rules` prints for each node
//! are loaded there by `iptables-restore` or `nft`, and listed again; then connections are opened that `portolan
//! trace` has foretold. IPVS is not among the modes: it needs a kernel module that few test machines have.
//!
//! The run is a process with a process table, mounts and a network of its own (`unshare`): all namespaces hang on it,
//! none is reachable from outside, and whatever ends it, the kernel takes everything back. It ends with its standard
//! input, so that it cannot outlive the task that started it. Without root it is root in a user namespace.

mod agent;
mod chi_square;
mod connect;
mod outcome;
mod portolan;
mod rules;
mod run;
mod scenario;
mod table;
mod world;

use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};

use crate::{shell, tools};

/// The longest that a run may take.
const LONGEST: Duration = Duration::from_secs(300);

/// What to verify.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Choice {
    /// Only probes whose scenario, mode or line contains this
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Keep the networks until Enter is pressed, to look into them
    #[arg(long)]
    keep: bool,
    /// The command to verify; built if left out
    #[arg(long, value_name = "FILE")]
    portolan: Option<PathBuf>,
}

/// Verifies, in a process that the kernel cleans up after.
pub(crate) fn verify(choice: &Choice) -> Result<()> {
    tools::network_namespaces()?;
    let portolan = match &choice.portolan {
        Some(file) => std::path::absolute(file)?,
        None => {
            shell::run("cargo build --quiet --package portolan")?;
            shell::target().join("debug/portolan")
        }
    };
    let mut command = Command::new("unshare");
    command.args(["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]);
    if shell::output("id -u").is_none_or(|id| id != "0") {
        command.args(["--user", "--map-root-user"]);
    }
    command.arg(std::env::current_exe()?).args(["netns-run", "--portolan"]).arg(portolan);
    command.args(choice.only.iter().flat_map(|text| ["--only", text]));
    command.args(choice.keep.then_some("--keep"));
    let mut run = command.stdin(Stdio::piped()).spawn().context("cannot start `unshare`")?;
    if choice.keep {
        println!("To go into one of the networks, as root, once all stand (press Enter here to end):");
        println!("  nsenter --all --target $(pgrep --parent {}) ip netns exec NAME bash", run.id());
        std::io::stdin().read_line(&mut String::new())?;
        drop(run.stdin.take());
    }
    // Its standard input stays open for as long as this process waits for it.
    let input = run.stdin.take();
    let status = run.wait()?;
    drop(input);
    if !status.success() {
        bail!("the kernel and the command do not agree, or could not be compared");
    }
    Ok(())
}

/// The run itself, in its own network; it ends when it is done, or its standard input ends, or it takes too long.
pub(crate) fn run(choice: Choice) -> Result<()> {
    let (done, end) = mpsc::channel();
    let (input_ended, keep) = (done.clone(), choice.keep);
    std::thread::spawn(move || {
        drop(std::io::stdin().read_to_end(&mut Vec::new()));
        // Nobody listens any more once the run is done.
        drop(input_ended.send(Err(anyhow!("stopped"))));
    });
    std::thread::spawn(move || drop(done.send(run::all(&choice))));
    let finished =
        end.recv_timeout(LONGEST).with_context(|| format!("not done after {} s", LONGEST.as_secs()))??;
    if keep {
        println!("\nThe networks that are kept:");
        finished
            .worlds
            .iter()
            .for_each(|world| println!("  {}", world.names().collect::<Vec<_>>().join(" ")));
        drop(end.recv());
    }
    finished.verdict
}

/// An agent's life (see [`agent`]).
pub(crate) fn agent() -> Result<()> {
    agent::live()
}
