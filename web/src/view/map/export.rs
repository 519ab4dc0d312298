//! Taking the map along: as SVG, as PNG, as Mermaid.

use super::Drawn;
use crate::host;
use crate::state::Theme;
use crate::words::words;
use portolan_core::diagnostic::Lang;
use portolan_render::map::{self as render, Theme as Colours};
use std::rc::Rc;
use web_sys::{HtmlTextAreaElement, MouseEvent};
use yew::{Html, Properties, function_component, html, use_effect_with, use_node_ref, use_state_eq};

words! {
    struct Words {
        svg: "Save as SVG", "SVGで保存";
        png: "Save as PNG", "PNGで保存";
        mermaid: "Copy Mermaid", "Mermaidをコピー";
        copied: "Copied.", "コピーしました。";
        selected: "Press Ctrl+C, or ⌘C, to copy.", "Ctrl+Cまたは⌘Cでコピーしてください。";
    }
}

/// The name of a saved file, before its ending.
const NAME: &str = "portolan-map";

#[derive(PartialEq, Properties)]
pub(super) struct ExportProperties {
    pub(super) drawn: Rc<Drawn>,
    pub(super) lang: Lang,
    pub(super) theme: Theme,
}

/// A button for each form.
#[function_component]
pub(super) fn Export(properties: &ExportProperties) -> Html {
    let ExportProperties { drawn, lang, theme } = properties;
    let words = Words::of(*lang);
    let text = use_node_ref();
    let told = use_state_eq(|| "");
    {
        let told = told.clone();
        use_effect_with(drawn.clone(), move |_| told.set(""));
    }
    let (lang, theme) = (*lang, *theme);
    let picture = |colours: fn(Theme) -> Colours| {
        let drawn = drawn.clone();
        move || render::svg(&drawn.scene, lang, colours(theme))
    };
    let svg = {
        let picture = picture(kept);
        move |_: MouseEvent| host::save(&format!("{NAME}.svg"), "image/svg+xml", &picture())
    };
    let png = {
        let (picture, size) = (picture(seen), (drawn.scene.width, drawn.scene.height));
        move |_: MouseEvent| host::save_png(&format!("{NAME}.png"), &picture(), size)
    };
    let mermaid = {
        let (drawn, text, told) = (drawn.clone(), text.clone(), told.clone());
        move |_: MouseEvent| {
            if let Some(area) = text.cast::<HtmlTextAreaElement>() {
                area.set_value(&render::mermaid(&drawn.map));
                told.set(if host::copy(&area) { words.copied } else { words.selected });
            }
        }
    };
    html! {
        <>
            <button type="button" aria-label={words.svg} title={words.svg} onclick={svg}>{ "SVG" }</button>
            <button type="button" aria-label={words.png} title={words.png} onclick={png}>{ "PNG" }</button>
            <button type="button" aria-label={words.mermaid} title={words.mermaid} onclick={mermaid}>{ "Mermaid" }</button>
            <textarea ref={text} class="unseen map-copy" readonly=true tabindex="-1" aria-label="Mermaid" />
            <span role="status" class="hint told">{ *told }</span>
        </>
    }
}

/// A file keeps to a theme that was chosen; else it follows its reader's screen.
fn kept(theme: Theme) -> Colours {
    match theme {
        Theme::System => Colours::Auto,
        Theme::Light => Colours::Light,
        Theme::Dark | Theme::Contrast => Colours::Dark,
    }
}

/// A picture has the colours that the page has now.
fn seen(theme: Theme) -> Colours {
    match theme {
        Theme::System if host::is_dark() => Colours::Dark,
        Theme::System | Theme::Light => Colours::Light,
        Theme::Dark | Theme::Contrast => Colours::Dark,
    }
}
