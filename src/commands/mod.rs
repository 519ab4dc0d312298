//! The subcommands: each turns its arguments into one text.

mod admit;
mod advise;
mod check;
mod completions;
mod describe;
mod diff;
mod dns;
mod draw;
mod endpoints;
mod env;
mod explain;
mod explain_rules;
mod external;
mod get;
mod lsp;
mod man;
mod pod;
mod proxy;
mod reachability;
mod rules;
mod targets;
mod trace;
mod what_if;

use crate::args::{Cli, Command};
use crate::locale::Environment;
use crate::output::{Outcome, say};
use crate::session::{self, Session};
use crate::words;
use anyhow::{Error, Result};
use portolan_core::diagnostic::{Arg, Lang};
use std::io;

/// Runs a command line; what went wrong is said on standard error.
pub(crate) fn run(cli: Cli, environment: &Environment) -> Outcome {
    let lang = session::language(&cli.global, environment);
    // A reader that went away is no failure.
    told(dispatch(cli, environment), lang).unwrap_or(Outcome::Clean)
}

/// How a run ended, what went wrong said on standard error; an error only where the reader of the output went away.
fn told(result: Result<Outcome>, lang: Lang) -> Result<Outcome> {
    result.or_else(|error| {
        if is_broken_pipe(&error) {
            return Err(error);
        }
        say(&words::ERROR.with([("words", Arg::text(format!("{error:#}")))]).render(lang));
        Ok(Outcome::Failed)
    })
}

fn dispatch(cli: Cli, environment: &Environment) -> Result<Outcome> {
    if let Command::Check(args) = &cli.command
        && args.watch
    {
        return check::watch(args, &cli.global, environment);
    }
    // What tells of the command itself needs no facts of a cluster.
    let lang = session::language(&cli.global, environment);
    match &cli.command {
        Command::Completions(args) => return completions::run(args, lang),
        Command::Man(args) => return man::run(args, lang),
        Command::Lsp(_) => return lsp::run(&cli.global, environment),
        _ => {}
    }
    let mut session = Session::new(&cli.global, environment)?;
    match cli.command {
        Command::Completions(_) | Command::Man(_) | Command::Lsp(_) => Ok(()),
        Command::Check(args) => check::run(&args, &mut session),
        Command::Admit(args) => admit::run(&args, &mut session),
        Command::Diff(args) => diff::run(&args, &mut session),
        Command::Get(args) => get::run(&args, &mut session),
        Command::Describe(args) => describe::run(&args, &mut session),
        Command::Endpoints(args) => endpoints::run(&args, &mut session),
        Command::Dns(args) => dns::run(&args, &mut session),
        Command::Env(args) => env::run(&args, &mut session),
        Command::Rules(args) => rules::run(&args, &mut session),
        Command::Trace(args) => trace::run(&args, &mut session),
        Command::Draw(args) => draw::run(&args, &mut session),
        Command::Advise(args) => advise::run(&args, &mut session),
        Command::Explain(args) => explain::run(&args, &mut session),
    }?;
    session.finish()
}

/// Whether the reader of the output went away, which is no failure: `portolan rules … | head`.
fn is_broken_pipe(error: &Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
