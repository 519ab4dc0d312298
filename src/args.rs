//! What can be written on the command line.

use crate::help;
use crate::locale::Environment;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
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
#[derive(Args)]
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
    /// Read no configuration file
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
    /// Explain a rule, or list all rules
    Explain(ExplainArgs),
}

/// Where manifests come from.
#[derive(Args)]
pub(crate) struct Paths {
    /// Files, directories, or `-` for standard input [default: .]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
}

/// What is different from the manifests.
#[derive(Args)]
pub(crate) struct WhatIfArgs {
    /// Give a field another value: deploy/web.replicas=3, svc/echo.spec.ports[0].targetPort=8080
    #[arg(long, value_name = "KIND/NAME.FIELD=VALUE", help_heading = "What if")]
    pub(crate) set: Vec<String>,
    /// Let Pods fail their readiness probes: pod/NAME, 'pod/web-*', or a controller for all of its Pods
    #[arg(long, value_name = "KIND/NAME", help_heading = "What if")]
    pub(crate) not_ready: Vec<String>,
    /// Delete objects and what they own; shown before a controller has replaced anything
    #[arg(long, value_name = "KIND/NAME", help_heading = "What if")]
    pub(crate) delete: Vec<String>,
    /// Lose a node: its Pods are not ready any more, and not evicted yet
    #[arg(long, value_name = "NODE", help_heading = "What if")]
    pub(crate) node_down: Vec<String>,
    /// Add a Pod without labels to ask from, on a node if one is named
    #[arg(long, value_name = "[NAMESPACE/]NAME[@NODE]", help_heading = "What if")]
    pub(crate) client: Vec<String>,
    /// Show only what these changes change
    #[arg(long, help_heading = "What if")]
    pub(crate) diff: bool,
}

#[derive(Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) input: Paths,
    /// Apply the safe fixes to the files
    #[arg(long)]
    pub(crate) fix: bool,
    /// Apply also the fixes that guess what was meant
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what the fixes would change, and change nothing
    #[arg(long)]
    pub(crate) diff: bool,
    /// Form of the report
    #[arg(long, short, value_name = "FORM", default_value = "full")]
    pub(crate) output: ReportForm,
    /// Exit with 0 even if there are findings
    #[arg(long)]
    pub(crate) exit_zero: bool,
    /// Exit with 1 only for findings of this severity or a worse one
    #[arg(long, value_name = "SEVERITY", default_value = "warning")]
    pub(crate) fail_on: SeverityArg,
}

#[derive(Args)]
pub(crate) struct AdmitArgs {
    #[command(flatten)]
    pub(crate) input: Paths,
    /// Objects that exist already: each document is then an update of the one with its kind and name
    #[arg(long, value_name = "FILE")]
    pub(crate) before: Option<PathBuf>,
    /// Form of the answers
    #[arg(long, short, value_name = "FORM", default_value = "text")]
    pub(crate) output: TextOrJson,
}

/// Which objects to show.
#[derive(Args)]
pub(crate) struct Scope {
    /// Objects of all namespaces
    #[arg(long, short = 'A')]
    pub(crate) all_namespaces: bool,
    /// Objects of this namespace
    #[arg(long, short, value_name = "NAME", default_value = "default")]
    pub(crate) namespace: String,
    /// Only objects with these labels, for example app=echo,release!=spring
    #[arg(long, short = 'l', value_name = "LABELS")]
    pub(crate) selector: Vec<String>,
    /// Manifests, in addition to the PATHs
    #[arg(long, short, value_name = "PATH")]
    pub(crate) filename: Vec<PathBuf>,
}

#[derive(Args)]
pub(crate) struct GetArgs {
    /// Kinds with commas between (svc,pods), or KIND/NAME
    #[arg(value_name = "KIND")]
    pub(crate) kinds: String,
    /// Names of objects, then files, directories, or `-` for standard input
    #[arg(value_name = "NAME|PATH")]
    pub(crate) rest: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) scope: Scope,
    /// Form of the list
    #[arg(long, short, value_name = "FORM")]
    pub(crate) output: Option<GetForm>,
    /// Leave out the line of column names
    #[arg(long)]
    pub(crate) no_headers: bool,
    #[command(flatten)]
    pub(crate) what_if: WhatIfArgs,
}

#[derive(Args)]
pub(crate) struct DescribeArgs {
    /// What to describe: svc, or svc/NAME
    #[arg(value_name = "KIND")]
    pub(crate) kinds: String,
    /// Names of Services, then files, directories, or `-` for standard input
    #[arg(value_name = "NAME|PATH")]
    pub(crate) rest: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) scope: Scope,
    #[command(flatten)]
    pub(crate) what_if: WhatIfArgs,
}

#[derive(Args)]
pub(crate) struct EndpointsArgs {
    #[command(flatten)]
    pub(crate) input: Paths,
    /// Form of the answer
    #[arg(long, short, value_name = "FORM", default_value = "table")]
    pub(crate) output: TableOrJson,
    #[command(flatten)]
    pub(crate) what_if: WhatIfArgs,
}

#[derive(Args)]
pub(crate) struct DnsArgs {
    #[command(flatten)]
    pub(crate) input: Paths,
    /// Ask for this name
    #[arg(long, value_name = "NAME")]
    pub(crate) query: Option<String>,
    /// Type of the record asked for
    #[arg(long = "type", value_name = "TYPE", default_value = "A", requires = "query")]
    pub(crate) record_type: String,
    /// Ask as a Pod does, with its search list: pod/NAME or pod/NAMESPACE/NAME
    #[arg(long, value_name = "POD", requires = "query")]
    pub(crate) from: Option<String>,
    /// Ask what stands in this file: a JSON list of {name, type}
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub(crate) queries: Option<PathBuf>,
    /// Form of the answer
    #[arg(long, short, value_name = "FORM", default_value = "text")]
    pub(crate) output: TextOrJson,
    #[command(flatten)]
    pub(crate) what_if: WhatIfArgs,
}

#[derive(Args)]
pub(crate) struct EnvArgs {
    /// The Pod: pod/NAME or pod/NAMESPACE/NAME; or a controller, deploy/NAME, for its first Pod
    #[arg(value_name = "POD")]
    pub(crate) pod: String,
    #[command(flatten)]
    pub(crate) input: Paths,
    /// Container, or init container [default: the first]
    #[arg(long, short, value_name = "NAME")]
    pub(crate) container: Option<String>,
    /// Form of the answer
    #[arg(long, short, value_name = "FORM", default_value = "text")]
    pub(crate) output: TextOrJson,
    #[command(flatten)]
    pub(crate) what_if: WhatIfArgs,
}

#[derive(Args)]
pub(crate) struct RulesArgs {
    #[command(flatten)]
    pub(crate) input: Paths,
    #[command(flatten)]
    pub(crate) proxy: ProxyArgs,
    /// Family of the addresses [default: that of the first Service network]
    #[arg(long, value_name = "FAMILY")]
    pub(crate) family: Option<FamilyArg>,
    /// Form of the answer
    #[arg(long, short, value_name = "FORM", default_value = "text")]
    pub(crate) output: TextOrJson,
    /// Explain rules that were taken from a node with `iptables-save` or `nft list ruleset`, and compare
    /// them with the PATHs if there are any
    #[arg(long, value_name = "FILE", conflicts_with_all = ["mode", "restore", "WhatIfArgs"])]
    pub(crate) explain: Option<PathBuf>,
    /// Show what kube-proxy writes to iptables-restore; the iptables calls that come before stand
    /// above it as comments
    #[arg(long, conflicts_with = "output")]
    pub(crate) restore: bool,
    #[command(flatten)]
    pub(crate) what_if: WhatIfArgs,
}

/// How kube-proxy was started.
#[derive(Args)]
pub(crate) struct ProxyArgs {
    /// Mode of kube-proxy [default: iptables]
    #[arg(long, value_name = "MODE")]
    pub(crate) mode: Option<ModeArg>,
    /// Flags of kube-proxy, as they stand on a node
    #[arg(last = true, value_name = "KUBE-PROXY FLAGS")]
    pub(crate) kube_proxy: Vec<String>,
}

#[derive(Args)]
pub(crate) struct TraceArgs {
    #[command(flatten)]
    pub(crate) input: Paths,
    /// Who opens the connection: pod/NAME, pod/NAMESPACE/NAME, deploy/NAME (one of its Pods), node/NAME, or an address
    /// [default: a Pod of its own, as with --client client]
    #[arg(long, value_name = "CLIENT")]
    pub(crate) from: Option<String>,
    /// What to: a URL, HOST:PORT, IP:PORT, [IPv6]:PORT, svc/NAME[:PORT], pod/NAME:PORT, or node/NAME:PORT
    #[arg(long, value_name = "TARGET")]
    pub(crate) to: String,
    /// Protocol of the connection [default: tcp]
    #[arg(long, value_name = "PROTOCOL")]
    pub(crate) protocol: Option<ProtocolArg>,
    #[command(flatten)]
    pub(crate) proxy: ProxyArgs,
    /// Show rules as long as they are, and every branch in full
    #[arg(long, short)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    pub(crate) what_if: WhatIfArgs,
    /// Form of the answer
    #[arg(long, short, value_name = "FORM", default_value = "text")]
    pub(crate) output: TextOrJson,
}

#[derive(Args)]
pub(crate) struct DrawArgs {
    #[command(flatten)]
    pub(crate) input: Paths,
    /// Form of the picture
    #[arg(long, short, value_name = "FORM", default_value = "text")]
    pub(crate) output: DrawForm,
    #[command(flatten)]
    pub(crate) what_if: WhatIfArgs,
}

#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// Name of the rule; all rules are listed without one
    #[arg(value_name = "RULE")]
    pub(crate) rule: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum LangArg {
    /// English
    En,
    /// 日本語
    Ja,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    /// On terminals, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportForm {
    /// With the lines of the manifests
    Full,
    /// A line a finding
    Concise,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum SeverityArg {
    Error,
    Warning,
    Note,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableOrJson {
    Table,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GetForm {
    /// More columns
    Wide,
    Yaml,
    Json,
    /// KIND/NAME only
    Name,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModeArg {
    Iptables,
    Nftables,
    Ipvs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProtocolArg {
    Tcp,
    Udp,
    Sctp,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FamilyArg {
    Ipv4,
    Ipv6,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DrawForm {
    Text,
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

/// Reads the command line; help and mistakes are told in the language of the locale or of `--lang`.
pub(crate) fn parse(environment: &Environment) -> Result<Cli, Refused> {
    let mut command = Cli::command();
    if is_japanese(environment, std::env::args_os().map(|word| word.to_string_lossy().into_owned())) {
        command = help::japanese(command);
    }
    let matches = command.try_get_matches().map_err(Refused)?;
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
