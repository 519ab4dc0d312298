//! What is in front of a Service under each `externalTrafficPolicy`, as a table: a row an item, a column a policy, every
//! cell computed for the manifests at hand and citing the pages that it follows.

mod cells;
mod json;
mod text;
mod words;

pub use json::json;
pub use text::text;

use crate::get::choice::Who;
use crate::get::{Resource, Selection};
use portolan_core::Analysis;
use portolan_core::cluster::Cluster;
use portolan_core::diagnostic::{Arg, Message, Template};
use portolan_core::external::{Exposure, External, Source, pending};
use portolan_core::object::{Service, ServiceType, TrafficPolicy};
use portolan_core::proxy::ProxyOptions;
use portolan_core::reachability::address::{Reach, reach};

/// The policies, in the order of the columns.
const POLICIES: [TrafficPolicy; 2] = [TrafficPolicy::Local, TrafficPolicy::Cluster];

/// What a row tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// What the load balancer sends to.
    BackEnds,
    /// How many there are of these.
    Count,
    /// Who reaches the address.
    Access,
    /// The share of each Pod.
    Balance,
    /// Whether Pods see the client's address.
    SourceAddress,
    /// Whether a client's connections can be kept on a Pod.
    Sessions,
    /// How back ends are checked, and which pass.
    HealthCheck,
    /// What happens while a node drains.
    Draining,
    /// What the policy is for.
    Use,
}

/// What is in front of a Service.
#[derive(Clone, Debug)]
pub struct Front<'a> {
    /// The Service.
    pub service: &'a Service,
    /// It as it is.
    pub exposure: Exposure,
    /// Who reaches its address; `None` where it has none, or was not asked for.
    pub reach: Option<Reach>,
    /// Why it has no address.
    pub pending: Option<(Message, Source)>,
    /// The table.
    pub rows: Vec<Row>,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it tells.
    pub item: Item,
    /// The cells for Local and for Cluster.
    pub cells: [Cell; 2],
}

/// A cell of the table.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What it says.
    pub message: Message,
    /// The pages that say so.
    pub sources: Vec<Source>,
    /// The annotation that it speaks of.
    pub annotation: Option<String>,
}

/// All fronts that are asked for, and the names that are not there.
#[derive(Clone, Debug, Default)]
pub struct Fronts<'a> {
    /// The fronts, by namespace and name.
    pub all: Vec<Front<'a>>,
    /// Names of Services that do not exist.
    pub missing: Vec<String>,
    /// Names of Services that are there for the cluster alone.
    pub inside: Vec<String>,
}

impl Item {
    /// All of them, in the order of the rows.
    pub const ALL: [Self; 9] = [
        Self::BackEnds,
        Self::Count,
        Self::Access,
        Self::Balance,
        Self::SourceAddress,
        Self::Sessions,
        Self::HealthCheck,
        Self::Draining,
        Self::Use,
    ];

    /// Its name in machine output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BackEnds => "backEnds",
            Self::Count => "numberOfBackEnds",
            Self::Access => "access",
            Self::Balance => "balance",
            Self::SourceAddress => "sourceAddress",
            Self::Sessions => "sessionPersistence",
            Self::HealthCheck => "healthCheck",
            Self::Draining => "draining",
            Self::Use => "use",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn name(self) -> &'static Template {
        match self {
            Self::BackEnds => &words::BACK_ENDS,
            Self::Count => &words::COUNT,
            Self::Access => &words::ACCESS,
            Self::Balance => &words::BALANCE,
            Self::SourceAddress => &words::SOURCE,
            Self::Sessions => &words::SESSIONS,
            Self::HealthCheck => &words::HEALTH,
            Self::Draining => &words::DRAINING,
            Self::Use => &words::USE,
        }
    }
}

impl Cell {
    fn new(message: Message, sources: &[Source]) -> Self {
        Self { message, sources: sources.to_vec(), annotation: None }
    }
}

/// The fronts of the Services that are asked for, from the point of view of this kube-proxy.
#[must_use]
pub fn fronts<'a>(analysis: &'a Analysis, selection: &Selection, proxy: &ProxyOptions) -> Fronts<'a> {
    let chosen = selection.choose(&analysis.cluster.services, |service| Who::of(&service.meta));
    let mut fronts = Fronts::default();
    let named =
        |name: &String| chosen.iter().find(|(who, _)| *who.name == **name).map(|(_, service)| *service);
    for name in &selection.names {
        match named(name) {
            None => fronts.missing.push(name.clone()),
            Some(service) if !External::concerns(service) => fronts.inside.push(name.clone()),
            Some(_) => {}
        }
    }
    let services: Vec<&Service> = chosen
        .into_iter()
        .map(|(_, service)| service)
        .filter(|service| External::concerns(service))
        .collect();
    let [local, cluster] = POLICIES.map(|policy| Column::new(analysis, &services, policy, proxy));
    let here = External::new(&analysis.cluster, &analysis.slices);
    let reaches = reach(&analysis.cluster, &analysis.slices, &services, proxy);
    for ((place, service), reach) in services.iter().enumerate().zip(reaches) {
        let rows =
            Item::ALL.map(|item| Row { item, cells: [local.cell(place, item), cluster.cell(place, item)] });
        fronts.all.push(Front {
            service,
            exposure: here.exposure(service),
            reach,
            pending: pending(&analysis.cluster, service).map(|(message, _, source)| (message, source)),
            rows: rows.into(),
        });
    }
    fronts
}

/// The Services under one policy.
struct Column {
    cluster: Cluster,
    /// Each as it is there, in the order in which they were asked for.
    all: Vec<(Service, Exposure, Option<Reach>)>,
}

impl Column {
    fn new(analysis: &Analysis, asked: &[&Service], policy: TrafficPolicy, proxy: &ProxyOptions) -> Self {
        let cluster = analysis.cluster.under(policy);
        let mut by_id: Vec<&Service> = cluster.services.iter().collect();
        by_id.sort_by_key(|service| service.meta.id);
        let find = |asked: &&Service| {
            let place = by_id.binary_search_by_key(&asked.meta.id, |service| service.meta.id).ok()?;
            by_id.get(place).copied()
        };
        let there: Vec<&Service> = asked.iter().filter_map(find).collect();
        let external = External::new(&cluster, &analysis.slices);
        let reaches = reach(&cluster, &analysis.slices, &there, proxy);
        let all = there.iter().zip(reaches);
        let all =
            all.map(|(service, reach)| ((*service).clone(), external.exposure(service), reach)).collect();
        Self { cluster, all }
    }

    fn cell(&self, place: usize, item: Item) -> Cell {
        match self.all.get(place) {
            Some((service, exposure, reach)) => {
                cells::View { cluster: &self.cluster, service, exposure, reach: reach.as_ref() }.cell(item)
            }
            None => Cell::new(words::NOT_WALKED.message(), &[]),
        }
    }
}

impl Front<'_> {
    /// The lines above the table.
    #[must_use]
    pub fn heading(&self) -> Vec<(Message, Option<Source>)> {
        let profile = self.exposure.profile;
        let title = words::TITLE.with([
            ("service", Arg::text(self.service.meta.full_name())),
            ("kind", Arg::text(self.service.kind.as_str())),
            ("provider", Arg::text(profile.provider.as_str())),
        ]);
        let mut lines = vec![(title, None)];
        let balanced = self.service.kind == ServiceType::LoadBalancer;
        lines.extend(balanced.then(|| (profile.about.message(), None)));
        lines.push((self.address(), self.pending.as_ref().map(|(_, source)| *source)));
        if self.exposure.internal && !self.exposure.addresses.is_empty() {
            lines.push((words::INTERNAL.message(), profile.on_access.first().copied()));
        }
        lines
    }

    fn address(&self) -> Message {
        let addresses = &self.exposure.addresses;
        if self.service.kind == ServiceType::NodePort {
            let ports = self.service.ports.iter().map(|port| port.node_port.to_string());
            return words::NODE_PORTS.with([("ports", Arg::text(ports.collect::<Vec<_>>().join(", ")))]);
        }
        if addresses.is_empty() {
            let why =
                self.pending.as_ref().map_or_else(|| words::NO_ADDRESS.message(), |(why, _)| why.clone());
            return words::PENDING.with([("why", Arg::said(why))]);
        }
        let texts: Vec<String> = addresses.iter().map(address_text).collect();
        let given = addresses.iter().any(|one| one.example);
        let template = if given { &words::ADDRESS_GIVEN } else { &words::ADDRESS };
        template.with([("address", Arg::text(texts.join(", ")))])
    }
}

/// A host name, or the IP.
fn address_text(address: &portolan_core::external::Address) -> String {
    match address.ip {
        Some(ip) if address.hostname.is_empty() => ip.to_string(),
        _ => address.hostname.to_string(),
    }
}

/// The name by which this list is asked for.
pub const NAME: &str = "external";

/// Whether a word asks for it; the kinds that are objects are [`Resource`]s.
#[must_use]
pub fn is_asked_for(word: &str) -> bool {
    word.eq_ignore_ascii_case(NAME) && Resource::parse(word).is_empty()
}

#[cfg(test)]
mod tests;
