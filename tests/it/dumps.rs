//! Rules that were taken from nodes: the recordings of real ones are read back to the letter and agree with their
//! clusters, and what was changed in them is found.

use crate::{files_below, root};
use portolan_core::diagnostic::{Certainty, Origin};
use portolan_core::object::IpFamily;
use portolan_core::proxy::dump::{self, Difference, DifferenceKind, Given, Part};
use portolan_core::proxy::iptables::{Rule, Table};
use portolan_core::proxy::{self, Mode, ProxyOptions, nftables};
use portolan_core::{Analysis, Options, analyze, parse};
use std::path::{Path, PathBuf};

/// The recordings of a kind: `iptables.txt` and so on.
fn goldens(names: &[&str]) -> Vec<PathBuf> {
    let all = files_below(&root().join("tests/conformance/cases"), ".txt");
    let wanted = |path: &PathBuf| path.file_name().is_some_and(|name| names.iter().any(|one| name == *one));
    all.into_iter().filter(wanted).collect()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a file of the case")
}

/// The cluster of a case, and kube-proxy's node in it.
fn cluster(case: &Path) -> (Analysis, ProxyOptions) {
    let facts = std::fs::read(case.join("case.json")).unwrap_or_default();
    let facts: serde_json::Value = serde_json::from_slice(&facts).unwrap_or_default();
    let mut options = Options::default();
    if facts["dualStack"].as_bool() == Some(true) {
        options.service_cidrs.extend("fd00:10:96::/112".parse::<ipnet::IpNet>());
        options.cluster_cidrs.extend("fd00:10:244::/48".parse::<ipnet::IpNet>());
    }
    let flags = facts["proxyArgs"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
    let flags: Vec<String> = flags.map(str::to_owned).collect();
    let mut proxy = ProxyOptions::parse(&flags, &options).expect("flags of kube-proxy");
    proxy.node = Some(facts["node"].as_str().unwrap_or("node-a").to_owned());
    let snapshot = std::fs::read(case.join("snapshot.yaml")).expect("the cluster");
    (analyze(vec![parse("snapshot.yaml".to_owned(), snapshot)], &options), proxy)
}

fn explained(text: &str, analysis: &Analysis, options: &ProxyOptions, flags: bool) -> Vec<Part> {
    let stated =
        |origin: &Origin| analysis.manifests[origin.object.0 as usize].states(&analysis.files, &origin.path);
    let given = Given { options, flags, family: None, stated: &stated };
    dump::parts(&dump::read(text), Some((&analysis.cluster, &analysis.slices)), given)
}

fn differences(parts: &[Part]) -> Vec<&Difference> {
    parts.iter().filter_map(|part| part.differences.as_ref()).flatten().collect()
}

/// All rules of a table, without what no text has.
fn rules(table: &mut Table) -> Vec<&Rule> {
    let built_in = table.built_in.iter_mut().map(|(_, chain)| chain);
    let rules = built_in.chain(table.chains.values_mut()).flat_map(|chain| &mut chain.rules);
    let plain = rules.map(|rule| {
        rule.origin = None;
        for address in [&mut rule.source, &mut rule.destination].into_iter().flatten() {
            address.bare = false;
        }
        &*rule
    });
    plain.collect()
}

#[test]
fn our_own_rules_are_read_back_as_they_were_made() {
    for path in goldens(&["iptables.txt", "ip6tables.txt", "nftables.txt", "nftables6.txt"]) {
        let case = path.parent().expect("a case");
        let (analysis, mut options) = cluster(case);
        let name = path.file_name().expect("a name").to_string_lossy();
        options.family = if name.contains('6') { IpFamily::V6 } else { IpFamily::V4 };
        options.mode = if name.starts_with("nft") { Mode::Nftables } else { Mode::Iptables };
        let plan = proxy::plan(&analysis.cluster, &analysis.slices, &options);
        if options.mode == Mode::Nftables {
            let made = proxy::nftables::table(&plan);
            let dump = dump::read(&made.to_string());
            assert!(dump.problems.is_empty(), "{}: {:?}", path.display(), dump.problems);
            assert_eq!(dump.listed[0].table().to_string(), made.to_string(), "{}", path.display());
            let rules = |table: &nftables::Table| {
                let mut rules: Vec<_> =
                    table.chains.iter().flat_map(|(_, chain)| chain.rules.iter().cloned()).collect();
                rules.iter_mut().for_each(|rule| rule.origin = None);
                rules
            };
            assert_eq!(rules(&dump.listed[0].table()), rules(&made), "{}", path.display());
        } else {
            let mut made = proxy::iptables::ruleset(&plan);
            let dump = dump::read(&made.to_string());
            assert!(dump.problems.is_empty(), "{}: {:?}", path.display(), dump.problems);
            let mut back = dump.saved[0].ruleset();
            for (made, back) in [(&mut made.nat, &mut back.nat), (&mut made.filter, &mut back.filter)] {
                let names = |table: &Table| table.iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
                assert_eq!(names(made), names(back), "{}", path.display());
                assert_eq!(rules(made), rules(back), "{}", path.display());
            }
        }
    }
}

#[test]
fn what_a_real_node_printed_is_printed_again() {
    for path in goldens(&["iptables.txt", "ip6tables.txt"]) {
        let text = read(&path);
        let dump = dump::read(&text);
        assert_eq!(dump.saved.len(), 1, "{}", path.display());
        let sorted = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&dump.saved[0].ruleset().to_string()), sorted(&text), "{}", path.display());
    }
}

#[test]
fn real_nodes_agree_with_their_clusters() {
    let all = goldens(&["iptables.txt", "ip6tables.txt", "nftables.txt", "nftables6.txt"]);
    assert!(all.len() > 400, "{} recordings", all.len());
    for path in all {
        let (analysis, options) = cluster(path.parent().expect("a case"));
        for flags in [false, true] {
            let parts = explained(&read(&path), &analysis, &options, flags);
            let found = differences(&parts);
            assert!(found.is_empty(), "{}: {found:?}", path.display());
        }
    }
}

/// The kinds of what is found in a recording of which a piece was replaced.
fn found_after(case: &str, file: &str, change: impl Fn(&str) -> String) -> Vec<DifferenceKind> {
    let case = root().join("tests/conformance/cases").join(case);
    let (analysis, options) = cluster(&case);
    let text = read(&case.join(file));
    let changed = change(&text);
    assert_ne!(changed, text, "the change changes something");
    let parts = explained(&changed, &analysis, &options, true);
    differences(&parts).iter().map(|one| one.kind).collect()
}

/// The text without the lines that hold a piece.
fn without(text: &str, piece: &str) -> String {
    text.lines().filter(|line| !line.contains(piece)).map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_change_to_a_real_dump_is_found() {
    use DifferenceKind::*;
    let three = "proxy/cluster-ip-three-endpoints";
    let endpoint = |text: &str| {
        let dnat = text.lines().find_map(|line| line.split("--to-destination ").nth(1));
        dnat.expect("an endpoint").to_owned()
    };
    let moved = |text: &str| {
        text.replace(&format!("--to-destination {}", endpoint(text)), "--to-destination 10.244.9.9:8080")
    };
    assert_eq!(found_after(three, "iptables.txt", moved), [StaleEndpoint, MissingEndpoint]);
    let unequal = |text: &str| without(text, "--probability 0.33333333349");
    assert_eq!(found_after(three, "iptables.txt", unequal), [MissingEndpoint]);
    let odd = |text: &str| text.replace("0.33333333349", "0.90000000000");
    assert_eq!(found_after(three, "iptables.txt", odd), [UnequalOdds]);
    let dead = |text: &str| text.replace(" -m statistic --mode random --probability 0.33333333349", "");
    assert_eq!(found_after(three, "iptables.txt", dead), [MissingEndpoint, DeadRule]);
    let unhooked = |text: &str| without(text, "-A PREROUTING");
    assert_eq!(found_after(three, "iptables.txt", unhooked), [NotHooked]);
    let left_over = |text: &str| format!("{text}*nat\n:KUBE-SVC-AAAAAAAAAAAAAAAA - [0:0]\nCOMMIT\n");
    assert_eq!(found_after(three, "iptables.txt", left_over), []);
    let gone = |text: &str| without(text, "KUBE-SVC-");
    assert_eq!(found_after(three, "iptables.txt", gone), [MissingService]);
    let masquerade = |text: &str| text.replace("! -s 10.244.0.0/16", "! -s 10.0.0.0/8");
    assert_eq!(found_after(three, "iptables.txt", masquerade), [Masquerade]);
    let node_port = |text: &str| text.replace("--dport 30", "--dport 31");
    assert_eq!(found_after("proxy/node-port-basic", "iptables.txt", node_port), [NodePort]);
    let only_loopback = |text: &str| without(text, "-A KUBE-NODEPORTS -p tcp");
    assert_eq!(found_after("proxy/node-port-basic", "iptables.txt", only_loopback), [NodePort]);
    let affinity = |text: &str| text.replace("--seconds 10800", "--seconds 600");
    assert_eq!(found_after("proxy/session-affinity-default-timeout", "iptables.txt", affinity), [Affinity]);
}

/// The rules of Services' own chains that are worth a look when one is lost.
fn own_rules(text: &str) -> impl Iterator<Item = &str> {
    let own = ["-A KUBE-SVC-", "-A KUBE-SVL-", "-A KUBE-EXT-", "-A KUBE-FW-", "-A KUBE-SEP-"];
    text.lines().filter(move |line| own.iter().any(|prefix| line.starts_with(prefix)))
}

#[test]
fn no_rule_of_a_service_is_lost_unseen() {
    let cases = [
        "proxy/cluster-ip-three-endpoints",
        "proxy/load-balancer-local-with-local-endpoint",
        "proxy/load-balancer-source-ranges-all",
        "proxy/node-port-local-affinity",
        "proxy/external-ips-cluster",
    ];
    for case in cases {
        let folder = root().join("tests/conformance/cases").join(case);
        let (analysis, options) = cluster(&folder);
        let text = read(&folder.join("iptables.txt"));
        for rule in own_rules(&text) {
            let changed: String =
                text.lines().filter(|line| *line != rule).map(|line| format!("{line}\n")).collect();
            let parts = explained(&changed, &analysis, &options, true);
            assert!(!differences(&parts).is_empty(), "{case}: nobody misses {rule}");
        }
    }
}

#[test]
fn every_change_to_a_real_listing_is_found() {
    use DifferenceKind::*;
    let three = "proxy/cluster-ip-three-endpoints";
    let moved = |text: &str| text.replacen("0 : 10.244.", "0 : 10.245.", 1);
    assert_eq!(found_after(three, "nftables.txt", moved), [StaleEndpoint, MissingEndpoint]);
    let gone =
        |text: &str| text.replace("10.96.2.3 . tcp", "10.96.2.99 . tcp").replace("goto service-", "goto x-");
    assert_eq!(found_after(three, "nftables.txt", gone), [MissingService]);
    let masquerade = |text: &str| text.replace("ip saddr != 10.244.0.0/16", "ip saddr != 10.0.0.0/8");
    assert_eq!(found_after(three, "nftables.txt", masquerade), [Masquerade]);
    let node_port = |text: &str| text.replace("tcp . 30", "tcp . 31");
    assert_eq!(found_after("proxy/node-port-basic", "nftables.txt", node_port), [NodePort]);
    let affinity = |text: &str| text.replace("timeout 3h", "timeout 10m");
    assert_eq!(found_after("proxy/session-affinity-default-timeout", "nftables.txt", affinity), [Affinity]);
}

/// What is found in a dump of the shop's node: the kind, and the Service port.
fn found_in(dump: &str) -> Vec<(DifferenceKind, String)> {
    found_against(dump, &read(&root().join("tests/dumps/shop.yaml")), None)
}

/// The same against other manifests, and as if it were from a node.
fn found_against(dump: &str, manifests: &str, node: Option<&str>) -> Vec<(DifferenceKind, String)> {
    let folder = root().join("tests/dumps");
    let files = vec![parse("shop.yaml".to_owned(), manifests.as_bytes().to_vec())];
    let analysis = analyze(files, &Options::default());
    let mut options = ProxyOptions::new(&Options::default());
    options.node = node.map(str::to_owned);
    let parts = explained(&read(&folder.join(dump)), &analysis, &options, false);
    let name = |one: &Difference| one.port.as_ref().map_or_else(String::new, |port| port.name.to_string());
    differences(&parts).into_iter().map(|one| (one.kind, name(one))).collect()
}

#[test]
fn both_tools_tell_the_same_of_a_node_that_is_behind() {
    use DifferenceKind::*;
    let expected = [
        (StaleEndpoint, "shop/cart:http"),
        (StaleEndpoint, "shop/cart:http"),
        (MissingEndpoint, "shop/cart:http"),
        (MissingEndpoint, "shop/search"),
        (StaleService, "shop/legacy:admin"),
        (Affinity, "shop/orders:grpc"),
        (NotInManifests, "kube-system/kube-dns:dns"),
        (NotInManifests, "kube-system/kube-dns:dns-tcp"),
    ];
    let expected = expected.map(|(kind, name)| (kind, name.to_owned()));
    assert_eq!(found_in("worker-1.iptables-save"), expected);
    assert_eq!(found_in("worker-1.nft"), expected);
}

#[test]
fn the_policy_local_is_that_of_the_node() {
    let shop = read(&root().join("tests/dumps/shop.yaml"));
    for dump in ["worker-1.iptables-save", "worker-1.nft"] {
        let found = found_against(dump, &shop, Some("worker-2"));
        let web: Vec<_> =
            found.iter().filter(|(_, port)| port == "shop/web:https").map(|(kind, _)| *kind).collect();
        assert_eq!(web, [DifferenceKind::StaleEndpoint, DifferenceKind::MissingEndpoint], "{dump}");
    }
}

#[test]
fn what_no_manifest_states_is_not_called_missing() {
    let services_alone = "
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: v1
kind: Service
metadata: {name: search, namespace: shop}
spec: {selector: {app: search}, ports: [{port: 80, targetPort: http}]}
";
    let found = found_against("1.17.iptables-save", services_alone, None);
    assert_eq!(found, [], "neither addresses nor Pods were given");
    let simulated = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: app, image: example.com/cart, ports: [{containerPort: 8080, name: http}]}]}
---
";
    let both = format!("{simulated}{services_alone}");
    assert_eq!(found_against("1.17.iptables-save", &both, None), [], "as many endpoints, on the same port");
    let other = both.replace("8080", "9090").replace("replicas: 2", "replicas: 3");
    let cart = "shop/cart:http".to_owned();
    assert_eq!(
        found_against("1.17.iptables-save", &other, None),
        [(DifferenceKind::EndpointPort, cart.clone()), (DifferenceKind::EndpointCount, cart)]
    );
}

#[test]
fn a_service_that_nobody_gave_is_judged_only_in_a_whole_cluster() {
    let shop = read(&root().join("tests/dumps/shop.yaml"));
    let kubernetes = "- apiVersion: v1\n  kind: Service\n  metadata: {name: kubernetes, namespace: default, uid: k}\n  \
                      spec: {clusterIP: 10.96.0.1, clusterIPs: [10.96.0.1], ports: [{name: https, port: 443}]}\n";
    let whole = format!("{shop}{kubernetes}");
    let analysis = analyze(vec![parse("shop.yaml".to_owned(), whole.into_bytes())], &Options::default());
    let options = ProxyOptions::new(&Options::default());
    let text = read(&root().join("tests/dumps/worker-1.nft"));
    let parts = explained(&text, &analysis, &options, false);
    let found = differences(&parts);
    let dns = found
        .iter()
        .filter(|one| one.port.as_ref().is_some_and(|port| port.name.starts_with("kube-system/kube-dns")));
    let dns: Vec<_> = dns.map(|one| (one.kind, one.certainty)).collect();
    assert_eq!(dns, [(DifferenceKind::StaleService, Certainty::Likely); 2]);
}

#[test]
fn the_forms_of_older_releases_mean_the_same() {
    use DifferenceKind::MissingService;
    let missing =
        |names: &[&str]| names.iter().map(|name| (MissingService, (*name).to_owned())).collect::<Vec<_>>();
    let others = missing(&["shop/legacy:http", "shop/orders:grpc", "shop/web:https"]);
    assert_eq!(found_in("1.17.iptables-save"), others);
    let others = missing(&["shop/cart:http", "shop/legacy:http", "shop/orders:grpc", "shop/search"]);
    assert_eq!(found_in("1.21.iptables-save"), others);
}

#[test]
fn whatever_the_text_it_is_read_without_a_panic() {
    let texts: Vec<String> =
        goldens(&["iptables.txt", "nftables.txt"]).iter().step_by(9).map(|path| read(path)).collect();
    let (analysis, options) =
        cluster(&root().join("tests/conformance/cases/proxy/cluster-ip-three-endpoints"));
    let mut state = 1_u64;
    let mut next = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound.max(1)
    };
    let pieces = [
        "\"",
        "{",
        "}",
        " -m ",
        "!",
        "\\",
        ":",
        "[9",
        " -j",
        "999999999999",
        "é",
        "\n",
        "/",
        "elements = {",
        "-A ",
    ];
    for round in 0..2_000 {
        let text = &texts[round % texts.len()];
        let mut letters: Vec<char> = text.chars().collect();
        for _ in 0..=next(6) {
            let at = next(letters.len());
            match next(3) {
                0 => letters.truncate(at.max(1)),
                1 => _ = letters.drain(at..(at + next(40)).min(letters.len())),
                _ => {
                    let piece = pieces[next(pieces.len())];
                    letters.splice(at..at, piece.chars());
                }
            }
        }
        let text: String = letters.into_iter().collect();
        explained(&text, &analysis, &options, false);
    }
}
