//! Whose traffic to cluster IPs gets the node's address as its source.

use super::{Comparison, DifferenceKind, first_line, words as say};
use crate::diagnostic::Certainty;
use crate::proxy::dump::{Door, Line, Masquerade, PortName, PortSeen, Reading, Tool};
use portolan_yaml::collections::BTreeMap;

impl Comparison<'_> {
    /// Masquerading of cluster IPs: as the flags say, or else as most of the dump's own rules do it.
    pub(super) fn masquerading(&mut self) {
        let (seen, wanted) = (self.seen, self.wanted);
        let of =
            |reading: &Reading| reading.node.masquerade.as_ref().map(|(masquerade, _)| masquerade.clone());
        if seen.tool == Tool::Nft {
            let (found, flags) = (of(seen), of(wanted));
            if self.expected.flags_known
                && found != flags
                && seen.ports.values().any(|port| !port.doors.is_empty())
            {
                let line = seen.node.masquerade.as_ref().map(|(_, line)| *line);
                self.masquerade(None, found.as_ref(), flags.as_ref(), line);
            }
            return;
        }
        let clear = |port: &PortSeen| {
            port.doors.iter().any(|(door, one)| matches!(door, Door::ClusterIp(..)) && one.answer.is_served())
        };
        let all = || seen.ports.iter().filter(|(_, port)| clear(port));
        let value = |port: &PortSeen| port.masquerade.as_ref().map(|(masquerade, _)| masquerade.clone());
        let mut counts: BTreeMap<Option<Masquerade>, usize> = BTreeMap::new();
        all().for_each(|(_, port)| *counts.entry(value(port)).or_default() += 1);
        let most = counts.iter().max_by_key(|(_, count)| **count).map(|(value, _)| value.clone());
        let flags = wanted.ports.values().filter(|port| clear(port)).map(value).next();
        let (Some(most), flags) = (most, flags.filter(|_| self.expected.flags_known)) else { return };
        if let Some(flags) = &flags
            && *flags != most
        {
            let line = all().find_map(|(_, port)| port.masquerade.as_ref().map(|(_, line)| *line));
            self.masquerade(None, most.as_ref(), flags.as_ref(), line);
        }
        let odd: Vec<_> = all().filter(|(_, port)| value(port) != most).collect();
        for (name, port) in odd {
            let line = port.masquerade.as_ref().map(|(_, line)| *line).or(first_line(port));
            self.masquerade(Some(name), value(port).as_ref(), most.as_ref(), line);
        }
    }

    fn masquerade(
        &mut self,
        name: Option<&PortName>,
        seen: Option<&Masquerade>,
        wanted: Option<&Masquerade>,
        line: Option<Line>,
    ) {
        let arguments = [("seen", say::masquerade(seen)), ("wanted", say::masquerade(wanted))];
        let message = match name {
            Some(_) => say::MASQUERADE_ODD.with(arguments),
            None => say::MASQUERADE.with(arguments),
        };
        self.add(DifferenceKind::Masquerade, name, Certainty::Proved, message).line = line;
    }
}
