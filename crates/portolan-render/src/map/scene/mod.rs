//! A map with places: shapes to be painted one behind the other, in groups that have the keys of what they show.
//!
//! The layers are known, so the layout is small: cards in columns, barycentre sweeps for their order, and a pass that
//! brings each card beside what it is connected to. Wires lead from one column to the next and so never cross a card.
//! All numbers are pixels and whole: the same map gives the same bytes everywhere.

mod frame;
mod order;
mod paint;
mod place;
mod text;
mod wire;

use super::model::{Change, Map, State};
use super::words;
use frame::Frame;
use portolan_core::diagnostic::{Lang, Origin, Template};
use std::collections::BTreeSet;

/// Around the map.
const MARGIN: i32 = 14;
/// Between two columns: more where there are many wires.
const COLUMN_GAPS: (i32, i32) = (38, 72);

/// A laid-out map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scene {
    /// What the map shows, in one sentence.
    pub title: String,
    /// The size in pixels.
    pub width: i32,
    /// The size in pixels.
    pub height: i32,
    /// What is painted, one behind the other: areas, wires, cards.
    pub groups: Vec<Group>,
    /// What the states that are in it look like, in words.
    pub legend: Vec<Sign>,
}

/// What a group shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A node or a zone.
    Area,
    /// A wire.
    Wire,
    /// A card.
    Card,
    /// A line of a card.
    Row,
    /// What folds and unfolds; its key is that of [`super::Card::fold`].
    Fold,
}

/// Shapes that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What it shows.
    pub role: Role,
    /// The key of that.
    pub key: String,
    /// Class names: `map-card pod ready new`.
    pub class: String,
    /// The same for those who cannot see it; empty where the group around it says so already.
    pub sentence: String,
    /// What it comes from.
    pub origins: Vec<Origin>,
    /// Where it is.
    pub rect: Rect,
    /// What is painted.
    pub shapes: Vec<Shape>,
    /// What is painted on top of that.
    pub parts: Vec<Group>,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rect {
    /// Its left edge.
    pub x: i32,
    /// Its upper edge.
    pub y: i32,
    /// From left to right.
    pub width: i32,
    /// From top to bottom.
    pub height: i32,
}

/// Something to paint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A rectangle with round corners.
    Rect {
        /// The class name.
        class: &'static str,
        /// Where.
        rect: Rect,
        /// The radius of its corners.
        radius: i32,
    },
    /// A line, in SVG's words.
    Path {
        /// The class name.
        class: &'static str,
        /// `d`.
        line: String,
    },
    /// A disc or a ring.
    Circle {
        /// The class name.
        class: &'static str,
        /// The middle.
        at: (i32, i32),
        /// The radius in tenths of a pixel.
        radius: i32,
    },
    /// A text on one line.
    Text {
        /// The class name.
        class: &'static str,
        /// The beginning of the baseline; its end where [`Shape::Text::end`] says so.
        at: (i32, i32),
        /// Whether it ends there.
        end: bool,
        /// What it says.
        text: String,
        /// The whole of it, where that is more.
        whole: Option<String>,
    },
}

/// An entry of the legend.
#[derive(Clone, Copy, Debug)]
pub struct Sign {
    /// The state.
    pub state: State,
    /// The class of the wire that it is; nothing for a mark.
    pub wire: Option<&'static str>,
    words: &'static Template,
}

impl PartialEq for Sign {
    fn eq(&self, other: &Self) -> bool {
        (self.state, self.wire) == (other.state, other.wire)
    }
}

impl Eq for Sign {}

impl Sign {
    /// What it means.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        self.words.message().render(lang)
    }

    /// How it is painted around a point, as in the map.
    #[must_use]
    pub fn shapes(&self, at: (i32, i32)) -> Vec<Shape> {
        paint::mark(self.state, at)
    }
}

impl Scene {
    /// Lays out a map.
    #[must_use]
    pub fn of(map: &Map) -> Self {
        let mut frame = Frame::new(map);
        order::order(&mut frame);
        let places = place::place(&frame);
        let painter = Painter::new(&frame, &places);
        let mut groups = painter.areas();
        groups.extend(painter.wires());
        groups.extend(painter.cards());
        Self {
            title: map.title.clone(),
            width: painter.width + MARGIN * 2,
            height: places.height + MARGIN * 2,
            groups,
            legend: legend(map),
        }
    }
}

/// The states that a map shows.
fn legend(map: &Map) -> Vec<Sign> {
    let cards = map.cards.iter().flat_map(|card| std::iter::once(card.state).chain(counted(card)));
    let states: BTreeSet<State> = cards.collect();
    let mut signs: Vec<Sign> = states
        .into_iter()
        .filter_map(|state| {
            let words = match state {
                State::Plain => return None,
                State::Ready => &words::READY,
                State::NotReady => &words::NOT_READY,
                State::Terminating => &words::TERMINATING,
                State::Pending => &words::PENDING,
                State::Idle => &words::IDLE,
                State::Broken => &words::BROKEN,
            };
            Some(Sign { state, wire: None, words })
        })
        .collect();
    if map.wires.iter().any(|wire| wire.by_name) {
        signs.push(Sign { state: State::Plain, wire: Some("by-name"), words: &words::BY_NAME });
    }
    if map.wires.iter().any(|wire| wire.state == State::Idle && wire.from.starts_with("gap/")) {
        signs.push(Sign { state: State::Plain, wire: Some("idle"), words: &words::NEARLY });
    }
    signs
}

/// The states that a card counts.
fn counted(card: &super::Card) -> impl Iterator<Item = State> {
    let states = [State::Ready, State::NotReady, State::Terminating];
    let counts = card.counts.unwrap_or_default();
    states.into_iter().zip(counts).filter(|(_, count)| *count > 0).map(|(state, _)| state)
}

/// A frame with places, about to be painted.
struct Painter<'f> {
    frame: &'f Frame<'f>,
    places: &'f place::Places,
    /// The left edge of each column's cards.
    lefts: Vec<i32>,
    /// The column of each card.
    columns: Vec<usize>,
    width: i32,
}

impl<'f> Painter<'f> {
    fn new(frame: &'f Frame<'f>, places: &'f place::Places) -> Self {
        let mut lefts = Vec::with_capacity(frame.columns.len());
        let mut columns = vec![0; frame.map.cards.len()];
        let (mut left, mut width) = (0, 0);
        for (index, column) in frame.columns.iter().enumerate() {
            let last = index + 1 == frame.columns.len();
            let around = if last { frame.depth() * place::PAD } else { 0 };
            left += around;
            lefts.push(left);
            for card in &column.cards {
                if let Some(place) = columns.get_mut(*card) {
                    *place = index;
                }
            }
            width = left + column.width + around;
            left = width + gap(frame, index);
        }
        Self { frame, places, lefts, columns, width }
    }

    /// Where a card is.
    fn rect(&self, card: usize) -> Rect {
        let column = self.columns.get(card).copied().unwrap_or_default();
        Rect {
            x: MARGIN + self.lefts.get(column).copied().unwrap_or_default(),
            y: MARGIN + self.places.cards.get(&card).copied().unwrap_or_default(),
            width: self.frame.columns.get(column).map_or(0, |column| column.width),
            height: self.frame.sizes.get(card).map_or(0, |size| size.height),
        }
    }

    /// Nodes and zones, the outer ones first.
    fn areas(&self) -> Vec<Group> {
        let mut inside = vec![(0_i32, Rect::default()); self.frame.map.areas.len()];
        for card in 0..self.frame.map.cards.len() {
            for (depth, area) in (1..).zip(self.frame.areas_of(card)) {
                if let Some(known) = inside.get_mut(area).filter(|(known, _)| *known < depth) {
                    *known = (depth, self.rect(card));
                }
            }
        }
        let areas = self.frame.map.areas.iter().enumerate().zip(inside);
        let groups = areas.filter_map(|((index, area), (depth, card))| {
            let (top, height) = self.places.areas.get(&index).copied()?;
            let pad = depth * place::PAD;
            let rect = Rect { x: card.x - pad, y: MARGIN + top, width: card.width + pad * 2, height };
            Some(paint::area(area, rect))
        });
        groups.collect()
    }

    fn wires(&self) -> Vec<Group> {
        let mut groups: Vec<(State, Group)> = Vec::with_capacity(self.frame.wires.len());
        for strand in &self.frame.wires {
            let Some(one) = self.frame.map.wires.get(strand.wire) else { continue };
            let [from, to] = [strand.from, strand.to].map(|end| {
                let rect = self.rect(end.card);
                (rect, MARGIN + place::level(self.frame, self.places, end))
            });
            let start = (from.0.x + from.0.width, from.1);
            groups.push((one.state, wire::wire(one, start, (to.0.x, to.1))));
        }
        groups.sort_by_key(|(state, _)| wire::height(*state));
        groups.into_iter().map(|(_, group)| group).collect()
    }

    fn cards(&self) -> Vec<Group> {
        let mut entered = BTreeSet::new();
        let mut left = BTreeSet::new();
        for strand in &self.frame.wires {
            left.insert((strand.from.card, strand.from.row));
            entered.insert((strand.to.card, strand.to.row));
        }
        let order = self.frame.columns.iter().flat_map(|column| &column.cards);
        let groups = order.filter_map(|index| {
            let (card, size) = (self.frame.map.cards.get(*index)?, self.frame.sizes.get(*index)?);
            let ends = |row: Option<usize>| (entered.contains(&(*index, row)), left.contains(&(*index, row)));
            Some(paint::card(card, size, self.rect(*index), &ends))
        });
        groups.collect()
    }
}

/// How wide a small line is.
pub(super) fn label_width(text: &str) -> i32 {
    text::width(text, text::LABEL)
}

/// How far a column is from the next one.
fn gap(frame: &Frame<'_>, column: usize) -> i32 {
    let cards = frame.columns.get(column).map(|column| &*column.cards).unwrap_or_default();
    let here: BTreeSet<usize> = cards.iter().copied().collect();
    let wires = frame.wires.iter().filter(|wire| here.contains(&wire.from.card)).count();
    let (least, most) = COLUMN_GAPS;
    least.saturating_add(i32::try_from(wires).unwrap_or(most).saturating_mul(3)).min(most)
}

/// Class names, one behind the other.
fn classes(first: &str, more: &[&str], change: Change) -> String {
    let mut class = first.to_owned();
    for one in more.iter().chain([&change.as_str()]).filter(|one| !one.is_empty()) {
        class.push(' ');
        class.push_str(one);
    }
    class
}
