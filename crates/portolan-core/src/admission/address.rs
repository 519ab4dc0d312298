//! IP addresses and CIDRs as fields older than strict parsing take them
//! (`apimachinery/pkg/util/validation/ip.go`, `IsValidIPForLegacyField` and its kin).
//!
//! "Sloppy" is what the API server once read: leading zeros in IPv4 are dropped. Such values are refused today, with
//! words of their own, and named in warnings.

use super::release::Change;
use super::report::Report;
use crate::diagnostic::Path;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const NOT_AN_IP: &str = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
const NOT_A_CIDR: &str = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

/// An address with leading zeros allowed; IPv4-mapped ones stay IPv6.
pub(crate) fn parse_sloppy(text: &str) -> Option<IpAddr> {
    if text.contains(':') {
        let tail = text.rfind(':').map_or(0, |colon| colon + 1);
        let (head, last) = text.split_at_checked(tail)?;
        if last.contains('.') {
            let v4 = parse_v4_sloppy(last)?;
            return format!("{head}{v4}").parse::<Ipv6Addr>().ok().map(IpAddr::V6);
        }
        return text.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    }
    parse_v4_sloppy(text).map(IpAddr::V4)
}

/// A CIDR with leading zeros allowed: the address as written, and the prefix length.
pub(crate) fn parse_cidr_sloppy(text: &str) -> Option<(IpAddr, u8)> {
    let (address, length) = text.split_once('/')?;
    let address = parse_sloppy(address)?;
    if length.is_empty() || length.len() > 8 || !length.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let length: u32 = length.parse().ok()?;
    let max = if address.is_ipv4() { 32 } else { 128 };
    (length <= max).then_some((address, u8::try_from(length).ok()?))
}

/// The address as Go's `net.IP` is: IPv4-mapped IPv6 is IPv4.
pub(crate) fn parse(text: &str) -> Option<IpAddr> {
    parse_sloppy(text).map(|address| address.to_canonical())
}

/// `IsValidIPForLegacyField`; whether the value is good.
pub(crate) fn check_ip(path: &Path<'_>, value: &str, report: &mut Report) -> bool {
    if report.kept.contains(value) {
        return true;
    }
    match parse_sloppy(value) {
        Some(_) if !report.release.has(Change::StrictIPCIDRValidation) => true,
        other => check_strictly(path, value, other, report),
    }
}

/// `IsValidIP`: no older forms, and the canonical one only.
pub(crate) fn check_new_ip(path: &Path<'_>, value: &str, report: &mut Report) -> bool {
    let address = parse_sloppy(value);
    if !check_strictly(path, value, address, report) {
        return false;
    }
    let other = address.filter(|ip| ip.to_string() != value);
    if let Some(ip) = other {
        report.invalid(path, value, &format!("must be in canonical form (\"{ip}\")"));
    }
    other.is_none()
}

fn check_strictly(path: &Path<'_>, value: &str, address: Option<IpAddr>, report: &mut Report) -> bool {
    match address {
        None => report.invalid(path, value, NOT_AN_IP),
        Some(IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_some() => {
            if !is_strict(value) {
                report.invalid(path, value, "must not have leading 0s");
                return false;
            }
            report.invalid(path, value, "must not be an IPv4-mapped IPv6 address");
        }
        Some(_) if !is_strict(value) => report.invalid(path, value, "must not have leading 0s"),
        Some(_) => return true,
    }
    false
}

/// `IsValidCIDRForLegacyField`; whether the value is good.
pub(crate) fn check_cidr(path: &Path<'_>, value: &str, report: &mut Report) -> bool {
    if report.kept.contains(value) {
        return true;
    }
    let Some((address, length)) = parse_cidr_sloppy(value) else {
        report.invalid(path, value, NOT_A_CIDR);
        return false;
    };
    if !report.release.has(Change::StrictIPCIDRValidation) {
        return true;
    }
    let strict = value
        .split_once('/')
        .is_some_and(|(ip, bits)| is_strict(ip) && (bits == "0" || !bits.starts_with('0')));
    if !strict {
        report.invalid(path, value, "must not have leading 0s in IP or prefix length");
    } else if matches!(address, IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some()) {
        report.invalid(path, value, "must not have an IPv4-mapped IPv6 address");
    } else if masked(address, length) != address {
        report.invalid(path, value, "must not have bits set beyond the prefix length");
    } else {
        return true;
    }
    false
}

/// `ValidateEndpointIP`: not one of the addresses that lead nowhere; whether the value is good.
pub(crate) fn check_endpoint_ip(path: &Path<'_>, value: &str, report: &mut Report) {
    let Some(address) = parse(value) else {
        report.invalid(path, value, "must be a valid IP address");
        return;
    };
    if address.is_unspecified() {
        report.invalid(path, value, &format!("may not be unspecified ({value})"));
    }
    if address.is_loopback() {
        report.invalid(path, value, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
    }
    let (unicast, multicast) = match address {
        IpAddr::V4(v4) => (v4.is_link_local(), matches!(v4.octets(), [224, 0, 0, _])),
        IpAddr::V6(v6) => (v6.is_unicast_link_local(), v6.segments()[0] & 0xff0f == 0xff02),
    };
    if unicast {
        report.invalid(path, value, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
    }
    if multicast {
        report.invalid(path, value, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }
}

/// `GetWarningsForIP`.
pub(crate) fn warn_ip(path: &Path<'_>, value: &str, report: &mut Report) {
    let Some(address) = parse_sloppy(value) else { return };
    let mapped = matches!(address, IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some());
    if mapped || !is_strict(value) {
        let better = address.to_canonical();
        let verdict = sloppy_verdict(report);
        report.warn(format!("{path}: non-standard IP address {} {verdict}: use \"{better}\"", quoted(value)));
    } else if address.is_ipv6() && address.to_string() != value {
        report.warn(format!(
            "{path}: IPv6 address {} should be in RFC 5952 canonical format (\"{address}\")",
            quoted(value)
        ));
    }
}

/// `GetWarningsForCIDR`.
pub(crate) fn warn_cidr(path: &Path<'_>, value: &str, report: &mut Report) {
    let Some((address, length)) = parse_cidr_sloppy(value) else { return };
    let network = masked(address, length);
    let text = quoted(value);
    let mut silent = true;
    if network != address {
        let bits = if address.is_ipv4() { 32 } else { 128 };
        report.warn(format!(
            "{path}: CIDR value {text} is ambiguous in this context (should be \"{network}/{length}\" or \"{address}/{bits}\"?)"
        ));
        silent = false;
    }
    let strict = value
        .split_once('/')
        .is_some_and(|(ip, bits)| is_strict(ip) && (bits == "0" || !bits.starts_with('0')));
    if !strict {
        let verdict = sloppy_verdict(report);
        report.warn(format!("{path}: non-standard CIDR value {text} {verdict}: use \"{network}/{length}\""));
        silent = false;
    }
    if silent && address.is_ipv6() && format!("{address}/{length}") != value {
        report.warn(format!(
            "{path}: IPv6 CIDR value {text} should be in RFC 5952 canonical format (\"{address}/{length}\")"
        ));
    }
}

fn sloppy_verdict(report: &Report) -> &'static str {
    if report.release.has(Change::StrictIPCIDRValidation) {
        "is invalid"
    } else {
        "will be considered invalid in a future Kubernetes release"
    }
}

/// The address with the bits beyond the prefix cleared.
pub(crate) fn masked(address: IpAddr, length: u8) -> IpAddr {
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(length.min(32))).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(length.min(128))).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
        }
    }
}

fn parse_v4_sloppy(text: &str) -> Option<Ipv4Addr> {
    let mut octets = [0_u8; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        let digits = parts.next()?;
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let significant = digits.trim_start_matches('0');
        *octet = if significant.is_empty() { 0 } else { significant.parse().ok()? };
    }
    parts.next().is_none().then(|| Ipv4Addr::from(octets))
}

/// Whether today's parser takes it.
fn is_strict(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

fn quoted(text: &str) -> String {
    super::go::quote(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrongs(check: impl Fn(&Path<'_>, &mut Report)) -> String {
        let mut report = Report::default();
        check(&Path::new("ip"), &mut report);
        report.into_words().0
    }

    #[test]
    fn leading_zeros_are_named() {
        let said = wrongs(|path, report| _ = check_ip(path, "10.096.0.10", report));
        assert_eq!(said, "ip: Invalid value: \"10.096.0.10\": must not have leading 0s");
        let said = wrongs(|path, report| _ = check_ip(path, "::ffff:10.96.0.20", report));
        assert_eq!(said, "ip: Invalid value: \"::ffff:10.96.0.20\": must not be an IPv4-mapped IPv6 address");
        let said = wrongs(|path, report| _ = check_ip(path, "0x0a.0x60.0.1", report));
        assert!(said.contains("must be a valid IP address, (e.g."), "{said}");
    }

    #[test]
    fn networks_have_no_host_bits() {
        let said = wrongs(|path, report| _ = check_cidr(path, "203.0.113.5/24", report));
        assert!(said.ends_with("must not have bits set beyond the prefix length"), "{said}");
        assert!(check_cidr(&Path::new("x"), "0.0.0.0/0", &mut Report::default()));
        let said = wrongs(|path, report| _ = check_cidr(path, "203.0.113.0/024", report));
        assert!(said.ends_with("must not have leading 0s in IP or prefix length"), "{said}");
    }

    #[test]
    fn special_addresses_are_refused() {
        for (ip, words) in
            [("127.1.2.3", "loopback"), ("fe80::1", "link-local range"), ("ff02::1", "multicast")]
        {
            let said = wrongs(|path, report| check_endpoint_ip(path, ip, report));
            assert!(said.contains(words), "{ip}: {said}");
        }
    }
}
