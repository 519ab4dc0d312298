//! Manifests within commands: what stands between `kubectl apply -f - <<EOF` and `EOF`.

use super::fences::{Fence, Language, span};
use super::marks::Marks;

/// The manifests in the commands of a fence, each as a fence of its own.
pub(super) fn of(page: &str, fence: &Fence) -> Vec<Fence> {
    let mut found = Vec::new();
    let (Language::Shell, Some(margin)) = (fence.language, fence.margin) else { return found };
    let mut open: Option<(&str, usize, u32)> = None;
    let mut at = fence.body.start as usize;
    for (line, number) in fence.body.slice(page).split_inclusive('\n').zip(fence.line..) {
        let next = at.saturating_add(line.len());
        let code = line.get(margin as usize..).unwrap_or_default().trim_end();
        match open {
            Some((word, start, first)) if code == word => {
                open = None;
                let body = span(start..at).filter(|body| body.slice(page).contains("apiVersion:"));
                found.extend(body.map(|body| Fence {
                    language: Language::Yaml,
                    json: false,
                    marks: Marks {
                        group: fence.marks.group.clone(),
                        fragment: fence.marks.fragment,
                        skipped: fence.marks.skipped,
                        ..Marks::default()
                    },
                    body,
                    line: first,
                    margin: Some(margin),
                }));
            }
            Some(_) => {}
            None => open = end_word(code).map(|word| (word, next, number.saturating_add(1))),
        }
        at = next;
    }
    found
}

/// The word that ends what a command reads from the lines below it.
fn end_word(line: &str) -> Option<&str> {
    let (command, rest) = line.split_once("<<")?;
    let word = rest.trim_start_matches('-').trim_start().split([' ', ';', '|', ')', '>']).next()?;
    let word = word.trim_matches(['\'', '"', '\\']);
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (is_word && !command.trim_start().starts_with('#')).then_some(word)
}
