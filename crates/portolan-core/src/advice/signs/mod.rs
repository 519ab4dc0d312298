//! What the manifests show of a subject, question by question.

mod http;
mod outside;
mod per_pod;

pub(super) use outside::leads;

use super::answer::{Sign, Weight};
use super::calls::Calls;
use super::subject::Subject;
use crate::Analysis;
use crate::diagnostic::{Message, Origin};
use crate::object::Service;

/// Gathers signs.
pub(super) struct Signs<'s, 'a> {
    analysis: &'a Analysis,
    subject: &'s Subject<'a>,
    calls: &'s Calls<'a>,
}

impl<'s, 'a> Signs<'s, 'a> {
    pub(super) fn new(analysis: &'a Analysis, subject: &'s Subject<'a>, calls: &'s Calls<'a>) -> Self {
        Self { analysis, subject, calls }
    }

    /// Whether a field of the Service is written, and not defaulted.
    fn states(&self, service: &Service, path: &str) -> bool {
        let manifest = self.analysis.manifests.get(service.meta.id.0 as usize);
        manifest.is_some_and(|one| one.states(&self.analysis.files, path))
    }
}

/// A sign for *yes*.
fn yes(weight: Weight, message: Message, origin: Origin) -> Sign {
    Sign { yes: true, weight, message, origin: Some(origin) }
}

/// A sign for *no*.
fn no(weight: Weight, message: Message, origin: Origin) -> Sign {
    Sign { yes: false, weight, message, origin: Some(origin) }
}

/// A field of a Service.
fn field(service: &Service, path: impl Into<String>) -> Origin {
    Origin { object: service.meta.id, path: path.into() }
}

/// The name of a program behind an image: `docker.io/library/postgres:17` is `postgres`.
fn program(image: &str) -> &str {
    let name = image.rsplit('/').next().unwrap_or(image);
    name.split([':', '@']).next().unwrap_or(name)
}

/// The program of an image, if it stores data or passes messages on, by a protocol of its own.
fn store(image: &str) -> Option<&'static str> {
    const STORES: [&str; 15] = [
        "cassandra",
        "clickhouse",
        "cockroach",
        "etcd",
        "kafka",
        "mariadb",
        "memcached",
        "mongo",
        "mysql",
        "nats",
        "postgres",
        "rabbitmq",
        "redis",
        "valkey",
        "zookeeper",
    ];
    let program = program(image);
    STORES.into_iter().find(|store| program.starts_with(store) || program.ends_with(store))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_known_by_their_image() {
        assert_eq!(program("docker.io/library/postgres:17@sha256:0"), "postgres");
        assert_eq!(store("bitnami/redis-cluster:7"), Some("redis"));
        assert_eq!(store("registry:5000/web"), None);
    }
}
