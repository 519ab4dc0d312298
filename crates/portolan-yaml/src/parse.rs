//! Bytes to a [`File`]: decode, split, and read each document the fast way or the thorough one.

use std::sync::OnceLock;

use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::span::offset;
use crate::split::{Piece, split};
use crate::tree::Tree;
use crate::{Document, File, Span, fast, thorough, words};

/// About so many bytes of a manifest come to a node.
const BYTES_PER_NODE: usize = 8;

/// Reads a file. Any bytes will do: what cannot be read is said in [`Document::error`] and [`File::issues`].
#[must_use]
pub fn parse(name: String, bytes: Vec<u8>) -> File {
    parse_by(name, bytes, true)
}

/// Reads a file, with or without the fast way.
fn parse_by(name: String, bytes: Vec<u8>, fast: bool) -> File {
    let mut issues = Vec::new();
    let bytes = if bytes.len() >= u32::MAX as usize {
        let words = "the file is larger than 4 GiB".to_owned();
        issues.push(SyntaxError { span: Span::at(0), words, kind: SyntaxErrorKind::TooLarge });
        Vec::new()
    } else {
        bytes
    };
    if let Some(text) = utf16(&bytes) {
        return unreadable(name, text);
    }
    let (text, invalid) = match String::from_utf8(bytes) {
        Ok(text) => (text, Vec::new()),
        Err(error) => lossy(error.as_bytes()),
    };
    let exact = issues.is_empty() && invalid.is_empty();
    let (documents, tree, comments) = read(&text, &invalid, fast, split(&text));
    File { name, documents, tree, comments, issues, exact, lines: OnceLock::new(), veiled: None, text }
}

/// Reads these pieces of a text.
pub(crate) fn read(
    text: &str,
    invalid: &[(u32, &'static str)],
    fast: bool,
    pieces: Vec<Piece>,
) -> (Vec<Document>, Tree, Vec<Span>) {
    let mut reader = Reader { text, invalid, fast, tree: Tree::default(), comments: Vec::new() };
    reader.tree.nodes.reserve(text.len() / BYTES_PER_NODE);
    let documents = pieces.into_iter().map(|piece| reader.document(piece)).collect();
    (documents, reader.tree, reader.comments)
}

/// The text of bytes that begin with the mark of UTF-16.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (mark, rest) = bytes.split_first_chunk::<2>()?;
    let unit = match mark {
        [0xff, 0xfe] => u16::from_le_bytes,
        [0xfe, 0xff] => u16::from_be_bytes,
        _ => return None,
    };
    let units = rest.as_chunks::<2>().0.iter().map(|&pair| unit(pair));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// A file in UTF-16: its one document has an error.
fn unreadable(name: String, text: String) -> File {
    let words = "yaml: incomplete UTF-16 character".to_owned();
    let error = SyntaxError { span: Span::at(0), words, kind: SyntaxErrorKind::Utf16 };
    let span = Span::new(0, offset(text.len()));
    let document = Document { span, line: 1, error: Some(error), unread: None, root: None, comments: (0, 0) };
    File {
        name,
        text,
        exact: false,
        documents: vec![document],
        tree: Tree::default(),
        comments: Vec::new(),
        issues: Vec::new(),
        lines: OnceLock::new(),
        veiled: None,
    }
}

/// The text of bytes that are not all UTF-8, and the first such place of each line, with Go's words.
fn lossy(bytes: &[u8]) -> (String, Vec<(u32, &'static str)>) {
    let mut text = String::with_capacity(bytes.len());
    let mut invalid = Vec::new();
    let (mut at, mut named) = (0, false);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        named &= !chunk.valid().contains('\n');
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            if !named {
                named = true;
                invalid.push((offset(text.len()), words::invalid_utf8(bytes.get(at..).unwrap_or_default())));
            }
            text.push(char::REPLACEMENT_CHARACTER);
            at += chunk.invalid().len();
        }
    }
    (text, invalid)
}

struct Reader<'t> {
    text: &'t str,
    invalid: &'t [(u32, &'static str)],
    fast: bool,
    tree: Tree,
    comments: Vec<Span>,
}

impl Reader<'_> {
    fn document(&mut self, piece: Piece) -> Document {
        let first_comment = offset(self.comments.len());
        let mut document = Document {
            span: piece.span,
            line: piece.line,
            error: None,
            unread: None,
            root: None,
            comments: (first_comment, first_comment),
        };
        if let Some(span) = piece.misplaced {
            let words = format!("invalid Yaml document separator: {}", span.slice(self.text));
            document.error = Some(SyntaxError { span, words, kind: SyntaxErrorKind::Separator });
            return document;
        }
        let (root, before) = (offset(self.tree.nodes.len()), self.tree.checkpoint());
        match self.read(&mut document) {
            Ok(()) if self.tree.nodes.len() > root as usize => document.root = Some(root),
            Ok(()) => {}
            Err(error) => {
                self.tree.roll_back(before);
                document.error = Some(error);
            }
        }
        document.comments.1 = offset(self.comments.len());
        document
    }

    fn read(&mut self, document: &mut Document) -> Result<(), SyntaxError> {
        let bom = if document.span.slice(self.text).starts_with('\u{feff}') { 3 } else { 0 };
        let span = Span::new(document.span.start + bom, document.span.end);
        let before = self.tree.checkpoint();
        let plain = self.fast && self.invalid.is_empty();
        let fast = if plain { fast::read(self.text, span, &mut self.tree) } else { None };
        if let Some(fast) = fast {
            self.comments.extend(fast.comments);
            return Ok(());
        }
        self.tree.roll_back(before);
        if let Some(error) = self.invalid_utf8(span) {
            return Err(error);
        }
        let thorough = thorough::read(self.text, span, &mut self.tree)?;
        self.comments.extend(thorough.comments);
        document.unread = thorough.unread;
        Ok(())
    }

    /// The first bytes of a document that are not UTF-8.
    fn invalid_utf8(&self, span: Span) -> Option<SyntaxError> {
        let first = self.invalid.partition_point(|&(at, _)| at < span.start);
        let &(at, words) = self.invalid.get(first).filter(|&&(at, _)| at < span.end)?;
        let width = offset(char::REPLACEMENT_CHARACTER.len_utf8());
        let kind = SyntaxErrorKind::InvalidUtf8;
        Some(SyntaxError { span: Span::new(at, at + width), words: words.to_owned(), kind })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tree::{RawNode, flag};

    /// Documents for the fast way, with most of what it reads.
    const PLAIN: &[&str] = &[
        "apiVersion: v1\nkind: Service # a\nmetadata:\n  name: web\n  labels: {a.b/c: 'x', \"d\": \"\\u00e9\\n\"}\nspec:\n  ports:\n  - name: http\n    port: 80\n  - port: 0x50\n    targetPort:\n",
        "---\n# c\nkind: Pod\nspec:\n    containers:\n      - name: a\n        args: [ -x, \"--y=1\", 'it''s', 1.5, ]\n        # d\n        command:\n        - sh\n        - -c\n        - |\n          echo a\n\n            b\n        - >-\n          folded\n          text\n\n          more\n      -\n        name: b\n",
        "{\n\t\"apiVersion\": \"v1\",\n\t\"ports\": [{\"port\": 80}, {}], \"a\":null, # c\n \"b\": [\n1,\n2 ]\n}\n",
        "80: a\ntrue: b\n1.50: c\n~x: d\n- not: a list\n",
        "- - a\n  - b: 1\n    c:\n- \n-\n  - d\n\n# end",
        "a: b\r\nc:\r\n- d # e\r\n- \"f\"\r\n",
        "key: |+\n  keep\n\n\nother: |\n    x\n     y\nempty:\nduplicate: 1\nduplicate: 2\n",
        "名前: 値 # 注\nurl: http://x?y=[z]#f\ntime: 12:30:45\nt: -1\nu: -a\nv: a - b, c\n",
    ];

    fn file(text: &str, fast: bool) -> File {
        parse_by(String::new(), text.as_bytes().to_vec(), fast)
    }

    /// The nodes and comments as far as both ways must agree: all but where a text is kept.
    fn comparable(file: &File) -> Vec<String> {
        let shown = |raw: &RawNode| {
            let content = file.tree.content(&file.text, *raw);
            let data = if raw.form.is_collection() { raw.data } else { 0 };
            let same = RawNode { data, flags: raw.flags & !flag::OWNED, ..*raw };
            format!("{same:?} {content:?}")
        };
        let comments = file.comments.iter().map(|span| format!("{span:?}"));
        file.tree.nodes.iter().map(shown).chain(comments).collect()
    }

    fn is_read_fast(text: &str) -> bool {
        let mut pieces = split(text).into_iter().filter(|piece| piece.misplaced.is_none());
        pieces.all(|piece| fast::read(text, piece.span, &mut Tree::default()).is_some())
    }

    #[test]
    fn plain_documents_are_read_fast_and_the_same() {
        for text in PLAIN {
            let sound = file(text, false).documents.iter().all(|document| document.error.is_none());
            assert_eq!(is_read_fast(text), sound, "{text}");
            assert_eq!(comparable(&file(text, true)), comparable(&file(text, false)), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_thorough_way() {
        for text in [
            "a: &x 1\n",
            "a: *x\n",
            "a: !!str 1\n",
            "<<: {}\n",
            "~: 1\n",
            "a: b\n  c\n",
            "a: .inf\n",
            "? a\n",
            "a\n",
            "a: 1\n...\n",
            "a: b: c\n",
        ] {
            assert!(!is_read_fast(text), "{text}");
        }
    }

    /// A plain document with a few characters changed.
    fn mangled() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            " ", "  ", "\n", "- ", ": ", ":", "#", " #", "\"", "'", "{", "}", "[", "]", ",", "&a ", "*a",
            "|", ">", "? ", "~", "<<: ", "\t", "\r\n", "-", "...\n", "|-\n", "0x1", "é", "\\", "k: v\n",
            "\n\n", "!!str ", "%",
        ];
        let change = (any::<prop::sample::Index>(), prop::sample::select(PIECES), 0..4usize);
        (prop::sample::select(PLAIN), prop::collection::vec(change, 0..4)).prop_map(|(text, changes)| {
            let mut characters: Vec<char> = text.chars().collect();
            for (place, piece, dropped) in changes {
                let at = place.index(characters.len() + 1);
                let end = (at + dropped).min(characters.len());
                characters.splice(at..end, piece.chars());
            }
            characters.into_iter().collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_read_fast_is_read_the_same(text in mangled()) {
            // A tab before anything else on a line of a flow collection: libyaml takes it, the general parser does not.
            let tabbed = text.lines().any(|line| line.trim_start_matches(' ').starts_with('\t'));
            if !tabbed && is_read_fast(&text) {
                let thorough = file(&text, false);
                let mut errors = thorough.documents.iter().filter_map(|document| document.error.as_ref());
                prop_assert_eq!(errors.find(|error| error.kind != SyntaxErrorKind::Separator), None);
                prop_assert_eq!(comparable(&file(&text, true)), comparable(&thorough));
            }
        }
    }
}
