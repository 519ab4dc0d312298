//! How a wire is painted: a curve between two columns, with a tip, and a cross where it leads nowhere.

use super::{Group, Rect, Role, Shape, classes, paint};
use crate::map::model::{State, Wire};

/// A point.
type Point = (i32, i32);

/// Which wires lie above which: what works on top, what is broken on top of all.
pub(super) const fn height(state: State) -> u8 {
    match state {
        State::Idle => 0,
        State::Pending => 1,
        State::Terminating => 2,
        State::NotReady => 3,
        State::Plain => 4,
        State::Ready => 5,
        State::Broken => 6,
    }
}

/// The wire from the right edge of a card to the left edge of another one.
pub(super) fn wire(wire: &Wire, from: Point, to: Point) -> Group {
    let end = (to.0 - 9, to.1);
    let line = curve(from, end);
    let mut shapes = vec![
        Shape::Path { class: "map-hit", line: line.clone() },
        Shape::Path { class: "map-path", line },
        Shape::Path { class: "map-tip", line: format!("M{} {}l-7 -4v8z", to.0 - 3, to.1) },
    ];
    if wire.state == State::Broken {
        let middle = (from.0 + (end.0 - from.0) / 2, from.1 + (end.1 - from.1) / 2);
        shapes.push(Shape::Circle { class: "map-stop", at: middle, radius: 80 });
        shapes.extend(paint::mark(State::Broken, middle));
    }
    let by_name = if wire.by_name { "by-name" } else { "" };
    Group {
        role: Role::Wire,
        key: wire.key.clone(),
        class: classes("map-wire", &[wire.state.as_str(), by_name], wire.change),
        sentence: String::new(),
        origins: wire.origins.clone(),
        rect: Rect { x: from.0, y: from.1.min(to.1), width: to.0 - from.0, height: (to.1 - from.1).abs() },
        shapes,
        parts: Vec::new(),
    }
}

/// A curve that leaves and arrives level.
fn curve(from: Point, to: Point) -> String {
    if from.1 == to.1 {
        return format!("M{} {}H{}", from.0, from.1, to.0);
    }
    let bend = ((to.0 - from.0) / 2).max(12);
    format!("M{} {}C{} {} {} {} {} {}", from.0, from.1, from.0 + bend, from.1, to.0 - bend, to.1, to.0, to.1)
}
