//! The language server as an editor uses it.

mod client;

use client::{Client, at, capabilities};
use serde_json::{Value, json};

const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: nginx
          ports:
            - name: http
              containerPort: 80
";

const SERVICE: &str = "\
apiVersion: v1
kind: Service
metadata:
  name: web # 店の入口です
spec:
  selector:
    app: wbe
  ports:
    - port: 80
      targetPort: http
";

fn good() -> String {
    SERVICE.replace("wbe", "web")
}

/// The text of a file after the edit of an action.
fn applied(text: &str, action: &Value) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let edits = action["edit"]["documentChanges"][0]["edits"].as_array().expect("edits");
    for edit in edits.iter().rev() {
        let [start, end] = ["start", "end"].map(|side| {
            let place = &edit["range"][side];
            [&place["line"], &place["character"]]
                .map(|one| one.as_u64().and_then(|one| usize::try_from(one).ok()).expect("a number"))
        });
        assert_eq!(start[0], end[0], "an edit of one line");
        let new = edit["newText"].as_str().expect("a text");
        let line = &lines[start[0]];
        let units: Vec<u16> = line.encode_utf16().collect();
        let part = |from: usize, to: usize| String::from_utf16(&units[from..to]).expect("whole characters");
        lines[start[0]] = format!("{}{new}{}", part(0, start[1]), part(end[1], units.len()));
    }
    lines.concat()
}

#[test]
fn a_finding_in_one_file_about_another_is_mended() {
    let mut client = Client::introduced("fix", &[("web.yaml", DEPLOYMENT), ("service.yaml", SERVICE)]);
    client.open("service.yaml");
    let findings = client.findings("service.yaml");
    assert_eq!(findings.len(), 1, "{findings:?}");
    let found = &findings[0];
    assert_eq!(found["code"], "selector-matches-nothing");
    assert_eq!(found["source"], "portolan");
    assert_eq!(found["severity"], 1);
    assert_eq!(found["range"]["start"], at(6, 9));
    assert_eq!(found["range"]["end"], at(6, 12));
    let href = found["codeDescription"]["href"].as_str().expect("a page");
    assert!(href.starts_with("https://kubernetes.io/docs/"), "{href}");
    let related = &found["relatedInformation"][0]["location"];
    assert_eq!(related["uri"], client.uri("web.yaml").as_str());

    let actions = client.actions("service.yaml", &found["range"], &findings);
    let fix = &actions[0];
    assert_eq!(fix["kind"], "quickfix");
    assert_eq!(fix["diagnostics"], json!([found]));
    assert_eq!(fix["isPreferred"], found["data"]["fix"]["safe"]);
    assert_eq!(applied(SERVICE, fix), good());
    client.change("service.yaml", 2, [6, 9, 6, 12], "web");
    assert!(client.findings("service.yaml").is_empty());
    assert_eq!(client.finish(), 0);
}
