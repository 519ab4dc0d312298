//! Text that is not YAML: where, why, and how it is written.

use super::Scene;
use crate::diagnostic::{Diagnostic, Part, Place, Template};
use crate::template;
use portolan_yaml::{SyntaxError, SyntaxErrorKind};

/// The diagnostic of a document that cannot be read.
pub(super) fn diagnose(scene: &Scene<'_>, error: &SyntaxError) -> Diagnostic {
    let place = Place { file: scene.manifest.file, span: error.span };
    let mut found = Diagnostic { place, ..scene.error("yaml-syntax", &error.words, "", Part::Value) };
    if let Some((note, help)) = explanation(error.kind) {
        found.notes.push(note.message());
        found.help.push(help.message());
    }
    found
}

fn explanation(kind: SyntaxErrorKind) -> Option<(&'static Template, &'static Template)> {
    Some(match kind {
        SyntaxErrorKind::TabIndent => (&TAB, &TAB_HELP),
        SyntaxErrorKind::MappingNotAllowed => (&MAPPING, &MAPPING_HELP),
        SyntaxErrorKind::UnclosedQuote => (&QUOTE, &QUOTE_HELP),
        SyntaxErrorKind::UnclosedFlow => (&FLOW, &FLOW_HELP),
        SyntaxErrorKind::BadIndent => (&INDENT, &INDENT_HELP),
        SyntaxErrorKind::MissingColon => (&COLON, &COLON_HELP),
        SyntaxErrorKind::BadCharacter => (&CHARACTER, &CHARACTER_HELP),
        SyntaxErrorKind::UnknownEscape => (&ESCAPE, &ESCAPE_HELP),
        SyntaxErrorKind::UnknownAlias => (&ALIAS, &ALIAS_HELP),
        SyntaxErrorKind::CollectionKey => (&KEY, &KEY_HELP),
        SyntaxErrorKind::Separator => (&SEPARATOR, &SEPARATOR_HELP),
        SyntaxErrorKind::BadDirective => (&DIRECTIVE, &DIRECTIVE_HELP),
        SyntaxErrorKind::InvalidUtf8 | SyntaxErrorKind::ControlCharacter => (&BYTES, &BYTES_HELP),
        SyntaxErrorKind::TooManyAliases | SyntaxErrorKind::TooDeep | SyntaxErrorKind::TooLarge => {
            (&SIZE, &SIZE_HELP)
        }
        _ => return None,
    })
}

template!(MAPPING, "yaml-syntax.mapping",
    en: "a `key: value` stands here where nothing can follow: the entry before it is already complete, so a deeper line cannot belong to it",
    ja: "ここには`key: value`を書けません。前の行で値が完結しているため、それより深い行はどこにも属しません");
template!(MAPPING_HELP, "yaml-syntax.mapping.help",
    en: "align the keys of one entry under each other. In a list, the dash is written once, before the first key of the item: `- name: http`, and below it `  port: 80`",
    ja: "同じ要素のキーは桁をそろえて並べます。リストでは、項目の最初のキーの前に一度だけダッシュを書きます。`- name: http`の下は`  port: 80`です");
template!(TAB, "yaml-syntax.tab",
    en: "there is a tab in the indentation; YAML indents with spaces only",
    ja: "字下げにタブが使われています。YAMLの字下げに使えるのは空白だけです");
template!(TAB_HELP, "yaml-syntax.tab.help",
    en: "replace each tab by spaces, two for a level",
    ja: "タブを空白に置き換えてください。1段は空白2つが普通です");
template!(QUOTE, "yaml-syntax.quote",
    en: "a quotation mark is opened here and never closed, so the rest of the document is read as text",
    ja: "ここで開いた引用符が閉じられていないため、以降がすべて文字列として読まれています");
template!(QUOTE_HELP, "yaml-syntax.quote.help",
    en: "close the text with the same mark, or double a mark that belongs to the text",
    ja: "同じ引用符で閉じてください。引用符そのものを書くときは二重にします");
template!(FLOW, "yaml-syntax.flow",
    en: "a bracket or a brace is not closed, or a comma is missing between two entries",
    ja: "角かっこや波かっこが閉じられていないか、要素の間のカンマがありません");
template!(FLOW_HELP, "yaml-syntax.flow.help",
    en: "close every bracket, and put a comma between entries",
    ja: "かっこをすべて閉じ、要素の間にカンマを書いてください");
template!(INDENT, "yaml-syntax.indent",
    en: "the indentation of this line fits none of the levels above it",
    ja: "この行の字下げが、上のどの段とも合いません");
template!(INDENT_HELP, "yaml-syntax.indent.help",
    en: "give entries of one mapping or list the same indentation",
    ja: "同じマッピングやリストの要素は、同じ字下げにそろえてください");
template!(COLON, "yaml-syntax.colon",
    en: "a `key:` is expected here, but there is no colon followed by a blank",
    ja: "ここには`key:`が必要ですが、コロンとそれに続く空白がありません");
template!(COLON_HELP, "yaml-syntax.colon.help",
    en: "write `key: value`, with a blank behind the colon",
    ja: "`key: value`のように、コロンの後に空白を入れてください");
template!(CHARACTER, "yaml-syntax.character",
    en: "no value can begin with this character unless it is quoted",
    ja: "この文字で始まる値は、引用符で囲まないと書けません");
template!(CHARACTER_HELP, "yaml-syntax.character.help",
    en: "put the value in quotation marks; if this is a template, render it first",
    ja: "値を引用符で囲んでください。テンプレートの場合は、先に展開してください");
template!(ESCAPE, "yaml-syntax.escape",
    en: "in double quotes a backslash begins an escape, and this one does not exist",
    ja: "二重引用符の中のバックスラッシュはエスケープの始まりですが、このエスケープはありません");
template!(ESCAPE_HELP, "yaml-syntax.escape.help",
    en: "use single quotes, or write the backslash twice",
    ja: "一重引用符を使うか、バックスラッシュを2つ書いてください");
template!(ALIAS, "yaml-syntax.alias",
    en: "`*name` stands for a value that an earlier `&name` has named, and there is none in this document",
    ja: "`*name`は、前に`&name`で名付けた値を指しますが、この文書にはありません");
template!(ALIAS_HELP, "yaml-syntax.alias.help",
    en: "name the value before its use; a text that begins with `*` needs quotation marks",
    ja: "使う前に値に名前を付けてください。`*`で始まる文字列は引用符で囲みます");
template!(KEY, "yaml-syntax.key",
    en: "a mapping or a list stands where a key belongs, as happens in a template that was not rendered",
    ja: "キーの位置にマッピングやリストがあります。展開していないテンプレートでよく起こります");
template!(KEY_HELP, "yaml-syntax.key.help",
    en: "render the template first, or put the value in quotation marks",
    ja: "先にテンプレートを展開するか、値を引用符で囲んでください");
template!(SEPARATOR, "yaml-syntax.separator",
    en: "text follows `---` on the same line; kubectl takes only a comment there",
    ja: "`---`と同じ行に文字があります。kubectlがそこに許すのはコメントだけです");
template!(SEPARATOR_HELP, "yaml-syntax.separator.help",
    en: "begin the document on the next line",
    ja: "文書は次の行から書き始めてください");
template!(DIRECTIVE, "yaml-syntax.directive",
    en: "a line that begins with `%` is a directive, and the API server understands `%YAML 1.1` only",
    ja: "`%`で始まる行はディレクティブです。APIサーバーが理解するのは`%YAML 1.1`だけです");
template!(DIRECTIVE_HELP, "yaml-syntax.directive.help",
    en: "leave the line out",
    ja: "この行を消してください");
template!(BYTES, "yaml-syntax.bytes",
    en: "here are bytes that no YAML text can have",
    ja: "YAMLの文字列にできないバイトがあります");
template!(BYTES_HELP, "yaml-syntax.bytes.help",
    en: "save the file as UTF-8 without control characters",
    ja: "制御文字のないUTF-8で保存してください");
template!(SIZE, "yaml-syntax.size",
    en: "the document is nested too deeply, repeats itself too often, or is too large to be read",
    ja: "文書の入れ子が深すぎるか、繰り返しが多すぎるか、大きすぎて読めません");
template!(SIZE_HELP, "yaml-syntax.size.help",
    en: "split it into smaller documents",
    ja: "小さな文書に分けてください");
