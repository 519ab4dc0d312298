//! The table of nftables mode: sets, maps and chains, each element and rule with the manifest field that it comes from.

use super::origin::{Written, written};
use super::pretty;
use portolan_core::Analysis;
use portolan_core::object::IpFamily;
use portolan_core::proxy::nftables::{Chain, Element, Key, Lookup, Table};
use portolan_yaml::collections::BTreeMap;
use serde::Serialize;

#[derive(Serialize)]
struct Rules<'a> {
    schema: &'static str,
    mode: &'static str,
    family: String,
    table: &'static str,
    sets: Vec<Set<'a>>,
    maps: Vec<Map<'a>>,
    chains: Vec<Listed<'a>>,
}

#[derive(Serialize)]
struct Set<'a> {
    name: &'a str,
    /// As `nft list` prints them.
    elements: Vec<String>,
    /// How long an element stays, in seconds; `null` if for good.
    timeout: Option<u32>,
}

#[derive(Serialize)]
struct Map<'a> {
    name: &'static str,
    elements: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    /// Type, hook and priority of a chain in which the kernel starts.
    hook: Option<&'static str>,
    comment: Option<&'static str>,
    rules: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    /// As `nft list` prints it.
    text: String,
    /// `null` for what every node has.
    origin: Option<Written<'a>>,
}

/// The whole table, in the order of `nft list table`.
#[must_use]
pub fn nftables(analysis: &Analysis, table: &Table) -> String {
    let of_nft = match table.family {
        IpFamily::V4 => "ip kube-proxy",
        IpFamily::V6 => "ip6 kube-proxy",
    };
    let chains = table.chains.iter().map(|(name, one)| chain(analysis, table, name, one));
    let rules = Rules {
        schema: "portolan/v1",
        mode: "nftables",
        family: table.family.to_string(),
        table: of_nft,
        sets: sets(table),
        maps: Lookup::ALL.map(|lookup| map(analysis, lookup, table.maps.get(&lookup))).into(),
        chains: chains.collect(),
    };
    pretty(&rules) + "\n"
}

/// The sets of addresses; those that remember clients are empty before there are clients.
fn sets(table: &Table) -> Vec<Set<'_>> {
    let hairpins = table.hairpins.iter();
    let hairpins =
        hairpins.map(|(ip, protocol, port)| format!("{ip} . {ip} . {} . {port}", protocol.lower())).collect();
    let cluster_ips = table.cluster_ips.iter().map(ToString::to_string).collect();
    let node_port_ips = table.node_port_ips.iter();
    let node_port_ips = node_port_ips.map(|ips| Set {
        name: "nodeport-ips",
        elements: ips.iter().map(ToString::to_string).collect(),
        timeout: None,
    });
    let clients =
        table.affinity.iter().map(|(name, time)| Set { name, elements: Vec::new(), timeout: Some(*time) });
    let mut sets = vec![
        Set { name: "hairpin-connections", elements: hairpins, timeout: None },
        Set { name: "cluster-ips", elements: cluster_ips, timeout: None },
    ];
    sets.extend(node_port_ips.chain(clients));
    sets
}

fn map<'a>(analysis: &'a Analysis, lookup: Lookup, elements: Option<&'a BTreeMap<Key, Element>>) -> Map<'a> {
    let elements = elements.into_iter().flatten().map(|(key, element)| Line {
        text: lookup.bare_element_text(*key, element),
        origin: element.origin.as_ref().and_then(|origin| written(analysis, origin)),
    });
    Map { name: lookup.name(), elements: elements.collect() }
}

fn chain<'a>(analysis: &'a Analysis, table: &Table, name: &'a str, chain: &'a Chain) -> Listed<'a> {
    let rules = chain.rules.iter().map(|rule| Line {
        text: rule.text(table.family),
        origin: rule.origin.as_ref().and_then(|origin| written(analysis, origin)),
    });
    Listed { name, hook: chain.hook, comment: chain.comment, rules: rules.collect() }
}

#[cfg(test)]
mod tests {
    use portolan_core::proxy::{self, ProxyOptions};
    use portolan_core::{Options, analyze, parse};
    use serde_json::Value;

    #[test]
    fn elements_and_rules_stand_in_the_text_and_know_their_fields() {
        let yaml = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n  ports:\n  \
                    - port: 80\n";
        let options = Options::default();
        let analysis = analyze(vec![parse("web.yaml".to_owned(), yaml.as_bytes().to_vec())], &options);
        let flags = ["--proxy-mode=nftables".to_owned()];
        let flags = ProxyOptions::parse(&flags, &options).expect("a flag of kube-proxy");
        let table = proxy::nftables::table(&proxy::plan(&analysis.cluster, &analysis.slices, &flags));
        let text = table.to_string();
        let json: Value = serde_json::from_str(&super::nftables(&analysis, &table)).expect("JSON");
        let lines =
            ["maps", "chains"].into_iter().flat_map(|part| json[part].as_array().into_iter().flatten());
        let lines: Vec<&Value> = lines
            .flat_map(|one| [&one["elements"], &one["rules"]])
            .flat_map(|list| list.as_array().into_iter().flatten())
            .collect();
        assert!(lines.iter().all(|line| text.contains(line["text"].as_str().expect("a text"))), "{text}");
        let reject = lines
            .iter()
            .find(|line| line["origin"]["object"]["name"] == "web")
            .expect("an element of the Service");
        assert_eq!(reject["origin"]["line"].as_u64(), Some(7));
    }
}
