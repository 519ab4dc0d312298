//! Goals that ask a client: what its resolver finds, what its environment says.

use super::{Standing, words};
use portolan_core::change::Change;
use portolan_core::cluster::GUEST;
use portolan_core::diagnostic::{Arg, Message};
use portolan_core::dns::{Rcode, RecordType, Response, Zone};
use portolan_core::environment::environment;
use portolan_core::trace::Client;
use portolan_core::workload::Pod;
use portolan_core::{Analysis, analyze, change, parse};

/// Asks something of a cluster in which the client is: `client[:NAMESPACE][@NODE]` is a Pod that is added, or the guest.
///
/// # Errors
/// What is wrong with the client, or what the question says.
pub(super) fn with_client<T>(
    analysis: &Analysis,
    from: &str,
    ask: impl FnOnce(&Analysis, &str) -> Result<T, Message>,
) -> Result<T, Message> {
    let place = from.strip_prefix("client").filter(|rest| rest.is_empty() || rest.starts_with([':', '@']));
    let Some(place) = place else { return ask(analysis, from) };
    if place.is_empty() && analysis.cluster.guest.is_some() {
        return ask(analysis, &format!("pod/{GUEST}"));
    }
    let (namespace, node) = place.split_once('@').unwrap_or((place, ""));
    let namespace = namespace.strip_prefix(':').unwrap_or("default");
    let at = if node.is_empty() { "" } else { "@" };
    let client = Change::client(&format!("{namespace}/client{at}{node}"));
    let files = analysis.files.iter();
    let files = files.map(|file| parse(file.name().to_owned(), file.text().as_bytes().to_vec())).collect();
    let options = &analysis.cluster.options;
    let (changed, mut unmet) = change(analyze(files, options), &[client], options);
    match unmet.pop() {
        Some(message) => Err(message),
        None => ask(&changed, &format!("pod/{namespace}/client")),
    }
}

/// Asks something of the Pod that a client is; nothing of a client that is none.
fn with_pod<T>(
    analysis: &Analysis,
    from: &str,
    ask: impl FnOnce(&Analysis, &Pod) -> T,
) -> Result<Option<T>, Message> {
    with_client(analysis, from, |analysis, from| {
        let Client::Pod(id) = Client::parse(from, &analysis.cluster)? else { return Ok(None) };
        Ok(analysis.cluster.pod(id).map(|pod| ask(analysis, pod)))
    })
}

/// The questions that the client's resolver sends, with the answers.
fn walk(
    analysis: &Analysis,
    from: &str,
    name: &str,
    kind: RecordType,
) -> Result<Vec<(String, Response)>, Message> {
    let walk = with_pod(analysis, from, |analysis, pod| {
        Zone::new(&analysis.cluster, &analysis.slices).walk(pod, name, kind)
    });
    walk.map(Option::unwrap_or_default)
}

/// What a name leads to.
pub(super) fn resolution(
    analysis: &Analysis,
    (from, name, kind): &(String, String, RecordType),
    wanted: &[String],
) -> Standing {
    let walk = match walk(analysis, from, name, *kind) {
        Ok(walk) => walk,
        Err(message) => return Standing::not(message),
    };
    let Some((_, last)) = walk.last() else { return Standing { met: false, now: None } };
    let mut data: Vec<String> = last.answers.iter().map(|record| record.data.to_string()).collect();
    if data.is_empty() && last.rcode != Rcode::NoError {
        let known = if last.rcode == Rcode::NxDomain { "NXDOMAIN" } else { "upstream" };
        data.push(known.to_owned());
    }
    data.sort_unstable();
    let met = match wanted {
        [one] if one.starts_with('=') => one.get(1..) == Some(&*data.len().to_string()),
        wanted => {
            let mut wanted = wanted.to_vec();
            wanted.sort_unstable();
            wanted == data
        }
    };
    Standing::told(met, words::RESOLVES.with([("name", Arg::code(name)), ("answers", Arg::Codes(data))]))
}

/// How many questions a name costs.
pub(super) fn questions(analysis: &Analysis, from: &str, name: &str, wanted: usize) -> Standing {
    match walk(analysis, from, name, RecordType::A) {
        Ok(walk) => {
            let told = words::QUESTIONS.with([("name", Arg::code(name)), ("n", Arg::count(walk.len()))]);
            Standing::told(walk.len() == wanted, told)
        }
        Err(message) => Standing::not(message),
    }
}

/// What a variable says.
pub(super) fn variable(analysis: &Analysis, from: &str, name: &str, wanted: Option<&str>) -> Standing {
    match value(analysis, from, name) {
        Ok(value) => {
            let told = match &value {
                Some(value) => words::VARIABLE.with([("name", Arg::code(name)), ("value", Arg::code(value))]),
                None => words::NO_VARIABLE.with([("name", Arg::code(name))]),
            };
            Standing::told(value.as_deref() == wanted, told)
        }
        Err(message) => Standing::not(message),
    }
}

/// The value of a variable of the client's first container.
pub(super) fn value(analysis: &Analysis, from: &str, name: &str) -> Result<Option<String>, Message> {
    let found = with_pod(analysis, from, |analysis, pod| {
        let container = pod.spec.containers.first()?;
        let variables = environment(analysis, pod, container).variables;
        let variable = variables.into_iter().find(|one| one.name == name)?;
        variable.value.text().map(str::to_owned)
    });
    found.map(Option::flatten)
}
