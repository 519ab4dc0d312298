//! Who calls whom by name: host names in the environment, the command line and the ConfigMaps of an application, by the
//! rules of <https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/>.

use super::subject::{Backing, Subject, all};
use crate::Analysis;
use crate::diagnostic::{ObjectId, Origin};
use portolan_yaml::collections::BTreeSet;

/// A text that names a Service.
#[derive(Clone, Debug)]
pub(super) struct Call<'a> {
    /// Whose text it is: `Deployment/web`, `ConfigMap/settings`.
    pub(super) caller: String,
    /// The manifest with the text.
    pub(super) object: ObjectId,
    /// Namespace and name of the Service.
    to: (&'a str, &'a str),
    /// The Pod, where the name is that of one: `db-0`.
    pub(super) pod: Option<String>,
    /// What stands before `://`.
    pub(super) scheme: Option<String>,
    /// The text.
    pub(super) origin: Origin,
}

/// All texts that name Services.
#[derive(Debug)]
pub(super) struct Calls<'a> {
    to_subject: Vec<Call<'a>>,
    from_subject: Vec<Call<'a>>,
}

/// How many words of a text are looked at.
const MOST: usize = 4096;

/// A word that may be a host's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Host<'t> {
    text: &'t str,
    scheme: Option<&'t str>,
    /// Whether the text around it says that it is a host.
    sure: bool,
}

impl<'a> Calls<'a> {
    /// Reads the texts of an application for calls to and from a subject.
    pub(super) fn new(analysis: &'a Analysis, subject: &Subject<'a>) -> Self {
        let services = analysis.cluster.services.iter().map(|one| (&*one.meta.namespace, &*one.meta.name));
        let own = (subject.namespace, subject.name);
        let mut known: Vec<_> = services.chain([own]).collect();
        known.sort_unstable();
        let mut reader = Reader { known, found: Vec::new() };
        for (namespace, backing) in all(analysis) {
            reader.read_containers(analysis, namespace, &backing);
        }
        reader.read_config_maps(analysis);
        let is_own = |call: &Call<'_>| subject.backings.iter().any(|one| one.object == call.object);
        let (to_subject, others): (Vec<_>, Vec<_>) =
            reader.found.into_iter().partition(|call| call.to == own);
        Self { to_subject, from_subject: others.into_iter().filter(is_own).collect() }
    }

    /// The texts that name the subject, its own among them.
    pub(super) fn to_subject(&self) -> &[Call<'a>] {
        &self.to_subject
    }

    /// The texts of others that name the subject, one a caller.
    pub(super) fn callers(&self, subject: &Subject<'_>) -> Vec<&Call<'a>> {
        let is_own = |call: &Call<'_>| subject.backings.iter().any(|one| one.object == call.object);
        let mut seen = BTreeSet::new();
        self.to_subject.iter().filter(|call| !is_own(call) && seen.insert(call.object)).collect()
    }

    /// The first Service that the subject calls, and where.
    pub(super) fn called(&self) -> Option<(&'a str, &Origin)> {
        self.from_subject.first().map(|call| (call.to.1, &call.origin))
    }
}

struct Reader<'a> {
    /// Namespace and name of the Services, sorted.
    known: Vec<(&'a str, &'a str)>,
    found: Vec<Call<'a>>,
}

/// Where a text stands.
struct Place<'p> {
    caller: String,
    namespace: &'p str,
    origin: Origin,
}

impl<'a> Reader<'a> {
    fn read_containers(&mut self, analysis: &Analysis, namespace: &str, backing: &Backing<'_>) {
        let spec = backing.spec;
        let lists = [("containers", &spec.containers), ("initContainers", &spec.init_containers)];
        let containers =
            lists.into_iter().flat_map(|(list, all)| all.iter().enumerate().map(move |one| (list, one)));
        for (list, (at, container)) in containers {
            let place = |field: String| Place {
                caller: backing.title(),
                namespace,
                origin: backing.origin(&format!("{list}[{at}].{field}")),
            };
            for (index, variable) in container.env.iter().enumerate().filter(|(_, one)| !one.value.is_empty())
            {
                self.read(&place(format!("env[{index}].value")), &variable.name, &variable.value);
            }
            if container.command.is_empty() {
                continue;
            }
            let path = backing.origin(&format!("{list}[{at}].command")).path;
            let manifest = analysis.manifests.get(backing.object.0 as usize);
            let tree = manifest.and_then(|one| one.tree(&analysis.files));
            let commands = tree.and_then(|tree| tree.at(&path)).map_or(0, portolan_yaml::Node::len);
            for (index, word) in container.command.iter().enumerate() {
                let field = match index.checked_sub(commands) {
                    None => format!("command[{index}]"),
                    Some(index) => format!("args[{index}]"),
                };
                self.read(&place(field), "", word);
            }
        }
    }

    fn read_config_maps(&mut self, analysis: &Analysis) {
        let maps = analysis.manifests.iter().filter(|one| one.kind.as_deref() == Some("ConfigMap"));
        for map in maps {
            let Some(data) = map.tree(&analysis.files).and_then(|tree| tree.at("data")) else { continue };
            for entry in data.entries() {
                let Some(text) = entry.value.as_str() else { continue };
                let place = Place {
                    caller: format!("ConfigMap/{}", map.name.as_deref().unwrap_or_default()),
                    namespace: map.namespace.as_deref().unwrap_or("default"),
                    origin: Origin { object: map.id, path: entry.value.path() },
                };
                text.lines().for_each(|line| self.read(&place, &entry.key, line));
            }
        }
    }

    /// Notes the Services that a text names.
    fn read(&mut self, place: &Place<'_>, key: &str, text: &str) {
        let whole = whole(key, text);
        for host in hosts(text).filter(|one| Some(one.text) != whole.map(|one| one.text)).chain(whole) {
            if let Some((to, pod)) = self.resolve(place.namespace, host) {
                self.found.push(Call {
                    caller: place.caller.clone(),
                    object: place.origin.object,
                    to,
                    pod: pod.map(str::to_owned),
                    scheme: host.scheme.map(str::to_ascii_lowercase),
                    origin: place.origin.clone(),
                });
            }
        }
    }

    fn known(&self, namespace: &str, name: &str) -> Option<(&'a str, &'a str)> {
        let found = self.known.binary_search_by(|one| (*one).cmp(&(namespace, name)));
        found.ok().and_then(|at| self.known.get(at)).copied()
    }

    /// The Service that a Pod of a namespace reaches by a name, and the Pod if the name is that of one.
    fn resolve<'t>(&self, namespace: &str, host: Host<'t>) -> Option<((&'a str, &'a str), Option<&'t str>)> {
        let known = |namespace: &str, name: &str| self.known(namespace, name);
        let labels: Vec<&str> = host.text.trim_end_matches('.').split('.').take(4).collect();
        match *labels.as_slice() {
            [name] if host.sure => Some((known(namespace, name)?, None)),
            [first, second] => match known(second, first) {
                Some(service) => Some((service, None)),
                None => Some((known(namespace, second)?, Some(first))),
            },
            [first, second, third, ..] => match known(second, first).filter(|_| third == "svc") {
                Some(service) => Some((service, None)),
                None => Some((known(third, second)?, Some(first))),
            },
            _ => None,
        }
    }
}

/// A text that is a host's name as a whole, perhaps with a port: `api:8080`, or `api` where the key says so.
fn whole<'t>(key: &str, text: &'t str) -> Option<Host<'t>> {
    const ENDS: [&str; 8] = ["HOST", "HOSTNAME", "SERVER", "SERVICE", "ADDR", "ADDRESS", "ENDPOINT", "URL"];
    let text = text.trim();
    let key = key.to_ascii_uppercase();
    let (host, sure) = match text.split_once(':') {
        Some((host, port)) => (host, !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())),
        None => (text, ENDS.iter().any(|end| key.ends_with(end))),
    };
    (sure && !host.is_empty() && host.bytes().all(is_letter)).then_some(Host {
        text: host,
        scheme: None,
        sure,
    })
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')
}

/// The words of a text that may be host names: behind a scheme, or with dots in them.
fn hosts(text: &str) -> impl Iterator<Item = Host<'_>> {
    let words = text.split(|c: char| !(c.is_ascii() && is_letter(c as u8)));
    let words = words.take(MOST).filter(|word| !word.is_empty());
    words.filter_map(move |word| {
        let at = (word.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
        let (before, rest) = text.split_at_checked(at)?;
        let authority = rest.split(['/', ' ', ',', '"', '\'']).next()?;
        let after_user = before.ends_with('@');
        let scheme = before.trim_end_matches('@').rsplit_once("://").and_then(|(scheme, user)| {
            let stands_here =
                (user.is_empty() && !authority.contains('@')) || (after_user && !user.contains('/'));
            let scheme = scheme.rsplit(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))).next()?;
            stands_here.then_some(scheme)
        });
        (scheme.is_some() || word.contains('.')).then_some(Host {
            text: word,
            scheme,
            sure: scheme.is_some(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Option<&str>)> {
        hosts(text).map(|host| (host.text, host.scheme)).collect()
    }

    #[test]
    fn hosts_stand_behind_schemes_and_users() {
        assert_eq!(found("http://api:8080/v1"), [("api", Some("http"))]);
        assert_eq!(found("postgres://user:pass@db.shop:5432/x"), [("db.shop", Some("postgres"))]);
        assert_eq!(found("--peers=db-0.db:1,db-1.db:1"), [("db-0.db", None), ("db-1.db", None)]);
        assert_eq!(found("a plain text"), []);
    }

    #[test]
    fn a_word_alone_is_a_host_if_its_key_or_a_port_says_so() {
        let host = |key, text| whole(key, text).map(|host| host.text);
        assert_eq!(host("DATABASE_HOST", "db"), Some("db"));
        assert_eq!(host("MODE", "db"), None);
        assert_eq!(host("PEER", "db-0.db:5432"), Some("db-0.db"));
        assert_eq!(host("PEER", "http://db"), None);
    }
}
