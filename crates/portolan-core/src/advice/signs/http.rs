//! Does it speak HTTP?

use super::{Signs, field, leads, no, program, store, yes};
use crate::advice::Sign;
use crate::advice::Weight::{Fair, Strong, Weak};
use crate::advice::words;
use crate::diagnostic::{Arg, Origin};
use crate::object::{ProbeAction, Protocol};
use portolan_yaml::collections::BTreeSet;

/// What an `appProtocol`, a scheme or the first part of a port's name says.
fn speaks_http(word: &str) -> Option<bool> {
    let word = word.to_ascii_lowercase();
    let word = word.strip_prefix("kubernetes.io/").unwrap_or(&word);
    let known = |words: &[&str]| words.contains(&word);
    if known(&["http", "https", "http2", "h2c", "ws", "wss", "grpc", "grpcs", "grpc-web", "web"]) {
        return Some(true);
    }
    let other = [
        "amqp",
        "amqps",
        "dns",
        "kafka",
        "ldap",
        "ldaps",
        "memcached",
        "mongo",
        "mongodb",
        "mqtt",
        "mysql",
        "nats",
        "postgres",
        "postgresql",
        "redis",
        "rediss",
        "smtp",
        "ssh",
        "tcp",
        "tls",
        "udp",
    ];
    known(&other).then_some(false)
}

/// Programs that serve HTTP.
const WEB_SERVERS: [&str; 8] = ["caddy", "envoy", "httpd", "jetty", "nginx", "tomcat", "traefik", "whoami"];

/// The usual ports of servers that speak HTTP, and of others.
fn usual(port: u16) -> Option<bool> {
    match port {
        80 | 443 | 3000 | 5000 | 8000 | 8008 | 8080 | 8081 | 8443 | 8888 | 9090 => Some(true),
        22 | 25 | 53 | 389 | 1883 | 2181 | 2379 | 3306 | 4222 | 5432 | 5672 | 6379 | 9042 | 9092 | 11211
        | 27017 => Some(false),
        _ => None,
    }
}

impl Signs<'_, '_> {
    /// The signs of HTTP.
    pub(in crate::advice) fn http(&self) -> Vec<Sign> {
        let mut signs = Vec::new();
        for route in leads(self.analysis, self.subject).into_iter().take(1) {
            signs.push(yes(
                Strong,
                words::ROUTED_HTTP.with([("route", Arg::code(route.title))]),
                route.origin,
            ));
        }
        let is_own = self.port(&mut signs);
        self.schemes(&mut signs);
        if is_own {
            self.probes(&mut signs);
            self.programs(&mut signs);
        }
        signs
    }

    /// What the main port says of itself; whether it can be HTTP at all.
    fn port(&self, signs: &mut Vec<Sign>) -> bool {
        let Some((origin, name)) = self.main_origin() else { return true };
        let protocol = self.subject.protocol();
        if protocol != Protocol::Tcp {
            let message = words::OTHER_PROTOCOL.with([("protocol", Arg::text(protocol.as_str()))]);
            signs.push(no(Strong, message, origin));
            return false;
        }
        if let (Some(service), Some((index, port))) = (self.subject.service, self.subject.main_port())
            && let Some(word) = port.app_protocol.as_deref()
            && let Some(http) = speaks_http(word)
        {
            let message = words::APP_PROTOCOL.with([("protocol", Arg::code(word))]);
            let origin = field(service, format!("spec.ports[{index}].appProtocol"));
            signs.push(Sign { yes: http, weight: Strong, message, origin: Some(origin) });
        }
        let word = name.split('-').next().unwrap_or_default();
        if let Some(http) = speaks_http(word).filter(|_| !name.is_empty()) {
            let message = words::PORT_NAMED.with([("name", Arg::code(name))]);
            signs.push(Sign { yes: http, weight: Fair, message, origin: Some(origin.clone()) });
        }
        let number = self.subject.target_number().into_iter();
        let numbers = number.chain(self.subject.main_port().map(|(_, port)| port.port));
        if let Some((number, http)) = numbers.into_iter().find_map(|one| Some((one, usual(one)?))) {
            let template = if http { &words::USUAL_HTTP } else { &words::USUAL_OTHER };
            let message = template.with([("port", Arg::Number(number.into()))]);
            let weight = if http && !matches!(number, 80 | 443) { Weak } else { Fair };
            signs.push(Sign { yes: http, weight, message, origin: Some(origin) });
        }
        true
    }

    /// Where the main port stands, and its name: the Service's, or the container's.
    fn main_origin(&self) -> Option<(Origin, &str)> {
        let declared = self.subject.main_target();
        let own = self.subject.service.zip(self.subject.main_port());
        if let Some((service, (index, port))) = own {
            let named = declared.as_ref().map(|(_, one)| &*one.port.name);
            let name = if port.name.is_empty() { named.unwrap_or_default() } else { &port.name };
            return Some((field(service, format!("spec.ports[{index}]")), name));
        }
        let (backing, one) = declared?;
        Some((backing.origin(&format!("{}.{}", one.container, one.field)), &one.port.name))
    }

    /// The schemes of the URLs by which it is called.
    fn schemes(&self, signs: &mut Vec<Sign>) {
        let mut seen = BTreeSet::new();
        for call in self.calls.to_subject() {
            let Some(scheme) = call.scheme.as_deref().filter(|scheme| seen.insert((*scheme).to_owned()))
            else {
                continue;
            };
            let http = speaks_http(scheme).unwrap_or(false);
            let message = words::CALLED_BY_URL
                .with([("caller", Arg::code(&*call.caller)), ("url", Arg::code(format!("{scheme}://")))]);
            signs.push(Sign { yes: http, weight: Strong, message, origin: Some(call.origin.clone()) });
        }
    }

    /// HTTP probes of the port to which the Service leads.
    fn probes(&self, signs: &mut Vec<Sign>) {
        let Some(number) = self.subject.target_number() else { return };
        for backing in &self.subject.backings {
            let containers = backing.spec.containers.iter().enumerate();
            let probes = containers
                .flat_map(|(at, container)| container.probes.iter().map(move |probe| (at, container, probe)));
            let mut http = probes.filter(|(_, container, probe)| {
                matches!(probe.action, ProbeAction::HttpGet { .. }) && probe.number(container) == Some(number)
            });
            if let Some((at, _, probe)) = http.next() {
                let message = words::PROBED.with([("probe", Arg::text(probe.kind.field()))]);
                let path = format!("containers[{at}].{}.httpGet", probe.kind.field());
                signs.push(yes(Strong, message, backing.origin(&path)));
                return;
            }
        }
    }

    /// Programs that are known by their image.
    fn programs(&self, signs: &mut Vec<Sign>) {
        for backing in &self.subject.backings {
            let images = backing.spec.containers.iter().enumerate();
            let origin = |at: usize| backing.origin(&format!("containers[{at}].image"));
            for (at, program) in images.clone().filter_map(|(at, one)| Some((at, store(&one.image)?))).take(1)
            {
                let message = words::STORE_OTHER.with([("program", Arg::code(program))]);
                signs.push(no(Fair, message, origin(at)));
            }
            let servers = images.filter(|(_, one)| WEB_SERVERS.contains(&program(&one.image)));
            for (at, container) in servers.take(1) {
                let message = words::WEB_SERVER.with([("program", Arg::code(program(&container.image)))]);
                signs.push(yes(Weak, message, origin(at)));
            }
        }
    }
}
