//! Completions: fields by the place in the object, values where there are few, and names of what is in the input.

use super::called::called;
use super::cursor::{Cursor, Object, Part, Step, cursor};
use super::fields;
use super::near::{self, item};
use super::values::values;
use super::words;
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Message, Template};
use portolan_core::document::{Kind, Schema, Shape, kind};

/// What could stand at a caret.
#[derive(Debug)]
pub struct Completions {
    /// The byte at which what is being typed begins: this to the caret is replaced.
    pub start: usize,
    /// What could stand there, the likeliest first.
    pub items: Vec<Completion>,
}

/// One possibility.
#[derive(Debug)]
pub struct Completion {
    /// What is shown, and compared with what has been typed.
    pub label: String,
    /// What is written. `$0` is where the caret goes, at the end if there is none; further lines are indented as the
    /// first one, on top of their own blanks.
    pub insert: String,
    /// A few words more.
    pub detail: Option<Message>,
    /// What it means.
    pub about: Option<&'static Template>,
    /// What it is.
    pub kind: CompletionKind,
}

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A field.
    Field,
    /// A value, or the name of something.
    Value,
    /// A label, or a label's value.
    Label,
    /// A whole object to begin with.
    Object,
}

/// Fields that only the API server writes.
const SERVED: [&str; 9] = [
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "ownerReferences",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// What an object begins with.
const HEAD: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];

/// Objects to begin with; `$0` is the caret.
const OBJECTS: [(&str, &str); 3] = [
    (
        "Service",
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: $0\nspec:\n  selector:\n    app: \n  ports:\n    - name: http\n      port: 80\n      targetPort: http\n",
    ),
    (
        "Deployment",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: $0\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: \n  template:\n    metadata:\n      labels:\n        app: \n    spec:\n      containers:\n        - name: app\n          image: nginx\n          ports:\n            - name: http\n              containerPort: 80\n",
    ),
    (
        "Pod",
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: $0\n  labels:\n    app: \nspec:\n  containers:\n    - name: app\n      image: nginx\n      ports:\n        - name: http\n          containerPort: 80\n",
    ),
];

/// What could stand at a caret, a byte of `text`. `analysis` is of this text or of one that it was a moment ago: it gives
/// the names of what is in the input, and the text gives the place.
#[must_use]
pub fn complete(text: &str, caret: usize, analysis: &Analysis) -> Option<Completions> {
    let cursor = cursor(text, caret)?;
    let items = match cursor.part {
        _ if is_call(&cursor) => {
            let (word, items) = called(cursor.typed, analysis, namespace(&cursor.object));
            return Some(Completions { start: caret.saturating_sub(word.len()), items });
        }
        Part::Key => keys(&cursor, analysis),
        Part::Value(field) => of_value(&cursor, field, analysis),
    };
    Some(Completions { start: cursor.start, items })
}

/// Whether a text is being typed that a container gets: the value of a variable, or a word of its command.
fn is_call(cursor: &Cursor<'_>) -> bool {
    let around = |steps: &[Step<'_>]| schema(&cursor.object, steps).map(|found| found.name());
    match (cursor.part, cursor.steps.as_slice()) {
        (Part::Value("value"), [around_value @ .., Step::Key(_)]) => {
            around(around_value) == Some("v1.EnvVar")
        }
        (Part::Key, [container @ .., Step::Key("args" | "command"), Step::Item]) => {
            around(container) == Some("v1.Container")
        }
        _ => false,
    }
}

fn keys(cursor: &Cursor<'_>, analysis: &Analysis) -> Vec<Completion> {
    if cursor.steps.is_empty() && cursor.siblings.is_empty() {
        return HEAD.iter().map(|name| head(name, cursor)).chain(OBJECTS.iter().map(object)).collect();
    }
    let Some(schema) = schema(&cursor.object, &cursor.steps) else {
        let missing = HEAD.iter().filter(|name| cursor.steps.is_empty() && !cursor.siblings.contains(name));
        return missing.map(|name| head(name, cursor)).collect();
    };
    match (schema.shape(), cursor.steps.last()) {
        (Shape::Object, _) => fields(cursor, schema),
        (Shape::Map, Some(Step::Key("selector" | "matchLabels" | "labels"))) => {
            near::labels(analysis, namespace(&cursor.object), &cursor.siblings)
        }
        (Shape::Text, Some(Step::Item)) => plain(values(schema.name(), "")),
        _ => Vec::new(),
    }
}

/// The fields of an object that are not there yet, those that are explained first.
fn fields(cursor: &Cursor<'_>, schema: Schema) -> Vec<Completion> {
    let is_new = |name: &&'static str| {
        let is_served = SERVED.contains(name) || cursor.steps.is_empty() && *name == "status";
        !is_served && !cursor.siblings.contains(name)
    };
    let new = schema.fields().filter(|(name, _)| is_new(name));
    let mut found: Vec<Completion> = new
        .map(|(name, of)| Completion {
            label: name.to_owned(),
            insert: if cursor.has_colon { name.to_owned() } else { entry(name, of.shape(), cursor) },
            detail: Some(words::TYPE.with([("type", Arg::text(of.name().replace("v1.", "")))])),
            about: fields::about(schema.name(), name).map(|one| &one.meaning),
            kind: CompletionKind::Field,
        })
        .collect();
    found.sort_by_key(|one| (!HEAD.contains(&&*one.label), fields::rank(schema.name(), &one.label)));
    found
}

/// A key with the beginning of its value.
fn entry(name: &str, shape: Shape, cursor: &Cursor<'_>) -> String {
    let blanks = " ".repeat(cursor.unit);
    match shape {
        Shape::Object | Shape::Map if cursor.flow => format!("{name}: {{$0}}"),
        Shape::List if cursor.flow => format!("{name}: [$0]"),
        Shape::Object | Shape::Map => format!("{name}:\n{blanks}$0"),
        Shape::List => format!("{name}:\n{blanks}- $0"),
        _ => format!("{name}: $0"),
    }
}

fn head(name: &str, cursor: &Cursor<'_>) -> Completion {
    let shape = if matches!(name, "metadata" | "spec") { Shape::Object } else { Shape::Text };
    Completion { insert: entry(name, shape, cursor), ..item(name.to_owned(), CompletionKind::Field, None) }
}

fn object((label, insert): &(&str, &str)) -> Completion {
    let detail = Some(words::WHOLE.message());
    Completion { insert: (*insert).to_owned(), ..item((*label).to_owned(), CompletionKind::Object, detail) }
}

fn of_value(cursor: &Cursor<'_>, field: &str, analysis: &Analysis) -> Vec<Completion> {
    let Object { kind, name, .. } = cursor.object;
    let namespace = namespace(&cursor.object);
    let around = cursor.steps.get(..cursor.steps.len().saturating_sub(1)).unwrap_or_default();
    match (around, field) {
        ([], "kind") => return kinds(),
        ([], "apiVersion") => return versions(kind),
        _ => {}
    }
    let Some(parent) = schema(&cursor.object, around) else { return Vec::new() };
    match (parent.name(), field) {
        ("v1.ServicePort", "targetPort") => near::ports(analysis, namespace, name),
        ("v1.HTTPGetAction" | "v1.TCPSocketAction", "port") => near::ports(analysis, namespace, None),
        ("v1.IngressServiceBackend", "name") => near::service_names(analysis, namespace, |_| true),
        ("v1.ServiceBackendPort", _) => near::service_ports(analysis, namespace, field == "name"),
        ("v1.StatefulSetSpec", "serviceName") => near::service_names(analysis, namespace, |one| one.headless),
        ("v1.PodSpec", "subdomain") => near::service_names(analysis, namespace, |one| one.headless),
        ("v1.PodSpec", "nodeName") => near::nodes(analysis),
        ("v1.ObjectMeta", "namespace") => near::namespaces(analysis),
        ("map[string]string", key) if is_labels(around) => near::label_values(analysis, namespace, key),
        _ => parent.field(field).map_or_else(Vec::new, |of| plain(values(of.name(), field))),
    }
}

fn is_labels(steps: &[Step<'_>]) -> bool {
    matches!(steps.last(), Some(Step::Key("selector" | "matchLabels" | "labels")))
}

fn plain(values: &[&str]) -> Vec<Completion> {
    values.iter().map(|value| item((*value).to_owned(), CompletionKind::Value, None)).collect()
}

fn kinds() -> Vec<Completion> {
    let known = kind::known_resources();
    let version = |version: String| words::TYPE.with([("type", Arg::Text(version))]);
    known
        .map(|one| item(one.kind.to_owned(), CompletionKind::Value, Some(version(one.api_version()))))
        .collect()
}

/// The versions that serve a kind; all of them, where it is not known yet.
fn versions(kind: Option<&str>) -> Vec<Completion> {
    let mut versions: Vec<String> = kind.map_or_else(Vec::new, |kind| kind::versions_of(kind).collect());
    if versions.is_empty() {
        versions = kind::known_resources().map(portolan_core::document::Resource::api_version).collect();
        versions.sort();
        versions.dedup();
    }
    versions.into_iter().map(|version| item(version, CompletionKind::Value, None)).collect()
}

fn namespace<'t>(object: &Object<'t>) -> &'t str {
    object.namespace.filter(|name| !name.is_empty()).unwrap_or("default")
}

/// What stands at the end of some steps.
fn schema(object: &Object<'_>, steps: &[Step<'_>]) -> Option<Schema> {
    let kind = known_kind(object)?;
    steps.iter().try_fold(Schema::of(kind), |at, step| match step {
        Step::Key(name) => at.field(name),
        Step::Item => at.item(),
    })
}

/// The kind of an object; without `apiVersion`, that of the name.
fn known_kind(object: &Object<'_>) -> Option<Kind> {
    let kind = object.kind?;
    match object.api_version {
        Some(version) => kind::find(version, kind)?.known,
        None => kind::known_resources().find(|one| one.kind == kind)?.known,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::{Options, analyze, parse};

    const PODS: &str = "\
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: rs, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, version: \"1.0\"}}
    spec: {containers: [{name: main, image: b, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: peers, namespace: shop}
spec: {clusterIP: None, selector: {app: web}, ports: [{name: peer, port: 7000}]}
";

    /// The labels of what could stand at `|`, above the Pods.
    fn labels(marked: &str) -> Vec<String> {
        let caret = marked.find('|').expect("a caret");
        let text = marked.replacen('|', "", 1) + PODS;
        let analysis = analyze(vec![parse("f".to_owned(), text.clone().into_bytes())], &Options::default());
        let found = complete(&text, caret, &analysis).map(|found| found.items).unwrap_or_default();
        found.into_iter().map(|one| one.label).collect()
    }

    const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  namespace: shop\nspec:\n";

    #[test]
    fn fields_are_those_of_the_place_that_are_not_there_yet() {
        let port = labels(&format!("{SERVICE}  ports:\n    - port: 80\n      |\n"));
        assert_eq!(port, ["name", "targetPort", "nodePort", "protocol", "appProtocol"]);
        assert!(labels(&format!("{SERVICE}  se|\n")).contains(&"selector".to_owned()));
        let container = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    re|\n";
        assert!(labels(container).contains(&"readinessProbe".to_owned()));
    }

    #[test]
    fn values_are_offered_where_there_are_few() {
        assert_eq!(
            labels(&format!("{SERVICE}  type: |\n")),
            ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]
        );
        assert_eq!(labels(&format!("{SERVICE}  ipFamilies:\n  - |\n")), ["IPv4", "IPv6"]);
        assert_eq!(labels("kind: Deployment\napiVersion: |\n"), ["apps/v1"]);
        assert!(labels("kind: S|\n").contains(&"StatefulSet".to_owned()));
    }

    #[test]
    fn labels_ports_and_names_come_from_the_input() {
        assert_eq!(labels(&format!("{SERVICE}  selector:\n    |\n")), ["app: web", "version: \"1.0\""]);
        assert_eq!(labels(&format!("{SERVICE}  selector:\n    app: w|\n")), ["web"]);
        assert_eq!(labels(&format!("{SERVICE}  ports:\n  - targetPort: |\n")), ["8080", "http"]);
        assert_eq!(labels("kind: Service\nmetadata:\n  namespace: |\n"), ["default", "shop"]);
        let set =
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  namespace: shop\nspec:\n  serviceName: |\n";
        assert_eq!(labels(set), ["peers"]);
    }

    #[test]
    fn services_are_offered_where_containers_call_them() {
        let pod =
            "apiVersion: v1\nkind: Pod\nmetadata:\n  namespace: shop\nspec:\n  containers:\n    - name: a\n";
        let value =
            |text: &str| labels(&format!("{pod}      env:\n        - name: A\n          value: {text}\n"));
        assert_eq!(value("|"), ["peers"]);
        assert_eq!(value("http://pe|"), ["peers"]);
        assert_eq!(value("http://peers:|"), ["7000"]);
        assert_eq!(value("http://peers.shop.svc:7|"), ["7000"]);
        assert_eq!(labels(&format!("{pod}      args:\n        - --to=http://|\n")), ["peers"]);
        assert_eq!(
            labels(&format!("{}      command: [sh, |]\n", pod.replace("shop", "other"))),
            ["peers.shop"]
        );
    }

    #[test]
    fn an_empty_document_begins_with_a_whole_object() {
        let all = labels("|\n");
        assert!(all.contains(&"apiVersion".to_owned()) && all.contains(&"Service".to_owned()));
    }

    #[test]
    fn the_objects_to_begin_with_are_taken_by_the_api_server() {
        for (name, text) in OBJECTS {
            let written = text.replace("$0", "a").replace("app: \n", "app: a\n");
            let analysis = analyze(vec![parse("f".to_owned(), written.into_bytes())], &Options::default());
            let accepted =
                analysis.manifests.iter().all(|one| one.answer.as_ref().is_some_and(|it| it.accepted));
            assert!(accepted && analysis.manifests.len() == 1, "{name}");
        }
    }

    #[test]
    fn a_key_that_has_its_colon_is_only_renamed() {
        let text = format!("{SERVICE}  selec: {{}}\n");
        let caret = text.find("selec:").map_or(0, |at| at + 5);
        let found = complete(&text, caret, &Analysis::default()).expect("completions");
        let selector = found.items.iter().find(|one| one.label == "selector").expect("the field");
        assert_eq!((selector.insert.as_str(), text.get(found.start..caret)), ("selector", Some("selec")));
    }
}
