//! The workspace's tasks: `cargo xtask TASK`.
//!
//! `test` is the one command that a person who changed something runs; `web` makes the page; the others make what
//! benches and documents stand on. A task does what it says or fails; nothing is left out without a line about it.
#![expect(clippy::disallowed_methods, reason = "tasks read and write files and start processes")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "tasks talk to the person who started them")]

mod benchmarks;
mod browser;
mod budgets;
mod dist;
mod measure;
#[cfg(target_os = "linux")]
mod netns;
mod page;
mod pre_commit;
mod rest;
mod scoreboard;
mod serve;
mod shell;
mod test;
mod tools;
mod wasm;
mod web;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use xtask::content;
use xtask::corpus::Corpus;

/// The tasks of the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Set up what the tests need, then run them all
    Test {
        /// Leave out the release builds and the browser
        #[arg(long)]
        quick: bool,
    },
    /// Build the page into dist/
    Web {
        /// Optimise for size, as published
        #[arg(long)]
        release: bool,
        /// Serve dist/ on the loopback address afterwards
        #[arg(long)]
        serve: bool,
        /// The port to serve on; 0 takes any free one
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Make the page's files that are not compiled from Rust, into target/page/
    Assets,
    /// Put the page around the wasm that Trunk compiled: the hook in Trunk.toml
    #[command(hide = true)]
    FinishPage,
    /// Build the page and the command, open the page in headless Chromium, and compare the two
    Browser {
        /// Take dist/ and the command as they are
        #[arg(long)]
        no_build: bool,
        /// Only these files of tests/browser/, without `.mjs`
        names: Vec<String>,
    },
    /// Measure the page in headless Chromium: how fast it opens and answers, and how many bytes it is
    Budgets {
        /// Fail if something is over its budget
        #[arg(long)]
        check: bool,
        /// Take dist/ as it is
        #[arg(long)]
        no_build: bool,
    },
    /// Write the examples, lessons and glossary as the page fetches them
    Content {
        /// Where to
        #[arg(long, default_value = "dist")]
        out: PathBuf,
    },
    /// Write the generated manifests that the benches read
    Corpus {
        /// How many documents
        #[arg(long, default_value_t = 10_000)]
        documents: usize,
        /// Where to; standard output if left out
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Run the benches and write docs/benchmarks.md
    BenchReport {
        /// The day of the measurement, if it is to be named
        #[arg(long)]
        date: Option<String>,
        /// Another program to measure on the 10,000 documents; the word FILE stands for them
        #[arg(long = "peer", value_name = "NAME=COMMAND")]
        peers: Vec<String>,
    },
    /// Run a command several times and print what one run costs, as JSON: for `bench-report`, in a fresh process
    #[command(hide = true)]
    Measure {
        /// How many times
        #[arg(long, default_value_t = 20)]
        runs: u32,
        /// The command
        #[arg(trailing_var_arg = true, required = true)]
        command: Vec<String>,
    },
    /// Build networks of namespaces, load the rules there, and compare real connections with `portolan trace`
    #[cfg(target_os = "linux")]
    VerifyNetns(netns::Choice),
    /// The run of `verify-netns`, in a network of its own
    #[cfg(target_os = "linux")]
    #[command(hide = true)]
    NetnsRun(netns::Choice),
    /// A process that serves and connects in a namespace of `verify-netns`
    #[cfg(target_os = "linux")]
    #[command(hide = true)]
    NetnsAgent,
    /// Run the hooks of .pre-commit-hooks.yaml under the real pre-commit
    PreCommit,
    /// Write the archive of a release: the command, completions, manual, licences; and its SHA-256
    Dist {
        /// What to build for, as rustc names it [default: this machine]
        #[arg(long)]
        target: Option<String>,
        /// Try the archive of target/debug/portolan instead, and write none
        #[arg(long, conflicts_with = "target")]
        check: bool,
    },
    /// Print how far the last test run agreed with the real components
    Scoreboard,
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Test { quick } => test::run(quick),
        Task::Web { release, serve, port } => {
            web::build(if release { web::Profile::Release } else { web::Profile::Development })?;
            if serve { serve::forever(&shell::root().join("dist"), port) } else { Ok(()) }
        }
        Task::Assets => page::assets().map(|out| println!("The files are in {}.", out.display())),
        Task::FinishPage => page::finish_trunk(),
        Task::Browser { no_build, names } => {
            if !no_build {
                shell::run(test::RELEASE_BUILD)?;
                web::build(web::Profile::Release)?;
            }
            browser::run(&names)
        }
        Task::Budgets { check, no_build } => {
            if !no_build {
                web::build(web::Profile::Release)?;
            }
            budgets::run(check)
        }
        Task::Content { out } => content::build(&shell::root(), &out),
        Task::Corpus { documents, out } => write_corpus(documents, out),
        Task::BenchReport { date, peers } => benchmarks::write(date.as_deref(), &peers),
        Task::Measure { runs, command } => measure::print(runs, &command),
        #[cfg(target_os = "linux")]
        Task::VerifyNetns(choice) => netns::verify(&choice),
        #[cfg(target_os = "linux")]
        Task::NetnsRun(choice) => netns::run(choice),
        #[cfg(target_os = "linux")]
        Task::NetnsAgent => netns::agent(),
        Task::PreCommit => pre_commit::run(),
        Task::Dist { check: true, .. } => dist::check(),
        Task::Dist { target, .. } => dist::write(target),
        Task::Scoreboard => scoreboard::print(),
    }
}

fn write_corpus(documents: usize, out: Option<PathBuf>) -> Result<()> {
    let text = Corpus::of(documents).text();
    match out {
        Some(path) => std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display())),
        None => {
            print!("{text}");
            Ok(())
        }
    }
}
