//! What each column runs and compares.

use super::view;
use super::{Case, Outcome, admission};
use serde_json::Value;

/// The columns, in the order of the data.
pub(super) const COLUMNS: &[fn(&Case) -> Outcome] = &[
    admission::column,
    |case| endpoints(case, "shape"),
    |case| endpoints(case, "endpoints"),
    |case| rules(case, "iptables", "iptables.txt", "ipv4"),
    |case| rules(case, "nftables", "nftables.txt", "ipv4"),
    |case| rules(case, "ipvs", "ipvs.json", "ipv4"),
    |case| rules(case, "iptables", "ip6tables.txt", "ipv6"),
    |case| rules(case, "nftables", "nftables6.txt", "ipv6"),
    dns,
    |case| {
        kubectl(
            case,
            "get.txt",
            "kubectl-get",
            &["get", "svc,endpointslices,pods,rs,deploy,sts", "-A", "-o", "wide"],
        )
    },
    |case| kubectl(case, "describe.txt", "kubectl-describe", &["describe", "svc", "-A"]),
];

/// EndpointSlices of the snapshot; or, of the input alone, what survives other Pod names and addresses.
fn endpoints(case: &Case, column: &str) -> Outcome {
    if !case.has("snapshot.yaml") {
        return Outcome::default();
    }
    let (source, given, view): (_, _, fn(&Value) -> Vec<String>) = match column {
        "shape" => ("-", Some(case.read("input.yaml").replace("oracle/", "portolan.dev/")), view::shape),
        _ => ("snapshot.yaml", None, view::slices),
    };
    let text = case.run(&["endpoints"], &["--output", "json", source], given.as_deref().map(str::as_bytes));
    let ours = text.and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()));
    Outcome::one(column, &view(&case.json("endpointslices.json")), ours.map(|ours| view(&ours)))
}

fn rules(case: &Case, mode: &str, file: &str, family: &str) -> Outcome {
    if !case.has("snapshot.yaml") || !case.has(file) {
        return Outcome::default();
    }
    let view: fn(&str) -> Vec<String> = match mode {
        "iptables" => view::iptables,
        "nftables" => view::nftables,
        _ => view::ipvs,
    };
    let text = printed_rules(case, mode, family);
    let column = if family == "ipv6" { format!("rules-{mode}-ipv6") } else { format!("rules-{mode}") };
    Outcome::one(&column, &view(&case.read(file)), text.map(|text| view(&text)))
}

/// The rules of the case's node, from a kube-proxy with the case's flags.
pub(super) fn printed_rules(case: &Case, mode: &str, family: &str) -> Result<String, String> {
    let node = case.facts["node"].as_str().unwrap_or("node-a");
    let mut after = vec![];
    if family != "ipv4" {
        after.extend(["--family", family]);
    }
    if mode == "ipvs" {
        after.extend(["--output", "json"]);
    }
    after.push("snapshot.yaml");
    let flags = case.facts["proxyArgs"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let flags: Vec<&str> = flags.collect();
    if !flags.is_empty() {
        after.push("--");
        after.extend(flags);
    }
    case.run(&["rules", "--mode", mode, "--node", node], &after, None)
}

/// Each query of CoreDNS that a cluster answers by itself.
fn dns(case: &Case) -> Outcome {
    if !case.has("snapshot.yaml") || !case.has("dns.json") {
        return Outcome::default();
    }
    let all = case.json("dns.json");
    let golden: Vec<&Value> = all
        .as_array()
        .into_iter()
        .flatten()
        .filter(|query| query["rcode"].is_string() && query["rcode"] != "SERVFAIL")
        .collect();
    let queries: Vec<Value> = golden
        .iter()
        .map(|query| serde_json::json!({"name": query["name"], "type": query["type"]}))
        .collect();
    let name =
        format!("{}-{}.json", case.group(), case.path.file_name().unwrap_or_default().to_string_lossy());
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&file, Value::from(queries).to_string()).expect("the queries can be written");
    let text = case.run(
        &["dns"],
        &["--queries", &file.to_string_lossy(), "--output", "json", "snapshot.yaml"],
        None,
    );
    let ours = text.and_then(|text| serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()));
    let mut notes: Vec<String> =
        ours.as_ref().err().into_iter().map(|error| format!("dns: {error}")).collect();
    let mut good = 0;
    for (index, real) in golden.iter().enumerate() {
        let (want, got) = (view::answer(real), ours.as_ref().ok().map(|ours| view::answer(&ours[index])));
        if got.as_ref() == Some(&want) {
            good += 1;
        } else if notes.len() < 8 {
            notes.push(format!("dns {} {}: real {want:?} portolan {got:?}", real["name"], real["type"]));
        }
    }
    Outcome { counts: vec![("dns".to_owned(), good, golden.len())], notes }
}

fn kubectl(case: &Case, file: &str, column: &str, arguments: &[&str]) -> Outcome {
    if !case.has("snapshot.yaml") || !case.has(file) {
        return Outcome::default();
    }
    let text = case.run(arguments, &["snapshot.yaml"], None);
    Outcome::one(column, &view::kubectl(&case.read(file)), text.map(|text| view::kubectl(&text)))
}
