//! A walk for people: the answer in a sentence, the way of the packet, what comes of it, and what to change.

mod cut;
mod odds;
mod outcome;
mod paper;
mod shape;
mod trouble;
mod walk;
mod who;
mod words;

use paper::{Ink, Paper};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Lang};
use portolan_core::trace::{Request, Trace};

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
    let words = words::ASKED.with([
        ("from", Arg::text(who::client(analysis, &asked.request.from, lang))),
        ("to", Arg::text(asked.to)),
        ("details", Arg::text(details(asked))),
    ]);
    let words = paper.ink(Ink::Strong, &words.render(lang));
    paper.line(&words);
    if asked.from_nobody {
        paper.faint(&words::FROM_NOBODY.message().render(lang));
    }
    let verdict = outcome::verdict(analysis, (trace, &asked.request.from), &groups, lang);
    let (sign, ink) = outcome::sign(&groups);
    let sign = paper.ink(ink, sign);
    paper.wrapped(&format!("{sign} "), &verdict.join(if lang == Lang::En { " " } else { "" }), "  ");
    paper.line("");
    let mut out = paper.finish();
    let tree = shape::Tree::new(trace);
    out.push_str(&walk::Walk::new(analysis, options, &tree).text());
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

/// What the written target leaves out: the host of an object, the port of a URL, the protocol.
fn details(asked: Asked<'_>) -> String {
    let (to, protocol) = (&asked.request.to, asked.request.protocol.as_str());
    let port = format!(":{}", to.port);
    if !asked.to.to_ascii_lowercase().contains(&to.host.to_ascii_lowercase()) {
        let host = if to.host.contains(':') { format!("[{}]", to.host) } else { to.host.clone() };
        format!("{protocol} {host}{port}")
    } else if asked.to.contains(&port) {
        protocol.to_owned()
    } else {
        format!("{protocol} {}", to.port)
    }
}
