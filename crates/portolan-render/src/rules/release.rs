//! Of which releases the rules of each mode are known.

use portolan_core::diagnostic::{Arg, Message};
use portolan_core::proxy::Mode;
use portolan_core::proxy::iptables::VERSIONS;
use portolan_core::template;

/// The minor version of Kubernetes 1 with which the mode nftables came (KEP-3866).
const FIRST_NFTABLES: u32 = 29;

template!(UNKNOWN, "rules.unknown-release",
    en: "the rules of kube-proxy {version} are not known; with `--kubernetes` ask for {oldest} to {newest}",
    ja: "kube-proxy {version}のルールは分かりません。`--kubernetes`には{oldest}から{newest}までを指定してください");
template!(NO_NFTABLES, "rules.no-nftables",
    en: "kube-proxy {version} has no mode nftables: it came with {first}",
    ja: "kube-proxy {version}にnftablesモードはありません。{first}で加わったモードです");
template!(NEWEST, "rules.newest-release",
    en: "these are the rules of kube-proxy {newest}; those of {version} may differ in this mode",
    ja: "これはkube-proxy {newest}のルールです。このモードでは{version}のルールと異なる場合があります");

/// What is to be said of the rules of a mode in a release, given by its minor version; nothing where they are exact.
///
/// # Errors
///
/// There are no such rules, or they are not known.
pub fn of_release(mode: Mode, minor: u32) -> Result<Option<Message>, Message> {
    let text = |minor: u32| Arg::text(format!("1.{minor}"));
    let version = ("version", text(minor));
    let (oldest, newest) = (("oldest", text(*VERSIONS.start())), ("newest", text(*VERSIONS.end())));
    if !VERSIONS.contains(&minor) {
        return Err(UNKNOWN.with([version, oldest, newest]));
    }
    if mode == Mode::Nftables && minor < FIRST_NFTABLES {
        return Err(NO_NFTABLES.with([version, ("first", text(FIRST_NFTABLES))]));
    }
    let exact = mode == Mode::Iptables || minor == *VERSIONS.end();
    Ok((!exact).then(|| NEWEST.with([version, newest])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::diagnostic::Lang;

    #[test]
    fn a_mode_is_known_from_its_first_release_on_and_exact_in_the_newest() {
        assert!(matches!(of_release(Mode::Iptables, 17), Ok(None)));
        assert!(matches!(of_release(Mode::Nftables, 36), Ok(None)));
        assert!(matches!(of_release(Mode::Ipvs, 30), Ok(Some(_))));
        let refused = of_release(Mode::Nftables, 28).expect_err("no such mode");
        assert_eq!(refused.render(Lang::En), "kube-proxy 1.28 has no mode nftables: it came with 1.29");
        assert!(of_release(Mode::Iptables, 16).is_err());
    }
}
