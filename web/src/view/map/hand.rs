//! What pointers do on the map: one moves it, two enlarge it, and one that did not move has clicked.

use super::canvas::Eye;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, PointerEvent};
use yew::Callback;

/// A pointer that moved no further than this has clicked.
const CLICK: f64 = 4.0;

/// What the hand does on the map.
#[derive(Default)]
pub(super) struct Hand {
    /// The pointers that are down, each with its place.
    pointers: Vec<(i32, (f64, f64))>,
    /// Where the first one came down, until it has moved away.
    start: Option<(f64, f64)>,
    /// Whether the map has been moved since.
    moved: bool,
}

impl Hand {
    /// Whether the map was moved since a pointer came down: then nothing was clicked.
    pub(super) fn has_moved(&self) -> bool {
        self.moved
    }
}

fn place(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

pub(super) fn down(hand: &Rc<RefCell<Hand>>) -> Callback<PointerEvent> {
    let hand = hand.clone();
    Callback::from(move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let mut hand = hand.borrow_mut();
        if hand.pointers.is_empty() {
            hand.start = Some(place(&event));
            hand.moved = false;
        }
        hand.pointers.push((event.pointer_id(), place(&event)));
    })
}

/// One pointer moves the map; two of them enlarge it by their distance.
pub(super) fn moves(hand: &Rc<RefCell<Hand>>, eye: &Eye) -> Callback<PointerEvent> {
    let (hand, eye) = (hand.clone(), eye.clone());
    Callback::from(move |event: PointerEvent| {
        let mut hand = hand.borrow_mut();
        let at = place(&event);
        let Some(mine) = hand.pointers.iter().position(|(id, _)| *id == event.pointer_id()) else { return };
        if hand.start.is_some_and(|start| distance(start, at) < CLICK) {
            return;
        }
        if hand.start.take().is_some() {
            hand.moved = true;
            capture(&event);
        }
        let other = hand.pointers.iter().find(|(id, _)| *id != event.pointer_id()).map(|(_, place)| *place);
        let Some(known) = hand.pointers.get_mut(mine) else { return };
        let before = std::mem::replace(&mut known.1, at);
        eye.look(match other {
            None => eye.camera.moved(at.0 - before.0, at.1 - before.1),
            Some(other) => {
                let factor = distance(at, other) / distance(before, other).max(1.0);
                eye.camera.zoomed(factor, (eye.size.0 / 2.0, eye.size.1 / 2.0))
            }
        });
    })
}

/// A pointer that leaves the window while it drags goes on dragging.
fn capture(event: &PointerEvent) {
    let window =
        event.current_target().or_else(|| event.target()).and_then(|one| one.dyn_into::<Element>().ok());
    if let Some(window) = window {
        // Without it, dragging ends at the window's edge.
        let _: Result<(), JsValue> = window.set_pointer_capture(event.pointer_id());
    }
}

pub(super) fn up(hand: &Rc<RefCell<Hand>>) -> Callback<PointerEvent> {
    let hand = hand.clone();
    Callback::from(move |event: PointerEvent| {
        hand.borrow_mut().pointers.retain(|(id, _)| *id != event.pointer_id());
    })
}

fn distance(one: (f64, f64), other: (f64, f64)) -> f64 {
    (one.0 - other.0).hypot(one.1 - other.1)
}
