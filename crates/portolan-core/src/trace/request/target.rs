//! What a connection is opened to, as people write it: a URL, a host with a port, or an object by kind and name.

use super::client::{Name, missing, object, pick};
use super::{Client, Target};
use crate::cluster::Cluster;
use crate::diagnostic::{Arg, Message};
use crate::dns::uses_cluster_dns;
use crate::object::{Protocol, Service, ServicePort};
use crate::routing::{BadPath, HttpRequest};
use crate::template;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

template!(NOT_A_TARGET, "trace.not-a-target",
    en: "{text} is not a place to connect to: write a URL, `HOST:PORT`, `IP:PORT`, `[IPv6]:PORT`, or `svc/NAME`",
    ja: "{text}は接続先として読めません。URL、`HOST:PORT`、`IP:PORT`、`[IPv6]:PORT`、または`svc/NAME`を指定してください");
template!(OF_MANY, "trace.address-of-many",
    en: "{text} is not the address of one host: connections lead to one",
    ja: "{text}は1つのホストのアドレスではありません。接続先は1つのホストです");
template!(NO_PORT, "trace.no-port",
    en: "{text} names no port: write for example {example}",
    ja: "{text}にはポートがありません。たとえば{example}のように指定してください");
template!(NO_PORT_OF, "trace.no-port-of-scheme",
    en: "{text} names no port, and only `http` and `https` imply one: write for example {example}",
    ja: "{text}にはポートがありません。ポートを省けるのは`http`と`https`だけです。たとえば{example}のように指定してください");
template!(BAD_PORT, "trace.bad-port",
    en: "{port} is not a port: write a number from 1 to 65535, for example {example}",
    ja: "{port}はポートではありません。1から65535までの数を指定してください（例: {example}）");
template!(WHICH_PORT, "trace.which-port",
    en: "Service {service} has several ports: write {known}",
    ja: "Service {service}にはポートが複数あります。{known}のいずれかを指定してください");
template!(NO_SUCH_PORT, "trace.no-port-of-name",
    en: "Service {service} has no port named {port}; it has {known}",
    ja: "Service {service}に{port}という名前のポートはありません。あるのは{known}です");
template!(NO_ADDRESS, "trace.target-without-address",
    en: "{kind} {name} has no address yet",
    ja: "{kind} {name}にはまだアドレスがありません");

template!(BAD_PATH, "trace.bad-path",
    en: "the path of {text} is none: proxies answer such a request with 400",
    ja: "{text}のパスは不正です。プロキシはこのようなリクエストに400を返します");

/// Schemes with the port that they imply.
const SCHEMES: &[(&str, u16)] = &[("http", 80), ("https", 443), ("ws", 80), ("wss", 443)];

/// Schemes that name a protocol and imply no port.
const PROTOCOLS: &[(&str, Protocol)] =
    &[("tcp", Protocol::Tcp), ("udp", Protocol::Udp), ("sctp", Protocol::Sctp)];

impl Target {
    /// A host and a port.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self { host: host.into(), port, http: None }
    }

    /// Understands URLs, `host:port`, `IP:port`, `[IPv6]:port`, `svc/NAME[:port]`: the
    /// way in that this client has, by name for Pods; `pod/NAME:port`, `node/NAME:port`. With the protocol that the
    /// text implies, if it implies one.
    ///
    /// # Errors
    ///
    /// What cannot be understood, or is not there.
    pub fn parse(text: &str, cluster: &Cluster, from: &Client) -> Result<(Self, Option<Protocol>), Message> {
        let text = text.trim();
        if let Some((scheme, rest)) = text.split_once("://") {
            return of_url(text, scheme, rest, cluster);
        }
        if let Some((kind, name)) = object(text)
            && matches!(kind, "Service" | "Pod" | "Node")
        {
            return of_object(text, kind, name, cluster, from);
        }
        let (host, port) = host_and_port(text, authority(text))?;
        let port = port.ok_or_else(|| {
            let example = format!("{}:{}", bracketed(host), likely_port(host, cluster));
            NO_PORT.with([("text", Arg::code(text)), ("example", Arg::code(example))])
        })?;
        let rest = text.get(authority(text).len()..).unwrap_or_default();
        let http = HttpRequest::get(port == 443, host, port, rest).ok().map(Box::new);
        let http = http.filter(|_| host.parse::<IpAddr>().is_err());
        Ok((Self { http, ..Self::new(host, port) }, None))
    }
}

fn of_url(
    text: &str,
    scheme: &str,
    rest: &str,
    cluster: &Cluster,
) -> Result<(Target, Option<Protocol>), Message> {
    let scheme = scheme.to_ascii_lowercase();
    let authority = authority(rest);
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = host_and_port(text, authority)?;
    let implied = SCHEMES.iter().find(|(known, _)| *known == scheme).map(|(_, port)| *port);
    let protocol = PROTOCOLS.iter().find(|(known, _)| *known == scheme).map(|(_, protocol)| *protocol);
    let port = port.or(implied).ok_or_else(|| {
        let example = format!("{scheme}://{}:{}", bracketed(host), likely_port(host, cluster));
        NO_PORT_OF.with([("text", Arg::code(text)), ("example", Arg::code(example))])
    })?;
    let behind = rest.get(self::authority(rest).len()..).unwrap_or_default();
    let http = match scheme.as_str() {
        "http" | "https" | "ws" | "wss" => {
            let secure = matches!(scheme.as_str(), "https" | "wss");
            let request = HttpRequest::get(secure, host, port, behind);
            Some(Box::new(request.map_err(|BadPath| BAD_PATH.with([("text", Arg::code(text))]))?))
        }
        _ => None,
    };
    Ok((Target { http, ..Target::new(host, port) }, protocol))
}

/// What stands before the path.
fn authority(text: &str) -> &str {
    text.split(['/', '?', '#']).next().unwrap_or_default()
}

/// The host without brackets, and the port where there is one.
fn host_and_port<'t>(text: &str, authority: &'t str) -> Result<(&'t str, Option<u16>), Message> {
    let wrong = || NOT_A_TARGET.with([("text", Arg::code(text))]);
    if authority.parse::<Ipv6Addr>().is_ok() {
        return Ok((authority, None));
    }
    let (host, port) = if let Some(rest) = authority.strip_prefix('[') {
        let (host, behind) = rest.split_once(']').ok_or_else(wrong)?;
        host.parse::<Ipv6Addr>().map_err(|_| wrong())?;
        match behind.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if behind.is_empty() => (host, None),
            None => return Err(wrong()),
        }
    } else {
        authority.rsplit_once(':').map_or((authority, None), |(host, port)| (host, Some(port)))
    };
    if !(host.parse::<Ipv6Addr>().is_ok() || is_name(host)) {
        return Err(wrong());
    }
    if host.parse().is_ok_and(is_of_many) {
        return Err(OF_MANY.with([("text", Arg::code(host))]));
    }
    let port = port.filter(|port| !port.is_empty()).map(|port| number(port, host)).transpose()?;
    Ok((host, port))
}

/// Whether an address belongs to more than one host.
fn is_of_many(ip: IpAddr) -> bool {
    ip.is_multicast() || ip == IpAddr::V4(Ipv4Addr::BROADCAST)
}

/// Whether a resolver takes it for a name or an IPv4 address: labels of 1 to 63 bytes, 253 in all (RFC 1035, section 2.3.4).
fn is_name(host: &str) -> bool {
    let readable = |letter: char| !letter.is_whitespace() && !letter.is_control() && letter != ':';
    let name = host.strip_suffix('.').unwrap_or(host);
    name.len() <= 253
        && name.chars().all(readable)
        && name.split('.').all(|label| (1..=63).contains(&label.len()))
}

fn number(port: &str, host: &str) -> Result<u16, Message> {
    let number = port.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| {
        let example = format!("{}:80", bracketed(host));
        BAD_PORT.with([("port", Arg::code(port)), ("example", Arg::code(example))])
    })
}

fn bracketed(host: &str) -> String {
    if host.contains(':') { format!("[{host}]") } else { host.to_owned() }
}

/// A port for an example: the first one of the Service that the host seems to name.
fn likely_port(host: &str, cluster: &Cluster) -> u16 {
    let first = host.split('.').next().unwrap_or_default();
    let ip: Option<IpAddr> = host.parse().ok();
    let mut services = cluster.services.iter();
    let service =
        services.find(|one| *one.meta.name == *first || ip.is_some_and(|ip| one.cluster_ips.contains(&ip)));
    service.and_then(|one| one.ports.first()).map_or(80, |port| port.port)
}

fn of_object(
    text: &str,
    kind: &str,
    name: Name<'_>,
    cluster: &Cluster,
    from: &Client,
) -> Result<(Target, Option<Protocol>), Message> {
    let (own, port) = name.name.rsplit_once(':').map_or((name.name, None), |(own, port)| (own, Some(port)));
    if own.is_empty() {
        return Err(NOT_A_TARGET.with([("text", Arg::code(text))]));
    }
    if !matches!(kind, "Service" | "Pod" | "Node") {
        return Err(NOT_A_TARGET.with([("text", Arg::code(text))]));
    }
    let name = Name { name: own, ..name };
    if kind == "Service" {
        let services = || cluster.services.iter();
        let service =
            pick(services(), name, |one| (&one.meta.namespace, &one.meta.name)).ok_or_else(|| {
                missing(kind, name, services().map(|one| (&*one.meta.namespace, &*one.meta.name)))
            })?;
        return of_service(text, service, port, cluster, from);
    }
    let addresses = if kind == "Pod" {
        let pods = || cluster.pods.iter();
        let pod = pick(pods(), name, |pod| (&pod.namespace, &pod.name))
            .ok_or_else(|| missing(kind, name, pods().map(|pod| (&*pod.namespace, &*pod.name))))?;
        &pod.ips
    } else {
        let node = cluster.nodes.iter().find(|node| *node.name == *name.name);
        let known = || cluster.nodes.iter().map(|node| ("", &*node.name));
        &node.ok_or_else(|| missing(kind, name, known()))?.internal_ips
    };
    let ip = addresses
        .first()
        .ok_or_else(|| NO_ADDRESS.with([("kind", Arg::text(kind)), ("name", Arg::code(name.name))]))?;
    let port = port.ok_or_else(|| {
        let example = format!("{text}:{}", if kind == "Pod" { 8080 } else { 30080 });
        NO_PORT.with([("text", Arg::code(text)), ("example", Arg::code(example))])
    })?;
    Ok((Target::new(ip.to_string(), number(port, own)?), None))
}

/// The way to a Service that a client has: its name for Pods, its cluster IP for who does not ask the cluster's DNS, and from outside the address
/// of its load balancer, else an external IP, else its node port on the first node.
fn of_service(
    text: &str,
    service: &Service,
    port: Option<&str>,
    cluster: &Cluster,
    from: &Client,
) -> Result<(Target, Option<Protocol>), Message> {
    let (number, written) = service_port(text, service, port)?;
    let protocol = written.map(|port| port.protocol);
    let dns =
        format!("{}.{}.svc.{}", service.meta.name, service.meta.namespace, cluster.options.cluster_domain);
    let target = |host: String| (Target::new(host, number), protocol);
    let by_address = |dns| target(service.cluster_ips.first().map_or(dns, IpAddr::to_string));
    Ok(match from {
        Client::Pod(id) if cluster.pod(*id).is_some_and(|pod| !uses_cluster_dns(pod)) => by_address(dns),
        Client::Pod(id) => {
            let near = cluster.pod(*id).is_some_and(|pod| pod.namespace == service.meta.namespace);
            let own = &service.meta.name;
            target(if near { own.to_string() } else { format!("{own}.{}", service.meta.namespace) })
        }
        Client::Node(_) => by_address(dns),
        Client::Outside(client) => {
            let ingress = &service.load_balancer.ingress;
            let balanced = of_family(*client, ingress.iter().filter_map(|one| one.ip));
            let named = || ingress.iter().map(|one| one.hostname.to_string()).find(|name| !name.is_empty());
            let external = || of_family(*client, service.external_ips.iter().copied());
            let host = balanced.or_else(external).map(|ip| ip.to_string()).or_else(named);
            if let Some(host) = host {
                return Ok(target(host));
            }
            let serves = |ip: &IpAddr| service.cluster_ips.iter().any(|own| own.is_ipv4() == ip.is_ipv4());
            let nodes = cluster.nodes.iter().take(1);
            let ips = nodes.flat_map(|node| node.internal_ips.iter().copied().filter(serves));
            let node = of_family(*client, ips);
            match (node, written.map(|port| port.node_port).filter(|port| *port > 0)) {
                (Some(ip), Some(port)) => (Target::new(ip.to_string(), port), protocol),
                _ => by_address(dns),
            }
        }
    })
}

/// The first address of the client's family, else the first of all.
fn of_family(client: IpAddr, known: impl Iterator<Item = IpAddr> + Clone) -> Option<IpAddr> {
    let alike = known.clone().find(|ip| ip.is_ipv4() == client.is_ipv4());
    alike.or_else(|| known.clone().next())
}

/// The port of a Service by number or name, or its only one; with what the Service says of it.
fn service_port<'s>(
    text: &str,
    service: &'s Service,
    port: Option<&str>,
) -> Result<(u16, Option<&'s ServicePort>), Message> {
    let name = || Arg::code(service.meta.full_name());
    let known = |prefix: &str| {
        Arg::Codes(service.ports.iter().map(|port| format!("{prefix}{}", port.port)).collect())
    };
    let names = || {
        let named = service.ports.iter().filter(|port| !port.name.is_empty());
        let names: Vec<_> = named.map(|port| port.name.to_string()).collect();
        if names.is_empty() { known("") } else { Arg::Codes(names) }
    };
    let Some(port) = port else {
        return match service.ports.as_slice() {
            [only] => Ok((only.port, Some(only))),
            [] => {
                let example = Arg::code(format!("{text}:80"));
                Err(NO_PORT.with([("text", Arg::code(text)), ("example", example)]))
            }
            _ => Err(WHICH_PORT.with([("service", name()), ("known", known(&format!("{text}:")))])),
        };
    };
    if let Some(named) = service.ports.iter().find(|one| *one.name == *port) {
        return Ok((named.port, Some(named)));
    }
    if !port.bytes().all(|byte| byte.is_ascii_digit()) && !port.is_empty() {
        let arguments = [("service", name()), ("port", Arg::code(port)), ("known", names())];
        return Err(NO_SUCH_PORT.with(arguments));
    }
    let number = number(port, &service.meta.name)?;
    Ok((number, service.ports.iter().find(|one| one.port == number)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Lang;
    use crate::{Options, analyze, parse};

    const APP: &str = "
apiVersion: v1
kind: Pod
metadata: {name: shell}
spec: {containers: [{name: shell, image: example.com/shell}]}
---
apiVersion: v1
kind: Service
metadata: {name: dns}
spec: {type: NodePort, clusterIP: 10.96.0.53, ports: [{name: dns, port: 53, protocol: UDP, nodePort: 30053}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{name: http, port: 80}, {name: https, port: 443}]}
";

    fn of(from: &str, text: &str) -> Result<(String, u16, Option<Protocol>), String> {
        let files = vec![parse("app.yaml".to_owned(), APP.as_bytes().to_vec())];
        let cluster = analyze(files, &Options::default()).cluster;
        let from = Client::parse(from, &cluster).expect("a client");
        let parsed = Target::parse(text, &cluster, &from).map_err(|message| message.render(Lang::En));
        parsed.map(|(target, protocol)| (target.host, target.port, protocol))
    }

    #[test]
    fn urls_and_hosts_name_their_port_or_imply_it() {
        let host = |text| of("pod/shell", text).map(|(host, port, _)| format!("{host} {port}"));
        for (text, expected) in [
            ("http://web.shop/cart?id=1", "web.shop 80"),
            ("HTTPS://me:secret@web.shop", "web.shop 443"),
            ("http://[fd00::1]:8080/", "fd00::1 8080"),
            ("web:8080", "web 8080"),
            ("web:8080/path", "web 8080"),
            ("10.96.0.1:443", "10.96.0.1 443"),
            ("[fd00::1]:80", "fd00::1 80"),
            ("tcp://db:5432", "db 5432"),
        ] {
            assert_eq!(host(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_service_is_met_by_the_way_that_the_client_has() {
        let udp = Some(Protocol::Udp);
        assert_eq!(of("pod/shell", "svc/dns"), Ok(("dns".to_owned(), 53, udp)));
        assert_eq!(of("node/node-a", "svc/dns"), Ok(("10.96.0.53".to_owned(), 53, udp)));
        assert_eq!(of("203.0.113.7", "svc/dns"), Ok(("192.168.10.11".to_owned(), 30053, udp)));
        let web = of("pod/shell", "svc/shop/web:https");
        assert_eq!(web, Ok(("web.shop".to_owned(), 443, Some(Protocol::Tcp))));
        assert_eq!(of("pod/shell", "node/node-b:30053"), Ok(("192.168.10.12".to_owned(), 30053, None)));
    }

    #[test]
    fn what_is_no_single_host_is_refused() {
        for text in ["224.0.0.1:80", "255.255.255.255:80", "[ff02::1]:80", "deploy/web:80"] {
            assert!(of("pod/shell", text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_target_is_told_with_an_example() {
        let wrong = |text| of("pod/shell", text).expect_err("a mistake");
        assert_eq!(wrong("dns"), "`dns` names no port: write for example `dns:53`");
        assert_eq!(wrong("fd00::1"), "`fd00::1` names no port: write for example `[fd00::1]:80`");
        assert!(wrong("ftp://dns").contains("write for example `ftp://dns:53`"));
        assert!(wrong("web:0").contains("`0` is not a port"));
        assert!(wrong("web:70000").contains("`70000` is not a port"));
        assert!(wrong("svc/web").contains("write `svc/web:80`, `svc/web:443`"));
        assert!(wrong("svc/web:htpp").contains("it has `http`, `https`"));
        assert!(wrong("svc/wbe:80").contains("did you mean `shop/web`?"));
        for text in ["", ":80", "[::1", "[web]:80", "a b:80", "http://", "1:2:3", "\u{0}:1", "svc/", "pod/:1"]
        {
            wrong(text);
        }
        assert!(wrong("svc/").contains("is not a place to connect to"));
        for name in ["web..".to_owned(), ".".to_owned(), "a".repeat(64), "a.".repeat(127) + "a"] {
            let target = format!("{name}:80");
            assert!(
                of("pod/shell", &target).is_err_and(|words| words.contains("is not a place to connect to"))
            );
        }
        assert!(of("pod/shell", &format!("{}.{}.:80", "a".repeat(63), "a".repeat(63))).is_ok());
    }
}
