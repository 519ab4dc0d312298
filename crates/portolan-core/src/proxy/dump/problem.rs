//! What cannot be read of a dump, with the place and what to do.

use crate::diagnostic::Message;
use crate::template;

template!(pub(super) NO_TABLE, "dump.no-table",
    en: "a table (`*nat`) must come before its rules; give the whole text of `iptables-save`",
    ja: "ルールの前にテーブル（`*nat`）が必要です。`iptables-save`の出力全体を指定してください");
template!(pub(super) NOT_FINISHED, "dump.not-finished",
    en: "the table {table} does not end with `COMMIT`: the dump may be cut off",
    ja: "テーブル{table}が`COMMIT`で終わっていません。出力が途中で切れている可能性があります");
template!(pub(super) NOT_A_RULE, "dump.not-a-rule",
    en: "this is neither a rule (`-A CHAIN …`) nor a chain (`:CHAIN -`)",
    ja: "ルール（`-A CHAIN …`）でもチェーン（`:CHAIN -`）でもありません");
template!(pub(super) OPEN_QUOTE, "dump.open-quote",
    en: "the quotation mark is not closed: the line may be cut off",
    ja: "引用符が閉じていません。行が途中で切れている可能性があります");
template!(pub(super) VALUE_MISSING, "dump.value-missing",
    en: "a value is missing here: the line may be cut off",
    ja: "ここに値がありません。行が途中で切れている可能性があります");

template!(pub(super) BAD_ELEMENT, "dump.bad-element",
    en: "this element of a set or a map is not understood",
    ja: "セットまたはマップのこの要素を解釈できません");
template!(pub(super) UNBALANCED, "dump.unbalanced",
    en: "a brace is not closed: the dump may be cut off",
    ja: "波括弧が閉じていません。出力が途中で切れている可能性があります");

/// A line that cannot be read.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The line, from 1.
    pub line: u32,
    /// The column, in bytes from 1.
    pub column: u32,
    /// What is the matter.
    pub message: Message,
}

impl Problem {
    pub(super) fn new(line: u32, column: u32, message: Message) -> Self {
        Self { line, column, message }
    }
}
