//! Parts a module: what the page runs while it opens stays; all the rest goes into a second module, which is loaded when
//! one of its functions is first called.
//!
//! In the place of a function that has gone stands one that calls it through a table. As long as that table is empty, it
//! first calls the module's export [`FETCH`], which is to make an instance of the second module: its imports are the
//! exports of the first, and the table is filled as it starts. Data goes with the functions that alone lead to it, and
//! comes to lie where it always did. The table's name is one of this build, so that the parts of two builds never join.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hasher};
use std::ops::Range;

use anyhow::{Context, Result, bail};
use walrus::ir::{self, Value};
use walrus::{
    ConstExpr, DataKind, Element, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId,
    FunctionKind, GlobalKind, ImportKind, ImportedFunction, Module, ModuleImports, RefType, TableId, ValType,
};

use crate::links::{Links, Unreached};
use crate::observe::functions;

/// The export that fetches the second module.
const FETCH: &str = "fetchRest";
/// What the exports of the first module are to the second.
const FIRST: &str = "first";
/// A function with fewer instructions than its substitute stays.
const SMALL: u64 = 4;
/// So many empty bytes between data cost more than the head of another segment, in the compressed file.
const GAP: usize = 200;

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

/// Leaves long stretches of empty bytes out of a module's data.
fn close_up(module: &mut Module) -> Result<()> {
    let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for id in segments {
        let data = module.data.get_mut(id);
        let DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(start)) } = data.kind else {
            bail!("data at an address that is not a number");
        };
        let bytes = std::mem::take(&mut data.value);
        module.data.delete(id);
        module.memories.get_mut(memory).data_segments.remove(&id);
        for range in filled(&bytes) {
            let offset = ConstExpr::Value(Value::I32(start + i32::try_from(range.start)?));
            let value = bytes.get(range).unwrap_or_default().to_vec();
            let id = module.data.add(DataKind::Active { memory, offset }, value);
            module.memories.get_mut(memory).data_segments.insert(id);
        }
    }
    Ok(())
}

/// The parts of some bytes that stretches of [`GAP`] empty ones divide.
fn filled(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte != 0) {
        match parts.last_mut() {
            Some(last) if at - last.end < GAP => last.end = at + 1,
            _ => parts.push(at..at + 1),
        }
    }
    parts
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

/// What goes: functions by their positions, data by its addresses.
struct Gone {
    functions: BTreeSet<usize>,
    /// The functions that the first module still calls: their order is that of the table.
    called: Vec<usize>,
    /// The functions that nothing in the first module leads to, although they are in its table of functions.
    hidden: BTreeSet<usize>,
    data: Vec<Range<u32>>,
}

impl Gone {
    fn of(plan: &Plan<'_>) -> Result<Self> {
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
fn hide(module: &mut Module, order: &[FunctionId], hidden: &BTreeSet<usize>) {
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
fn entries(element: &Element) -> Vec<Option<FunctionId>> {
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

/// Takes the bytes of these addresses out of a module's data.
fn carry(module: &mut Module, addresses: &[Range<u32>]) -> Result<Vec<(u32, Vec<u8>)>> {
    let mut carried = Vec::new();
    let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for id in segments {
        let data = module.data.get_mut(id);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = &data.kind else {
            bail!("data at an address that is not a number");
        };
        let start = start.cast_unsigned();
        let end = start + u32::try_from(data.value.len())?;
        for range in addresses.iter().filter(|range| range.start < end && start < range.end) {
            let range = range.start.max(start)..range.end.min(end);
            let within = (range.start - start) as usize..(range.end - start) as usize;
            let bytes = data.value.get_mut(within).context("data beyond its segment")?;
            carried.push((range.start, bytes.to_vec()));
            bytes.fill(0);
        }
    }
    carried.retain(|(_, bytes)| bytes.iter().any(|byte| *byte != 0));
    Ok(carried)
}

/// Puts substitutes into the place of what has gone.
fn substitute(module: &mut Module, gone: &Gone, name: &str) -> Result<()> {
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
fn empty(module: &mut Module, id: FunctionId) {
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

/// What the second module is made of.
struct Rest<'a> {
    gone: &'a Gone,
    /// The name of the table.
    table: &'a str,
    /// Its data, with the addresses.
    data: Vec<(u32, Vec<u8>)>,
}

/// Something of the whole module, by its position among its kind.
enum Position {
    Function(usize),
    Global(usize),
    Table(usize),
    Memory,
}

impl Position {
    /// It, as an export of the first module, of which nothing was taken away yet.
    fn item(&self, module: &Module) -> Result<ExportItem> {
        let item = match *self {
            Self::Function(at) => functions(module).get(at).copied().map(ExportItem::Function),
            Self::Global(at) => module.globals.iter().nth(at).map(|global| ExportItem::Global(global.id())),
            Self::Table(at) => module.tables.iter().nth(at).map(|table| ExportItem::Table(table.id())),
            Self::Memory => Some(ExportItem::Memory(module.get_memory_id()?)),
        };
        item.context("the module has changed")
    }
}

impl Rest<'_> {
    /// Makes a copy of the whole module the second one; answers what it takes, and the names that it takes it by.
    fn make(self, module: &mut Module) -> Result<Vec<(String, Position)>> {
        let order = functions(module);
        let places = self.places(module, &order)?;
        let mut taken = BTreeMap::new();
        let mut take = |imports: &mut ModuleImports, name: String, what: ImportKind, position| {
            let import = imports.add(FIRST, &name, what);
            taken.insert(name, position);
            import
        };
        clear(module);
        for (at, id) in order.iter().enumerate().filter(|(at, _)| !self.gone.functions.contains(at)) {
            let import = take(&mut module.imports, format!("f{at}"), (*id).into(), Position::Function(at));
            let function = module.funcs.get_mut(*id);
            function.kind = FunctionKind::Import(ImportedFunction { import, ty: function.ty() });
        }
        let globals: Vec<_> = module.globals.iter().map(walrus::Global::id).collect();
        for (at, id) in globals.into_iter().enumerate() {
            let import = take(&mut module.imports, format!("g{at}"), id.into(), Position::Global(at));
            module.globals.get_mut(id).kind = GlobalKind::Import(import);
        }
        for (at, table) in module.tables.iter_mut().enumerate() {
            let import = take(&mut module.imports, format!("t{at}"), table.id().into(), Position::Table(at));
            table.import = Some(import);
        }
        let memory = module.get_memory_id()?;
        let import = take(&mut module.imports, "m".to_owned(), memory.into(), Position::Memory);
        module.memories.get_mut(memory).import = Some(import);
        for (address, bytes) in self.data {
            let offset = ConstExpr::Value(Value::I32(address.cast_signed()));
            module.data.add(DataKind::Active { memory, offset }, bytes);
        }
        for (table, place, items) in places {
            let offset = ConstExpr::Value(Value::I32(place));
            module.elements.add(ElementKind::Active { table, offset }, ElementItems::Functions(items));
        }
        let places = u64::try_from(self.gone.called.len())?;
        let (table, _) =
            module.add_import_table(FIRST, self.table, false, places, Some(places), RefType::FUNCREF);
        let called = self.gone.called.iter().filter_map(|position| order.get(*position).copied()).collect();
        let offset = ConstExpr::Value(Value::I32(0));
        module.elements.add(ElementKind::Active { table, offset }, ElementItems::Functions(called));
        walrus::passes::gc::run(module);
        let mut named = Vec::new();
        for import in module.imports.iter_mut() {
            if let Some(position) = taken.remove(&import.name) {
                import.name = letters(named.len());
                named.push((import.name.clone(), position));
            }
        }
        Ok(named)
    }

    /// The places in the module's tables of functions that are of what has gone: the table, the first place of a row,
    /// and the functions of the row.
    fn places(&self, module: &Module, order: &[FunctionId]) -> Result<Vec<(TableId, i32, Vec<FunctionId>)>> {
        let gone: BTreeSet<_> = self.gone.functions.iter().filter_map(|at| order.get(*at)).copied().collect();
        let mut places: Vec<(TableId, i32, Vec<FunctionId>)> = Vec::new();
        for element in module.elements.iter() {
            let ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(start)) } = &element.kind
            else {
                bail!("functions at a place that is not a number");
            };
            for (place, id) in (*start..).zip(entries(element)) {
                let Some(id) = id.filter(|id| gone.contains(id)) else { continue };
                match places.last_mut() {
                    Some((of, first, row)) if of == table && *first + i32::try_from(row.len())? == place => {
                        row.push(id)
                    }
                    _ => places.push((*table, place, vec![id])),
                }
            }
        }
        Ok(places)
    }
}

/// A short name for each number.
fn letters(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.extend(u32::try_from(number % 36).ok().and_then(|digit| char::from_digit(digit, 36)));
        number /= 36;
        if number == 0 {
            return name;
        }
    }
}

/// Takes away what a module does by itself and shows to others.
fn clear(module: &mut Module) {
    module.start = None;
    let imports: Vec<_> = module.imports.iter().map(walrus::Import::id).collect();
    imports.into_iter().for_each(|id| module.imports.delete(id));
    let exports: Vec<_> = module.exports.iter().map(walrus::Export::id).collect();
    exports.into_iter().for_each(|id| module.exports.delete(id));
    let data: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    data.into_iter().for_each(|id| module.data.delete(id));
    let elements: Vec<_> = module.elements.iter().map(walrus::Element::id).collect();
    elements.into_iter().for_each(|id| module.elements.delete(id));
    module.tables.iter_mut().for_each(|table| table.elem_segments.clear());
    module.memories.iter_mut().for_each(|memory| memory.data_segments.clear());
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::ir::BinaryOp;

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
    fn only_long_stretches_of_nothing_divide_data() {
        let mut bytes = vec![0, 1, 0, 2];
        bytes.extend([0; GAP]);
        bytes.extend([3, 0]);
        assert_eq!(filled(&bytes), [1..4, GAP + 4..GAP + 5]);
        assert_eq!(filled(&[0, 0]), [0..0; 0]);
    }

    #[test]
    fn parts_of_two_builds_have_no_table_in_common() {
        assert_ne!(table_name(b"one"), table_name(b"another"));
    }
}
