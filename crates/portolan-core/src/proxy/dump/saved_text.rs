//! The text of `iptables-save` and `ip6tables-save`, of whatever programs wrote the rules.
//!
//! Both variants of iptables print it, with counters (`-c`) or without, and with comments of their own around it. A
//! file may hold the text of both families, one behind the other.

use super::problem::{NO_TABLE, NOT_A_RULE, NOT_FINISHED, OPEN_QUOTE, VALUE_MISSING};
use super::{Problem, SavedChain, SavedRule, SavedRules, SavedTable};
use crate::diagnostic::Arg;
use crate::object::IpFamily;
use crate::proxy::iptables::{BadRule, parse_rule};
use portolan_yaml::collections::BTreeMap;

/// Reads a text; what cannot be read is told, and does not keep the rest from being read.
pub(super) fn read(text: &str) -> (Vec<SavedRules>, Vec<Problem>) {
    let mut reading = Reading::default();
    let blocks = blocks(text);
    let mut known = blocks.iter().find_map(|block| block.family).unwrap_or(IpFamily::V4);
    for block in blocks {
        known = block.family.unwrap_or(known);
        reading.take(block, known);
    }
    (reading.families, reading.problems)
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    families: Vec<SavedRules>,
    problems: Vec<Problem>,
}

/// The lines of one table.
#[derive(Default)]
struct Block<'t> {
    /// The line of its head, from 1; 0 for lines before the first table.
    start: u32,
    lines: Vec<(u32, &'t str)>,
    /// The family, where an address or the comment of the tool tells it.
    family: Option<IpFamily>,
}

/// The tables of a text, behind what stands before the first of them.
fn blocks(text: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut tool) = (vec![Block::default()], None);
    for (line, number) in text.lines().zip(1_u32..) {
        let line = line.trim();
        if line.starts_with('*') {
            blocks.push(Block { start: number, lines: Vec::new(), family: tool });
        }
        if line.starts_with('#') && line.contains("tables-save") {
            tool = Some(if line.contains("ip6tables-save") { IpFamily::V6 } else { IpFamily::V4 });
        } else if let Some(block) = blocks.last_mut().filter(|_| !line.is_empty() && !line.starts_with('#')) {
            block.lines.push((number, line));
        }
    }
    for block in &mut blocks {
        block.family = block.told_by_addresses().or(block.family);
    }
    blocks
}

impl Reading {
    fn take(&mut self, block: Block<'_>, family: IpFamily) {
        let mut lines = block.lines.into_iter();
        let name = if block.start == 0 { None } else { lines.next() };
        let Some(name) = name.and_then(|(_, head)| head.strip_prefix('*')) else {
            if let Some((number, _)) = lines.next() {
                self.problems.push(Problem::new(number, 1, NO_TABLE.message()));
            }
            return;
        };
        let mut table = Filling::new(name.trim(), block.start);
        let mut finished = false;
        for (number, line) in lines {
            finished |= line == "COMMIT";
            if let Err(problem) = table.line(number, line, family) {
                self.problems.push(problem);
            }
        }
        if !finished {
            let name = [("table", Arg::code(name))];
            self.problems.push(Problem::new(block.start, 1, NOT_FINISHED.with(name)));
        }
        let table = table.table;
        match self.families.iter_mut().find(|known| known.family == family) {
            Some(known) => known.tables.push(table),
            None => self.families.push(SavedRules { family, tables: vec![table] }),
        }
    }
}

impl Block<'_> {
    /// The family of the first address of a rule.
    fn told_by_addresses(&self) -> Option<IpFamily> {
        self.lines.iter().find_map(|(_, line)| {
            let mut words = line.split_ascii_whitespace();
            words.find(|word| matches!(*word, "-s" | "-d"))?;
            let address = words.next()?.split('/').next()?.parse().ok()?;
            Some(IpFamily::of(address))
        })
    }
}

/// A table that is being read.
struct Filling {
    table: SavedTable,
    places: BTreeMap<Box<str>, usize>,
}

impl Filling {
    fn new(name: &str, line: u32) -> Self {
        let table = SavedTable { name: name.into(), line, chains: Vec::new() };
        Self { table, places: BTreeMap::new() }
    }

    fn line(&mut self, number: u32, line: &str, family: IpFamily) -> Result<(), Problem> {
        if line == "COMMIT" {
            return Ok(());
        }
        if let Some(declared) = line.strip_prefix(':') {
            let mut words = declared.split_ascii_whitespace();
            let name = words.next().unwrap_or_default();
            let policy = words.next().filter(|policy| *policy != "-");
            if let Some(chain) = self.chain(name, number) {
                chain.policy = policy.map(Into::into);
            }
            return Ok(());
        }
        let (packets, rest) = counters(line);
        let body = rest.strip_prefix("-A ").map(str::trim_start).filter(|body| !body.is_empty());
        let body = body.ok_or_else(|| Problem::new(number, 1, NOT_A_RULE.message()))?;
        let (name, words) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
        let offset = line.len() - words.len();
        let rule = parse_rule(words, family).map_err(|bad| bad_rule(bad, number, offset))?;
        if let Some(chain) = self.chain(name, number) {
            chain.rules.push(SavedRule { line: number, packets, rule });
        }
        Ok(())
    }

    /// The chain of that name, which is made if it is new.
    fn chain(&mut self, name: &str, line: u32) -> Option<&mut SavedChain> {
        let chains = &mut self.table.chains;
        let place = match self.places.get(name) {
            Some(place) => *place,
            None => {
                self.places.insert(name.into(), chains.len());
                chains.push(SavedChain { name: name.into(), line, policy: None, rules: Vec::new() });
                chains.len() - 1
            }
        };
        chains.get_mut(place)
    }
}

/// `[12:345] -A …`: the packets, and the line without its counters.
fn counters(line: &str) -> (Option<u64>, &str) {
    let split = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    match split {
        Some((counters, rest)) => {
            (counters.split(':').next().and_then(|packets| packets.parse().ok()), rest.trim_start())
        }
        None => (None, line),
    }
}

fn bad_rule(bad: BadRule, line: u32, offset: usize) -> Problem {
    let (at, message) = match bad {
        BadRule::Quote(at) => (at, OPEN_QUOTE.message()),
        BadRule::Value(at) => (at, VALUE_MISSING.message()),
    };
    Problem::new(line, u32::try_from(offset + at + 1).unwrap_or(u32::MAX), message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::iptables::Target;

    const COUNTED: &str = "# Generated by iptables-save v1.8.9 (nf_tables)
*nat
:PREROUTING ACCEPT [3:180]
:KUBE-SERVICES - [0:0]
[7:420] -A PREROUTING -m comment --comment \"kubernetes service portals\" -j KUBE-SERVICES
-A KUBE-SERVICES -m comment --comment \"open
-A KUBE-LATE -j ACCEPT
COMMIT
*filter
:FORWARD DROP [0:0]
COMMIT
# Completed
";

    #[test]
    fn a_line_that_cannot_be_read_costs_nothing_else() {
        let (families, problems) = read(COUNTED);
        let [rules] = families.as_slice() else { panic!("one family") };
        let nat = rules.table("nat").expect("the table");
        assert_eq!(nat.chain("PREROUTING").map(|chain| chain.rules[0].packets), Some(Some(7)));
        assert_eq!(nat.chain("KUBE-LATE").map(|chain| (chain.line, chain.rules.len())), Some((7, 1)));
        let places: Vec<_> = problems.iter().map(|problem| (problem.line, problem.column)).collect();
        assert_eq!(places, [(6, 39)]);
    }

    #[test]
    fn a_policy_is_the_last_rule_of_its_chain() {
        let (families, _) = read(COUNTED);
        let ruleset = families[0].ruleset();
        let forward = ruleset.filter.chain("FORWARD").expect("the chain");
        assert_eq!(forward.rules.iter().map(|rule| &rule.target).collect::<Vec<_>>(), [&Some(Target::Drop)]);
    }

    #[test]
    fn the_families_of_one_file_are_told_apart() {
        let both =
            "*nat\n-A A -d 10.96.0.1/32 -j ACCEPT\nCOMMIT\n*nat\n-A A -d fd00::1/128 -j ACCEPT\nCOMMIT\n";
        let families: Vec<_> = read(both).0.iter().map(|rules| rules.family).collect();
        assert_eq!(families, [IpFamily::V4, IpFamily::V6]);
        let (_, problems) = read("-A A -j ACCEPT\n*nat\n");
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [1, 2]);
    }
}
