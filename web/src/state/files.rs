//! The files of the editor, as tabs: their names and texts.

use std::rc::Rc;

/// The name of the file that the page opens with.
pub(crate) const FIRST: &str = "manifests.yaml";

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceFile {
    /// Its name; no two files have the same.
    pub(crate) name: Rc<str>,
    /// What stands in it.
    pub(crate) text: Rc<str>,
}

/// All files, and which of them is open. There is always one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Files {
    list: Rc<[SourceFile]>,
    open: usize,
}

/// A stretch of a file's text in UTF-16 units, as browsers and editors count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// Where it starts.
    pub(crate) from: u32,
    /// The first unit behind it.
    pub(crate) to: u32,
}

impl Files {
    /// One file with this text.
    pub(crate) fn single(text: &str) -> Self {
        Self { list: Rc::new([SourceFile { name: FIRST.into(), text: text.into() }]), open: 0 }
    }

    /// These files; `None` if there are none. The first is open.
    pub(crate) fn new(files: impl IntoIterator<Item = SourceFile>) -> Option<Self> {
        let list: Rc<[SourceFile]> = files.into_iter().collect();
        (!list.is_empty()).then_some(Self { list, open: 0 })
    }

    /// All of them, in the order of their tabs.
    pub(crate) fn list(&self) -> &[SourceFile] {
        &self.list
    }

    /// The index of the open one.
    pub(crate) const fn open(&self) -> usize {
        self.open
    }

    /// The text of the open one.
    pub(crate) fn text(&self) -> Rc<str> {
        self.list.get(self.open).map_or_else(|| Rc::from(""), |file| Rc::clone(&file.text))
    }

    /// Whether nothing is written in any of them.
    pub(crate) fn is_blank(&self) -> bool {
        self.list.iter().all(|file| file.text.trim().is_empty())
    }

    /// How many bytes all texts have.
    pub(crate) fn size(&self) -> usize {
        self.list.iter().map(|file| file.text.len()).sum()
    }

    /// With another one open; nothing changes if there is no such file.
    pub(crate) fn opened(&self, index: usize) -> Self {
        let open = if index < self.list.len() { index } else { self.open };
        Self { list: Rc::clone(&self.list), open }
    }

    /// With another text in a file.
    pub(crate) fn edited(&self, index: usize, text: &str) -> Self {
        let changed = |(at, file): (usize, &SourceFile)| {
            let text = if at == index { text.into() } else { Rc::clone(&file.text) };
            SourceFile { name: Rc::clone(&file.name), text }
        };
        Self { list: self.list.iter().enumerate().map(changed).collect(), open: self.open }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Files {
        let file = |name: &str, text: &str| SourceFile { name: name.into(), text: text.into() };
        Files::new([file("a.yaml", "a: 1\n"), file("b.yaml", " \n")]).expect("two files")
    }

    #[test]
    fn an_edit_changes_one_file() {
        let files = two().edited(1, "b: 2\n").opened(1);
        assert_eq!(files.list().iter().map(|file| &*file.text).collect::<Vec<_>>(), ["a: 1\n", "b: 2\n"]);
        assert_eq!(&*files.text(), "b: 2\n");
        assert_eq!(files.size(), 10);
    }

    #[test]
    fn a_file_that_is_not_there_is_not_opened() {
        assert_eq!(two().opened(7).open(), 0);
        assert_eq!(Files::new([]), None);
    }

    #[test]
    fn blanks_are_nothing() {
        assert!(!two().is_blank());
        assert!(Files::single(" \n\n").is_blank());
    }
}
