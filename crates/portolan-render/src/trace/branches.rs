//! The way of the packet: hook by hook and node by node, a fork where chance decides.

use super::TraceOptions;
use super::paper::{Ink, Paper};
use super::shape::Tree;
use crate::location::location;
use crate::walk::odds::fraction;
use crate::walk::outcome::{is_elsewhere, mark};
use crate::walk::{Walk, is_hook, odds_of, share_of, who, words};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Certainty, Lang, Origin, Part};
use portolan_core::trace::{End, Ending, Receiver, Stage, Step};
use portolan_yaml::collections::BTreeSet;

/// Of branches that are told in a line, a fork shows at most this many.
const MOST_IN_SHORT: usize = 4;

/// Where so many are left out, this many are shown.
const SHOWN_IN_SHORT: usize = 2;

/// Forks lie at most this deep in each other.
const DEEPEST: usize = 24;

/// Writes down a walk.
pub(super) struct Writer<'a> {
    walk: Walk<'a>,
    options: TraceOptions,
    tree: &'a Tree<'a>,
    /// The shapes of the branches that have been told in full, each up to its next fork.
    told: BTreeSet<u32>,
    paper: Paper,
}

/// What was last written, so that it is not said again.
#[derive(Clone, Copy, Default)]
struct Above<'a> {
    place: Option<(Stage, &'a str)>,
    origin: Option<&'a Origin>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(walk: Walk<'a>, options: TraceOptions, tree: &'a Tree<'a>) -> Self {
        let paper = Paper::new(options.color, options.width);
        Self { walk, options, tree, told: BTreeSet::new(), paper }
    }

    /// The whole walk.
    pub(super) fn text(mut self) -> String {
        let tree = self.tree;
        match tree.roots.as_slice() {
            [only] => self.branch(*only, Above::default(), 0),
            several => self.fork(several, Above::default(), 0),
        }
        self.paper.finish()
    }

    /// A step and what follows it, up to the next fork.
    fn branch(&mut self, first: usize, mut above: Above<'a>, depth: usize) {
        let tree = self.tree;
        let mut next = Some(first);
        while let Some(index) = next {
            let Some(step) = tree.step(index) else { return };
            above = self.step(step, above);
            if let Some(end) = tree.end(index) {
                self.end(end);
            }
            next = match tree.children(index) {
                [] => None,
                [only] => Some(*only),
                several => {
                    self.fork(several, above, depth);
                    None
                }
            };
        }
    }

    /// Branches: the first of each kind in full, others alike in a line.
    fn fork(&mut self, branches: &[usize], above: Above<'a>, depth: usize) {
        if depth >= DEEPEST {
            self.paper.line("…");
            return;
        }
        let mut rest = branches;
        while let Some((first, behind)) = rest.split_first() {
            let alike = rest.iter().take_while(|one| self.is_told(**one)).count();
            if alike > MOST_IN_SHORT {
                let (shown, hidden) = rest.split_at(SHOWN_IN_SHORT);
                let (hidden, behind) = hidden.split_at(alike - SHOWN_IN_SHORT);
                shown.iter().for_each(|one| self.in_short(*one, false));
                self.left_out(hidden, behind.is_empty());
                rest = behind;
                continue;
            }
            if alike > 0 {
                self.in_short(*first, behind.is_empty());
            } else {
                self.in_full(*first, above, (behind.is_empty(), depth));
            }
            rest = behind;
        }
    }

    /// Whether all that happens in a branch has been told of another one.
    fn is_told(&self, branch: usize) -> bool {
        let mut waiting = vec![branch];
        while let Some(one) = waiting.pop() {
            if !self.told.contains(&self.tree.shape(one)) {
                return false;
            }
            waiting.extend(self.tree.next_fork(one));
        }
        !self.options.verbose
    }

    fn in_full(&mut self, branch: usize, above: Above<'a>, (last, depth): (bool, usize)) {
        self.told.insert(self.tree.shape(branch));
        let odds = self.tree.step(branch).map(odds_of).unwrap_or_default();
        let odds = self.paper.ink(Ink::Odds, &odds);
        self.paper.line(&format!("{} {odds}", corner(last)));
        self.paper.indent(if last { "   " } else { "│  " });
        self.branch(branch, above, depth + 1);
        self.paper.outdent();
    }

    fn in_short(&mut self, branch: usize, last: bool) {
        let Some(step) = self.tree.step(branch) else { return };
        let lang = self.options.lang;
        let message = match self.tree.only_end(branch) {
            Some(end) if end.receiver != Receiver::Nobody => {
                let who = who::named(self.walk.analysis, end, lang);
                words::LIKEWISE.with([("who", Arg::text(who))])
            }
            _ => words::LIKEWISE_ON.with([("what", Arg::text(step.message.render(lang)))]),
        };
        let odds = self.paper.ink(Ink::Odds, &odds_of(step));
        let words = message.render(lang);
        let mark = self.tree.only_end(branch).map(|end| format!("{} ", self.mark(end)));
        let head = format!("{} {odds}  {}", corner(last), mark.unwrap_or_default());
        self.paper.wrapped(&head, &words, if last { "   " } else { "│  " });
    }

    fn left_out(&mut self, branches: &[usize], last: bool) {
        let shares: Vec<f64> = branches.iter().filter_map(|one| self.tree.step(*one)).map(share_of).collect();
        let first = shares.first().map(|share| fraction(*share)).unwrap_or_default();
        let even = shares.iter().all(|share| fraction(*share) == first);
        let template = if even { &words::MORE_EACH } else { &words::MORE };
        let share = if even { first } else { fraction(shares.iter().sum()) };
        let message = template.with([("n", Arg::count(branches.len())), ("share", Arg::text(share))]);
        let words = self.paper.ink(Ink::Faint, &message.render(self.options.lang));
        self.paper.line(&format!("{} {words}", corner(last)));
    }

    /// One step: under the head of its hook, or behind the name of its place.
    fn step(&mut self, step: &'a Step, above: Above<'a>) -> Above<'a> {
        let place = (step.stage, &*step.node);
        let sentence = self.walk.step(step).sentence;
        let head = self.walk.head(step);
        if is_hook(step.stage) {
            if above.place != Some(place) {
                let node = self.paper.ink(Ink::Strong, &step.node);
                let head = self.paper.ink(Ink::Strong, &head);
                self.paper.line(&format!("{node}  {head}"));
            }
            self.paper.indent("  ");
            self.paper.wrapped("", &sentence, "");
            self.rule(step, above);
            self.paper.outdent();
        } else {
            let head = self.paper.ink(Ink::Strong, &head);
            self.paper.wrapped(&format!("{head}  "), &sentence, "  ");
            self.rule(step, above);
        }
        Above { place: Some(place), origin: step.origin.as_ref().or(above.origin) }
    }

    /// The rule, and the field that it comes from unless the step before comes from the same.
    fn rule(&mut self, step: &Step, above: Above<'a>) {
        self.paper.indent("  ");
        if let Some(rule) = &step.rule {
            if self.options.verbose {
                rule.lines().for_each(|line| self.paper.faint(line));
            } else {
                let room = self.paper.room();
                self.paper.faint(&super::cut::rule(rule, room));
            }
        }
        if let Some(origin) = step.origin.as_ref().filter(|origin| above.origin != Some(*origin))
            && let Some(written) = written(self.walk.analysis, origin)
        {
            let arrow = self.paper.ink(Ink::Place, "-->");
            let written = self.paper.ink(Ink::Faint, &written);
            self.paper.line(&format!("{arrow} {written}"));
        }
        for other in &step.runners_up {
            let what = Arg::text(other.message.render(self.options.lang));
            let words = words::NOT_CHOSEN.with([("what", what)]).render(self.options.lang);
            self.paper.wrapped("", &words, "  ");
        }
        self.paper.outdent();
    }

    fn end(&mut self, end: &End) {
        let lang = self.options.lang;
        let (mark, ink) = (self.mark(end), ink(end));
        let result = self.paper.ink(ink, &words::result(end.ending, is_elsewhere(end)).render(lang));
        let share = match (end.probability < 1.0 - 1e-9, lang) {
            (false, _) => String::new(),
            (true, Lang::En) => format!(" ({})", fraction(end.probability)),
            (true, Lang::Ja) => format!("（{}）", fraction(end.probability)),
        };
        let reason = end.reason.render(lang);
        self.paper.wrapped(&format!("{mark} {result}{share}: "), &reason, "  ");
    }

    fn mark(&self, end: &End) -> String {
        self.paper.ink(ink(end), mark(end.ending, end.certainty))
    }
}

const fn ink(end: &End) -> Ink {
    match (end.ending, end.certainty) {
        (Ending::Answered, Certainty::DependsOnCluster) => Ink::Doubtful,
        (Ending::Answered, _) => Ink::Good,
        (Ending::Replied(..400), _) => Ink::Doubtful,
        _ => Ink::Bad,
    }
}

const fn corner(last: bool) -> &'static str {
    if last { "└─" } else { "├─" }
}

/// `shop.yaml:24 spec.ports[0].port`.
pub(crate) fn written(analysis: &Analysis, origin: &Origin) -> Option<String> {
    let manifest = analysis.manifests.get(origin.object.0 as usize)?;
    let place = location(analysis, manifest.place(&analysis.files, &origin.path, Part::Value));
    let what = if origin.path.is_empty() {
        format!("{} {}", manifest.kind.as_deref()?, manifest.name.as_deref()?)
    } else {
        origin.path.clone()
    };
    Some(format!("{}:{} {what}", place.file, place.line))
}
