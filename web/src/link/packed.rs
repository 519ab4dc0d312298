//! Bytes made small: raw deflate (RFC 1951) with a preset dictionary of typical manifests, and a check behind it.

use super::Broken;
use super::deflate::deflate;
use super::inflate::inflate;

/// How many bytes a link may hold.
pub(super) const LIMIT: usize = 4 << 20;

/// What compressor and decompressor have seen before; part of version 1 of the form, so never to be changed.
const DICTIONARY: &[u8] = include_bytes!("dictionary.txt");

/// The small form of bytes.
pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packed = deflate(bytes, DICTIONARY);
    packed.extend(check(bytes));
    packed
}

/// The bytes of a small form.
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<u8>, Broken> {
    let (body, told) = packed.split_last_chunk::<2>().ok_or(Broken::CutOff)?;
    let bytes = inflate(body, DICTIONARY, LIMIT)?;
    if check(&bytes) == *told { Ok(bytes) } else { Err(Broken::Damaged) }
}

/// The lower half of the CRC-32 of ISO-HDLC, the one of gzip and PNG, its higher byte first.
fn check(bytes: &[u8]) -> [u8; 2] {
    let step = |crc: u32| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
    let crc = !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)));
    let [.., high, low] = crc.to_be_bytes();
    [high, low]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_is_that_of_gzip() {
        assert_eq!(check(b"123456789"), [0x39, 0x26], "CRC-32 is cbf43926");
    }
}
