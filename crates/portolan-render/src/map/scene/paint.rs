//! How cards, areas and marks are painted.

use super::frame::{INSET, Size};
use super::text::{self, ASIDE, CODE, Face, LABEL, TITLE};
use super::{Group, Rect, Role, Shape, classes};
use crate::map::model::{Area, Card, Change, Kind, Row, State};

/// The radius of a card's corners.
const ROUND: i32 = 8;
/// How many things are counted one by one.
const DOTS: usize = 12;

/// Where wires begin and end at a row, or at the card itself.
pub(super) type Docks<'e> = dyn Fn(Option<usize>) -> Vec<(i32, i32)> + 'e;

/// An area; its name stands where no wire comes in, below where columns lie one below the other.
pub(super) fn area(area: &Area, rect: Rect, upright: bool) -> Group {
    let at = (rect.x + 12, if upright { rect.y + rect.height - 8 } else { rect.y + 16 });
    let title = text::elide(&area.title, LABEL, rect.width - 24, false);
    let whole = (title != area.title).then(|| area.title.clone());
    Group {
        role: Role::Area,
        key: area.key.clone(),
        class: classes("map-area", &[area.state.as_str()], Change::Same),
        sentence: area.sentence.clone(),
        origins: area.origins.clone(),
        rect,
        shapes: vec![
            Shape::Rect { class: "map-ground", rect, radius: 12 },
            Shape::Text { class: "map-label", at, end: false, text: title, whole },
        ],
        parts: Vec::new(),
    }
}

/// A card with its rows.
pub(super) fn card(card: &Card, size: &Size, rect: Rect, docks: &Docks<'_>) -> Group {
    let folded = card.fold.as_ref().is_some_and(|(_, folded)| *folded);
    let mut shapes = Vec::new();
    if folded {
        for step in [8, 4] {
            let behind = Rect { x: rect.x + step, y: rect.y + step, width: rect.width - step, ..rect };
            let behind = Rect { height: rect.height - step + 4, ..behind };
            shapes.push(Shape::Rect { class: "map-behind", rect: behind, radius: ROUND });
        }
    }
    shapes.push(Shape::Rect { class: "map-face", rect, radius: ROUND });
    shapes.extend(head(card, size, rect));
    shapes.push(Shape::Rect { class: "map-edge", rect, radius: ROUND });
    shapes.extend(docks(None).into_iter().map(dock));
    shapes.extend(badge(card.change, rect));
    if let Some(counts) = card.counts {
        shapes.extend(counted(counts, (rect.x + INSET, rect.y + size.counts), rect.width - INSET * 2));
    }
    let mut parts: Vec<Group> = Vec::with_capacity(card.rows.len());
    for (index, (one, place)) in card.rows.iter().zip(&size.rows).enumerate() {
        let line = Rect { y: rect.y + place.0, height: place.1, ..rect };
        let first =
            one.port && index.checked_sub(1).and_then(|at| card.rows.get(at)).is_none_or(|row| !row.port);
        parts.push(row(one, line, docks(Some(index)), first));
    }
    parts.extend(fold(card, rect));
    Group {
        role: Role::Card,
        key: card.key.clone(),
        class: classes("map-card", &[card.kind.as_str(), card.state.as_str()], card.change),
        sentence: card.sentence.clone(),
        origins: card.origins.clone(),
        rect,
        shapes,
        parts,
    }
}

/// The tinted part of a card, with the small line, the name and the mark of its state.
fn head(card: &Card, size: &Size, rect: Rect) -> Vec<Shape> {
    let left = rect.x + INSET;
    let marks = if card.fold.is_some() { 24 } else { 0 };
    let mut shapes = Vec::new();
    if !card.kind.is_prose() {
        let tall = size.title + 8;
        let (wide, deep) = (rect.width - ROUND * 2, tall - ROUND);
        let line = if tall >= size.height - 4 {
            format!(
                "M{} {}h{wide}a8 8 0 0 1 8 8v{}a8 8 0 0 1 -8 8h-{wide}a8 8 0 0 1 -8 -8v-{}a8 8 0 0 1 8 -8z",
                rect.x + ROUND,
                rect.y,
                size.height - ROUND * 2,
                size.height - ROUND * 2
            )
        } else {
            format!(
                "M{} {}h{wide}a8 8 0 0 1 8 8v{deep}h-{}v-{deep}a8 8 0 0 1 8 -8z",
                rect.x + ROUND,
                rect.y,
                rect.width
            )
        };
        shapes.push(Shape::Path { class: "map-head", line });
    }
    if !card.label.is_empty() {
        let room = rect.width - INSET * 2 - marks - 16;
        shapes.push(line("map-label", &card.label, LABEL, Fit::from((left, rect.y + size.label), room)));
    }
    if card.kind.is_prose() {
        for (index, words) in (0..).zip(&size.prose) {
            let at = (left, rect.y + size.title + index * 16);
            let whole = (index == 0).then(|| card.title.clone());
            shapes.push(Shape::Text { class: "map-prose", at, end: false, text: words.clone(), whole });
        }
    } else {
        let room = rect.width - INSET * 2;
        let keep_end = matches!(card.kind, Kind::Pod | Kind::Slice);
        shapes.push(line(
            "map-title",
            &card.title,
            TITLE,
            Fit { keep_end, ..Fit::from((left, rect.y + size.title), room) },
        ));
    }
    shapes.extend(mark(card.state, (rect.x + rect.width - INSET - 3, rect.y + 15)));
    shapes
}

/// A line of a card.
fn row(row: &Row, rect: Rect, docks: Vec<(i32, i32)>, first: bool) -> Group {
    let mut shapes = Vec::new();
    let middle = rect.y + rect.height / 2;
    let (left, right) = (rect.x + INSET, rect.x + rect.width - INSET);
    let aside = text::width(&row.aside, ASIDE);
    let base = middle + 4;
    let slot = Rect { x: rect.x + 1, width: rect.width - 2, ..rect };
    shapes.push(Shape::Rect { class: "map-slot", rect: slot, radius: 0 });
    if row.port {
        if first {
            shapes.push(Shape::Path {
                class: "map-line",
                line: format!("M{} {}h{}", rect.x, rect.y - 2, rect.width),
            });
        }
        let marked = row.state == State::Broken;
        let edge = if marked { right - 14 } else { right };
        if marked {
            shapes.extend(mark(row.state, (right - 3, middle)));
        }
        let room = edge - left;
        let aside_room = if aside == 0 { 0 } else { aside.min(room * 3 / 5) };
        let text_room = (room - aside_room - if aside == 0 { 0 } else { 8 }).max(24);
        shapes.push(line("map-code", &row.text, CODE, Fit::from((left, base), text_room)));
        let used = text::width(&row.text, CODE).min(text_room);
        if aside > 0 {
            shapes.push(line(
                "map-aside",
                &row.aside,
                ASIDE,
                Fit { end: true, ..Fit::from((edge, base), room - used - 8) },
            ));
        }
        shapes.extend(docks.into_iter().map(dock));
    } else {
        shapes.push(line("map-remark", &row.text, CODE, Fit::from((left, base), right - left)));
    }
    Group {
        role: Role::Row,
        key: row.key.clone(),
        class: classes(if row.port { "map-row" } else { "map-note" }, &[row.state.as_str()], row.change),
        sentence: row.sentence.clone(),
        origins: row.origins.clone(),
        rect,
        shapes,
        parts: Vec::new(),
    }
}

/// What folds and unfolds a card.
fn fold(card: &Card, rect: Rect) -> Option<Group> {
    let (key, folded) = card.fold.as_ref()?;
    let at = (rect.x + rect.width - 36, rect.y + 15);
    let upright = if *folded { "m-4 -4v8" } else { "" };
    let target = Rect { x: at.0 - 12, y: at.1 - 12, width: 24, height: 24 };
    Some(Group {
        role: Role::Fold,
        key: key.clone(),
        class: classes("map-fold", &[if *folded { "folded" } else { "open" }], Change::Same),
        sentence: String::new(),
        origins: Vec::new(),
        rect: target,
        shapes: vec![
            Shape::Rect { class: "map-target", rect: target, radius: 4 },
            Shape::Circle { class: "map-button", at, radius: 75 },
            Shape::Path { class: "map-sign", line: format!("M{} {}h8{}", at.0 - 4, at.1, upright) },
        ],
        parts: Vec::new(),
    })
}

/// Where a wire ends at a card.
fn dock(at: (i32, i32)) -> Shape {
    Shape::Circle { class: "map-dock", at, radius: 35 }
}

/// What is new, changed or gone, said by a sign at the corner.
fn badge(change: Change, rect: Rect) -> Vec<Shape> {
    let at = (rect.x + 2, rect.y + 2);
    let sign = match change {
        Change::Same => return Vec::new(),
        Change::New => format!("M{} {}h8m-4 -4v8", at.0 - 4, at.1),
        Change::Gone => format!("M{} {}h8", at.0 - 4, at.1),
        Change::Changed => format!("M{} {}q2 -3 4 0t4 0", at.0 - 4, at.1),
    };
    vec![
        Shape::Circle { class: "map-badge", at, radius: 75 },
        Shape::Path { class: "map-badge-sign", line: sign },
    ]
}

/// Ready things, others, and those that are being deleted: a mark each, or a bar where they are many.
fn counted(counts: [usize; 3], at: (i32, i32), room: i32) -> Vec<Shape> {
    let states = [State::Ready, State::NotReady, State::Terminating];
    let all: usize = counts.iter().sum();
    let mut shapes = Vec::new();
    let mut left = at.0 + 4;
    if all <= DOTS {
        for (state, count) in states.into_iter().zip(counts) {
            for _ in 0..count {
                shapes.extend(mark(state, (left, at.1 + 4)));
                left += 11;
            }
        }
        return shapes;
    }
    let mut left = at.0;
    for (class, count) in
        ["map-bar ready", "map-bar not-ready", "map-bar terminating"].into_iter().zip(counts)
    {
        let share =
            i64::try_from(count).unwrap_or(0) * i64::from(room) / i64::try_from(all).unwrap_or(1).max(1);
        let width = i32::try_from(share).unwrap_or(room).max(if count > 0 { 4 } else { 0 });
        if count > 0 {
            shapes.push(Shape::Rect {
                class,
                rect: Rect { x: left, y: at.1, width: width - 1, height: 7 },
                radius: 3,
            });
        }
        left += width;
    }
    shapes
}

/// A state as a shape of its own: disc, ring, half disc, clock, dash, cross.
pub(super) fn mark(state: State, at: (i32, i32)) -> Vec<Shape> {
    let (x, y) = at;
    match state {
        State::Plain => Vec::new(),
        State::Ready => vec![Shape::Circle { class: "map-mark disc ready", at, radius: 42 }],
        State::NotReady => vec![Shape::Circle { class: "map-mark ring not-ready", at, radius: 36 }],
        State::Terminating => vec![
            Shape::Circle { class: "map-mark ring terminating", at, radius: 36 },
            Shape::Path {
                class: "map-mark disc terminating",
                line: format!("M{x} {}a4 4 0 0 0 0 8z", y - 4),
            },
        ],
        State::Pending => vec![
            Shape::Circle { class: "map-mark ring pending", at, radius: 40 },
            Shape::Path { class: "map-mark stroke pending", line: format!("M{x} {}v2h2", y - 2) },
        ],
        State::Idle => {
            vec![Shape::Path { class: "map-mark stroke idle", line: format!("M{} {y}h8", x - 4) }]
        }
        State::Broken => vec![Shape::Path {
            class: "map-mark stroke broken",
            line: format!("M{} {}l8 8m0 -8l-8 8", x - 4, y - 4),
        }],
    }
}

/// Where a text begins or ends, how much room it has, and what of it stays where that is too little.
struct Fit {
    at: (i32, i32),
    room: i32,
    /// Whether it ends there.
    end: bool,
    /// Whether its end tells it apart from others.
    keep_end: bool,
}

impl Fit {
    const fn from(at: (i32, i32), room: i32) -> Self {
        Self { at, room, end: false, keep_end: false }
    }
}

/// A text that fits.
fn line(class: &'static str, text: &str, face: Face, fit: Fit) -> Shape {
    let shown = text::elide(text, face, fit.room, fit.keep_end);
    let whole = (shown != text).then(|| text.to_owned());
    Shape::Text { class, at: fit.at, end: fit.end, text: shown, whole }
}
