//! The reader of deflate (RFC 1951): all kinds of blocks, for links may come from any program.

use super::Broken;
use super::tables::{END, distance, length};

/// The order in which the lengths of the codes for lengths stand.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// The bytes behind a beginning that is known already; at most `limit`, and nothing may stand behind them.
pub(super) fn inflate(body: &[u8], known: &[u8], limit: usize) -> Result<Vec<u8>, Broken> {
    let mut input = Bits { bytes: body, next: 0, held: 0, count: 0 };
    let mut out = Output { bytes: known.to_vec(), most: known.len().saturating_add(limit) };
    loop {
        let is_last = input.take(1)? == 1;
        match input.take(2)? {
            0 => stored(&mut input, &mut out)?,
            1 => block(&mut input, &mut out, &Codes::new(&fixed())?, &Codes::new(&[5; 30])?)?,
            2 => {
                let (codes, distances) = tables(&mut input)?;
                block(&mut input, &mut out, &codes, &distances)?;
            }
            _ => return Err(Broken::Damaged),
        }
        if is_last {
            break;
        }
    }
    if input.next < body.len() {
        return Err(Broken::Damaged);
    }
    out.bytes.drain(..known.len());
    Ok(out.bytes)
}

/// What is read, from the lowest bit of each byte on.
struct Bits<'b> {
    bytes: &'b [u8],
    next: usize,
    held: u32,
    count: u32,
}

impl Bits<'_> {
    /// So many bits, at most 16, as a number.
    fn take(&mut self, count: u32) -> Result<u32, Broken> {
        while self.count < count {
            let byte = self.bytes.get(self.next).ok_or(Broken::CutOff)?;
            self.held |= u32::from(*byte) << self.count;
            self.count += 8;
            self.next += 1;
        }
        let taken = self.held & ((1 << count) - 1);
        self.held >>= count;
        self.count -= count;
        Ok(taken)
    }
}

/// What is written, and how long it may become.
struct Output {
    bytes: Vec<u8>,
    most: usize,
}

impl Output {
    fn push(&mut self, byte: u8) -> Result<(), Broken> {
        if self.bytes.len() >= self.most {
            return Err(Broken::TooLarge);
        }
        self.bytes.push(byte);
        Ok(())
    }

    /// Repeats what stands so far back.
    fn repeat(&mut self, length: usize, distance: usize) -> Result<(), Broken> {
        let start = self.bytes.len().checked_sub(distance).ok_or(Broken::Damaged)?;
        for place in start..start.saturating_add(length) {
            let byte = self.bytes.get(place).copied().ok_or(Broken::Damaged)?;
            self.push(byte)?;
        }
        Ok(())
    }
}

/// A canonical Huffman code: how many codes of each length there are, and what they stand for, in their order.
struct Codes {
    counts: [u16; 16],
    symbols: Vec<u16>,
}

impl Codes {
    /// By the length of each symbol's code; 0 for a symbol that is not used.
    fn new(lengths: &[u8]) -> Result<Self, Broken> {
        let mut counts = [0_u16; 16];
        let mut symbols = Vec::new();
        for bits in 1..16_u8 {
            let before = symbols.len();
            let own = lengths.iter().zip(0_u16..).filter(|(length, _)| **length == bits);
            symbols.extend(own.map(|(_, symbol)| symbol));
            if let Some(count) = counts.get_mut(usize::from(bits)) {
                *count = u16::try_from(symbols.len() - before).unwrap_or(u16::MAX);
            }
        }
        // More codes than there is room for are no code.
        let used: u32 =
            counts.iter().zip(0_u32..).skip(1).map(|(count, bits)| u32::from(*count) << (15 - bits)).sum();
        if used > 1 << 15 { Err(Broken::Damaged) } else { Ok(Self { counts, symbols }) }
    }

    fn read(&self, input: &mut Bits<'_>) -> Result<u16, Broken> {
        let (mut code, mut first, mut index) = (0_u32, 0_u32, 0_u32);
        for count in self.counts.iter().skip(1).map(|count| u32::from(*count)) {
            code |= input.take(1)?;
            if code < first + count {
                let place = index + code.saturating_sub(first);
                return self.symbols.get(place as usize).copied().ok_or(Broken::Damaged);
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        Err(Broken::Damaged)
    }
}

/// The lengths of the codes of blocks without tables.
fn fixed() -> [u8; 288] {
    let mut lengths = [8; 288];
    for (symbol, length) in (0_u16..).zip(&mut lengths) {
        *length = u8::try_from(super::tables::fixed_bits(symbol)).unwrap_or(8);
    }
    lengths
}

/// The codes that stand before a block.
fn tables(input: &mut Bits<'_>) -> Result<(Codes, Codes), Broken> {
    let literals = input.take(5)? as usize + 257;
    let distances = input.take(5)? as usize + 1;
    let count = input.take(4)? as usize + 4;
    let mut of_lengths = [0_u8; 19];
    for place in ORDER.iter().take(count) {
        let bits = input.take(3)?;
        if let Some(length) = of_lengths.get_mut(*place) {
            *length = u8::try_from(bits).unwrap_or(0);
        }
    }
    let of_lengths = Codes::new(&of_lengths)?;
    let mut lengths: Vec<u8> = Vec::with_capacity(literals + distances);
    while lengths.len() < literals + distances {
        let (length, times) = match of_lengths.read(input)? {
            16 => (*lengths.last().ok_or(Broken::Damaged)?, 3 + input.take(2)?),
            17 => (0, 3 + input.take(3)?),
            18 => (0, 11 + input.take(7)?),
            own => (u8::try_from(own).unwrap_or(0), 1),
        };
        lengths.extend(std::iter::repeat_n(length, times as usize));
    }
    let (literal, distance) = lengths.split_at_checked(literals).ok_or(Broken::Damaged)?;
    if distance.len() > distances {
        return Err(Broken::Damaged);
    }
    Ok((Codes::new(literal)?, Codes::new(distance)?))
}

fn block(input: &mut Bits<'_>, out: &mut Output, codes: &Codes, distances: &Codes) -> Result<(), Broken> {
    loop {
        let code = codes.read(input)?;
        if let Ok(byte) = u8::try_from(code) {
            out.push(byte)?;
            continue;
        }
        if code == END {
            return Ok(());
        }
        let (first, bits) = length(code).ok_or(Broken::Damaged)?;
        let length = first + input.take(bits)? as usize;
        let (first, bits) = distance(distances.read(input)?).ok_or(Broken::Damaged)?;
        let distance = first + input.take(bits)? as usize;
        out.repeat(length, distance)?;
    }
}

/// Bytes as they are, from a whole byte on.
fn stored(input: &mut Bits<'_>, out: &mut Output) -> Result<(), Broken> {
    input.take(input.count % 8)?;
    let (length, check) = (input.take(16)?, input.take(16)?);
    if length != check ^ 0xffff {
        return Err(Broken::Damaged);
    }
    for _ in 0..length {
        let byte = input.take(8)?;
        out.push(byte.to_le_bytes()[0])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_only_stored_are_read() {
        let stored = [1, 3, 0, 0xfc, 0xff, b'a', b'b', b'c'];
        assert_eq!(inflate(&stored, b"known", 3).as_deref(), Ok(&b"abc"[..]));
        assert_eq!(inflate(&stored, b"", 2), Err(Broken::TooLarge));
        assert_eq!(inflate(&stored[..7], b"", 9), Err(Broken::CutOff));
        assert_eq!(inflate(&[1, 3, 0, 0, 0], b"", 9), Err(Broken::Damaged));
    }

    #[test]
    fn whatever_the_bytes_there_is_an_answer() {
        let mut seed = 1_u32;
        for length in 0..2_000_usize {
            let bytes: Vec<u8> = (0..length % 97)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    seed.to_be_bytes()[0]
                })
                .collect();
            if let Ok(out) = inflate(&bytes, b"known", 1_000) {
                assert!(out.len() <= 1_000);
            }
        }
    }
}
