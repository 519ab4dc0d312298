//! The data of a module: what goes with the functions that have gone, and empty bytes that need no place in a file.

use std::ops::Range;

use anyhow::{Context, Result, bail};
use walrus::ir::Value;
use walrus::{ConstExpr, DataKind, Module};

/// So many empty bytes between data cost more than the head of another segment, in the compressed file.
const GAP: usize = 200;

/// Leaves long stretches of empty bytes out of a module's data.
pub(super) fn close_up(module: &mut Module) -> Result<()> {
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

/// Takes the bytes of these addresses out of a module's data.
pub(super) fn carry(module: &mut Module, addresses: &[Range<u32>]) -> Result<Vec<(u32, Vec<u8>)>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_stretches_of_nothing_divide_data() {
        let mut bytes = vec![0, 1, 0, 2];
        bytes.extend([0; GAP]);
        bytes.extend([3, 0]);
        assert_eq!(filled(&bytes), [1..4, GAP + 4..GAP + 5]);
        assert_eq!(filled(&[0, 0]), [0..0; 0]);
    }
}
