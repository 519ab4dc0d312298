//! Probes: what the kubelet asks a container, and when it gives up.
//!
//! Follows `core/v1` Probe after defaulting, and the kubelet's `pkg/kubelet/prober` and `pkg/probe`.

use super::{Container, Port, TargetPort};

/// A probe of a container.
#[derive(Clone, Debug)]
pub struct Probe {
    /// What it decides.
    pub kind: ProbeKind,
    /// What the kubelet does.
    pub action: ProbeAction,
}

/// What a probe decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeKind {
    /// Whether Services send traffic to the Pod.
    Readiness,
    /// Whether the container is restarted.
    Liveness,
    /// Whether the container has started: no other probe runs before, and it is not ready before.
    Startup,
}

/// What the kubelet does to probe a container. Connections go from the node to the Pod's address, unless `host` names
/// another one.
#[derive(Clone, Debug)]
pub enum ProbeAction {
    /// `httpGet`: an answer from 200 to 399 is a success.
    HttpGet {
        /// `port`.
        port: TargetPort,
        /// `host`; empty for the Pod's address.
        host: Box<str>,
        /// Whether `scheme` is `HTTPS`.
        https: bool,
    },
    /// `tcpSocket`: a connection that opens is a success.
    TcpSocket {
        /// `port`.
        port: TargetPort,
        /// `host`; empty for the Pod's address.
        host: Box<str>,
    },
    /// `grpc`: the standard health protocol.
    Grpc {
        /// `port`, always a number.
        port: TargetPort,
    },
    /// `exec`: a command in the container.
    Exec,
}

impl Probe {
    /// The port that is asked; none for a command.
    #[must_use]
    pub const fn port(&self) -> Option<&TargetPort> {
        match &self.action {
            ProbeAction::HttpGet { port, .. }
            | ProbeAction::TcpSocket { port, .. }
            | ProbeAction::Grpc { port } => Some(port),
            ProbeAction::Exec => None,
        }
    }

    /// `host`; empty where the Pod itself is asked.
    #[must_use]
    pub fn host(&self) -> &str {
        match &self.action {
            ProbeAction::HttpGet { host, .. } | ProbeAction::TcpSocket { host, .. } => host,
            ProbeAction::Grpc { .. } | ProbeAction::Exec => "",
        }
    }

    /// The number of the port that is asked, as `probe.ResolveContainerPort` finds it: a name is looked up in the
    /// container itself and in no other one, whatever its protocol.
    #[must_use]
    pub fn number(&self, container: &Container) -> Option<Port> {
        match self.port()? {
            TargetPort::Number(number) => Some(*number),
            TargetPort::Name(name) => {
                container.ports.iter().find(|one| one.name == *name).map(|one| one.port)
            }
        }
    }

    /// Whether it can never succeed: it asks a port by a name that its container does not have. Such an attempt is
    /// no failure either: the kubelet throws it away, and the probe stays in its first state, in which a container is
    /// neither ready nor started, but alive.
    #[must_use]
    pub fn never_passes(&self, container: &Container) -> bool {
        self.port().is_some() && self.number(container).is_none()
    }

    /// Whether the container is not ready before it has succeeded.
    #[must_use]
    pub fn holds_back(&self) -> bool {
        self.kind != ProbeKind::Liveness
    }
}

impl ProbeKind {
    /// The field of a container.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Readiness => "readinessProbe",
            Self::Liveness => "livenessProbe",
            Self::Startup => "startupProbe",
        }
    }
}

impl ProbeAction {
    /// The field of a probe.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::HttpGet { .. } => "httpGet",
            Self::TcpSocket { .. } => "tcpSocket",
            Self::Grpc { .. } => "grpc",
            Self::Exec => "exec",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::{ContainerPort, Protocol};

    fn asks(port: TargetPort) -> Probe {
        let action = ProbeAction::TcpSocket { port, host: "".into() };
        Probe { kind: ProbeKind::Readiness, action }
    }

    #[test]
    fn a_name_is_looked_up_in_the_container_whatever_the_protocol() {
        let port = ContainerPort { name: "dns".into(), port: 53, protocol: Protocol::Udp, host_port: 0 };
        let container = Container { ports: vec![port], ..Container::default() };
        let [dns, http] = ["dns", "http"].map(|name| asks(TargetPort::Name(name.into())));
        assert_eq!((dns.number(&container), dns.never_passes(&container)), (Some(53), false));
        assert_eq!((http.number(&container), http.never_passes(&container)), (None, true));
        assert_eq!(asks(TargetPort::Number(8080)).number(&container), Some(8080));
    }
}
