//! The characters of plain documents.

/// Perhaps a control character, a tab or a carriage return.
const ODD: u8 = 1;

/// A part of a character beyond ASCII.
const WIDE: u8 = 2;

/// Whether a text has only characters that libyaml takes and that end no line but `\n` and `\r\n`.
pub(super) fn is_plain(text: &str) -> bool {
    let found = traits_of(text.as_bytes());
    if found == 0 {
        return true;
    }
    let control = |c: char| matches!(c, '\0'..'\t' | '\u{b}' | '\u{c}' | '\u{e}'..' ' | '\u{7f}');
    let other = |c: char| {
        matches!(c, '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    if found & ODD != 0 && text.contains(control) || found & WIDE != 0 && text.contains(other) {
        return false;
    }
    found & ODD == 0 || !text.split('\r').skip(1).any(|after| !after.starts_with('\n'))
}

/// Which kinds of bytes a text has. In chunks, so that the compiler can look at many at once.
#[inline(never)]
fn traits_of(bytes: &[u8]) -> u8 {
    const fn of(byte: u8) -> u8 {
        let odd = ((byte < b' ') as u8 & (byte != b'\n') as u8) | (byte == 0x7f) as u8;
        (odd * ODD) | ((byte >> 7) * WIDE)
    }
    let (chunks, rest) = bytes.as_chunks::<32>();
    let mut found = [0; 32];
    for chunk in chunks {
        for (found, &byte) in found.iter_mut().zip(chunk) {
            *found |= of(byte);
        }
    }
    let rest = rest.iter().map(|&byte| of(byte));
    rest.chain(found).fold(0, |all, one| all | one)
}
