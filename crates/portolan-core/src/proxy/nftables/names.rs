//! Names of chains and sets: a hash and then the name itself, cut at what the kernel takes.

use crate::proxy::{PlannedEndpoint, PlannedPort, chain_names};

/// The longest name without its prefix (`chainNameBaseLengthMax`).
const LONGEST: usize = 240;

/// What the chains of a Service port are called behind `service-`, `local-`, `external-` and `firewall-`.
pub(super) fn port(port: &PlannedPort<'_>) -> String {
    hashed(whole(port))
}

/// What the chain and the set of an endpoint are called behind `endpoint-` and `affinity-`.
pub(super) fn endpoint(port: &PlannedPort<'_>, endpoint: &PlannedEndpoint<'_>) -> String {
    let address = endpoint.text.trim_start_matches('[');
    let (ip, number) = address.rsplit_once(':').unwrap_or((address, ""));
    let ip = ip.trim_end_matches(']').replace(':', ".");
    hashed(format!("{}__{ip}/{number}", whole(port)))
}

fn whole(port: &PlannedPort<'_>) -> String {
    let meta = &port.service.meta;
    format!("{}/{}/{}/{}", meta.namespace, meta.name, port.port.protocol.lower(), port.port.name)
}

/// A name behind its hash.
pub(in crate::proxy) fn hashed(name: String) -> String {
    let mut name = format!("{}-{name}", chain_names::hash(&[&name], 8));
    if name.len() > LONGEST && name.is_char_boundary(LONGEST - 3) {
        name.truncate(LONGEST - 3);
        name.push_str("...");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_with_their_hash_and_fit_the_kernel() {
        assert_eq!(hashed("default/plain/tcp/".to_owned()), "N4AI6NVD-default/plain/tcp/");
        let long = hashed("n".repeat(300));
        assert_eq!(long.len(), 240);
        assert!(long.ends_with("nnn..."));
    }
}
