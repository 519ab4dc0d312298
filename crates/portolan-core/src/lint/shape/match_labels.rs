//! `matchLabels` below the selector of a Service, as it stands below that of a Deployment.

use crate::diagnostic::{Arg, Diagnostic, FileEdit, Fix};
use crate::template;
use portolan_yaml::{Edit, File, Node, Span};

template!(NOTE, "match-labels.note",
    en: "the selector of a Service is the labels themselves. `matchLabels` belongs to the selectors of Deployments and other controllers",
    ja: "Serviceのselectorには、ラベルをそのまま書きます。`matchLabels`を書くのは、Deploymentなどのコントローラーのselectorです");
template!(HELP, "match-labels.help",
    en: "write the labels directly below `selector`",
    ja: "ラベルを`selector`のすぐ下に書いてください");
template!(FIX, "match-labels.fix",
    en: "Take out {key}",
    ja: "{key}を取り除く");

/// Explains and mends the selector that an answer is about, if this is what is wrong with it.
pub(super) fn repair(diagnostic: &mut Diagnostic, file: &File, document: usize) {
    let Some((_, Arg::Text(words))) = diagnostic.message.args.first() else { return };
    if !words.contains("ServiceSpec.spec.selector of type string") {
        return;
    }
    let root = file.root(document);
    let Some(labels) = root.and_then(|root| root.at("spec.selector.matchLabels")) else { return };
    diagnostic.notes = vec![NOTE.message()];
    diagnostic.help = vec![HELP.message()];
    let id = diagnostic.place.file;
    diagnostic.fix = edits(file.text(), labels).map(|edits| Fix {
        title: FIX.with([("key", Arg::code("matchLabels"))]),
        safe: false,
        edits: edits.into_iter().map(|edit| FileEdit { file: id, edit }).collect(),
    });
}

/// Takes out the line of the key, and moves the labels to its column.
fn edits(text: &str, labels: Node<'_>) -> Option<Vec<Edit>> {
    let key = labels.key_span()?;
    let line_of = |offset: u32| text.get(..offset as usize)?.rfind('\n').map(|newline| newline + 1);
    let key_line = line_of(key.start)?;
    let mut edits = Vec::new();
    let column = key.start as usize - key_line;
    if labels.parent()?.len() != 1 || !is_blank(text.get(key_line..key.start as usize)?) {
        return None;
    }
    for entry in labels.entries() {
        let line = line_of(entry.key_span.start)?;
        let lead = text.get(line..entry.key_span.start as usize)?;
        if !is_blank(lead) || entry.value.text().contains('\n') || lead.len() <= column {
            return None;
        }
        if edits.is_empty() {
            let between = text.get(key.end as usize..line)?;
            (between.trim() == ":").then_some(())?;
            edits.push(remove(key_line, line)?);
        }
        edits.push(remove(line, line + lead.len() - column)?);
    }
    (!edits.is_empty()).then_some(edits)
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte == b' ')
}

fn remove(start: usize, end: usize) -> Option<Edit> {
    let span = Span { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? };
    Some(Edit { span, text: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_labels_come_up_to_the_selector() {
        let text =
            "spec:\n  selector:\n    matchLabels:\n      app: notes # kept\n      tier: web\n  ports: []\n";
        let file = portolan_yaml::parse("f".to_owned(), text.into());
        let labels = file.root(0).and_then(|root| root.at("spec.selector.matchLabels")).expect("labels");
        let edits = edits(text, labels).expect("edits");
        let right = "spec:\n  selector:\n    app: notes # kept\n    tier: web\n  ports: []\n";
        assert_eq!(portolan_yaml::apply(text, &edits).as_deref(), Ok(right));
    }
}
