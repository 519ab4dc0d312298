//! The other direction of [`super::text`]: a line of `iptables-save` becomes a [`Rule`].
//!
//! What kube-proxy does not write is kept as it stands, in [`Match::Other`] and [`Target::Other`]; nothing of a line is
//! lost. Options may also stand in the order in which kube-proxy hands them to `iptables-restore`.

use super::base::{INVALID_COUNTER, LOCALHOST_COUNTER};
use super::{Address, Match, Probability, Rule, Side, States, Target};
use crate::object::{IpFamily, Protocol};
use crate::proxy::ipvs::SetName;
use ipnet::IpNet;
use std::net::IpAddr;

/// Why a line is no rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadRule {
    /// A quotation mark at this byte has no counterpart.
    Quote(usize),
    /// At this byte a value should stand.
    Value(usize),
}

/// A word of a line: where it stands, and what it means without quotation marks and backslashes.
struct Word<'t> {
    start: usize,
    end: usize,
    text: std::borrow::Cow<'t, str>,
}

/// Reads what stands behind `-A CHAIN`.
///
/// # Errors
/// [`BadRule`], with the byte of `line` that is at fault.
pub fn parse_rule(line: &str, family: IpFamily) -> Result<Rule, BadRule> {
    let words = words(line)?;
    let mut reader = Reader { line, words: &words, family, rule: Rule::default() };
    let mut at = 0;
    while at < words.len() {
        at = reader.option(at)?;
    }
    Ok(reader.rule)
}

/// A rule on its way out of its words.
struct Reader<'t> {
    line: &'t str,
    words: &'t [Word<'t>],
    family: IpFamily,
    rule: Rule,
}

impl Reader<'_> {
    /// Reads the option at a word; the word behind it.
    fn option(&mut self, start: usize) -> Result<usize, BadRule> {
        let not = self.text(start) == "!";
        let at = start + usize::from(not);
        match self.text(at) {
            option @ ("-s" | "-d" | "-i" | "-p" | "-o") => {
                let option = option.to_owned();
                let value = self.words.get(at + 1).ok_or(BadRule::Value(self.line.len()))?.text.clone();
                self.header(&option, not, &value, start);
                Ok(at + 2)
            }
            "-m" => {
                let end = self.group_end(at + 2);
                let condition = self.condition(start, end);
                self.rule.matches.push(condition);
                Ok(end)
            }
            "-j" | "-g" => {
                let end = self.words.len();
                self.words.get(at + 1).ok_or(BadRule::Value(self.line.len()))?;
                self.rule.target = Some(self.target(at, end));
                Ok(end)
            }
            _ => {
                let end = self.group_end(at + 1);
                self.loose(start, end);
                Ok(end)
            }
        }
    }

    /// `-s`, `-d`, `-i`, `-p` and `-o`.
    fn header(&mut self, option: &str, not: bool, value: &str, start: usize) {
        let end = start + 2 + usize::from(not);
        match (option, network(value), protocol(value)) {
            ("-s", Some(net), _) => self.rule.source = Some(Address { not, net, bare: false }),
            ("-d", Some(net), _) => self.rule.destination = Some(Address { not, net, bare: false }),
            ("-i", ..) => self.rule.interface = Some((not, value.into())),
            ("-p", _, Some(protocol)) if !not => self.rule.protocol = Some(protocol),
            _ => self.rule.matches.push(Match::Other(self.raw(start, end))),
        }
    }

    /// Options that stand apart from the extension they belong to, as `--dport` may in what `iptables-restore` takes.
    fn loose(&mut self, start: usize, end: usize) {
        let port = match self.texts(start, end).as_slice() {
            ["--dport", port] => port.parse().ok(),
            _ => None,
        };
        let owner = self.rule.matches.iter_mut().find_map(|one| match one {
            Match::Transport(_, number @ None) => Some(number),
            _ => None,
        });
        match owner {
            Some(number) if port.is_some() => *number = port,
            _ => self.rule.matches.push(Match::Other(self.raw(start, end))),
        }
    }

    /// `-m NAME …` from one word to another.
    fn condition(&self, start: usize, end: usize) -> Match {
        let texts = self.texts(start + 1, end);
        let known = match texts.as_slice() {
            ["comment", "--comment", text] => Some(Match::Comment((*text).into())),
            ["addrtype", "--src-type", "LOCAL"] => Some(Match::SourceLocal),
            ["addrtype", "!", "--src-type", "LOCAL"] => Some(Match::SourceElsewhere),
            ["physdev", "!", "--physdev-is-in"] => Some(Match::NotBridged),
            ["set", "--match-set", name, sides] => set(name, sides, self.family),
            ["ipvs", "--vaddr", net, "--vproto", number, "--vport", port] => {
                virtual_server(net, number, port)
            }
            ["addrtype", "--dst-type", "LOCAL"] => Some(Match::DestinationLocal),
            ["mark", "--mark", mark] => same_mask(mark).map(|mask| Match::Mark { not: false, mask }),
            ["mark", "!", "--mark", mark] => same_mask(mark).map(|mask| Match::Mark { not: true, mask }),
            ["statistic", "--mode", "random", "--probability", text] => {
                Probability::parse(text).map(Match::Random)
            }
            ["conntrack", "--ctstate", names] => connection(false, names),
            ["conntrack", "!", "--ctstate", names] => connection(true, names),
            ["nfacct", "--nfacct-name", name] => counter(name),
            ["recent", options @ ..] => recent(options),
            [name, options @ ..] => protocol(name).and_then(|protocol| transport(protocol, options)),
            [] => None,
        };
        known.unwrap_or_else(|| Match::Other(self.raw(start, end)))
    }

    /// `-j NAME …`, to the end of the line.
    fn target(&self, start: usize, end: usize) -> Target {
        let reject = match self.family {
            IpFamily::V4 => "icmp-port-unreachable",
            IpFamily::V6 => "icmp6-port-unreachable",
        };
        let other = || Target::Other(self.raw(start, end));
        if self.text(start) == "-g" {
            return other();
        }
        match self.texts(start + 1, end).as_slice() {
            ["ACCEPT"] => Target::Accept,
            ["DROP"] => Target::Drop,
            ["RETURN"] => Target::Return,
            ["MASQUERADE"] => Target::Masquerade { random: false },
            ["MASQUERADE", "--random-fully"] => Target::Masquerade { random: true },
            ["REJECT"] => Target::Reject,
            ["REJECT", "--reject-with", with] if *with == reject => Target::Reject,
            ["DNAT", "--to-destination", to] => to.parse().map_or_else(|_| other(), Target::Dnat),
            ["MARK", "--or-mark", bits] => number(bits).map_or_else(other, Target::SetMark),
            ["MARK", "--xor-mark", bits] => number(bits).map_or_else(other, Target::FlipMark),
            ["MARK", "--set-xmark", mark] => mark_target(mark).unwrap_or_else(other),
            [name] if !EXTENSIONS.contains(name) => Target::Jump((*name).to_owned().into()),
            _ => other(),
        }
    }

    /// The word behind all that belong to the option before: the next short option, with its `!`.
    fn group_end(&self, start: usize) -> usize {
        let short =
            |at: usize| matches!(self.text(at), "-s" | "-d" | "-i" | "-o" | "-p" | "-m" | "-j" | "-g");
        let mut at = start;
        while at < self.words.len() && !short(at) && !(self.text(at) == "!" && short(at + 1)) {
            at += 1;
        }
        at.min(self.words.len())
    }

    fn text(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| &word.text)
    }

    fn texts(&self, start: usize, end: usize) -> Vec<&str> {
        (start..end).map(|at| self.text(at)).collect()
    }

    /// The line's own text from one word to the last before another.
    fn raw(&self, start: usize, end: usize) -> Box<str> {
        let from = self.words.get(start).map_or(self.line.len(), |word| word.start);
        let last = end.checked_sub(1).and_then(|last| self.words.get(last));
        self.line.get(from..last.map_or(from, |word| word.end)).unwrap_or_default().into()
    }
}

/// Targets of the kernel that kube-proxy does not use and that need no option.
const EXTENSIONS: &[&str] = &[
    "AUDIT", "CHECKSUM", "CLASSIFY", "CONNMARK", "CT", "DSCP", "LOG", "MARK", "NETMAP", "NFLOG", "NFQUEUE",
    "NOTRACK", "QUEUE", "REDIRECT", "SNAT", "TCPMSS", "TEE", "TPROXY", "TRACE", "ULOG",
];

/// The words of a line: blanks part them, quotation marks hold them together, a backslash takes the next character as
/// it is.
fn words(line: &str) -> Result<Vec<Word<'_>>, BadRule> {
    let mut words = Vec::new();
    let mut letters = line.char_indices().peekable();
    while let Some(&(start, letter)) = letters.peek() {
        if letter.is_whitespace() {
            letters.next();
            continue;
        }
        let (mut text, mut quote, mut end) = (String::new(), None, start);
        while let Some(&(at, letter)) = letters.peek() {
            match (quote, letter) {
                (None, blank) if blank.is_whitespace() => break,
                (None, '"' | '\'') => quote = Some((at, letter)),
                (Some((_, open)), close) if open == close => quote = None,
                (_, '\\') => {
                    letters.next();
                    text.extend(letters.peek().map(|(_, letter)| *letter));
                }
                _ => text.push(letter),
            }
            letters.next();
            end = letters.peek().map_or(line.len(), |(at, _)| *at);
        }
        if let Some((at, _)) = quote {
            return Err(BadRule::Quote(at));
        }
        words.push(Word { start, end, text: text.into() });
    }
    Ok(words)
}

fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

fn protocol(name: &str) -> Option<Protocol> {
    [Protocol::Tcp, Protocol::Udp, Protocol::Sctp].into_iter().find(|known| known.lower() == name)
}

fn transport(protocol: Protocol, options: &[&str]) -> Option<Match> {
    match options {
        [] => Some(Match::Transport(protocol, None)),
        ["--dport", port] => port.parse().ok().map(|port| Match::Transport(protocol, Some(port))),
        _ => None,
    }
}

/// `KUBE-CLUSTER-IP dst,dst`: one of the sets of IPVS mode.
fn set(name: &str, sides: &str, family: IpFamily) -> Option<Match> {
    let set = SetName::ALL.into_iter().find(|set| set.name(family) == name)?;
    let sides = match sides {
        "dst" => [Side::Destination].as_slice(),
        "dst,dst" => &[Side::Destination, Side::Destination],
        "dst,dst,src" => &[Side::Destination, Side::Destination, Side::Source],
        "src,dst" => &[Side::Source, Side::Destination],
        _ => return None,
    };
    Some(Match::Set { set, sides })
}

fn virtual_server(net: &str, number: &str, port: &str) -> Option<Match> {
    let protocol = match number {
        "6" | "tcp" => Protocol::Tcp,
        "17" | "udp" => Protocol::Udp,
        "132" | "sctp" => Protocol::Sctp,
        _ => return None,
    };
    let address = network(net).filter(|net| net.prefix_len() == net.max_prefix_len())?.addr();
    Some(Match::VirtualServer { address, protocol, port: port.parse().ok()? })
}

fn recent(options: &[&str]) -> Option<Match> {
    let all = |mask: &str| {
        mask.parse() == Ok(IpAddr::from([255; 4])) || mask.parse() == Ok(IpAddr::from([255; 16]))
    };
    match options {
        ["--rcheck", "--seconds", seconds, "--reap", "--name", list, "--mask", mask, "--rsource"]
            if all(mask) =>
        {
            let seconds = seconds.parse().ok()?;
            Some(Match::RecentlySeen { list: (*list).into(), seconds })
        }
        ["--set", "--name", list, "--mask", mask, "--rsource"] if all(mask) => {
            Some(Match::RememberSource { list: (*list).into() })
        }
        _ => None,
    }
}

fn connection(not: bool, names: &str) -> Option<Match> {
    let states = match names {
        "NEW" => States::New,
        "INVALID" => States::Invalid,
        "RELATED,ESTABLISHED" => States::Known,
        "RELATED,ESTABLISHED,DNAT" => States::KnownOrTranslated,
        _ => return None,
    };
    Some(Match::Connection { not, states })
}

fn counter(name: &str) -> Option<Match> {
    [INVALID_COUNTER, LOCALHOST_COUNTER].into_iter().find(|known| *known == name).map(Match::Count)
}

/// `0x4000/0x4000`: the bits of a mark that is its own mask.
fn same_mask(text: &str) -> Option<u32> {
    let (bits, mask) = text.split_once('/')?;
    number(bits).filter(|bits| number(mask) == Some(*bits))
}

/// `--set-xmark`: bits that are set, or flipped where the mask is empty.
fn mark_target(text: &str) -> Option<Target> {
    let (bits, mask) = text.split_once('/')?;
    match (number(bits)?, number(mask)?) {
        (bits, 0) => Some(Target::FlipMark(bits)),
        (bits, mask) if bits == mask => Some(Target::SetMark(bits)),
        _ => None,
    }
}

fn number(text: &str) -> Option<u32> {
    match text.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Rule {
        parse_rule(line, IpFamily::V4).expect("a rule")
    }

    #[test]
    fn comments_are_read_with_their_escapes() {
        let rule = parse(r#"-m comment --comment "a \"b\" \\ c" -j KUBE-SVC-X"#);
        assert_eq!(rule.matches, [Match::Comment(r#"a "b" \ c"#.into())]);
        assert_eq!(rule.target, Some(Target::Jump("KUBE-SVC-X".into())));
    }

    #[test]
    fn what_kube_proxy_does_not_write_stays_as_it_stands() {
        let rule = parse(
            r#"! -o cali+ -p icmp -m tcp --sport 53 -m comment --comment "cali:x y" -j LOG --log-prefix "a b""#,
        );
        let others: Vec<_> = rule.matches.iter().filter(|one| matches!(one, Match::Other(_))).collect();
        let other = |text: &str| Match::Other(text.into());
        assert_eq!(others, [&other("! -o cali+"), &other("-p icmp"), &other("-m tcp --sport 53")]);
        assert_eq!(rule.target, Some(Target::Other(r#"-j LOG --log-prefix "a b""#.into())));
        assert_eq!(parse("-g cali-x").target, Some(Target::Other("-g cali-x".into())));
    }

    #[test]
    fn options_may_stand_as_iptables_restore_takes_them() {
        let restored =
            parse("-m comment --comment web -m tcp -p tcp -d 10.96.0.1 --dport 80 ! -s 10.244.0.0/16 -j A");
        let saved = parse(
            "! -s 10.244.0.0/16 -d 10.96.0.1/32 -p tcp -m comment --comment web -m tcp --dport 80 -j A",
        );
        assert_eq!(restored, saved);
    }

    #[test]
    fn an_open_quotation_mark_is_named_with_its_place() {
        assert_eq!(parse_rule("-m comment --comment \"open", IpFamily::V4), Err(BadRule::Quote(21)));
        assert_eq!(parse_rule("-s", IpFamily::V4), Err(BadRule::Value(2)));
    }
}
