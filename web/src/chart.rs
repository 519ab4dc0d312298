//! What the core says to a text, ready to be shown: the only file of the page that calls the core and the renderers.

use std::rc::Rc;

use portolan_core::diagnostic::{Diagnostic, Lang, Message, Place, Severity};
use portolan_core::dns::Zone;
use portolan_core::proxy::{self, ProxyOptions};
use portolan_core::{Analysis, File, Options, analyze, parse};
use portolan_render::draw::{self, Drawing};
use portolan_render::get::{Resource, Selection, View, get};
use portolan_render::{describe, dns_table, fix, rules_text};

/// The name that the command gives to its standard input: findings name the same file on both sides.
const NAME: &str = "<stdin>";

/// What is shown next to the editor. Two charts are equal if they are of the same analysis.
#[derive(Clone)]
pub(crate) struct Chart {
    /// The findings, in the order of the text.
    pub(crate) findings: Vec<Finding>,
    /// How many lines the text has.
    pub(crate) lines: u32,
    analysis: Rc<Analysis>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) rule: &'static str,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) notes: Vec<String>,
    pub(crate) help: Vec<String>,
    /// Line and column, from 1; columns count characters.
    pub(crate) position: (u32, u32),
    pub(crate) range: Range,
    /// Other places that explain it, and what is to be seen there.
    pub(crate) related: Vec<(Range, String)>,
    /// What the fix does, if there is one, and whether it keeps the meaning for certain.
    pub(crate) fix: Option<(String, bool)>,
}

/// A range of the text for the editor: lines and columns from 1; columns count UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) start: (u32, u32),
    pub(crate) end: (u32, u32),
}

/// A view of the simulated cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Table {
    /// From clients through Services to Pods.
    #[default]
    Picture,
    /// Services.
    Services,
    /// EndpointSlices.
    EndpointSlices,
    /// Pods.
    Pods,
    /// Controllers of every kind.
    Workloads,
    /// Services in detail.
    Description,
    /// The DNS records.
    Dns,
    /// The rules that kube-proxy writes.
    Rules,
}

impl Table {
    /// All views, in the order of their tabs.
    pub(crate) const ALL: [Self; 8] = [
        Self::Picture,
        Self::Services,
        Self::EndpointSlices,
        Self::Pods,
        Self::Workloads,
        Self::Description,
        Self::Dns,
        Self::Rules,
    ];

    /// What to type for the same on the command line.
    pub(crate) fn command(self) -> String {
        match self {
            Self::Picture => "portolan draw".to_owned(),
            Self::Description => "portolan describe svc -A".to_owned(),
            Self::Dns => "portolan dns".to_owned(),
            Self::Rules => "portolan rules --mode iptables".to_owned(),
            listed => format!("portolan get {} -A -o wide", listed.kinds().join(",")),
        }
    }

    /// The kinds that a list shows, in the words of `kubectl get`.
    fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Services => &["svc"],
            Self::EndpointSlices => &["endpointslices"],
            Self::Pods => &["pods"],
            Self::Workloads => &["deploy", "sts", "ds", "rs", "rc", "jobs", "cronjobs"],
            Self::Picture | Self::Description | Self::Dns | Self::Rules => &[],
        }
    }
}

impl PartialEq for Chart {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.analysis, &other.analysis)
    }
}

impl Chart {
    /// Analyses a text.
    pub(crate) fn of(text: &str, lang: Lang) -> Self {
        let analysis = analysis(text);
        let lines = analysis.files.first().map_or(1, |file| file.lines().count());
        Self { findings: findings(&analysis, lang), lines, analysis: Rc::new(analysis) }
    }

    /// The text of a view; empty if there is nothing in it.
    pub(crate) fn table(&self, table: Table, lang: Lang) -> String {
        let Analysis { cluster, slices, .. } = &*self.analysis;
        match table {
            Table::Picture => draw::text(&self.analysis, Drawing { lang, color: false }),
            Table::Description => describe::services(&self.analysis, &Selection::default()).0,
            Table::Dns => dns_table(&Zone::new(cluster, slices)),
            Table::Rules => {
                let plan = proxy::plan(cluster, slices, &ProxyOptions::new(&cluster.options));
                rules_text(&proxy::iptables::ruleset(&plan))
            }
            listed => {
                let resources: Vec<Resource> =
                    listed.kinds().iter().flat_map(|kind| Resource::parse(kind)).copied().collect();
                get(&self.analysis, &resources, &View { wide: true, ..View::default() }).text
            }
        }
    }

    /// The text with a finding's fix applied, if it has one that can be proved.
    pub(crate) fn mended(&self, finding: usize) -> Option<String> {
        let fix = self.analysis.diagnostics.get(finding)?.fix.as_ref()?;
        fix::one(&self.analysis, fix).pop().map(|file| file.after)
    }
}

/// The findings as JSON v1, the same as the command's.
pub(crate) fn json(text: &str, lang: Lang) -> String {
    portolan_render::json::check(&analysis(text), lang)
}

fn analysis(text: &str) -> Analysis {
    analyze(vec![parse(NAME.to_owned(), text.as_bytes().to_vec())], &Options::default())
}

fn findings(analysis: &Analysis, lang: Lang) -> Vec<Finding> {
    let Some(file) = analysis.files.first() else { return Vec::new() };
    analysis.diagnostics.iter().map(|diagnostic| finding(diagnostic, file, lang)).collect()
}

fn finding(diagnostic: &Diagnostic, file: &File, lang: Lang) -> Finding {
    let words = |messages: &[Message]| messages.iter().map(|message| message.render(lang)).collect();
    let position = file.lines().position(diagnostic.place.span.start);
    let related = diagnostic.related.iter();
    Finding {
        rule: diagnostic.rule,
        severity: diagnostic.severity,
        message: diagnostic.message.render(lang),
        notes: words(&diagnostic.notes),
        help: words(&diagnostic.help),
        position: (position.line, position.column),
        range: range(file, diagnostic.place),
        related: related.map(|other| (range(file, other.place), other.message.render(lang))).collect(),
        fix: diagnostic.fix.as_ref().map(|fix| (fix.title.render(lang), fix.safe)),
    }
}

fn range(file: &File, place: Place) -> Range {
    let [start, end] = [place.span.start, place.span.end].map(|offset| {
        let position = file.lines().utf16_position(offset);
        (position.line, position.column)
    });
    Range { start, end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_of_the_example_has_something_to_show() {
        let chart = Chart::of(crate::words::Words::of(Lang::En).example, Lang::En);
        for table in Table::ALL {
            assert!(!chart.table(table, Lang::En).trim().is_empty(), "{table:?}");
        }
    }

    #[test]
    fn the_example_is_mended_by_its_fix() {
        for lang in [Lang::En, Lang::Ja] {
            let chart = Chart::of(crate::words::Words::of(lang).example, lang);
            assert_eq!(chart.findings.len(), 1);
            let mended = chart.mended(0).expect("a fix");
            assert_eq!(Chart::of(&mended, lang).findings, []);
        }
    }
}
