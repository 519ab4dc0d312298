//! What is known of the lines of a small rule set. That every line of the recorded cases is what it is taken for,
//! `tests/it/rule_lines.rs` holds.

use super::*;
use portolan_core::diagnostic::Lang;
use portolan_core::proxy::{Mode, ProxyOptions, plan};
use portolan_core::{Analysis, Options, analyze, parse};

const SHOP: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}, annotations: {portolan.dev/pod-ip: '10.244.1.5, 10.244.2.5'}}
    spec: {containers: [{name: app, image: example.com/app, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  clusterIP: 10.96.1.1
  selector: {app: web}
  ports: [{port: 80, targetPort: http, nodePort: 30080}]
";

fn analysis_of(text: &str) -> Analysis {
    analyze(vec![parse("shop.yaml".to_owned(), text.as_bytes().to_vec())], &Options::default())
}

fn listing_of(analysis: &Analysis, mode: Mode) -> Listing {
    let options = ProxyOptions { mode, ..ProxyOptions::new(&Options::default()) };
    Listing::new(analysis, &plan(&analysis.cluster, &analysis.slices, &options))
}

/// The line that has these words, and its place.
fn find(listing: &Listing, words: &str) -> usize {
    let found = (0..listing.lines.len()).find(|place| listing.line(*place).contains(words));
    found.unwrap_or_else(|| panic!("no line with {words} in\n{}", listing.text))
}

#[test]
fn a_rule_is_said_in_a_sentence_and_piece_by_piece() {
    let analysis = analysis_of(SHOP);
    let listing = listing_of(&analysis, Mode::Iptables);
    let said = |words: &str, lang| listing.explain(find(&listing, words), lang).sentence;
    let chain = "KUBE-SVC-LOLE4ISW44XBNF3G";
    assert_eq!(
        said("cluster IP\" -m tcp --dport 80 -j KUBE-SVC", Lang::En),
        format!(
            "if the destination is 10.96.1.1, the cluster IP of default/web, and the port is 80/TCP: the packet \
                 goes on in `{chain}`, which shares connections out among 2 endpoints: 10.244.1.5:8080 50 %, \
                 10.244.2.5:8080 50 %"
        )
    );
    let lot = said("--probability 0.5", Lang::Ja);
    assert!(lot.starts_with("2回に1回（無作為）のとき: `KUBE-SEP-"), "{lot}");
    let dnat = said("--to-destination 10.244.1.5:8080", Lang::En);
    assert!(dnat.starts_with("the destination becomes Pod web-"), "{dnat}");
    let mark = said("! -s 10.244.0.0/16", Lang::En);
    assert!(mark.starts_with("if it does not come from a Pod (source outside 10.244.0.0/16), and"), "{mark}");
    let pieces = listing.explain(find(&listing, "-j KUBE-MARK-MASQ"), Lang::En).pieces;
    assert!(pieces.iter().any(|piece| piece.acts) && pieces.len() > 1, "{pieces:?}");
}

#[test]
fn the_caret_on_a_target_port_finds_the_rule_that_rewrites_the_destination() {
    let analysis = analysis_of(SHOP);
    for (mode, words) in
        [(Mode::Iptables, "-j DNAT"), (Mode::Nftables, "dnat ip to"), (Mode::Ipvs, "  -> 10.244.1.5:8080")]
    {
        let listing = listing_of(&analysis, mode);
        let line = &listing.lines[find(&listing, words)];
        let paths: Vec<&str> = line.origins.iter().map(|origin| origin.path.as_str()).collect();
        assert!(paths.contains(&"spec.ports[0].targetPort"), "{mode:?} {paths:?}");
        assert!(
            paths.contains(&"spec.template.spec.containers[0].ports[0].containerPort"),
            "{mode:?} {paths:?}"
        );
    }
}

#[test]
fn a_service_port_has_its_ways_in_first_and_its_endpoints_last() {
    let analysis = analysis_of(SHOP);
    let listing = listing_of(&analysis, Mode::Iptables);
    let groups = groups(&listing, None);
    assert_eq!(groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["default/web", ""]);
    let chains: Vec<&str> =
        groups[0].blocks.iter().map(|block| block.chain.get(..9).unwrap_or(&block.chain)).collect();
    assert_eq!(chains, ["KUBE-NODE", "KUBE-SERV", "KUBE-EXT-", "KUBE-SVC-", "KUBE-SEP-", "KUBE-SEP-"]);
}

#[test]
fn a_service_that_is_gone_keeps_a_group_of_its_own() {
    let (one, other) = (
        analysis_of(SHOP),
        analysis_of(&SHOP.replace("name: web}\nspec:\n  type", "name: api}\nspec:\n  type")),
    );
    let (before, after) = (listing_of(&one, Mode::Nftables), listing_of(&other, Mode::Nftables));
    let groups = groups(&after, Some(&before));
    assert_eq!(
        groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(),
        ["default/api", "default/web", ""]
    );
    let gone = groups[1].rules(&after, Some(&before)).all(|(change, _)| matches!(change, Change::Gone(_)));
    assert!(gone && groups[0].rules(&after, Some(&before)).count() > 3);
}

#[test]
fn what_is_gone_stands_where_it_stood() {
    let (one, other) = (analysis_of(SHOP), analysis_of(&SHOP.replace("replicas: 2", "replicas: 1")));
    let (before, after) = (listing_of(&one, Mode::Iptables), listing_of(&other, Mode::Iptables));
    let all = changes(&before, &after);
    let gone: Vec<&str> = all
        .iter()
        .filter_map(|change| if let Change::Gone(place) = change { Some(before.line(*place)) } else { None })
        .collect();
    assert!(gone.iter().any(|line| line.contains("--to-destination 10.244.2.5:8080")), "{gone:?}");
    let new = all.iter().filter(|change| matches!(change, Change::New(_))).count();
    assert_eq!(all.len(), gone.len() + after.lines.len());
    assert!(new <= 1, "{new}");
    assert!(changes(&before, &before).iter().all(|change| matches!(change, Change::Same(_))));
}
