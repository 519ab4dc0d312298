//! A module that tells which of its functions run: the reader's browser opens the page once with it, while it is built.

use anyhow::Result;
use walrus::ir::{Call, Const, Value};
use walrus::{FunctionId, FunctionKind, Module, ValType};

/// Where the function is imported from that is told of each call, and its name. It takes the position of the function
/// that runs among all that the module defines.
const TELL: (&str, &str) = ("observer", "ran");

/// The functions of a module in the order in which it has them: a position in it is what an observed module tells, and
/// what [`crate::part`] takes.
pub(crate) fn functions(module: &Module) -> Vec<FunctionId> {
    module.funcs.iter().map(walrus::Function::id).collect()
}

/// Lets each function of a module tell when it is called.
pub(crate) fn observe(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = crate::parse(wasm)?;
    let functions = functions(&module);
    let takes = module.types.add(&[ValType::I32], &[]);
    let (tell, _) = module.add_import_func(TELL.0, TELL.1, takes);
    for (position, id) in functions.into_iter().enumerate() {
        let FunctionKind::Local(function) = &mut module.funcs.get_mut(id).kind else { continue };
        let first = Const { value: Value::I32(i32::try_from(position)?) };
        let entry = function.entry_block();
        let body = &mut function.block_mut(entry).instrs;
        body.splice(
            0..0,
            [(first.into(), Default::default()), (Call { func: tell }.into(), Default::default())],
        );
    }
    Ok(module.emit_wasm())
}
