//! Names that kube-proxy derives from hashes: `servicePortChainName` and its relatives in `pkg/proxy/iptables`.

use sha2::{Digest, Sha256};

/// The letters of RFC 4648 base32.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The first `length` letters of the base32 form of the SHA-256 of all parts together; at most 16.
pub(super) fn hash(parts: &[&str], length: usize) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    let digest = digest.finalize();
    let head = digest.iter().take(10).fold(0_u128, |head, byte| (head << 8) | u128::from(*byte));
    let letter = |index: usize| BASE32[(head >> (75 - 5 * index)) as usize & 31] as char;
    (0..length.min(16)).map(letter).collect()
}

/// The hash that the chains of a Service port share; `name` is `namespace/name[:port]`, `protocol` in lower case.
pub(super) fn service_port(name: &str, protocol: &str) -> String {
    hash(&[name, protocol], 16)
}

/// The chain of an endpoint; `endpoint` is `address:port`.
pub(super) fn endpoint(name: &str, protocol: &str, endpoint: &str) -> String {
    format!("KUBE-SEP-{}", hash(&[name, protocol, endpoint], 16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_are_named_as_kube_proxy_names_them() {
        assert_eq!(service_port("default/simpleservice", "tcp"), "EXBNZ76JOZU7PBN2");
        assert_eq!(endpoint("default/plain", "tcp", "10.244.1.11:8080"), "KUBE-SEP-5OY4CVYR6SMLICOS");
    }
}
