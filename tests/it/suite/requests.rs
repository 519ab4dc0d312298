//! Tables of HTTP requests: what an Ingress or a Gateway makes of each.
//!
//! A line is `URL [-X METHOD] [-H 'Name: value']… → RESULT`. The result names the Pods that answer, each with its share
//! where there are several, and what they are asked for where that is something else; or the proxy's own status, with
//! the place to which a redirect leads; or how the connection fails.

use portolan_core::proxy::ProxyOptions;
use portolan_core::trace::{Outcome, Receiver, Request, trace};
use portolan_core::{Analysis, Options, analyze, parse};
use std::collections::BTreeMap;
use std::path::Path;

/// The client that asks, unless another one is named.
const ANYWHERE: &str = "203.0.113.7";

/// The lines of a fence `requests` with the results as they are now; `None` for another fence.
pub(super) fn rewrite(info: &str, body: &[&str], files: &[String], place: &Path) -> Option<String> {
    let mut words = info.split_whitespace();
    (words.next()? == "requests").then_some(())?;
    let from = words.next().unwrap_or(ANYWHERE);
    let read = |name: &String| parse(name.clone(), std::fs::read(place.join(name)).expect("an input"));
    let analysis = analyze(files.iter().map(read).collect(), &Options::default());
    let asked: Vec<&str> =
        body.iter().map(|line| line.split(" → ").next().unwrap_or_default().trim_end()).collect();
    let width = asked.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let lines = asked.iter().map(|line| format!("{line:width$} → {}\n", result(&analysis, from, line)));
    Some(lines.collect())
}

fn result(analysis: &Analysis, from: &str, line: &str) -> String {
    let (url, mut options) = line.split_once(' ').unwrap_or((line, ""));
    let proxy = ProxyOptions::new(&analysis.cluster.options);
    let request = Request::parse(&analysis.cluster, (from, url), None, proxy);
    let mut request = match request {
        Ok(request) => request,
        Err(message) => return message.render(portolan_core::diagnostic::Lang::En),
    };
    let http = request.to.http.as_mut().expect("a URL of HTTP");
    while let Some((flag, rest)) = options.trim_start().split_once(' ') {
        let quoted = rest.strip_prefix('\'').and_then(|rest| rest.split_once('\''));
        let (value, behind) = quoted.unwrap_or_else(|| rest.split_once(' ').unwrap_or((rest, "")));
        match flag {
            "-X" => http.method = value.to_owned(),
            "-H" => http.add_header(value),
            other => panic!("{other} is no option of a request"),
        }
        options = behind;
    }
    let asked = (http.host.clone(), http.target.clone());
    let walk = trace(&analysis.cluster, &analysis.slices, &request);
    let sum: f64 = walk.ends.iter().map(|end| end.probability).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{line}: the shares add up to {sum}");
    let mut parts: BTreeMap<String, f64> = BTreeMap::new();
    for outcome in walk.outcomes() {
        *parts.entry(told(analysis, &outcome, &asked)).or_default() += outcome.probability;
    }
    let share = |share: f64| {
        if share > 1.0 - 1e-9 { String::new() } else { format!("{}% ", (share * 1e4).round() / 1e2) }
    };
    let parts: Vec<String> = parts.into_iter().map(|(what, part)| format!("{}{what}", share(part))).collect();
    parts.join(", ")
}

fn told(analysis: &Analysis, outcome: &Outcome, asked: &(String, String)) -> String {
    let http = outcome.http.as_deref();
    if let Some(status) = outcome.ending.status() {
        let location = http.and_then(|http| http.location.as_deref()).map(|to| format!(" {to}"));
        return format!("{status}{}", location.unwrap_or_default());
    }
    let Receiver::Pod(id, _) = &outcome.receiver else {
        let elsewhere = outcome.receiver == Receiver::Elsewhere;
        return if elsewhere { "elsewhere".to_owned() } else { outcome.ending.as_str().to_owned() };
    };
    let name = analysis.cluster.pod(*id).map(|pod| match &*pod.namespace {
        "default" => pod.name.to_string(),
        namespace => format!("{namespace}/{}", pod.name),
    });
    let mut words = vec![name.unwrap_or_default()];
    words.extend(http.filter(|http| *http.host != *asked.0).map(|http| http.host.to_string()));
    words.extend(http.filter(|http| *http.target != *asked.1).map(|http| http.target.to_string()));
    words.join(" ")
}
