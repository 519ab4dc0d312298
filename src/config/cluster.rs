//! `[cluster]`: the facts of the cluster, and the flags above them.

use super::reader::{Key, Reader, Value};
use crate::args::Global;
use crate::words;
use ipnet::IpNet;
use portolan_core::diagnostic::{Arg, Message, nearest};
use portolan_core::object::IpFamily;
use portolan_core::{Options, Provider};
use std::ops::RangeInclusive;
use toml::de::DeValue;

/// The keys of `[cluster]`.
const KEYS: &[&str] =
    &["service-cidr", "cluster-cidr", "domain", "kubernetes", "node-port-range", "provider"];

/// The minor versions of Kubernetes 1 that can be asked for.
const VERSIONS: RangeInclusive<u32> = 1..=99;

/// Takes over the flags.
pub(super) fn flags(options: &mut Options, global: &Global) -> Result<(), Message> {
    let flags = [
        ("--service-cidr", "service-cidr", &global.service_cidr),
        ("--cluster-cidr", "cluster-cidr", &global.cluster_cidr),
        ("--cluster-domain", "domain", &global.cluster_domain),
        ("--kubernetes", "kubernetes", &global.kubernetes),
        ("--provider", "provider", &global.provider),
    ];
    for (flag, key, value) in flags {
        if let Some(value) = value {
            set(options, key, flag, value)?;
        }
    }
    Ok(())
}

/// Takes over one key.
pub(super) fn key<'t>(options: &mut Options, reader: &mut Reader<'t>, key: &Key<'t>, value: &Value<'t>) {
    let Some(name) = KEYS.iter().copied().find(|known| known == key.get_ref()) else {
        return reader.unknown_key(key, KEYS);
    };
    let text = match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Array(_) => {
            let items = reader.strings(key, value);
            items.into_iter().map(|(item, _)| item).collect::<Vec<_>>().join(",")
        }
        _ => return reader.wrong(value.span(), words::about(&words::WANTS_STRING, "key", name)),
    };
    reader.right(value.span(), set(options, name, name, &text));
}

/// Sets one fact; `name` is how the user wrote it.
fn set(options: &mut Options, key: &str, name: &str, text: &str) -> Result<(), Message> {
    match key {
        "service-cidr" => options.service_cidrs = networks(name, text)?,
        "cluster-cidr" => options.cluster_cidrs = networks(name, text)?,
        "domain" => options.cluster_domain = domain(text)?,
        "kubernetes" => options.kubernetes = minor_version(text)?,
        "provider" => options.provider = Some(provider(text)?),
        _ => options.node_ports = ports(text)?,
    }
    Ok(())
}

fn networks(name: &str, text: &str) -> Result<Vec<IpNet>, Message> {
    let arguments = || [("text", Arg::code(text)), ("flag", Arg::code(name))];
    let networks: Option<Vec<IpNet>> = text.split(',').map(|one| one.trim().parse().ok()).collect();
    let networks = networks.ok_or_else(|| words::BAD_CIDR.with(arguments()))?;
    let families: Vec<IpFamily> = networks.iter().map(|net| IpFamily::of(net.addr())).collect();
    match families.as_slice() {
        [_] => Ok(networks),
        [one, other] if one != other => Ok(networks),
        _ => Err(words::SAME_FAMILY.with(arguments())),
    }
}

fn domain(text: &str) -> Result<String, Message> {
    let domain = text.trim_matches('.').to_ascii_lowercase();
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if domain.len() <= 253 && domain.split('.').all(label) {
        return Ok(domain);
    }
    Err(words::about(&words::BAD_DOMAIN, "text", text))
}

/// `1.36`, `v1.36.3` or `36`.
fn minor_version(text: &str) -> Result<u32, Message> {
    let bare = text.trim().trim_start_matches('v');
    let minor = match bare.split_once('.') {
        Some(("1", rest)) => rest.split('.').next().unwrap_or_default(),
        Some(_) => "",
        None => bare,
    };
    let minor = minor.parse().ok().filter(|minor| VERSIONS.contains(minor));
    minor.ok_or_else(|| words::about(&words::BAD_VERSION, "text", text))
}

fn provider(text: &str) -> Result<Provider, Message> {
    let name = text.trim().to_ascii_lowercase();
    Provider::parse(&name).ok_or_else(|| {
        let known = Provider::ALL.map(Provider::as_str);
        match nearest(&name, known.into_iter()) {
            Some(near) => {
                let known = known.map(str::to_owned).into();
                let arguments =
                    [("text", Arg::code(text)), ("near", Arg::code(near)), ("known", Arg::Codes(known))];
                words::UNKNOWN_PROVIDER_NEAR.with(arguments)
            }
            None => {
                let known = known.map(str::to_owned).into();
                words::UNKNOWN_PROVIDER.with([("text", Arg::code(text)), ("known", Arg::Codes(known))])
            }
        }
    })
}

fn ports(text: &str) -> Result<RangeInclusive<u16>, Message> {
    let bounds = text.split_once('-').and_then(|(first, last)| {
        let first: u16 = first.trim().parse().ok()?;
        let last: u16 = last.trim().parse().ok()?;
        (first > 0 && first <= last).then_some(first..=last)
    });
    bounds.ok_or_else(|| words::about(&words::BAD_PORTS, "text", text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::diagnostic::Lang;

    #[test]
    fn two_networks_must_be_of_two_families() {
        assert!(networks("--service-cidr", "10.0.0.0/16,10.1.0.0/16").is_err());
        assert!(networks("--service-cidr", "fd00::/112, 10.1.0.0/16").is_ok());
    }

    #[test]
    fn a_provider_that_is_not_known_may_be_a_slip() {
        let said = provider("ack-flanel").expect_err("a slip").render(Lang::En);
        assert!(said.starts_with("there is no provider `ack-flanel`; did you mean `ack-flannel`?"), "{said}");
    }
}
