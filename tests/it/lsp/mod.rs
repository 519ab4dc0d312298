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

#[test]
fn several_things_are_offered_for_one_finding() {
    let mut client = Client::introduced("actions", &[("web.yaml", DEPLOYMENT), ("service.yaml", SERVICE)]);
    client.open("service.yaml");
    let findings = client.findings("service.yaml");
    let actions = client.actions("service.yaml", &findings[0]["range"], &findings);
    let titles: Vec<&str> = actions.iter().filter_map(|one| one["title"].as_str()).collect();
    assert!(titles[0].contains("app: web"), "{titles:?}");
    assert_eq!(titles[1], "Ignore `selector-matches-nothing` here");
    let silenced = applied(SERVICE, &actions[1]);
    assert!(silenced.contains("    app: wbe  # portolan: ignore[selector-matches-nothing]\n"), "{silenced}");
    client.change("service.yaml", 2, [0, 0, 99, 0], &silenced);
    assert!(client.findings("service.yaml").is_empty());
}

#[test]
fn all_safe_fixes_of_a_file_are_one_action() {
    let text = "apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {n: 1}, annotations: {m: 2}}\nspec: {ports: [{port: 80}]}\n";
    let mut client = Client::introduced("fix-all", &[("a.yaml", text)]);
    client.open("a.yaml");
    assert!(!client.findings("a.yaml").is_empty());
    let params = json!({
        "textDocument": {"uri": client.uri("a.yaml")},
        "range": {"start": at(0, 0), "end": at(0, 0)},
        "context": {"diagnostics": [], "only": ["source.fixAll"]},
    });
    let actions = client.ask("textDocument/codeAction", params);
    assert_eq!(actions.as_array().map(Vec::len), Some(1), "{actions}");
    assert_eq!(actions[0]["kind"], "source.fixAll.portolan");
    let mended = applied(text, &actions[0]);
    assert!(mended.contains("{n: \"1\"}") && mended.contains("{m: \"2\"}"), "{mended}");
}

/// A Service on one line, with Japanese and a character of two units before its selector.
const ONE_LINE: &str = "{apiVersion: v1, kind: Service, metadata: {name: web, annotations: {note: \"🚀店の入口\"}}, spec: {selector: {app: wbe}, ports: [{port: 80}]}}\n";

/// The column of a text in [`ONE_LINE`].
fn column(needle: &str, units: impl Fn(&str) -> usize) -> u32 {
    let before = ONE_LINE.split(needle).next().expect("it is there");
    u32::try_from(units(before)).expect("small")
}

#[test]
fn columns_are_those_of_utf_16_and_the_text_may_be_japanese() {
    let mut client = Client::introduced("japanese", &[("web.yaml", DEPLOYMENT), ("service.yaml", ONE_LINE)]);
    client.open("service.yaml");
    let utf16 = |text: &str| text.encode_utf16().count();
    let (start, letter) = (column("wbe", utf16), column("の入口", utf16));
    let findings = client.findings("service.yaml");
    assert_eq!(findings[0]["range"], json!({"start": at(0, start), "end": at(0, start + 3)}));
    // Typing and deleting before the finding moves it.
    client.change("service.yaml", 2, [0, letter, 0, letter + 1], "🚀🚀");
    assert_eq!(client.findings("service.yaml")[0]["range"]["start"], at(0, start + 3));
    client.change("service.yaml", 3, [0, letter - 3, 0, letter + 4], "");
    assert_eq!(client.findings("service.yaml")[0]["range"]["start"], at(0, start - 4));
    client.change("service.yaml", 4, [0, start - 4, 0, start - 1], "web");
    assert!(client.findings("service.yaml").is_empty());
}

#[test]
fn a_client_may_count_bytes() {
    let mut client = Client::start("bytes", &[("web.yaml", DEPLOYMENT), ("service.yaml", ONE_LINE)]);
    let mut asked = capabilities();
    asked["general"]["positionEncodings"] = json!(["utf-8", "utf-16"]);
    let able = client.introduce(json!({"capabilities": asked}));
    assert_eq!(able["capabilities"]["positionEncoding"], "utf-8");
    let findings = client.findings("service.yaml");
    assert_eq!(findings[0]["range"]["start"], at(0, column("wbe", str::len)));
}

#[test]
fn a_pointer_is_told_what_the_cluster_does() {
    let service = good();
    let mut client = Client::introduced("hover", &[("web.yaml", DEPLOYMENT), ("service.yaml", &service)]);
    client.open("service.yaml");
    let mut says = |line, character| {
        let hover = client.ask_at("textDocument/hover", "service.yaml", line, character);
        hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let selector = says(5, 4);
    assert!(selector.contains("Selects 2 Pods in `default`, 2 ready: `web-"), "{selector}");
    let port = says(8, 8);
    assert!(port.contains("`80/TCP` leads to 2 endpoints: `10.244."), "{port}");
    assert!(port.contains("](https://kubernetes.io/"), "{port}");
    let target = says(9, 20);
    assert!(target.contains("`http` is port `80` of container `web`"), "{target}");
}

#[test]
fn names_lead_to_what_they_name_and_back() {
    let service = good();
    let mut client = Client::introduced("links", &[("web.yaml", DEPLOYMENT), ("service.yaml", &service)]);
    client.open("service.yaml");
    let web = client.uri("web.yaml");
    let places = |found: Value| -> Vec<(String, Value)> {
        let all = found.as_array().expect("a list").iter();
        all.map(|one| (one["uri"].as_str().unwrap_or_default().to_owned(), one["range"]["start"].clone()))
            .collect()
    };
    let selected = client.ask_at("textDocument/definition", "service.yaml", 5, 4);
    assert_eq!(places(selected), [(web.clone(), at(3, 2))]);
    let label = client.ask_at("textDocument/definition", "service.yaml", 6, 6);
    assert_eq!(places(label), [(web.clone(), at(12, 8))]);
    let port = client.ask_at("textDocument/definition", "service.yaml", 9, 19);
    assert_eq!(places(port), [(web, at(18, 14))]);
    let back = client.ask_at("textDocument/references", "web.yaml", 12, 10);
    let own = (client.uri("service.yaml"), at(6, 4));
    assert!(places(back).contains(&own));
    assert!(client.ask_at("textDocument/definition", "service.yaml", 0, 2).is_null());
}

#[test]
fn lines_end_with_what_is_behind_them() {
    let service = good();
    let mut client = Client::introduced("inlays", &[("web.yaml", DEPLOYMENT), ("service.yaml", &service)]);
    client.open("service.yaml");
    let range = json!({"start": at(0, 0), "end": at(20, 0)});
    let params = json!({"textDocument": {"uri": client.uri("service.yaml")}, "range": range});
    let hints = client.ask("textDocument/inlayHint", params);
    let hints: Vec<_> =
        hints.as_array().expect("a list").iter().map(|one| (&one["position"], &one["label"])).collect();
    // The line has a comment in Japanese before its end.
    assert_eq!(hints[0].0, &at(3, 20));
    assert_eq!(hints[1], (&at(5, 11), &json!("→ 2 Pods ready")));
}

#[test]
fn what_fits_is_offered_at_the_caret() {
    let service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    \n  ports:\n    - port: 80\n      targetPort: \n";
    let mut client = Client::introduced("completion", &[("web.yaml", DEPLOYMENT), ("service.yaml", service)]);
    client.open("service.yaml");
    let mut offered = |line, character| {
        let found = client.ask_at("textDocument/completion", "service.yaml", line, character);
        let labels = found["items"].as_array().expect("a list").iter();
        labels.map(|one| one["label"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(offered(6, 4), ["app: web"]);
    assert_eq!(offered(9, 18), ["80", "http"]);
    let field = client.ask_at("textDocument/completion", "service.yaml", 8, 6);
    let name = field["items"].as_array().expect("a list").iter().find(|one| one["label"] == "protocol");
    let name = name.expect("a field");
    assert_eq!(name["insertTextFormat"], 1, "a colon follows already: {name}");
}

#[test]
fn objects_are_found_by_name() {
    let service = good();
    let mut client = Client::introduced("symbols", &[("web.yaml", DEPLOYMENT), ("service.yaml", &service)]);
    let found = client.ask("workspace/symbol", json!({"query": "webservice"}));
    assert_eq!(found, json!([]));
    let found = client.ask("workspace/symbol", json!({"query": "service/web"}));
    assert_eq!(found[0]["name"], "Service/web");
    assert_eq!(found[0]["location"]["range"]["start"], at(3, 8));
    let uri = client.uri("web.yaml");
    let own = client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}));
    assert_eq!((&own[0]["name"], &own[0]["detail"]), (&json!("web"), &json!("Deployment")));
}

#[test]
fn files_that_are_not_open_are_told_of_too() {
    let mut client = Client::introduced("disk", &[("web.yaml", DEPLOYMENT), ("service.yaml", SERVICE)]);
    let watched = client.told("client/registerCapability");
    assert_eq!(watched["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    assert_eq!(client.findings("service.yaml").len(), 1);
    client.write("service.yaml", &good());
    let changes = json!({"changes": [{"uri": client.uri("service.yaml"), "type": 2}]});
    client.tell("workspace/didChangeWatchedFiles", changes);
    assert!(client.findings("service.yaml").is_empty());
}

#[test]
fn what_is_typed_hides_the_disk_until_it_is_closed() {
    let mut client = Client::introduced("hides", &[("web.yaml", DEPLOYMENT), ("service.yaml", SERVICE)]);
    client.open("service.yaml");
    assert_eq!(client.findings("service.yaml").len(), 1);
    client.change("service.yaml", 2, [6, 9, 6, 12], "web");
    assert!(client.findings("service.yaml").is_empty());
    let document = json!({"textDocument": {"uri": client.uri("service.yaml")}});
    client.tell("textDocument/didClose", document);
    assert_eq!(client.findings("service.yaml").len(), 1);
}

#[test]
fn the_configuration_of_the_folder_counts() {
    let mut client = Client::introduced(
        "config",
        &[("portolan.toml", "[cluster]\ndomian = \"x\"\n"), ("web.yaml", DEPLOYMENT)],
    );
    let wrong = client.findings("portolan.toml");
    assert_eq!(wrong[0]["range"]["start"], at(1, 0));
    assert!(
        wrong[0]["message"].as_str().is_some_and(|text| text.contains("did you mean `domain`?")),
        "{wrong:?}"
    );
    client.write("portolan.toml", "[check]\nignore = [\"selector-matches-nothing\"]\n");
    client.tell("workspace/didChangeWatchedFiles", json!({"changes": []}));
    assert!(client.findings("portolan.toml").is_empty());
    client.write("service.yaml", SERVICE);
    client.write("portolan.toml", "[check.severity]\nselector-matches-nothing = \"note\"\n");
    client.tell("workspace/didChangeWatchedFiles", json!({"changes": []}));
    assert_eq!(client.findings("service.yaml")[0]["severity"], 3);
}

#[test]
fn words_are_in_the_language_of_the_editor() {
    let mut client = Client::start("language", &[("web.yaml", DEPLOYMENT), ("service.yaml", SERVICE)]);
    client.introduce(json!({"capabilities": capabilities(), "locale": "ja"}));
    let found = client.findings("service.yaml");
    assert!(found[0]["message"].as_str().is_some_and(|text| text.contains("ありません")), "{found:?}");
    client.tell("workspace/didChangeConfiguration", json!({"settings": {"portolan": {"lang": "en"}}}));
    let found = client.findings("service.yaml");
    assert!(found[0]["message"].as_str().is_some_and(|text| text.is_ascii()), "{found:?}");
}

#[test]
fn folders_come_and_go() {
    let mut client = Client::introduced("folders", &[("one/service.yaml", SERVICE)]);
    assert_eq!(client.findings("one/service.yaml").len(), 1);
    let folder = json!([{"uri": client.uri(""), "name": "it"}]);
    client.tell("workspace/didChangeWorkspaceFolders", json!({"event": {"added": [], "removed": folder}}));
    assert!(client.findings("one/service.yaml").is_empty());
}

#[test]
fn what_makes_no_sense_is_answered_with_an_error() {
    let mut client = Client::start("errors", &[]);
    let early = client.answer("textDocument/hover", json!({}));
    assert_eq!(early["error"]["code"], -32002);
    let mistaken = client.answer("initialize", json!({"capabilities": 3}));
    assert_eq!(mistaken["error"]["code"], -32602);
    client.introduce(json!({"capabilities": {}}));
    assert_eq!(client.answer("portolan/nothing", json!({}))["error"]["code"], -32601);
    let wrong = client.answer("textDocument/hover", json!({"textDocument": 1}));
    assert_eq!(wrong["error"]["code"], -32602);
    client.tell("textDocument/didOpen", json!({"nothing": 1}));
    client.tell(
        "textDocument/didChange",
        json!({
            "textDocument": {"uri": "file:///nowhere.yaml", "version": 1}, "contentChanges": [{"text": ""}]
        }),
    );
    let nowhere = json!({"textDocument": {"uri": "file:///nowhere.yaml"}, "position": at(1, 1)});
    assert!(client.ask("textDocument/hover", nowhere).is_null());
    assert!(client.ask("shutdown", Value::Null).is_null());
    assert_eq!(client.answer("textDocument/hover", json!({}))["error"]["code"], -32600);
    client.tell("exit", Value::Null);
    assert_eq!(client.ended(), 0);
}

#[test]
fn an_end_without_a_shutdown_is_1() {
    let mut client = Client::introduced("exit", &[]);
    client.tell("exit", Value::Null);
    assert_eq!(client.ended(), 1);
    assert_eq!(Client::introduced("gone", &[]).ended(), 1);
}

#[test]
fn a_base_is_checked_as_its_overlays_make_it() {
    let service = good().replace("app: web", "app: wbe");
    let files = [
        ("base/kustomization.yaml", "resources: [web.yaml, service.yaml]\n"),
        ("base/web.yaml", DEPLOYMENT),
        ("base/service.yaml", &service),
        ("dev/kustomization.yaml", "resources: [../base]\nnamespace: dev\n"),
        ("prod/kustomization.yaml", "resources: [../base]\nnamespace: prod\n"),
    ];
    let mut client = Client::introduced("overlays", &files);
    client.open("base/service.yaml");
    let findings = client.findings("base/service.yaml");
    assert_eq!(findings.len(), 1, "told once: {findings:?}");
    let actions = client.actions("base/service.yaml", &findings[0]["range"], &findings);
    assert_eq!(applied(&service, &actions[0]), good());
    client.change("base/service.yaml", 2, [6, 9, 6, 12], "web");
    assert!(client.findings("base/service.yaml").is_empty());
    let hover = client.ask_at("textDocument/hover", "base/service.yaml", 5, 4);
    assert!(
        hover["contents"]["value"].as_str().is_some_and(|text| text.contains("Selects 2 Pods")),
        "{hover}"
    );
}

#[test]
fn a_file_without_a_folder_is_read_with_its_root() {
    let mut client = Client::start("alone", &[("web.yaml", DEPLOYMENT), ("k8s/service.yaml", SERVICE)]);
    let params = json!({"processId": null, "rootUri": null, "capabilities": capabilities()});
    client.ask("initialize", params);
    client.open("k8s/service.yaml");
    let findings = client.findings("k8s/service.yaml");
    let near = findings[0]["message"].as_str().is_some_and(|text| text.contains("Deployment/web"));
    assert!(near, "{findings:?}");
    client.change("k8s/service.yaml", 2, [6, 9, 6, 12], "web");
    assert!(client.findings("k8s/service.yaml").is_empty());
}

#[test]
fn a_text_in_no_file_is_checked_by_itself() {
    let mut client = Client::introduced("untitled", &[]);
    let uri = "untitled:Untitled-1";
    let item = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": SERVICE.replace("port: 80", "port: 70000")});
    client.tell("textDocument/didOpen", json!({"textDocument": item}));
    let told = client.told("textDocument/publishDiagnostics");
    assert_eq!(told["params"]["uri"], uri);
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    let told = client.told("textDocument/publishDiagnostics");
    assert_eq!(told["params"], json!({"uri": uri, "diagnostics": []}));
}

#[test]
fn an_open_page_is_checked_where_its_fences_stand() {
    let page = format!("# 店\n\n```yaml\n{DEPLOYMENT}---\n{SERVICE}```\n");
    let mut client = Client::introduced("page", &[("docs/page.md", &page)]);
    client.open("docs/page.md");
    let findings = client.findings("docs/page.md");
    let line =
        u32::try_from(page.lines().position(|line| line.contains("wbe")).expect("a line")).expect("small");
    assert_eq!(findings[0]["range"]["start"], at(line, 9), "{findings:?}");
}

#[test]
fn files_that_are_no_manifests_are_left_alone() {
    let compose = "services:\n  web:\n    image: nginx\n";
    let mut client = Client::introduced("other", &[("compose.yaml", compose), ("service.yaml", SERVICE)]);
    client.open("compose.yaml");
    client.open("service.yaml");
    assert_eq!(client.findings("service.yaml").len(), 1);
    assert!(client.ask_at("textDocument/hover", "compose.yaml", 0, 1).is_null());
    assert_eq!(client.finish(), 0);
}
