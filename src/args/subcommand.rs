//! What each subcommand takes.

use super::value::{
    AdmitForm, AdviseForm, ChoiceArg, DiffForm, DrawForm, FamilyArg, GetForm, ModeArg, OutputArg,
    OutputParser, ProtocolArg, RuleParser, SeverityArg, TableOrJson, TextOrJson, YesNoArg,
};
use clap::{Args, ValueHint};
use clap_complete::Shell;
use portolan_core::diagnostic::Lang;
use std::path::PathBuf;

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
    /// Let Pods be in their grace period: being deleted, and finishing what they do; words as for --not-ready
    #[arg(long, value_name = "KIND/NAME", help_heading = "What if")]
    pub(crate) terminating: Vec<String>,
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
    /// Pass over given files that hold no manifests, as in directories: for lists of changed files
    #[arg(long)]
    pub(crate) only_manifests: bool,
    /// Look at nothing but the PATHs. Without it the root around them, the nearest folder upward with a portolan.toml,
    /// Chart.yaml or .git, is read as context: a Service may select Pods of a file that is not given
    #[arg(long)]
    pub(crate) no_context: bool,
    /// Apply the safe fixes to the files
    #[arg(long)]
    pub(crate) fix: bool,
    /// Apply also the fixes that guess what was meant
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what the fixes would change, and change nothing
    #[arg(long)]
    pub(crate) diff: bool,
    /// Form of the report [default: full]; several times for several forms, all but one into files
    #[arg(long, short, value_name = "FORM[=FILE]", value_parser = OutputParser)]
    pub(crate) output: Vec<OutputArg>,
    /// Write the report to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) output_file: Option<PathBuf>,
    /// Use only these rules, whatever portolan.toml says; the API server's answers are always told
    #[arg(long, value_name = "RULE[,RULE]", value_delimiter = ',', value_parser = RuleParser(Lang::En))]
    #[arg(hide_possible_values = true)]
    pub(crate) select: Vec<String>,
    /// Leave out the findings of these rules
    #[arg(long, value_name = "RULE[,RULE]", value_delimiter = ',', value_parser = RuleParser(Lang::En))]
    #[arg(hide_possible_values = true)]
    pub(crate) ignore: Vec<String>,
    /// Leave out the findings that this file lists
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write the findings that there are now to the file of --baseline
    #[arg(long, conflicts_with_all = ["diff", "watch"])]
    pub(crate) write_baseline: bool,
    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long)]
    pub(crate) watch: bool,
    /// Exit with 0 even if there are findings
    #[arg(long)]
    pub(crate) exit_zero: bool,
    /// Exit with 1 only for findings of this severity or a worse one [default: warning]
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<SeverityArg>,
}

#[derive(Args)]
pub(crate) struct AdmitArgs {
    #[command(flatten)]
    pub(crate) input: Paths,
    /// Objects that exist already: each document is then an update of the one with its kind and name
    #[arg(long, value_name = "FILE")]
    pub(crate) before: Option<PathBuf>,
    /// Form of the answers; yaml shows the accepted objects as the server stores them, with defaults
    #[arg(long, short, value_name = "FORM", default_value = "text")]
    pub(crate) output: AdmitForm,
}

#[derive(Args)]
pub(crate) struct DiffArgs {
    /// Manifests as they are: a file or a directory
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// Manifests as they shall be
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    #[command(flatten)]
    pub(crate) proxy: ProxyArgs,
    /// Form of the comparison
    #[arg(long, short, value_name = "FORM", default_value = "text")]
    pub(crate) output: DiffForm,
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
    /// Kinds with commas between (svc,pods), or KIND/NAME; `external` shows what is in front of Services for clients
    /// outside, under each externalTrafficPolicy; `reachability` shows who reaches what, and which NetworkPolicies decide
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
    /// Mode of kube-proxy, for `external` [default: that of the provider's clusters]
    #[arg(long, value_name = "MODE")]
    pub(crate) mode: Option<ModeArg>,
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
    /// Mode of kube-proxy [default: that of the provider's clusters, else iptables]
    #[arg(long, value_name = "MODE")]
    pub(crate) mode: Option<ModeArg>,
    /// The node's kernel has no nfacct counters: kube-proxy leaves out the rules that count
    #[arg(long)]
    pub(crate) no_nfacct: bool,
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
    /// HTTP method with which an Ingress or a Gateway is asked [default: GET]
    #[arg(long, short = 'X', value_name = "METHOD")]
    pub(crate) method: Option<String>,
    /// HTTP header of the request, as for curl: 'Version: two', 'Host: shop.example'
    #[arg(long, short = 'H', value_name = "HEADER")]
    pub(crate) header: Vec<String>,
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
pub(crate) struct AdviseArgs {
    /// What to advise on: svc/NAME, or a workload such as deploy/NAME or sts/NAME; also KIND/NAMESPACE/NAME
    #[arg(value_name = "KIND/NAME")]
    pub(crate) target: String,
    #[command(flatten)]
    pub(crate) input: Paths,
    /// Whether clients outside the cluster call it
    #[arg(long, value_name = "ANSWER", help_heading = "Questions")]
    pub(crate) outside: Option<YesNoArg>,
    /// Whether it speaks HTTP
    #[arg(long, value_name = "ANSWER", help_heading = "Questions")]
    pub(crate) http: Option<YesNoArg>,
    /// Whether clients need one particular Pod
    #[arg(long, value_name = "ANSWER", help_heading = "Questions")]
    pub(crate) per_pod: Option<YesNoArg>,
    /// Show the manifest of this choice [default: the one that fits best]
    #[arg(long = "type", value_name = "TYPE", ignore_case = true)]
    pub(crate) choice: Option<ChoiceArg>,
    /// Form of the advice; yaml is the manifest alone
    #[arg(long, short, value_name = "FORM", default_value = "text")]
    pub(crate) output: AdviseForm,
}

#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// Name of the rule; all rules are listed without one
    #[arg(value_name = "RULE", value_parser = RuleParser(Lang::En), hide_possible_values = true)]
    pub(crate) rule: Option<String>,
}

#[derive(Args)]
pub(crate) struct LspArgs {
    /// Speak on standard input and output: editors say so, and there is no other way
    #[arg(long)]
    pub(crate) stdio: bool,
}

#[derive(Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

#[derive(Args)]
pub(crate) struct ManArgs {
    /// Subcommand whose page it is [default: that of portolan itself]
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    pub(crate) page: Option<String>,
    /// Write all pages into this directory, a file each
    #[arg(long, value_name = "DIRECTORY", value_hint = ValueHint::DirPath)]
    pub(crate) dir: Option<PathBuf>,
}
