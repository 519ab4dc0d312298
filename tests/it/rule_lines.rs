//! The lines of rule sets as the page shows them, over all recorded cases: one behind the other they are the text that
//! the command prints, and each is the rule or the element for which it is taken.

use portolan_core::diagnostic::Lang;
use portolan_core::object::IpFamily;
use portolan_core::proxy::{Mode, Plan, ProxyOptions, iptables, ipvs, nftables, plan};
use portolan_core::{Options, analyze, parse};
use portolan_render::rules::{Listing, Part, groups};
use portolan_render::{ipvs_text, rules_text};
use std::path::PathBuf;

const MODES: [Mode; 3] = [Mode::Iptables, Mode::Nftables, Mode::Ipvs];

/// What a listing is the text of.
enum Written {
    Iptables(iptables::Ruleset),
    Nftables(nftables::Table),
    Ipvs(ipvs::VirtualServers, iptables::Ruleset),
}

impl Written {
    /// What kube-proxy writes for a plan, made without a listing.
    fn of(plan: &Plan<'_>) -> Self {
        match plan.mode {
            Mode::Iptables => Self::Iptables(iptables::ruleset(plan)),
            Mode::Nftables => Self::Nftables(nftables::table(plan)),
            Mode::Ipvs => {
                let servers = ipvs::virtual_servers(plan);
                let rules = ipvs::ruleset(plan, &servers);
                Self::Ipvs(servers, rules)
            }
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Iptables(rules) => rules_text(rules),
            Self::Nftables(table) => rules_text(table),
            Self::Ipvs(servers, rules) => ipvs_text(servers, rules),
        }
    }
}

/// Whether a line is the rule or the element for which it is taken.
fn is_itself(listing: &Listing, written: &Written, place: usize) -> bool {
    let line = &listing.lines[place];
    let text = listing.line(place);
    let chain = listing.chain_of(place);
    let family = listing.family;
    match (written, line.part, chain) {
        (Written::Iptables(rules) | Written::Ipvs(_, rules), Part::Rule(index), Some(chain)) => {
            let table = if chain.table == "nat" { &rules.nat } else { &rules.filter };
            let rule = table.chain(&chain.name).and_then(|known| known.rules.get(index));
            rule.is_some_and(|rule| rule.text(&chain.name, family) == text)
        }
        (Written::Nftables(table), Part::Rule(index), Some(chain)) => {
            let rule = table.chain(&chain.name).and_then(|known| known.rules.get(index));
            rule.is_some_and(|rule| rule.text(family) == text.trim_start())
        }
        (Written::Nftables(table), Part::Element(index), Some(chain)) => {
            let map = table.maps.iter().find(|(map, _)| map.name() == chain.name);
            let element = map.and_then(|(map, elements)| {
                elements.iter().nth(index).map(|(key, one)| map.bare_element_text(*key, one))
            });
            element.is_some_and(|element| text.contains(&element))
        }
        (Written::Iptables(_) | Written::Ipvs(..), Part::Head, Some(chain)) if !chain.table.is_empty() => {
            text.starts_with(&format!(":{} ", chain.name))
        }
        (Written::Nftables(_), Part::Head, Some(chain)) => {
            chain.head != place || text.contains(&format!(" {} {{", chain.name))
        }
        (Written::Nftables(_), Part::Tail, _) => text == "\t}" || text.is_empty() || text.ends_with(" }"),
        (Written::Ipvs(servers, _), Part::Server(index), _) => {
            let ((ip, port, _), _) = servers.in_order()[index];
            text.contains(&format!(" {} ", std::net::SocketAddr::new(*ip, *port)))
        }
        (_, Part::RealServer(..), _) => text.starts_with("  -> "),
        (_, Part::Entry(set), _) => text.starts_with(&format!("add {} ", set.name(family))),
        (_, Part::Bound, _) => text.parse::<std::net::IpAddr>().is_ok(),
        (_, Part::Addresses, _) => text.contains(['.', ':']),
        (_, Part::Frame, None) => true,
        (Written::Ipvs(..), Part::Head, Some(_)) => true,
        _ => false,
    }
}

fn hold(listing: &Listing, written: &Written, name: &str) {
    for place in 0..listing.lines.len() {
        let line = &listing.lines[place];
        assert!(is_itself(listing, written, place), "{name}: {:?} {}", line.part, listing.line(place));
        // kube-proxy of old declares chains that nothing leads to.
        let own = listing.chain_of(place).is_some_and(|chain| chain.is_own() && chain.first != chain.head);
        assert!(!own || line.port.is_some(), "{name}: no Service port for {}", listing.line(place));
        if line.part.is_rule() {
            let text = listing.line(place);
            let said = listing.explain(place, if place % 2 == 0 { Lang::En } else { Lang::Ja });
            assert!(!said.sentence.is_empty() && !said.sentence.contains('{'), "{name}: {said:?} of {text}");
            let strange = said.pieces.iter().find(|piece| !text.contains(&piece.code));
            assert!(strange.is_none(), "{name}: {strange:?} in {text}");
        }
    }
    let groups = groups(listing, None);
    let grouped = groups.iter().flat_map(|group| &group.blocks).flat_map(|block| &block.lines);
    let grouped = grouped.filter_map(|change| change.of(listing, None)).map(|(_, place)| place);
    let mut grouped: Vec<usize> = grouped.collect();
    grouped.sort_unstable();
    assert!(grouped.into_iter().eq(0..listing.lines.len()), "{name}: a line is in no group, or in two");
}

#[test]
fn the_lines_of_all_recorded_cases_are_the_text_and_know_what_they_are() {
    let files: Vec<PathBuf> = crate::files_below(&crate::root().join("tests/conformance/cases"), ".yaml")
        .into_iter()
        .filter(|file| file.file_name().is_some_and(|name| name == "input.yaml" || name == "snapshot.yaml"))
        .collect();
    assert!(files.len() > 200, "{} cases", files.len());
    for (number, file) in files.iter().enumerate() {
        let text = std::fs::read(file).expect("a case");
        let analysis = analyze(vec![parse("input.yaml".to_owned(), text)], &Options::default());
        for mode in MODES {
            let second = if number % 4 == 0 { Some(IpFamily::V6) } else { None };
            for family in [IpFamily::V4].into_iter().chain(second) {
                let options = ProxyOptions { mode, family, ..ProxyOptions::new(&Options::default()) };
                let mut plan = plan(&analysis.cluster, &analysis.slices, &options);
                plan.kubernetes = 17 + u32::try_from(number).expect("a number") % 20;
                let listing = Listing::new(&analysis, &plan);
                let name = format!("{} {mode:?} {family} 1.{}", file.display(), plan.kubernetes);
                let written = Written::of(&plan);
                assert_eq!(listing.text, written.text(), "{name}");
                let lines: Vec<&str> = (0..listing.lines.len()).map(|place| listing.line(place)).collect();
                assert_eq!(lines.join("\n") + "\n", listing.text, "{name}");
                hold(&listing, &written, &name);
            }
        }
    }
}
