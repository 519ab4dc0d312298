//! A comparison for terminals: a paragraph a Service, lines that are gone behind `-`, new ones behind `+`.

use super::words::{
    AFTER, BEFORE, CAME, CHANGED, LEFT_OUT, LEFT_OUT_NOTE, NOTHING, REACH, RECORDS, REFUSED, REFUSED_NOTE,
    RULES, SUMMARY, WENT,
};
use super::{Comparison, Fate, Lines, ServiceChange};
use portolan_core::diagnostic::{Arg, Lang, Message};
use portolan_core::proxy::Mode;
use std::fmt::Write as _;

/// The comparison in words.
#[must_use]
pub fn comparison_text(comparison: &Comparison, lang: Lang) -> String {
    if comparison.is_empty() {
        return format!("{}\n", NOTHING.message().render(lang));
    }
    let mut out = String::new();
    for service in &comparison.services {
        let _ = writeln!(out, "{}", heading(service).render(lang));
        write_lines(&service.lines, &mut out);
        for message in verdicts(service) {
            let _ = writeln!(out, "  {}", message.render(lang));
        }
        out.push('\n');
    }
    if !comparison.records.is_empty() {
        let _ = writeln!(out, "{}", RECORDS.message().render(lang));
        write_lines(&comparison.records, &mut out);
        out.push('\n');
    }
    if !comparison.reach.is_empty() {
        let _ = writeln!(out, "{}", REACH.message().render(lang));
        write_lines(&comparison.reach, &mut out);
        out.push('\n');
    }
    if !comparison.left_out.is_empty() {
        let _ = writeln!(out, "{}", LEFT_OUT.message().render(lang));
        comparison.left_out.iter().for_each(|name| _ = writeln!(out, "  {name}"));
        let _ = writeln!(out, "  {}\n", LEFT_OUT_NOTE.message().render(lang));
    }
    if let Some(rules) = rules(comparison) {
        let _ = writeln!(out, "{}\n", rules.render(lang));
    }
    if !comparison.refused.is_empty() {
        let _ = writeln!(out, "{}", refusals(comparison).render(lang));
        comparison.refused.iter().for_each(|one| _ = writeln!(out, "  {}: {}", one.place, one.words));
        if comparison.refused.iter().any(|one| one.update) {
            let _ = writeln!(out, "  {}", REFUSED_NOTE.message().render(lang));
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", summary(comparison).render(lang));
    out
}

fn write_lines(lines: &Lines, out: &mut String) {
    lines.lost.iter().for_each(|line| _ = writeln!(out, "  - {line}"));
    lines.gained.iter().for_each(|line| _ = writeln!(out, "  + {line}"));
}

/// What became of a Service.
pub(super) fn heading(service: &ServiceChange) -> Message {
    let template = match service.fate {
        Fate::Came => &CAME,
        Fate::Changed => &CHANGED,
        Fate::Went => &WENT,
    };
    template.with([("service", Arg::text(&service.name))])
}

/// Whether its traffic arrives, before and after.
pub(super) fn verdicts(service: &ServiceChange) -> impl Iterator<Item = Message> {
    let both = [(&BEFORE, &service.before), (&AFTER, &service.after)];
    both.into_iter()
        .filter_map(|(template, verdict)| Some(template.with([("sentence", Arg::said(verdict.clone()?))])))
}

/// How many rules there are, if that is otherwise.
pub(super) fn rules(comparison: &Comparison) -> Option<Message> {
    let (mode, before, after) = comparison.rules;
    let mode = match mode {
        Mode::Iptables => "iptables",
        Mode::Nftables => "nftables",
        Mode::Ipvs => "IPVS",
    };
    let arguments = [("mode", Arg::text(mode)), ("before", Arg::count(before)), ("after", Arg::count(after))];
    (before != after).then(|| RULES.with(arguments))
}

/// That something is refused.
pub(super) fn refusals(comparison: &Comparison) -> Message {
    REFUSED.with([("n", Arg::count(comparison.refused.len()))])
}

/// All of it in a line.
pub(super) fn summary(comparison: &Comparison) -> Message {
    let count = |fate| comparison.services.iter().filter(|service| service.fate == fate).count();
    SUMMARY.with([
        ("changed", Arg::count(count(Fate::Changed))),
        ("came", Arg::count(count(Fate::Came))),
        ("went", Arg::count(count(Fate::Went))),
        ("refused", Arg::count(comparison.refused.len())),
    ])
}
