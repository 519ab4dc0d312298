//! What goes: functions that did not run, and what only they lead to.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::{Context, Result};
use walrus::{ConstExpr, Element, ElementItems, FunctionId, FunctionKind, Module, RefType, ir};

use super::substitute::empty;
use super::{FETCH, Plan};
use crate::links::{Links, Unreached};
use crate::observe::functions;

/// A function with fewer instructions than its substitute stays.
pub(super) const SMALL: u64 = 4;

/// What goes: functions by their positions, data by its addresses.
pub(super) struct Gone {
    pub(super) functions: BTreeSet<usize>,
    /// The functions that the first module still calls: their order is that of the table.
    pub(super) called: Vec<usize>,
    /// The functions that nothing in the first module leads to, although they are in its table of functions.
    pub(super) hidden: BTreeSet<usize>,
    pub(super) data: Vec<Range<u32>>,
}

impl Gone {
    pub(super) fn of(plan: &Plan<'_>) -> Result<Self> {
        let mut module = crate::parse(plan.module)?;
        let order = functions(&module);
        let mut all = cold(&module, plan.ran)?;
        let names = |at: &usize| order.get(*at).and_then(|id| module.funcs.get(*id).name.as_deref());
        let mut away: BTreeSet<String> = all.iter().filter_map(names).map(str::to_owned).collect();
        for later in plan.later {
            let later = crate::parse(later)?;
            away.extend(later.funcs.iter_local().filter_map(|(id, _)| later.funcs.get(id).name.clone()));
        }
        // Files beside it have functions of the same name, which only call those that stay.
        for at in (0..order.len()).filter(|at| !all.contains(at)) {
            names(&at).map(|name| away.remove(name));
        }
        let Unreached { data, functions: unreached } =
            Links::read(plan.linked, plan.split)?.unreached(|name| !away.contains(name));
        let hidden: BTreeSet<usize> =
            all.iter().copied().filter(|at| names(at).is_some_and(|name| unreached.contains(name))).collect();
        let imported = imported(&module);
        let left = remaining(&mut module, &all, &hidden)?;
        let called = all.iter().copied().filter(|at| left.contains(at)).collect();
        // What only they called goes with them; what is imported stays where JavaScript gives it.
        all.extend((imported..order.len()).filter(|at| !left.contains(at)));
        Ok(Self { functions: all, called, hidden, data })
    }
}

/// How many functions a module imports: these are its first.
fn imported(module: &Module) -> usize {
    functions(module)
        .iter()
        .filter(|id| matches!(module.funcs.get(**id).kind, FunctionKind::Import(_)))
        .count()
}

/// The functions that did not run, but for those that fetch the others and those too small to go.
fn cold(module: &Module, ran: &BTreeSet<usize>) -> Result<BTreeSet<usize>> {
    let mut stay = reach(module, module.exports.get_func(FETCH)?);
    stay.extend(module.start);
    let goes = |(at, id): (usize, FunctionId)| match &module.funcs.get(id).kind {
        FunctionKind::Local(function) => {
            (!ran.contains(&at) && !stay.contains(&id) && function.size() >= SMALL).then_some(at)
        }
        _ => None,
    };
    Ok(functions(module).into_iter().enumerate().filter_map(goes).collect())
}

/// Takes the bodies of `gone` away, and those of `hidden` out of the table of functions: the positions of what is then
/// still led to.
fn remaining(
    module: &mut Module,
    gone: &BTreeSet<usize>,
    hidden: &BTreeSet<usize>,
) -> Result<BTreeSet<usize>> {
    let order = functions(module);
    for at in gone {
        empty(module, *order.get(*at).context("no such function")?);
    }
    hide(module, &order, hidden);
    walrus::passes::gc::run(module);
    let left: BTreeSet<_> = functions(module).into_iter().collect();
    Ok((0..order.len()).filter(|at| order.get(*at).is_some_and(|id| left.contains(id))).collect())
}

/// Takes functions out of the tables of functions.
pub(super) fn hide(module: &mut Module, order: &[FunctionId], hidden: &BTreeSet<usize>) {
    let hidden: BTreeSet<_> = hidden.iter().filter_map(|at| order.get(*at)).copied().collect();
    for element in module.elements.iter_mut() {
        let shown = |id: FunctionId| match hidden.contains(&id) {
            true => ConstExpr::RefNull(RefType::FUNCREF),
            false => ConstExpr::RefFunc(id),
        };
        let items =
            entries(element).into_iter().map(|id| id.map_or(ConstExpr::RefNull(RefType::FUNCREF), shown));
        element.items = ElementItems::Expressions(RefType::FUNCREF, items.collect());
    }
}

/// The functions of a part of a table.
pub(super) fn entries(element: &Element) -> Vec<Option<FunctionId>> {
    match &element.items {
        ElementItems::Functions(ids) => ids.iter().copied().map(Some).collect(),
        ElementItems::Expressions(_, items) => {
            let function = |item: &ConstExpr| match item {
                ConstExpr::RefFunc(id) => Some(*id),
                _ => None,
            };
            items.iter().map(function).collect()
        }
    }
}

/// The functions that a function calls, and those that these call.
fn reach(module: &Module, from: FunctionId) -> BTreeSet<FunctionId> {
    struct Calls(Vec<FunctionId>);
    impl<'a> ir::Visitor<'a> for Calls {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.0.push(*id);
        }
    }
    let (mut reached, mut open) = (BTreeSet::new(), Calls(vec![from]));
    while let Some(id) = open.0.pop() {
        if reached.insert(id)
            && let FunctionKind::Local(function) = &module.funcs.get(id).kind
        {
            ir::dfs_in_order(&mut open, function, function.entry_block());
        }
    }
    reached
}
