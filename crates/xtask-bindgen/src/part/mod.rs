//! Parts a module: what the page runs while it opens stays; all the rest goes into a second module, which is loaded when
//! one of its functions is first called.
//!
//! In the place of a function that has gone stands one that calls it through a table. As long as that table is empty, it
//! first calls the module's export [`FETCH`], which is to make an instance of the second module: its imports are the
//! exports of the first, and the table is filled as it starts. Data goes with the functions that alone lead to it, and
//! comes to lie where it always did. The table's name is one of this build, so that the parts of two builds never join.

mod data;
mod gone;
mod rest;
mod substitute;

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};

use anyhow::Result;
use walrus::Module;

use data::{carry, close_up};
use gone::Gone;
use rest::Rest;
use substitute::substitute;

/// The export that fetches the second module.
const FETCH: &str = "fetchRest";
/// What the exports of the first module are to the second.
const FIRST: &str = "first";

/// What is known of the module that is to be parted.
pub(crate) struct Plan<'a> {
    /// The module.
    pub(crate) module: &'a [u8],
    /// What the linker made, with its relocations: the module before other tools.
    pub(crate) linked: &'a [u8],
    /// What was left of that after splitting: the module but for what wasm-bindgen did.
    pub(crate) split: &'a [u8],
    /// The functions that ran, by their position among those that the module defines.
    pub(crate) ran: &'a BTreeSet<usize>,
    /// The modules beside it that are not loaded while the page opens.
    pub(crate) later: &'a [Vec<u8>],
}

/// The two modules.
pub(crate) struct Parts {
    pub(crate) first: Vec<u8>,
    pub(crate) rest: Vec<u8>,
    /// The names of what JavaScript gives the first part: the long ones that wasm-bindgen wrote, and the new ones.
    pub(crate) renamed: Vec<(String, String)>,
}

/// Parts a module.
pub(crate) fn part(plan: &Plan<'_>) -> Result<Parts> {
    let (mut first, mut rest) = (crate::parse(plan.module)?, crate::parse(plan.module)?);
    let gone = Gone::of(plan)?;
    let data = carry(&mut first, &gone.data)?;
    let table = table_name(plan.module);
    let taken = Rest { gone: &gone, table: &table, data }.make(&mut rest)?;
    for (name, position) in taken {
        let item = position.item(&first)?;
        first.exports.add(&name, item);
    }
    substitute(&mut first, &gone, &table)?;
    close_up(&mut first)?;
    let renamed = shorten_imports(&mut first);
    Ok(Parts { renamed, first: first.emit_wasm(), rest: rest.emit_wasm() })
}

/// Gives what a module imports from wasm-bindgen's script names of a few letters.
fn shorten_imports(module: &mut Module) -> Vec<(String, String)> {
    let mut renamed = Vec::new();
    for import in module.imports.iter_mut().filter(|import| import.name.starts_with("__wb")) {
        let short = format!("w{}", renamed.len());
        renamed.push((std::mem::replace(&mut import.name, short.clone()), short));
    }
    renamed
}

/// The name of the table that joins the parts of this module.
fn table_name(module: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(module);
    format!("rest {:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observe::functions;
    use gone::{SMALL, entries};
    use walrus::ir::BinaryOp;
    use walrus::{FunctionBuilder, FunctionId, ValType};

    /// A module with `warm`, which calls `cold` for some arguments, in the order in which it has its functions.
    fn module() -> Vec<u8> {
        let mut module = Module::default();
        module.memories.add_local(false, false, 1, None, None);
        let mut body = FunctionBuilder::new(&mut module.types, &[], &[]);
        body.func_body();
        let fetch = body.finish(Vec::new(), &mut module.funcs);
        module.exports.add(FETCH, fetch);
        let cold = arithmetic(&mut module, "cold", |body| {
            (0..SMALL).for_each(|_| {
                body.i32_const(3).binop(BinaryOp::I32Mul);
            });
        });
        let warm = arithmetic(&mut module, "warm", |body| {
            body.call(cold).i32_const(1).binop(BinaryOp::I32Add);
        });
        module.exports.add("warm", warm);
        module.emit_wasm()
    }

    /// A function that makes a number of a number.
    fn arithmetic(
        module: &mut Module,
        name: &str,
        more: impl FnOnce(&mut walrus::InstrSeqBuilder<'_>),
    ) -> FunctionId {
        let mut function = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        let argument = module.locals.add(ValType::I32);
        function.name(name.to_owned());
        more(function.func_body().local_get(argument));
        function.finish(vec![argument], &mut module.funcs)
    }

    /// The names of the functions that a module defines.
    fn defined(module: &Module) -> BTreeSet<&str> {
        module.funcs.iter_local().filter_map(|(id, _)| module.funcs.get(id).name.as_deref()).collect()
    }

    #[test]
    fn what_did_not_run_goes_and_is_called_through_the_table() {
        let whole = module();
        let order = crate::parse(&whole).unwrap();
        let ran = |(at, id): (usize, FunctionId)| {
            (order.funcs.get(id).name.as_deref() == Some("warm")).then_some(at)
        };
        let ran = functions(&order).into_iter().enumerate().filter_map(ran).collect();
        let parts =
            part(&Plan { module: &whole, linked: &whole, split: &whole, ran: &ran, later: &[] }).unwrap();
        for part in [&parts.first, &parts.rest] {
            wasmparser::Validator::new().validate_all(part).unwrap();
        }
        let (first, rest) = (crate::parse(&parts.first).unwrap(), crate::parse(&parts.rest).unwrap());
        assert_eq!(defined(&rest), BTreeSet::from(["cold"]));
        assert!(defined(&first).contains("warm"));
        let joint = first.exports.iter().find(|export| export.name.starts_with("rest ")).unwrap();
        assert!(rest.imports.find(FIRST, &joint.name).is_some(), "both parts have the table");
        let table = rest.elements.iter().next().unwrap();
        assert_eq!(entries(table).len(), 1);
    }

    #[test]
    fn parts_of_two_builds_have_no_table_in_common() {
        assert_ne!(table_name(b"one"), table_name(b"another"));
    }
}
