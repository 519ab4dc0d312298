//! The page's examples, lessons and glossary: what their texts claim is what Portolan says.

use crate::root;
use ipnet::IpNet;
use portolan_core::diagnostic::{Lang, Severity};
use portolan_core::{Analysis, Options, Provider, analyze, parse};
use portolan_render::goal::Goal;
use std::fmt::Write as _;
use xtask::content::{self, Cluster, Content, Example, Language, Lesson, Manifest, Text};

/// As much as a visitor should have to wait for, in bytes, before compression.
const MOST_BYTES: usize = 130_000;

fn content() -> Content {
    content::read(root()).unwrap_or_else(|error| panic!("{error:#}"))
}

#[test]
fn examples_are_as_their_texts_claim() {
    let mut wrong = String::new();
    let content = content();
    for example in content.examples() {
        let before = analysis(&example.files, &example.cluster);
        unmet(&example.id, &example.expect, &before, &mut wrong);
        assert!(!example.expect.is_empty(), "{} promises nothing", example.id);
        if !example.mended_files.is_empty() {
            let after = analysis(&mended(example), &example.cluster);
            let id = format!("{} (mended)", example.id);
            unmet(&id, &example.expect_mended, &after, &mut wrong);
            unmet(&id, &["no-warnings".to_owned()], &after, &mut wrong);
            assert!(!example.expect_mended.is_empty(), "the twin of {} promises nothing", example.id);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn examples_with_a_twin_say_what_is_different_in_it() {
    for example in content().examples() {
        let twin = !example.mended_files.is_empty();
        assert_eq!(twin, example.mended.is_some(), "{}: twin and its text", example.id);
        assert!(twin || example.symptom.is_none(), "{}: a symptom wants a mended twin", example.id);
    }
}

#[test]
fn questions_of_examples_and_lessons_can_be_asked() {
    let content = content();
    let of_examples = content.examples().map(|one| (&one.id, &one.files, one.cluster.clone(), &one.ask));
    let of_lessons = content.lessons.iter().map(|one| (&one.id, &one.files, Cluster::default(), &one.ask));
    for (id, files, cluster, ask) in of_examples.chain(of_lessons) {
        let Some(ask) = ask else { continue };
        let analysis = analysis(files, &cluster);
        let answered = Goal::parse(&format!("reach {} {}", ask.from, ask.to)).expect("a goal");
        let standing = answered.check(&analysis, "");
        let said = standing.now.map(|message| message.render(Lang::En)).unwrap_or_default();
        let understood = standing.met || said.starts_with("connections end so now");
        assert!(understood, "{id}: {} {}: {said}", ask.from, ask.to);
    }
}

#[test]
fn a_lesson_begins_with_something_to_do_and_its_solution_does_it() {
    let mut wrong = String::new();
    for lesson in &content().lessons {
        let start = analysis(&lesson.files, &Cluster::default());
        let solved = analysis(&Manifest::overlay(&lesson.files, &lesson.solution), &Cluster::default());
        let goals = goals(lesson);
        let open = goals.iter().filter(|goal| !goal.is_question()).filter(|goal| !goal.check(&start, "").met);
        if open.count() == 0 {
            let _ = writeln!(wrong, "{}: nothing is to be done", lesson.id);
        }
        for (goal, line) in goals.iter().zip(&lesson.goals) {
            let question = goal.is_question();
            let answer = right_answer(goal, &start);
            // Questions are asked of the manifests as they are at the start.
            let standing = goal.check(if question { &start } else { &solved }, &answer);
            if !standing.met {
                let now = standing.now.map(|message| message.render(Lang::En)).unwrap_or_default();
                let _ = writeln!(wrong, "{}: {}: {now}", lesson.id, line.check);
            }
            if question && goal.check(&start, "").met {
                let _ = writeln!(wrong, "{}: {}: met without an answer", lesson.id, line.check);
            }
        }
        unmet(&lesson.id, &["no-warnings".to_owned()], &solved, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn there_are_ten_lessons_with_three_hints_each() {
    let content = content();
    assert_eq!(content.lessons.len(), 10);
    for lesson in &content.lessons {
        assert_eq!(lesson.hints.len(), 3, "{}", lesson.id);
        assert!(!lesson.goals.is_empty() && !lesson.solution.is_empty(), "{}", lesson.id);
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    let content = content();
    let texts = texts(&content);
    assert!(texts.len() > 300, "only {} texts", texts.len());
    for (id, text) in texts {
        assert!(!text.en.trim().is_empty() && !text.ja.trim().is_empty(), "{id}: a language is missing");
        assert!(text.en.is_ascii() || text.en.contains(['…', '→']), "{id}: {}", text.en);
        assert_eq!(text.en.matches('`').count() % 2, 0, "{id}: {}", text.en);
        assert_eq!(text.ja.matches('`').count() % 2, 0, "{id}: {}", text.ja);
        if !text.en.starts_with("https://") {
            check_japanese(&id, &text.ja);
        }
    }
}

#[test]
fn cards_lead_to_the_documentation_of_their_language() {
    let content = content();
    assert!(content.terms.len() >= 30, "only {} cards", content.terms.len());
    for term in &content.terms {
        let [en, ja] = [&term.link.en, &term.link.ja];
        assert!(en.starts_with("https://kubernetes.io/docs/"), "{}: {en}", term.id);
        assert!(ja.starts_with("https://kubernetes.io/ja/docs/") || ja == en, "{}: {ja}", term.id);
    }
}

#[test]
fn words_that_show_a_card_have_one_and_the_same_one_in_both_languages() {
    let content = content();
    let mut marked = 0;
    for (id, text) in texts(&content) {
        let cards = |text: &str| -> Vec<String> {
            let mut ids: Vec<_> =
                text.split("](#").skip(1).filter_map(|rest| rest.split(')').next()).collect();
            ids.sort_unstable();
            ids.into_iter().map(str::to_owned).collect()
        };
        assert_eq!(cards(&text.en), cards(&text.ja), "{id}");
        for card in cards(&text.en) {
            marked += 1;
            assert!(content.terms.iter().any(|term| term.id == card), "{id}: no card {card}");
        }
    }
    assert!(marked > 10, "only {marked}");
}

#[test]
fn what_the_page_fetches_is_small_and_the_same_in_both_languages_but_for_the_texts() {
    let content = content();
    let [en, ja] = Language::ALL.map(|language| content.json(language));
    for json in [&en, &ja] {
        assert!(json.len() < MOST_BYTES, "{} bytes", json.len());
    }
    let shape = |json: &str| -> serde_json::Value { serde_json::from_str(json).expect("JSON") };
    assert!(same_shape(&shape(&en), &shape(&ja)));
}

/// Whether two values have the same fields, and lists of the same lengths.
fn same_shape(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    use serde_json::Value;
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_shape(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let fields = one.iter().zip(other);
            one.len() == other.len()
                && fields.into_iter().all(|(one, other)| one.0 == other.0 && same_shape(one.1, other.1))
        }
        (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

/// The style of kubernetes.io in Japanese, as far as a test can hold it.
fn check_japanese(id: &str, text: &str) {
    let wide = |c: char| ('\u{3040}'..='\u{30ff}').contains(&c) || ('\u{4e00}'..='\u{9fff}').contains(&c);
    let letters: Vec<char> = text.chars().collect();
    for three in letters.windows(3) {
        let [before, middle, after] = three else { continue };
        assert!(*middle != ' ' || !(wide(*before) || wide(*after)), "{id}: a blank beside Japanese: {text}");
        assert!(!(wide(*before) && matches!(middle, '!' | '?')), "{id}: half-width {middle}: {text}");
    }
    for short in ["クラスタ", "サーバ", "ユーザ", "セレクタ"] {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once(short) {
            assert!(after.starts_with('ー'), "{id}: {short} without its long vowel: {text}");
            rest = after;
        }
    }
}

/// Every text, with the id of what it belongs to.
fn texts(content: &Content) -> Vec<(String, &Text)> {
    let mut all = Vec::new();
    for group in &content.groups {
        all.extend(
            [&group.title, &group.about, &group.twin, &group.original].map(|text| (group.id.clone(), text)),
        );
        for example in &group.examples {
            let some = [&example.symptom, &example.mended].into_iter().flatten();
            let texts = [&example.title, &example.about].into_iter().chain(some);
            all.extend(texts.map(|text| (example.id.clone(), text)));
        }
    }
    for lesson in &content.lessons {
        let texts = [&lesson.title, &lesson.about, &lesson.closing].into_iter().chain(&lesson.hints);
        let texts = texts.chain(lesson.goals.iter().map(|goal| &goal.text));
        all.extend(texts.map(|text| (lesson.id.clone(), text)));
    }
    for term in &content.terms {
        all.extend([&term.name, &term.about, &term.link].map(|text| (term.id.clone(), text)));
    }
    all
}

fn goals(lesson: &Lesson) -> Vec<Goal> {
    let parsed = lesson.goals.iter().map(|goal| Goal::parse(&goal.check));
    parsed.map(|goal| goal.unwrap_or_else(|wrong| panic!("{}: {wrong}", lesson.id))).collect()
}

fn right_answer(goal: &Goal, analysis: &Analysis) -> String {
    let Goal::Reads(fact) = goal else { return String::new() };
    fact.answers(analysis).into_iter().next().unwrap_or_default()
}

fn mended(example: &Example) -> Vec<Manifest> {
    Manifest::overlay(&example.files, &example.mended_files)
}

/// Notes the goals that an analysis does not meet.
fn unmet(id: &str, lines: &[String], analysis: &Analysis, wrong: &mut String) {
    for line in lines {
        let goal = Goal::parse(line).unwrap_or_else(|wrong| panic!("{id}: {line}: {wrong}"));
        let standing = goal.check(analysis, "");
        if !standing.met {
            let now = standing.now.map(|message| message.render(Lang::En)).unwrap_or_default();
            let _ = writeln!(wrong, "{id}: {line}: {now}");
            if matches!(goal, Goal::Clean(Severity::Warning)) {
                for one in &analysis.diagnostics {
                    let _ = writeln!(wrong, "    {}: {}", one.rule, one.message.render(Lang::En));
                }
            }
        }
    }
}

fn analysis(files: &[Manifest], cluster: &Cluster) -> Analysis {
    let mut options = Options::default();
    let networks = |text: &str| -> Vec<IpNet> {
        let written = text.split(',').filter(|network| !network.is_empty());
        written.map(|network| network.parse().expect("a network")).collect()
    };
    options.kubernetes = cluster.kubernetes.unwrap_or(options.kubernetes);
    options.provider = cluster.provider.as_deref().map(|name| Provider::parse(name).expect("a provider"));
    if let Some(cidrs) = &cluster.service_cidr {
        options.service_cidrs = networks(cidrs);
    }
    if let Some(cidrs) = &cluster.cluster_cidr {
        options.cluster_cidrs = networks(cidrs);
    }
    let files = files.iter().map(|file| parse(file.name.clone(), file.text.clone().into_bytes())).collect();
    analyze(files, &options)
}
