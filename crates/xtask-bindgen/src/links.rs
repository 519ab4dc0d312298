//! What a linked module knows of its parts: which functions and which data lead to which functions and bytes of memory.
//!
//! A linker that is asked for it (`--emit-relocs`) keeps the places where it wrote addresses. Format:
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result, bail};
use wasmparser::{
    Data, DataKind, KnownCustom, Linking, Operator, Parser, Payload, RelocSectionReader, RelocationType,
    SymbolInfo,
};

/// Who leads to what.
#[derive(Default)]
pub(crate) struct Links {
    /// Where each data symbol lies, by its position in the symbol table.
    data: BTreeMap<u32, Range<u32>>,
    /// The functions' names, by their symbols' positions in the symbol table.
    functions: BTreeMap<u32, String>,
    /// The symbols that each function names, by its name.
    from_functions: BTreeMap<String, Vec<u32>>,
    /// The symbols that data names, by the address of the word that does.
    from_data: BTreeMap<u32, u32>,
}

/// What some functions do not lead to, neither themselves nor through data.
pub(crate) struct Unreached {
    /// Addresses of data, in order.
    pub(crate) data: Vec<Range<u32>>,
    /// Names of functions. That a function leads to another only through a third does not count.
    pub(crate) functions: BTreeSet<String>,
}

impl Links {
    /// Reads them from a linked module.
    pub(crate) fn read(wasm: &[u8]) -> Result<Self> {
        let sections = Sections::read(wasm)?;
        let mut links =
            Self { data: sections.addresses(), functions: sections.functions(), ..Self::default() };
        for (offset, symbol) in sections.relocations(sections.code)? {
            let body = sections.bodies.partition_point(|body| body.end <= offset);
            let name = sections.names.get(&(sections.imported + u32::try_from(body)?));
            let name = name.with_context(|| format!("function {body} of the linked module has no name"))?;
            links.from_functions.entry((*name).to_owned()).or_default().push(symbol);
        }
        for (offset, symbol) in sections.relocations(sections.data)? {
            let segment = sections.segments.iter().find(|segment| segment.file.contains(&offset));
            let segment = segment.context("a relocation of data lies outside of it")?;
            links.from_data.insert(segment.address + u32::try_from(offset - segment.file.start)?, symbol);
        }
        Ok(links)
    }

    /// What those functions do not lead to that `are` told by their names.
    pub(crate) fn unreached(&self, are: impl Fn(&str) -> bool) -> Unreached {
        let from = self.from_functions.iter().filter(|(name, _)| are(name));
        let mut reached = BTreeSet::new();
        let mut open: Vec<u32> = from.flat_map(|(_, symbols)| symbols).copied().collect();
        while let Some(symbol) = open.pop() {
            if reached.insert(symbol)
                && let Some(range) = self.data.get(&symbol)
            {
                open.extend(self.from_data.range(range.clone()).map(|(_, symbol)| *symbol));
            }
        }
        let (hit, missed): (Vec<_>, Vec<_>) =
            self.data.iter().partition(|(symbol, _)| reached.contains(symbol));
        let ranges =
            |of: Vec<(&u32, &Range<u32>)>| union(of.into_iter().map(|(_, range)| range.clone()).collect());
        let data = without(&ranges(missed), &ranges(hit));
        let (hit, missed): (Vec<_>, Vec<_>) =
            self.functions.iter().partition(|(symbol, _)| reached.contains(symbol));
        let names =
            |of: Vec<(&u32, &String)>| of.into_iter().map(|(_, name)| name.clone()).collect::<BTreeSet<_>>();
        Unreached { data, functions: &names(missed) - &names(hit) }
    }
}

/// Ranges that overlap or touch as one, in order.
fn union(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut all: Vec<Range<u32>> = Vec::new();
    for range in ranges.into_iter().filter(|range| !range.is_empty()) {
        match all.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => all.push(range),
        }
    }
    all
}

/// The parts of `ranges` that `others` do not cover; both in order.
fn without(ranges: &[Range<u32>], others: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut parts = Vec::new();
    for range in ranges {
        let mut start = range.start;
        let first = others.partition_point(|other| other.end <= range.start);
        for other in others.iter().skip(first).take_while(|other| other.start < range.end) {
            parts.push(start..other.start.max(start));
            start = other.end;
        }
        parts.push(start..range.end.max(start));
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// A segment of data: where its bytes are in the file, and where they come to lie.
struct Segment {
    file: Range<usize>,
    address: u32,
}

/// The sections of a linked module that tell of its data.
#[derive(Default)]
struct Sections<'a> {
    imported: u32,
    /// Where each function's code is in the file.
    bodies: Vec<Range<usize>>,
    names: BTreeMap<u32, &'a str>,
    segments: Vec<Segment>,
    symbols: Vec<SymbolInfo<'a>>,
    /// Where each section's content begins in the file, by its position.
    starts: Vec<usize>,
    code: usize,
    data: usize,
    relocated: Vec<RelocSectionReader<'a>>,
}

impl<'a> Sections<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut found = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            if let Some((_, range)) = payload.as_section() {
                found.starts.push(range.start);
            }
            let section = found.starts.len().saturating_sub(1);
            match payload {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        found.imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { .. } => found.code = section,
                Payload::CodeSectionEntry(body) => found.bodies.push(body.range()),
                Payload::DataSection(segments) => {
                    found.data = section;
                    for data in segments {
                        found.segments.push(Segment::read(&data?)?);
                    }
                }
                Payload::CustomSection(custom) => match custom.as_known() {
                    KnownCustom::Name(names) => found.name(names)?,
                    KnownCustom::Linking(linking) => found.link(linking)?,
                    KnownCustom::Reloc(relocations) => found.relocated.push(relocations),
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(found)
    }

    fn name(&mut self, names: wasmparser::NameSectionReader<'a>) -> Result<()> {
        for subsection in names {
            if let wasmparser::Name::Function(names) = subsection? {
                for naming in names {
                    let naming = naming?;
                    self.names.insert(naming.index, naming.name);
                }
            }
        }
        Ok(())
    }

    fn link(&mut self, linking: wasmparser::LinkingSectionReader<'a>) -> Result<()> {
        for subsection in linking.subsections() {
            if let Linking::SymbolTable(symbols) = subsection? {
                self.symbols = symbols.into_iter().collect::<Result<_, _>>()?;
            }
        }
        Ok(())
    }

    /// Where the data symbols come to lie.
    fn addresses(&self) -> BTreeMap<u32, Range<u32>> {
        let mut addresses = BTreeMap::new();
        for (position, symbol) in (0..).zip(&self.symbols) {
            if let SymbolInfo::Data { symbol: Some(place), .. } = symbol
                && let Some(segment) = self.segments.get(place.index as usize)
            {
                let start = segment.address + place.offset;
                addresses.insert(position, start..start + place.size);
            }
        }
        addresses
    }

    /// The functions' names, as the functions and not the symbols have them.
    fn functions(&self) -> BTreeMap<u32, String> {
        let name = |(position, symbol): (u32, &SymbolInfo<'_>)| match symbol {
            SymbolInfo::Func { index, .. } => Some((position, (*self.names.get(index)?).to_owned())),
            _ => None,
        };
        (0..).zip(&self.symbols).filter_map(name).collect()
    }

    /// Where in the file the linker wrote an address, or the number of a function, into a section, and of which symbol.
    fn relocations(&self, section: usize) -> Result<Vec<(usize, u32)>> {
        use RelocationType::{
            FunctionIndexLeb, MemoryAddrI32, MemoryAddrLeb, MemoryAddrSleb, TableIndexI32, TableIndexSleb,
        };
        let start = self.starts.get(section).copied().unwrap_or_default();
        let mut all = Vec::new();
        for relocations in self.relocated.iter().filter(|one| one.section_index() as usize == section) {
            for entry in relocations.entries() {
                let entry = entry?;
                match entry.ty {
                    FunctionIndexLeb | MemoryAddrI32 | MemoryAddrLeb | MemoryAddrSleb | TableIndexI32
                    | TableIndexSleb => {
                        all.push((start + entry.offset as usize, entry.index));
                    }
                    RelocationType::TypeIndexLeb
                    | RelocationType::GlobalIndexLeb
                    | RelocationType::TableNumberLeb => {}
                    other => bail!("the linker writes {other:?}, which is not known here"),
                }
            }
        }
        Ok(all)
    }
}

impl Segment {
    fn read(data: &Data<'_>) -> Result<Self> {
        let DataKind::Active { offset_expr, .. } = &data.kind else {
            bail!("a linked module with passive data");
        };
        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
            bail!("data at an address that is not a number");
        };
        let file = data.range.end - data.data.len()..data.range.end;
        Ok(Self { file, address: value.cast_unsigned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_touches_is_one() {
        assert_eq!(union(vec![8..9, 1..3, 3..4, 2..4, 6..6]), [1..4, 8..9]);
    }

    #[test]
    fn what_others_cover_is_taken_out() {
        assert_eq!(without(&[1..10, 12..14], &[0..2, 4..5, 9..13]), [2..4, 5..9, 13..14]);
        assert_eq!(without(&[1..2, 3..4], &[]), [1..2, 3..4]);
    }
}
