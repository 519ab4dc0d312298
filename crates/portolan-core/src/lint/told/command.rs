//! `kubectl` in the sessions of a page: which objects its commands name, and which ones they make.

use portolan_yaml::Span;

/// An object that a command names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) struct Named<'t> {
    /// The kind.
    pub kind: &'static str,
    /// The name as it is written.
    pub name: &'t str,
    /// Where, in the text.
    pub span: Span,
    /// Whether the command makes the object.
    pub made: bool,
}

/// A port that a command asks a Service for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) struct Forwarded<'t> {
    /// The Service.
    pub service: &'t str,
    /// The port of the Service: `80` of `8080:80`.
    pub port: &'t str,
    /// Where the port stands, in the text.
    pub span: Span,
}

/// What the commands of a text say.
#[derive(Debug, Default)]
pub(in crate::lint) struct Commands<'t> {
    /// The objects, in order.
    pub named: Vec<Named<'t>>,
    /// The ports of `kubectl port-forward`.
    pub forwarded: Vec<Forwarded<'t>>,
    /// What the lines that are no commands name: what is printed is there.
    pub printed: Vec<&'t str>,
}

/// The kinds that are followed, with the names they go by.
const KINDS: &[(&str, &[&str])] = &[
    ("Service", &["svc", "service", "services", "ep", "endpoints"]),
    ("Deployment", &["deploy", "deployment", "deployments", "deployment.apps", "deployments.apps"]),
    ("StatefulSet", &["sts", "statefulset", "statefulsets", "statefulset.apps"]),
    ("DaemonSet", &["ds", "daemonset", "daemonsets", "daemonset.apps"]),
    ("ReplicaSet", &["rs", "replicaset", "replicasets", "replicaset.apps"]),
    ("ReplicationController", &["rc", "replicationcontroller", "replicationcontrollers"]),
    ("Job", &["job", "jobs", "job.batch"]),
    ("CronJob", &["cj", "cronjob", "cronjobs", "cronjob.batch"]),
    ("Pod", &["po", "pod", "pods"]),
    ("Ingress", &["ing", "ingress", "ingresses", "ingress.networking.k8s.io"]),
    ("NetworkPolicy", &["netpol", "networkpolicy", "networkpolicies", "networkpolicy.networking.k8s.io"]),
    ("Gateway", &["gtw", "gateway", "gateways"]),
    ("HTTPRoute", &["httproute", "httproutes"]),
];

/// Flags whose value is a word of its own.
const WITH_VALUE: [&str; 24] = [
    "-n",
    "--namespace",
    "-l",
    "--selector",
    "-o",
    "--output",
    "-c",
    "--container",
    "-f",
    "--filename",
    "-k",
    "--context",
    "--cluster",
    "--port",
    "--target-port",
    "--type",
    "--replicas",
    "--image",
    "--tail",
    "--since",
    "--timeout",
    "--for",
    "-p",
    "--patch",
];

/// Verbs whose first word is a Pod, or a kind and a name with a slash between.
const OF_PODS: [&str; 4] = ["logs", "exec", "attach", "port-forward"];

/// Verbs whose words are a kind and names.
const OF_OBJECTS: [&str; 10] =
    ["get", "describe", "delete", "edit", "label", "annotate", "patch", "scale", "expose", "autoscale"];

/// A word with its place in the text.
#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    start: usize,
}

/// Reads the commands of a text.
pub(in crate::lint) fn commands(text: &str) -> Commands<'_> {
    let mut found = Commands::default();
    let mut line = Vec::new();
    let mut at = 0;
    for written in text.split_inclusive('\n') {
        let continued = written.trim_end().strip_suffix('\\');
        line.extend(words(continued.unwrap_or(written), at));
        at = at.saturating_add(written.len());
        if continued.is_none() {
            found.line(&line);
            line.clear();
        }
    }
    found.line(&line);
    found
}

impl<'t> Commands<'t> {
    fn line(&mut self, words: &[Word<'t>]) {
        let is_end = |word: &Word<'_>| ["|", "||", "&&", ";", "--", ">", ">>", "<", "&"].contains(&word.text);
        let mut rest = words;
        let mut any = false;
        while let Some(at) = rest.iter().position(|word| is_kubectl(word.text)) {
            let command = rest.get(at + 1..).unwrap_or_default();
            let end = command.iter().position(|word| is_end(word) || word.text.starts_with('#'));
            let (command, behind) = command.split_at(end.unwrap_or(command.len()));
            self.command(command);
            (rest, any) = (behind, true);
        }
        if !any {
            self.printed.extend(printed(words));
        }
    }

    fn command(&mut self, words: &[Word<'t>]) {
        let plain: Vec<Word<'t>> = without_flags(words);
        let Some((verb, rest)) = plain.split_first() else { return };
        if verb.text == "create" || verb.text == "run" {
            return self.make(verb.text, rest);
        }
        let rest = if verb.text == "rollout" { rest.get(1..).unwrap_or_default() } else { rest };
        let of_objects = verb.text == "rollout" || OF_OBJECTS.contains(&verb.text);
        let of_pods = OF_PODS.contains(&verb.text);
        if !of_objects && !of_pods {
            return;
        }
        if verb.text == "expose"
            && let Some(name) = words.iter().find_map(|word| word.text.strip_prefix("--name="))
        {
            self.name("Service", Word { text: name, start: 0 }, true);
        }
        let Some((first, names)) = rest.split_first() else { return };
        if let Some((kind, name)) = first.text.split_once('/') {
            let start = first.start.saturating_add(kind.len()).saturating_add(1);
            let Some(kind) = kind_of(kind) else { return };
            self.name(kind, Word { text: name, start }, false);
            if verb.text == "port-forward" && kind == "Service" {
                self.forwarded.extend(names.iter().filter_map(|ports| forwarded(name, *ports)));
            }
        } else if of_pods {
            self.name("Pod", *first, false);
        } else if let Some(kind) = kind_of(first.text) {
            let names = names.iter().take_while(|word| !word.text.contains('=') && !word.text.ends_with('-'));
            names.for_each(|name| self.name(kind, *name, false));
        }
    }

    /// `create deployment NAME`, `create service clusterip NAME`, `run NAME`.
    fn make(&mut self, verb: &str, rest: &[Word<'t>]) {
        let Some(first) = rest.first() else { return };
        if verb == "run" {
            return self.name("Pod", *first, true);
        }
        let Some(kind) = kind_of(first.text) else { return };
        if let Some(name) = rest.get(if kind == "Service" { 2 } else { 1 }) {
            self.name(kind, *name, true);
        }
    }

    fn name(&mut self, kind: &'static str, word: Word<'t>, made: bool) {
        let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
        if let Some(span) = span(word)
            && word.text.bytes().all(letter)
        {
            self.named.push(Named { kind, name: word.text, span, made });
        }
    }
}

/// The object that a line may print: `service/echo created`, `service "echo" created`, or a row of a table.
fn printed<'t>(words: &[Word<'t>]) -> Option<&'t str> {
    let mut words = words.iter().map(|word| word.text);
    let (first, second) = (words.next()?, words.next().unwrap_or_default());
    let quoted = second.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    quoted.or(Some(first)).filter(|word| !word.contains(':'))
}

/// Whether a word calls kubectl, by one of its usual names.
fn is_kubectl(word: &str) -> bool {
    let word = word.trim_start_matches(['$', '(', '`', '"']);
    word == "kubectl" || word == "k" || word.ends_with("/kubectl")
}

fn kind_of(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    KINDS.iter().find(|(_, names)| names.contains(&word.as_str())).map(|(kind, _)| *kind)
}

/// The words that are no flags and no values of flags.
fn without_flags<'t>(words: &[Word<'t>]) -> Vec<Word<'t>> {
    let mut plain: Vec<Word<'t>> = Vec::new();
    let mut value = false;
    for word in words {
        if std::mem::take(&mut value) {
            continue;
        }
        if word.text.starts_with('-') {
            let follows =
                plain.first().is_some_and(|verb| verb.text == "logs") && ["-f", "-p"].contains(&word.text);
            value = WITH_VALUE.contains(&word.text) && !follows;
        } else {
            plain.push(*word);
        }
    }
    plain
}

/// The port of the Service in `8080:80`, `:80`, `80`.
fn forwarded<'t>(service: &'t str, ports: Word<'t>) -> Option<Forwarded<'t>> {
    let at = ports.text.rfind(':').map_or(0, |colon| colon + 1);
    let port = ports.text.get(at..)?;
    let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let span = span(Word { text: port, start: ports.start.checked_add(at)? })?;
    is_port.then_some(Forwarded { service, port, span })
}

fn words(line: &str, start: usize) -> impl Iterator<Item = Word<'_>> {
    line.split_whitespace().filter_map(move |text| {
        let at = (text.as_ptr() as usize).checked_sub(line.as_ptr() as usize)?;
        Some(Word { text, start: start.checked_add(at)? })
    })
}

fn span(word: Word<'_>) -> Option<Span> {
    let end = word.start.checked_add(word.text.len())?;
    Some(Span { start: u32::try_from(word.start).ok()?, end: u32::try_from(end).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<(&'static str, &str)> {
        let found = commands(text);
        for one in found.named.iter().filter(|one| one.span.start > 0) {
            assert_eq!(one.span.slice(text), one.name);
        }
        found.named.into_iter().map(|one| (one.kind, one.name)).collect()
    }

    #[test]
    fn commands_name_objects() {
        assert_eq!(named("$ kubectl get svc echo -o wide"), [("Service", "echo")]);
        assert_eq!(named("$ sudo kubectl -n shop describe service/echo | less"), [("Service", "echo")]);
        assert_eq!(named("kubectl logs -f deploy/web -c echo # the log"), [("Deployment", "web")]);
        assert_eq!(named("kubectl exec -it web-0 -- curl svc echo"), [("Pod", "web-0")]);
        assert_eq!(named("kubectl \\\n  rollout status deployment web"), [("Deployment", "web")]);
        assert_eq!(
            named("kubectl delete svc one two && kubectl get po"),
            [("Service", "one"), ("Service", "two")]
        );
        assert_eq!(named("kubectl label deploy web tier=front old-"), [("Deployment", "web")]);
        assert_eq!(named("kubectl get svc <NAME> $NAME"), []);
        assert_eq!(named("kubectl get pods -l app=echo"), []);
        assert_eq!(named("echo   ClusterIP   10.96.0.1"), []);
    }

    #[test]
    fn some_commands_make_what_they_name() {
        let text = "kubectl create deploy web --image nginx\nkubectl create service clusterip echo\nkubectl run client\nkubectl expose deploy web --name=front\n";
        let made: Vec<&str> =
            commands(text).named.into_iter().filter(|one| one.made).map(|one| one.name).collect();
        assert_eq!(made, ["web", "echo", "client", "front"]);
    }

    #[test]
    fn ports_of_services_are_forwarded() {
        let text = "kubectl port-forward svc/echo 8080:80 :http -n shop";
        let ports: Vec<&str> = commands(text).forwarded.into_iter().map(|one| one.span.slice(text)).collect();
        assert_eq!(ports, ["80", "http"]);
    }

    #[test]
    fn what_is_printed_is_no_command() {
        assert_eq!(commands("service/echo created\n").printed, ["service/echo"]);
    }
}
