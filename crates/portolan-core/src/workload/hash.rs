//! FNV-1a in 64 bits: what stands for chance wherever a real cluster draws something at random.

/// A hash that is fed piece by piece; the pieces are kept apart.
#[derive(Clone, Copy, Debug)]
pub struct Fnv(u64);

impl Fnv {
    /// The hash of nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// With one more piece.
    #[must_use]
    pub fn feed(self, piece: &str) -> Self {
        self.bytes(piece.as_bytes()).bytes(&[0xff])
    }

    /// With one more number.
    #[must_use]
    pub fn number(self, number: u32) -> Self {
        self.bytes(&number.to_le_bytes())
    }

    /// The hash.
    #[must_use]
    pub const fn finish(self) -> u64 {
        self.0
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self
    }
}

impl Default for Fnv {
    fn default() -> Self {
        Self::new()
    }
}

/// Numbers by hash, to be looked up: a hash may stand for more than what was meant, so the finder checks each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Postings(Vec<(u64, u32)>);

impl Postings {
    /// The numbers of a hash, ascending.
    pub(crate) fn of(&self, hash: u64) -> impl ExactSizeIterator<Item = u32> + use<'_> {
        let start = self.0.partition_point(|(known, _)| *known < hash);
        let rest = self.0.get(start..).unwrap_or_default();
        let end = rest.partition_point(|(known, _)| *known == hash);
        rest.get(..end).unwrap_or_default().iter().map(|(_, number)| *number)
    }
}

impl FromIterator<(u64, u32)> for Postings {
    fn from_iter<I: IntoIterator<Item = (u64, u32)>>(entries: I) -> Self {
        let mut entries: Vec<(u64, u32)> = entries.into_iter().collect();
        entries.sort_unstable();
        Self(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_kept_apart() {
        let two = Fnv::new().feed("ab").feed("c").finish();
        assert_ne!(two, Fnv::new().feed("a").feed("bc").finish());
        assert_eq!(two, Fnv::new().feed("ab").feed("c").finish());
    }

    #[test]
    fn postings_are_found_by_hash() {
        let postings: Postings = [(7, 3), (1, 9), (7, 1)].into_iter().collect();
        assert_eq!(postings.of(7).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(postings.of(2).len(), 0);
    }
}
