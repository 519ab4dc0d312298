//! A scene as SVG: one file with its own style, light or dark as the reader's screen is, and nothing that runs or loads.

use super::scene::{Group, Role, Scene, Shape};
use portolan_core::diagnostic::Lang;
use std::fmt::Write as _;

/// The rules that the picture and the page share; `var(--NAME)` stands for a colour of the palette.
pub const STYLE: &str = include_str!("map.css");

/// The colours by name: light, dark. Those of the page are the same.
const PALETTE: &[(&str, &str, &str)] = &[
    ("paper", "#faf8f3", "#10161d"),
    ("sheet", "#ffffff", "#18202a"),
    ("sunken", "#f2efe7", "#131a22"),
    ("ink", "#1b2733", "#e7eaed"),
    ("faded", "#56626f", "#9eabb8"),
    ("rule", "#dcd7ca", "#2e3946"),
    ("edge", "#8b95a0", "#66748a"),
    ("sea", "#0b4a73", "#7fc4f0"),
    ("sea-wash", "#e4eff6", "#1a2f3e"),
    ("error", "#b3261e", "#ff8a80"),
    ("error-wash", "#fbe9e7", "#3a1e1d"),
    ("warning", "#805300", "#f2c14e"),
    ("warning-wash", "#fdf1d6", "#35290f"),
    ("well", "#1b6540", "#7bd3a4"),
    ("well-wash", "#e5f3ea", "#16301f"),
    ("text", FONT, FONT),
    ("code", MONO, MONO),
];

const FONT: &str = "system-ui,-apple-system,'Segoe UI',Roboto,'Hiragino Sans','Noto Sans JP','Noto Sans CJK JP',\
                    'Yu Gothic UI',Meiryo,sans-serif";
const MONO: &str = "ui-monospace,'SF Mono','Cascadia Mono',Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK JP',\
                    monospace";

/// Which colours a picture has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Those of the reader's screen.
    #[default]
    Auto,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// Below the map, for the legend.
const LEGEND: i32 = 34;

/// What a sign of the legend takes beside its words.
const SIGN: i32 = 34;
/// What a line takes more than a mark.
const LINE: i32 = 28;

/// The picture.
#[must_use]
pub fn svg(scene: &Scene, lang: Lang, theme: Theme) -> String {
    let legend = if scene.legend.is_empty() { 0 } else { LEGEND };
    let (wide, tall) = (scene.width.max(legend_width(scene, lang)), scene.height + legend);
    let name = if lang == Lang::Ja { "ja" } else { "en" };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map-sheet\" width=\"{wide}\" height=\"{tall}\" \
         viewBox=\"0 0 {wide} {tall}\" role=\"img\" aria-labelledby=\"map-title map-desc\" xml:lang=\"{name}\">\n"
    );
    let _ = writeln!(out, "<title id=\"map-title\">{}</title>", escape(&scene.title));
    let said: Vec<String> = scene.groups.iter().flat_map(sentences).collect();
    let _ = writeln!(out, "<desc id=\"map-desc\">{}</desc>", escape(&said.join("\n")));
    let _ = writeln!(out, "<style>\n{}</style>", style(theme));
    let _ = writeln!(out, "<rect class=\"map-paper\" width=\"{wide}\" height=\"{tall}\"/>");
    for group in &scene.groups {
        push_group(group, &mut out);
    }
    push_legend(scene, lang, &mut out);
    out.push_str("</svg>\n");
    out
}

/// What a group and its parts say.
fn sentences(group: &Group) -> Vec<String> {
    let parts = group.parts.iter().flat_map(sentences);
    std::iter::once(group.sentence.clone()).chain(parts).filter(|text| !text.is_empty()).collect()
}

/// The style with the palette in place of its names.
fn style(theme: Theme) -> String {
    let rules = |dark: bool| {
        let mut rules = STYLE.to_owned();
        for (name, light, night) in PALETTE {
            rules = rules.replace(&format!("var(--{name})"), if dark { night } else { light });
        }
        rules
    };
    match theme {
        Theme::Light => rules(false),
        Theme::Dark => rules(true),
        Theme::Auto => {
            let dark = rules(true);
            let colours =
                dark.split_inclusive('\n').filter(|line| line.starts_with('.') && line.contains('#'));
            format!(
                "{}@media (prefers-color-scheme: dark) {{\n{}}}\n",
                rules(false),
                colours.collect::<String>()
            )
        }
    }
}

fn push_group(group: &Group, out: &mut String) {
    if group.role == Role::Fold {
        return;
    }
    let _ = writeln!(out, "<g class=\"{}\" data-key=\"{}\">", group.class, escape(&group.key));
    if group.role == Role::Card && !group.sentence.is_empty() {
        let _ = writeln!(out, "<title>{}</title>", escape(&group.sentence));
    }
    for shape in &group.shapes {
        push_shape(shape, out);
    }
    for part in &group.parts {
        push_group(part, out);
    }
    out.push_str("</g>\n");
}

fn push_shape(shape: &Shape, out: &mut String) {
    let _ = match shape {
        // This is there to be pointed at.
        Shape::Path { class: "map-hit", .. } => Ok(()),
        Shape::Rect { class, rect, radius } => writeln!(
            out,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{radius}\"/>",
            rect.x, rect.y, rect.width, rect.height
        ),
        Shape::Path { class, line } => writeln!(out, "<path class=\"{class}\" d=\"{line}\"/>"),
        Shape::Circle { class, at: (x, y), radius } => writeln!(
            out,
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{}.{}\"/>",
            radius / 10,
            radius % 10
        ),
        Shape::Text { class, at: (x, y), end, text, whole } => {
            let anchor = if *end { " text-anchor=\"end\"" } else { "" };
            let title = whole.as_ref().map(|whole| format!("<title>{}</title>", escape(whole)));
            writeln!(
                out,
                "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}>{}{}</text>",
                title.unwrap_or_default(),
                escape(text)
            )
        }
    };
}

/// What the marks mean, below the map.
fn push_legend(scene: &Scene, lang: Lang, out: &mut String) {
    let base = scene.height + 6;
    let mut left = 26;
    for sign in &scene.legend {
        let words = sign.words(lang);
        out.push_str("<g class=\"map-legend\">\n");
        if let Some(class) = sign.wire {
            let line = format!("M{} {base}h34", left - 6);
            let _ =
                writeln!(out, "<g class=\"map-wire {class}\"><path class=\"map-path\" d=\"{line}\"/></g>");
            left += LINE;
        }
        for shape in sign.shapes((left, base)) {
            push_shape(&shape, out);
        }
        let _ = writeln!(
            out,
            "<text class=\"map-label\" x=\"{}\" y=\"{}\">{}</text>\n</g>",
            left + 10,
            base + 4,
            escape(&words)
        );
        left += super::scene::label_width(&words) + SIGN;
    }
}

/// How wide the legend is.
fn legend_width(scene: &Scene, lang: Lang) -> i32 {
    let signs = scene.legend.iter();
    let line = |wire: Option<&str>| if wire.is_some() { LINE } else { 0 };
    let widths = signs.map(|sign| super::scene::label_width(&sign.words(lang)) + SIGN + line(sign.wire));
    widths.sum::<i32>()
}

/// A text as XML: its own characters, and none of XML's; what XML cannot hold is left out.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
    }
    out
}
