//! How far down everything stands, or how far to the right where columns lie one below the other: as near as possible to what it is connected to, without overlaps, in a given order.

use super::frame::{End, Frame};
use portolan_yaml::collections::BTreeMap;

/// Between two cards of a column.
const GAP: i32 = 18;
/// Between two cards of an area.
const NEAR: i32 = 10;
/// Between two areas.
const APART: i32 = 16;
/// Between the edge of an area and what is in it.
pub(super) const PAD: i32 = 10;
/// What an area's title takes.
pub(super) const HEAD: i32 = 24;

/// What moves as one: a card, or an area with everything in it.
#[derive(Debug, Default)]
struct Block {
    /// Cards, each with its distance from the block's top.
    cards: Vec<(usize, i32)>,
    /// Areas, each with its distance from the block's top and its height.
    areas: Vec<(usize, i32, i32)>,
    height: i32,
    /// What is kept free behind the block.
    gap: i32,
}

/// Where everything stands: cards and areas by index.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The top of each card.
    pub(super) cards: BTreeMap<usize, i32>,
    /// The top and the height of each area.
    pub(super) areas: BTreeMap<usize, (i32, i32)>,
    /// The end of the lowest one.
    pub(super) height: i32,
}

/// Places all columns: the last one close together, the others beside it; then that one beside the others, where it
/// is shorter than they are.
pub(super) fn place(frame: &Frame<'_>) -> Places {
    let columns: Vec<Vec<Block>> = frame.columns.iter().map(|column| blocks(frame, &column.cards)).collect();
    let mut places = Places::default();
    let last = columns.len().saturating_sub(1);
    let order = (0..=last).rev().chain(1..=last).chain((0..last).rev());
    for index in order {
        let Some(blocks) = columns.get(index) else { continue };
        put(frame, blocks, &mut places);
    }
    raise(&mut places, &columns);
    places
}

/// The blocks of a column: areas with their cards, and cards in no area.
fn blocks(frame: &Frame<'_>, cards: &[usize]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let around = |card: &usize| frame.areas_of(*card).last().copied();
    for run in cards.chunk_by(|one, other| around(one).is_some() && around(one) == around(other)) {
        let Some(first) = run.first() else { continue };
        match around(first) {
            Some(area) => blocks.push(area_block(frame, area, run, 0)),
            None => blocks.push(Block {
                cards: vec![(*first, 0)],
                areas: Vec::new(),
                height: frame.extent(*first),
                gap: GAP,
            }),
        }
    }
    blocks
}

/// An area with its cards; `depth` is that of the area, 0 outside.
fn area_block(frame: &Frame<'_>, area: usize, cards: &[usize], depth: usize) -> Block {
    let mut block = Block { gap: APART, ..Block::default() };
    let mut top = if frame.upright { PAD } else { HEAD };
    let inside = |card: &usize| {
        let areas = frame.areas_of(*card);
        areas.len().checked_sub(depth.saturating_add(2)).and_then(|index| areas.get(index).copied())
    };
    for run in cards.chunk_by(|one, other| inside(one).is_some() && inside(one) == inside(other)) {
        let Some(first) = run.first() else { continue };
        let gap = if let Some(inner) = inside(first) {
            let inner = area_block(frame, inner, run, depth.saturating_add(1));
            block.cards.extend(inner.cards.iter().map(|(card, at)| (*card, at.saturating_add(top))));
            block
                .areas
                .extend(inner.areas.iter().map(|(area, at, tall)| (*area, at.saturating_add(top), *tall)));
            top = top.saturating_add(inner.height);
            PAD
        } else {
            block.cards.push((*first, top));
            top = top.saturating_add(frame.extent(*first));
            NEAR
        };
        top = top.saturating_add(gap);
    }
    block.height = top.saturating_sub(NEAR).saturating_add(PAD);
    block.areas.push((area, 0, block.height));
    block
}

/// Places a column beside those that are placed.
fn put(frame: &Frame<'_>, blocks: &[Block], places: &mut Places) {
    let mut wanted: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
    for wire in &frame.wires {
        for (own, other) in [(wire.from, wire.to), (wire.to, wire.from)] {
            if let Some(top) = places.cards.get(&other.card) {
                let there = i64::from(*top) + i64::from(frame.offset(other)) - i64::from(frame.offset(own));
                let sum = wanted.entry(own.card).or_default();
                *sum = (sum.0.saturating_add(there), sum.1.saturating_add(1));
            }
        }
    }
    let wishes: Vec<Option<i64>> = blocks.iter().map(|block| wish(block, &wanted)).collect();
    for (block, top) in blocks.iter().zip(resolve(blocks, &wishes)) {
        for (card, at) in &block.cards {
            places.cards.insert(*card, top.saturating_add(*at));
        }
        for (area, at, height) in &block.areas {
            places.areas.insert(*area, (top.saturating_add(*at), *height));
        }
    }
}

/// Where a block would stand if it were alone.
fn wish(block: &Block, wanted: &BTreeMap<usize, (i64, i64)>) -> Option<i64> {
    let (mut sum, mut count) = (0_i64, 0_i64);
    for (card, at) in &block.cards {
        if let Some((tops, wires)) = wanted.get(card).filter(|(_, wires)| *wires > 0) {
            sum = sum.saturating_add(tops / wires).saturating_sub(i64::from(*at));
            count = count.saturating_add(1);
        }
    }
    (count > 0).then(|| sum / count.max(1))
}

/// The tops that are nearest to what is wished, in this order and without overlaps: neighbours that would overlap move
/// together, to the mean of their wishes.
fn resolve(blocks: &[Block], wishes: &[Option<i64>]) -> Vec<i32> {
    let mut before = 0_i64;
    let mut pools: Vec<(i64, i64, usize)> = Vec::new();
    let mut offsets = Vec::with_capacity(blocks.len());
    for (block, wish) in blocks.iter().zip(wishes) {
        offsets.push(before);
        // Without a wish a block follows the one before it.
        let follow = pools.last().map_or(0, |(sum, weight, _)| sum / (*weight).max(1));
        let mut pool = match wish {
            Some(wish) => (wish.saturating_sub(before), 1, 1_usize),
            None => (follow, 1, 1),
        };
        while let Some((sum, weight, count)) = pools.last().copied() {
            if sum.saturating_mul(pool.1) < pool.0.saturating_mul(weight) {
                break;
            }
            pool = (pool.0.saturating_add(sum), pool.1.saturating_add(weight), pool.2.saturating_add(count));
            pools.pop();
        }
        pools.push(pool);
        before = before.saturating_add(i64::from(block.height)).saturating_add(i64::from(block.gap));
    }
    let tops = pools
        .into_iter()
        .flat_map(|(sum, weight, count)| std::iter::repeat_n(sum.div_euclid(weight.max(1)), count));
    tops.zip(offsets).map(|(top, offset)| i32::try_from(top.saturating_add(offset)).unwrap_or(0)).collect()
}

/// Moves everything so that the highest one stands at the top.
fn raise(places: &mut Places, columns: &[Vec<Block>]) {
    let tops = places.cards.values().copied().chain(places.areas.values().map(|(top, _)| *top));
    let first = tops.min().unwrap_or_default();
    places.cards.values_mut().for_each(|top| *top = top.saturating_sub(first));
    places.areas.values_mut().for_each(|(top, _)| *top = top.saturating_sub(first));
    for block in columns.iter().flatten() {
        let Some((card, at)) = block.cards.first() else { continue };
        let top = places.cards.get(card).copied().unwrap_or_default().saturating_sub(*at);
        places.height = places.height.max(top.saturating_add(block.height));
    }
}

/// How far the end of a wire is from the top of the map.
pub(super) fn level(frame: &Frame<'_>, places: &Places, end: End) -> i32 {
    places.cards.get(&end.card).copied().unwrap_or_default().saturating_add(frame.offset(end))
}
