//! `portolan completions`: what a shell reads to complete the words of this command.

use crate::args::{self, CompletionsArgs};
use crate::output::{Outcome, Output};
use anyhow::Result;
use clap::Command;
use clap_complete::Shell;
use portolan_core::diagnostic::Lang;

/// Prints the script; descriptions in it are in the reader's language.
pub(super) fn run(args: &CompletionsArgs, lang: Lang) -> Result<Outcome> {
    let mut command = args::command(lang);
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "portolan", &mut script);
    let mut out = Output::new();
    out.lines(&String::from_utf8_lossy(&script))?;
    if args.shell == Shell::Fish {
        out.text(&fish_values(&command))?;
    }
    out.finish()?;
    Ok(Outcome::Clean)
}

/// The values of positional arguments for fish: `clap_complete` offers it those of options only.
fn fish_values(command: &Command) -> String {
    let mut script = String::new();
    for sub in command.get_subcommands() {
        let when = format!("__fish_portolan_using_subcommand {}", sub.get_name());
        for value in sub.get_positionals().flat_map(clap::Arg::get_possible_values) {
            let help = value.get_help().map(ToString::to_string).unwrap_or_default();
            let help = help.replace('\\', "\\\\").replace('\'', "\\'");
            script.push_str(&format!(
                "complete -c portolan -n '{when}' -f -a '{}' -d '{help}'\n",
                value.get_name()
            ));
        }
    }
    script
}
