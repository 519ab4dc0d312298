//! From places to shapes: where everything is in pixels, with the columns beside each other or one below the other.

use super::frame::{End, Frame};
use super::{Group, Rect, paint, place, wire};
use crate::map::model::State;
use std::collections::{BTreeMap, BTreeSet};

/// Around the map.
pub(super) const MARGIN: i32 = 14;
/// Between two columns: more where there are many wires.
const COLUMN_GAPS: (i32, i32) = (38, 72);

/// Where wires begin and end, by card and row.
type Docks = BTreeMap<(usize, Option<usize>), BTreeSet<(i32, i32)>>;

/// A frame with places, about to be painted.
pub(super) struct Painter<'f> {
    frame: &'f Frame<'f>,
    places: &'f place::Places,
    /// Where the cards of each column begin, and how far the longest one goes: from left to right, or from top to bottom.
    starts: Vec<(i32, i32)>,
    /// The column of each card.
    columns: Vec<usize>,
    /// From the beginning of the first column to the end of the last one.
    pub(super) length: i32,
}

impl<'f> Painter<'f> {
    pub(super) fn new(frame: &'f Frame<'f>, places: &'f place::Places) -> Self {
        let mut starts = Vec::with_capacity(frame.columns.len());
        let mut columns = vec![0; frame.map.cards.len()];
        let (mut start, mut length) = (0, 0);
        for (index, column) in frame.columns.iter().enumerate() {
            let depth = if index + 1 == frame.columns.len() { frame.depth() } else { 0 };
            start += depth * place::PAD;
            let heights =
                column.cards.iter().filter_map(|card| frame.sizes.get(*card)).map(|size| size.height);
            let long = if frame.upright { heights.max().unwrap_or_default() } else { column.width };
            starts.push((start, long));
            for card in &column.cards {
                if let Some(place) = columns.get_mut(*card) {
                    *place = index;
                }
            }
            length = start + long + depth * if frame.upright { place::HEAD } else { place::PAD };
            start = length + gap(frame, index);
        }
        Self { frame, places, starts, columns, length }
    }

    /// Where the column of a card begins, and how far its longest card goes.
    fn start(&self, card: usize) -> (i32, i32) {
        let column = self.columns.get(card).copied().unwrap_or_default();
        self.starts.get(column).copied().unwrap_or_default()
    }

    /// Where a card is.
    fn rect(&self, card: usize) -> Rect {
        let along = MARGIN + self.start(card).0;
        let across = MARGIN + self.places.cards.get(&card).copied().unwrap_or_default();
        let (x, y) = if self.frame.upright { (across, along) } else { (along, across) };
        let size = self.frame.sizes.get(card);
        Rect { x, y, width: size.map_or(0, |size| size.width), height: size.map_or(0, |size| size.height) }
    }

    /// Nodes and zones, the outer ones first.
    pub(super) fn areas(&self) -> Vec<Group> {
        let mut inside = vec![(0_i32, 0); self.frame.map.areas.len()];
        for card in 0..self.frame.map.cards.len() {
            for (depth, area) in (1..).zip(self.frame.areas_of(card)) {
                if let Some(known) = inside.get_mut(area).filter(|(known, _)| *known < depth) {
                    *known = (depth, card);
                }
            }
        }
        let areas = self.frame.map.areas.iter().enumerate().zip(inside);
        let groups = areas.filter_map(|((index, area), (depth, card))| {
            let (from, extent) = self.places.areas.get(&index).copied()?;
            let ground = self.ground((from, extent), depth, card);
            Some(paint::area(area, ground, self.frame.upright))
        });
        groups.collect()
    }

    /// Where an area is: what it takes of its column, how many areas it is away from its cards, and one of those.
    fn ground(&self, (from, extent): (i32, i32), depth: i32, card: usize) -> Rect {
        let (rect, pad) = (self.rect(card), depth * place::PAD);
        if self.frame.upright {
            let (y, height) = (rect.y - pad, self.start(card).1 + pad + depth * place::HEAD);
            return Rect { x: MARGIN + from, y, width: extent, height };
        }
        Rect { x: rect.x - pad, y: MARGIN + from, width: rect.width + pad * 2, height: extent }
    }

    pub(super) fn wires(&self) -> Vec<Group> {
        let mut groups: Vec<(State, Group)> = Vec::with_capacity(self.frame.wires.len());
        for strand in &self.frame.wires {
            let Some(one) = self.frame.map.wires.get(strand.wire) else { continue };
            let (start, long) = self.start(strand.from.card);
            let bend = (self.frame.upright, MARGIN + start + long);
            groups.push((one.state, wire::wire(one, self.point(strand.from), self.point(strand.to), bend)));
        }
        groups.sort_by_key(|(state, _)| wire::height(*state));
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// Where an end of a wire is.
    fn point(&self, end: End) -> (i32, i32) {
        let rect = self.rect(end.card);
        let across = MARGIN + place::level(self.frame, self.places, end);
        match (self.frame.upright, end.leaves) {
            (true, true) => (across, rect.y + rect.height),
            (true, false) => (across, rect.y),
            (false, true) => (rect.x + rect.width, across),
            (false, false) => (rect.x, across),
        }
    }

    pub(super) fn cards(&self) -> Vec<Group> {
        let mut docks = Docks::new();
        for end in self.frame.wires.iter().flat_map(|strand| [strand.from, strand.to]) {
            docks.entry((end.card, end.row)).or_default().insert(self.point(end));
        }
        let order = self.frame.columns.iter().flat_map(|column| &column.cards);
        let groups = order.filter_map(|index| {
            let (card, size) = (self.frame.map.cards.get(*index)?, self.frame.sizes.get(*index)?);
            let docks = |row: Option<usize>| {
                docks.get(&(*index, row)).into_iter().flatten().copied().collect::<Vec<_>>()
            };
            Some(paint::card(card, size, self.rect(*index), &docks))
        });
        groups.collect()
    }
}

/// How far a column is from the next one.
fn gap(frame: &Frame<'_>, column: usize) -> i32 {
    let cards = frame.columns.get(column).map(|column| &*column.cards).unwrap_or_default();
    let here: BTreeSet<usize> = cards.iter().copied().collect();
    let wires = frame.wires.iter().filter(|wire| here.contains(&wire.from.card)).count();
    let (least, most) = COLUMN_GAPS;
    least.saturating_add(i32::try_from(wires).unwrap_or(most).saturating_mul(3)).min(most)
}
