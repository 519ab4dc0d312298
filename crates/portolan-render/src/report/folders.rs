//! What the names of files are relative to in forms for programs: always `/` between folders, never `./`.

use std::path::{Component, Path, PathBuf};

/// The folders that names of files are relative to.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    /// The folder in which the command runs: names as given are relative to it.
    pub here: PathBuf,
    /// The folder of the repository, or the one in which the command runs.
    pub root: PathBuf,
}

impl Folders {
    /// A file's name relative to the folder of the run; as given for one that lies elsewhere.
    pub(super) fn in_run(&self, name: &str) -> String {
        self.below(name, &self.here).unwrap_or_else(|| with_slashes(Path::new(name)))
    }

    /// A file's name relative to the repository; as given for one that lies elsewhere.
    #[must_use]
    pub fn in_repository(&self, name: &str) -> String {
        self.below(name, &self.root).unwrap_or_else(|| with_slashes(Path::new(name)))
    }

    /// A reference to a file: relative to the repository, and whether it is.
    pub(super) fn uri(&self, name: &str) -> (String, bool) {
        match self.below(name, &self.root) {
            Some(inside) => (encoded(&inside), true),
            None => {
                let whole = encoded(&with_slashes(&self.whole(name)));
                (format!("file:///{}", whole.trim_start_matches('/')), false)
            }
        }
    }

    /// The name relative to a folder, for a file below it. Standard input is in every folder.
    fn below(&self, name: &str, folder: &Path) -> Option<String> {
        if name.starts_with('<') {
            return Some(name.to_owned());
        }
        self.whole(name).strip_prefix(folder).ok().map(with_slashes)
    }

    /// The name from the root of the file system on, without `.` and `..`.
    fn whole(&self, name: &str) -> PathBuf {
        let mut whole = PathBuf::new();
        for part in self.here.join(name).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => _ = whole.pop(),
                part => whole.push(part),
            }
        }
        whole
    }
}

fn with_slashes(path: &Path) -> String {
    let parts = path.components().filter(|part| *part != Component::RootDir && *part != Component::CurDir);
    let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
    let root = if path.has_root() { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// A path as part of a URI: RFC 3986 §2.3 and the slashes stay, everything else is its bytes.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders() -> Folders {
        Folders { here: PathBuf::from("/repo/k8s"), root: PathBuf::from("/repo") }
    }

    #[test]
    fn names_are_relative_with_slashes() {
        let folders = folders();
        assert_eq!(folders.in_repository("./web.yaml"), "k8s/web.yaml");
        assert_eq!(folders.in_repository("../base/web.yaml"), "base/web.yaml");
        assert_eq!(folders.in_repository("/repo/a/web.yaml"), "a/web.yaml");
        assert_eq!(folders.in_run("/repo/k8s/a/web.yaml"), "a/web.yaml");
        assert_eq!(folders.in_run("../base/web.yaml"), "../base/web.yaml");
        assert_eq!(folders.in_repository("/else/web.yaml"), "/else/web.yaml");
        assert_eq!(folders.in_repository("<stdin>"), "<stdin>");
    }

    #[test]
    fn a_uri_has_no_letters_that_it_may_not_have() {
        let folders = folders();
        assert_eq!(folders.uri("a b/é#%:?.yaml"), ("k8s/a%20b/%C3%A9%23%25%3A%3F.yaml".to_owned(), true));
        assert_eq!(folders.uri("/else/web.yaml"), ("file:///else/web.yaml".to_owned(), false));
        assert_eq!(folders.uri("<stdin>"), ("%3Cstdin%3E".to_owned(), true));
    }
}
