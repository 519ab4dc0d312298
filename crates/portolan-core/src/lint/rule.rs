//! What a rule is: a name, a page in every language, and a check over the whole analysis.

use super::context::Context;
use super::finding::Sink;
use crate::diagnostic::{Certainty, Lang, Severity};

/// A named opinion about manifests.
pub trait Rule: Sync {
    /// Its name and its page.
    fn meta(&self) -> &'static RuleMeta;

    /// Looks at the analysis and tells what it finds.
    fn check(&self, context: &Context<'_>, sink: &mut Sink);
}

/// What is to be known of a rule without running it.
#[derive(Debug)]
pub struct RuleMeta {
    /// The kebab-case name of the thing found: "allow *name*" reads well.
    pub name: &'static str,
    /// The version in which it appeared.
    pub since: &'static str,
    /// The severity it usually speaks with; a single finding may be milder.
    pub severity: Severity,
    /// The certainty it usually speaks with.
    pub certainty: Certainty,
}

/// What there is to read of a rule. It stands apart from the rest, so that programs that show no pages do not carry it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Docs {
    /// One line without a full stop.
    pub(super) summary: Words,
    /// Markdown from the first section on.
    pub(super) page: Words,
}

/// A text in every language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// English.
    pub en: &'static str,
    /// Japanese.
    pub ja: &'static str,
}

impl Words {
    /// The text in a language.
    #[must_use]
    pub const fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Ja => self.ja,
        }
    }
}

/// Declares a rule: the doc comment of the struct is the English page, that of `ja` the Japanese one.
///
/// Both pages have the same four sections. Examples stand in the English page only, as `yaml,finds` and `yaml,clean`
/// blocks; a line `[finds]` or `[clean]` of the Japanese page stands for the block. `see` is the page below
/// `kubernetes.io/docs/` to which both lead.
macro_rules! rule {
    (
        $(#[doc = $docs_en:literal])+
        $vis:vis struct $rule:ident {
            name: $name:literal,
            since: $since:literal,
            severity: $severity:ident,
            certainty: $certainty:ident,
            see: $see:literal,
            en: $summary_en:literal,
            $(#[doc = $docs_ja:literal])+
            ja: $summary_ja:literal $(,)?
        }
    ) => {
        $(#[doc = $docs_en])+
        $vis struct $rule;

        impl $rule {
            pub(super) const META: &'static $crate::lint::RuleMeta = &$crate::lint::RuleMeta {
                name: $name,
                since: $since,
                severity: $crate::diagnostic::Severity::$severity,
                certainty: $crate::diagnostic::Certainty::$certainty,
            };

            /// What is written above the rule.
            pub(super) const DOCS: $crate::lint::rule::Docs = $crate::lint::rule::Docs {
                summary: $crate::lint::Words { en: $summary_en, ja: $summary_ja },
                page: $crate::lint::Words {
                    en: concat!($($docs_en, "\n"),+, "\n[Kubernetes documentation](https://kubernetes.io/docs/", $see, ")\n"),
                    ja: concat!($($docs_ja, "\n"),+, "\n[Kubernetesのドキュメント](https://kubernetes.io/ja/docs/", $see, ")\n"),
                },
            };
        }
    };
}
pub(super) use rule;
