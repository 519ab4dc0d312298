//! The words that options take.

use clap::builder::{EnumValueParser, PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error, ValueEnum};
use portolan_core::diagnostic::{Lang, Severity};
use portolan_core::lint::{self, RULES};
use std::ffi::OsStr;
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, ValueEnum)]
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportForm {
    /// With the lines of the manifests
    Full,
    /// A line a finding
    Concise,
    Json,
    /// A line of JSON a finding
    Jsonl,
    /// For GitHub's code scanning and for editors
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// GitLab's Code Quality report
    Gitlab,
    Junit,
    Checkstyle,
    /// For reviewdog
    Rdjson,
    /// For a comment or the summary of a job
    Markdown,
}

/// A form of the report, and the file it goes to instead of standard output.
#[derive(Clone, Debug)]
pub(crate) struct OutputArg {
    pub(crate) form: ReportForm,
    pub(crate) file: Option<PathBuf>,
}

/// Reads `FORM` or `FORM=FILE`.
#[derive(Clone)]
pub(crate) struct OutputParser;

impl TypedValueParser for OutputParser {
    type Value = OutputArg;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<OutputArg, Error> {
        let (form, file) = match value.to_str().and_then(|text| text.split_once('=')) {
            Some((form, file)) if !file.is_empty() => (OsStr::new(form), Some(PathBuf::from(file))),
            _ => (value, None),
        };
        let form = EnumValueParser::<ReportForm>::new().parse_ref(command, arg, form)?;
        Ok(OutputArg { form, file })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(ReportForm::value_variants().iter().filter_map(ReportForm::to_possible_value)))
    }
}

/// Takes any word, and offers the names of the rules, with their summaries, to who completes it.
#[derive(Clone)]
pub(crate) struct RuleParser(pub(crate) Lang);

impl TypedValueParser for RuleParser {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let rules = RULES.iter().map(|rule| rule.meta());
        Some(Box::new(rules.map(|meta| PossibleValue::new(meta.name).help(lint::summary(meta, self.0)))))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum SeverityArg {
    Error,
    Warning,
    Note,
}

impl From<SeverityArg> for Severity {
    fn from(severity: SeverityArg) -> Self {
        match severity {
            SeverityArg::Error => Self::Error,
            SeverityArg::Warning => Self::Warning,
            SeverityArg::Note => Self::Note,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AdmitForm {
    Text,
    Json,
    Yaml,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffForm {
    Text,
    Markdown,
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
    /// For a terminal
    Text,
    /// For a browser or a document
    Svg,
    /// For Markdown
    Mermaid,
    /// For Graphviz
    Dot,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AdviseForm {
    Text,
    Json,
    Yaml,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum YesNoArg {
    Yes,
    No,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChoiceArg {
    #[value(name = "ClusterIP")]
    ClusterIp,
    #[value(name = "headless")]
    Headless,
    #[value(name = "NodePort")]
    NodePort,
    #[value(name = "LoadBalancer")]
    LoadBalancer,
    #[value(name = "ExternalName")]
    ExternalName,
    #[value(name = "Ingress")]
    Ingress,
    #[value(name = "Gateway")]
    Gateway,
}
