//! What a linked module knows of its parts: which functions and which data lead to which functions and bytes of memory.
//!
//! A linker that is asked for it (`--emit-relocs`) keeps the places where it wrote addresses. Format:
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>
//!
//! Splitting puts data in another place. Where, is read from what stands in those places afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Result, bail};

use crate::sections::{Place, Relocation, Sections};

/// Who leads to what.
#[derive(Default)]
pub(crate) struct Links {
    /// Where the linker put each data symbol, by its position in the symbol table.
    linked: BTreeMap<u32, Range<u32>>,
    /// Where those are now that the split module has.
    placed: BTreeMap<u32, u32>,
    /// The functions' names, by their symbols' positions in the symbol table.
    functions: BTreeMap<u32, String>,
    /// The symbols that each function names, by its name.
    from_functions: BTreeMap<String, Vec<u32>>,
    /// What data names, by the linker's address of the word that does.
    from_data: BTreeMap<u32, Relocation>,
}

/// What some functions do not lead to, neither themselves nor through data.
pub(crate) struct Unreached {
    /// Addresses of data in the split module, in order.
    pub(crate) data: Vec<Range<u32>>,
    /// Names of functions. That a function leads to another only through a third does not count.
    pub(crate) functions: BTreeSet<String>,
}

impl Links {
    /// Reads them from a linked module, and from the one that is left of it after splitting.
    pub(crate) fn read(linked: &[u8], split: &[u8]) -> Result<Self> {
        let (linked, split) = (Sections::read(linked)?, Sections::read(split)?);
        let mut links = Self { linked: linked.addresses(), functions: linked.functions(), ..Self::default() };
        for (address, relocation) in linked.data_relocations()? {
            links.from_data.insert(address, relocation);
        }
        let bodies = split.bodies_by_name();
        let mut seen = Vec::new();
        for (name, offset, relocation) in linked.code_relocations()? {
            links.from_functions.entry(name.to_owned()).or_default().push(relocation.symbol);
            if let Some(body) = bodies.get(name)
                && relocation.place != Place::Function
            {
                let address = split.address_at(body.start + offset, relocation.place)?;
                seen.push((relocation.symbol, address.wrapping_sub(relocation.addend)));
            }
        }
        links.place(seen, &split)?;
        Ok(links)
    }

    /// Takes down where symbols are, and finds those that their data names.
    fn place(&mut self, mut seen: Vec<(u32, u32)>, split: &Sections<'_>) -> Result<()> {
        while let Some((symbol, now)) = seen.pop() {
            let Some(linked) = self.linked.get(&symbol) else { continue };
            if let Some(before) = self.placed.insert(symbol, now) {
                if before != now {
                    bail!("data symbol {symbol} is in two places");
                }
                continue;
            }
            for (address, relocation) in self.from_data.range(linked.clone()) {
                if relocation.place == Place::Function {
                    continue;
                }
                // Data that only other files have is not here.
                if let Some(word) = split.word(now + (address - linked.start)) {
                    seen.push((relocation.symbol, word.wrapping_sub(relocation.addend)));
                }
            }
        }
        Ok(())
    }

    /// What those functions do not lead to that `are` told by their names.
    pub(crate) fn unreached(&self, are: impl Fn(&str) -> bool) -> Unreached {
        let from = self.from_functions.iter().filter(|(name, _)| are(name));
        let mut reached = BTreeSet::new();
        let mut open: Vec<u32> = from.flat_map(|(_, symbols)| symbols).copied().collect();
        while let Some(symbol) = open.pop() {
            if reached.insert(symbol)
                && let Some(range) = self.linked.get(&symbol)
            {
                open.extend(self.from_data.range(range.clone()).map(|(_, relocation)| relocation.symbol));
            }
        }
        let (hit, missed): (Vec<_>, Vec<_>) =
            self.placed.iter().partition(|(symbol, _)| reached.contains(symbol));
        let data = without(&self.ranges(missed), &self.ranges(hit));
        let (hit, missed): (Vec<_>, Vec<_>) =
            self.functions.iter().partition(|(symbol, _)| reached.contains(symbol));
        let names =
            |of: Vec<(&u32, &String)>| of.into_iter().map(|(_, name)| name.clone()).collect::<BTreeSet<_>>();
        Unreached { data, functions: &names(missed) - &names(hit) }
    }

    /// The bytes of these symbols, in order.
    fn ranges(&self, of: Vec<(&u32, &u32)>) -> Vec<Range<u32>> {
        let range = |(symbol, now): (&u32, &u32)| {
            let linked = self.linked.get(symbol)?;
            Some(*now..*now + (linked.end - linked.start))
        };
        union(of.into_iter().filter_map(range).collect())
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
