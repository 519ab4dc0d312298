//! The tables of deflate: RFC 1951, section 3.2.5 and 3.2.6.

/// The lengths of matches: the first length of each code from 257 on, and how many more bits say which.
const LENGTHS: [(u16, u8); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];

/// The end of a block.
pub(super) const END: u16 = 256;

/// How long a match may be.
pub(super) const LONGEST: usize = 258;

/// How far back a match may be.
pub(super) const FARTHEST: usize = 32_768;

/// The first length of a code and its further bits; `None` for what is no length.
pub(super) fn length(code: u16) -> Option<(usize, u32)> {
    let (first, bits) = LENGTHS.get(usize::from(code.checked_sub(END + 1)?))?;
    Some((usize::from(*first), u32::from(*bits)))
}

/// The code of a length, what its further bits say, and how many they are.
pub(super) fn length_code(length: usize) -> (u16, u32, u32) {
    let place = LENGTHS.partition_point(|(first, _)| usize::from(*first) <= length).saturating_sub(1);
    let (first, bits) = LENGTHS.get(place).copied().unwrap_or_default();
    let more = u32::try_from(length).unwrap_or(u32::MAX).saturating_sub(u32::from(first));
    (END + 1 + u16::try_from(place).unwrap_or(0), more, u32::from(bits))
}

/// The first distance of a code and its further bits; there are 30 of them.
pub(super) fn distance(code: u16) -> Option<(usize, u32)> {
    match u32::from(code) {
        code @ 0..4 => Some((code as usize + 1, 0)),
        code @ 4..30 => {
            let bits = code / 2 - 1;
            Some((((2 + code as usize % 2) << bits) + 1, bits))
        }
        _ => None,
    }
}

/// The code of a distance, what its further bits say, and how many they are.
pub(super) fn distance_code(distance: usize) -> (u16, u32, u32) {
    let from_zero = u32::try_from(distance.saturating_sub(1)).unwrap_or(u32::MAX);
    let Some(bits) = from_zero.checked_ilog2().and_then(|log| log.checked_sub(1)) else {
        return (u16::from(from_zero == 1), 0, 0);
    };
    let code = 2 * (bits + 1) + ((from_zero >> bits) & 1);
    (u16::try_from(code).unwrap_or(u16::MAX), from_zero & ((1 << bits) - 1), bits)
}

/// How many bits each code has in blocks without tables of their own.
pub(super) const fn fixed_bits(code: u16) -> u32 {
    match code {
        0..144 | 280.. => 8,
        144..256 => 9,
        256..280 => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_and_distance_comes_back() {
        for one in 3..=LONGEST {
            let (code, more, bits) = length_code(one);
            assert_eq!(length(code).map(|(first, own)| (first + more as usize, own)), Some((one, bits)));
        }
        for one in 1..=FARTHEST {
            let (code, more, bits) = distance_code(one);
            assert_eq!(
                distance(code).map(|(first, own)| (first + more as usize, own)),
                Some((one, bits)),
                "{one}"
            );
        }
        assert_eq!((length(256), length(286), distance(30)), (None, None, None));
        assert_eq!((length_code(258), distance_code(FARTHEST)), ((285, 0, 0), (29, 8191, 13)));
    }
}
