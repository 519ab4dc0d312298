//! Modes and families, as links and the command name them.

use portolan_core::object::IpFamily;
use portolan_core::proxy::Mode;

/// The name of a mode, as the command's `--mode` takes it.
pub(super) fn mode_id(mode: Mode) -> &'static str {
    match mode {
        Mode::Iptables => "iptables",
        Mode::Nftables => "nftables",
        Mode::Ipvs => "ipvs",
    }
}

/// The mode of that name.
pub(super) fn mode(id: &str) -> Option<Mode> {
    [Mode::Iptables, Mode::Nftables, Mode::Ipvs].into_iter().find(|mode| mode_id(*mode) == id)
}

/// The name of a family, as the command's `--family` takes it.
pub(super) fn family_id(family: IpFamily) -> &'static str {
    match family {
        IpFamily::V4 => "ipv4",
        IpFamily::V6 => "ipv6",
    }
}

/// The family of that name.
pub(super) fn family(id: &str) -> Option<IpFamily> {
    [IpFamily::V4, IpFamily::V6].into_iter().find(|family| family_id(*family) == id)
}
