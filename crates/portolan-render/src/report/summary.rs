//! How many findings there are.

use super::severity;
use portolan_core::Analysis;
use portolan_core::diagnostic::{Lang, Severity};
use portolan_yaml::collections::BTreeSet;

/// `3 errors, 1 warning in 2 files`, and how many of them can be mended.
#[must_use]
pub fn summary(analysis: &Analysis, lang: Lang) -> String {
    let counts = Counts::of(analysis);
    let mut parts = Vec::new();
    for (count, level) in [
        (counts.errors, Severity::Error),
        (counts.warnings, Severity::Warning),
        (counts.notes, Severity::Note),
    ] {
        if count > 0 {
            parts.push(match lang {
                Lang::En => plural(count, severity(level, lang)),
                Lang::Ja => format!("{}{count}件", severity(level, lang)),
            });
        }
    }
    let line = match (parts.is_empty(), lang) {
        (true, Lang::En) => format!("no findings in {}", plural(analysis.files.len(), "file")),
        (true, Lang::Ja) => format!("指摘はありません（{}ファイル）", analysis.files.len()),
        (false, Lang::En) => format!("{} in {}", parts.join(", "), plural(counts.files, "file")),
        (false, Lang::Ja) => format!("{}（{}ファイル）", parts.join("、"), counts.files),
    };
    format!("{line}{}\n", counts.fixable(lang))
}

/// How many findings of each kind there are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
    /// Files with findings.
    pub(crate) files: usize,
    /// Findings with a safe fix.
    pub(crate) safe: usize,
    /// Findings with a fix that guesses.
    pub(crate) guessed: usize,
}

impl Counts {
    pub(crate) fn of(analysis: &Analysis) -> Self {
        let mut counts = Self::default();
        let mut files = BTreeSet::new();
        for one in &analysis.diagnostics {
            files.insert(one.place.file);
            match one.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
            match &one.fix {
                Some(fix) if fix.safe => counts.safe += 1,
                Some(_) => counts.guessed += 1,
                None => {}
            }
        }
        counts.files = files.len();
        counts
    }

    fn fixable(self, lang: Lang) -> String {
        match (self.safe, self.guessed, lang) {
            (0, 0, _) => String::new(),
            (safe, 0, Lang::En) => format!("; {safe} can be mended with --fix"),
            (0, guessed, Lang::En) => format!("; {guessed} can be mended with --unsafe-fixes"),
            (safe, guessed, Lang::En) => {
                format!("; {safe} can be mended with --fix, {guessed} more with --unsafe-fixes")
            }
            (safe, 0, Lang::Ja) => format!("。うち{safe}件は--fixで直せます"),
            (0, guessed, Lang::Ja) => format!("。うち{guessed}件は--unsafe-fixesで直せます"),
            (safe, guessed, Lang::Ja) => {
                format!("。うち{safe}件は--fixで、さらに{guessed}件は--unsafe-fixesで直せます")
            }
        }
    }
}

fn plural(count: usize, word: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {word}{end}")
}
