//! Bytes as characters that stand in an address as they are: base64url without padding, RFC 4648 section 5.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes bytes behind a text.
pub(super) fn encode(bytes: &[u8], text: &mut String) {
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let six = (bits >> (18 - 6 * place)) & 63;
            text.extend(ALPHABET.get(six as usize).map(|byte| char::from(*byte)));
        }
    }
}

/// As much of the beginning of a text as can be base64url.
pub(super) fn beginning(text: &str) -> &str {
    let end = text.bytes().position(|byte| value(byte).is_none()).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

/// The bytes of a text; a character too many at the end, and any that is not in the alphabet, is passed over.
pub(super) fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for six in text.bytes().filter_map(value) {
        bits = bits << 6 | six;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held).to_le_bytes()[0]);
        }
    }
    bytes
}

fn value(byte: u8) -> Option<u32> {
    let (first, base) = match byte {
        b'A'..=b'Z' => (b'A', 0),
        b'a'..=b'z' => (b'a', 26),
        b'0'..=b'9' => (b'0', 52),
        b'-' => return Some(62),
        b'_' => return Some(63),
        _ => return None,
    };
    Some(u32::from(byte - first) + base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_rfc_are_written_and_read() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            let mut text = String::new();
            encode(plain.as_bytes(), &mut text);
            assert_eq!((&*text, decode(coded)), (coded, plain.as_bytes().to_vec()));
        }
        let every: Vec<u8> = (0..=255).collect();
        let mut text = String::new();
        encode(&every, &mut text);
        assert_eq!((decode(&text), beginning(&text)), (every, &*text));
        assert_eq!(beginning("ab-_9).日"), "ab-_9");
    }
}
