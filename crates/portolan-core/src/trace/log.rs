//! How a walk is written down while it branches.

use super::reply::Translation;
use super::{End, Packet, Proxied, Stage, Step, StepId, Trace};
use crate::diagnostic::{Certainty, Message, Origin};
use crate::routing::Said;
use std::net::SocketAddr;

/// The most branches that one walk may have: the endpoints of a large Service on every node that may be asked.
pub const MOST_BRANCHES: usize = 20_000;

/// Of the rules that pass a branch on, so many have a factor each and the others one together: the last of thousands of
/// endpoints has been passed on thousands of times.
const MOST_FACTORS: usize = 12;

/// A walk being written down.
#[derive(Default)]
pub(super) struct Log {
    trace: Trace,
    branches: usize,
}

/// One of the ways that a walk may take, up to now.
#[derive(Clone)]
pub(super) struct Branch {
    /// The packet as it is now.
    pub(super) packet: Packet,
    /// How likely it is that a connection comes this way.
    pub(super) probability: f64,
    /// The last step.
    pub(super) last: Option<StepId>,
    /// What nodes did to its addresses on the way.
    pub(super) translations: Vec<Translation>,
    /// What a proxy on the way made of the request.
    pub(super) http: Option<Box<Proxied>>,
    /// How sure it is at most how this branch ends.
    pub(super) certainty: Certainty,
    /// The address of the load balancer that gave it another destination on the way.
    pub(super) balancer: Option<SocketAddr>,
    /// What chance has decided since the last step.
    odds: Vec<f64>,
}

/// Where a step happens.
#[derive(Clone, Copy)]
pub(super) struct At<'n> {
    pub(super) stage: Stage,
    pub(super) node: &'n str,
}

/// What a rule shows of itself.
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) origin: Option<Origin>,
}

impl Branch {
    pub(super) fn new(packet: Packet) -> Self {
        Self {
            packet,
            probability: 1.0,
            last: None,
            translations: Vec::new(),
            http: None,
            certainty: Certainty::Proved,
            balancer: None,
            odds: Vec::new(),
        }
    }

    /// Leaves this branch to what is not taken.
    pub(super) fn narrow(&mut self, share: f64) {
        self.probability *= share;
        match self.odds.get_mut(MOST_FACTORS) {
            Some(rest) => *rest *= share,
            None => self.odds.push(share),
        }
    }

    /// Goes the way that chance decides for.
    fn take(&mut self, share: f64) {
        self.probability *= share;
        self.odds.push(share);
    }
}

impl Log {
    /// Writes down a step of a branch.
    pub(super) fn step(&mut self, branch: &mut Branch, at: At<'_>, message: Message, shown: Option<Shown>) {
        let id = id(self.trace.steps.len());
        let (rule, origin) = shown.map_or((None, None), |shown| (Some(shown.text), shown.origin));
        self.trace.steps.push(Step {
            parent: branch.last,
            stage: at.stage,
            node: at.node.into(),
            message,
            rule: rule.filter(|text| !text.is_empty()),
            origin,
            odds: std::mem::take(&mut branch.odds),
            probability: branch.probability,
            runners_up: Vec::new(),
        });
        branch.last = Some(id);
    }

    /// Adds to the last step of a branch what might have happened instead.
    pub(super) fn runners_up(&mut self, branch: &Branch, runners_up: Vec<Said>) {
        let step = branch.last.and_then(|last| self.trace.steps.get_mut(last.0 as usize));
        if let Some(step) = step {
            step.runners_up = runners_up;
        }
    }

    /// The part of a branch that chance sends another way; none if it never does, or if there are too many branches.
    pub(super) fn split(&mut self, branch: &Branch, share: f64) -> Option<Branch> {
        if share <= 0.0 {
            return None;
        }
        self.branches += 1;
        if self.branches > MOST_BRANCHES {
            self.trace.cut = true;
            return None;
        }
        let mut part = branch.clone();
        part.take(share);
        Some(part)
    }

    /// The parts of a branch among `count` ways that are all equally likely, first way first; the last ones are missing
    /// if there are too many branches.
    pub(super) fn share_out(&mut self, branch: &Branch, count: usize) -> Vec<Branch> {
        if count <= 1 {
            return vec![branch.clone()];
        }
        let share = 1.0 / count as f64;
        (0..count).map_while(|_| self.split(branch, share)).collect()
    }

    /// Writes down how a branch ends.
    pub(super) fn end(&mut self, end: End) {
        if end.probability > 0.0 {
            self.trace.ends.push(end);
        }
    }

    /// The walk, branch by branch: while it is walked, the steps of all branches of a node come one after another.
    pub(super) fn finish(self) -> Trace {
        let Trace { steps, mut ends, cut } = self.trace;
        let mut children = vec![Vec::new(); steps.len()];
        let mut waiting = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            match step.parent.and_then(|parent| children.get_mut(parent.0 as usize)) {
                Some(siblings) => siblings.push(index),
                None => waiting.push(index),
            }
        }
        waiting.reverse();
        let (mut order, mut places) = (Vec::with_capacity(steps.len()), vec![StepId(0); steps.len()]);
        while let Some(index) = waiting.pop() {
            places[index] = id(order.len());
            order.push(index);
            waiting.extend(children[index].iter().rev());
        }
        let mut steps: Vec<_> = steps.into_iter().map(Some).collect();
        let place = |id: StepId| places.get(id.0 as usize).copied().unwrap_or(id);
        let steps = order.into_iter().filter_map(|index| steps[index].take());
        let steps = steps.map(|step| Step { parent: step.parent.map(place), ..step }).collect();
        for end in &mut ends {
            end.step = place(end.step);
        }
        ends.sort_by_key(|end| end.step);
        Trace { steps, ends, cut }
    }
}

fn id(index: usize) -> StepId {
    StepId(u32::try_from(index).unwrap_or(u32::MAX))
}
