//! `--baseline`: what it hides, what it says, how it is written; and `--watch`.

use super::{GOOD, REFUSED, folder, portolan};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The same refusals in another Service.
const OTHER: &str =
    "---\napiVersion: v1\nkind: Service\nmetadata:\n  name: other\nspec:\n  ports:\n  - port: 70000\n";

const CHECK: &[&str] = &["check", "-o", "concise", "--baseline", "base.json"];

fn write(place: &Path, name: &str, text: &str) {
    std::fs::write(place.join(name), text).expect("a file");
}

fn baseline(place: &Path) -> String {
    std::fs::read_to_string(place.join("base.json")).expect("a baseline")
}

#[test]
fn what_is_in_it_is_not_shown_and_what_is_new_is() {
    let place = folder("baseline", &[("web.yaml", REFUSED), (".git/x", "")]);
    let written = portolan(&place, &[CHECK, &["--write-baseline"]].concat()).done();
    assert_eq!((written.code, written.out.as_str()), (0, ""));
    assert!(
        written.err.contains("2 findings written to the baseline `base.json`: 2 new, 0"),
        "{}",
        written.err
    );
    assert_eq!(baseline(&place).lines().count(), 7, "a finding a line");
    let done = portolan(&place, CHECK).done();
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (0, "", ""));
    let full = portolan(&place, &["check", "--baseline", "base.json"]).done();
    assert!(full.out.contains("2 findings in the baseline `base.json` are not shown"), "{}", full.out);
    write(&place, "web.yaml", &format!("# moved\n\n\n{REFUSED}{OTHER}"));
    let done = portolan(&place, CHECK).done();
    assert_eq!((done.code, done.err.as_str()), (1, ""));
    assert!(done.out.lines().count() == 2 && done.out.starts_with("web.yaml:18:"), "{}", done.out);
}

#[test]
fn a_folder_below_has_the_same_findings() {
    let place = folder("baseline-below", &[("deep/web.yaml", REFUSED), (".git/x", "")]);
    portolan(&place, &[CHECK, &["--write-baseline"]].concat()).done();
    let done = portolan(&place.join("deep"), &["check", "--baseline", "../base.json", "web.yaml"]).done();
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{}", done.out);
}

#[test]
fn what_is_not_found_any_more_is_said_and_taken_out() {
    let place = folder("baseline-stale", &[("a.yaml", REFUSED), ("b.yaml", OTHER), (".git/x", "")]);
    portolan(&place, &[CHECK, &["--write-baseline"]].concat()).done();
    let before = baseline(&place);
    let some = portolan(&place, &[CHECK, &["a.yaml"]].concat()).done();
    assert_eq!((some.code, some.err.as_str()), (0, ""), "a file that was not read has lost nothing");
    portolan(&place, &[CHECK, &["--write-baseline", "a.yaml"]].concat()).done();
    assert_eq!(baseline(&place), before, "and keeps its entries");
    write(&place, "b.yaml", GOOD);
    let done = portolan(&place, CHECK).done();
    assert_eq!((done.code, done.err.lines().count()), (0, 1));
    assert!(
        done.err.contains("2 findings of the baseline `base.json` are not found any more"),
        "{}",
        done.err
    );
    let written = portolan(&place, &[CHECK, &["--write-baseline"]].concat()).done();
    assert!(
        written.err.contains("2 findings written to the baseline `base.json`: 0 new, 2 not"),
        "{}",
        written.err
    );
    std::fs::remove_file(place.join("a.yaml")).expect("a file");
    let done = portolan(&place, CHECK).done();
    assert!(
        done.err.contains("2 findings of the baseline"),
        "a file that is gone has no findings: {}",
        done.err
    );
}

#[test]
fn a_file_that_is_none_is_refused() {
    let place = folder("baseline-wrong", &[("web.yaml", REFUSED), ("base.json", "{\"findings\": []}")]);
    let done = portolan(&place, CHECK).done();
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    assert!(done.err.contains("`base.json` is not a baseline"), "{}", done.err);
}

#[test]
fn fixes_leave_alone_what_is_hidden() {
    let printed =
        std::fs::read_to_string(super::root().join("examples/echo-as-printed.yaml")).expect("an example");
    let place = folder("baseline-fixes", &[("echo.yaml", &printed), (".git/x", "")]);
    portolan(&place, &[CHECK, &["--write-baseline"]].concat()).done();
    let done = portolan(&place, &[CHECK, &["--unsafe-fixes"]].concat()).done();
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(std::fs::read_to_string(place.join("echo.yaml")).expect("a file"), printed);
}

/// Ends a process when the test ends, however it does.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
#[cfg(unix)]
fn a_change_is_checked_and_ctrl_c_ends_with_the_last_result() {
    let place = folder("watch", &[("web.yaml", GOOD), (".git/x", "")]);
    let child = Command::new(env!("CARGO_BIN_EXE_portolan"))
        .args(["check", "--watch", "--isolated", "--lang", "en", "-o", "concise", "-o", "json=out.json"])
        .current_dir(&place)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut watching = Watching(child);
    let mut out = BufReader::new(watching.0.stdout.take().expect("a pipe")).lines();
    let mut err = BufReader::new(watching.0.stderr.take().expect("a pipe")).lines();
    let mut said = || err.next().expect("a line").expect("UTF-8");
    assert_eq!(said(), "waiting for changes; Ctrl-C ends");
    write(&place, "web.yaml", REFUSED);
    assert!(out.next().expect("a line").expect("UTF-8").starts_with("web.yaml:7:"));
    assert_eq!(said(), "waiting for changes; Ctrl-C ends");
    std::thread::sleep(std::time::Duration::from_millis(1000));
    let id = watching.0.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("a signal is sent").success());
    assert_eq!(watching.0.wait().expect("it ends").code(), Some(1));
    assert!(err.next().is_none(), "the report that it writes itself is no change");
}
