//! What kube-proxy writes to `iptables-restore`, and the calls of `iptables` that it makes besides.
//!
//! Its rules are spelled as its source puts the arguments together; `iptables-save` spells the same rules in an order
//! of its own.

use super::text::{names, sign};
use super::{Address, Match, Rule, Ruleset, Table, Target};
use crate::object::{IpFamily, Protocol};
use crate::proxy::Mode;
use std::fmt::{Display, Formatter, Result};

/// The input of `iptables-restore --noflush --counters`.
#[derive(Clone, Copy, Debug)]
pub struct Restore<'a>(&'a Ruleset);

/// The calls that join kube-proxy's chains to the kernel's, in order.
#[derive(Clone, Copy, Debug)]
pub struct Jumps<'a>(&'a Ruleset);

impl Ruleset {
    /// The rules as kube-proxy writes them: the chains that it declares, then the rules in the order in which it comes
    /// to them. IPVS mode begins with the table `nat`, iptables mode with `filter`. Rules of releases before 1.25 are
    /// spelled as those of today; the kernel has the same rules after it.
    #[must_use]
    pub const fn restore(&self) -> Restore<'_> {
        Restore(self)
    }

    /// The calls of `iptables` that kube-proxy makes before: the rules of the kernel's chains, which it shares with
    /// others and so cannot write as a whole, and the chains that these lead to. A line each. The kubelet's calls are
    /// among them where kube-proxy counts on its chains.
    #[must_use]
    pub const fn jumps(&self) -> Jumps<'_> {
        Jumps(self)
    }

    const fn command(&self) -> &'static str {
        match self.family {
            IpFamily::V4 => "iptables",
            IpFamily::V6 => "ip6tables",
        }
    }
}

impl Display for Restore<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Ruleset { mode, family, nat, filter } = self.0;
        let tables = if *mode == Mode::Ipvs { [nat, filter] } else { [filter, nat] };
        tables.into_iter().try_for_each(|one| table(one, *family, f))
    }
}

impl Display for Jumps<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let command = self.0.command();
        for table in [&self.0.filter, &self.0.nat] {
            let own =
                table.chains.iter().filter(|(name, chain)| chain.place.is_none() || is_start(table, name));
            for (name, _) in own {
                writeln!(f, "{command} -t {} -N {name}", table.name)?;
            }
            let foreign = table.chains.iter().filter(|(_, chain)| chain.place.is_none());
            for (name, one) in
                foreign.flat_map(|(name, chain)| chain.rules.iter().map(move |one| (name, one)))
            {
                write!(f, "{command} -t {} -A {name}", table.name)?;
                rule(one, self.0.family, f)?;
                f.write_str("\n")?;
            }
            for (name, chain) in &table.built_in {
                for one in chain.rules.iter().rev() {
                    write!(f, "{command} -t {} -I {name}", table.name)?;
                    rule(one, self.0.family, f)?;
                    f.write_str("\n")?;
                }
            }
        }
        Ok(())
    }
}

/// Whether a chain of the kernel leads to this one.
fn is_start(table: &Table, name: &str) -> bool {
    let mut rules = table.built_in.iter().flat_map(|(_, chain)| &chain.rules);
    rules.any(|rule| matches!(&rule.target, Some(Target::Jump(to)) if to == name))
}

fn table(table: &Table, family: IpFamily, f: &mut Formatter<'_>) -> Result {
    writeln!(f, "*{}", table.name)?;
    let mut declared: Vec<_> =
        table.chains.iter().filter_map(|(name, chain)| Some((chain.place?, name, chain))).collect();
    declared.sort_unstable_by_key(|(place, ..)| *place);
    for (_, name, _) in &declared {
        writeln!(f, ":{name} - [0:0]")?;
    }
    let mut written: Vec<_> = declared.iter().map(|(_, name, chain)| (name, chain.rules.iter())).collect();
    for place in &table.order.rules {
        let Some((name, rest)) = written.get_mut(*place as usize) else { continue };
        if let Some(one) = rest.next() {
            write!(f, "-A {name}")?;
            rule(one, family, f)?;
            f.write_str("\n")?;
        }
    }
    f.write_str("COMMIT\n")
}

/// A rule as it stands behind `-A CHAIN`: the addresses come behind the comment, the ports and the sets, and before the
/// conditions that are about connections.
fn rule(rule: &Rule, family: IpFamily, f: &mut Formatter<'_>) -> Result {
    let transport = rule.matches.iter().any(|one| matches!(one, Match::Transport(..)));
    if let Some(protocol) = rule.protocol.filter(|_| !transport) {
        write!(f, " -p {}", protocol.lower())?;
    }
    let mut addresses = false;
    for one in &rule.matches {
        if !addresses && matches!(one, Match::Connection { .. } | Match::VirtualServer { .. }) {
            addresses = true;
            sides(rule, transport, f)?;
        }
        match one {
            Match::Transport(protocol, port) => transport_of(rule, *protocol, *port, f)?,
            one => condition(one, family, f)?,
        }
    }
    if !addresses {
        sides(rule, transport, f)?;
    }
    rule.target.as_ref().map_or(Ok(()), |one| target(one, f))
}

/// `-m tcp -p tcp -d 10.96.0.1 --dport 80`.
fn transport_of(rule: &Rule, protocol: Protocol, port: Option<u16>, f: &mut Formatter<'_>) -> Result {
    let name = protocol.lower();
    write!(f, " -m {name} -p {name}")?;
    address("-d", rule.destination, f)?;
    port.map_or(Ok(()), |port| write!(f, " --dport {port}"))
}

/// Where a packet comes from and goes to; the destination may stand beside the port already.
fn sides(rule: &Rule, with_port: bool, f: &mut Formatter<'_>) -> Result {
    if !with_port {
        address("-d", rule.destination, f)?;
    }
    address("-s", rule.source, f)?;
    match &rule.interface {
        Some((not, name)) => write!(f, "{} -i {name}", sign(*not)),
        None => Ok(()),
    }
}

fn address(option: &str, address: Option<Address>, f: &mut Formatter<'_>) -> Result {
    match address {
        Some(Address { not, net, bare: true }) => write!(f, "{} {option} {}", sign(not), net.addr()),
        Some(Address { not, net, bare: false }) => write!(f, "{} {option} {net}", sign(not)),
        None => Ok(()),
    }
}

fn condition(one: &Match, family: IpFamily, f: &mut Formatter<'_>) -> Result {
    match one {
        // Quotes only where a word would end.
        Match::Comment(text) if !text.contains(' ') => write!(f, " -m comment --comment {text}"),
        Match::Comment(text) => write!(f, " -m comment --comment \"{text}\""),
        Match::Mark { not, mask } => write!(f, " -m mark{} --mark {mask:#010x}/{mask:#010x}", sign(*not)),
        Match::Random(probability) => {
            write!(f, " -m statistic --mode random --probability {}", probability.written())
        }
        Match::RecentlySeen { list, seconds } => {
            write!(f, " -m recent --name {list} --rcheck --seconds {seconds} --reap")
        }
        Match::RememberSource { list } => write!(f, " -m recent --name {list} --set"),
        Match::Count(counter) => write!(f, " -m nfacct --nfacct-name {counter}"),
        Match::VirtualServer { address, protocol, port } => {
            write!(f, " -m ipvs --vaddr {address} --vproto {} --vport {port}", protocol.lower())
        }
        Match::Connection { not, states } => {
            write!(f, " -m conntrack{} --ctstate {}", sign(*not), names(*states))
        }
        same => super::text::condition(same, family, f),
    }
}

fn target(target: &Target, f: &mut Formatter<'_>) -> Result {
    match target {
        Target::Jump(chain) => write!(f, " -j {chain}"),
        Target::Accept => f.write_str(" -j ACCEPT"),
        Target::Drop => f.write_str(" -j DROP"),
        Target::Reject => f.write_str(" -j REJECT"),
        Target::Return => f.write_str(" -j RETURN"),
        Target::SetMark(mask) => write!(f, " -j MARK --or-mark {mask:#010x}"),
        Target::FlipMark(mask) => write!(f, " -j MARK --xor-mark {mask:#010x}"),
        Target::Masquerade { random: true } => f.write_str(" -j MASQUERADE --random-fully"),
        Target::Masquerade { random: false } => f.write_str(" -j MASQUERADE"),
        Target::Dnat(address) => write!(f, " -j DNAT --to-destination {address}"),
        Target::Other(text) => write!(f, " {text}"),
    }
}
