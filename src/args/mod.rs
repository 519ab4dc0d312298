//! What can be written on the command line.

mod subcommand;
mod value;

pub(crate) use subcommand::*;
pub(crate) use value::*;

use crate::help;
use crate::locale::Environment;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use portolan_core::diagnostic::Lang;
use std::path::PathBuf;
use std::process::ExitCode;

/// Tells what a Kubernetes cluster will do with your Services, without a cluster
#[derive(Parser)]
#[command(name = "portolan", version, max_term_width = 100, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every subcommand.
#[derive(Args, Clone)]
pub(crate) struct Global {
    /// Language of the words: `en` or `ja` [default: from LC_ALL, LC_MESSAGES, LANG]
    #[arg(long, global = true, value_name = "LANGUAGE", help_heading = "Global options")]
    pub(crate) lang: Option<LangArg>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Global options")]
    pub(crate) color: ColorArg,
    /// Read this file instead of the nearest portolan.toml
    #[arg(long, global = true, value_name = "FILE", help_heading = "Global options")]
    pub(crate) config: Option<PathBuf>,
    /// Read no configuration file, and no context of the files that are checked
    #[arg(long, global = true, conflicts_with = "config", help_heading = "Global options")]
    pub(crate) isolated: bool,
    /// Version of Kubernetes, for example 1.36
    #[arg(long, global = true, value_name = "VERSION", help_heading = "Cluster")]
    pub(crate) kubernetes: Option<String>,
    /// Addresses of Services: one network, or one of each family with a comma between
    #[arg(long, global = true, value_name = "CIDR[,CIDR]", help_heading = "Cluster")]
    pub(crate) service_cidr: Option<String>,
    /// Addresses of Pods: one network, or one of each family with a comma between
    #[arg(long, global = true, value_name = "CIDR[,CIDR]", help_heading = "Cluster")]
    pub(crate) cluster_cidr: Option<String>,
    /// DNS domain of the cluster
    #[arg(long, global = true, value_name = "DOMAIN", help_heading = "Cluster")]
    pub(crate) cluster_domain: Option<String>,
    /// Who puts load balancers in front of the cluster: generic, ack-flannel, ack-terway-eniip, aws-nlb-instance,
    /// aws-nlb-ip, gke, aks, metallb-l2, k3s-servicelb, kind, minikube, none
    #[arg(long, global = true, value_name = "NAME", help_heading = "Cluster")]
    pub(crate) provider: Option<String>,
    /// Node from which to look
    #[arg(long, global = true, value_name = "NAME", help_heading = "Cluster")]
    pub(crate) node: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Find what is wrong with manifests
    Check(CheckArgs),
    /// Show the API server's answer to each document
    Admit(AdmitArgs),
    /// Compare manifests with others: what a change does to traffic, and what the API server refuses of it
    Diff(DiffArgs),
    /// List the objects of the simulated cluster, as kubectl does
    Get(GetArgs),
    /// Describe Services of the simulated cluster, as kubectl does
    Describe(DescribeArgs),
    /// Show the EndpointSlices of the simulated cluster
    Endpoints(EndpointsArgs),
    /// Show the DNS records of the cluster, or ask for names
    Dns(DnsArgs),
    /// Show the rules that kube-proxy writes on a node
    Rules(RulesArgs),
    /// Show the environment variables that a container gets, those of Services above all
    Env(EnvArgs),
    /// Follow a connection from a client to its end, rule by rule
    Trace(TraceArgs),
    /// Draw the way from clients through Services to Pods
    Draw(DrawArgs),
    /// Tell which type of Service fits, or whether an Ingress or a Gateway does, with reasons and the manifest
    Advise(AdviseArgs),
    /// Explain a rule, or list all rules
    Explain(ExplainArgs),
    /// Serve an editor: the Language Server Protocol on standard input and output
    Lsp(LspArgs),
    /// Print the script that lets a shell complete this command
    Completions(CompletionsArgs),
    /// Print a manual page, or write all of them
    Man(ManArgs),
}

/// A command line that is not a command: a mistake, or a wish for help.
pub(crate) struct Refused(clap::Error);

impl Refused {
    /// Prints it: help to standard output with exit code 0, mistakes to standard error with 2.
    pub(crate) fn report(&self) -> ExitCode {
        // A reader that went away has nothing to be told.
        let _ = self.0.print();
        if self.0.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
    }
}

/// The command with its words in a language.
pub(crate) fn command(lang: Lang) -> clap::Command {
    match lang {
        Lang::En => Cli::command(),
        Lang::Ja => help::japanese(Cli::command()),
    }
}

/// Reads the command line; help and mistakes are told in the language of the locale or of `--lang`.
pub(crate) fn parse(environment: &Environment) -> Result<Cli, Refused> {
    let words = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
    let lang = if is_japanese(environment, words) { Lang::Ja } else { Lang::En };
    let matches = command(lang).try_get_matches().map_err(Refused)?;
    Cli::from_arg_matches(&matches).map_err(Refused)
}

/// Whether the words ask for Japanese, or the locale does and they do not ask for another language.
fn is_japanese(environment: &Environment, words: impl Iterator<Item = String>) -> bool {
    let mut language = None;
    let mut flag = false;
    for word in words.take_while(|word| word != "--") {
        if flag {
            language = Some(word.clone());
        } else if let Some(value) = word.strip_prefix("--lang=") {
            language = Some(value.to_owned());
        }
        flag = word == "--lang";
    }
    language.map_or(environment.lang() == Lang::Ja, |language| language == "ja")
}
