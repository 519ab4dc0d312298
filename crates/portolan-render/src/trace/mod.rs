//! A walk for people: the answer in a sentence, the way of the packet, what comes of it, and what to change.

mod branches;
mod cut;
mod outcome;
mod paper;
mod shape;
mod trouble;

use crate::walk::{Walk, words};
pub(crate) use branches::written;
use paper::{Ink, Paper};
use portolan_core::Analysis;
use portolan_core::diagnostic::Lang;
use portolan_core::trace::{Client, Request, Trace};
pub(crate) use trouble::findings;

/// What was asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// As it was understood.
    pub request: &'a Request,
    /// The target as it was written.
    pub to: &'a str,
    /// Whether nobody was named to ask from, so that a Pod was added.
    pub from_nobody: bool,
}

/// How a walk is written.
#[derive(Clone, Copy, Debug)]
pub struct TraceOptions {
    /// The language.
    pub lang: Lang,
    /// Whether it has ANSI colours.
    pub color: bool,
    /// The columns of a line.
    pub width: usize,
    /// Whether rules stay whole, and branches that are alike are all told in full.
    pub verbose: bool,
}

/// A walk for people.
#[must_use]
pub fn trace_text(analysis: &Analysis, asked: Asked<'_>, trace: &Trace, options: TraceOptions) -> String {
    let lang = options.lang;
    let groups = outcome::groups(trace);
    let mut paper = Paper::new(options.color, options.width);
    let walk = Walk::new(analysis, asked, trace, lang);
    let words = paper.ink(Ink::Strong, &walk.question());
    paper.line(&words);
    if asked.from_nobody {
        let outside = matches!(asked.request.from, Client::Outside(_));
        let template = if outside { &words::FROM_ANYWHERE } else { &words::FROM_NOBODY };
        paper.faint(&template.message().render(lang));
    }
    let verdict = outcome::verdict(analysis, (trace, &asked.request.from), &groups, lang);
    let (sign, ink) = outcome::sign(&groups);
    let sign = paper.ink(ink, sign);
    paper.wrapped(&format!("{sign} "), &verdict.join(if lang == Lang::En { " " } else { "" }), "  ");
    paper.line("");
    let mut out = paper.finish();
    let tree = shape::Tree::new(trace);
    out.push_str(&branches::Writer::new(walk, options, &tree).text());
    let mut paper = Paper::new(options.color, options.width);
    paper.line("");
    for group in groups.iter().filter(|_| !outcome::is_one(&groups)) {
        outcome::table(analysis, group, lang, &mut paper);
    }
    if trace.cut {
        paper.wrapped("", &words::CUT.message().render(lang), "");
    }
    out.push_str(&paper.finish());
    let trouble = trouble::text(analysis, asked, &groups, options);
    if !trouble.is_empty() {
        if !out.ends_with("\n\n") {
            out.push('\n');
        }
        out.push_str(&trouble);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
