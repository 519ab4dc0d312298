//! The sections of a linked module, as far as they tell of functions, data and what names them.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Context, Result, bail};
use wasmparser::{
    Data, DataKind, KnownCustom, Linking, Operator, Parser, Payload, RelocSectionReader, RelocationEntry,
    RelocationType, SymbolInfo,
};

/// What the linker wrote somewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// An address, in code: five bytes of LEB128.
    Code,
    /// An address, in data: four bytes.
    Data,
    /// The number of a function, or its place in the table.
    Function,
}

/// A place where the linker wrote something.
pub(crate) struct Relocation {
    pub(crate) place: Place,
    /// The position in the symbol table of what is named there.
    pub(crate) symbol: u32,
    /// What was added to the symbol's address.
    pub(crate) addend: u32,
}

/// A segment of data: where its bytes are in the file, and where they come to lie.
struct Segment {
    file: Range<usize>,
    address: u32,
}

/// The sections of a module. Positions are of bytes in its file.
#[derive(Default)]
pub(crate) struct Sections<'a> {
    wasm: &'a [u8],
    /// How many functions are imported: those that are defined are counted on from there.
    imported: u32,
    /// Where each function's code is.
    bodies: Vec<Range<usize>>,
    names: BTreeMap<u32, &'a str>,
    segments: Vec<Segment>,
    symbols: Vec<SymbolInfo<'a>>,
    /// Where each section's content begins, by the section's number.
    starts: Vec<usize>,
    code: usize,
    data: usize,
    relocated: Vec<RelocSectionReader<'a>>,
}

impl<'a> Sections<'a> {
    pub(crate) fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut found = Self { wasm, ..Self::default() };
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            if let Some((_, range)) = payload.as_section() {
                found.starts.push(range.start);
            }
            found.take(payload)?;
        }
        Ok(found)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        let section = self.starts.len().saturating_sub(1);
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    self.imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionStart { .. } => self.code = section,
            Payload::CodeSectionEntry(body) => self.bodies.push(body.range()),
            Payload::DataSection(segments) => {
                self.data = section;
                for data in segments {
                    self.segments.push(Segment::read(&data?)?);
                }
            }
            Payload::CustomSection(custom) => match custom.as_known() {
                KnownCustom::Name(names) => self.name(names)?,
                KnownCustom::Linking(linking) => self.link(&linking)?,
                KnownCustom::Reloc(relocations) => self.relocated.push(relocations),
                _ => {}
            },
            _ => {}
        }
        Ok(())
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

    fn link(&mut self, linking: &wasmparser::LinkingSectionReader<'a>) -> Result<()> {
        for subsection in linking.subsections() {
            if let Linking::SymbolTable(symbols) = subsection? {
                self.symbols = symbols.into_iter().collect::<Result<_, _>>()?;
            }
        }
        Ok(())
    }

    /// Where the data symbols come to lie, by their positions in the symbol table.
    pub(crate) fn addresses(&self) -> BTreeMap<u32, Range<u32>> {
        let address = |(position, symbol): (u32, &SymbolInfo<'_>)| match symbol {
            SymbolInfo::Data { symbol: Some(place), .. } => {
                let start = self.segments.get(place.index as usize)?.address + place.offset;
                Some((position, start..start + place.size))
            }
            _ => None,
        };
        (0..).zip(&self.symbols).filter_map(address).collect()
    }

    /// The functions' names, by their symbols' positions in the symbol table: the names that the functions have.
    pub(crate) fn functions(&self) -> BTreeMap<u32, String> {
        let name = |(position, symbol): (u32, &SymbolInfo<'_>)| match symbol {
            SymbolInfo::Func { index, .. } => Some((position, (*self.names.get(index)?).to_owned())),
            _ => None,
        };
        (0..).zip(&self.symbols).filter_map(name).collect()
    }

    /// Where the code of each function is that has a name.
    pub(crate) fn bodies_by_name(&self) -> BTreeMap<&'a str, Range<usize>> {
        let named = |(index, body): (u32, &Range<usize>)| Some((*self.names.get(&index)?, body.clone()));
        (self.imported..).zip(&self.bodies).filter_map(named).collect()
    }

    /// What the linker wrote into code: in which function, and how far from the begin of its code.
    pub(crate) fn code_relocations(&self) -> Result<Vec<(&'a str, usize, Relocation)>> {
        let mut all = Vec::new();
        for (offset, relocation) in self.relocations(self.code)? {
            let at = self.bodies.partition_point(|body| body.end <= offset);
            let name = self.names.get(&(self.imported + u32::try_from(at)?));
            let name = name.with_context(|| format!("function {at} of the linked module has no name"))?;
            let start = self.bodies.get(at).context("a relocation of code lies outside of it")?.start;
            all.push((*name, offset - start, relocation));
        }
        Ok(all)
    }

    /// What the linker wrote into data, by the address of the word.
    pub(crate) fn data_relocations(&self) -> Result<Vec<(u32, Relocation)>> {
        let mut all = Vec::new();
        for (offset, relocation) in self.relocations(self.data)? {
            let segment = self.segments.iter().find(|segment| segment.file.contains(&offset));
            let segment = segment.context("a relocation of data lies outside of it")?;
            all.push((segment.address + u32::try_from(offset - segment.file.start)?, relocation));
        }
        Ok(all)
    }

    fn relocations(&self, section: usize) -> Result<Vec<(usize, Relocation)>> {
        let start = self.starts.get(section).copied().unwrap_or_default();
        let mut all = Vec::new();
        for relocations in self.relocated.iter().filter(|one| one.section_index() as usize == section) {
            for entry in relocations.entries() {
                let entry = entry?;
                if let Some(relocation) = Relocation::read(&entry)? {
                    all.push((start + entry.offset as usize, relocation));
                }
            }
        }
        Ok(all)
    }

    /// The address that stands at a position.
    pub(crate) fn address_at(&self, position: usize, place: Place) -> Result<u32> {
        let bytes = self.wasm.get(position..).context("an address beyond the file")?;
        let value = match place {
            Place::Data => bytes.first_chunk().map(|word| u32::from_le_bytes(*word)),
            Place::Code | Place::Function => bytes.first_chunk::<5>().map(|bytes| {
                let part =
                    |(at, byte): (u32, &u8)| u32::from(byte & 0x7f).checked_shl(7 * at).unwrap_or_default();
                (0..).zip(bytes).map(part).fold(0, |value, part| value | part)
            }),
        };
        value.context("an address beyond the file")
    }

    /// The word of data at an address.
    pub(crate) fn word(&self, address: u32) -> Option<u32> {
        let segment = self.segments.iter().find(|segment| {
            let end = segment.address as usize + segment.file.len();
            segment.address <= address && (address as usize) + size_of::<u32>() <= end
        })?;
        self.address_at(segment.file.start + (address - segment.address) as usize, Place::Data).ok()
    }
}

impl Relocation {
    /// A relocation, if it is of a function or of data.
    fn read(entry: &RelocationEntry) -> Result<Option<Self>> {
        let place = match entry.ty {
            RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb => Place::Code,
            RelocationType::MemoryAddrI32 => Place::Data,
            RelocationType::FunctionIndexLeb
            | RelocationType::TableIndexI32
            | RelocationType::TableIndexSleb => Place::Function,
            RelocationType::TypeIndexLeb
            | RelocationType::GlobalIndexLeb
            | RelocationType::TableNumberLeb => {
                return Ok(None);
            }
            other => bail!("the linker writes {other:?}, which is not known here"),
        };
        // Addresses are counted modulo 2^32, so that a negative addend is a large one.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "modulo 2^32")]
        let addend = entry.addend as u32;
        Ok(Some(Self { place, symbol: entry.index, addend }))
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
