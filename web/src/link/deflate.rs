//! The writer of deflate (RFC 1951): one block of fixed codes, with the cheapest choice of matches that the chains find.
//! Texts as short as links are as small this way as with tables of their own.

use super::tables::{END, FARTHEST, LONGEST, distance_code, fixed_bits, length_code};

/// How many earlier places with the same beginning are looked at: in short texts, and in all of a long one together.
const PROBES: usize = 128;
const ALL_PROBES: usize = 4 << 20;

/// A match this long is taken as it is.
const GOOD: usize = 96;

/// The shortest match.
const SHORTEST: usize = 3;

/// The way to a place in the text: how many bits it takes, and its last step. A step of length 1 is a byte of its own.
#[derive(Clone, Copy)]
struct Way {
    bits: u32,
    length: u16,
    distance: u16,
}

/// Bytes made small, for a reader that knows what stands before them.
pub(super) fn deflate(bytes: &[u8], known: &[u8]) -> Vec<u8> {
    let known = known.get(known.len().saturating_sub(FARTHEST)..).unwrap_or(known);
    let text = [known, bytes].concat();
    let steps = steps(&text, known.len());
    let mut out = Bits { bytes: Vec::new(), held: 0, count: 0 };
    // The last block, of fixed codes.
    out.put(0b011, 3);
    let mut place = known.len();
    for (length, distance) in steps {
        if distance == 0 {
            out.code(u16::from(text.get(place).copied().unwrap_or_default()));
        } else {
            let (code, more, bits) = length_code(length);
            out.code(code);
            out.put(more, bits);
            let (code, more, bits) = distance_code(distance);
            out.reversed(u32::from(code), 5);
            out.put(more, bits);
        }
        place += length;
    }
    out.code(END);
    out.finish()
}

/// The steps of the cheapest way from `start` to the end: length and distance of each; distance 0 for a byte of its own.
fn steps(text: &[u8], start: usize) -> Vec<(usize, usize)> {
    let ways = ways(text, start);
    let mut steps = Vec::new();
    let mut end = ways.len().saturating_sub(1);
    while let Some(way) = ways.get(end).filter(|_| end > 0) {
        let length = usize::from(way.length).max(1);
        steps.push((length, usize::from(way.distance)));
        end = end.saturating_sub(length);
    }
    steps.reverse();
    steps
}

/// The cheapest way to each place behind `start`.
fn ways(text: &[u8], start: usize) -> Vec<Way> {
    let nowhere = Way { bits: u32::MAX, length: 1, distance: 0 };
    let mut ways = vec![nowhere; text.len().saturating_sub(start) + 1];
    if let Some(first) = ways.first_mut() {
        first.bits = 0;
    }
    let mut chains = Chains::new(text);
    let mut skip_to = start;
    for place in 0..text.len() {
        let Some(from) = place.checked_sub(start) else {
            chains.enter(place);
            continue;
        };
        let bits = ways.get(from).map_or(u32::MAX, |way| way.bits);
        if place >= skip_to && bits != u32::MAX {
            let own = fixed_bits(u16::from(text.get(place).copied().unwrap_or_default()));
            reach(&mut ways, from, 1, Way { bits: bits + own, length: 1, distance: 0 });
            let longest = chains.matches(place, |length, distance| {
                let price = bits + match_bits(length, distance);
                let way = Way {
                    bits: price,
                    length: u16::try_from(length).unwrap_or(1),
                    distance: u16::try_from(distance).unwrap_or(0),
                };
                reach(&mut ways, from, length, way);
            });
            if longest >= GOOD {
                skip_to = place + longest;
            }
        }
        chains.enter(place);
    }
    ways
}

/// Takes a way if it is cheaper than the one that is known.
fn reach(ways: &mut [Way], from: usize, length: usize, way: Way) {
    if let Some(known) = ways.get_mut(from + length)
        && way.bits < known.bits
    {
        *known = way;
    }
}

fn match_bits(length: usize, distance: usize) -> u32 {
    let (code, _, more) = length_code(length);
    let (_, _, far) = distance_code(distance);
    fixed_bits(code) + more + 5 + far
}

/// Where each three bytes have stood before.
struct Chains<'t> {
    text: &'t [u8],
    heads: Vec<u32>,
    before: Vec<u32>,
    probes: usize,
}

/// No place.
const NONE: u32 = u32::MAX;

/// How many heads there are, as a power of two.
const HEADS: u32 = 14;

impl<'t> Chains<'t> {
    fn new(text: &'t [u8]) -> Self {
        let probes = (ALL_PROBES / text.len().max(1)).clamp(4, PROBES);
        Self { text, heads: vec![NONE; 1 << HEADS], before: vec![NONE; text.len()], probes }
    }

    fn head(&self, place: usize) -> Option<usize> {
        let three = self.text.get(place..)?.first_chunk::<SHORTEST>()?;
        let [one, two, three] = three.map(u32::from);
        Some(((one << 16 | two << 8 | three).wrapping_mul(0x9E37_79B1) >> (32 - HEADS)) as usize)
    }

    /// Notes what stands at a place.
    fn enter(&mut self, place: usize) {
        let Some(head) = self.head(place) else { return };
        if let (Some(head), Some(before)) = (self.heads.get_mut(head), self.before.get_mut(place)) {
            *before = std::mem::replace(head, u32::try_from(place).unwrap_or(NONE));
        }
    }

    /// Tells every length of which there is a match, with the nearest that has it; returns the longest.
    fn matches(&self, place: usize, mut tell: impl FnMut(usize, usize)) -> usize {
        let mut longest = SHORTEST - 1;
        let mut next = self.head(place).and_then(|head| self.heads.get(head)).copied().unwrap_or(NONE);
        let here = self.text.get(place..).unwrap_or_default();
        for _ in 0..self.probes {
            let Some(before) = self.before.get(next as usize) else { break };
            let distance = place - next as usize;
            // The farthest distance itself does not fit into the steps.
            if distance >= FARTHEST {
                break;
            }
            let there = self.text.get(next as usize..).unwrap_or_default();
            next = *before;
            if here.get(longest) != there.get(longest) {
                continue;
            }
            let same = here.iter().zip(there).take(LONGEST).take_while(|(one, other)| one == other).count();
            let first = if same >= GOOD { same } else { longest + 1 };
            (first..=same).filter(|length| *length > longest).for_each(|length| tell(length, distance));
            longest = longest.max(same);
            if longest >= GOOD {
                break;
            }
        }
        if longest < SHORTEST { 0 } else { longest }
    }
}

/// What is written, from the lowest bit of each byte on.
struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    /// So many bits, at most 16.
    fn put(&mut self, bits: u32, count: u32) {
        self.held |= bits << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.held.to_le_bytes()[0]);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// So many bits, the highest first, as codes are written.
    fn reversed(&mut self, bits: u32, count: u32) {
        self.put(bits.reverse_bits() >> (32 - count), count);
    }

    /// A byte, a length or the end, by the fixed code.
    fn code(&mut self, code: u16) {
        let number = u32::from(code);
        let bits = match number {
            0..144 => 0x30 + number,
            144..256 => 0x190 + number - 144,
            256..280 => number - 256,
            _ => 0xC0 + number - 280,
        };
        self.reversed(bits, fixed_bits(code));
    }

    fn finish(mut self) -> Vec<u8> {
        self.put(0, 7);
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::super::inflate::inflate;
    use super::*;

    #[test]
    fn what_is_made_small_is_read_back() {
        let pattern = |n: u32| n.wrapping_mul(2_654_435_761).to_be_bytes()[0] % 7;
        let long: Vec<u8> = (0..70_000).map(pattern).collect();
        let every: Vec<u8> = (0..=255).collect();
        let far = [&long[..40_000], &every, &long[..40_000]].concat();
        for bytes in [&b""[..], b"a", b"aaaaaaaaaaaaaaa", &every, &long, &far] {
            for known in [&b""[..], b"aaaa", &long] {
                let small = deflate(bytes, known);
                assert!(inflate(&small, known, bytes.len()).as_deref() == Ok(bytes), "{} bytes", bytes.len());
            }
        }
    }

    #[test]
    fn what_is_known_costs_next_to_nothing() {
        let known: Vec<u8> = (0..200).collect();
        assert!(deflate(&known, &known).len() <= 5);
    }
}
