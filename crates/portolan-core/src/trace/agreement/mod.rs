//! The modes of kube-proxy agree: over clusters drawn by lot, a packet has the same outcomes in each of them, but for
//! what they are known to do differently.

mod differences;
mod examples;
mod scene;

use super::{Client, Ending, Receiver, Request, Stage, Step, Target, Trace, trace};
use crate::Analysis;
use crate::object::Protocol;
use crate::proxy::{Mode, ProxyOptions};
use crate::workload::PodId;
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use scene::scene;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Question {
    from: Client,
    to: SocketAddr,
    protocol: Protocol,
}

/// What may come of it, and how likely it is.
type Distribution = BTreeMap<End, f64>;

/// How it ends, in which Pod, and where it arrives and from whom, unless it comes to nobody.
type End = (Ending, Option<PodId>, Option<(SocketAddr, IpAddr)>);

fn ask(analysis: &Analysis, options: &ProxyOptions, question: &Question, mode: Mode) -> Distribution {
    let to = Target::new(question.to.ip().to_string(), question.to.port());
    let proxy = ProxyOptions { mode, ..options.clone() };
    let request = Request { from: question.from.clone(), to, protocol: question.protocol, proxy };
    let trace = trace(&analysis.cluster, &analysis.slices, &request);
    if mode == Mode::Iptables {
        assert!(trace.steps.iter().all(is_in_units_of_the_kernel), "{trace:#?}");
    }
    distribution(&trace)
}

/// The kernel compares 31 random bits with a number; what is left to later rules is exact, too.
fn is_in_units_of_the_kernel(step: &Step) -> bool {
    let by_rule = !matches!(step.stage, Stage::Dns | Stage::Outside);
    !by_rule || step.odds.iter().all(|odds| (odds * 2_f64.powi(31)).fract() == 0.0)
}

fn distribution(trace: &Trace) -> Distribution {
    let mut result = Distribution::new();
    for end in &trace.ends {
        let pod = if let Receiver::Pod(id, _) = end.receiver { Some(id) } else { None };
        let packet = end.packet.as_ref().filter(|_| end.receiver != Receiver::Nobody);
        let arrived = packet.map(|packet| (packet.destination, packet.source));
        *result.entry((end.ending, pod, arrived)).or_default() += end.probability;
    }
    result
}

/// One that is certain, of a packet that comes to nobody.
fn certain(ending: Ending) -> Distribution {
    Distribution::from([((ending, None, None), 1.0)])
}

fn close(one: &Distribution, other: &Distribution, tolerance: f64) -> bool {
    let keys: BTreeSet<_> = one.keys().chain(other.keys()).collect();
    let share = |of: &Distribution, key| of.get(key).copied().unwrap_or_default();
    keys.into_iter().all(|key| (share(one, key) - share(other, key)).abs() <= tolerance)
}

/// Every client and every address that matters.
fn questions(analysis: &Analysis) -> Vec<Question> {
    let cluster = &analysis.cluster;
    let pods = (0..cluster.pods.len()).map(|index| Client::Pod(PodId(index as u32)));
    let nodes = (0..cluster.nodes.len()).map(Client::Node);
    let outside =
        ["203.0.113.7", "198.51.100.200"].map(|ip| Client::Outside(ip.parse().expect("an address")));
    let clients: Vec<_> = pods.chain(nodes).chain(outside).collect();
    let targets = targets(analysis);
    let all = clients.iter().flat_map(|from| {
        let to = targets.iter();
        to.map(|(to, protocol)| Question { from: from.clone(), to: *to, protocol: *protocol })
    });
    all.collect()
}

fn targets(analysis: &Analysis) -> Vec<(SocketAddr, Protocol)> {
    let cluster = &analysis.cluster;
    let mut own: Vec<IpAddr> = cluster.nodes.iter().flat_map(|node| node.internal_ips.clone()).collect();
    own.extend([IpAddr::from(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST.into()]);
    let odd =
        ["10.96.9.9:80", "[fd00:10:96::9]:80", "192.0.2.1:80", "[2001:db8::1]:80", "0.0.0.0:0", "[::]:1"];
    let odd = odd.into_iter().map(|to| (to.parse().expect("an address and a port"), Protocol::Tcp));
    let mut targets: Vec<_> = odd.collect();
    for service in &cluster.services {
        let ingress = service.load_balancer.ingress.iter().filter_map(|one| one.ip);
        let ips =
            service.cluster_ips.iter().copied().chain(service.external_ips.iter().copied()).chain(ingress);
        for ip in ips {
            targets.push((SocketAddr::new(ip, 81), Protocol::Tcp));
            targets.extend(service.ports.iter().map(|port| (SocketAddr::new(ip, port.port), port.protocol)));
        }
        for port in service.ports.iter().filter(|port| port.node_port != 0) {
            targets.extend(own.iter().map(|ip| (SocketAddr::new(*ip, port.node_port), port.protocol)));
        }
    }
    for pod in &cluster.pods {
        targets.extend(pod.ips.iter().map(|ip| (SocketAddr::new(*ip, 8080), Protocol::Tcp)));
    }
    targets
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 128,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x706f_7274),
        max_shrink_iters: 400,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nftables_mode_differs_from_iptables_mode_only_where_it_should(scene in scene(), start in 0_usize..29) {
        let analysis = scene.analysis();
        let options = scene.options(&analysis);
        for question in questions(&analysis).into_iter().skip(start).step_by(29) {
            let iptables = ask(&analysis, &options, &question, Mode::Iptables);
            let nftables = ask(&analysis, &options, &question, Mode::Nftables);
            for one in [&iptables, &nftables] {
                prop_assert!((one.values().sum::<f64>() - 1.0).abs() < 1e-9, "{one:#?}");
            }
            let (why, expected) = differences::of_nftables(&analysis, &options, &question, &iptables);
            let explained = format!("{why}\n{question:?}\n{iptables:#?}\n{nftables:#?}\n{}", scene.manifests());
            prop_assert!(close(&nftables, &expected, 1e-6), "{explained}");
        }
    }

    #[test]
    fn ipvs_mode_differs_from_iptables_mode_only_where_it_should(scene in scene(), start in 0_usize..29) {
        let analysis = scene.analysis();
        let options = scene.options(&analysis);
        for question in questions(&analysis).into_iter().skip(start).step_by(29) {
            let iptables = ask(&analysis, &options, &question, Mode::Iptables);
            let ipvs = ask(&analysis, &options, &question, Mode::Ipvs);
            prop_assert!((ipvs.values().sum::<f64>() - 1.0).abs() < 1e-9, "{ipvs:#?}");
            let (why, expected) = differences::of_ipvs(&analysis, &options, &question, &iptables);
            let explained = format!("{why}\n{question:?}\n{iptables:#?}\n{ipvs:#?}\n{}", scene.manifests());
            prop_assert!(expected.holds(&ipvs), "{explained}");
        }
    }
}
