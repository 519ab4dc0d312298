//! The run: every scenario in every mode, several at a time, each in a network of its own.

use std::collections::BTreeMap;
use std::fs;
use std::net::{IpAddr, Ipv4Addr};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Instant;

use anyhow::{Context, Error, Result, bail};
use serde_json::{Value, json};

use super::Choice;
use super::outcome::{self, Share};
use super::portolan::{Cluster, Portolan};
use super::rules;
use super::scenario::{self, Client, Manner, Mode, Probe, Protocol, Scenario};
use super::table::{Row, Table};
use super::world::World;
use crate::shell;

/// Where the scenarios are.
const SCENARIOS: &str = "tests/netns";

/// How many networks stand at a time: most of the time they wait for answers that do not come.
const AT_A_TIME: usize = 4;

/// How long to wait where every connection is answered, in milliseconds. Between namespaces a refusal by ICMP may come
/// back before the system call that sends the packet has let go of the socket; TCP then hears only the one to its second
/// attempt, a second later, or, where the machine stalls, to the ones after three and seven.
const PATIENCE: u64 = 8_000;

/// How long to wait where no connection is answered: TCP has tried twice.
const NO_SECOND_ANSWER: u64 = 1_800;

/// How long to wait where some connections are answered and others are not: less than the second after which TCP tries
/// again and chance would decide anew.
const NO_SECOND_CHANCE: u64 = 900;

/// How long to wait for an answer that does not come over UDP.
const NO_ANSWER: u64 = 300;

/// A scenario in a mode.
struct Case<'a> {
    scenario: &'a Scenario,
    mode: Mode,
    probes: Vec<Probe>,
}

/// What is left of a run.
pub(super) struct Finished {
    /// An error if a comparison failed or could not be made.
    pub(super) verdict: Result<()>,
    /// The networks, if they are to be kept.
    pub(super) worlds: Vec<World>,
}

/// Runs what is chosen and prints the table.
pub(super) fn all(choice: &Choice) -> Result<Finished> {
    let started = Instant::now();
    let scratch = shell::target().join("netns");
    fs::create_dir_all(&scratch).with_context(|| format!("cannot make {}", scratch.display()))?;
    let portolan = Portolan(choice.portolan.clone().context("no --portolan")?);
    own_names()?;
    let scenarios = scenario::read_all(&shell::root().join(SCENARIOS), &scratch)?;
    let cases = cases(&scenarios, choice.only.as_deref());
    if cases.is_empty() {
        bail!("no probe of {SCENARIOS} is meant by --only");
    }
    let mut table = Table::default();
    let worlds = in_order(
        &cases,
        |index, case| verify(&portolan, case, index),
        |case, (rows, world)| {
            table.print(&case.scenario.title, &case.scenario.name, case.mode, rows);
            world.filter(|_| choice.keep)
        },
    );
    Ok(Finished { verdict: table.finish(started.elapsed()), worlds: worlds.into_iter().flatten().collect() })
}

/// The names of network namespaces are files: those of this run are in memory, seen by nobody else.
fn own_names() -> Result<()> {
    rules::run(Command::new("mount").args(["-t", "tmpfs", "portolan", "/run"]), "mount /run", None)?;
    Ok(fs::create_dir_all("/run/netns")?)
}

/// Every scenario in every mode, with the probes that are meant.
fn cases<'a>(scenarios: &'a [Scenario], only: Option<&str>) -> Vec<Case<'a>> {
    let meant = |scenario: &Scenario, mode: Mode, probe: &Probe| {
        let line = format!("{} {} {probe}", scenario.name, mode.name());
        probe.only.is_none_or(|only| only == mode) && only.is_none_or(|text| line.contains(text))
    };
    let case = |scenario: &'a Scenario, mode| {
        let probes: Vec<_> =
            scenario.probes.iter().filter(|probe| meant(scenario, mode, probe)).cloned().collect();
        (!probes.is_empty()).then_some(Case { scenario, mode, probes })
    };
    scenarios
        .iter()
        .flat_map(|scenario| Mode::ALL.into_iter().filter_map(move |mode| case(scenario, mode)))
        .collect()
}

/// Does the work of all cases, some at a time, and hands each one's result on as soon as those before it are.
fn in_order<'a, T: Send, K>(
    cases: &[Case<'a>],
    work: impl Fn(usize, &Case<'a>) -> T + Sync,
    mut then: impl FnMut(&Case<'a>, T) -> K,
) -> Vec<K> {
    let next = AtomicUsize::new(0);
    let (done, results) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            let (done, next, work) = (done.clone(), &next, &work);
            scope.spawn(move || {
                let turns = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
                for (index, case) in turns.map_while(|index| Some((index, cases.get(index)?))) {
                    drop(done.send((index, work(index, case))));
                }
            });
        }
        drop(done);
        let mut waiting = BTreeMap::new();
        let mut kept = Vec::new();
        for (index, result) in results {
            waiting.insert(index, result);
            while let Some((case, result)) = cases.get(kept.len()).zip(waiting.remove(&kept.len())) {
                kept.push(then(case, result));
            }
        }
        kept
    })
}

/// Builds the network of a case and compares; what goes wrong on the way is a row of its own.
fn verify(portolan: &Portolan, case: &Case<'_>, index: usize) -> (Vec<Row>, Option<World>) {
    let built = portolan.cluster(case.scenario).and_then(|cluster| {
        let world = World::build(format!("w{index}-"), &cluster, case.mode, &case.probes)?;
        Ok((cluster, world))
    });
    let (cluster, mut world) = match built {
        Ok(built) => built,
        Err(error) => return (vec![Row::broken("the network", &error)], None),
    };
    let mut rows = load(portolan, case, &cluster, &world);
    if !rows.iter().any(Row::is_broken) {
        rows.extend(case.probes.iter().map(|probe| {
            compare(portolan, case, &cluster, &mut world, probe)
                .unwrap_or_else(|error| Row::broken(&probe.to_string(), &error))
        }));
    }
    (rows, Some(world))
}

/// Loads the rules of every node in each of its families and compares what the kernel lists.
fn load(portolan: &Portolan, case: &Case<'_>, cluster: &Cluster, world: &World) -> Vec<Row> {
    let mut rows = Vec::new();
    for node in &cluster.nodes {
        for ipv6 in [false, true] {
            if node.addresses.iter().any(|address| address.is_ipv6() == ipv6) {
                let what = format!("rules of {}{}", node.name, if ipv6 { ", IPv6" } else { "" });
                let row = load_on(portolan, case, (&node.name, &world.node(&node.name)), ipv6, &what);
                rows.push(row.unwrap_or_else(|error| Row::broken(&what, &error)));
            }
        }
    }
    rows
}

/// Loads the rules of one family on a node, of which the name and the namespace are given: those of iptables first as
/// kube-proxy writes them, then as they are listed.
fn load_on(
    portolan: &Portolan,
    case: &Case<'_>,
    (node, namespace): (&str, &str),
    ipv6: bool,
    what: &str,
) -> Result<Row> {
    let text = portolan.rules(case.scenario, case.mode, node, ipv6)?;
    let listed = || Ok::<_, Error>(rules::difference(&text, &rules::list(namespace, case.mode, ipv6)?));
    let mut difference = None;
    if case.mode == Mode::Iptables {
        rules::load_as_written(namespace, ipv6, &portolan.restore(case.scenario, node, ipv6)?)?;
        difference = listed()?.map(|fault| format!("from --restore: {fault}"));
    }
    rules::load(namespace, case.mode, ipv6, &text)?;
    Ok(Row::rules(what, text.lines().count(), difference.or(listed()?)))
}

/// Opens the connections of a probe and compares how they end with what the trace foretells.
fn compare(
    portolan: &Portolan,
    case: &Case<'_>,
    cluster: &Cluster,
    world: &mut World,
    probe: &Probe,
) -> Result<Row> {
    let expected = portolan.trace(case.scenario, case.mode, probe)?;
    let connections = world.connect(cluster, probe, &request(probe, &expected))?;
    let seen = outcome::count(&connections, probe);
    let verdict = outcome::compare(&expected, &seen, probe.manner);
    Ok(Row::probe(probe, &expected, &seen, verdict))
}

/// What the agent is asked to do.
fn request(probe: &Probe, expected: &[Share]) -> Value {
    let count = outcome::connections(expected, probe.manner);
    let lost = expected.iter().filter(|share| share.outcome.result == "timeout").count();
    let milliseconds = match probe.protocol {
        Protocol::Udp if lost == expected.len() => NO_ANSWER,
        Protocol::Tcp if lost > 0 && lost < expected.len() => NO_SECOND_CHANCE,
        _ if lost > 0 => NO_SECOND_ANSWER,
        _ => PATIENCE,
    };
    let sources: Vec<IpAddr> = match (probe.manner, &probe.from) {
        (Manner::Crowd, Client::Outside(IpAddr::V4(from))) => crowd(*from, count),
        (_, Client::Outside(from)) => vec![*from],
        _ => Vec::new(),
    };
    json!({
        "protocol": probe.protocol.name(),
        "to": probe.to,
        "sources": sources,
        "count": count,
        "workers": if probe.manner == Manner::Sticks { 1 } else { 32 },
        "milliseconds": milliseconds,
    })
}

/// So many addresses, counted up from one.
fn crowd(from: Ipv4Addr, count: usize) -> Vec<IpAddr> {
    let steps = 0..u32::try_from(count).unwrap_or(u32::MAX);
    steps.map(|step| Ipv4Addr::from_bits(from.to_bits().saturating_add(step)).into()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_is_counted_up() {
        let crowd = crowd([198, 18, 0, 255].into(), 2);
        assert_eq!(crowd, [IpAddr::from([198, 18, 0, 255]), IpAddr::from([198, 18, 1, 0])]);
    }
}
