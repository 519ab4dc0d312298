//! What is wrong with a text before it has a meaning: where, in Go's words, and of which kind.

use crate::Span;

/// Why a document, or a whole file, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where, in the text of the file.
    pub span: Span,
    /// What Go's parser says, e.g. `yaml: line 11: mapping values are not allowed in this context`. Lines count from
    /// the start of the document. Of [`SyntaxErrorKind::Separator`] and [`SyntaxErrorKind::TooLarge`] no conversion
    /// from YAML to JSON was tried, so kubectl prints these words without `error converting YAML to JSON`.
    pub words: String,
    /// The kind, for an explanation and advice at the edge.
    pub kind: SyntaxErrorKind,
}

/// The kinds of syntax errors that deserve an explanation of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SyntaxErrorKind {
    /// A tab where spaces indent.
    TabIndent,
    /// A second `key:` on a line, or below a value that is already complete.
    MappingNotAllowed,
    /// A quoted string that is never closed.
    UnclosedQuote,
    /// A `[` or `{` that is never closed, or a comma that is missing.
    UnclosedFlow,
    /// A line whose indentation fits none of the levels above.
    BadIndent,
    /// Text where a `key:` should stand.
    MissingColon,
    /// A character that cannot begin a value, such as `@`, `%` or a backquote.
    BadCharacter,
    /// A `\` escape that does not exist.
    UnknownEscape,
    /// A header of a block scalar (`|`, `>`) that does not exist.
    BadBlockScalar,
    /// `*name` without an earlier `&name`.
    UnknownAlias,
    /// An anchor whose value contains itself.
    RecursiveAlias,
    /// More values come out of aliases than Go allows.
    TooManyAliases,
    /// `<<` with something other than a mapping or a list of mappings.
    BadMerge,
    /// A mapping or a list as a key, as `{{ template }}` text gives.
    CollectionKey,
    /// A key that JSON cannot have, such as null.
    UnsupportedKey,
    /// A value that JSON cannot have: an infinity or not a number.
    NotFinite,
    /// A tag such as `!!int` on a text that is none.
    BadTag,
    /// `%YAML` with another version than 1.1, or another directive that is not understood.
    BadDirective,
    /// Text after `---` on the same line.
    Separator,
    /// Nested deeper than Go's 10,000 levels.
    TooDeep,
    /// More than this program reads: 4 GiB a file.
    TooLarge,
    /// UTF-16, as PowerShell's `>` writes it; kubectl breaks it when it ends the last line.
    Utf16,
    /// Bytes that are not UTF-8.
    InvalidUtf8,
    /// A control character.
    ControlCharacter,
    /// Anything else.
    Other,
}
