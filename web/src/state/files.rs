//! The files of the editor, as tabs: their names and texts.

use crate::words::{LANGUAGES, example};
use std::rc::Rc;

/// The name of the file that the page opens with.
pub(crate) const FIRST: &str = "manifests.yaml";

/// Longer names are cut.
const LONGEST_NAME: usize = 120;

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

/// What can be taken back at once: something that changed more than a person types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Undo {
    /// What was done.
    pub(crate) deed: Deed,
    /// The files as they were before.
    pub(crate) files: Files,
}

/// Something that is done to the files at one stroke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// So many fixes were applied.
    Fixed(usize),
    /// A file was closed.
    Closed,
    /// So many files were taken in.
    Taken(usize),
    /// Other files took the place of all.
    Replaced,
    /// Those of a link did.
    Linked,
}

impl Files {
    /// One file with this text.
    pub(crate) fn single(text: &str) -> Self {
        Self { list: Rc::new([SourceFile { name: FIRST.into(), text: unified(text) }]), open: 0 }
    }

    /// These files; `None` if there are none. The first is open.
    pub(crate) fn new(files: impl IntoIterator<Item = SourceFile>) -> Option<Self> {
        let held = |file: SourceFile| {
            let text = if file.text.contains('\r') { unified(&file.text) } else { file.text };
            SourceFile { text, ..file }
        };
        let list: Rc<[SourceFile]> = files.into_iter().map(held).collect();
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

    /// Whether they are what the page opens with, in one of its languages.
    pub(crate) fn is_example(&self) -> bool {
        LANGUAGES.iter().any(|(lang, _)| *self == Self::single(example(*lang)))
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
            let text = if at == index { unified(text) } else { Rc::clone(&file.text) };
            SourceFile { name: Rc::clone(&file.name), text }
        };
        Self { list: self.list.iter().enumerate().map(changed).collect(), open: self.open }
    }

    /// With one more, which is open. It gets another name if there is one of that name.
    pub(crate) fn added(&self, name: &str, text: &str) -> Self {
        let file = SourceFile { name: self.free_name(name, None), text: unified(text) };
        let list: Rc<[SourceFile]> = self.list.iter().cloned().chain([file]).collect();
        Self { open: list.len().saturating_sub(1), list }
    }

    /// With another name for a file; nothing changes for an empty name.
    pub(crate) fn renamed(&self, index: usize, name: &str) -> Self {
        if name.trim().is_empty() {
            return self.clone();
        }
        let name = self.free_name(name, Some(index));
        let changed = |(at, file): (usize, &SourceFile)| {
            let name = if at == index { Rc::clone(&name) } else { Rc::clone(&file.name) };
            SourceFile { name, text: Rc::clone(&file.text) }
        };
        Self { list: self.list.iter().enumerate().map(changed).collect(), open: self.open }
    }

    /// Without a file; without the last one there is an empty one.
    pub(crate) fn closed(&self, index: usize) -> Self {
        let others =
            self.list.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, file)| file.clone());
        let open = if self.open > index { self.open.saturating_sub(1) } else { self.open };
        let Some(files) = Self::new(others) else { return Self::single("") };
        let last = files.list.len().saturating_sub(1);
        Self { open: open.min(last), ..files }
    }

    /// A name that no other file has: `a.yaml`, `a-2.yaml`, ….
    fn free_name(&self, wanted: &str, own: Option<usize>) -> Rc<str> {
        let wanted: String =
            wanted.trim().chars().filter(|one| !one.is_control()).take(LONGEST_NAME).collect();
        let wanted = if wanted.is_empty() { FIRST.to_owned() } else { wanted };
        let is_free = |name: &str| {
            let mut others = self.list.iter().enumerate().filter(|(at, _)| Some(*at) != own);
            others.all(|(_, file)| &*file.name != name)
        };
        if is_free(&wanted) {
            return wanted.into();
        }
        let (stem, ending) = match wanted.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() => (stem.to_owned(), format!(".{ending}")),
            _ => (wanted, String::new()),
        };
        let mut names = (2..).map(|number: u32| format!("{stem}-{number}{ending}"));
        names.find(|name| is_free(name)).map_or_else(|| FIRST.into(), Into::into)
    }
}

/// A text as editors hold it: every line ends in `\n`, so that places in it are places in the editor.
fn unified(text: &str) -> Rc<str> {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
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
    fn lines_end_as_editors_have_it() {
        let files = Files::single("\u{feff}a: 1\r\nb: 2\rc: 3\n");
        assert_eq!(&*files.text(), "\u{feff}a: 1\nb: 2\nc: 3\n");
        assert_eq!(&*files.edited(0, "x\r\n").text(), "x\n");
        assert_eq!(&*files.added("b", "y\r\n").text(), "y\n");
        let taken = SourceFile { name: "a".into(), text: "z\r\n".into() };
        assert_eq!(Files::new([taken]).map(|files| files.text()).as_deref(), Some("z\n"));
    }

    fn names(files: &Files) -> Vec<&str> {
        files.list().iter().map(|file| &*file.name).collect()
    }

    #[test]
    fn no_two_files_have_one_name() {
        let files = two().added("b.yaml", "c: 3\n").added("b.yaml", "").added(" \n", "");
        assert_eq!(names(&files), ["a.yaml", "b.yaml", "b-2.yaml", "b-3.yaml", FIRST]);
        assert_eq!(files.open(), 4);
        assert_eq!(names(&two().renamed(0, "b.yaml")), ["b-2.yaml", "b.yaml"]);
        assert_eq!(names(&two().renamed(0, " a.yaml ")), ["a.yaml", "b.yaml"]);
        assert_eq!(names(&two().renamed(0, "  ")), ["a.yaml", "b.yaml"]);
    }

    #[test]
    fn the_open_file_stays_open_when_another_is_closed() {
        let three = two().added("c.yaml", "");
        assert_eq!((names(&three.closed(0)), three.closed(0).open()), (vec!["b.yaml", "c.yaml"], 1));
        assert_eq!(three.closed(2).open(), 1);
        assert_eq!(three.opened(0).closed(2).open(), 0);
        assert_eq!(three.closed(9), three);
    }

    #[test]
    fn without_the_last_file_there_is_an_empty_one() {
        assert_eq!(Files::single("a: 1").closed(0), Files::single(""));
    }

    #[test]
    fn blanks_are_nothing() {
        assert!(!two().is_blank());
        assert!(Files::single(" \n\n").is_blank());
    }
}
