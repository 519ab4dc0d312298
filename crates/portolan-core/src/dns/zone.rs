//! Answers to questions: the types of records, made of what is behind a name (`plugin/backend_lookup.go`).

use super::index::Index;
use super::lookup::{Found, Host, NoSuchName};
use super::question::{Question, is_below};
use super::{Data, Rcode, Record, RecordType, Response};
use crate::cluster::Cluster;
use crate::diagnostic::Origin;
use crate::object::EndpointSlice;
use portolan_yaml::collections::BTreeSet;
use std::net::IpAddr;

/// How long records may be kept, in seconds.
const TTL: u32 = 5;
/// The same for the version of the schema.
const VERSION_TTL: u32 = 28800;
const VERSION: &str = "1.1.0";
/// Names are followed to other names in the cluster no further than this.
const LONGEST_CHAIN: usize = 8;

/// The zone of a cluster.
#[derive(Debug)]
pub struct Zone<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) index: Index<'a>,
}

/// Records under way, for a question that may lead to others.
#[derive(Default)]
struct Collected {
    answers: Vec<Record>,
    additional: Vec<Record>,
    upstream: bool,
}

impl<'a> Zone<'a> {
    /// Indexes the cluster's names.
    #[must_use]
    pub fn new(cluster: &'a Cluster, slices: &'a [EndpointSlice]) -> Self {
        Self { cluster, index: Index::new(cluster, slices) }
    }

    /// The domain, without dots around it.
    #[must_use]
    pub fn domain(&self) -> &'a str {
        &self.cluster.options.cluster_domain
    }

    /// Answers a question; the name is taken as complete, with or without a dot at its end.
    #[must_use]
    pub fn query(&self, name: &str, kind: RecordType) -> Response {
        let Some(question) = Question::new(name, self.domain()) else {
            return Response::empty(Rcode::FormErr);
        };
        if !question.in_zone() {
            return Response::from_upstream();
        }
        let collected = self.collect(&question, kind);
        let rcode = match &collected {
            Ok(_) => Rcode::NoError,
            Err(NoSuchName) if question.reverse => {
                return Response::from_upstream();
            }
            Err(NoSuchName) => Rcode::NxDomain,
        };
        let Collected { answers, additional, upstream } = collected.unwrap_or_default();
        let authority = if answers.is_empty() { vec![start_of_zone(&question)] } else { Vec::new() };
        Response { rcode, authoritative: true, upstream, answers, authority, additional }
    }

    fn collect(&self, question: &Question, kind: RecordType) -> Result<Collected, NoSuchName> {
        let mut collected = Collected::default();
        match kind {
            RecordType::A | RecordType::Aaaa => {
                self.addresses(question, kind, &mut Vec::new(), &mut collected)?
            }
            RecordType::Srv => services(question, &self.find(question)?, &mut collected),
            RecordType::Cname => collected.answers.extend(alias(question, self.find(question)?)),
            RecordType::Ptr => self.pointers(question, &mut collected)?,
            RecordType::Txt => self.text(question, &mut collected)?,
            RecordType::Soa if question.is_apex() => collected.answers.push(start_of_zone(question)),
            RecordType::Ns if question.is_apex() => {
                let server = Data::Ns(format!("ns.dns.{}", question.zone()));
                collected.answers.push(record(&question.qname, server, None));
            }
            _ => drop(self.find(question)?),
        }
        Ok(collected)
    }

    /// A and AAAA: addresses, and the way through other names to them. An alias inside the cluster is told only if it
    /// leads to an address.
    fn addresses(
        &self,
        question: &Question,
        kind: RecordType,
        chain: &mut Vec<(String, String)>,
        collected: &mut Collected,
    ) -> Result<(), NoSuchName> {
        let mut seen = BTreeSet::new();
        for found in self.find(question)? {
            match found.host {
                Host::Address(ip) => {
                    if is_of(ip, kind) && seen.insert(ip) {
                        collected.answers.push(record(&question.qname, address(ip), found.origin));
                    }
                }
                Host::Name(host) => {
                    let link = (question.qname.to_ascii_lowercase(), host.to_ascii_lowercase());
                    if question.contains(&host) || chain.len() >= LONGEST_CHAIN || chain.contains(&link) {
                        continue;
                    }
                    let alias = record(&question.qname, Data::Cname(fqdn(&host)), found.origin);
                    if !is_below(&link.1, &self.domain().to_ascii_lowercase()) {
                        collected.answers.push(alias);
                        collected.upstream = true;
                        continue;
                    }
                    let Some(next) = Question::new(&host, self.domain()) else { continue };
                    let mut behind = Collected::default();
                    chain.push(link);
                    let outcome = self.addresses(&next, kind, chain, &mut behind);
                    chain.pop();
                    if outcome.is_ok() && !behind.answers.is_empty() {
                        collected.answers.push(alias);
                        collected.answers.append(&mut behind.answers);
                        collected.upstream |= behind.upstream;
                    }
                }
            }
        }
        Ok(())
    }

    /// PTR: the Service that has the address as its cluster IP, or else all endpoints that have it.
    fn pointers(&self, question: &Question, collected: &mut Collected) -> Result<(), NoSuchName> {
        let Some(ip) = question.address().filter(|_| question.reverse) else {
            return self.find(question).map(drop);
        };
        let domain = self.domain();
        if let Some(key) = self.index.cluster_ips.get(&ip) {
            let origin = self.index.services.get(key).and_then(|entry| entry.origin("spec.clusterIP"));
            let name = Data::Ptr(format!("{}.{}.svc.{domain}.", key.1, key.0));
            collected.answers.push(record(&question.qname, name, origin));
            return Ok(());
        }
        let endpoints = self.index.endpoint_ips.get(&ip).ok_or(NoSuchName)?;
        let mut seen = BTreeSet::new();
        for ((namespace, service), endpoint) in endpoints {
            let name = format!("{}.{service}.{namespace}.svc.{domain}.", endpoint.hostname());
            if seen.insert(name.clone()) {
                let origin = Some(endpoint.origin());
                collected.answers.push(record(&question.qname, Data::Ptr(name), origin));
            }
        }
        Ok(())
    }

    /// TXT: the version of the schema; any other name exists if it has records of another type.
    fn text(&self, question: &Question, collected: &mut Collected) -> Result<(), NoSuchName> {
        if question.base() == "dns-version" {
            let version = record(&question.qname, Data::Txt(VERSION), None);
            collected.answers.push(Record { ttl: VERSION_TTL, ..version });
            return Ok(());
        }
        if self.find(question)?.is_empty() { Err(NoSuchName) } else { Ok(()) }
    }
}

/// SRV: every port of everything behind the name, in equal shares, and the addresses of the hosts.
fn services(question: &Question, found: &[Found], collected: &mut Collected) {
    let hosts = || {
        found.iter().filter_map(|one| match one.host {
            Host::Address(ip) => Some((one, ip)),
            Host::Name(_) => None,
        })
    };
    let share = 100.0 / (100.0 * hosts().count() as f64) * 100.0;
    let weight = (share.floor() as u16).max(1);
    let (mut ports, mut addresses) = (BTreeSet::new(), BTreeSet::new());
    for (one, ip) in hosts() {
        let Some(port) = one.port else { continue };
        let target = format!("{}.{}", one.key, question.zone());
        if addresses.insert((target.clone(), ip)) {
            collected.additional.push(record(&target, address(ip), one.origin.clone()));
        }
        if ports.insert((target.clone(), port)) {
            let data = Data::Srv { weight, port, target };
            collected.answers.push(record(&question.qname, data, one.origin.clone()));
        }
    }
}

/// CNAME: the other name, if the first thing behind the name is one.
fn alias(question: &Question, found: Vec<Found>) -> Option<Record> {
    let first = found.into_iter().next()?;
    match first.host {
        Host::Name(host) => Some(record(&question.qname, Data::Cname(fqdn(&host)), first.origin)),
        Host::Address(_) => None,
    }
}

fn start_of_zone(question: &Question) -> Record {
    record(question.zone(), Data::Soa { zone: question.zone().to_owned() }, None)
}

pub(super) fn record(name: &str, data: Data, origin: Option<Origin>) -> Record {
    Record { name: name.to_owned(), ttl: TTL, data, origin }
}

pub(super) fn address(ip: IpAddr) -> Data {
    match ip {
        IpAddr::V4(ip) => Data::A(ip),
        IpAddr::V6(ip) => Data::Aaaa(ip),
    }
}

fn is_of(ip: IpAddr, kind: RecordType) -> bool {
    ip.is_ipv4() == (kind == RecordType::A)
}

fn fqdn(name: &str) -> String {
    format!("{name}.")
}

impl Response {
    /// What is known of an answer that comes from elsewhere.
    pub(super) fn from_upstream() -> Self {
        Self { upstream: true, ..Self::empty(Rcode::ServFail) }
    }

    fn empty(rcode: Rcode) -> Self {
        Self {
            rcode,
            authoritative: false,
            upstream: false,
            answers: Vec::new(),
            authority: Vec::new(),
            additional: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(name: &str, kind: RecordType) -> (Rcode, Vec<String>) {
        let mut cluster = Cluster::default();
        cluster.namespaces.insert("default".into(), crate::object::Namespace::mentioned("default"));
        let response = Zone::new(&cluster, &[]).query(name, kind);
        let answers = response.answers.iter().map(|one| format!("{} {}", one.name, one.data));
        (response.rcode, answers.collect())
    }

    #[test]
    fn every_cluster_has_the_service_of_its_api_server() {
        let name = "kubernetes.default.svc.cluster.local";
        assert_eq!(ask(name, RecordType::A), (Rcode::NoError, vec![format!("{name}. 10.96.0.1")]));
        assert_eq!(
            ask(&format!("_https._tcp.{name}"), RecordType::Srv),
            (Rcode::NoError, vec![format!("_https._tcp.{name}. 0 100 443 {name}.")])
        );
        let pointer = ask("1.0.96.10.in-addr.arpa", RecordType::Ptr);
        assert_eq!(pointer, (Rcode::NoError, vec![format!("1.0.96.10.in-addr.arpa. {name}.")]));
    }

    #[test]
    fn no_records_is_not_the_same_as_no_name() {
        assert_eq!(ask("kubernetes.default.svc.cluster.local", RecordType::Aaaa), (Rcode::NoError, vec![]));
        assert_eq!(ask("default.svc.cluster.local", RecordType::A), (Rcode::NoError, vec![]));
        assert_eq!(ask("web.default.svc.cluster.local", RecordType::A), (Rcode::NxDomain, vec![]));
        assert_eq!(ask("kubernetes.other.svc.cluster.local", RecordType::A), (Rcode::NxDomain, vec![]));
        assert_eq!(ask("*.default.svc.cluster.local", RecordType::A), (Rcode::NxDomain, vec![]));
        assert_eq!(ask("kubernetes.default.svc.local", RecordType::A), (Rcode::ServFail, vec![]));
    }

    /// ExternalName Services of these names that lead to these hosts.
    fn ask_aliases(aliases: &[(&str, &str)], name: &str, kind: RecordType) -> (Rcode, Vec<String>) {
        let manifest = |(name, host): &(&str, &str)| {
            let (meta, spec) =
                (format!("metadata: {{name: {name}}}"), format!("type: ExternalName, externalName: {host}"));
            format!("apiVersion: v1\nkind: Service\n{meta}\nspec: {{{spec}}}\n---\n")
        };
        let text: String = aliases.iter().map(manifest).collect();
        let file = crate::parse("test.yaml".to_owned(), text.into_bytes());
        let analysis = crate::analyze(vec![file], &crate::Options::default());
        let response = Zone::new(&analysis.cluster, &analysis.slices).query(name, kind);
        (response.rcode, response.answers.iter().map(|one| format!("{} {}", one.name, one.data)).collect())
    }

    #[test]
    fn an_alias_into_the_cluster_is_followed() {
        let aliases = [
            ("api", "middle.default.svc.cluster.local."),
            ("middle", "kubernetes.default.svc.cluster.local"),
        ];
        let (_, answers) = ask_aliases(&aliases, "api.default.svc.cluster.local", RecordType::A);
        assert_eq!(
            answers,
            [
                "api.default.svc.cluster.local. middle.default.svc.cluster.local.",
                "middle.default.svc.cluster.local. kubernetes.default.svc.cluster.local.",
                "kubernetes.default.svc.cluster.local. 10.96.0.1",
            ]
        );
    }

    #[test]
    fn aliases_in_a_circle_come_to_an_end() {
        let aliases = [("a", "b.default.svc.cluster.local"), ("b", "a.default.svc.cluster.local")];
        assert_eq!(
            ask_aliases(&aliases, "a.default.svc.cluster.local", RecordType::A),
            (Rcode::NoError, vec![])
        );
        let (_, aliases) = ask_aliases(&aliases, "a.default.svc.cluster.local", RecordType::Cname);
        assert_eq!(aliases, ["a.default.svc.cluster.local. b.default.svc.cluster.local."]);
    }

    #[test]
    fn an_alias_to_an_address_is_no_name() {
        let aliases = [("db", "192.0.2.7")];
        let (rcode, _) = ask_aliases(&aliases, "db.default.svc.cluster.local", RecordType::A);
        assert_eq!(rcode, Rcode::NxDomain);
    }

    #[test]
    fn answers_keep_the_letters_of_the_question() {
        let (_, answers) = ask("Kubernetes.Default.SVC.cluster.local", RecordType::A);
        assert_eq!(answers, ["Kubernetes.Default.SVC.cluster.local. 10.96.0.1"]);
    }

    #[test]
    fn any_address_of_a_pod_is_believed() {
        let v4 = ask("10-244-9-9.default.pod.cluster.local", RecordType::A);
        assert_eq!(v4.1, ["10-244-9-9.default.pod.cluster.local. 10.244.9.9"]);
        let v6 = ask("fd00--7.default.pod.cluster.local", RecordType::Aaaa);
        assert_eq!(v6.1, ["fd00--7.default.pod.cluster.local. fd00::7"]);
        assert_eq!(ask("web-0.default.pod.cluster.local", RecordType::A).0, Rcode::NxDomain);
    }
}
