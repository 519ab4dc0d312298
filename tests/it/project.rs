//! Files as they stand in repositories: `tests/suite/project/`, a folder a case.
//!
//! Each case is copied to a repository of its own. In its `case.md` a fence `console` has commands, each behind `$ `, and
//! below each what it prints, standard error behind standard output, and how it ends if not with 0. `portolan` and
//! `cat FILE` are known. `PORTOLAN_UPDATE=1` rewrites what is printed.

use crate::{files_below, root, update};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[test]
fn repositories_are_checked_as_their_authors_mean_them() {
    let cases = files_below(&root().join("tests/suite/project"), "case.md");
    assert!(cases.len() >= 8, "{} cases", cases.len());
    let wrong: Vec<String> = cases.iter().filter_map(|case| run(case)).collect();
    assert!(wrong.is_empty(), "{}\n(PORTOLAN_UPDATE=1 rewrites the fences)", wrong.join("\n"));
}

/// Runs a case; what differs, if anything does.
fn run(case: &Path) -> Option<String> {
    let folder = case.parent().expect("a case lies in a folder");
    let place = copied(folder);
    let text = fs::read_to_string(case).expect("a case");
    let rewritten = rewrite(&text, &place);
    if rewritten == text {
        return None;
    }
    if update() {
        fs::write(case, rewritten).expect("the case can be rewritten");
        return None;
    }
    let differing = text.lines().zip(rewritten.lines()).enumerate().find(|(_, (old, new))| old != new);
    let (line, (old, new)) = differing.unwrap_or((0, ("", "another number of lines")));
    Some(format!("{}:{}:\n  expected {old}\n  found    {new}", case.display(), line + 1))
}

/// A copy of the case's files, a repository.
fn copied(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default();
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("project").join(name);
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(place.join(".git")).expect("a folder for the case's files");
    for file in files_below(folder, "") {
        let to = place.join(file.strip_prefix(folder).expect("a file of the case"));
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(&file, to).expect("a file can be copied");
    }
    place
}

/// The case with what its commands print now.
fn rewrite(text: &str, place: &Path) -> String {
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let _ = writeln!(out, "{line}");
        if line != "```console" {
            continue;
        }
        let body = lines.by_ref().take_while(|line| *line != "```");
        for command in body.filter_map(|line| line.strip_prefix("$ ")) {
            let _ = write!(out, "$ {command}\n{}", printed(command, place));
        }
        out.push_str("```\n");
    }
    out
}

/// What a command prints.
fn printed(line: &str, place: &Path) -> String {
    let (line, input) = line.split_once(" < ").map_or((line, None), |(line, input)| (line, Some(input)));
    let words: Vec<&str> = line.split_whitespace().collect();
    if let ["cat", file] = words.as_slice() {
        return fs::read_to_string(place.join(file)).expect("a file of the case");
    }
    let Some(("portolan", arguments)) = words.split_first().map(|(first, rest)| (*first, rest)) else {
        panic!("unknown command {line}");
    };
    let input = input.map(|name| fs::File::open(place.join(name)).expect("a file of the case"));
    let done = Command::new(env!("CARGO_BIN_EXE_portolan"))
        .args(["--color", "never", "--lang", "en"])
        .args(arguments)
        .current_dir(place)
        .stdin(input.map_or_else(Stdio::null, Stdio::from))
        .output()
        .expect("the command runs");
    let mut text = String::new();
    for part in [done.stdout, done.stderr] {
        text.push_str(String::from_utf8_lossy(&part).trim_end());
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }
    let code = done.status.code().unwrap_or(-1);
    if code != 0 {
        let _ = writeln!(text, "exit {code}");
    }
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}
