//! A map with places: shapes to be painted one behind the other, in groups that have the keys of what they show.
//!
//! The layers are known, so the layout is small: cards in columns, barycentre sweeps for their order, and a pass that
//! brings each card beside what it is connected to. Wires lead from one column to the next and so never cross a card.
//! All numbers are pixels and whole: the same map gives the same bytes everywhere.

mod frame;
mod order;
mod paint;
mod painter;
mod place;
mod text;
mod wire;

use super::model::{Change, Map, State};
use super::words;
use frame::Frame;
use painter::{MARGIN, Painter};
use portolan_core::diagnostic::{Lang, Origin, Template};
use portolan_yaml::collections::BTreeSet;

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
    /// Lays out a map with its columns beside each other.
    #[must_use]
    pub fn of(map: &Map) -> Self {
        Self::laid_out(map, false)
    }

    /// Lays out a map with its columns one below the other: for windows that are higher than wide.
    #[must_use]
    pub fn upright(map: &Map) -> Self {
        Self::laid_out(map, true)
    }

    fn laid_out(map: &Map, upright: bool) -> Self {
        let mut frame = Frame::new(map, upright);
        order::order(&mut frame);
        let places = place::place(&frame);
        let painter = Painter::new(&frame, &places);
        let mut groups = painter.areas();
        groups.extend(painter.wires());
        groups.extend(painter.cards());
        let (along, across) = (painter.length + MARGIN * 2, places.height + MARGIN * 2);
        let (width, height) = if upright { (across, along) } else { (along, across) };
        Self { title: map.title.clone(), width, height, groups, legend: legend(map) }
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

/// How wide a small line is.
pub(super) fn label_width(text: &str) -> i32 {
    text::width(text, text::LABEL)
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
