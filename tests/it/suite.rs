//! Literate cases: Markdown files that are test, documentation and example at once.
//!
//! A fence `yaml [NAME]` is an input file, in place of an earlier one of that name, and `dump NAME` is a file that only
//! an argument names. Any other fence whose language is one of [`COMMANDS`] is what the command prints for the inputs so
//! far; words behind the language are further arguments (from ` -- ` on behind the inputs), and what follows ` | ` keeps
//! only the lines with that text. A fence `requests [FROM]` has an HTTP request a line, with options as for curl, and
//! behind ` → ` what comes of it ([`requests`]). A fence `verdict [FROM TO]` is the verdict on the inputs so far, in both languages.
//! `PORTOLAN_UPDATE=1` rewrites the fences in place.

use crate::{files_below, root, update};
use portolan_core::diagnostic::Lang;
use portolan_core::proxy::ProxyOptions;
use portolan_core::verdict::{Question, verdict};
use portolan_core::{Options, analyze, parse};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

mod requests;

/// A fence's language, and the arguments that it stands for.
const COMMANDS: &[(&str, &[&str])] = &[
    ("diagnostics", &["check", "--color", "never"]),
    ("findings", &["check", "--output", "concise"]),
    ("fixed", &["check", "--unsafe-fixes", "--diff"]),
    ("admit", &["admit"]),
    ("compared", &["diff"]),
    ("endpoints", &["endpoints"]),
    ("dns", &["dns"]),
    ("iptables", &["rules", "--mode", "iptables"]),
    ("nftables", &["rules", "--mode", "nftables"]),
    ("ipvs", &["rules", "--mode", "ipvs"]),
    ("explained", &["rules", "--explain"]),
    ("trace", &["trace", "--color", "never"]),
    ("get", &["get"]),
    ("env", &["env"]),
    ("describe", &["describe"]),
    ("draw", &["draw"]),
    ("advise", &["advise"]),
];

#[test]
fn every_literate_case_holds() {
    let cases = files_below(&root().join("tests/suite"), ".md");
    let wrong: Vec<String> = cases.iter().filter_map(|path| run(path)).collect();
    assert!(wrong.is_empty(), "{}\n(PORTOLAN_UPDATE=1 rewrites the fences)", wrong.join("\n"));
    println!("{} literate cases", cases.len());
}

/// Runs a case; what differs, if anything does.
fn run(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).expect("a case");
    let place =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("suite").join(path.file_stem().unwrap_or_default());
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(place.join(".git"))
        .expect("a folder for the case's files: a repository of its own");
    let rewritten = rewrite(&text, &place);
    if rewritten == text {
        return None;
    }
    if update() {
        std::fs::write(path, rewritten).expect("the case can be rewritten");
        return None;
    }
    let differing = text.lines().zip(rewritten.lines()).enumerate().find(|(_, (old, new))| old != new);
    let (line, (old, new)) = differing.unwrap_or((0, ("", "another number of lines")));
    Some(format!("{}:{}:\n  expected {old}\n  found    {new}", path.display(), line + 1))
}

/// The case with each output fence as the command prints it now.
fn rewrite(text: &str, place: &Path) -> String {
    let mut out = String::new();
    let mut files = Vec::<String>::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let _ = writeln!(out, "{line}");
        let Some(info) = line.strip_prefix("```") else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some(name) = info.strip_prefix("yaml") {
            let name =
                if name.is_empty() { format!("{}.yaml", files.len() + 1) } else { name.trim().to_owned() };
            std::fs::write(place.join(&name), body.join("\n") + "\n").expect("an input can be written");
            if !files.contains(&name) {
                files.push(name);
            }
        }
        if let Some(name) = info.strip_prefix("dump ") {
            std::fs::write(place.join(name), body.join("\n") + "\n").expect("a dump can be written");
        }
        match output(info, &files, place).or_else(|| requests::rewrite(info, &body, &files, place)) {
            Some(output) => out.push_str(&output),
            None => body.iter().for_each(|line| out.push_str(&format!("{line}\n"))),
        }
        out.push_str("```\n");
    }
    out
}

/// What the command prints for a fence; `None` for a fence that is no output.
fn output(info: &str, files: &[String], place: &Path) -> Option<String> {
    let (info, only) = info.split_once(" | ").unwrap_or((info, ""));
    let (info, behind) = info.split_once(" -- ").map_or((info, None), |(info, rest)| (info, Some(rest)));
    let mut words = info.split_whitespace();
    let language = words.next()?;
    if language == "verdict" {
        let question = words.next().zip(words.next());
        return Some(verdict_on(files, question, place));
    }
    let (_, arguments) = COMMANDS.iter().find(|(known, _)| *known == language)?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
    command.current_dir(place).args(["--isolated", "--lang", "en"]).args(*arguments).args(words).args(files);
    command.args(behind.iter().flat_map(|rest| ["--"].into_iter().chain(rest.split_whitespace())));
    let done = command.stdin(Stdio::null()).output().expect("the command runs");
    let mut text = String::from_utf8_lossy(&done.stdout).into_owned();
    if done.status.code() == Some(2) {
        text.push_str(&String::from_utf8_lossy(&done.stderr));
    }
    let lines = text.lines().filter(|line| line.contains(only)).map(|line| format!("{}\n", line.trim_end()));
    Some(lines.collect())
}

/// The verdict on some files: how it sounds, the sentences, and below them what was asked, the field to look at, and
/// the finding.
fn verdict_on(files: &[String], question: Option<(&str, &str)>, place: &Path) -> String {
    let read = |name: &String| parse(name.clone(), std::fs::read(place.join(name)).expect("an input"));
    let options = Options::default();
    let analysis = analyze(files.iter().map(read).collect(), &options);
    let question = question.map(|(from, to)| Question { from: from.to_owned(), to: to.to_owned() });
    let verdict = verdict(&analysis, question.as_ref(), &ProxyOptions::new(&options));
    let mut text = format!("{:?}: {}\n", verdict.tone, verdict.sentence.render(Lang::En));
    let _ = writeln!(text, "      {}", verdict.sentence.render(Lang::Ja));
    if let Some(question) = verdict.question {
        let ending = verdict.ending.map(|ending| format!(" ({})", ending.as_str())).unwrap_or_default();
        let _ = writeln!(text, "  asked: {} → {}{ending}", question.from, question.to);
    }
    if let Some(origin) = verdict.origin {
        let manifest = analysis.manifests.get(origin.object.0 as usize);
        let name = manifest.map(|one| format!("{:?} {:?}", one.kind, one.name)).unwrap_or_default();
        let name = name.replace("Some(", "").replace([')', '"'], "");
        let _ = writeln!(text, "  look:  {name} {}", origin.path);
    }
    if let Some(found) = verdict.diagnostic.and_then(|index| analysis.diagnostics.get(index)) {
        let fix = found.fix.as_ref().map(|fix| format!(": {}", fix.title.render(Lang::En)));
        let _ = writeln!(text, "  found: {}{}", found.rule, fix.unwrap_or_default());
    }
    text
}
