//! kube-proxy's own flags, as far as they change what it writes: `cmd/kube-proxy/app/options.go`.

use crate::diagnostic::{Arg, Message};
use crate::object::IpFamily;
use crate::options::Options;
use crate::template;
use ipnet::IpNet;

/// How kube-proxy of a node was started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyOptions {
    /// `--proxy-mode`.
    pub mode: Mode,
    /// The node it runs on (`--hostname-override`); `None` for the first node of the cluster.
    pub node: Option<String>,
    /// The family of which the rules are wanted.
    pub family: IpFamily,
    /// `--cluster-cidr`; empty where the flag is left out.
    pub cluster_cidrs: Vec<IpNet>,
    /// `--detect-local-mode`.
    pub detect_local: DetectLocal,
    /// `--masquerade-all`.
    pub masquerade_all: bool,
    /// `--iptables-masquerade-bit`, 0 to 31.
    pub masquerade_bit: u32,
    /// `--nodeport-addresses`.
    pub nodeport_addresses: NodePortAddresses,
    /// `--iptables-localhost-nodeports`.
    pub localhost_nodeports: bool,
    /// `--ipvs-scheduler`.
    pub ipvs_scheduler: String,
    /// Whether the node's kernel has nfacct counters; not a flag.
    pub nfacct: bool,
}

/// `--proxy-mode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Rules of iptables.
    #[default]
    Iptables,
    /// A table of nftables.
    Nftables,
    /// Virtual servers of IPVS.
    Ipvs,
}

/// `--detect-local-mode`, with what the mode needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DetectLocal {
    /// By `--cluster-cidr`.
    #[default]
    ClusterCidr,
    /// By `--pod-bridge-interface`.
    BridgeInterface(String),
    /// By `--pod-interface-name-prefix`.
    InterfaceNamePrefix(String),
}

/// `--nodeport-addresses`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NodePortAddresses {
    /// Left out: all addresses of the node, in nftables mode the primary ones.
    #[default]
    Default,
    /// `primary`: the node's primary address of each family.
    Primary,
    /// Addresses in these networks.
    Networks(Vec<IpNet>),
}

template!(UNKNOWN_FLAG, "proxy.unknown-flag",
    en: "kube-proxy has no flag {flag}; put only its own flags behind --",
    ja: "kube-proxyに{flag}というフラグはありません。--の後ろにはkube-proxy自身のフラグだけを書いてください");
template!(NO_VALUE, "proxy.no-value",
    en: "{flag} needs a value, for example {flag}={example}",
    ja: "{flag}には値が必要です(例: {flag}={example})");
template!(BAD_VALUE, "proxy.bad-value",
    en: "{value} is not a value that {flag} takes; it takes {expected}",
    ja: "{value}は{flag}に指定できません。指定できるのは{expected}です");
template!(NOT_SIMULATED, "proxy.not-simulated",
    en: "{value} for {flag} depends on more than manifests show; give the other flags of this node and leave it out",
    ja: "{flag}の{value}はマニフェストに現れない情報に依存します。これを除き、ノードの他のフラグを指定してください");

/// Flags that take a value and do not change the rules.
const WITHOUT_EFFECT: &[&str] = &[
    "bind-address",
    "bind-address-hard-fail",
    "cleanup",
    "config-sync-period",
    "conntrack-max-per-core",
    "conntrack-min",
    "conntrack-tcp-be-liberal",
    "conntrack-tcp-timeout-close-wait",
    "conntrack-tcp-timeout-established",
    "conntrack-udp-timeout",
    "conntrack-udp-timeout-stream",
    "feature-gates",
    "healthz-bind-address",
    "init-only",
    "iptables-min-sync-period",
    "iptables-sync-period",
    "ipvs-exclude-cidrs",
    "ipvs-min-sync-period",
    "ipvs-strict-arp",
    "ipvs-sync-period",
    "ipvs-tcp-timeout",
    "ipvs-tcpfin-timeout",
    "ipvs-udp-timeout",
    "kube-api-burst",
    "kube-api-content-type",
    "kube-api-qps",
    "kubeconfig",
    "log-flush-frequency",
    "logging-format",
    "master",
    "metrics-bind-address",
    "nftables-min-sync-period",
    "nftables-sync-period",
    "oom-score-adj",
    "pod-bridge-interface",
    "pod-interface-name-prefix",
    "profiling",
    "show-hidden-metrics-for-version",
    "v",
    "vmodule",
];

/// Flags without a value: `--flag` alone means true.
const SWITCHES: &[&str] = &[
    "bind-address-hard-fail",
    "cleanup",
    "conntrack-tcp-be-liberal",
    "init-only",
    "iptables-localhost-nodeports",
    "ipvs-strict-arp",
    "masquerade-all",
    "profiling",
];

impl ProxyOptions {
    /// kube-proxy's defaults in a cluster with these facts, in iptables mode, for the cluster's own family.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self {
            mode: Mode::default(),
            node: None,
            family: options.families().next().unwrap_or(IpFamily::V4),
            cluster_cidrs: options.cluster_cidrs.clone(),
            detect_local: DetectLocal::default(),
            masquerade_all: false,
            masquerade_bit: 14,
            nodeport_addresses: NodePortAddresses::default(),
            localhost_nodeports: true,
            ipvs_scheduler: "rr".to_owned(),
            nfacct: true,
        }
    }

    /// Reads kube-proxy's flags as they stand on its command line; what no flag says is as in [`Self::new`].
    ///
    /// # Errors
    /// A sentence for the user: a flag that kube-proxy does not have, a value that it would refuse.
    pub fn parse(flags: &[String], options: &Options) -> Result<Self, Message> {
        let mut result = Self::new(options);
        let (mut bridge, mut prefix, mut mode) = (String::new(), String::new(), None);
        let mut rest = flags.iter().map(String::as_str);
        while let Some(argument) = rest.next() {
            let (name, value) = split(argument, &mut rest)?;
            match name {
                "pod-bridge-interface" => value.clone_into(&mut bridge),
                "pod-interface-name-prefix" => value.clone_into(&mut prefix),
                "detect-local-mode" => mode = Some(value),
                _ => result.set(name, value)?,
            }
        }
        let needed =
            |flag, value: String| if value.is_empty() { Err(no_value(flag, "cni0")) } else { Ok(value) };
        result.detect_local = match mode {
            None | Some("" | "ClusterCIDR") => DetectLocal::ClusterCidr,
            Some("BridgeInterface") => DetectLocal::BridgeInterface(needed("pod-bridge-interface", bridge)?),
            Some("InterfaceNamePrefix") => {
                DetectLocal::InterfaceNamePrefix(needed("pod-interface-name-prefix", prefix)?)
            }
            Some(value @ "NodeCIDR") => {
                return Err(
                    NOT_SIMULATED.with([("value", Arg::code(value)), ("flag", flag("detect-local-mode"))])
                );
            }
            Some(value) => {
                return Err(bad_value(
                    "detect-local-mode",
                    value,
                    "ClusterCIDR, BridgeInterface, InterfaceNamePrefix",
                ));
            }
        };
        Ok(result)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Message> {
        match name {
            "proxy-mode" => self.mode = Mode::parse(value)?,
            "hostname-override" => self.node = Some(value.trim().to_lowercase()),
            "cluster-cidr" => self.cluster_cidrs = networks(name, value)?,
            "masquerade-all" => self.masquerade_all = boolean(name, value)?,
            "iptables-localhost-nodeports" => self.localhost_nodeports = boolean(name, value)?,
            "ipvs-scheduler" if !value.is_empty() => value.clone_into(&mut self.ipvs_scheduler),
            "iptables-masquerade-bit" => {
                let bit = value.parse().ok().filter(|bit| *bit <= 31);
                self.masquerade_bit = bit.ok_or_else(|| bad_value(name, value, "0 … 31"))?;
            }
            "nodeport-addresses" => {
                self.nodeport_addresses = match value {
                    "" => NodePortAddresses::Default,
                    "primary" => NodePortAddresses::Primary,
                    _ => NodePortAddresses::Networks(networks(name, value)?),
                }
            }
            _ if WITHOUT_EFFECT.contains(&name) => {}
            _ => return Err(UNKNOWN_FLAG.with([("flag", flag(name))])),
        }
        Ok(())
    }
}

impl Mode {
    /// The mode of that name.
    ///
    /// # Errors
    /// A sentence for the user, if kube-proxy has no such mode.
    pub fn parse(value: &str) -> Result<Self, Message> {
        match value {
            "" | "iptables" => Ok(Self::Iptables),
            "nftables" => Ok(Self::Nftables),
            "ipvs" => Ok(Self::Ipvs),
            _ => Err(bad_value("proxy-mode", value, "iptables, nftables, ipvs")),
        }
    }
}

/// A flag's name and its value, which may be the next argument.
fn split<'a>(
    argument: &'a str,
    rest: &mut impl Iterator<Item = &'a str>,
) -> Result<(&'a str, &'a str), Message> {
    let Some(text) = argument.strip_prefix("--").or_else(|| argument.strip_prefix('-')) else {
        return Err(UNKNOWN_FLAG.with([("flag", Arg::code(argument))]));
    };
    if let Some(pair) = text.split_once('=') {
        return Ok(pair);
    }
    if SWITCHES.contains(&text) {
        return Ok((text, "true"));
    }
    rest.next().map(|value| (text, value)).ok_or_else(|| no_value(text, "…"))
}

fn networks(name: &str, value: &str) -> Result<Vec<IpNet>, Message> {
    let parts = value.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| part.parse().map_err(|_| bad_value(name, part, "10.244.0.0/16, fd00:10:244::/48")))
        .collect()
}

/// `strconv.ParseBool`.
fn boolean(name: &str, value: &str) -> Result<bool, Message> {
    match value {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err(bad_value(name, value, "true, false")),
    }
}

fn flag(name: &str) -> Arg {
    Arg::code(format!("--{name}"))
}

fn no_value(name: &str, example: &str) -> Message {
    NO_VALUE.with([("flag", flag(name)), ("example", Arg::text(example))])
}

fn bad_value(name: &str, value: &str, expected: &str) -> Message {
    BAD_VALUE.with([("flag", flag(name)), ("value", Arg::code(value)), ("expected", Arg::text(expected))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Lang;

    fn parse(flags: &[&str]) -> Result<ProxyOptions, String> {
        let flags: Vec<_> = flags.iter().map(|flag| (*flag).to_owned()).collect();
        ProxyOptions::parse(&flags, &Options::default()).map_err(|message| message.render(Lang::En))
    }

    #[test]
    fn flags_are_read_with_and_without_an_equals_sign() {
        let options =
            parse(&["--cluster-cidr", "10.0.0.0/8", "--masquerade-all", "--iptables-masquerade-bit=10"]);
        let options = options.expect("kube-proxy takes these flags");
        assert_eq!(options.cluster_cidrs, ["10.0.0.0/8".parse::<IpNet>().expect("a network")]);
        assert!(options.masquerade_all);
        assert_eq!(options.masquerade_bit, 10);
    }

    #[test]
    fn a_cluster_cidr_without_value_is_one_left_out() {
        assert_eq!(parse(&["--cluster-cidr="]).expect("an empty value is taken").cluster_cidrs, []);
    }

    #[test]
    fn an_unknown_flag_is_named() {
        let message = parse(&["--masquerade-most=1"]).expect_err("there is no such flag");
        assert!(message.contains("`--masquerade-most`"), "{message}");
    }

    #[test]
    fn a_bridge_must_be_named() {
        assert!(parse(&["--detect-local-mode=BridgeInterface"]).is_err());
        let options = parse(&["--detect-local-mode=BridgeInterface", "--pod-bridge-interface=cni0"]);
        assert_eq!(
            options.expect("both are given").detect_local,
            DetectLocal::BridgeInterface("cni0".to_owned())
        );
    }
}
