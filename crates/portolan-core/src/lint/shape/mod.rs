//! Lists where mappings belong: `metadata:` with `- name: echo` below it, as printed manifests often have it.
//!
//! The API server's answer to such a document is one line about a type, or a YAML error. Here the answer gets the
//! places that are wrong, and a fix: edits that give the manifest the shape which the API has. The author's comments,
//! quotes, line ends and, where possible, indentation stay.

mod fields;
mod layout;
mod match_labels;
mod outline;

use crate::diagnostic::{Arg, Diagnostic, Family, FileEdit, FileId, Fix, Message, Place, Related};
use crate::template;
use layout::{Layout, Slip, Stand, lay_out};
use outline::{Line, Outline};
use portolan_yaml::collections::BTreeMap;
use portolan_yaml::{Edit, File, Span};

template!(FIX, "shape.fix",
    en: "Take out the dashes that make lists where named fields belong",
    ja: "名前付きのフィールドの位置にあるリストのダッシュを取り除く");
template!(FIX_INDENT, "shape.fix-indent",
    en: "Put {key} beside {sibling}",
    ja: "{key}を{sibling}と同じ位置にそろえる");
template!(FIX_LIST, "shape.fix-list",
    en: "Begin the item with a dash: {key}",
    ja: "要素の先頭にダッシュを付ける：{key}");
template!(DASH, "shape.dash",
    en: "`{field}` holds named fields, not a list: write `{key}:` without the dash",
    ja: "`{field}`に書くのはリストではなく名前付きのフィールドです。ダッシュを取って`{key}:`としてください");
template!(DASHES, "shape.dashes",
    en: "`{field}` holds named fields, not a list: write `{key}:` and the others without dashes",
    ja: "`{field}`に書くのはリストではなく名前付きのフィールドです。`{key}:`なども、ダッシュを付けずに書いてください");
template!(BELOW, "shape.below",
    en: "`{key}` belongs beside `{sibling}`: begin it in the same column, without a dash",
    ja: "`{key}`は`{sibling}`と並ぶものです。ダッシュを付けず、同じ桁から書き始めてください");
template!(NO_DASH, "shape.no-dash",
    en: "`{field}` holds a list: begin the item with a dash, `- {key}:`",
    ja: "`{field}`にはリストを書きます。要素の先頭にダッシュを付けて`- {key}:`としてください");
template!(NOTE, "shape.note",
    en: "in YAML, `- ` begins an item of a list. The fields of an object are written `key: value`, one below the other in the same column",
    ja: "YAMLの`- `はリストの要素の始まりです。オブジェクトのフィールドは`key: value`の形で、同じ桁にそろえて書きます");

/// The answers of the API server that a wrong shape may lead to.
const RULES: [&str; 4] =
    ["list-where-mapping-belongs", "mapping-where-list-belongs", "wrong-type", "yaml-syntax"];

/// Those about a field, which it leads to where the items of a list have come apart.
const ITEM_RULES: [&str; 2] = ["field-value-invalid", "field-value-required"];

/// How many wrong places are shown.
const SHOWN: usize = 4;

/// A document with a wrong shape, and the edits that mend it.
#[derive(Debug)]
struct Repair {
    edits: Vec<Edit>,
    slips: Vec<(Span, Slip)>,
}

/// Gives a fix to those of the API server's answers that come from lists where mappings belong.
pub(super) fn repair(files: &[File], diagnostics: &mut [Diagnostic]) {
    let mut repairs: BTreeMap<(FileId, usize), Option<Repair>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let of_item = ITEM_RULES.contains(&diagnostic.rule) && diagnostic.path.contains("s[");
        let of_shape = of_item || RULES.contains(&diagnostic.rule);
        if diagnostic.family != Family::Admission || !of_shape || diagnostic.fix.is_some() {
            continue;
        }
        let id = diagnostic.place.file;
        let Some(file) = files.get(id.0 as usize).filter(|file| file.is_exact()) else { continue };
        let Some(document) = document_at(file, diagnostic.place.span.start) else { continue };
        match_labels::repair(diagnostic, file, document);
        let repair = repairs.entry((id, document)).or_insert_with(|| mend(file, document));
        if let Some(repair) = repair {
            explain(diagnostic, repair, within(file, document, &diagnostic.path));
        }
    }
}

/// The document in which a byte stands.
fn document_at(file: &File, offset: u32) -> Option<usize> {
    let documents = file.documents();
    let after = documents.partition_point(|document| document.span.start <= offset);
    after.checked_sub(1)
}

/// The text of a field, or of the document where there is no tree.
fn within(file: &File, document: usize, path: &str) -> Span {
    let root = file.root(document).and_then(|root| root.at(path));
    root.map_or(Span { start: 0, end: u32::MAX }, portolan_yaml::Node::span)
}

fn explain(diagnostic: &mut Diagnostic, repair: &Repair, within: Span) {
    let file = diagnostic.place.file;
    let inside = |span: Span| within.start <= span.start && span.start < within.end;
    let mut shown: Vec<(Span, &Slip, usize)> = Vec::new();
    for (span, slip) in repair.slips.iter().filter(|(span, _)| inside(*span)) {
        match shown.iter_mut().find(|(_, first, _)| first.is_alike(slip)) {
            Some((_, _, others)) => *others += 1,
            None => shown.push((*span, slip, 0)),
        }
    }
    let at = diagnostic.place.span.start;
    shown.sort_by_key(|(span, _, _)| span.start.abs_diff(at));
    for (span, slip, others) in shown.into_iter().take(SHOWN) {
        diagnostic.related.push(Related { place: Place { file, span }, message: message(slip, others) });
    }
    if diagnostic.rule == "yaml-syntax"
        && repair.slips.iter().any(|(_, slip)| matches!(slip, Slip::Dash { .. }))
    {
        diagnostic.notes.push(NOTE.message());
    }
    let title = match repair.slips.as_slice() {
        [(_, Slip::Below { sibling, key, .. })] => {
            FIX_INDENT.with([("key", Arg::code(key)), ("sibling", Arg::code(sibling))])
        }
        [(_, Slip::NoDash { key, .. })] => FIX_LIST.with([("key", Arg::code(format!("- {key}:")))]),
        _ => FIX.message(),
    };
    let edits = repair.edits.iter().map(|edit| FileEdit { file, edit: edit.clone() }).collect();
    diagnostic.fix = Some(Fix { title, safe: false, edits });
}

fn message(slip: &Slip, others: usize) -> Message {
    match slip {
        Slip::Dash { field, key, .. } if others > 0 => {
            DASHES.with([("field", Arg::text(field)), ("key", Arg::text(key))])
        }
        Slip::Dash { field, key, .. } => DASH.with([("field", Arg::text(field)), ("key", Arg::text(key))]),
        Slip::Below { sibling, key, .. } => {
            BELOW.with([("key", Arg::text(key)), ("sibling", Arg::text(sibling))])
        }
        Slip::NoDash { field, key, .. } => {
            NO_DASH.with([("field", Arg::text(field)), ("key", Arg::text(key))])
        }
    }
}

/// The edits that give a document its shape; `None` if nothing is wrong with it, or nobody can tell what was meant.
fn mend(file: &File, document: usize) -> Option<Repair> {
    let span = file.documents().get(document)?.span;
    let text = span.slice(file.text());
    let repair = mend_text(text)?;
    let mended = portolan_yaml::apply(text, &repair.edits).ok()?;
    let again = portolan_yaml::parse(String::new(), mended.clone().into_bytes());
    let reads = again.documents().iter().all(|one| one.error.is_none()) && again.documents().len() <= 1;
    if !reads || mend_text(&mended).is_some() {
        return None;
    }
    let move_by = |inner: Span| Span { start: span.start + inner.start, end: span.start + inner.end };
    let edits = repair.edits.into_iter().map(|edit| Edit { span: move_by(edit.span), ..edit });
    let slips = repair.slips.into_iter().map(|(span, slip)| (move_by(span), slip));
    Some(Repair { edits: edits.collect(), slips: slips.collect() })
}

fn mend_text(text: &str) -> Option<Repair> {
    let outline = outline::read(text)?;
    let layout = lay_out(&outline)?;
    if layout.slips.is_empty() {
        return None;
    }
    let edits = edits(text, &outline, &layout)?;
    let slips = layout.slips.into_iter().map(|slip| {
        let line = outline.lines.get(slip.line())?;
        let end = text.get(line.start..)?.find(['\n', '\r']).map_or(text.len(), |end| line.start + end);
        let written = text.get(line.start..end)?.trim_end();
        Some((span(line.start + line.indent, line.start + written.len())?, slip))
    });
    Some(Repair { edits, slips: slips.collect::<Option<_>>()? })
}

/// An edit for each line whose key or dash comes to stand elsewhere; comments go with the line below them.
fn edits(text: &str, outline: &Outline, layout: &Layout) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let mut below: Option<(usize, usize)> = None;
    let mut shifts = shifts(outline, layout);
    for (index, line) in outline.lines.iter().enumerate().rev() {
        let shift = shifts.pop().unwrap_or_default();
        if let Some(stand) = layout.stands.get(index).copied().flatten() {
            edits.extend(edit(text, line, &lead(stand))?);
            below = Some((line.indent, stand.dash.unwrap_or(stand.key)));
            continue;
        }
        let is_comment = text.get(line.start + line.indent..)?.starts_with('#');
        let column = match below {
            Some((from, to)) if is_comment && from == line.indent => to,
            _ if is_comment || shift <= 0 => continue,
            _ => line.indent.checked_add_signed(shift)?,
        };
        let is_empty = text.get(line.start + line.indent..)?.starts_with(['\n', '\r']);
        if !is_empty {
            edits.extend(edit(text, line, &" ".repeat(column))?);
        }
    }
    edits.reverse();
    Some(edits)
}

/// By how much the key above each line moves: what continues its value must stay deeper than it.
fn shifts(outline: &Outline, layout: &Layout) -> Vec<isize> {
    let mut shift = 0;
    let lines = outline.lines.iter().zip(&layout.stands);
    let shifts = lines.map(|(line, stand)| {
        if let Some(stand) = stand {
            shift = isize::try_from(stand.key).unwrap_or(0) - isize::try_from(line.key).unwrap_or(0);
        }
        shift
    });
    shifts.collect()
}

/// What stands before a key.
fn lead(stand: Stand) -> String {
    match stand.dash {
        Some(dash) => format!("{}-{}", " ".repeat(dash), " ".repeat(stand.key.saturating_sub(dash + 1))),
        None => " ".repeat(stand.key),
    }
}

/// The smallest edit that gives a line another lead.
fn edit(text: &str, line: &Line, lead: &str) -> Option<Option<Edit>> {
    let old = text.get(line.start..line.start + line.key)?;
    if old == lead {
        return Some(None);
    }
    let same = old.bytes().zip(lead.bytes()).take_while(|(old, new)| old == new).count();
    let span = span(line.start + same, line.start + old.len())?;
    Some(Some(Edit { span, text: lead.get(same..)?.to_owned() }))
}

fn span(start: usize, end: usize) -> Option<Span> {
    Some(Span { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> Option<String> {
        let repair = mend_text(text)?;
        portolan_yaml::apply(text, &repair.edits).ok()
    }

    #[test]
    fn printed_lists_become_the_intended_manifest() {
        let text = "# kept\nkind: Service\nmetadata:\n    - name: echo # here\nspec:\n    - selector:\n        - app: echo\n        - release: 'summer'\n    - ports:\n        - name: http\n            - port: 80\n";
        let right = "# kept\nkind: Service\nmetadata:\n    name: echo # here\nspec:\n    selector:\n        app: echo\n        release: 'summer'\n    ports:\n        - name: http\n          port: 80\n";
        assert_eq!(mended(text).as_deref(), Some(right));
    }

    #[test]
    fn lists_at_the_column_of_their_key_are_moved_in() {
        let text = "metadata:\n- name: web\nspec:\n- selector:\n  - app: web\n- ports:\n  - port: 80\n    name: x\n  - port: 81\n    name: y\n";
        let right = "metadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n  - port: 80\n    name: x\n  - port: 81\n    name: y\n";
        assert_eq!(mended(text).as_deref(), Some(right));
    }

    #[test]
    fn line_ends_and_block_scalars_stay() {
        let text = "metadata:\r\n- name: web\r\n- annotations:\r\n    - note: |\r\n        one\r\n          - two: 2\r\n";
        let right = "metadata:\r\n  name: web\r\n  annotations:\r\n    note: |\r\n        one\r\n          - two: 2\r\n";
        assert_eq!(mended(text).as_deref(), Some(right));
    }

    #[test]
    fn items_with_several_keys_lose_one_dash() {
        let text = "metadata:\n  - name: web\n    labels:\n      app: web\n";
        let right = "metadata:\n  name: web\n  labels:\n      app: web\n";
        assert_eq!(mended(text).as_deref(), Some(right));
    }

    #[test]
    fn a_key_that_comes_again_begins_a_new_item() {
        let text = "ports:\n- name: a\n    - port: 80\n    - name: b\n    - port: 81\n";
        assert_eq!(mended(text).as_deref(), Some("ports:\n- name: a\n  port: 80\n- name: b\n  port: 81\n"));
    }

    #[test]
    fn an_item_that_came_apart_is_put_together() {
        let text = "spec:\n- ports:\n  - name: http\n  - port: 80\n  - targetPort: 8080\n";
        let right = "spec:\n  ports:\n  - name: http\n    port: 80\n    targetPort: 8080\n";
        assert_eq!(mended(text).as_deref(), Some(right));
        let two = "spec:\n  ports:\n  - port: 80\n  - port: 81\n  policyTypes:\n  - Ingress\n  - Egress\n";
        assert_eq!(mended(two), None);
    }

    #[test]
    fn an_item_without_its_dash_gets_one() {
        let text = "spec:\n  ports:\n    name: http\n    port: 80\n";
        assert_eq!(mended(text).as_deref(), Some("spec:\n  ports:\n    - name: http\n      port: 80\n"));
        assert_eq!(mended("spec:\n  env:\n    HOST: web\n"), None);
    }

    #[test]
    fn names_and_values_are_not_taken_for_labels() {
        assert_eq!(mended("spec:\n  selector:\n  - name: app\n    value: echo\n"), None);
    }

    #[test]
    fn right_manifests_and_contradictions_are_left_alone() {
        for text in [
            "metadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n  - port: 81\n",
            "spec:\n  selector:\n  - app: web\n  - app: api\n",
            "spec:\n  selector:\n  - web\n",
            "a: [1,\n  2]\nmetadata:\n- name: web\n",
            "x: &x\n  app: web\nspec:\n  selector: *x\n",
            "metadata:\n- name: web\nspec:\n  ports:\n  - port: 80\n    port: 81\n",
        ] {
            assert_eq!(mended(text), None, "{text}");
        }
    }
}
