//! What is compared of an output: the lines or records that the real components do not draw at random, in an order of
//! their own where the components have none.

use regex::{Captures, Regex};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Chains in which kube-proxy lists Services in no order of its own.
const UNORDERED: [&str; 4] =
    ["KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-EXTERNAL-SERVICES", "KUBE-PROXY-FIREWALL"];

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

/// The first lines that only one side has.
pub(super) fn difference(golden: &[String], ours: &[String]) -> String {
    let only = |one: &[String], other: &[String], mark: &str| {
        let lines = one.iter().filter(|line| !other.contains(line)).take(6);
        lines.map(|line| format!("\n  {mark} {line}")).collect::<String>()
    };
    let text = only(golden, ours, "-") + &only(ours, golden, "+");
    if text.is_empty() { "the same lines in another order or number".to_owned() } else { text }
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list["items"].as_array().into_iter().flatten()
}

fn sorted(list: &Value) -> Value {
    let mut all: Vec<String> = list.as_array().into_iter().flatten().map(Value::to_string).collect();
    all.sort();
    json!(all)
}

fn or_empty(value: &Value) -> Value {
    if value.is_null() { json!({}) } else { value.clone() }
}

/// Slices without what is drawn at random, in no order of endpoints and slices.
pub(super) fn slices(list: &Value) -> Vec<String> {
    let mut all: Vec<String> = items(list)
        .map(|item| {
            let meta = &item["metadata"];
            let mut annotations = or_empty(&meta["annotations"]);
            if let Some(annotations) = annotations.as_object_mut() {
                annotations.retain(|key, _| !key.contains("last-change"));
            }
            json!({
                "namespace": meta["namespace"], "labels": or_empty(&meta["labels"]), "annotations": annotations,
                "addressType": item["addressType"], "ports": sorted(&item["ports"]),
                "endpoints": sorted(&item["endpoints"]),
            })
            .to_string()
        })
        .collect();
    all.sort();
    all
}

/// How many ready and not ready endpoints every Service has for every set of ports.
pub(super) fn shape(list: &Value) -> Vec<String> {
    let mut counts = BTreeMap::<String, usize>::new();
    for item in items(list) {
        let service = &item["metadata"]["labels"]["kubernetes.io/service-name"];
        let mut ports: Vec<String> = item["ports"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|port| {
                json!([port["name"].as_str().unwrap_or_default(), port["port"], port["protocol"]]).to_string()
            })
            .collect();
        ports.sort();
        for endpoint in item["endpoints"].as_array().into_iter().flatten() {
            let ready = endpoint["conditions"]["ready"] != Value::Bool(false);
            *counts
                .entry(json!([item["metadata"]["namespace"], service, ports, ready]).to_string())
                .or_default() += 1;
        }
    }
    counts.iter().map(|(key, count)| format!("{key} {count}")).collect()
}

/// Declarations and rules by table and chain.
pub(super) fn iptables(text: &str) -> Vec<String> {
    let mut table = String::new();
    let mut lines = Vec::<(String, String, i64, String)>::new();
    for raw in text.lines() {
        let line = words(raw);
        if let Some(name) = line.strip_prefix('*') {
            table = name.to_owned();
        } else if let Some(chain) = line.strip_prefix(':') {
            let chain = chain.split(' ').next().unwrap_or_default().to_owned();
            lines.push((table.clone(), chain, -1, line));
        } else if let Some(rule) = line.strip_prefix("-A ") {
            let chain = rule.split(' ').next().unwrap_or_default().to_owned();
            let order = if line.contains("must be the last rule") {
                1_000_000
            } else if UNORDERED.contains(&chain.as_str()) {
                0
            } else {
                i64::try_from(lines.len()).unwrap_or(i64::MAX)
            };
            lines.push((table.clone(), chain, order, line));
        }
    }
    lines.sort();
    lines.into_iter().map(|(table, chain, _, line)| format!("{table} {chain} {line}")).collect()
}

/// The blocks of a table: chains keep the order of their rules, sets and maps forget that of their elements.
pub(super) fn nftables(text: &str) -> Vec<String> {
    static ELEMENTS: LazyLock<Regex> = LazyLock::new(|| pattern(r"elements = \{([^}]*)\}"));
    static BLOCK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:chain|set|map) \S+ \{$"));
    let text = ELEMENTS.replace_all(text, |found: &Captures<'_>| {
        let mut elements: Vec<String> = outside_quotes(&found[1]).iter().map(|one| words(one)).collect();
        elements.retain(|element| !element.is_empty());
        elements.sort();
        format!("elements = {{ {} }}", elements.join(", "))
    });
    let mut blocks = BTreeMap::<String, Vec<String>>::new();
    let mut open: Option<(String, Vec<String>)> = None;
    for line in text.lines().map(words) {
        match &mut open {
            _ if BLOCK.is_match(&line) => open = Some((line.trim_end_matches(" {").to_owned(), Vec::new())),
            Some(_) if line == "}" => blocks.extend(open.take()),
            Some((_, body)) if !line.is_empty() => body.push(line),
            _ => {}
        }
    }
    let lines = blocks.iter().flat_map(|(name, body)| {
        let count = format!("{name}: ({} lines)", body.len());
        std::iter::once(count).chain(body.iter().map(move |line| format!("{name}: {line}")))
    });
    lines.collect()
}

/// The parts of a list between commas, those in quotes aside.
fn outside_quotes(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for letter in text.chars() {
        quoted ^= letter == '"';
        match parts.last_mut() {
            Some(part) if quoted || letter != ',' => part.push(letter),
            _ => parts.push(String::new()),
        }
    }
    parts
}

/// Virtual servers, IP sets and addresses, with every list as a set.
pub(super) fn ipvs(text: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    ["virtualServers", "ipsets", "kubeIpvs0"].map(|key| format!("{key}: {}", canonical(&value[key]))).into()
}

fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(map) => map.iter().map(|(key, item)| (key.clone(), canonical(item))).collect(),
        Value::Array(list) => {
            let mut list: Vec<Value> = list.iter().map(canonical).collect();
            list.sort_by_key(Value::to_string);
            Value::Array(list)
        }
        other => other.clone(),
    }
}

/// The code and the answers of a DNS response, in no order.
pub(super) fn answer(record: &Value) -> Vec<String> {
    let mut answers: Vec<String> = record["answers"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| json!([one["name"], one["type"], one["ttl"], one["data"]]).to_string())
        .collect();
    answers.sort();
    answers.insert(0, record["rcode"].to_string());
    answers
}

/// The cells of kubectl's tables and descriptions, without ages, events and random names, in no order of lines.
pub(super) fn kubectl(text: &str) -> Vec<String> {
    static LIST: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\d.]+(,[\d.]+)+"));
    let list = |line: &str| LIST.replace_all(line, |found: &Captures<'_>| by_comma(&found[0])).into_owned();
    let mut lines: Vec<String> = text.trim().lines().filter_map(cells).map(|line| list(&line)).collect();
    lines.sort();
    lines
}

fn cells(raw: &str) -> Option<String> {
    static SLICE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(endpointslice\.discovery\.k8s\.io/\S+)-[bcdfghjklmnpqrstvwxz2456789]{5}\b")
    });
    static AGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\d+[smhd](\d+[smh])?\b|<unknown>"));
    static LONG: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(endpointslice\.discovery\.k8s\.io/\S{58})\S{5}\b"));
    static SOME: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\d.:]+(,[\d.:]+)* \+ "));
    let line = SLICE.replace_all(raw, "$1-<random>");
    let line = AGE.replace_all(&line, "<age>");
    let line = LONG.replace_all(&line, "$1<random>").into_owned();
    if line.starts_with("Events:") {
        return None;
    }
    let line = match line.strip_prefix("Endpoints:") {
        Some(value) if !value.contains(" more...") => format!("Endpoints: {}", by_comma(value.trim())),
        _ => line,
    };
    let line =
        if line.contains(" more...") { SOME.replace_all(&line, "<some> + ").into_owned() } else { line };
    Some(words(&line))
}

fn by_comma(list: &str) -> String {
    let mut parts: Vec<&str> = list.split(',').collect();
    parts.sort_unstable();
    parts.join(",")
}

fn words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
