//! The text of `iptables-save` (1.8, nf_tables).

use super::{Address, Match, Piece, Rule, Ruleset, Side, States, Table, Target};
use crate::object::{IpFamily, Protocol};
use ipnet::IpNet;
use std::fmt::{Display, Formatter, Result};

/// What `iptables-save` puts a backslash before (`xtables_save_string`).
const ESCAPED: [char; 3] = ['"', '\\', '\''];

impl Display for Ruleset {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        table(&self.nat, self.family, f)?;
        table(&self.filter, self.family, f)
    }
}

impl Rule {
    /// The rule as `iptables-save` shows it in a chain.
    #[must_use]
    pub fn text(&self, chain: &str, family: IpFamily) -> String {
        format!("-A {chain}{}", Shown(self, family))
    }
}

/// What stands behind `-A CHAIN`.
struct Shown<'r>(&'r Rule, IpFamily);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        rule(self.0, self.1, f)
    }
}

fn table(table: &Table, family: IpFamily, f: &mut Formatter<'_>) -> Result {
    writeln!(f, "*{}", table.name)?;
    for (name, _) in &table.built_in {
        writeln!(f, ":{name} ACCEPT")?;
    }
    for name in table.chains.keys() {
        writeln!(f, ":{name} -")?;
    }
    for (name, chain) in table.iter() {
        for line in &chain.rules {
            write!(f, "-A {name}")?;
            rule(line, family, f)?;
            f.write_str("\n")?;
        }
    }
    f.write_str("COMMIT\n")
}

/// A rule of a family, as it stands behind `-A CHAIN`.
fn rule(rule: &Rule, family: IpFamily, f: &mut Formatter<'_>) -> Result {
    rule.pieces().try_for_each(|one| piece(one, family, f))
}

impl Rule {
    /// What it is made of, in the order of its text.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let source = self.source.as_ref().map(Piece::Source);
        let destination = self.destination.as_ref().map(Piece::Destination);
        let interface = self.interface.as_ref().map(|(not, name)| Piece::Interface(*not, name));
        let before = [source, destination, interface, self.protocol.map(Piece::Protocol)];
        let matches = self.matches.iter().map(Piece::Match);
        before.into_iter().flatten().chain(matches).chain(self.target.as_ref().map(Piece::Target))
    }
}

impl Piece<'_> {
    /// As `iptables-save` shows it, without a blank before it; empty for what it leaves out.
    #[must_use]
    pub fn text(self, family: IpFamily) -> String {
        Words(self, family).to_string().trim_start().to_owned()
    }
}

/// A piece of a rule of a family.
struct Words<'r>(Piece<'r>, IpFamily);

impl Display for Words<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        piece(self.0, self.1, f)
    }
}

fn piece(piece: Piece<'_>, family: IpFamily, f: &mut Formatter<'_>) -> Result {
    match piece {
        Piece::Source(one) => address("-s", *one, f),
        Piece::Destination(one) => address("-d", *one, f),
        Piece::Interface(not, name) => write!(f, "{} -i {name}", sign(not)),
        Piece::Protocol(protocol) => write!(f, " -p {}", protocol.lower()),
        Piece::Match(one) => condition(one, family, f),
        Piece::Target(one) => target(one, family, f),
    }
}

/// Every address is in a network of length 0, so that one is not printed.
fn address(option: &str, Address { not, net, .. }: Address, f: &mut Formatter<'_>) -> Result {
    if not || net.prefix_len() != 0 { write!(f, "{} {option} {net}", sign(not)) } else { Ok(()) }
}

pub(super) fn condition(one: &Match, family: IpFamily, f: &mut Formatter<'_>) -> Result {
    let mask = match family {
        IpFamily::V4 => "255.255.255.255",
        IpFamily::V6 => "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    };
    match one {
        Match::Comment(text) if text.contains(ESCAPED) => {
            let mut escaped = String::new();
            for letter in text.chars() {
                escaped.extend(ESCAPED.contains(&letter).then_some('\\'));
                escaped.push(letter);
            }
            write!(f, " -m comment --comment \"{escaped}\"")
        }
        Match::Comment(text) => write!(f, " -m comment --comment \"{text}\""),
        Match::Transport(protocol, None) => write!(f, " -m {}", protocol.lower()),
        Match::Transport(protocol, Some(port)) => write!(f, " -m {} --dport {port}", protocol.lower()),
        Match::SourceLocal => f.write_str(" -m addrtype --src-type LOCAL"),
        Match::SourceElsewhere => f.write_str(" -m addrtype ! --src-type LOCAL"),
        Match::DestinationLocal => f.write_str(" -m addrtype --dst-type LOCAL"),
        Match::Mark { not, mask } => write!(f, " -m mark{} --mark {mask:#x}/{mask:#x}", sign(*not)),
        Match::Random(probability) => {
            write!(f, " -m statistic --mode random --probability {probability}")
        }
        Match::RecentlySeen { list, seconds } => {
            write!(f, " -m recent --rcheck --seconds {seconds} --reap --name {list} --mask {mask} --rsource")
        }
        Match::RememberSource { list } => {
            write!(f, " -m recent --set --name {list} --mask {mask} --rsource")
        }
        Match::Connection { not, states } => {
            write!(f, " -m conntrack{} --ctstate {}", sign(*not), names(*states))
        }
        Match::Count(counter) => write!(f, " -m nfacct --nfacct-name  {counter}"),
        Match::Other(text) => write!(f, " {text}"),
        Match::Set { set, sides } => {
            write!(f, " -m set --match-set {} {}", set.name(family), spelled(sides))
        }
        Match::NotBridged => f.write_str(" -m physdev ! --physdev-is-in"),
        Match::VirtualServer { address, protocol, port } => {
            let (network, number) = (IpNet::from(*address), protocol_number(*protocol));
            write!(f, " -m ipvs --vaddr {network} --vproto {number} --vport {port}")
        }
    }
}

fn target(target: &Target, family: IpFamily, f: &mut Formatter<'_>) -> Result {
    match target {
        Target::Jump(chain) => write!(f, " -j {chain}"),
        Target::Accept => f.write_str(" -j ACCEPT"),
        Target::Drop => f.write_str(" -j DROP"),
        Target::Reject => f.write_str(match family {
            IpFamily::V4 => " -j REJECT --reject-with icmp-port-unreachable",
            IpFamily::V6 => " -j REJECT --reject-with icmp6-port-unreachable",
        }),
        Target::Return => f.write_str(" -j RETURN"),
        Target::SetMark(mask) => write!(f, " -j MARK --set-xmark {mask:#x}/{mask:#x}"),
        Target::FlipMark(mask) => write!(f, " -j MARK --set-xmark {mask:#x}/0x0"),
        Target::Masquerade { random: true } => f.write_str(" -j MASQUERADE --random-fully"),
        Target::Masquerade { random: false } => f.write_str(" -j MASQUERADE"),
        Target::Dnat(address) => write!(f, " -j DNAT --to-destination {address}"),
        Target::Other(text) => write!(f, " {text}"),
    }
}

pub(super) const fn names(states: States) -> &'static str {
    match states {
        States::New => "NEW",
        States::Invalid => "INVALID",
        States::Known => "RELATED,ESTABLISHED",
        States::KnownOrTranslated => "RELATED,ESTABLISHED,DNAT",
    }
}

/// `dst,dst,src`.
fn spelled(sides: &[Side]) -> String {
    let names: Vec<_> = sides.iter().map(|side| if *side == Side::Source { "src" } else { "dst" }).collect();
    names.join(",")
}

/// IANA's number of a protocol.
const fn protocol_number(protocol: Protocol) -> u8 {
    match protocol {
        Protocol::Tcp => 6,
        Protocol::Udp => 17,
        Protocol::Sctp => 132,
    }
}

pub(super) const fn sign(not: bool) -> &'static str {
    if not { " !" } else { "" }
}
