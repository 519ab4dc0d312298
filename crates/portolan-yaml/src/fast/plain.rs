//! The characters of plain documents.

/// Whether a text has only characters that libyaml takes and that end no line but `\n` and `\r\n`.
pub(super) fn is_plain(text: &str) -> bool {
    let found = traits_of(text.as_bytes());
    if found & CONTROL != 0 {
        return false;
    }
    let odd = |c: char| {
        matches!(c, '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    if found & WIDE != 0 && text.contains(odd) {
        return false;
    }
    found & RETURN == 0 || !text.split('\r').skip(1).any(|after| !after.starts_with('\n'))
}

const CONTROL: u8 = 1;
const WIDE: u8 = 2;
const RETURN: u8 = 4;

/// Which kinds of bytes a text has. In chunks, so that the compiler can look at many at once.
#[inline(never)]
fn traits_of(bytes: &[u8]) -> u8 {
    const fn of(byte: u8) -> u8 {
        let control =
            (byte < b' ') as u8 & (byte != b'\n') as u8 & (byte != b'\t') as u8 & (byte != b'\r') as u8;
        let control = (control | (byte == 0x7f) as u8) * CONTROL;
        let wide = (byte >> 7) * WIDE;
        control | wide | ((byte == b'\r') as u8 * RETURN)
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
