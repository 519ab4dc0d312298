//! Advice on the type of a Service.

use super::origin::{Object, Written, object, written};
use super::pretty;
use crate::advice::Advised;
use crate::location::location;
use portolan_core::Analysis;
use portolan_core::advice::{Answer, Choice, Fit, Part, meaning};
use portolan_core::diagnostic::{FileEdit, Lang, ObjectId, Place};
use serde::Serialize;

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    subject: Subject<'a>,
    questions: Vec<Question<'a>>,
    choices: Vec<Weighed<'a>>,
    manifest: Manifest<'a>,
}

#[derive(Serialize)]
struct Subject<'a> {
    namespace: &'a str,
    /// Of the Service, or the one that it would get.
    name: &'a str,
    /// What the Service is; `null` where there is none.
    current: Option<&'static str>,
    pods: usize,
    workloads: Vec<String>,
}

#[derive(Serialize)]
struct Question<'a> {
    question: &'static str,
    text: String,
    /// `null` where the manifests do not tell.
    answer: Option<bool>,
    given: bool,
    sure: bool,
    signs: Vec<Sign<'a>>,
}

#[derive(Serialize)]
struct Sign<'a> {
    answer: bool,
    weight: &'static str,
    text: String,
    origin: Option<Written<'a>>,
}

#[derive(Serialize)]
struct Weighed<'a> {
    kind: &'static str,
    fit: &'static str,
    current: bool,
    reasons: Vec<String>,
    scope: String,
    #[serde(rename = "use")]
    usage: String,
    cost: String,
    limits: String,
    source: &'a str,
}

#[derive(Serialize)]
struct Manifest<'a> {
    kind: &'static str,
    /// All documents.
    text: String,
    documents: Vec<Document<'a>>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Document<'a> {
    change: &'static str,
    /// `null` for a new document.
    object: Option<Object<'a>>,
    text: &'a str,
    /// `null` unless a document of the input is edited.
    edit: Option<Edit<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Edit<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: &'a str,
}

/// The advice, with sentences in a language.
#[must_use]
pub fn advice(analysis: &Analysis, advised: &Advised<'_>, lang: Lang) -> String {
    let subject = &advised.subject;
    let notes = advised.proposal.notes.iter();
    pretty(&Report {
        schema: "portolan/v1",
        subject: Subject {
            namespace: subject.namespace,
            name: subject.name,
            current: advised.advice.current.map(|kind| kind.as_str()),
            pods: subject.pods,
            workloads: subject.backings.iter().map(|one| one.title()).collect(),
        },
        questions: advised.advice.answers.iter().map(|one| question(analysis, one, lang)).collect(),
        choices: advised.advice.choices.iter().map(|one| choice(one, lang)).collect(),
        manifest: Manifest {
            kind: advised.kind.as_str(),
            text: advised.proposal.text(),
            documents: advised.proposal.parts.iter().map(|one| document(analysis, one)).collect(),
            notes: notes.map(|note| note.render(lang)).collect(),
        },
    }) + "\n"
}

fn question<'a>(analysis: &'a Analysis, answer: &'a Answer, lang: Lang) -> Question<'a> {
    let signs = answer.signs.iter().map(|sign| Sign {
        answer: sign.yes,
        weight: sign.weight.as_str(),
        text: sign.message.render(lang),
        origin: sign.origin.as_ref().and_then(|origin| written(analysis, origin)),
    });
    Question {
        question: answer.aspect.as_str(),
        text: answer.aspect.question().render(lang),
        answer: answer.yes,
        given: answer.given,
        sure: answer.sure,
        signs: signs.collect(),
    }
}

fn choice(choice: &Choice, lang: Lang) -> Weighed<'static> {
    let meaning = meaning(choice.kind);
    Weighed {
        kind: choice.kind.as_str(),
        fit: match choice.fit {
            Fit::Fits => "fits",
            Fit::Possible => "possible",
            Fit::Unfit => "unfit",
        },
        current: choice.current,
        reasons: choice.reasons.iter().map(|reason| reason.render(lang)).collect(),
        scope: meaning.scope.message().render(lang),
        usage: meaning.usage.message().render(lang),
        cost: meaning.cost.message().render(lang),
        limits: meaning.limits.message().render(lang),
        source: meaning.source,
    }
}

fn document<'a>(analysis: &'a Analysis, part: &'a Part) -> Document<'a> {
    let named = |id: &ObjectId| analysis.manifests.get(id.0 as usize).map(object);
    let (change, object, edit) = match part {
        Part::Kept { object, .. } => ("kept", named(object), None),
        Part::Edited { object, edit, .. } => ("edited", named(object), Some(edited(analysis, edit))),
        Part::New { .. } => ("new", None, None),
    };
    Document { change, object, text: part.text(), edit }
}

fn edited<'a>(analysis: &'a Analysis, edit: &'a FileEdit) -> Edit<'a> {
    let place = location(analysis, Place { file: edit.file, span: edit.edit.span });
    Edit {
        file: place.file,
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
        text: &edit.edit.text,
    }
}
