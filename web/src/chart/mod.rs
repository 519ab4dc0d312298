//! What the core says to the reader's files: the only room of the page that calls the core and the renderers.

mod assist;
mod changes;
mod dns;
mod finding;
mod goals;
mod light;
mod rules;
mod units;
mod verdict;
mod walk;

pub(crate) use assist::{Fact, Suggestion};
pub(crate) use changes::{CHANGER, Changer};
pub(crate) use dns::{Fate, Lookup, lookup, records};
pub(crate) use finding::{Finding, Spot, findings};
pub(crate) use goals::{Reached, right_answer, standing};
pub(crate) use light::Light;
pub(crate) use rules::{RuleSets, mode as mode_of};
pub(crate) use verdict::{Verdict, verdict};
pub(crate) use walk::{Station, Step, Walk, asked, walk};

use crate::state::{Files, Stretch, WhatIf};
use portolan_core::diagnostic::{FileId, Message, Origin, Place};
use portolan_core::proxy::ProxyOptions;
use portolan_core::{Analysis, Options, analyze, parse};
use portolan_render::fix;
use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;
use units::Units;

/// Everything that is known of the files under a set of changes. Two charts are equal if they are the same one.
#[derive(Clone)]
pub(crate) struct Chart(Rc<Known>);

/// What a chart holds.
pub(crate) struct Known {
    /// The analysis, with the changes made.
    pub(crate) analysis: Analysis,
    /// The facts of the cluster.
    pub(crate) options: Options,
    /// How kube-proxy was started.
    pub(crate) proxy: ProxyOptions,
    /// Changes that cannot be made, and why.
    pub(crate) unmet: Vec<Message>,
    /// How the editor counts, file by file.
    units: Vec<Units>,
}

impl PartialEq for Chart {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Chart {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.0
    }
}

thread_local! {
    /// A chart that was wanted before the page draws, and what it was made of.
    static AHEAD: RefCell<Option<(Files, WhatIf, Chart)>> = const { RefCell::new(None) };
}

impl Chart {
    /// Analyses files as they are written, in the cluster that `what_if` names.
    pub(crate) fn of(files: &Files, what_if: &WhatIf) -> Self {
        let ahead = AHEAD.take().filter(|(known, under, _)| known == files && under == what_if);
        ahead.map_or_else(
            || Self::changed(files, what_if, |analysis, _, _| (analysis, Vec::new())),
            |(_, _, chart)| chart,
        )
    }

    /// The same before the page draws these files, which then takes this chart.
    pub(crate) fn ahead(files: &Files, what_if: &WhatIf) -> Self {
        let chart = Self::of(files, what_if);
        AHEAD.set(Some((files.clone(), what_if.clone(), chart.clone())));
        chart
    }

    /// Analyses files under all that `what_if` says.
    pub(crate) fn changed(files: &Files, what_if: &WhatIf, changer: Changer) -> Self {
        let mut options = Options::default();
        options.kubernetes = what_if.kubernetes.unwrap_or(options.kubernetes);
        options.provider = what_if.provider;
        if let Some(networks) = &what_if.service_cidr {
            options.service_cidrs = networks.split(',').filter_map(|text| text.trim().parse().ok()).collect();
        }
        if let Some(networks) = &what_if.cluster_cidr {
            options.cluster_cidrs = networks.split(',').filter_map(|text| text.trim().parse().ok()).collect();
        }
        let mut proxy = ProxyOptions::new(&options);
        proxy.mode = what_if.mode();
        let parsed =
            files.list().iter().map(|file| parse(file.name.to_string(), file.text.as_bytes().to_vec()));
        let as_written = analyze(parsed.collect(), &options);
        let (analysis, unmet) = changer(as_written, &what_if.changes, &options);
        let units = analysis.files.iter().map(|file| Units::of(file.text())).collect();
        Self(Rc::new(Known { analysis, options, proxy, unmet, units }))
    }

    /// Where something stands in the editor: the index of the file, and the stretch of its text.
    pub(crate) fn stretch(&self, origin: &Origin) -> Option<(usize, Stretch)> {
        // Of a whole object its name is shown, which says enough of it.
        let name = Origin { object: origin.object, path: "metadata.name".to_owned() };
        let origin = if origin.path.is_empty() { &name } else { origin };
        Some(self.stretch_of(self.analysis.place(origin)?))
    }

    /// A place as the editor counts.
    pub(crate) fn stretch_of(&self, place: Place) -> (usize, Stretch) {
        let file = place.file.0 as usize;
        let units = |byte| self.units.get(file).map_or(0, |units| units.before(byte));
        (file, Stretch { from: units(place.span.start), to: units(place.span.end.max(place.span.start)) })
    }

    /// The field around a caret: the index of a file, and UTF-16 units from its start.
    pub(crate) fn origin_at(&self, (file, unit): (usize, u32)) -> Option<Origin> {
        let byte = self.units.get(file)?.byte(unit);
        self.analysis.origin_at(FileId(u32::try_from(file).ok()?), byte)
    }

    /// The files with a finding's fix applied, if it has one that can be proved.
    pub(crate) fn mended(&self, diagnostic: usize) -> Option<Vec<(usize, String)>> {
        let fix = self.analysis.diagnostics.get(diagnostic)?.fix.as_ref()?;
        let index = |name: &str| self.analysis.files.iter().position(|file| file.name() == name);
        let mended = fix::one(&self.analysis, fix).into_iter();
        let texts: Vec<_> = mended.filter_map(|file| Some((index(&file.name)?, file.after))).collect();
        (!texts.is_empty()).then_some(texts)
    }
}

/// What fixing everything would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fixable {
    /// How many findings have a fix.
    pub(crate) fixes: usize,
    /// How many of these fixes guess.
    pub(crate) guesses: usize,
}

impl Chart {
    /// How many findings have fixes.
    pub(crate) fn fixable(&self) -> Fixable {
        let fixes = self.analysis.diagnostics.iter().filter_map(|one| one.fix.as_ref());
        fixes.fold(Fixable::default(), |Fixable { fixes, guesses }, fix| Fixable {
            fixes: fixes + 1,
            guesses: guesses + usize::from(!fix.safe),
        })
    }

    /// The files with all fixes applied that can be applied together, and how many those are.
    pub(crate) fn all_mended(&self) -> (usize, Vec<(usize, String)>) {
        let index = |name: &str| self.analysis.files.iter().position(|file| file.name() == name);
        let plan = fix::plan(&self.analysis, true);
        let applied = plan.iter().map(|file| file.applied).sum();
        (applied, plan.into_iter().filter_map(|file| Some((index(&file.name)?, file.after))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Flag, Wish};
    use crate::words::example;
    use portolan_core::diagnostic::Lang;

    fn chart(text: &str) -> Chart {
        Chart::of(&Files::single(text), &WhatIf::default())
    }

    #[test]
    fn the_example_is_mended_by_its_fix() {
        for lang in [Lang::En, Lang::Ja] {
            let broken = chart(example(lang));
            assert_eq!(findings(&broken, lang).len(), 1);
            let (file, text) = broken.mended(0).expect("a fix").remove(0);
            assert_eq!(file, 0);
            assert_eq!(findings(&chart(&text), lang), []);
        }
    }

    #[test]
    fn all_fixes_are_applied_together() {
        let files = Files::single(example(Lang::En))
            .added("two.yaml", &example(Lang::Ja).replace("name: echo", "name: other"));
        let broken = Chart::of(&files, &WhatIf::default());
        assert_eq!(broken.fixable(), Fixable { fixes: 2, guesses: 2 });
        let (applied, texts) = broken.all_mended();
        assert_eq!((applied, texts.iter().map(|(file, _)| *file).collect::<Vec<_>>()), (2, vec![0, 1]));
    }

    #[test]
    fn a_change_is_made_and_one_that_cannot_be_is_told() {
        let wish = |flag, word: &str| Wish { flag, word: word.to_owned() };
        let changes = vec![
            wish(Flag::Set, "rs/echo-summer.spec.replicas=5"),
            wish(Flag::Delete, "deploy/none"),
            wish(Flag::NotReady, "svc/echo"),
        ];
        let what_if = WhatIf { changes, ..WhatIf::default() };
        let chart = Chart::changed(&Files::single(example(Lang::En)), &what_if, changes::changed);
        assert_eq!(chart.analysis.cluster.pods.len(), 5);
        assert_eq!(chart.unmet.len(), 2);
    }

    #[test]
    fn stretches_count_utf16_units() {
        let chart = chart("# 𠮷\napiVersion: v1\nkind: Service\nmetadata: {name: a}\n");
        let file = &chart.analysis.files[0];
        let at = u32::try_from(file.text().find("name: a").expect("a name")).expect("a short text");
        let origin = chart.analysis.origin_at(FileId(0), at).expect("a field");
        assert_eq!(origin.path, "metadata.name");
        let (_, Stretch { from, to }) = chart.stretch(&origin).expect("a place");
        let units: Vec<u16> = file.text().encode_utf16().collect();
        assert_eq!(String::from_utf16_lossy(&units[from as usize..to as usize]), "a");
    }
}
