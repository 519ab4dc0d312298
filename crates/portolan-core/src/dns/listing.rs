//! All records of a zone, in an order that a person reads: by namespace and Service, then Pods, then addresses.

use super::index::EntryKind;
use super::lookup::Host;
use super::question::Question;
use super::zone::{Zone, address, record};
use super::{Record, RecordType};
use crate::diagnostic::Origin;
use portolan_yaml::collections::BTreeSet;

impl Zone<'_> {
    /// Every record that the zone can be known to have. (For Pods CoreDNS answers any address that is asked; here stand
    /// those that Pods have.)
    pub fn records(&self) -> impl Iterator<Item = Record> {
        let domain = self.domain();
        let apex = [(domain.to_owned(), RecordType::Soa), (domain.to_owned(), RecordType::Ns)];
        let version = (format!("dns-version.{domain}"), RecordType::Txt);
        let questions = apex.into_iter().chain([version]);
        let first = questions.flat_map(|(name, kind)| self.query(&name, kind).answers);
        first
            .chain(self.service_records())
            .chain(self.pod_records())
            .chain(self.index.reverse_names().flat_map(|name| self.query(&name, RecordType::Ptr).answers))
    }

    fn service_records(&self) -> impl Iterator<Item = Record> {
        self.index.services.iter().flat_map(|((namespace, name), entry)| {
            let service = format!("{name}.{namespace}.svc.{}", self.domain());
            let mut records = self.query(&service, RecordType::A).answers;
            let v6 = self.query(&service, RecordType::Aaaa).answers;
            records.extend(v6.into_iter().filter(|record| record.kind() == RecordType::Aaaa));
            for (port, protocol, _) in entry.ports.iter().filter(|(port, ..)| !port.is_empty()) {
                let name = format!("_{port}._{}.{service}", protocol.lower());
                records.extend(self.query(&name, RecordType::Srv).answers);
            }
            if matches!(entry.kind, EntryKind::Headless) {
                records.extend(self.endpoint_records(&service));
            }
            records
        })
    }

    /// The names of single endpoints.
    fn endpoint_records(&self, service: &str) -> impl Iterator<Item = Record> {
        let question = Question::new(service, self.domain());
        let found = question.and_then(|question| self.find(&question).ok()).unwrap_or_default();
        let mut seen = BTreeSet::new();
        found.into_iter().filter_map(move |one| match one.host {
            Host::Address(ip) if seen.insert((one.key.clone(), ip)) => {
                Some(record(&format!("{}.{}.", one.key, self.domain()), address(ip), one.origin))
            }
            _ => None,
        })
    }

    fn pod_records(&self) -> impl Iterator<Item = Record> {
        self.cluster.pods.iter().flat_map(|pod| {
            pod.ips.iter().map(|ip| {
                let label: String = ip.to_string().replace(['.', ':'], "-");
                let name = format!("{label}.{}.pod.{}.", pod.namespace, self.domain());
                let origin = Origin { object: pod.origin, path: pod.template_path.to_owned() };
                record(&name, address(*ip), Some(origin))
            })
        })
    }
}
