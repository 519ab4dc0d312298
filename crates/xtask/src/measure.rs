//! What a whole process costs: CPU time and the largest resident set, as the kernel accounts them.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// What one run of a process costs; times are averages over the runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// User and system time.
    pub(crate) cpu: Duration,
    /// Time on the wall.
    pub(crate) wall: Duration,
    /// The largest resident set of any run, in KiB.
    pub(crate) peak_kib: u64,
}

/// Prints the cost of a command as JSON.
pub(crate) fn print(runs: u32, command: &[String]) -> Result<()> {
    let (cpu, peak_kib, wall) = run(runs.max(1), command)?;
    println!(
        "{}",
        json!({"cpuMicroseconds": micros(cpu), "wallMicroseconds": micros(wall), "peakKibibytes": peak_kib})
    );
    Ok(())
}

/// Measures a command in a process of its own, because the kernel keeps one account for all children of a process.
pub(crate) fn of(runs: u32, command: &[&str]) -> Result<Cost> {
    let xtask = std::env::current_exe()?;
    let done = Command::new(xtask)
        .args(["measure", "--runs", &runs.to_string(), "--"])
        .args(command)
        .stderr(Stdio::inherit())
        .output()?;
    if !done.status.success() {
        bail!("{} could not be measured", command.join(" "));
    }
    let value: Value = serde_json::from_slice(&done.stdout)?;
    let number = |name: &str| value[name].as_u64().with_context(|| format!("{name} is missing"));
    Ok(Cost {
        cpu: Duration::from_micros(number("cpuMicroseconds")?),
        wall: Duration::from_micros(number("wallMicroseconds")?),
        peak_kib: number("peakKibibytes")?,
    })
}

/// CPU time of one run, the largest resident set in KiB, and wall time of one run.
fn run(runs: u32, command: &[String]) -> Result<(Duration, u64, Duration)> {
    let (program, arguments) = command.split_first().context("no command")?;
    let started = Instant::now();
    for _ in 0..runs {
        let mut child = Command::new(program);
        child.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let status = child.status().with_context(|| format!("cannot start {program}"))?;
        if !matches!(status.code(), Some(0 | 1)) {
            bail!("{program} could not do its work ({status})");
        }
    }
    let wall = started.elapsed() / runs;
    let (cpu, peak_kib) = account()?;
    Ok((cpu / runs, peak_kib, wall))
}

/// What all children so far have used.
#[cfg(unix)]
fn account() -> Result<(Duration, u64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let part = |time: nix::sys::time::TimeVal| {
        let micros = time.tv_sec().saturating_mul(1_000_000).saturating_add(time.tv_usec());
        Duration::from_micros(u64::try_from(micros).unwrap_or_default())
    };
    let peak = u64::try_from(usage.max_rss()).unwrap_or_default();
    let peak_kib = if cfg!(target_os = "macos") { peak / 1024 } else { peak };
    Ok((part(usage.user_time()) + part(usage.system_time()), peak_kib))
}

#[cfg(not(unix))]
fn account() -> Result<(Duration, u64)> {
    bail!("this system does not account for the CPU time of children")
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
