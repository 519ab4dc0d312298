//! From the host that the client names to addresses.

use super::log::{At, Branch, Shown};
use super::network::Network;
use super::reason::Reason;
use super::{Client, Ending, Packet, Receiver, Stage, words};
use crate::diagnostic::{Arg, Certainty, Message};
use crate::dns::{Data, Rcode, Record, RecordType, Response, Zone, uses_cluster_dns};
use crate::object::IpFamily;
use crate::template;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::rc::Rc;

template!(ASKED_IN_VAIN, "trace.asked-in-vain",
    en: "asks for {name} ({kind}): {answer}",
    ja: "{name}（{kind}）を問い合わせます: {answer}");
template!(ASKED_UPSTREAM, "trace.asked-upstream",
    en: "asks for {name} ({kind}): the cluster's DNS passes it on to its upstream resolver",
    ja: "{name}（{kind}）を問い合わせます: クラスターのDNSは上流のリゾルバーに問い合わせます");
template!(ASKED_NODE, "trace.asked-node",
    en: "asks the node's resolver for {name} ({kind}), not the cluster's DNS",
    ja: "クラスターのDNSではなく、ノードのリゾルバーに{name}（{kind}）を問い合わせます");
template!(RESOLVED, "trace.resolved",
    en: "asks for {name} ({kind}): {answer}",
    ja: "{name}（{kind}）を問い合わせます: {answer}");
template!(CHOSEN, "trace.address-chosen",
    en: "the client takes one of the {n} addresses: {address}",
    ja: "クライアントは{n}個のアドレスから{address}を選びます");
template!(NO_SUCH_NAME, "trace.no-such-name",
    en: "the name {name} does not exist",
    ja: "{name}という名前は存在しません");
template!(NO_SUCH_NAME_NEAR, "trace.no-such-name-near",
    en: "the name {name} does not exist; did you mean {near}?",
    ja: "{name}という名前は存在しません。{near}のことではありませんか");
template!(NO_RECORDS, "trace.no-records",
    en: "the name {name} exists, but has no address",
    ja: "{name}という名前はありますが、アドレスがありません");
template!(PODS_ONLY, "trace.pods-only",
    en: "{name} is a name of the cluster, and only Pods ask the cluster's DNS",
    ja: "{name}はクラスター内の名前です。クラスターのDNSに問い合わせるのはPodだけです");
template!(NOT_CLUSTER_DNS, "trace.not-cluster-dns",
    en: "{name} is a name of the cluster, but this Pod asks the node's resolver (dnsPolicy, hostNetwork)",
    ja: "{name}はクラスター内の名前ですが、このPodはノードのリゾルバーに問い合わせます（dnsPolicy、hostNetwork）");
template!(ALIAS_UPSTREAM, "trace.alias-upstream",
    en: "{name} is another name for {alias}, which is not in the cluster's zone: its address is up to the upstream resolver",
    ja: "{name}は{alias}の別名です。{alias}はクラスターのゾーンにないので、アドレスは上流のリゾルバーの答えによります");
template!(UPSTREAM, "trace.upstream",
    en: "{name} is not in the cluster's zone: its address is up to the upstream resolver",
    ja: "{name}はクラスターのゾーンにないので、アドレスは上流のリゾルバーの答えによります");
template!(OWN_RESOLVER, "trace.own-resolver",
    en: "{name} is no name of the cluster: its address is up to the client's own resolver",
    ja: "{name}はクラスターの名前ではないので、アドレスはクライアント自身のリゾルバーの答えによります");

/// The last labels of names that no public resolver knows: RFC 2606, RFC 6761, RFC 6762.
const NEVER_PUBLIC: [&str; 6] = ["example", "internal", "invalid", "local", "localhost", "test"];

/// The namespaces that every cluster has, with objects in the input or without.
const ALWAYS_THERE: [&str; 3] = ["kube-system", "kube-public", "kube-node-lease"];

impl<'a> Network<'a> {
    /// The addresses to which the client may send, each with its branch; ends the walk where there are none.
    pub(super) fn resolve(&mut self) -> Vec<(Branch, SocketAddr)> {
        let target = &self.request.to;
        let port = target.port;
        let branch = Branch::new(Packet::new(
            Ipv4Addr::UNSPECIFIED.into(),
            (Ipv4Addr::UNSPECIFIED, port).into(),
            self.request.protocol,
        ));
        let literal = target.host.parse().ok().or_else(|| {
            let host = target.host.trim_end_matches('.');
            host.eq_ignore_ascii_case("localhost").then_some(IpAddr::V4(Ipv4Addr::LOCALHOST))
        });
        // Linux takes the unspecified address for the host itself.
        let literal = literal.map(|ip| match ip {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        });
        match (literal, &self.request.from) {
            (Some(ip), _) => vec![(branch, SocketAddr::new(ip, port))],
            (None, Client::Pod(_)) => self.ask_cluster(branch),
            (None, _) => self.ask_elsewhere(branch),
        }
    }

    /// The names of the cluster, indexed when one is first asked for.
    fn zone(&mut self) -> Rc<Zone<'a>> {
        let (cluster, slices) = (self.cluster, self.slices);
        Rc::clone(self.zone.get_or_insert_with(|| Rc::new(Zone::new(cluster, slices))))
    }

    /// A Pod asks, name by name of its search list.
    fn ask_cluster(&mut self, branch: Branch) -> Vec<(Branch, SocketAddr)> {
        let Client::Pod(id) = self.request.from else { return Vec::new() };
        let Some(pod) = self.cluster.pod(id) else { return Vec::new() };
        let Some(mut branch) = self.police_look_up(branch) else { return Vec::new() };
        let host = &self.request.to.host;
        let zone = self.zone();
        let mut walk = Vec::new();
        for kind in kinds(&pod.ips) {
            let mut answers = zone.walk(pod, host, kind);
            let found = answers.last().is_some_and(|(_, response)| has_answers(response));
            if found || walk.is_empty() {
                walk =
                    std::mem::take(&mut answers).into_iter().map(|(name, one)| (name, kind, one)).collect();
            }
            if found {
                break;
            }
        }
        for (name, kind, response) in &walk {
            self.note_answer(&mut branch, (name, *kind), response, uses_cluster_dns(pod));
        }
        let records = walk.last().map(|(_, _, response)| response.answers.as_slice()).unwrap_or_default();
        let addresses: Vec<_> = records.iter().filter_map(address).collect();
        if addresses.is_empty() {
            let asks = uses_cluster_dns(pod);
            self.end_unresolved(branch, &zone, walk.iter().map(|(_, _, response)| response), asks);
            return Vec::new();
        }
        self.choose(branch, addresses)
    }

    /// A load balancer shuffles the addresses, and clients take the first: each is equally likely.
    fn choose(&mut self, branch: Branch, addresses: Vec<IpAddr>) -> Vec<(Branch, SocketAddr)> {
        let count = addresses.len();
        let port = self.request.to.port;
        if let [only] = addresses.as_slice() {
            return vec![(branch, SocketAddr::new(*only, port))];
        }
        let parts = self.log.share_out(&branch, count);
        let chosen = addresses.into_iter().zip(parts).map(|(ip, mut part)| {
            let message = CHOSEN.with([("n", Arg::count(count)), ("address", words::ip(ip))]);
            self.note(&mut part, At { stage: Stage::Dns, node: "" }, message, None);
            (part, SocketAddr::new(ip, port))
        });
        chosen.collect()
    }

    /// A client that does not ask the cluster's DNS.
    fn ask_elsewhere(&mut self, branch: Branch) -> Vec<(Branch, SocketAddr)> {
        let host = self.request.to.host.trim_end_matches('.').to_ascii_lowercase();
        let mut services = self.cluster.services.iter();
        let balanced = services.find_map(|service| {
            let mut ingress = service.load_balancer.ingress.iter();
            ingress
                .find(|one| one.hostname.eq_ignore_ascii_case(&host))
                .and_then(|one| one.ip.or(one.resolved))
        });
        if let Some(ip) = balanced {
            return vec![(branch, SocketAddr::new(ip, self.request.to.port))];
        }
        let zone = self.zone();
        self.end_unresolved(branch, &zone, std::iter::empty(), false);
        Vec::new()
    }

    fn note_answer(
        &mut self,
        branch: &mut Branch,
        (name, kind): (&str, RecordType),
        response: &Response,
        asks_cluster: bool,
    ) {
        let found = has_answers(response);
        let data = response.answers.iter().map(|record| record.data.to_string()).collect::<Vec<_>>();
        let upstream = data.is_empty() && response.upstream && response.rcode == Rcode::ServFail;
        let answer = match data.as_slice() {
            [] => response.rcode.as_str().to_owned(),
            data => data.join(", "),
        };
        let asked = [("name", Arg::text(name)), ("kind", Arg::text(kind.as_str()))];
        let mut message = match (upstream, found) {
            _ if !asks_cluster => ASKED_NODE.with(asked),
            (true, _) => ASKED_UPSTREAM.with(asked),
            (false, true) => RESOLVED.with(asked),
            (false, false) => ASKED_IN_VAIN.with(asked),
        };
        message.args.push(("answer", Arg::text(answer)));
        let origin = response.answers.iter().find_map(|record| record.origin.clone());
        let shown = Shown { text: String::new(), origin };
        self.note(branch, At { stage: Stage::Dns, node: "" }, message, Some(shown));
    }

    /// No address: either the name is nobody's, or it is somebody else's.
    fn end_unresolved<'r>(
        &mut self,
        mut branch: Branch,
        zone: &Zone<'_>,
        walk: impl Iterator<Item = &'r Response>,
        asks_cluster: bool,
    ) {
        if let Some(reason) = self.headless(&self.request.to.host).filter(|_| asks_cluster) {
            self.end_without_packet(branch, Ending::NxDomain, reason);
            return;
        }
        let (message, ending, certainty) = self.judge(zone, walk, asks_cluster);
        if branch.last.is_none() {
            self.note(&mut branch, At { stage: Stage::Dns, node: "" }, message.clone(), None);
        }
        let elsewhere = ending == Ending::Answered;
        let of_policy = message.template.id == NOT_CLUSTER_DNS.id;
        let blame = match self.request.from {
            Client::Pod(id) if of_policy => self.cluster.pod(id).map(|pod| pod.origin_of("dnsPolicy")),
            _ => None,
        };
        let reason = Reason::new(message, certainty).blame(blame);
        let receiver = if elsewhere { Receiver::Elsewhere } else { Receiver::Nobody };
        self.end_without_packet(branch, ending, reason.receiver(receiver));
    }
}

impl Network<'_> {
    /// Why there is no address, and what comes of it.
    fn judge<'r>(
        &self,
        zone: &Zone<'_>,
        walk: impl Iterator<Item = &'r Response>,
        asks_cluster: bool,
    ) -> (Message, Ending, Certainty) {
        let host = self.request.to.host.trim_end_matches('.');
        let name = || ("name", Arg::code(host));
        let domain = zone.domain();
        let of_cluster = host.eq_ignore_ascii_case(domain)
            || host.to_ascii_lowercase().ends_with(&format!(".{}", domain.to_ascii_lowercase()));
        let (mut known, mut alias) = (false, None);
        for response in walk {
            known |= !response.answers.is_empty() || response.rcode == Rcode::NoError;
            alias = response.answers.iter().filter(|_| response.upstream).find_map(alias_of);
        }
        let of_pod = matches!(self.request.from, Client::Pod(_));
        let not_asked = if of_pod { &NOT_CLUSTER_DNS } else { &PODS_ONLY };
        if !asks_cluster && of_cluster {
            (not_asked.with([name()]), Ending::NxDomain, Certainty::Likely)
        } else if let Some(alias) = alias.filter(|alias| is_public(alias)) {
            let message = ALIAS_UPSTREAM.with([name(), ("alias", Arg::code(alias))]);
            (message, Ending::Answered, Certainty::DependsOnCluster)
        } else if is_public(host) && !of_cluster && !self.names_namespace(host) {
            let template = if asks_cluster { &UPSTREAM } else { &OWN_RESOLVER };
            (template.with([name()]), Ending::Answered, Certainty::DependsOnCluster)
        } else if !asks_cluster && zone.suggest(host).is_some() {
            (not_asked.with([name()]), Ending::NxDomain, Certainty::Likely)
        } else if known {
            (NO_RECORDS.with([name()]), Ending::NxDomain, Certainty::Likely)
        } else {
            let near = zone.suggest(host).filter(|_| asks_cluster).or_else(|| self.slip_of(zone, host));
            let message = match near {
                Some(near) => NO_SUCH_NAME_NEAR.with([name(), ("near", Arg::code(near))]),
                None => NO_SUCH_NAME.with([name()]),
            };
            (message, Ending::NxDomain, Certainty::Likely)
        }
    }

    /// Whether it looks like `SERVICE.NAMESPACE` of this cluster.
    fn names_namespace(&self, host: &str) -> bool {
        let namespace = host.split('.').nth(1).unwrap_or_default();
        self.cluster.namespaces.contains_key(namespace) || ALWAYS_THERE.contains(&namespace)
    }

    /// The name that differs in a few letters of the Service's own.
    fn slip_of(&self, zone: &Zone<'_>, host: &str) -> Option<String> {
        match self.request.from {
            Client::Pod(id) => zone.slip(host, &self.cluster.pod(id)?.namespace),
            Client::Node(_) | Client::Outside(_) => None,
        }
    }
}

/// The types of addresses that a client asks for: those of the families that it has, its own first.
fn kinds(ips: &[IpAddr]) -> Vec<RecordType> {
    let kind = |ip: &IpAddr| match IpFamily::of(*ip) {
        IpFamily::V4 => RecordType::A,
        IpFamily::V6 => RecordType::Aaaa,
    };
    let mut kinds: Vec<_> = ips.iter().map(kind).collect();
    kinds.dedup();
    if kinds.is_empty() { vec![RecordType::A] } else { kinds }
}

fn has_answers(response: &Response) -> bool {
    response.rcode == Rcode::NoError && !response.answers.is_empty()
}

/// The name that a record is another name for.
fn alias_of(record: &Record) -> Option<&str> {
    match &record.data {
        Data::Cname(name) => Some(name.trim_end_matches('.')),
        _ => None,
    }
}

fn address(record: &Record) -> Option<IpAddr> {
    match record.data {
        Data::A(ip) => Some(ip.into()),
        Data::Aaaa(ip) => Some(ip.into()),
        _ => None,
    }
}

/// Whether the upstream resolver may know the name.
fn is_public(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    host.contains('.') && !NEVER_PUBLIC.contains(&last.as_str())
}
