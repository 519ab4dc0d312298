//! ZIP archives of texts, stored without compression.
//!
//! Follows PKWARE's APPNOTE.TXT: local headers with the texts, the central directory, its end. Names are UTF-8.

/// The date and time in MS-DOS form that every file bears: midnight of 1 January 1980, for an archive says nothing of when.
const TIME: [u8; 4] = [0, 0, 0x21, 0];

/// Version 2.0, flags with "names are UTF-8", stored.
const HOW: [u8; 6] = [20, 0, 0, 0x08, 0, 0];

/// An archive of files by name. Archives of 4 GiB or 65,536 files and more are none; the page's are small.
pub(crate) fn archive<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
    let (mut out, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for (name, text) in files {
        let name = inside(name);
        let offset = size(out.len());
        let facts = facts(&name, text);
        out.extend(*b"PK\x03\x04");
        out.extend(&facts);
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
        directory.extend(*b"PK\x01\x02\x14\x00");
        directory.extend(&facts);
        // No comment, the first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset);
        directory.extend(name.as_bytes());
        count = count.saturating_add(1);
    }
    let (start, length) = (size(out.len()), size(directory.len()));
    out.append(&mut directory);
    out.extend(*b"PK\x05\x06\x00\x00\x00\x00");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length);
    out.extend(start);
    out.extend([0; 2]);
    out
}

/// What both headers say of a file.
fn facts(name: &str, text: &str) -> Vec<u8> {
    let mut facts = Vec::with_capacity(26);
    facts.extend(HOW);
    facts.extend(TIME);
    facts.extend(crc32(text.as_bytes()).to_le_bytes());
    facts.extend(size(text.len()));
    facts.extend(size(text.len()));
    facts.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
    facts.extend([0; 2]);
    facts
}

/// A name that stays in the folder it is unpacked into.
fn inside(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    let name = parts.collect::<Vec<_>>().join("/").replace(':', "_");
    if name.is_empty() { "manifests.yaml".to_owned() } else { name }
}

fn size(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}

/// CRC-32 as in ISO 3309, bit by bit: the texts are small.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn an_archive_of_one_file_is_as_others_make_it() {
        let archive = archive([("a.yaml", "a: 1\n")]);
        assert_eq!(archive.len(), 30 + 6 + 5 + 46 + 6 + 22);
        assert_eq!(&archive[..10], b"PK\x03\x04\x14\x00\x00\x08\x00\x00");
        assert_eq!(&archive[18..30], [5, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0]);
        assert_eq!(&archive[30..41], b"a.yamla: 1\n");
        assert_eq!(&archive[41..47], b"PK\x01\x02\x14\x00");
        assert_eq!(&archive[93 + 8..93 + 20], [1, 0, 1, 0, 52, 0, 0, 0, 41, 0, 0, 0]);
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        assert_eq!(inside("../../etc/passwd"), "etc/passwd");
        assert_eq!(inside("C:\\a\\b.yaml"), "C_/a/b.yaml");
        assert_eq!(inside("/.."), "manifests.yaml");
        assert_eq!(inside("日本.yaml"), "日本.yaml");
    }
}
