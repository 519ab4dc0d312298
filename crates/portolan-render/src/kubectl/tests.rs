//! Commands as people type them.

use super::*;
use portolan_core::diagnostic::Lang;
use portolan_core::{Options, analyze, parse as parse_file};

const ECHO: &str = "
apiVersion: v1
kind: Pod
metadata: {name: echo, labels: {app: echo}}
spec: {containers: [{name: echo, image: example.com/echo}]}
---
apiVersion: v1
kind: Service
metadata: {name: echo}
spec:
  selector: {app: echo}
  ports: [{name: a, port: 80}, {name: b, port: 81, targetPort: 8081}]
";

fn output(line: &str) -> Output {
    let analysis =
        analyze(vec![parse_file("echo.yaml".to_owned(), ECHO.as_bytes().to_vec())], &Options::default());
    run(&analysis, &Command::parse(line).unwrap_or_else(|refusal| panic!("{line}: {refusal:?}")))
}

fn refused(line: &str) -> String {
    match Command::parse(line).expect_err("a refusal") {
        Refusal::Kubectl(words) => words,
        Refusal::NotSimulated(message) => message.render(Lang::En),
    }
}

#[test]
fn a_table_knows_the_manifest_of_each_row() {
    let output = output("kubectl get pods,svc -A --show-labels");
    let shown: Vec<(&str, Option<u32>)> = output
        .lines
        .iter()
        .map(|line| {
            (
                line.text.split_whitespace().nth(1).unwrap_or_default(),
                line.origin.as_ref().map(|it| it.object.0),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [("NAME", None), ("pod/echo", Some(0)), ("", None), ("NAME", None), ("service/echo", Some(1))]
    );
    assert!(output.lines.first().is_some_and(|line| line.text.ends_with("LABELS")));
    assert!(output.lines.get(1).is_some_and(|line| line.text.contains(" app=echo")));
}

#[test]
fn a_description_knows_the_field_of_each_line() {
    let output = output("describe svc/echo");
    let field = |key: &str| {
        let line = output.lines.iter().rfind(|line| line.text.starts_with(key)).expect("a line");
        line.origin.as_ref().map(|origin| origin.path.clone()).unwrap_or_default()
    };
    assert_eq!(field("Selector:"), "spec.selector");
    assert_eq!(field("TargetPort:"), "spec.ports[1].targetPort");
    assert_eq!(field("Session Affinity:"), "spec.sessionAffinity");
}

#[test]
fn what_is_not_there_is_said_in_the_words_of_kubectl() {
    assert_eq!(
        output("k get svc ehco").errors,
        ["Error from server (NotFound): services \"ehco\" not found"]
    );
    assert_eq!(output("kubectl get deploy -n shop").errors, ["No resources found in shop namespace."]);
    assert_eq!(refused("kubectl get serviec"), "error: the server doesn't have a resource type \"serviec\"");
    assert_eq!(refused("kubectl get"), "error: You must specify the type of resource to get.");
    assert_eq!(refused("kubectl get svc --wide"), "error: unknown flag: --wide");
    assert_eq!(refused("kubectl get svc -n"), "error: flag needs an argument: -n");
}

#[test]
fn what_is_not_simulated_is_told_kindly() {
    assert!(refused("kubectl logs echo").starts_with("`logs` is not simulated"));
    assert!(refused("kubectl get svc | grep echo").starts_with("this is no shell"));
    assert!(refused("kubectl describe pod echo").starts_with("only Services are described"));
    let command = Command::parse("kubectl get pods --sort-by=.metadata.name -w").expect("a command");
    assert_eq!(command.notes.len(), 2);
}

#[test]
fn of_several_selectors_the_last_one_counts() {
    let command = Command::parse("kubectl get pods -l app=web -l app=echo").expect("a command");
    let note = command.notes.first().map(|note| note.render(Lang::En)).unwrap_or_default();
    assert!(note.contains("`app=web` has no effect"), "{note}");
    assert_eq!(output("kubectl get pods -l app=web -l app=echo").lines.len(), 2);
}

#[test]
fn a_command_is_written_as_a_line_that_means_the_same() {
    for line in [
        "kubectl get svc,pods -A -o wide",
        "kubectl get pods -n shop -l 'app in (a, b)' --show-labels",
        "kubectl describe svc echo",
        "kubectl get pods a b -o name --no-headers",
    ] {
        assert_eq!(Command::parse(line).expect("a command").line(), line);
    }
    assert_eq!(
        Command::parse("get po --all-namespaces -owide").expect("a command").line(),
        "kubectl get po -A -o wide"
    );
}
