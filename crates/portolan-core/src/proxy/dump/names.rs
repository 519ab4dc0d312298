//! From the hash in a chain's name back to the Service port: hashes of all names that are known or that comments tell.

use super::PortName;
use crate::object::Protocol;
use crate::proxy::chain_names;
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

const PROTOCOLS: [Protocol; 3] = [Protocol::Tcp, Protocol::Udp, Protocol::Sctp];

/// Names by hash.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_hash: BTreeMap<String, Known>,
}

#[derive(Debug)]
struct Known {
    name: PortName,
    colon: bool,
}

impl Names {
    /// The hashes of these names with each protocol, as they are today, and as they were when every name had a colon
    /// behind it.
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let names: BTreeSet<&str> = names.map(|name| name.trim_end_matches(':')).collect();
        let mut by_hash = BTreeMap::new();
        for name in names {
            for protocol in PROTOCOLS {
                let forms = [(name.to_owned(), false), (format!("{name}:"), true)];
                let forms = forms.into_iter().filter(|(_, colon)| !colon || !name.contains(':'));
                for (text, colon) in forms {
                    let hash = chain_names::service_port(&text, protocol.lower());
                    let name = PortName { name: name.into(), protocol };
                    by_hash.insert(hash, Known { name, colon });
                }
            }
        }
        Self { by_hash }
    }

    /// The Service port of a hash, and whether its name has the form with the colon.
    pub(super) fn find(&self, hash: &str) -> Option<(&PortName, bool)> {
        self.by_hash.get(hash).map(|known| (&known.name, known.colon))
    }
}

/// Whether a chain of an endpoint is named after this Service port and address.
pub(super) fn is_endpoint(chain: &str, port: &PortName, address: SocketAddr) -> bool {
    let address = address.to_string();
    let named = |name: &str| chain_names::endpoint(name, port.protocol.lower(), &address) == chain;
    named(&port.name) || named(&format!("{}:", port.name))
}

/// The name at the beginning of a comment of kube-proxy: `shop/cart:http cluster IP`.
pub(super) fn in_comment(comment: &str) -> Option<&str> {
    let word = comment.strip_prefix("masquerade traffic for ").unwrap_or(comment);
    let word = word.split_ascii_whitespace().next()?.trim_matches('"');
    let (namespace, rest) = word.split_once('/')?;
    let name = rest.split(':').next().unwrap_or_default();
    let plain = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte))
    };
    (plain(namespace) && plain(name) && rest.matches(':').count() <= 1).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_leads_to_its_name_in_both_forms() {
        let names = Names::new(["default/simpleservice"].into_iter());
        let found = |hash: &str| names.find(hash).map(|(name, colon)| (name.name.to_string(), colon));
        assert_eq!(found("EXBNZ76JOZU7PBN2"), Some(("default/simpleservice".to_owned(), false)));
        let old = chain_names::service_port("default/simpleservice:", "tcp");
        assert_eq!(found(&old), Some(("default/simpleservice".to_owned(), true)));
        assert_eq!(found("AAAAAAAAAAAAAAAA"), None);
    }

    #[test]
    fn comments_of_others_are_not_names() {
        assert_eq!(in_comment("shop/cart:http cluster IP"), Some("shop/cart:http"));
        assert_eq!(in_comment("default/web -> 10.244.1.2:80"), Some("default/web"));
        assert_eq!(in_comment("kubernetes service portals"), None);
        assert_eq!(in_comment("cali:6gwbT8clXdHdC1b1"), None);
        assert_eq!(in_comment("a/b:c:d x"), None);
    }
}
