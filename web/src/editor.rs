//! The code editor, `web/editor/main.js`: a module of its own that arrives after the page has been drawn.

use std::cell::RefCell;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;
use web_sys::js_sys::{Array, Object, Reflect};

#[wasm_bindgen]
extern "C" {
    /// Imports the module, once, and calls back with it.
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = portolanEditor)]
    fn portolan_editor(done: &JsValue) -> Result<(), JsValue>;

    /// The module.
    #[derive(Clone, Debug, PartialEq)]
    pub(crate) type Module;

    #[wasm_bindgen(method, structural)]
    fn create(this: &Module, parent: &HtmlElement, options: &JsValue, callbacks: &JsValue) -> CodeEditor;

    /// An editor on the page. Positions are UTF-16 units.
    #[derive(Clone, Debug)]
    pub(crate) type CodeEditor;

    /// Shows a file, with the history that it had, and makes its text this one.
    #[wasm_bindgen(method, structural)]
    pub(crate) fn show(this: &CodeEditor, file: &str, text: &str);

    /// The shown file has got another name.
    #[wasm_bindgen(method, structural)]
    pub(crate) fn rename(this: &CodeEditor, file: &str);

    #[wasm_bindgen(method, structural, js_name = setKnown)]
    fn set_known(this: &CodeEditor, known: &JsValue);

    #[wasm_bindgen(method, structural, js_name = setLit)]
    fn set_lit(this: &CodeEditor, ranges: &Array);

    /// Selects a stretch, brings it into view and takes the focus.
    #[wasm_bindgen(method, structural)]
    pub(crate) fn select(this: &CodeEditor, from: u32, to: u32);

    /// Puts the caret somewhere without taking the focus.
    #[wasm_bindgen(method, structural, js_name = setSelection)]
    pub(crate) fn set_selection(this: &CodeEditor, anchor: u32, head: u32);

    /// Takes the focus.
    #[wasm_bindgen(method, structural)]
    pub(crate) fn focus(this: &CodeEditor);

    /// Speaks another language.
    #[wasm_bindgen(method, structural, js_name = setLabel)]
    pub(crate) fn set_label(this: &CodeEditor, lang: &str, label: &str, description: &str);

    #[wasm_bindgen(method, structural)]
    fn destroy(this: &CodeEditor);
}

/// What an editor is made with.
pub(crate) struct Options<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    pub(crate) label: &'a str,
    pub(crate) description: &'a str,
    pub(crate) lang: &'static str,
}

/// What an editor tells and asks.
pub(crate) struct Callbacks {
    /// The text changed: `null`, or what is known of it already, made by [`known`].
    pub(crate) change: Closure<dyn Fn(String) -> JsValue>,
    /// The caret moved.
    pub(crate) caret: Closure<dyn Fn(u32)>,
    /// What could stand at a place of a text: `null`, or an object with `from` and `items`.
    pub(crate) complete: Closure<dyn Fn(String, u32) -> JsValue>,
    /// What there is to say about a place: `null`, or an object.
    pub(crate) hover: Closure<dyn Fn(u32) -> JsValue>,
    /// The fix of the finding with this index was chosen.
    pub(crate) fix: Closure<dyn Fn(u32)>,
}

/// An editor with what it calls; both end together.
pub(crate) struct Mounted {
    editor: CodeEditor,
    _callbacks: Callbacks,
}

/// A finding as the editor shows it.
pub(crate) struct Mark<'a> {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) severity: &'static str,
    pub(crate) rule: &'a str,
    pub(crate) message: &'a str,
    pub(crate) remarks: Vec<&'a str>,
    /// What the fix does, and whether it is no guess.
    pub(crate) fix: Option<(&'a str, bool)>,
    /// Its place among all findings.
    pub(crate) index: usize,
}

thread_local! {
    static LOADED: RefCell<Option<Module>> = const { RefCell::new(None) };
}

/// The module, if it has arrived.
pub(crate) fn loaded() -> Option<Module> {
    LOADED.with_borrow(Clone::clone)
}

/// Fetches the module. Without it, or without the page's script, nothing is called.
pub(crate) fn load(act: impl FnOnce(Module) + 'static) {
    let done = Closure::once_into_js(move |module: JsValue| {
        let module: Module = module.unchecked_into();
        LOADED.set(Some(module.clone()));
        act(module);
    });
    let _: Result<(), JsValue> = portolan_editor(&done);
}

impl Mounted {
    /// Puts an editor into an element.
    pub(crate) fn new(
        module: &Module,
        parent: &HtmlElement,
        options: &Options<'_>,
        callbacks: Callbacks,
    ) -> Self {
        let Options { file, text, label, description, lang } = *options;
        let settings =
            [("file", file), ("text", text), ("label", label), ("description", description), ("lang", lang)];
        let settings = object(&settings.map(|(name, value)| (name, value.into())));
        let calls = object(&[
            ("onChange", callbacks.change.as_ref().clone()),
            ("onCaret", callbacks.caret.as_ref().clone()),
            ("onComplete", callbacks.complete.as_ref().clone()),
            ("onHover", callbacks.hover.as_ref().clone()),
            ("onFix", callbacks.fix.as_ref().clone()),
        ]);
        Self { editor: module.create(parent, &settings, &calls), _callbacks: callbacks }
    }

    /// The editor.
    pub(crate) const fn editor(&self) -> &CodeEditor {
        &self.editor
    }

    /// Shows what is known of the text: findings, and facts at the ends of lines (place, words, tone).
    pub(crate) fn know<'a>(
        &self,
        marks: &[Mark<'_>],
        notes: impl Iterator<Item = (u32, &'a str, &'static str)>,
    ) {
        self.editor.set_known(&known(marks, notes));
    }

    /// Lights up a stretch, and nothing else.
    pub(crate) fn light(&self, stretch: Option<(u32, u32)>) {
        let pair = |(from, to): (u32, u32)| Array::of2(&from.into(), &to.into());
        self.editor.set_lit(&stretch.into_iter().map(pair).collect());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.editor.destroy();
    }
}

/// What is known of a text, for the editor.
pub(crate) fn known<'a>(
    marks: &[Mark<'_>],
    notes: impl Iterator<Item = (u32, &'a str, &'static str)>,
) -> JsValue {
    let note = |(at, text, tone): (u32, &str, &str)| {
        object(&[("at", at.into()), ("text", text.into()), ("tone", tone.into())])
    };
    let findings: Array = marks.iter().map(marked).collect();
    let inlays: Array = notes.map(note).collect();
    object(&[("findings", findings.into()), ("inlays", inlays.into())])
}

fn marked(mark: &Mark<'_>) -> JsValue {
    let Mark { from, to, severity, rule, message, remarks, fix, index } = mark;
    let remarks: Array = remarks.iter().map(|remark| JsValue::from_str(remark)).collect();
    let fix = fix.map_or(JsValue::NULL, |(title, safe)| {
        let index = u32::try_from(*index).unwrap_or(u32::MAX);
        object(&[("title", title.into()), ("safe", safe.into()), ("index", index.into())])
    });
    object(&[
        ("from", (*from).into()),
        ("to", (*to).into()),
        ("severity", (*severity).into()),
        ("rule", (*rule).into()),
        ("message", (*message).into()),
        ("remarks", remarks.into()),
        ("fix", fix),
    ])
}

/// A JavaScript object.
pub(crate) fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        // A plain object takes every property.
        let _: Result<bool, JsValue> = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}
