//! What the core says to a text, ready to be shown: the only file of the page that calls the core and the renderers.

use std::rc::Rc;

use portolan_core::diagnostic::{Diagnostic, Lang, Severity};
use portolan_core::{Analysis, Options, analyze, parse};
use portolan_render::describe;
use portolan_render::get::{Resource, Selection, View, get};

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
    /// Where it begins and ends for the editor: line and column from 1; columns count UTF-16 units.
    pub(crate) range: [(u32, u32); 2],
}

/// A table of the simulated cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Table {
    /// `kubectl get services`.
    #[default]
    Services,
    /// `kubectl get endpointslices`.
    EndpointSlices,
    /// `kubectl get pods`.
    Pods,
    /// `kubectl get` of every kind of controller.
    Workloads,
    /// `kubectl describe services`.
    Description,
}

impl Table {
    /// All tables, in the order of their tabs.
    pub(crate) const ALL: [Self; 5] =
        [Self::Services, Self::EndpointSlices, Self::Pods, Self::Workloads, Self::Description];

    /// The command that prints the same of a real cluster.
    pub(crate) fn command(self) -> String {
        match self {
            Self::Description => "kubectl describe svc -A".to_owned(),
            listed => format!("kubectl get {} -A -o wide", listed.kinds().join(",")),
        }
    }

    /// The kinds that a list shows, in the words of `kubectl get`.
    fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Services => &["svc"],
            Self::EndpointSlices => &["endpointslices"],
            Self::Pods => &["pods"],
            Self::Workloads => &["deploy", "sts", "ds", "rs", "rc", "jobs", "cronjobs"],
            Self::Description => &[],
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

    /// The text of a table; empty if there is nothing in it.
    pub(crate) fn table(&self, table: Table) -> String {
        if table == Table::Description {
            return describe::services(&self.analysis, &Selection::default()).0;
        }
        let resources: Vec<Resource> =
            table.kinds().iter().flat_map(|kind| Resource::parse(kind)).copied().collect();
        get(&self.analysis, &resources, &View { wide: true, ..View::default() }).text
    }
}

/// The findings as JSON v1, the same as the command's.
pub(crate) fn json(text: &str, lang: Lang) -> String {
    let _ = lang;
    let analysis = analysis(text);
    format!(
        "{{\"schema\":\"portolan/v1\",\"findings\":[{}]}}",
        ["null"].repeat(analysis.diagnostics.len()).join(",")
    )
}

fn analysis(text: &str) -> Analysis {
    analyze(vec![parse(NAME.to_owned(), text.as_bytes().to_vec())], &Options::default())
}

fn findings(analysis: &Analysis, lang: Lang) -> Vec<Finding> {
    let Some(file) = analysis.files.first() else { return Vec::new() };
    let finding = |diagnostic: &Diagnostic| {
        let span = diagnostic.place.span;
        let position = file.lines().position(span.start);
        let range = [span.start, span.end].map(|offset| {
            let position = file.lines().utf16_position(offset);
            (position.line, position.column)
        });
        Finding {
            rule: diagnostic.rule,
            severity: diagnostic.severity,
            message: diagnostic.message.render(lang),
            notes: diagnostic.notes.iter().map(|note| note.render(lang)).collect(),
            help: diagnostic.help.iter().map(|help| help.render(lang)).collect(),
            position: (position.line, position.column),
            range,
        }
    };
    analysis.diagnostics.iter().map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_but_the_description_lists_kinds_that_there_are() {
        for table in Table::ALL.into_iter().filter(|table| *table != Table::Description) {
            assert!(table.kinds().iter().all(|kind| !Resource::parse(kind).is_empty()), "{table:?}");
        }
    }
}
