//! The window on the map: dragging, wheel, pinch and keys move it; pointing lights up a way; a click shows the YAML.

use super::Drawn;
use super::camera::{Camera, Size, is_narrow};
use super::hand::{Hand, down, moves, up};
use super::sheet::Sheet;
use crate::host::{Sight, on_wheel};
use crate::state::Action;
use crate::view::ViewProperties;
use crate::words::words;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, KeyboardEvent, MouseEvent, WheelEvent};
use yew::{
    Callback, Html, NodeRef, Properties, UseStateHandle, classes, function_component, hook, html,
    use_effect_with, use_memo, use_mut_ref, use_node_ref, use_state, use_state_eq,
};

words! {
    struct Words {
        hint: "Drag or use the arrow keys to move, + and - to zoom, 0 to see all. Enter on a box shows its YAML.",
            "ドラッグまたは矢印キーで移動、+と-で拡大・縮小、0で全体を表示します。枠の上でEnterを押すとYAMLを表示します。";
        zoom: "Zoom", "拡大・縮小";
        closer: "Zoom in", "拡大";
        away: "Zoom out", "縮小";
        all: "See all", "全体を表示";
    }
}

/// How far an arrow key moves the map.
const STEP: f64 = 60.0;
/// How much a key or a button enlarges it.
const FACTOR: f64 = 1.25;
#[derive(PartialEq, Properties)]
pub(in crate::view) struct CanvasProperties {
    pub(in crate::view) view: ViewProperties,
    pub(in crate::view) drawn: Rc<Drawn>,
    /// Keys of a way that is lit up and along which a packet runs, from its beginning to its end.
    #[prop_or_default]
    pub(in crate::view) route: Vec<String>,
    /// What stands beside the buttons that zoom.
    #[prop_or_default]
    pub(in crate::view) children: Html,
}

/// The window with the map in it.
#[function_component]
pub(in crate::view) fn Canvas(properties: &CanvasProperties) -> Html {
    let CanvasProperties { view, drawn, route, children } = properties;
    let words = Words::of(view.lang());
    let window = use_node_ref();
    let size = use_size(&window);
    let scene = drawn.scene(*size);
    let map = super::size(scene);
    let chosen = use_state(|| None::<Camera>);
    let camera = chosen.unwrap_or_else(|| Camera::fit(map, *size)).kept(map, *size);
    let eye = Eye { chosen: chosen.clone(), camera, size: *size };
    let pointed = use_state_eq(|| None::<String>);
    let hand = use_mut_ref(Hand::default);
    use_wheel(&window, &eye);

    let lit = use_memo((view.light.clone(), drawn.clone()), |_| drawn.lit(view));
    let way = use_memo((route.clone(), drawn.clone()), |(route, drawn)| drawn.ways.route(route));
    let on =
        use_memo(((*pointed).clone(), way.clone(), drawn.clone()), |(pointed, way, drawn)| match pointed {
            Some(key) => Some(Rc::new(drawn.ways.through(key))),
            None => (!way.is_empty()).then(|| Rc::clone(way)),
        });
    let tall = is_narrow(*size).then(|| format!("{:.0}", map.1 * camera.scale));
    html! {
        <>
            <div class="map-tools">{ children.clone() }{ zoom(&eye, words) }</div>
            <div class={classes!("map-window", tall.is_some().then_some("narrow"))}>
                <svg
                    ref={window} class={classes!("map-sheet", on.is_some().then_some("pointed"))} role="group" tabindex="0"
                    aria-label={scene.title.clone()} aria-description={words.hint} width="100%" height={tall}
                    onkeydown={keys(view, drawn, &eye)} onclick={click(view, drawn, &hand)}
                    onpointerdown={down(&hand)} onpointermove={moves(&hand, &eye)} onpointerup={up(&hand)}
                    onpointercancel={up(&hand)} onmouseover={point(&pointed)} onmouseleave={unpoint(&pointed)}
                    onfocusin={focus(&pointed, drawn, &eye)} onfocusout={unpoint(&pointed)}
                >
                    <g transform={camera.transform()}>
                        <Sheet drawn={drawn.clone()} upright={std::ptr::eq(scene, &drawn.upright)} lit={lit} on={(*on).clone()} route={way} lang={view.lang()} />
                    </g>
                </svg>
            </div>
        </>
    }
}

/// What the reader sees, and the means to look elsewhere.
#[derive(Clone)]
pub(super) struct Eye {
    chosen: UseStateHandle<Option<Camera>>,
    pub(super) camera: Camera,
    pub(super) size: Size,
}

impl Eye {
    pub(super) fn look(&self, camera: Camera) {
        self.chosen.set(Some(camera));
    }

    fn closer(&self, factor: f64) {
        self.look(self.camera.zoomed(factor, (self.size.0 / 2.0, self.size.1 / 2.0)));
    }

    fn see_all(&self) {
        self.chosen.set(None);
    }
}

/// The size of an element, kept up to date.
#[hook]
fn use_size(window: &NodeRef) -> UseStateHandle<Size> {
    let size = use_state_eq(|| (800.0, 500.0));
    let known = size.clone();
    use_effect_with(window.clone(), move |window| {
        let sight = window.cast::<Element>().map(|element| Sight::of(&element, move |size| known.set(size)));
        move || drop(sight)
    });
    size
}

/// The wheel zooms with Ctrl, as a pinch on a touch pad does; else it moves a map that is larger than its window.
#[hook]
fn use_wheel(window: &NodeRef, eye: &Eye) {
    let latest = use_mut_ref(|| None::<Eye>);
    *latest.borrow_mut() = Some(eye.clone());
    use_effect_with(window.clone(), move |window| {
        let latest: Rc<RefCell<Option<Eye>>> = latest;
        let listener = window.cast::<Element>().map(|element| {
            on_wheel(&element, move |event| latest.borrow().as_ref().is_some_and(|eye| turn(eye, event)))
        });
        move || drop(listener)
    });
}

/// Looks elsewhere as a turn of the wheel says; whether it meant the map.
fn turn(eye: &Eye, event: &WheelEvent) -> bool {
    if event.ctrl_key() || event.meta_key() {
        let factor = (-event.delta_y() * 0.004).clamp(-0.5, 0.5).exp();
        let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        eye.look(eye.camera.zoomed(factor, at));
        return true;
    }
    if is_narrow(eye.size) {
        return false;
    }
    eye.look(eye.camera.moved(-event.delta_x(), -event.delta_y()));
    true
}

/// The key of the thing in which an event happened, or what it folds.
fn key_of(target: Option<EventTarget>, attribute: &str) -> Option<String> {
    let element = target?.dyn_into::<Element>().ok()?;
    element.closest(&format!("[{attribute}]")).ok()??.get_attribute(attribute)
}

fn act_on(view: &ViewProperties, drawn: &Drawn, target: Option<EventTarget>) {
    if let Some(key) = key_of(target.clone(), "data-fold") {
        return view.act.emit(Action::Fold(key));
    }
    let origin = key_of(target, "data-key").and_then(|key| drawn.origin(&key).cloned());
    if let Some((file, stretch)) = origin.and_then(|origin| view.chart.stretch(&origin)) {
        view.act.emit(Action::Show(file, stretch));
    }
}

fn click(view: &ViewProperties, drawn: &Rc<Drawn>, hand: &Rc<RefCell<Hand>>) -> Callback<MouseEvent> {
    let (view, drawn, hand) = (view.clone(), drawn.clone(), hand.clone());
    Callback::from(move |event: MouseEvent| {
        if !hand.borrow().has_moved() {
            act_on(&view, &drawn, event.target());
        }
    })
}

fn keys(view: &ViewProperties, drawn: &Rc<Drawn>, eye: &Eye) -> Callback<KeyboardEvent> {
    let (view, drawn, eye) = (view.clone(), drawn.clone(), eye.clone());
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "ArrowLeft" => eye.look(eye.camera.moved(STEP, 0.0)),
            "ArrowRight" => eye.look(eye.camera.moved(-STEP, 0.0)),
            "ArrowUp" => eye.look(eye.camera.moved(0.0, STEP)),
            "ArrowDown" => eye.look(eye.camera.moved(0.0, -STEP)),
            "+" | "=" => eye.closer(FACTOR),
            "-" => eye.closer(1.0 / FACTOR),
            "0" => eye.see_all(),
            "Enter" | " " => act_on(&view, &drawn, event.target()),
            _ => return,
        }
        event.prevent_default();
    })
}

fn point(pointed: &UseStateHandle<Option<String>>) -> Callback<MouseEvent> {
    let pointed = pointed.clone();
    Callback::from(move |event: MouseEvent| pointed.set(on_a_way(key_of(event.target(), "data-key"))))
}

fn unpoint<E: 'static>(pointed: &UseStateHandle<Option<String>>) -> Callback<E> {
    let pointed = pointed.clone();
    Callback::from(move |_: E| pointed.set(None))
}

/// Nodes and zones are on no way.
fn on_a_way(key: Option<String>) -> Option<String> {
    key.filter(|key| !key.starts_with("node/") && !key.starts_with("zone/"))
}

/// What has the focus by the keyboard is pointed at, and brought into sight.
fn focus(pointed: &UseStateHandle<Option<String>>, drawn: &Rc<Drawn>, eye: &Eye) -> Callback<FocusEvent> {
    let (pointed, drawn, eye) = (pointed.clone(), drawn.clone(), eye.clone());
    Callback::from(move |event: FocusEvent| {
        let by_keys = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if !by_keys.is_some_and(|element| element.matches(":focus-visible").unwrap_or(false)) {
            return;
        }
        let key = key_of(event.target(), "data-key");
        if let Some((group, _)) = key.as_ref().and_then(|key| super::group(drawn.scene(eye.size), key)) {
            let camera = eye.camera.showing(group.rect, eye.size);
            if camera != eye.camera && !is_narrow(eye.size) {
                eye.look(camera);
            }
        }
        pointed.set(on_a_way(key));
    })
}

fn zoom(eye: &Eye, words: &'static Words) -> Html {
    let button = |name: &'static str, sign: &'static str, act: fn(&Eye)| {
        let eye = eye.clone();
        html! { <button type="button" aria-label={name} title={name} onclick={move |_: MouseEvent| act(&eye)}>{ sign }</button> }
    };
    html! {
        <div role="group" aria-label={words.zoom}>
            { button(words.closer, "+", |eye| eye.closer(FACTOR)) }
            { button(words.away, "−", |eye| eye.closer(1.0 / FACTOR)) }
            { button(words.all, "⤢", Eye::see_all) }
        </div>
    }
}
