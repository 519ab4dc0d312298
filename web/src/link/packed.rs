//! Bytes made small: raw deflate (RFC 1951) with a preset dictionary of typical manifests, and a check behind it.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::Broken;

/// How many bytes a link may hold.
pub(super) const LIMIT: usize = 4 << 20;

/// What compressor and decompressor have seen before; part of version 1 of the form, so never to be changed.
const DICTIONARY: &[u8] = include_bytes!("dictionary.txt");

/// Texts up to this many bytes are also tried with deflate's fixed codes, which need no table.
const SHORT: usize = 16 << 10;
/// `Z_DEFAULT_STRATEGY` and `Z_FIXED`.
const STRATEGIES: [i32; 2] = [0, 4];

/// The small form of bytes.
pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    let strategies = if bytes.len() > SHORT { &STRATEGIES[..1] } else { &STRATEGIES[..] };
    let tries = strategies.iter().map(|strategy| deflated(bytes, *strategy));
    let mut packed = tries.min_by_key(Vec::len).unwrap_or_default();
    packed.extend(check(bytes));
    packed
}

/// The bytes of a small form.
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<u8>, Broken> {
    let (body, told) = packed.split_last_chunk::<2>().ok_or(Broken::CutOff)?;
    let bytes = inflated(body)?;
    if check(&bytes) == *told { Ok(bytes) } else { Err(Broken::Damaged) }
}

/// The compressor sees the dictionary first; what it makes of that ends at a whole byte and is thrown away.
fn deflated(bytes: &[u8], strategy: i32) -> Vec<u8> {
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(9, 0, strategy));
    let mut out = Vec::new();
    let stages = [(DICTIONARY, TDEFLFlush::Sync), (bytes, TDEFLFlush::Finish)];
    for (mut input, flush) in stages {
        out.clear();
        loop {
            let mut put = |part: &[u8]| {
                out.extend_from_slice(part);
                true
            };
            let (status, read) = compress_to_output(&mut compressor, input, flush, &mut put);
            input = input.get(read..).unwrap_or_default();
            if status != TDEFLStatus::Okay || input.is_empty() && flush != TDEFLFlush::Finish {
                break;
            }
        }
    }
    out
}

/// The decompressor finds the dictionary before the place where it begins to write.
fn inflated(body: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut out = DICTIONARY.to_vec();
    let (mut read, mut end) = (0, out.len());
    let mut decompressor = DecompressorOxide::new();
    loop {
        let room = (out.len() * 2).min(DICTIONARY.len() + LIMIT + 1);
        out.resize(room, 0);
        let rest = body.get(read..).unwrap_or_default();
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, more_read, more) = decompress(&mut decompressor, rest, &mut out, end, flags);
        read += more_read;
        end += more;
        if end > DICTIONARY.len() + LIMIT {
            return Err(Broken::TooLarge);
        }
        match status {
            TINFLStatus::Done if read == body.len() => break,
            TINFLStatus::HasMoreOutput => {}
            TINFLStatus::NeedsMoreInput | TINFLStatus::FailedCannotMakeProgress => {
                return Err(Broken::CutOff);
            }
            _ => return Err(Broken::Damaged),
        }
    }
    Ok(out.get(DICTIONARY.len()..end).unwrap_or_default().to_vec())
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
