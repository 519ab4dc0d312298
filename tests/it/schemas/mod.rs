//! The published schemas against what the command prints: over recorded clusters no field is missing, none is there
//! that is not described, none is described that is never printed, and closed lists of words are the sources' own.

mod comparison;
mod config;
mod official;

use crate::{files_below, root};
use comparison::Comparison;
use regex::Regex;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A Pod with every kind of variable, behind one Service and before another.
const ENVIRONMENT: &str = "
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {clusterIP: 10.96.7.7, ports: [{port: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: example.com/web
    envFrom:
    - {prefix: A_, configMapRef: {name: a}}
    - secretRef: {name: b}
    env:
    - {name: B, value: b}
    - {name: C, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
    - {name: D, valueFrom: {secretKeyRef: {name: s, key: k}}}
    - {name: E, valueFrom: {configMapKeyRef: {name: s, key: k}}}
    - {name: F, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
---
apiVersion: v1
kind: Service
metadata: {name: late}
spec: {clusterIP: 10.96.7.8, ports: [{port: 80}]}
";

/// A Pod as a cluster dump has it, and a Service that was created after its start.
const TOO_LATE: &str = "
apiVersion: v1
kind: Pod
metadata: {name: old}
spec: {containers: [{name: a, image: b}]}
status: {startTime: '2026-01-01T00:00:00Z'}
---
apiVersion: v1
kind: Service
metadata: {name: new, creationTimestamp: '2026-01-02T00:00:00Z'}
spec: {clusterIP: 10.96.7.9, ports: [{port: 80}]}
";

/// Two Pods behind a load balancer of which one port leads to containers, and the other to nobody.
const SHOP: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: example.com/web, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  healthCheckNodePort: 32000
  selector: {app: web}
  ports: [{name: good, port: 80, targetPort: 8080}, {name: bad, port: 81}]
";

/// A policy under which Pods reach each other and no names, and clients of another Namespace nothing.
const POLICIES: &str = "
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress, Egress]
  ingress: [{from: [{podSelector: {}}, {namespaceSelector: {matchLabels: {team: a}}}]}]
  egress: [{to: [{podSelector: {}}]}]
";

/// Chains that nothing leads to, and lines that are no rules.
const ODD_DUMP: &str = "*nat
:PREROUTING ACCEPT [0:0]
:KUBE-SERVICES - [0:0]
-A KUBE-SERVICES -j
-A PREROUTING --what
COMMIT
";

/// A published schema, and all that was compared with it.
struct Published {
    name: &'static str,
    comparison: Comparison,
}

impl Published {
    fn new(name: &'static str) -> Self {
        let text = std::fs::read_to_string(path(name)).expect("a schema");
        Self { name, comparison: Comparison::new(&text) }
    }

    /// Compares what the command prints for these arguments.
    fn add(&mut self, arguments: &[&str], input: &Path) {
        let flags = arguments.iter().position(|one| *one == "--").unwrap_or(arguments.len());
        let (arguments, flags) = arguments.split_at(flags);
        let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
        command.args(["--isolated", "--lang", "en", "--color", "never"]).args(arguments);
        command.args(["--output", "json"]).arg(input).args(flags);
        let done = command.stdin(Stdio::null()).output().expect("the command runs");
        let name = format!("{} {}", arguments.join(" "), input.display());
        let words = String::from_utf8_lossy(&done.stderr);
        let value = serde_json::from_slice(&done.stdout);
        let value = value.unwrap_or_else(|error| panic!("{name}: {error}: {words}"));
        self.comparison.add(&value, &name);
    }

    /// Every field was seen, and nothing was different.
    fn hold(self) {
        let different: Vec<_> = self.comparison.differences.iter().take(20).collect();
        assert!(different.is_empty(), "{}: {different:#?}", self.name);
        assert_eq!(self.comparison.unseen(), [""; 0], "{} describes what is never printed", self.name);
    }
}

fn path(name: &str) -> PathBuf {
    root().join("docs/schema").join(format!("{name}.json"))
}

/// Some of the recorded files of a name, and the examples.
fn inputs(name: &str, groups: &[&str], every: usize) -> Vec<PathBuf> {
    let cases = groups.iter().flat_map(|group| {
        let cases = root().join("tests/conformance/cases").join(group);
        files_below(&cases, name).into_iter().step_by(every)
    });
    cases.chain(files_below(&root().join("examples"), ".yaml")).collect()
}

fn written(name: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schemas");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a file");
    path
}

#[test]
fn check_and_admit() {
    let (mut check, mut admit) = (Published::new("check-v1"), Published::new("admit-v1"));
    for input in inputs("input.yaml", &["admission-service", "admission-workload", "mixed"], 5) {
        check.add(&["check"], &input);
        admit.add(&["admit"], &input);
    }
    check.hold();
    admit.hold();
}

#[test]
fn baseline() {
    let mut baseline = Published::new("baseline-v1");
    let file = written("baseline.json", "");
    for input in inputs("input.yaml", &["admission-service", "mixed"], 20) {
        let _ = std::fs::remove_file(&file);
        let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
        command.args(["check", "--isolated", "--write-baseline", "--baseline"]).arg(&file).arg(&input);
        assert!(command.output().expect("the command runs").status.success());
        let text = std::fs::read_to_string(&file).expect("a baseline");
        baseline.comparison.add(&serde_json::from_str(&text).expect("JSON"), &input.to_string_lossy());
    }
    baseline.hold();
}

#[test]
fn env() {
    let mut env = Published::new("env-v1");
    let input = written("environment.yaml", ENVIRONMENT);
    env.add(&["env", "pod/web"], &input);
    env.add(&["env", "pod/old"], &written("too-late.yaml", TOO_LATE));
    env.hold();
}

#[test]
fn diff() {
    let mut diff = Published::new("diff-v1");
    let changed = SHOP.replace("replicas: 2", "replicas: 3").replace("targetPort: 8080", "targetPort: http");
    let changed = changed.replace("matchLabels: {app: web}", "matchLabels: {app: wep}");
    let shop = written("diff-old.yaml", SHOP);
    let others = [("diff-new.yaml", changed.as_str()), ("diff-none.yaml", ""), ("diff-same.yaml", SHOP)];
    for (name, text) in others {
        for mode in ["iptables", "nftables", "ipvs"] {
            let old = shop.to_string_lossy();
            diff.add(&["diff", &old, "--mode", mode], &written(name, text));
        }
    }
    diff.hold();
}

#[test]
fn dns() {
    let mut dns = Published::new("dns-v1");
    for input in inputs("snapshot.yaml", &["dns", "dual-stack"], 4) {
        dns.add(&["dns"], &input);
        dns.add(&["dns", "--query", "no.example.com"], &input);
        dns.add(&["dns", "--query", "no.default.svc.cluster.local"], &input);
    }
    dns.hold();
}

#[test]
fn rules() {
    let (mut rules, mut ipvs) = (Published::new("rules-v1"), Published::new("rules-ipvs-v1"));
    for input in inputs("snapshot.yaml", &["proxy", "dual-stack", "proxy-options"], 4) {
        for family in ["ipv4", "ipv6"] {
            rules.add(&["rules", "--family", family], &input);
            rules.add(&["rules", "--family", family, "--mode", "nftables"], &input);
            ipvs.add(&["rules", "--family", family, "--mode", "ipvs"], &input);
        }
        ipvs.add(&["rules", "--mode", "ipvs", "--", "--ipvs-scheduler=mh"], &input);
    }
    rules.hold();
    ipvs.hold();
}

#[test]
fn explained_rules() {
    let mut explained = Published::new("explain-rules-v1");
    let shop = root().join("tests/dumps/shop.yaml");
    let recorded = root().join("tests/conformance/cases/proxy");
    let dumps = files_below(&root().join("tests/dumps"), "");
    let recorded = ["iptables.txt", "nftables.txt"].map(|name| files_below(&recorded, name));
    let recorded = recorded.into_iter().flat_map(|dumps| dumps.into_iter().step_by(3));
    let odd = written("odd.iptables-save", ODD_DUMP);
    let dumps =
        dumps.into_iter().filter(|path| path.extension().is_some_and(|end| end != "md" && end != "yaml"));
    for dump in dumps.chain(recorded).chain([odd]) {
        explained.add(&["rules", "--explain", &dump.to_string_lossy()], &shop);
    }
    explained.hold();
}

#[test]
fn trace() {
    let mut trace = Published::new("trace-v1");
    let shop = written("shop.yaml", SHOP);
    let targets = [
        "web:80",
        "web:81",
        "wbe:80",
        "10.96.200.1:80",
        "10.96.0.1:443",
        "db.example.com:5432",
        "node/node-a:10250",
        "node/node-a:32000",
    ];
    for to in targets {
        for mode in ["iptables", "nftables", "ipvs"] {
            trace.add(&["trace", "--to", to, "--mode", mode], &shop);
        }
    }
    let ingress = written("ingress.yaml", INGRESS);
    for to in ["https://shop.example/web", "http://shop.example/web", "https://shop.example/none"] {
        trace.add(&["trace", "--to", to], &ingress);
    }
    trace.hold();
}

#[test]
fn external() {
    let mut external = Published::new("get-external-v1");
    let shop = written("shop.yaml", SHOP);
    for provider in ["generic", "ack-flannel", "ack-terway-eniip", "aws-nlb-ip", "gke", "metallb-l2", "none"]
    {
        external.add(&["get", "external", "--provider", provider], &shop);
    }
    for input in inputs("snapshot.yaml", &["proxy"], 6) {
        external.add(&["get", "external", "-A", "--provider", "k3s-servicelb"], &input);
    }
    external.hold();
}

#[test]
fn reachability() {
    let mut reachability = Published::new("get-reachability-v1");
    let shop = written("reachability.yaml", &format!("{SHOP}---{POLICIES}"));
    reachability.add(&["get", "reachability", "-A"], &shop);
    for input in inputs("snapshot.yaml", &["proxy"], 8) {
        reachability.add(&["get", "reachability", "-A"], &input);
    }
    reachability.hold();
}

#[test]
fn advise() {
    let mut advise = Published::new("advise-v1");
    let shop = written("advise.yaml", SHOP);
    advise.add(&["advise", "svc/web"], &shop);
    advise.add(&["advise", "deploy/web", "--type", "ClusterIP", "--outside", "no"], &shop);
    advise.add(&["advise", "svc/web", "--type", "Ingress"], &shop);
    let (_, workload) = SHOP.split_at(SHOP.find("apiVersion").unwrap_or_default());
    let alone = written("advise-alone.yaml", workload.split("---").next().unwrap_or_default());
    advise.add(&["advise", "deploy/web"], &alone);
    advise.hold();
}

/// Two paths of one host, and Pods behind one of them.
const INGRESS: &str = "
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  ingressClassName: nginx
  tls: [{hosts: [shop.example], secretName: shop}]
  rules:
  - host: shop.example
    http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: none, port: {number: 80}}}}
      - {path: /web, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec: {containers: [{name: web, image: example.com/web, ports: [{containerPort: 80}]}]}
";

const EXTERNAL: &str = "crates/portolan-render/src/external/mod.rs";
const FRONT: &str = "crates/portolan-render/src/external/json.rs";
const PROVIDER: &str = "crates/portolan-core/src/options/provider.rs";
const ADVICE: &str = "crates/portolan-render/src/json/advice.rs";
const ANSWER: &str = "crates/portolan-core/src/advice/answer.rs";
const CHOICE: &str = "crates/portolan-core/src/advice/choice.rs";
const CHECK: &str = "crates/portolan-render/src/json/check.rs";
const COMPARISON: &str = "crates/portolan-render/src/json/comparison.rs";
const ENV: &str = "crates/portolan-render/src/json/environment.rs";
const EXPLAINED: &str = "crates/portolan-render/src/explain_rules/json.rs";
const STEP: &str = "crates/portolan-core/src/trace/step.rs";
const REACHABILITY: &str = "crates/portolan-core/src/reachability/mod.rs";
const RECORD: &str = "crates/portolan-core/src/dns/record.rs";
const IP_SET: &str = "crates/portolan-core/src/proxy/ipvs/set.rs";

/// Where the sources choose among words: the schema, the field below `$defs`, the file, and where the words begin.
const WORDS: &[(&str, &str, &str, &str)] = &[
    ("check-v1", "finding/family", CHECK, "match family {"),
    ("check-v1", "finding/severity", CHECK, "match severity {"),
    ("check-v1", "finding/certainty", CHECK, "match certainty {"),
    ("trace-v1", "outcome/certainty", CHECK, "match certainty {"),
    ("trace-v1", "outcome/result", STEP, "Self::Answered => \"answered\""),
    ("trace-v1", "step/stage", STEP, "Self::Dns => \"dns\""),
    ("get-reachability-v1", "pair/certainty", CHECK, "match certainty {"),
    ("get-reachability-v1", "pair/result", REACHABILITY, "Self::Yes => \"yes\""),
    ("explain-rules-v1", "difference/certainty", CHECK, "match certainty {"),
    ("explain-rules-v1", "difference/kind", EXPLAINED, "match kind {"),
    ("explain-rules-v1", "chain/kind", EXPLAINED, "match chain.role {"),
    ("explain-rules-v1", "dump/form", EXPLAINED, "match node.form {"),
    ("env-v1", "service/presence", ENV, "match service.presence {"),
    ("diff-v1", "service/change", COMPARISON, "match service.fate {"),
    ("advise-v1", "question/question", ANSWER, "Self::Outside => \"outside\""),
    ("advise-v1", "sign/weight", ANSWER, "Self::Weak => \"weak\""),
    ("advise-v1", "choice/kind", CHOICE, "Self::ClusterIp => \"ClusterIP\""),
    ("advise-v1", "choice/fit", ADVICE, "match choice.fit {"),
    ("advise-v1", "document/change", ADVICE, "match part {"),
    ("dns-v1", "answer/rcode", RECORD, "Self::NoError => \"NOERROR\""),
    ("get-external-v1", "front/provider", PROVIDER, "Self::Generic => \"generic\""),
    ("get-external-v1", "front/targets", FRONT, "match exposure.targets {"),
    ("get-external-v1", "row/item", EXTERNAL, "Self::BackEnds => \"backEnds\""),
    ("rules-ipvs-v1", "ipset/type", IP_SET, "Self::BitmapPort => \"bitmap:port\""),
];

#[test]
fn closed_lists_of_words_are_complete() {
    for (name, field, source, start) in WORDS {
        let schema = std::fs::read_to_string(path(name)).expect("a schema");
        let schema: Value = serde_json::from_str(&schema).expect("JSON");
        let list = format!("/$defs/{}/enum", field.replace('/', "/properties/"));
        let listed = schema.pointer(&list).and_then(Value::as_array).expect("a closed list");
        let listed: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
        assert_eq!(listed, words(source, start), "{name} {field}");
    }
}

/// The words that the arms of a `match` of a source file give, from a text in it on.
fn words(source: &str, start: &str) -> Vec<String> {
    let word = Regex::new(r#"=> (?:Some\()?\(?"([^"]+)""#).expect("a valid pattern");
    let text = std::fs::read_to_string(root().join(source)).expect("a source file");
    let begin = text.find(start).unwrap_or_else(|| panic!("{source} has no `{start}`"));
    let arms = text[begin..].lines().take_while(|line| !line.trim_start().starts_with('}'));
    arms.filter_map(|line| Some(word.captures(line)?[1].to_owned())).collect()
}

#[test]
fn every_schema_is_in_the_table() {
    let table = std::fs::read_to_string(root().join("docs/schema/README.md")).expect("the table");
    let absent: Vec<PathBuf> = files_below(&root().join("docs/schema"), ".json");
    let absent = absent.iter().filter_map(|path| path.file_name()).map(|name| name.to_string_lossy());
    let absent: Vec<_> = absent.filter(|name| !table.contains(&format!("]({name})"))).collect();
    assert!(absent.is_empty(), "{absent:?}");
}
