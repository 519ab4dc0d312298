//! What the core says to a text, ready to be shown: the only file of the page that calls the core and the renderers.

use std::rc::Rc;

use portolan_core::diagnostic::{Lang, Severity};
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
    /// The range in the editor, in UTF-16 units.
    pub(crate) range: (u32, u32),
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
        let ruler = Ruler::new(text);
        let findings = findings(&analysis, &ruler, lang);
        Self { findings, lines: ruler.lines(), analysis: Rc::new(analysis) }
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

fn findings(analysis: &Analysis, ruler: &Ruler<'_>, lang: Lang) -> Vec<Finding> {
    let finding = |diagnostic: &portolan_core::diagnostic::Diagnostic| {
        let span = diagnostic.place.span;
        Finding {
            rule: diagnostic.rule,
            severity: diagnostic.severity,
            message: diagnostic.message.render(lang),
            notes: diagnostic.notes.iter().map(|note| note.render(lang)).collect(),
            help: diagnostic.help.iter().map(|help| help.render(lang)).collect(),
            position: ruler.position(span.start),
            range: (ruler.utf16(span.start), ruler.utf16(span.end)),
        }
    };
    analysis.diagnostics.iter().map(finding).collect()
}

/// Measures a text: where its lines begin, in bytes and in the editor's UTF-16 units.
struct Ruler<'t> {
    text: &'t str,
    /// For each line: its first byte, and its first UTF-16 unit.
    starts: Vec<(u32, u32)>,
}

impl<'t> Ruler<'t> {
    fn new(text: &'t str) -> Self {
        let mut starts = vec![(0, 0)];
        let (mut bytes, mut units) = (0_u32, 0_u32);
        for line in text.split_inclusive('\n') {
            bytes = bytes.saturating_add(count(line.len()));
            units = units.saturating_add(count(line.encode_utf16().count()));
            if line.ends_with('\n') {
                starts.push((bytes, units));
            }
        }
        Self { text, starts }
    }

    fn lines(&self) -> u32 {
        count(self.starts.len())
    }

    /// The line's index, and the text between its start and the offset.
    fn line(&self, offset: u32) -> (usize, &'t str) {
        let line = self.starts.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).map_or(0, |(start, _)| *start);
        (line, self.text.get(start as usize..offset as usize).unwrap_or_default())
    }

    /// Line and column from 1; columns count characters.
    fn position(&self, offset: u32) -> (u32, u32) {
        let (line, before) = self.line(offset);
        (count(line + 1), count(before.chars().count() + 1))
    }

    fn utf16(&self, offset: u32) -> u32 {
        let (line, before) = self.line(offset);
        let start = self.starts.get(line).map_or(0, |(_, units)| *units);
        start.saturating_add(count(before.encode_utf16().count()))
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
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

    #[test]
    fn positions_count_characters_and_ranges_count_utf16() {
        let ruler = Ruler::new("a: 𠮷野\nb: 日本\n");
        let b = count("a: 𠮷野\n".len());
        assert_eq!(ruler.position(b), (2, 1));
        assert_eq!(ruler.utf16(b), 7);
        let end = count("a: 𠮷野\nb: 日本".len());
        assert_eq!(ruler.position(end), (2, 6));
        assert_eq!(ruler.utf16(end), 12);
        assert_eq!(ruler.lines(), 3);
    }

    #[test]
    fn an_offset_behind_the_end_is_still_somewhere() {
        let ruler = Ruler::new("a: 1\n");
        assert_eq!(ruler.position(999).0, 2);
        assert_eq!(Ruler::new("").position(0), (1, 1));
    }
}
