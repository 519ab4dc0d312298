//! kube-proxy's command line: `cmd/kube-proxy/app/options.go`.

use super::{DetectLocal, Mode, NodePortAddresses, ProxyOptions};
use crate::diagnostic::{Arg, Message};
use crate::options::Options;
use crate::template;
use ipnet::IpNet;

template!(UNKNOWN_FLAG, "proxy.unknown-flag",
    en: "kube-proxy has no flag {flag}; put only its own flags behind --",
    ja: "kube-proxyに{flag}というフラグはありません。--の後ろにはkube-proxy自身のフラグだけを書いてください");
template!(NO_VALUE, "proxy.no-value",
    en: "{flag} needs a value, for example {flag}={example}",
    ja: "{flag}には値が必要です（例: {flag}={example}）");
template!(BAD_VALUE, "proxy.bad-value",
    en: "{value} is not a value that {flag} takes; it takes {expected}",
    ja: "{value}は{flag}に指定できません。指定できるのは{expected}です");
template!(CONFIG_FILE, "proxy.config-file",
    en: "the file of {flag} is not read; give its settings as flags, for example --cluster-cidr=10.244.0.0/16",
    ja: "{flag}のファイルは読み込みません。その設定をフラグで指定してください（例: --cluster-cidr=10.244.0.0/16）");
/// Flags that take a value and change the rules.
const WITH_EFFECT: &[&str] = &[
    "cluster-cidr",
    "config",
    "detect-local-mode",
    "hostname-override",
    "ipvs-scheduler",
    "iptables-masquerade-bit",
    "nodeport-addresses",
    "pod-bridge-interface",
    "pod-interface-name-prefix",
    "proxy-mode",
];

/// Flags that take a value and do not change the rules.
const WITHOUT_EFFECT: &[&str] = &[
    "bind-address",
    "bind-address-hard-fail",
    "cleanup",
    "config-sync-period",
    "conntrack-max-per-core",
    "conntrack-min",
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
        result.detect_local = detect_local(mode.unwrap_or_default(), bridge, prefix)?;
        Ok(result)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Message> {
        match name {
            "proxy-mode" => self.mode = Mode::parse(value)?,
            "hostname-override" => self.node = Some(value.trim().to_lowercase()),
            "cluster-cidr" => self.cluster_cidrs = networks(name, value)?,
            "masquerade-all" => self.masquerade_all = boolean(name, value)?,
            "iptables-localhost-nodeports" => self.localhost_nodeports = boolean(name, value)?,
            "conntrack-tcp-be-liberal" => self.conntrack_tcp_be_liberal = boolean(name, value)?,
            "ipvs-scheduler" if value.is_empty() => {}
            "ipvs-scheduler" => value.clone_into(&mut self.ipvs_scheduler),
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
            "config" => return Err(CONFIG_FILE.with([("flag", flag(name))])),
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

/// `--detect-local-mode` with the flag that it needs.
fn detect_local(mode: &str, bridge: String, prefix: String) -> Result<DetectLocal, Message> {
    let modes = "ClusterCIDR, NodeCIDR, BridgeInterface, InterfaceNamePrefix";
    match mode {
        "" | "ClusterCIDR" => Ok(DetectLocal::ClusterCidr),
        "BridgeInterface" if bridge.is_empty() => Err(no_value("pod-bridge-interface", "cni0")),
        "BridgeInterface" => Ok(DetectLocal::BridgeInterface(bridge)),
        "InterfaceNamePrefix" if prefix.is_empty() => Err(no_value("pod-interface-name-prefix", "veth")),
        "InterfaceNamePrefix" => Ok(DetectLocal::InterfaceNamePrefix(prefix)),
        "NodeCIDR" => Ok(DetectLocal::NodeCidr),
        _ => Err(bad_value("detect-local-mode", mode, modes)),
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
    if !WITH_EFFECT.contains(&text) && !WITHOUT_EFFECT.contains(&text) {
        return Err(UNKNOWN_FLAG.with([("flag", flag(text))]));
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
        for written in ["--masquerade-most=1", "--masquerade-most"] {
            let message = parse(&[written]).expect_err("there is no such flag");
            assert!(message.contains("no flag `--masquerade-most`"), "{message}");
        }
    }

    #[test]
    fn pods_are_told_by_the_network_of_their_node() {
        use crate::proxy::LocalTraffic;
        use crate::proxy::fixture::{BALANCED, analysis, plan_of};
        let analysis = analysis(BALANCED);
        let plan = plan_of(&analysis, &["--detect-local-mode=NodeCIDR", "--hostname-override=node-b"]);
        assert_eq!(plan.local_traffic, LocalTraffic::Network("10.244.2.0/24".parse().expect("a network")));
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
