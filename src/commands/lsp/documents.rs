//! The open buffers: what is typed hides what is on the disk.

use super::position::Encoding;
use super::uri;
use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use portolan_yaml::LineIndex;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The open buffers by the path of their file.
#[derive(Debug, Default)]
pub(super) struct Documents(BTreeMap<PathBuf, Document>);

/// An open buffer.
#[derive(Debug)]
pub(super) struct Document {
    /// Its address, as the client writes it.
    pub(super) uri: Uri,
    /// Counts its changes.
    pub(super) version: i32,
    /// What is in it.
    pub(super) text: String,
    /// Whether it is that of a file.
    pub(super) is_file: bool,
}

/// The name under which a document is kept: its path, or its address where it is in no file.
pub(super) fn path(uri: &Uri) -> PathBuf {
    uri::path(uri).unwrap_or_else(|| PathBuf::from("/").join(uri.as_str()))
}

impl Documents {
    pub(super) fn open(&mut self, item: TextDocumentItem) {
        let TextDocumentItem { uri, version, text, .. } = item;
        let is_file = uri::path(&uri).is_some();
        self.0.insert(path(&uri), Document { uri, version, text, is_file });
    }

    pub(super) fn close(&mut self, uri: &Uri) {
        self.0.remove(&path(uri));
    }

    pub(super) fn get(&self, path: &Path) -> Option<&Document> {
        self.0.get(path)
    }

    /// All of them, by path.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Path, &Document)> {
        self.0.iter().map(|(path, document)| (path.as_path(), document))
    }

    /// Applies changes in their order; each counts in the text that the one before has left. Whether there is such a
    /// document.
    pub(super) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> bool {
        let Some(document) = self.0.get_mut(&path(uri)) else { return false };
        document.version = version;
        for change in changes {
            document.apply(change, encoding);
        }
        true
    }
}

impl Document {
    fn apply(&mut self, change: TextDocumentContentChangeEvent, encoding: Encoding) {
        let Some(range) = change.range else {
            self.text = change.text;
            return;
        };
        let lines = LineIndex::new(&self.text);
        let start = encoding.offset(&self.text, &lines, range.start);
        let end = encoding.offset(&self.text, &lines, range.end).max(start);
        self.text.replace_range(start..end, &change.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lsp_types::{Position, Range};
    use std::str::FromStr as _;

    fn change(from: (u32, u32), to: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let at = |(line, character)| Position { line, character };
        let range = Some(Range { start: at(from), end: at(to) });
        TextDocumentContentChangeEvent { range, range_length: None, text: text.to_owned() }
    }

    fn typed(text: &str, changes: Vec<TextDocumentContentChangeEvent>) -> String {
        let uri = Uri::from_str("file:///a.yaml").expect("a URI");
        let mut documents = Documents::default();
        documents.open(TextDocumentItem::new(uri.clone(), "yaml".to_owned(), 1, text.to_owned()));
        assert!(documents.change(&uri, 2, changes, Encoding::Utf16));
        let document = documents.get(Path::new("/a.yaml")).expect("it is open");
        assert_eq!(document.version, 2);
        document.text.clone()
    }

    #[test]
    fn changes_count_in_what_the_one_before_has_left() {
        let changes =
            vec![change((0, 4), (0, 6), "🚀"), change((0, 6), (0, 6), "!"), change((1, 0), (9, 9), "")];
        assert_eq!(typed("名前: ab # c\nx: 1\ny: 2\n", changes), "名前: 🚀! # c\n");
    }

    #[test]
    fn a_change_without_a_range_is_the_whole_text() {
        let mut whole = change((0, 0), (0, 0), "b");
        whole.range = None;
        assert_eq!(typed("a", vec![whole]), "b");
    }

    #[test]
    fn ranges_that_lie_backwards_insert() {
        assert_eq!(typed("abc", vec![change((0, 2), (0, 1), "-")]), "ab-c");
    }
}
