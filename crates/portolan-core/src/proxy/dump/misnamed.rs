//! Lines of `iptables-save` out of their context, as pages quote them: chains whose hash is not that of the Service port
//! which the comment on the line names, nor of the endpoint to which the chain leads.

use super::names::{Names, in_comment, is_endpoint};
use super::reading::PortName;
use crate::object::Protocol;
use crate::proxy::chain_names;
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

/// A chain that is not named after what it serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misnamed<'t> {
    /// The chain, as it is written.
    pub chain: &'t str,
    /// The Service port that the comment names: `default/echo:http`.
    pub port: &'t str,
    /// The address and port of the endpoint, for the chain of one.
    pub endpoint: Option<&'t str>,
    /// The name that kube-proxy gives that chain.
    pub right: String,
}

/// The beginnings of the names of chains that end in the hash of a Service port.
const OF_PORTS: [&str; 5] = ["KUBE-SVC-", "KUBE-SVL-", "KUBE-EXT-", "KUBE-XLB-", "KUBE-FW-"];

/// What a line says.
struct Line<'t> {
    /// The chains of Service ports on it.
    ports: Vec<&'t str>,
    /// The chain of an endpoint that it is in.
    endpoint: Option<&'t str>,
    /// Where it leads to.
    destination: Option<&'t str>,
    /// The name in its comment.
    name: Option<&'t str>,
    protocol: Protocol,
}

/// The chains of a listing whose names are wrong, each once.
#[must_use]
pub fn misnamed(text: &str) -> Vec<Misnamed<'_>> {
    let lines: Vec<Line<'_>> = text.lines().filter(|line| line.contains("KUBE-")).map(read).collect();
    let mut destinations = BTreeMap::new();
    for line in &lines {
        if let (Some(chain), Some(destination)) = (line.endpoint, line.destination) {
            destinations.insert(chain, (destination, line.protocol));
        }
    }
    let mut found = Vec::new();
    let mut told = BTreeSet::new();
    for line in &lines {
        let Some(name) = line.name else { continue };
        let ports = line.ports.iter().filter_map(|chain| of_port(chain, name, line.protocol));
        let endpoint = line.endpoint.and_then(|chain| {
            let (destination, protocol) = destinations.get(chain)?;
            of_endpoint(chain, name, destination, *protocol)
        });
        found.extend(ports.chain(endpoint).filter(|one| told.insert((one.chain, one.port))));
    }
    found
}

fn read(line: &str) -> Line<'_> {
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    let behind = |flag: &str| {
        let at = words.iter().position(|word| *word == flag)?;
        words.get(at.checked_add(1)?).copied()
    };
    let comment = line.split_once("--comment ").map(|(_, rest)| rest.trim_start_matches('"'));
    let chains = [behind("-A"), behind("-j"), behind("-g")].into_iter().flatten();
    let ports = chains.filter(|chain| OF_PORTS.iter().any(|start| chain.starts_with(start))).collect();
    let protocol = match behind("-p") {
        Some("udp") => Protocol::Udp,
        Some("sctp") => Protocol::Sctp,
        _ => Protocol::Tcp,
    };
    Line {
        ports,
        endpoint: behind("-A").filter(|chain| chain.starts_with("KUBE-SEP-")),
        destination: behind("--to-destination"),
        name: comment.and_then(in_comment),
        protocol,
    }
}

fn of_port<'t>(chain: &'t str, port: &'t str, protocol: Protocol) -> Option<Misnamed<'t>> {
    let hash = hash(chain)?;
    if Names::new(std::iter::once(port)).find(hash).is_some() {
        return None;
    }
    let right = chain_names::service_port(port, protocol.lower());
    let right = format!("{}{right}", chain.strip_suffix(hash)?);
    Some(Misnamed { chain, port, endpoint: None, right })
}

fn of_endpoint<'t>(
    chain: &'t str,
    port: &'t str,
    endpoint: &'t str,
    protocol: Protocol,
) -> Option<Misnamed<'t>> {
    hash(chain)?;
    let address: SocketAddr = endpoint.parse().ok()?;
    let name = |protocol| PortName { name: port.trim_end_matches(':').into(), protocol };
    let protocols = [Protocol::Tcp, Protocol::Udp, Protocol::Sctp];
    if protocols.into_iter().any(|protocol| is_endpoint(chain, &name(protocol), address)) {
        return None;
    }
    let right = chain_names::endpoint(port, protocol.lower(), endpoint);
    Some(Misnamed { chain, port, endpoint: Some(endpoint), right })
}

/// The hash at the end of a chain's name; nothing where a page has put letters for it.
fn hash(chain: &str) -> Option<&str> {
    let hash = chain.rsplit('-').next()?;
    let letter = |byte: u8| byte.is_ascii_uppercase() || (b'2'..=b'7').contains(&byte);
    let all_same = hash.bytes().all(|byte| hash.as_bytes().first() == Some(&byte));
    (hash.len() == 16 && hash.bytes().all(letter) && !all_same).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "\
        -A KUBE-SEP-4SQFZS32ZVMTQEZV -p tcp -m comment --comment \"default/simpleservice:\" -m tcp -j DNAT --to-destination 172.17.0.3:9876\n\
        -A KUBE-SERVICES -d 172.30.228.255/32 -p tcp -m comment --comment \"default/simpleservice: cluster IP\" -m tcp --dport 80 -j KUBE-SVC-EZC6WLOVQADP4IAW\n\
        -A KUBE-SVC-EZC6WLOVQADP4IAW -m comment --comment \"default/simpleservice:\" -j KUBE-SEP-4SQFZS32ZVMTQEZV\n";

    #[test]
    fn listings_of_old_and_new_kube_proxies_are_right() {
        assert_eq!(misnamed(OLD), []);
        assert_eq!(
            misnamed(&OLD.replace("EZC6WLOVQADP4IAW", "EXBNZ76JOZU7PBN2").replace("service:", "service")),
            []
        );
        assert_eq!(misnamed(&OLD.replace("EZC6WLOVQADP4IAW", "XXXXXXXXXXXXXXXX")), []);
    }

    #[test]
    fn a_hash_of_another_name_is_told_once() {
        let text = OLD.replace("EZC6WLOVQADP4IAW", "EZC6WLOVQADP4IAX");
        let found = misnamed(&text);
        let told: Vec<_> = found.iter().map(|one| (one.chain, one.right.as_str())).collect();
        assert_eq!(told, [("KUBE-SVC-EZC6WLOVQADP4IAX", "KUBE-SVC-EZC6WLOVQADP4IAW")]);
    }

    #[test]
    fn an_endpoint_has_a_chain_of_its_own() {
        let text = OLD.replace("172.17.0.3", "172.17.0.4");
        let found = misnamed(&text);
        let told: Vec<_> = found.iter().map(|one| (one.endpoint, one.right.as_str())).collect();
        assert_eq!(told, [(Some("172.17.0.4:9876"), "KUBE-SEP-PXYYII6AHMUWKLYX")]);
    }
}
