//! `cargo xtask test`: every check there is, each a named step with its time; all run, and one failure fails.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{browser, dist, pre_commit, scoreboard, shell, tools, web};

/// One named check.
struct Step {
    name: &'static str,
    /// Whether `--quick` leaves it out.
    slow: bool,
    run: fn() -> Result<()>,
}

/// How the command is built as it is published.
pub(crate) const RELEASE_BUILD: &str = "cargo build --release --package portolan";

/// The steps in the order they run: what is cheap and often wrong comes first.
const STEPS: [Step; 12] = [
    Step { name: "rust target for wasm", slow: false, run: tools::wasm_target },
    Step { name: "formatting", slow: false, run: || shell::run("cargo fmt --all --check") },
    Step { name: "clippy", slow: false, run: clippy_native },
    Step { name: "clippy for wasm", slow: false, run: clippy_wasm },
    Step { name: "cargo test", slow: false, run: || shell::run("cargo test --workspace") },
    Step { name: "conformance scoreboard", slow: false, run: scoreboard::print },
    Step { name: "network namespaces", slow: true, run: network_namespaces },
    Step { name: "hooks of pre-commit", slow: true, run: pre_commit::run },
    Step { name: "release archive", slow: true, run: dist::check },
    Step { name: "npm packages", slow: true, run: tools::npm_packages },
    Step { name: "page build", slow: true, run: || web::build(web::Profile::Release) },
    Step { name: "page in Chromium", slow: true, run: || browser::run(&[]) },
];

/// What became of a step.
enum Outcome {
    Passed,
    Failed(anyhow::Error),
    LeftOut,
}

/// Runs the steps and prints the summary.
///
/// # Errors
/// When any step failed.
pub(crate) fn run(quick: bool) -> Result<()> {
    let mut report = Vec::new();
    for step in &STEPS {
        let started = Instant::now();
        let outcome = if quick && step.slow { Outcome::LeftOut } else { attempt(step) };
        report.push((step.name, started.elapsed(), outcome));
    }
    print_summary(&report);
    match report.iter().filter(|(_, _, outcome)| matches!(outcome, Outcome::Failed(_))).count() {
        0 => Ok(()),
        1 => bail!("1 step failed"),
        failed => bail!("{failed} steps failed"),
    }
}

fn attempt(step: &Step) -> Outcome {
    println!("\n==> {}", step.name);
    match (step.run)() {
        Ok(()) => Outcome::Passed,
        Err(error) => {
            println!("{}: {error:#}", step.name);
            Outcome::Failed(error)
        }
    }
}

fn print_summary(report: &[(&str, Duration, Outcome)]) {
    println!("\nSummary");
    for (name, time, outcome) in report {
        let seconds = time.as_secs_f64();
        match outcome {
            Outcome::Passed => println!("  ok       {seconds:6.1} s  {name}"),
            Outcome::Failed(error) => println!("  FAILED   {seconds:6.1} s  {name}: {error:#}"),
            Outcome::LeftOut => println!("  left out           {name} (--quick)"),
        }
    }
    let total: Duration = report.iter().map(|(_, time, _)| *time).sum();
    println!("  total    {:6.1} s", total.as_secs_f64());
}

#[cfg(target_os = "linux")]
fn network_namespaces() -> Result<()> {
    crate::netns::verify(&crate::netns::Choice::default())
}

#[cfg(not(target_os = "linux"))]
fn network_namespaces() -> Result<()> {
    bail!("only Linux has network namespaces: run this there")
}

fn clippy_native() -> Result<()> {
    shell::run("cargo clippy --quiet --workspace --all-targets -- -D warnings")
}

fn clippy_wasm() -> Result<()> {
    let packages =
        "--package portolan-web --package portolan-render --package portolan-core --package portolan-yaml";
    shell::run(&format!(
        "cargo clippy --quiet --target {} {packages} --features portolan-web/split -- -D warnings",
        tools::WASM
    ))
    .context("the page's crates")
}
