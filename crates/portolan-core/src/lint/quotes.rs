//! Quotes too many or too few: `port: "80"`, and a label `version: 1`. What is meant is plain, so the fix is safe.

use crate::diagnostic::{Arg, Diagnostic, Family, FileEdit, Fix};
use crate::template;
use portolan_yaml::{Edit, File};

template!(WITHOUT, "quotes.without",
    en: "Write the number {value} without quotes",
    ja: "数値{value}を引用符なしで書く");
template!(WITH, "quotes.with",
    en: "Write the text {value} in quotes",
    ja: "文字列{value}を引用符で囲む");

/// Gives a fix to those of the API server's answers that come from quotes.
pub(super) fn repair(files: &[File], diagnostics: &mut [Diagnostic]) {
    let answers = diagnostics.iter_mut().filter(|one| one.family == Family::Admission && one.fix.is_none());
    for diagnostic in answers {
        let wanted = wanted(diagnostic);
        let file = files.get(diagnostic.place.file.0 as usize).filter(|file| file.is_exact());
        if let (Some(wanted), Some(file)) = (wanted, file) {
            diagnostic.fix = fix(diagnostic, file, wanted);
        }
    }
}

/// What the field holds.
#[derive(Clone, Copy)]
enum Wanted {
    Number,
    Text,
}

/// What the answer says that the field holds.
fn wanted(diagnostic: &Diagnostic) -> Option<Wanted> {
    let (_, Arg::Text(words)) = diagnostic.message.args.first()? else { return None };
    match diagnostic.rule {
        "wrong-type" if words.ends_with("of type int32") || words.ends_with("of type int64") => {
            Some(Wanted::Number)
        }
        "wrong-type" if words.ends_with("of type string") => Some(Wanted::Text),
        "field-value-invalid" if words.contains("must contain at least one letter") => Some(Wanted::Number),
        _ => None,
    }
}

fn fix(diagnostic: &Diagnostic, file: &File, wanted: Wanted) -> Option<Fix> {
    let span = diagnostic.place.span;
    let written = file.text().get(span.range())?;
    let (title, text) = match wanted {
        Wanted::Number => {
            let quote = written.chars().next().filter(|first| matches!(first, '"' | '\''))?;
            let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
            let digits = !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_digit());
            let number = digits && inner.len() < 10 && !inner.starts_with('0');
            number.then(|| (WITHOUT.with([("value", Arg::code(inner))]), inner.to_owned()))?
        }
        Wanted::Text => {
            let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+' | b'_');
            let plain = !written.is_empty() && written.bytes().all(word);
            plain.then(|| (WITH.with([("value", Arg::code(written))]), format!("\"{written}\"")))?
        }
    };
    let edits = vec![FileEdit { file: diagnostic.place.file, edit: Edit { span, text } }];
    Some(Fix { title, safe: true, edits })
}

#[cfg(test)]
mod tests {
    use crate::{Options, analyze, parse};

    fn fixed(text: &str) -> Vec<String> {
        let analysis = analyze(vec![parse("a.yaml".to_owned(), text.into())], &Options::default());
        let fixes = analysis.diagnostics.iter().filter_map(|one| one.fix.as_ref());
        fixes.flat_map(|fix| fix.edits.iter().map(|one| one.edit.text.clone())).collect()
    }

    #[test]
    fn quoted_numbers_and_bare_texts_are_mended() {
        let service = |labels: &str, port: &str| {
            format!(
                "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels: {labels}\nspec:\n  ports:\n  - {port}\n"
            )
        };
        assert_eq!(fixed(&service("{a: b}", "port: '80'")), ["80"]);
        assert_eq!(fixed(&service("{a: b}", "{port: 80, targetPort: \"8080\"}")), ["8080"]);
        assert_eq!(fixed(&service("{version: 1.20}", "port: 80")), ["\"1.20\""]);
        assert_eq!(fixed(&service("{a: b}", "port: \"08\"")), [""; 0]);
        assert_eq!(fixed(&service("{a: b}", "port: \"http\"")), [""; 0]);
    }
}
