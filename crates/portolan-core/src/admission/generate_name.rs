//! Names made from `generateName` (`apiserver/pkg/storage/names/generate.go`): five characters of those that make no
//! words. The server draws them; here they follow from the name's beginning and from how often it was used.

const ALPHABET: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
const MAX_BASE: usize = 58;

/// The `count`-th name with this beginning.
pub(super) fn generate(base: &str, count: u64) -> String {
    let end = (0..=MAX_BASE.min(base.len())).rev().find(|end| base.is_char_boundary(*end)).unwrap_or(0);
    let mut name = base.get(..end).unwrap_or_default().to_owned();
    let mut hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash = hash.wrapping_add(count.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    for _ in 0..5 {
        hash ^= hash >> 29;
        hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let index = usize::try_from(hash >> 40).unwrap_or(0) % ALPHABET.len();
        name.push(ALPHABET.get(index).copied().map_or('b', char::from));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_and_are_not_too_long() {
        assert_ne!(generate("web-", 0), generate("web-", 1));
        assert_eq!(generate("web-", 7), generate("web-", 7));
        assert_eq!(generate(&"a".repeat(70), 0).len(), 63);
        assert_eq!(generate("web-", 0).len(), 9);
    }
}
