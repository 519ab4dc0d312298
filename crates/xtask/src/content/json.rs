//! The content as the page fetches it.

use super::source::{Ask, Cluster, Content, Example, Group, Language, Lesson, Manifest, Term, Text};
use serde_json::{Map, Value, json};

impl Content {
    /// What the page fetches for a language, without needless bytes.
    #[must_use]
    pub fn json(&self, language: Language) -> String {
        let all = json!({
            "groups": self.groups.iter().map(|one| group(one, language)).collect::<Vec<_>>(),
            "lessons": self.lessons.iter().map(|one| lesson(one, language)).collect::<Vec<_>>(),
            "terms": self.terms.iter().map(|one| term(one, language)).collect::<Vec<_>>(),
        });
        format!("{all}\n")
    }
}

fn group(group: &Group, language: Language) -> Value {
    json!({
        "id": group.id,
        "title": group.title.of(language),
        "about": group.about.of(language),
        "original": group.original.of(language),
        "twin": group.twin.of(language),
        "examples": group.examples.iter().map(|one| example(one, language)).collect::<Vec<_>>(),
    })
}

fn example(example: &Example, language: Language) -> Value {
    let text = |text: &Option<Text>| text.as_ref().map(|text| Value::from(text.of(language)));
    object([
        ("id", Some(Value::from(&*example.id))),
        ("title", Some(Value::from(example.title.of(language)))),
        ("symptom", text(&example.symptom)),
        ("about", Some(Value::from(example.about.of(language)))),
        ("mended", text(&example.mended)),
        ("view", example.view.as_deref().map(Value::from)),
        ("ask", example.ask.as_ref().map(ask)),
        ("whatIf", (!example.what_if.is_empty()).then(|| json!(example.what_if))),
        ("cluster", cluster(&example.cluster)),
        ("files", Some(files(&example.files))),
        ("mendedFiles", (!example.mended_files.is_empty()).then(|| files(&example.mended_files))),
    ])
}

fn lesson(lesson: &Lesson, language: Language) -> Value {
    let goals = lesson.goals.iter();
    let goals = goals.map(|goal| json!({"check": goal.check, "text": goal.text.of(language)}));
    object([
        ("id", Some(Value::from(&*lesson.id))),
        ("title", Some(Value::from(lesson.title.of(language)))),
        ("about", Some(Value::from(lesson.about.of(language)))),
        ("view", lesson.view.as_deref().map(Value::from)),
        ("ask", lesson.ask.as_ref().map(ask)),
        ("goals", Some(goals.collect())),
        ("hints", Some(lesson.hints.iter().map(|hint| Value::from(hint.of(language))).collect())),
        ("closing", Some(Value::from(lesson.closing.of(language)))),
        ("files", Some(files(&lesson.files))),
        ("solution", Some(files(&lesson.solution))),
    ])
}

fn term(term: &Term, language: Language) -> Value {
    json!({
        "id": term.id,
        "name": term.name.of(language),
        "about": term.about.of(language),
        "link": term.link.of(language),
    })
}

fn ask(ask: &Ask) -> Value {
    json!({"from": ask.from, "to": ask.to})
}

fn cluster(cluster: &Cluster) -> Option<Value> {
    let fields = object([
        ("kubernetes", cluster.kubernetes.map(Value::from)),
        ("serviceCidr", cluster.service_cidr.as_deref().map(Value::from)),
        ("clusterCidr", cluster.cluster_cidr.as_deref().map(Value::from)),
        ("mode", cluster.mode.as_deref().map(Value::from)),
        ("provider", cluster.provider.as_deref().map(Value::from)),
        ("node", cluster.node.as_deref().map(Value::from)),
    ]);
    fields.as_object().is_some_and(|fields| !fields.is_empty()).then_some(fields)
}

fn files(files: &[Manifest]) -> Value {
    files.iter().map(|file| json!({"name": file.name, "text": file.text})).collect()
}

/// An object of the fields that are there.
fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let there = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(there.collect::<Map<_, _>>())
}
