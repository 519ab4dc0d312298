//! The command against what real Kubernetes components did: the comparison of `tests/conformance/score.py`, and a
//! scoreboard that can only go up.
//!
//! `PORTOLAN_UPDATE=1` records a better score; a worse one is never recorded. `PORTOLAN_CASES=text` looks at the
//! cases whose path has that text, and prints what differs.

mod admission;
mod columns;
mod scoreboard;
mod view;
mod walk;

use columns::COLUMNS;
use scoreboard::{Differences, Scoreboard};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A case's folder, and what its cluster had of its own.
struct Case {
    path: PathBuf,
    facts: serde_json::Value,
}

/// How many of the compared things agree, and the first differences.
#[derive(Default)]
struct Outcome {
    /// Column, agreeing, compared.
    counts: Vec<(String, usize, usize)>,
    notes: Vec<String>,
}

#[test]
fn the_scoreboard_only_goes_up() {
    let only = std::env::var("PORTOLAN_CASES").unwrap_or_default();
    let cases = cases(&only);
    assert!(!cases.is_empty(), "no cases with `{only}` in their path");
    let (board, differences) = score(&cases, !only.is_empty());
    if only.is_empty() {
        board.hold(&root().join("scoreboard.txt"));
        scoreboard::hold_exceptions(&differences, &root().join("exceptions.txt"));
    } else {
        println!("{board}");
    }
}

/// Recordings that do not agree with themselves: IPVS mode knows nothing of a Service for which the other two modes of
/// the same cluster have rules.
const CONTRADICTORY: &[&str] = &["proxy/headless-label-on-manual-slice"];

/// The scoreboard compares virtual servers, sets and addresses; this, line by line, the rules around them.
#[test]
fn ipvs_mode_writes_what_the_real_one_wrote_to_iptables_restore() {
    let only = std::env::var("PORTOLAN_CASES").unwrap_or_default();
    let cases = cases(&only);
    let recorded = cases.iter().filter(|case| case.has("snapshot.yaml") && case.has("ipvs.json"));
    let sound = recorded.filter(|case| CONTRADICTORY.iter().all(|one| !case.path.ends_with(one)));
    let differing: Vec<String> = sound.filter_map(differing_restore).collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

fn differing_restore(case: &Case) -> Option<String> {
    let lines = |ipvs: &serde_json::Value| {
        let lines = ipvs["iptablesRestore"].as_array().into_iter().flatten();
        lines.map(|line| line.as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let golden = lines(&case.json("ipvs.json"));
    let text = columns::printed_rules(case, "ipvs", "ipv4");
    let ours = lines(&serde_json::from_str(&text.unwrap_or_default()).unwrap_or_default());
    (ours != golden).then(|| format!("{}: {}", case.path.display(), view::difference(&golden, &ours)))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

fn cases(only: &str) -> Vec<Case> {
    let mut found = Vec::new();
    for group in folders(&root().join("cases")) {
        for path in folders(&group) {
            if path.join("admission.json").exists() && path.to_string_lossy().contains(only) {
                let facts = std::fs::read(path.join("case.json")).unwrap_or_default();
                found.push(Case { path, facts: serde_json::from_slice(&facts).unwrap_or_default() });
            }
        }
    }
    found
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(path).expect("a folder of the conformance cases");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    paths.sort();
    paths
}

/// Scores all cases on as many threads as there are cores.
fn score(cases: &[Case], verbose: bool) -> (Scoreboard, Differences) {
    let next = AtomicUsize::new(0);
    let board = Mutex::new((Scoreboard::default(), Differences::new()));
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcomes: Vec<Outcome> = COLUMNS.iter().map(|column| column(case)).collect();
                    let mut both = board.lock().expect("no other thread panicked");
                    let (board, differences) = &mut *both;
                    for outcome in outcomes {
                        for note in outcome.notes.iter().filter(|_| verbose) {
                            println!("{}: {note}", case.path.display());
                        }
                        let wrong = outcome.counts.iter().filter(|(_, good, all)| good < all);
                        differences.extend(wrong.map(|(column, ..)| (column.clone(), case.name())));
                        board.add(case.group(), outcome.counts);
                    }
                }
            });
        }
    });
    board.into_inner().expect("no thread panicked")
}

impl Case {
    fn group(&self) -> &str {
        self.path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default()
    }

    /// `group/case`.
    fn name(&self) -> String {
        let case = self.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        format!("{}/{case}", self.group())
    }

    fn has(&self, file: &str) -> bool {
        self.path.join(file).exists()
    }

    fn read(&self, file: &str) -> String {
        String::from_utf8_lossy(&std::fs::read(self.path.join(file)).expect("a file of the case"))
            .into_owned()
    }

    fn json(&self, file: &str) -> serde_json::Value {
        serde_json::from_str(&self.read(file)).expect("a golden is JSON")
    }

    /// The flags that describe a cluster other than the default one.
    fn cluster(&self) -> &'static [&'static str] {
        match self.facts["dualStack"].as_bool() {
            Some(true) => &[
                "--service-cidr",
                "10.96.0.0/16,fd00:10:96::/112",
                "--cluster-cidr",
                "10.244.0.0/16,fd00:10:244::/48",
            ],
            _ => &[],
        }
    }

    /// What the command prints in the case's folder; findings (exit 1) are not a failure here.
    fn run(&self, before: &[&str], after: &[&str], given: Option<&[u8]>) -> Result<String, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
        command.current_dir(&self.path).args(before).args(self.cluster()).args(after);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| error.to_string())?;
        let mut stdin = child.stdin.take().expect("standard input is piped");
        let given = given.unwrap_or_default().to_vec();
        let feeder = std::thread::spawn(move || std::io::Write::write_all(&mut stdin, &given));
        let done = child.wait_with_output().map_err(|error| error.to_string())?;
        let _ = feeder.join();
        match done.status.code() {
            Some(0 | 1) => Ok(String::from_utf8_lossy(&done.stdout).into_owned()),
            code => Err(format!("exit {code:?}: {}", String::from_utf8_lossy(&done.stderr))),
        }
    }
}

impl Outcome {
    /// One thing compared.
    fn one(column: &str, golden: &[String], ours: Result<Vec<String>, String>) -> Self {
        let (agrees, notes) = match ours {
            Ok(ours) if ours == golden => (1, Vec::new()),
            Ok(ours) => (0, vec![format!("{column}: {}", view::difference(golden, &ours))]),
            Err(error) => (0, vec![format!("{column}: {error}")]),
        };
        Self { counts: vec![(column.to_owned(), agrees, 1)], notes }
    }
}
