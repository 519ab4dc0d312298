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

/// The wire from one column to the next: from the right edge of a card to the left edge of another one, or, `upright`, from
/// a lower edge to an upper one. It goes straight as far as `knee`.
pub(super) fn wire(wire: &Wire, from: Point, to: Point, (upright, knee): (bool, i32)) -> Group {
    let (end, tip) = if upright {
        ((to.0, to.1 - 9), format!("M{} {}l-4 -7h8z", to.0, to.1 - 3))
    } else {
        ((to.0 - 9, to.1), format!("M{} {}l-7 -4v8z", to.0 - 3, to.1))
    };
    let line = if upright { falling(from, end, knee) } else { level(from, end) };
    let mut shapes = vec![
        Shape::Path { class: "map-hit", line: line.clone() },
        Shape::Path { class: "map-path", line },
        Shape::Path { class: "map-tip", line: tip },
    ];
    if wire.state == State::Broken {
        let start = if upright { (from.0, knee) } else { from };
        let middle = (start.0 + (end.0 - start.0) / 2, start.1 + (end.1 - start.1) / 2);
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
        rect: Rect {
            x: from.0.min(to.0),
            y: from.1.min(to.1),
            width: (to.0 - from.0).abs(),
            height: (to.1 - from.1).abs(),
        },
        shapes,
        parts: Vec::new(),
    }
}

/// A curve that leaves and arrives level.
fn level(from: Point, to: Point) -> String {
    if from.1 == to.1 {
        return format!("M{} {}H{}", from.0, from.1, to.0);
    }
    let bend = ((to.0 - from.0) / 2).max(12);
    let (out, back) = (from.0 + bend, to.0 - bend);
    format!("M{} {}C{out} {} {back} {} {} {}", from.0, from.1, from.1, to.1, to.0, to.1)
}

/// A curve that leaves and arrives plumb.
fn falling(from: Point, to: Point, knee: i32) -> String {
    if from.0 == to.0 {
        return format!("M{} {}V{}", from.0, from.1, to.1);
    }
    let bend = ((to.1 - knee) / 2).max(12);
    let (out, back) = (knee + bend, to.1 - bend);
    format!("M{} {}V{knee}C{} {out} {} {back} {} {}", from.0, from.1, from.0, to.0, to.0, to.1)
}
