//! Which branches of a walk are alike: the same things happen up to the next fork, only to other Pods or on other nodes.

use portolan_core::trace::{End, Ending, Step, Trace};
use portolan_yaml::collections::BTreeMap;

/// The walk as a tree, with the shape of what follows each step up to the next fork.
pub(super) struct Tree<'t> {
    pub(super) trace: &'t Trace,
    /// The steps that follow each step.
    children: Vec<Vec<usize>>,
    /// The first steps.
    pub(super) roots: Vec<usize>,
    ends: BTreeMap<usize, &'t End>,
    shapes: Vec<u32>,
    /// How many ends each step leads to.
    counts: Vec<usize>,
}

/// What makes two steps alike.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Shape<'t> {
    what: &'t str,
    /// Whether it happens on the node of the step before.
    same_node: bool,
    end: Option<(Ending, &'t str)>,
    /// The shape of the only step that follows.
    then: Option<u32>,
    forks: bool,
}

impl<'t> Tree<'t> {
    pub(super) fn new(trace: &'t Trace) -> Self {
        let mut children = vec![Vec::new(); trace.steps.len()];
        let mut roots = Vec::new();
        for (index, step) in trace.steps.iter().enumerate() {
            match step.parent.and_then(|parent| children.get_mut(parent.0 as usize)) {
                Some(siblings) => siblings.push(index),
                None => roots.push(index),
            }
        }
        let ends = trace.ends.iter().map(|end| (end.step.0 as usize, end)).collect();
        let (shapes, counts) = (vec![0; trace.steps.len()], vec![0; trace.steps.len()]);
        let mut tree = Self { trace, children, roots, ends, shapes, counts };
        tree.compare();
        tree
    }

    /// Steps come behind their predecessors, so that from the last one on everything that follows is known.
    fn compare(&mut self) {
        let mut known = BTreeMap::new();
        for (index, step) in self.trace.steps.iter().enumerate().rev() {
            let shape = self.shape_of(index, step);
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            let number = *known.entry(shape).or_insert(next);
            let below: usize = self.children(index).iter().filter_map(|child| self.counts.get(*child)).sum();
            if let Some(place) = self.shapes.get_mut(index) {
                *place = number;
            }
            let own = usize::from(self.ends.contains_key(&index));
            if let Some(place) = self.counts.get_mut(index) {
                *place = below + own;
            }
        }
    }

    fn shape_of(&self, index: usize, step: &'t Step) -> Shape<'t> {
        let before = step.parent.and_then(|parent| self.trace.step(parent));
        let children = self.children(index);
        let only = children.first().filter(|_| children.len() == 1);
        Shape {
            what: step.message.template.id,
            same_node: before.is_some_and(|before| before.node == step.node),
            end: self.ends.get(&index).map(|end| (end.ending, end.reason.template.id)),
            then: only.map(|child| self.shape(*child)),
            forks: children.len() > 1,
        }
    }

    pub(super) fn step(&self, index: usize) -> Option<&'t Step> {
        self.trace.steps.get(index)
    }

    pub(super) fn children(&self, index: usize) -> &[usize] {
        self.children.get(index).map(Vec::as_slice).unwrap_or_default()
    }

    /// How a branch ends with this step, if it does.
    pub(super) fn end(&self, index: usize) -> Option<&'t End> {
        self.ends.get(&index).copied()
    }

    /// The branches at the next fork.
    pub(super) fn next_fork(&self, index: usize) -> &[usize] {
        let mut last = index;
        while let [only] = self.children(last) {
            last = *only;
        }
        self.children(last)
    }

    /// A number that branches share which are alike up to their next fork.
    pub(super) fn shape(&self, index: usize) -> u32 {
        self.shapes.get(index).copied().unwrap_or_default()
    }

    /// The only end that a step leads to, if there is just one.
    pub(super) fn only_end(&self, index: usize) -> Option<&'t End> {
        if self.counts.get(index) != Some(&1) {
            return None;
        }
        let mut last = index;
        while let Some(child) = self.children(last).iter().find(|child| self.counts.get(**child) == Some(&1))
        {
            last = *child;
        }
        self.end(last)
    }
}
