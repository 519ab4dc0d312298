//! What stands in the place of a function that has gone: one that calls it through a table.

use anyhow::{Context, Result};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module, RefType, TableId, ValType};

use super::FETCH;
use super::gone::{Gone, hide};
use crate::observe::functions;

/// Puts substitutes into the place of what has gone.
pub(super) fn substitute(module: &mut Module, gone: &Gone, name: &str) -> Result<()> {
    let order = functions(module);
    let of = |at: &usize| order.get(*at).copied().context("no such function");
    for at in &gone.functions {
        empty(module, of(at)?);
    }
    hide(module, &order, &gone.hidden);
    let places = u64::try_from(gone.called.len())?;
    let table = module.tables.add_local(false, places, Some(places), RefType::FUNCREF);
    let here = here(module, table)?;
    for (place, at) in (0..).zip(&gone.called) {
        call_through(module, of(at)?, here, table, place);
    }
    module.exports.add(name, table);
    walrus::passes::gc::run(module);
    Ok(())
}

/// A function's parameters and results.
fn signature(module: &Module, id: FunctionId) -> (Vec<ValType>, Vec<ValType>) {
    let of = module.types.get(module.funcs.get(id).ty());
    (of.params().to_vec(), of.results().to_vec())
}

/// Takes the body of a function away.
pub(super) fn empty(module: &mut Module, id: FunctionId) {
    let (takes, gives) = signature(module, id);
    let arguments = takes.iter().map(|of| module.locals.add(*of)).collect();
    let mut body = FunctionBuilder::new(&mut module.types, &takes, &gives);
    body.func_body().unreachable();
    module.funcs.get_mut(id).kind = FunctionKind::Local(body.local_func(arguments));
}

/// A function that has the second module fetched, unless it is here.
fn here(module: &mut Module, table: TableId) -> Result<FunctionId> {
    let fetch = module.exports.get_func(FETCH)?;
    let mut body = FunctionBuilder::new(&mut module.types, &[], &[]);
    body.func_body().i32_const(0).table_get(table).ref_is_null().if_else(
        None,
        |absent| {
            absent.call(fetch);
        },
        |_| {},
    );
    Ok(body.finish(Vec::new(), &mut module.funcs))
}

/// Makes a function one that calls a place of a table with what it is given.
fn call_through(module: &mut Module, id: FunctionId, here: FunctionId, table: TableId, place: i32) {
    let of = module.funcs.get(id).ty();
    let (takes, gives) = signature(module, id);
    let arguments: Vec<_> = takes.iter().map(|of| module.locals.add(*of)).collect();
    let mut function = FunctionBuilder::new(&mut module.types, &takes, &gives);
    let mut body = function.func_body();
    body.call(here);
    for argument in &arguments {
        body.local_get(*argument);
    }
    body.i32_const(place).call_indirect(of, table);
    module.funcs.get_mut(id).kind = FunctionKind::Local(function.local_func(arguments));
}
