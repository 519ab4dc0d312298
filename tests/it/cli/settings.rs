//! `[check]` of `portolan.toml` and the flags above it; comments and annotations that tell to ignore something.

use super::{GOOD, REFUSED, folder, portolan};
use std::path::{Path, PathBuf};

/// A Service whose selector has a slip of the pen, and the Pod that was meant.
const SLIP: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: slip\nspec:\n  selector: {app: slp}\n  ports:\n  \
                    - port: 80\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: slip\n  labels: {app: slip}\nspec:\n  \
                    containers:\n  - name: slip\n    image: nginx\n    ports:\n    - containerPort: 80\n";

/// What the rule on it is called.
const RULE: &str = "selector-matches-nothing";

fn with_config(name: &str, config: &str) -> PathBuf {
    let old = SLIP.replace("name: slip", "name: old");
    let files = [
        ("portolan.toml", config),
        ("apps/web.yaml", SLIP),
        ("legacy/old.yaml", old.as_str()),
        ("good.yaml", GOOD),
    ];
    folder(&format!("settings-{name}"), &files)
}

/// Where findings are, with their severity and rule, and the exit code.
fn check(place: &Path, arguments: &[&str]) -> (Vec<String>, i32) {
    let all = [&["check", "-o", "concise"], arguments].concat();
    let done = portolan(place, &all).done();
    assert_eq!(done.err, "", "{all:?}");
    let place = |line: &str| -> Option<String> {
        let (place, rest) = line.split_once(": ")?;
        let file = place.split(':').next()?;
        Some(format!("{file} {}", rest.split(']').next()?.replace('[', " ")))
    };
    (done.out.lines().filter_map(place).collect(), done.code)
}

#[test]
fn rules_are_selected_ignored_and_graded_by_the_file() {
    let both = |severity: &str| {
        ["apps/web.yaml", "legacy/old.yaml"].map(|file| format!("{file} {severity} {RULE}")).to_vec()
    };
    for (config, expected, code) in [
        ("[check]\n", both("error"), 1),
        ("[check]\nselect = [\"node-port-conflict\"]\n", Vec::new(), 0),
        ("[check]\nselect = [\"selector-matches-nothing\"]\n", both("error"), 1),
        ("[check]\nignore = [\"selector-matches-nothing\"]\n", Vec::new(), 0),
        ("[check.severity]\nselector-matches-nothing = \"warning\"\n", both("warning"), 1),
        ("[check.severity]\nselector-matches-nothing = \"note\"\n", both("note"), 0),
        ("[check]\nfail-on = \"note\"\nseverity.selector-matches-nothing = \"note\"\n", both("note"), 1),
        (
            "[check]\nfail-on = \"error\"\nseverity.selector-matches-nothing = \"warning\"\n",
            both("warning"),
            0,
        ),
        (
            "[check.per-path]\n\"legacy/**\" = [\"selector-matches-nothing\"]\n",
            both("error")[..1].to_vec(),
            1,
        ),
        ("[check]\nexclude = [\"/apps/\"]\n", both("error")[1..].to_vec(), 1),
    ] {
        let place = with_config("file", config);
        assert_eq!(check(&place, &[]), (expected, code), "{config}");
    }
}

#[test]
fn flags_win_over_the_file() {
    let config = "[check]\nignore = [\"selector-matches-nothing\"]\nfail-on = \"error\"\n\
                  [check.per-path]\n\"legacy/\" = [\"selector-matches-nothing\"]\n";
    let place = with_config("flags", config);
    assert_eq!(check(&place, &[]).0.len(), 0);
    assert_eq!(check(&place, &["--select", RULE]).0, [format!("apps/web.yaml error {RULE}")]);
    assert_eq!(check(&place, &["--select", RULE, "--ignore", RULE]), (Vec::new(), 0));
    assert_eq!(check(&place, &["--select", "node-port-conflict, selector-matches-nothing"]).1, 1);
    assert_eq!(check(&place, &["--select", RULE, "--exit-zero"]).1, 0);
    assert_eq!(check(&place, &["--isolated"]).0.len(), 2);
    assert_eq!(check(&place, &["--isolated", "--ignore", RULE]), (Vec::new(), 0));
    let louder = with_config("louder", "[check.severity]\nselector-matches-nothing = \"note\"\n");
    assert_eq!(check(&louder, &["--fail-on", "note"]).1, 1);
}

#[test]
fn patterns_are_relative_to_the_file_wherever_the_command_runs() {
    let place =
        with_config("paths", "[check.per-path]\n\"/legacy/*.yaml\" = [\"selector-matches-nothing\"]\n");
    let below = place.join("legacy");
    assert_eq!(check(&below, &["."]), (Vec::new(), 0));
    assert_eq!(check(&below, &["../apps", "old.yaml"]).0, [format!("../apps/web.yaml error {RULE}")]);
    let whole = place.join("legacy/old.yaml");
    assert_eq!(check(&below, &[&whole.display().to_string()]), (Vec::new(), 0));
    let config = place.join("portolan.toml").display().to_string();
    assert_eq!(check(&place, &["--config", &config]).0.len(), 1);
}

#[test]
fn the_api_server_is_not_silenced() {
    let config = "[check]\nselect = []\nexclude = [\"vendor/\"]\n";
    let files = [("portolan.toml", config), ("a.yaml", REFUSED), ("vendor/b.yaml", REFUSED)];
    let place = folder("settings-server", &files);
    let (found, code) = check(&place, &[]);
    assert!(
        found.iter().all(|one| one == "a.yaml error field-value-invalid") && !found.is_empty(),
        "{found:?}"
    );
    assert_eq!(code, 1);
    let done = portolan(&place, &["check", "vendor", "vendor/b.yaml"]).done();
    let said =
        "note: nothing is told of `vendor`, `vendor/b.yaml`: `exclude` in portolan.toml leaves them out\n";
    assert_eq!((done.code, done.err.as_str()), (0, said));
    let done =
        portolan(&place, &["check", "--ignore", "field-value-invalid,selector", "--lang", "ja"]).done();
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    let expected = "エラー: `--ignore`: `field-value-invalid`はAPIサーバーの答えなので、常に報告され、重大度も変えられません\n\
                    エラー: `--ignore`: `selector`というルールはありません。`selector-matches-nothing`ではありませんか？\n";
    assert_eq!(done.err, expected);
}

#[test]
fn all_mistakes_of_the_file_are_told() {
    let config = "[chek]\n[check]\nignore = [\"selector-maches-nothing\"]\nbaseline = 1\n";
    let place = with_config("wrong", config);
    let done = portolan(&place, &["check"]).done();
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    let expected = "error: portolan.toml:1: unknown key `chek`; did you mean `check`?\n\
                    error: portolan.toml:3: there is no rule `selector-maches-nothing`; did you mean `selector-matches-nothing`?\n\
                    error: portolan.toml:4: `baseline` takes a string\n";
    assert_eq!(done.err, expected);
    assert_eq!(portolan(&place, &["check", "--isolated"]).done().code, 1);
}

#[test]
fn a_baseline_may_stand_in_the_file() {
    let place = with_config("baseline", "[check]\nbaseline = \"ci/base.json\"\n");
    std::fs::create_dir(place.join("ci")).expect("a folder");
    assert_eq!(portolan(&place, &["check"]).done().code, 2);
    let done = portolan(&place.join("apps"), &["check", "--write-baseline", ".."]).done();
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(place.join("ci/base.json").is_file());
    assert_eq!(portolan(&place, &["check"]).done().code, 0);
    let done = portolan(&place, &["check", "--isolated", "--write-baseline"]).done();
    assert_eq!(done.code, 2);
    assert!(done.err.contains("or `baseline` in portolan.toml"), "{}", done.err);
}

#[test]
fn an_ignore_is_used_where_its_rule_is_switched_off() {
    let ignoring = format!("# portolan: ignore[{RULE}] later\n{SLIP}");
    let files = [("web.yaml", ignoring.as_str())];
    let place = folder("settings-off", &files);
    assert_eq!(check(&place, &[]), (Vec::new(), 0));
    assert_eq!(check(&place, &["--ignore", RULE]), (Vec::new(), 0));
    assert_eq!(check(&place, &["--select", "unused-ignore"]), (Vec::new(), 0));
}

#[test]
fn unused_ignores_are_found_and_removed() {
    let unused = GOOD.replace("  ports:\n  - port: 80\n", "  # portolan: ignore[node-port-conflict, load-balancer-pending] x\n  ports:\n  - port: 80 # portolan: ignore[made-up]\n");
    let annotated = unused.replace(
        "kind: Pod\nmetadata:\n",
        "kind: Pod\nmetadata:\n  annotations:\n    portolan.dev/ignore: selector-too-broad\n",
    );
    let place = folder("settings-unused", &[("web.yaml", &annotated)]);
    let found = [
        "web.yaml warning unused-ignore",
        "web.yaml warning unused-ignore",
        "web.yaml warning unknown-rule-ignored",
    ];
    assert_eq!(check(&place, &[]), (found.map(str::to_owned).to_vec(), 1));
    assert_eq!(check(&place, &["--ignore", "unused-ignore,unknown-rule-ignored"]), (Vec::new(), 0));
    let done = portolan(&place, &["check", "--fix"]).done();
    assert_eq!(done.code, 0, "{}", done.out);
    assert_eq!(std::fs::read_to_string(place.join("web.yaml")).expect("the file"), GOOD);
}
