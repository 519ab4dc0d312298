//! The second module: what has gone, with all else as imports.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use walrus::ir::Value;
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, GlobalKind,
    ImportKind, ImportedFunction, Module, ModuleImports, RefType, TableId,
};

use super::FIRST;
use super::gone::{Gone, entries};
use crate::observe::functions;

/// What the second module is made of.
pub(super) struct Rest<'a> {
    pub(super) gone: &'a Gone,
    /// The name of the table.
    pub(super) table: &'a str,
    /// Its data, with the addresses.
    pub(super) data: Vec<(u32, Vec<u8>)>,
}

/// Something of the whole module, by its position among its kind.
pub(super) enum Position {
    Function(usize),
    Global(usize),
    Table(usize),
    Memory,
}

impl Position {
    /// It, as an export of the first module, of which nothing was taken away yet.
    pub(super) fn item(&self, module: &Module) -> Result<ExportItem> {
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
    pub(super) fn make(self, module: &mut Module) -> Result<Vec<(String, Position)>> {
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
