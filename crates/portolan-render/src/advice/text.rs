//! Advice for a terminal of 80 columns.

use super::{Advised, words};
use crate::location::location;
use crate::wrap::wrap_to;
use portolan_core::Analysis;
use portolan_core::advice::{Answer, Aspect, Backing, Choice, Fit, Kind, Part, Sign, Weight, meaning};
use portolan_core::diagnostic::{Arg, Lang, Message, Origin, Part as FieldPart, Template};
use std::fmt::Write as _;

/// The columns of a line; the last word may take it to 80.
const COLUMNS: usize = 72;

/// So many workloads are named.
const SHOWN: usize = 3;

/// The advice with its reasons, and the manifest of the choice.
#[must_use]
pub fn advice_text(analysis: &Analysis, advised: &Advised<'_>, lang: Lang) -> String {
    let mut page = Page { analysis, lang, out: String::new() };
    page.line(0, &heading(advised).render(lang));
    for answer in &advised.advice.answers {
        page.answer(answer);
    }
    page.out.push('\n');
    for (index, choice) in advised.advice.choices.iter().enumerate() {
        page.choice(index, choice);
    }
    page.proposal(advised);
    page.out
}

/// What the advice is about.
fn heading(advised: &Advised<'_>) -> Message {
    let subject = &advised.subject;
    let more = (subject.backings.len() > SHOWN).then(|| "…".to_owned());
    let titles = subject.backings.iter().take(SHOWN).map(Backing::title).chain(more).collect();
    let (workloads, pods) = (("workloads", Arg::Codes(titles)), ("pods", Arg::count(subject.pods)));
    let name = ("name", Arg::code(format!("{}/{}", subject.namespace, subject.name)));
    match advised.advice.current {
        Some(kind) if subject.backings.is_empty() => {
            words::SERVICE_ALONE.with([name, ("kind", Arg::text(kind.as_str()))])
        }
        Some(kind) => words::SERVICE.with([name, ("kind", Arg::text(kind.as_str())), pods, workloads]),
        None => words::NO_SERVICE.with([workloads, pods]),
    }
}

struct Page<'a> {
    analysis: &'a Analysis,
    lang: Lang,
    out: String,
}

impl Page<'_> {
    /// A paragraph behind so many blanks; what is wrapped stands two columns further in.
    fn line(&mut self, indent: usize, text: &str) {
        let blanks = " ".repeat(indent);
        let hanging = if indent == 0 { 0 } else { indent + 2 };
        for (index, line) in wrap_to(text, COLUMNS.saturating_sub(hanging)).lines().enumerate() {
            let lead = if index == 0 { &blanks } else { &" ".repeat(hanging) };
            let _ = writeln!(self.out, "{lead}{line}");
        }
    }

    fn said(&mut self, indent: usize, template: &'static Template, name: &'static str, words: Message) {
        let text = template.with([(name, Arg::said(words))]).render(self.lang);
        self.line(indent, &text);
    }

    fn answer(&mut self, answer: &Answer) {
        let question = answer.aspect.question().render(self.lang);
        let said = said(answer).render(self.lang);
        let _ = writeln!(self.out, "\n{question} {said}");
        if answer.signs.is_empty() {
            self.line(2, &words::NOTHING_SHOWN.message().render(self.lang));
        }
        for sign in &answer.signs {
            self.sign(sign);
        }
    }

    /// `+ strong: its type … (web.yaml:12)`.
    fn sign(&mut self, sign: &Sign) {
        let weight = match sign.weight {
            Weight::Weak => &words::WEAK,
            Weight::Fair => &words::FAIR,
            Weight::Strong => &words::STRONG,
        };
        let (weight, message) = (weight.message().render(self.lang), sign.message.render(self.lang));
        let place = sign.origin.as_ref().map(|origin| format!(" ({})", self.place(origin)));
        let mark = if sign.yes { '+' } else { '-' };
        self.line(2, &format!("{mark} {weight}: {message}{}", place.unwrap_or_default()));
    }

    /// `web.yaml:12`.
    fn place(&self, origin: &Origin) -> String {
        let manifest = self.analysis.manifests.get(origin.object.0 as usize);
        let place = manifest.map(|one| one.place(&self.analysis.files, &origin.path, FieldPart::Value));
        place.map_or_else(String::new, |place| {
            let place = location(self.analysis, place);
            format!("{}:{}", place.file, place.line)
        })
    }

    fn choice(&mut self, index: usize, choice: &Choice) {
        let fit = match choice.fit {
            Fit::Fits => &words::FITS,
            Fit::Possible => &words::POSSIBLE,
            Fit::Unfit => &words::UNFIT,
        };
        let fit = fit.message().render(self.lang);
        let _ = writeln!(self.out, "{}. {}: {fit}", index + 1, title(choice.kind, self.lang));
        for reason in &choice.reasons {
            self.said(3, &words::BECAUSE, "reason", reason.clone());
        }
        let meaning = meaning(choice.kind);
        self.said(3, &words::SCOPE, "words", meaning.scope.message());
        if choice.fit != Fit::Unfit {
            self.said(3, &words::USAGE, "words", meaning.usage.message());
            self.said(3, &words::COST, "words", meaning.cost.message());
            self.said(3, &words::LIMITS, "words", meaning.limits.message());
        }
        let _ = writeln!(self.out, "   {}", meaning.source);
    }

    fn proposal(&mut self, advised: &Advised<'_>) {
        let message = words::MANIFEST.with([("kind", Arg::text(title(advised.kind, self.lang)))]);
        let _ = writeln!(self.out, "\n{}\n", message.render(self.lang));
        let mut first = true;
        for part in &advised.proposal.parts {
            if let Part::Kept { object, .. } = part {
                let origin = Origin { object: *object, path: String::new() };
                let manifest = self.analysis.manifests.get(object.0 as usize);
                let (kind, name) = manifest.map_or(("", ""), |one| {
                    (one.kind.as_deref().unwrap_or_default(), one.name.as_deref().unwrap_or_default())
                });
                let object = Arg::code(format!("{kind}/{name}"));
                let kept = words::KEPT.with([("object", object)]).render(self.lang);
                let place = self.place(&origin);
                let _ = writeln!(self.out, "# {kept} ({place})");
                continue;
            }
            self.out.push_str(if first { "" } else { "---\n" });
            first = false;
            let text = part.text().trim_matches(['\n', '\r']);
            let _ = writeln!(self.out, "{}", text.strip_prefix("---\n").unwrap_or(text));
        }
        if !advised.proposal.notes.is_empty() {
            self.out.push('\n');
        }
        for note in &advised.proposal.notes {
            self.line(0, &note.render(self.lang));
        }
    }
}

/// A kind as people say it.
#[must_use]
pub fn title(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Headless if lang == Lang::Ja => "Headless Service",
        Kind::Headless => "headless Service",
        Kind::Gateway => "Gateway (HTTPRoute)",
        _ => kind.as_str(),
    }
}

/// The answer in a word or two.
#[must_use]
pub fn said(answer: &Answer) -> Message {
    let word = match (answer.yes, answer.sure) {
        (Some(true), true) => &words::YES,
        (Some(true), false) => &words::LIKELY_YES,
        (Some(false), true) => &words::NO,
        (Some(false), false) => &words::LIKELY_NO,
        (None, _) => {
            let flag = match answer.aspect {
                Aspect::Outside => "--outside yes|no",
                Aspect::Http => "--http yes|no",
                Aspect::PerPod => "--per-pod yes|no",
            };
            return words::UNKNOWN.with([("flag", Arg::text(flag))]);
        }
    };
    let word = word.message();
    if answer.given { words::GIVEN.with([("answer", Arg::said(word))]) } else { word }
}
