//! Do clients need one particular Pod?

use super::{Signs, field, no, yes};
use crate::advice::Sign;
use crate::advice::Weight::{Fair, Strong, Weak};
use crate::advice::words;
use crate::diagnostic::{Arg, Origin};

impl Signs<'_, '_> {
    /// The signs of clients that choose a Pod.
    pub(in crate::advice) fn per_pod(&self) -> Vec<Sign> {
        let mut signs = Vec::new();
        self.owners(&mut signs);
        self.called_pods(&mut signs);
        self.own_fields(&mut signs);
        signs
    }

    fn owners(&self, signs: &mut Vec<Sign>) {
        let subject = self.subject;
        for backing in subject.backings.iter().take(3) {
            let workload = ("workload", Arg::code(backing.title()));
            let origin = |path: &str| Origin { object: backing.object, path: path.to_owned() };
            let name = ("service", Arg::code(backing.service_name.unwrap_or_default()));
            signs.push(match backing.service_name {
                None if backing.kind == "Pod" => continue,
                None => no(Fair, words::INTERCHANGEABLE.with([workload]), origin("")),
                Some("") => yes(Fair, words::STATEFUL.with([workload]), origin("")),
                Some(own) if own == subject.name => {
                    yes(Strong, words::GOVERNS.with([workload, name]), origin("spec.serviceName"))
                }
                Some(_) => {
                    no(Fair, words::GOVERNED_ELSEWHERE.with([workload, name]), origin("spec.serviceName"))
                }
            });
        }
    }

    fn called_pods(&self, signs: &mut Vec<Sign>) {
        let calls = self.calls.to_subject().iter();
        for (call, pod) in calls.filter_map(|call| Some((call, call.pod.as_deref()?))).take(1) {
            let message =
                words::CALLS_POD.with([("caller", Arg::code(&*call.caller)), ("pod", Arg::code(pod))]);
            signs.push(yes(Strong, message, call.origin.clone()));
        }
    }

    fn own_fields(&self, signs: &mut Vec<Sign>) {
        let Some(service) = self.subject.service else { return };
        if service.headless {
            signs.push(yes(Fair, words::IS_HEADLESS.message(), field(service, "spec.clusterIP")));
        }
        if service.publish_not_ready_addresses {
            let origin = field(service, "spec.publishNotReadyAddresses");
            signs.push(yes(Weak, words::PUBLISHES.message(), origin));
        }
        if service.session_affinity.is_some() {
            signs.push(no(Fair, words::AFFINITY.message(), field(service, "spec.sessionAffinity")));
        }
        let grpc = |word: &str| word == "grpc" || word.starts_with("grpc-");
        let mut ports = service.ports.iter().enumerate();
        let found =
            ports.find(|(_, port)| grpc(&port.name) || port.app_protocol.as_deref().is_some_and(grpc));
        if let Some((index, _)) = found {
            signs.push(yes(Weak, words::GRPC.message(), field(service, format!("spec.ports[{index}]"))));
        }
    }
}
