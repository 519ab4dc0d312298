//! A gzipped tar archive whose bytes depend on nothing but what is in it.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use tar::{Archive, Builder, Header};

/// A file of the archive.
pub(super) struct Entry {
    path: String,
    bytes: Vec<u8>,
    mode: u32,
}

impl Entry {
    /// A file to read.
    pub(super) fn file(path: String, bytes: Vec<u8>) -> Self {
        Self { path, bytes, mode: 0o644 }
    }

    /// A file to run.
    pub(super) fn program(path: String, bytes: Vec<u8>) -> Self {
        Self { path, bytes, mode: 0o755 }
    }
}

/// The archive of these files, sorted by path, all of one time (seconds since 1970).
pub(super) fn pack(mut entries: Vec<Entry>, time: u64) -> Result<Vec<u8>> {
    entries.sort_by(|one, other| one.path.cmp(&other.path));
    // Without a time of its own: the one that gzip could hold ends in 2106.
    let mut archive = Builder::new(GzBuilder::new().write(Vec::new(), Compression::best()));
    for entry in entries {
        let mut header = Header::new_gnu();
        header.set_size(u64::try_from(entry.bytes.len())?);
        header.set_mode(entry.mode);
        header.set_mtime(time);
        archive.append_data(&mut header, &entry.path, entry.bytes.as_slice())?;
    }
    Ok(archive.into_inner()?.finish()?)
}

/// Writes the files of an archive into a folder.
pub(super) fn unpack(bytes: &[u8], folder: &Path) -> Result<()> {
    let mut archive = Archive::new(GzDecoder::new(bytes));
    archive.unpack(folder).with_context(|| format!("cannot unpack into {}", folder.display()))
}

/// How many files are in an archive.
pub(super) fn count(bytes: &[u8]) -> Result<usize> {
    let mut tar = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut tar)?;
    Ok(Archive::new(tar.as_slice()).entries()?.count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_in_which_files_are_found_does_not_matter() {
        let entries =
            || [Entry::file("a/b".to_owned(), vec![1]), Entry::program("a/a".to_owned(), vec![2; 2000])];
        let one = pack(entries().into(), 1_700_000_000).expect("an archive");
        let other = pack(entries().into_iter().rev().collect(), 1_700_000_000).expect("an archive");
        assert_eq!(one, other);
        assert_eq!(count(&one).expect("files"), 2);
        assert_ne!(one, pack(entries().into(), 1_700_000_001).expect("an archive"));
    }
}
