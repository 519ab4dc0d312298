//! The command `portolan`: arguments, files, configuration and exit codes around one call of
//! [`portolan_core::analyze`].
//!
//! Exit codes: 0 nothing was found, 1 something was found, 2 something could not be read or understood.
#![expect(
    clippy::disallowed_methods,
    reason = "the command reads files, the environment and standard streams"
)]

mod args;
mod commands;
mod config;
mod help;
mod locale;
mod markdown;
mod output;
mod progress;
mod project;
mod session;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    let environment = locale::Environment::read();
    match args::parse(&environment) {
        Ok(cli) => commands::run(cli, &environment).into(),
        Err(refused) => refused.report(),
    }
}
