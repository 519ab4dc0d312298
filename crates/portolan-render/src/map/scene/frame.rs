//! The cards in their columns, measured, and the wires between them by index.

use super::text::{self, ASIDE, CODE, LABEL, PROSE, TITLE};
use crate::map::model::{Card, Layer, Map, Row};
use portolan_yaml::collections::BTreeMap;

/// Between the edge of a card and its text.
pub(super) const INSET: i32 = 10;
/// Above the first line of a card.
const TOP: i32 = 8;
/// Below the last one.
const BOTTOM: i32 = 8;
/// The small line on top.
const LABEL_LINE: i32 = 15;
/// The name.
const TITLE_LINE: i32 = 19;
/// A remark.
const REMARK_LINE: i32 = 16;
/// A port.
const PORT_LINE: i32 = 22;
/// A line of a text of several lines.
const PROSE_LINE: i32 = 16;
/// The counts of a card that stands for several things.
const COUNTS_LINE: i32 = 12;
/// What marks take at the end of the first line.
const MARKS: i32 = 20;
/// How wide a text of several lines likes to be.
const PROSE_WIDTH: i32 = 178;
/// How many lines such a text has at most.
const PROSE_LINES: usize = 6;

/// A card's lines, as far as they have a place.
#[derive(Clone, Debug, Default)]
pub(super) struct Size {
    pub(super) width: i32,
    pub(super) height: i32,
    /// The baseline of the small line, and that of the name.
    pub(super) label: i32,
    pub(super) title: i32,
    /// The top of each row, and its height.
    pub(super) rows: Vec<(i32, i32)>,
    /// The top of the counts.
    pub(super) counts: i32,
    /// The lines of a text of several lines.
    pub(super) prose: Vec<String>,
}

/// A column.
#[derive(Debug, Default)]
pub(super) struct Column {
    pub(super) cards: Vec<usize>,
    pub(super) width: i32,
    /// Whether it is that of the Services, which keep their order if they can.
    pub(super) services: bool,
}

/// An end of a wire: a card, or one of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    pub(super) card: usize,
    pub(super) row: Option<usize>,
    /// Whether the wire begins here.
    pub(super) leaves: bool,
}

/// A wire by index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strand {
    pub(super) from: End,
    pub(super) to: End,
    /// The index of the wire.
    pub(super) wire: usize,
}

/// A map in columns.
#[derive(Debug)]
pub(super) struct Frame<'m> {
    pub(super) map: &'m Map,
    /// Whether the columns lie one below the other.
    pub(super) upright: bool,
    pub(super) columns: Vec<Column>,
    pub(super) sizes: Vec<Size>,
    pub(super) wires: Vec<Strand>,
    /// The rows of each card at which wires end, and those at which they begin; in a map that stands upright.
    docks: Vec<[Vec<Option<usize>>; 2]>,
}

impl<'m> Frame<'m> {
    /// Measures a map.
    pub(super) fn new(map: &'m Map, upright: bool) -> Self {
        let mut layers: BTreeMap<Layer, Column> = BTreeMap::new();
        for (index, card) in map.cards.iter().enumerate() {
            let column = layers.entry(card.layer).or_default();
            column.cards.push(index);
            column.services = card.layer == Layer::Service;
            column.width = column.width.max(wish(card)).clamp(least(card.layer), most(card.layer));
        }
        let widths: BTreeMap<Layer, i32> =
            layers.iter().map(|(layer, column)| (*layer, column.width)).collect();
        let sizes =
            map.cards.iter().map(|card| size(card, widths.get(&card.layer).copied().unwrap_or_default()));
        let mut frame = Self {
            map,
            upright,
            sizes: sizes.collect(),
            columns: layers.into_values().collect(),
            wires: Vec::new(),
            docks: vec![[Vec::new(), Vec::new()]; map.cards.len()],
        };
        frame.wires = frame.strands();
        frame.note_docks();
        frame
    }

    fn note_docks(&mut self) {
        for end in self.wires.iter().flat_map(|strand| [strand.from, strand.to]) {
            let docks = self.docks.get_mut(end.card).and_then(|docks| docks.get_mut(usize::from(end.leaves)));
            if let Some(docks) = docks.filter(|docks| !docks.contains(&end.row)) {
                docks.push(end.row);
            }
        }
        self.docks.iter_mut().flatten().for_each(|docks| docks.sort_unstable());
    }

    fn strands(&self) -> Vec<Strand> {
        let mut ends: BTreeMap<&str, End> = BTreeMap::new();
        for (index, card) in self.map.cards.iter().enumerate() {
            ends.insert(&card.key, End { card: index, row: None, leaves: false });
            for (row, one) in card.rows.iter().enumerate().filter(|(_, one)| one.port) {
                ends.insert(&one.key, End { card: index, row: Some(row), leaves: false });
            }
        }
        let find = |(wire, one): (usize, &crate::map::Wire)| {
            let (from, to) = (ends.get(&*one.from)?, ends.get(&*one.to)?);
            Some(Strand { from: End { leaves: true, ..*from }, to: *to, wire })
        };
        self.map.wires.iter().enumerate().filter_map(find).collect()
    }

    /// The areas around a card, the innermost first.
    pub(super) fn areas_of(&self, card: usize) -> Vec<usize> {
        let mut areas = Vec::new();
        let mut next = self.map.cards.get(card).and_then(|card| card.area);
        while let Some(area) = next {
            areas.push(area);
            // A parent stands before its child: this ends.
            next = self.map.areas.get(area).and_then(|area| area.parent).filter(|parent| *parent < area);
        }
        areas
    }

    /// How deep the areas lie in each other, counted from the cards outwards.
    pub(super) fn depth(&self) -> i32 {
        let depths = (0..self.map.cards.len()).map(|card| self.areas_of(card).len());
        i32::try_from(depths.max().unwrap_or_default()).unwrap_or(0)
    }

    /// What a card takes of its column: its height, or its width where columns lie one below the other.
    pub(super) fn extent(&self, card: usize) -> i32 {
        self.sizes.get(card).map_or(0, |size| if self.upright { size.width } else { size.height })
    }

    /// How far an end of a wire is from the top of its card, or from its left edge where columns lie one below the other.
    pub(super) fn offset(&self, end: End) -> i32 {
        let Some(size) = self.sizes.get(end.card) else { return 0 };
        if self.upright {
            let docks = self.docks.get(end.card).and_then(|docks| docks.get(usize::from(end.leaves)));
            let docks = docks.map(Vec::as_slice).unwrap_or_default();
            let at = docks.iter().position(|dock| *dock == end.row).unwrap_or_default();
            let part = |count: usize| i32::try_from(count).unwrap_or(1).saturating_add(1);
            return size.width * part(at) / part(docks.len());
        }
        match end.row.and_then(|row| size.rows.get(row)) {
            Some((top, height)) => top + height / 2,
            None => TOP + (LABEL_LINE + TITLE_LINE) / 2,
        }
    }
}

/// The widths between which a column's width lies.
const fn least(layer: Layer) -> i32 {
    match layer {
        Layer::Outside => 72,
        _ => 112,
    }
}

const fn most(layer: Layer) -> i32 {
    match layer {
        Layer::Outside => 132,
        Layer::Way => 208,
        Layer::Service => 220,
        Layer::Slice => 214,
        Layer::Pod => 224,
    }
}

/// The width that a card would like to have.
fn wish(card: &Card) -> i32 {
    let inset = INSET * 2;
    if card.kind.is_prose() {
        return PROSE_WIDTH;
    }
    let marks = if card.fold.is_some() { MARKS * 2 } else { MARKS };
    let head = text::width(&card.label, LABEL) + marks;
    let title = text::width(&card.title, TITLE);
    let rows = card.rows.iter().map(row_wish).max().unwrap_or_default();
    head.max(title).max(rows).saturating_add(inset)
}

fn row_wish(row: &Row) -> i32 {
    let aside = if row.aside.is_empty() { 0 } else { text::width(&row.aside, ASIDE) + 10 };
    let mark = if row.port && matches!(row.state, crate::map::State::Broken) { MARKS } else { 0 };
    text::width(&row.text, CODE).saturating_add(aside).saturating_add(mark)
}

/// The lines of a card that is so wide.
fn size(card: &Card, width: i32) -> Size {
    let mut size = Size { width, ..Size::default() };
    let mut top = TOP;
    if !card.label.is_empty() {
        size.label = top + 11;
        top += LABEL_LINE;
    }
    if card.kind.is_prose() {
        size.title = top + 12;
        size.prose = text::wrap(&card.title, PROSE, width.saturating_sub(INSET * 2), PROSE_LINES);
        top += PROSE_LINE * i32::try_from(size.prose.len()).unwrap_or(0);
    } else {
        size.title = top + 14;
        top += TITLE_LINE;
    }
    if card.rows.first().is_some_and(|row| !row.port) {
        top += 6;
    }
    let counted = card.counts.is_some();
    let mut in_ports = false;
    for row in &card.rows {
        if row.port && !in_ports {
            in_ports = true;
            if counted {
                size.counts = top + 2;
                top += COUNTS_LINE;
            }
            top += 5;
        }
        let height = if row.port { PORT_LINE } else { REMARK_LINE };
        size.rows.push((top, height));
        top += height;
    }
    if counted && !in_ports {
        size.counts = top + 2;
        top += COUNTS_LINE;
    }
    size.height = top + if in_ports { 4 } else { BOTTOM };
    size
}
