//! Probes and their handlers: `validateProbe` and `validateHandler`.

use super::security::any_of;
use crate::admission::format;
use crate::admission::port::{check_port_number, check_port_or_name};
use crate::admission::report::Report;
use crate::api::core::{
    Container, ExecAction, GRPCAction, HTTPGetAction, Lifecycle, LifecycleHandler, Probe, SleepAction,
    TCPSocketAction,
};
use crate::diagnostic::Path;

/// Checks lifecycle hooks and probes of a container.
pub(super) fn check_all(one: &Container, grace: i64, path: &Path<'_>, report: &mut Report) {
    if let Some(lifecycle) = &one.lifecycle {
        check_lifecycle(lifecycle, grace, &path.child("lifecycle"), report);
    }
    if let Some(probe) = &one.liveness_probe {
        check_once(probe, &path.child("livenessProbe"), report);
    }
    if let Some(probe) = &one.readiness_probe {
        let path = path.child("readinessProbe");
        check(probe, &path, report);
        if let Some(seconds) = probe.termination_grace_period_seconds {
            let words = "must not be set for readinessProbes";
            report.invalid(&path.child("terminationGracePeriodSeconds"), seconds, words);
        }
    }
    if let Some(probe) = &one.startup_probe {
        check_once(probe, &path.child("startupProbe"), report);
    }
}

/// A probe whose first success is enough.
fn check_once(probe: &Probe, path: &Path<'_>, report: &mut Report) {
    check(probe, path, report);
    if let Some(threshold) = probe.success_threshold.filter(|threshold| !matches!(threshold, 0 | 1)) {
        report.invalid(&path.child("successThreshold"), threshold, "must be 1");
    }
}

fn check(probe: &Probe, path: &Path<'_>, report: &mut Report) {
    let handler = Handler {
        exec: probe.exec.as_ref(),
        http_get: probe.http_get.as_ref(),
        tcp_socket: probe.tcp_socket.as_ref(),
        grpc: probe.grpc.as_ref(),
        sleep: None,
    };
    handler.check(path, report);
    let numbers = [
        ("initialDelaySeconds", probe.initial_delay_seconds),
        ("timeoutSeconds", probe.timeout_seconds),
        ("periodSeconds", probe.period_seconds),
        ("successThreshold", probe.success_threshold),
        ("failureThreshold", probe.failure_threshold),
    ];
    for (field, number) in numbers {
        report.non_negative(&path.child(field), number.unwrap_or(0));
    }
    if let Some(seconds) = probe.termination_grace_period_seconds.filter(|seconds| *seconds <= 0) {
        report.invalid(&path.child("terminationGracePeriodSeconds"), seconds, "must be greater than 0");
    }
}

fn check_lifecycle(lifecycle: &Lifecycle, grace: i64, path: &Path<'_>, report: &mut Report) {
    for (field, one) in [("postStart", &lifecycle.post_start), ("preStop", &lifecycle.pre_stop)] {
        if let Some(handler) = one {
            Handler::of(handler).check(&path.child(field), report);
            let alone = handler.exec.is_none() && handler.http_get.is_none() && handler.tcp_socket.is_none();
            if let Some(sleep) = handler.sleep.as_ref().filter(|_| alone)
                && !(0..=grace).contains(&sleep.seconds)
            {
                let words =
                    format!("must be non-negative and less than terminationGracePeriodSeconds ({grace})");
                report.invalid(&path.child(field).child("sleep"), sleep.seconds, &words);
            }
        }
    }
}

/// What a probe or a hook does: one of these.
struct Handler<'a> {
    exec: Option<&'a ExecAction>,
    http_get: Option<&'a HTTPGetAction>,
    tcp_socket: Option<&'a TCPSocketAction>,
    grpc: Option<&'a GRPCAction>,
    sleep: Option<&'a SleepAction>,
}

impl<'a> Handler<'a> {
    fn of(handler: &'a LifecycleHandler) -> Self {
        Self {
            exec: handler.exec.as_ref(),
            http_get: handler.http_get.as_ref(),
            tcp_socket: handler.tcp_socket.as_ref(),
            grpc: None,
            sleep: handler.sleep.as_ref(),
        }
    }

    fn check(&self, path: &Path<'_>, report: &mut Report) {
        let set = [
            ("exec", self.exec.is_some()),
            ("httpGet", self.http_get.is_some()),
            ("tcpSocket", self.tcp_socket.is_some()),
            ("grpc", self.grpc.is_some()),
            ("sleep", self.sleep.is_some()),
        ];
        let mut set = set.into_iter().filter(|(_, is_set)| *is_set).map(|(field, _)| field);
        let Some(first) = set.next() else {
            report.required(path, "must specify a handler type");
            return;
        };
        self.check_first(&path.child(first), report);
        for other in set {
            report.forbidden(&path.child(other), "may not specify more than 1 handler type");
        }
    }

    fn check_first(&self, path: &Path<'_>, report: &mut Report) {
        if let Some(exec) = self.exec {
            if exec.command.as_ref().is_none_or(Vec::is_empty) {
                report.required(&path.child("command"), "");
            }
        } else if let Some(http) = self.http_get {
            check_http(http, path, report);
        } else if let Some(tcp) = self.tcp_socket {
            check_port_or_name(Some(&tcp.port), &path.child("port"), report);
        } else if let Some(grpc) = self.grpc {
            check_port_number(grpc.port, &path.child("port"), report);
        }
    }
}

fn check_http(http: &HTTPGetAction, path: &Path<'_>, report: &mut Report) {
    check_port_or_name(Some(&http.port), &path.child("port"), report);
    let scheme = http.scheme.as_deref().filter(|scheme| !scheme.is_empty());
    any_of(scheme, &["HTTP", "HTTPS"], &path.child("scheme"), report);
    for header in http.http_headers.iter().flatten() {
        report.invalid_each(&path.child("httpHeaders"), &header.name, format::http_header(&header.name));
    }
}
