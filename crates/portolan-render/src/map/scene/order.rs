//! In which order the cards of a column stand: that in which they are read, unless another one has fewer crossings.
//!
//! Barycentre sweeps over known layers: each card moves to the mean of what it is connected to in the next column.

use super::frame::{End, Frame};
use portolan_yaml::collections::BTreeMap;

/// How often the Services are tried in another order.
const SWEEPS: usize = 4;
/// With more wires than this the order of reading stays.
const WIRES: usize = 3000;

/// Where the cards of one column stand while orders are compared: the middle of a card as if all stood close together.
type Heights = BTreeMap<usize, i64>;

/// Brings the cards of all columns into an order.
pub(super) fn order(frame: &mut Frame<'_>) {
    if frame.wires.len() > WIRES {
        return;
    }
    let Some(middle) = frame.columns.iter().position(|column| column.services) else { return };
    settle_around(frame, middle);
    let mut best = (crossings(frame), columns(frame));
    for _ in 0..SWEEPS {
        if best.0 == 0 {
            break;
        }
        sort(frame, middle, middle.saturating_add(1));
        settle_around(frame, middle);
        let count = crossings(frame);
        if count < best.0 {
            best = (count, columns(frame));
        }
    }
    for (column, cards) in frame.columns.iter_mut().zip(best.1) {
        column.cards = cards;
    }
}

fn columns(frame: &Frame<'_>) -> Vec<Vec<usize>> {
    frame.columns.iter().map(|column| column.cards.clone()).collect()
}

/// Orders the columns to the right of one, and those to its left, each by its neighbour.
fn settle_around(frame: &mut Frame<'_>, middle: usize) {
    for column in middle.saturating_add(1)..frame.columns.len() {
        sort(frame, column, column.saturating_sub(1));
    }
    for column in (0..middle).rev() {
        sort(frame, column, column.saturating_add(1));
    }
}

/// Orders a column by the means of what its cards are connected to in another one; what is connected to nothing goes to
/// the end. Cards of an area stay together.
fn sort(frame: &mut Frame<'_>, column: usize, by: usize) {
    let heights = heights(frame, by);
    let mut sums: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
    for wire in &frame.wires {
        for (own, other) in [(wire.from, wire.to), (wire.to, wire.from)] {
            if let Some(height) = height(frame, &heights, other) {
                let sum = sums.entry(own.card).or_default();
                *sum = (sum.0.saturating_add(height), sum.1.saturating_add(1));
            }
        }
    }
    let Some(cards) = frame.columns.get(column).map(|column| column.cards.clone()) else { return };
    // An area, too, stands at the mean of everything in it.
    let mut areas: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
    for card in &cards {
        let Some(sum) = sums.get(card) else { continue };
        for area in frame.areas_of(*card) {
            let whole = areas.entry(area).or_default();
            *whole = (whole.0.saturating_add(sum.0), whole.1.saturating_add(sum.1));
        }
    }
    let mean = |sum: Option<&(i64, i64)>| {
        sum.map_or(i64::MAX, |(sum, count)| sum.saturating_mul(16) / (*count).max(1))
    };
    let place: BTreeMap<usize, usize> =
        cards.iter().enumerate().map(|(place, card)| (*card, place)).collect();
    let mut keyed: Vec<(Vec<(i64, usize)>, usize)> = cards
        .iter()
        .map(|card| {
            let around = frame.areas_of(*card).into_iter().rev();
            let mut key: Vec<(i64, usize)> = around.map(|area| (mean(areas.get(&area)), area)).collect();
            key.push((mean(sums.get(card)), place.get(card).copied().unwrap_or_default()));
            (key, *card)
        })
        .collect();
    keyed.sort();
    if let Some(column) = frame.columns.get_mut(column) {
        column.cards = keyed.into_iter().map(|(_, card)| card).collect();
    }
}

/// Where the tops of a column's cards are when they stand close together.
fn heights(frame: &Frame<'_>, column: usize) -> Heights {
    let mut heights = Heights::new();
    let mut top = 0_i64;
    for card in frame.columns.get(column).into_iter().flat_map(|column| &column.cards) {
        heights.insert(*card, top);
        top = top.saturating_add(i64::from(frame.extent(*card))).saturating_add(16);
    }
    heights
}

fn height(frame: &Frame<'_>, heights: &Heights, end: End) -> Option<i64> {
    let top = heights.get(&end.card)?;
    Some(top.saturating_add(i64::from(frame.offset(end))))
}

/// How often wires cross each other.
fn crossings(frame: &Frame<'_>) -> usize {
    let mut count = 0_usize;
    for column in 0..frame.columns.len() {
        let (left, right) = (heights(frame, column), heights(frame, column.saturating_add(1)));
        let ends = |wire: &super::frame::Strand| {
            Some((height(frame, &left, wire.from)?, height(frame, &right, wire.to)?))
        };
        let mut pairs: Vec<(i64, i64)> = frame.wires.iter().filter_map(ends).collect();
        pairs.sort_unstable();
        let mut seen: Vec<i64> = Vec::with_capacity(pairs.len());
        for (_, right) in pairs {
            let place = seen.partition_point(|known| *known <= right);
            count = count.saturating_add(seen.len().saturating_sub(place));
            seen.insert(place, right);
        }
    }
    count
}
