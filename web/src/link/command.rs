//! The command line that shows in a terminal what the page shows: with the same changes, of the same files.

use super::names::{family_id, mode_id};
use crate::state::{Files, Outside, OutsidePart, State, View, WhatIf};
use std::fmt::Write as _;

/// What marks the end of a text that stands behind the command.
const END: &str = "EOF";

/// The command for the open view, and behind it the text that it reads. Several files are only named.
/// `question` is the one that suggests itself where the reader asks none: who connects, and to what.
pub(crate) fn command(state: &State, question: Option<(&str, &str)>) -> String {
    let mut words = vec!["portolan".to_owned()];
    let behind = subcommand(state, question, &mut words);
    let (paths, text) = input(&state.settled);
    words.extend(paths);
    words.extend(behind);
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    let mut line = quoted.join(" ");
    if let Some(text) = text {
        let end = end(text);
        let newline = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        // A string cannot be full.
        let _ = write!(line, " <<'{end}'\n{text}{newline}{end}\n");
    }
    line
}

/// Adds the subcommand and its options; what it wants to stand behind the files is returned.
fn subcommand(state: &State, question: Option<(&str, &str)>, words: &mut Vec<String>) -> Vec<String> {
    let mut say = |more: &[&str]| words.extend(more.iter().map(|word| (*word).to_owned()));
    let mut behind = Vec::new();
    match state.view {
        View::Map => say(&["draw"]),
        View::Problems => say(&["check"]),
        View::Ports => say(&["describe", "svc", "-A"]),
        View::Endpoints => say(&["endpoints"]),
        View::Outside => outside(&state.outside, &mut say),
        View::Kubectl => say(&kubectl(&state.kubectl.line)),
        View::Walk if question.is_none() => say(&["draw"]),
        View::Dns => {
            say(&["dns"]);
            let dig = &state.dig;
            if !dig.name.is_empty() {
                options(&[("--query", &dig.name), ("--type", &dig.kind), ("--from", &dig.from)], &mut say);
            }
        }
        View::Walk => {
            say(&["trace"]);
            let (from, to) = question.unwrap_or_default();
            options(&[("--from", from), ("--to", to)], &mut say);
            options(&[("--mode", state.what_if.mode.map_or("", mode_id))], &mut say);
        }
        View::Rules => {
            let rules = &state.rules;
            let mode = rules.mode.unwrap_or_else(|| state.what_if.mode());
            let family = rules.family.map_or("", family_id);
            say(&["rules", "--mode", mode_id(mode)]);
            options(&[("--node", &rules.node), ("--family", family)], &mut say);
            let no_network = state.what_if.cluster_cidr.as_deref() == Some("");
            behind.extend(no_network.then(|| "--cluster-cidr=".to_owned()));
            behind.extend(rules.flags.split_whitespace().map(str::to_owned));
            if !behind.is_empty() {
                behind.insert(0, "--".to_owned());
            }
        }
    }
    changes(&state.what_if, state.view != View::Problems, &mut say);
    behind
}

/// What would be otherwise. `check` tells of manifests as they are written.
fn changes(what_if: &WhatIf, with_changes: bool, say: &mut impl FnMut(&[&str])) {
    for wish in what_if.changes.iter().filter(|_| with_changes) {
        say(&[wish.flag.id(), &wish.word]);
    }
    if let Some(minor) = what_if.kubernetes {
        say(&["--kubernetes", &format!("1.{minor}")]);
    }
    if let Some(provider) = what_if.provider {
        say(&["--provider", provider.as_str()]);
    }
    let networks = [("--service-cidr", &what_if.service_cidr), ("--cluster-cidr", &what_if.cluster_cidr)];
    for (flag, networks) in networks {
        // Without any network there is only kube-proxy's own flag to say so.
        networks.iter().filter(|networks| !networks.is_empty()).for_each(|networks| say(&[flag, networks]));
    }
}

fn options(options: &[(&str, &str)], say: &mut impl FnMut(&[&str])) {
    for (flag, value) in options.iter().filter(|(_, value)| !value.trim().is_empty()) {
        say(&[flag, value.trim()]);
    }
}

/// What the open part of the view of the outside shows.
fn outside(outside: &Outside, say: &mut impl FnMut(&[&str])) {
    match outside.part {
        OutsidePart::Ways => say(&["get", "svc,ingress,nodes", "-A", "-o", "wide"]),
        OutsidePart::Balancers => say(&["get", "external", "-A"]),
        OutsidePart::Reachability => say(&["get", "reachability", "-A"]),
        OutsidePart::Advice if outside.about.is_empty() => say(&["get", "svc", "-A"]),
        OutsidePart::Advice => say(&["advise", &outside.about]),
    }
}

/// What kubectl is asked, if Portolan is its look-alike for that; else what it is asked first.
fn kubectl(line: &str) -> Vec<&str> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let asked = words.strip_prefix(&["kubectl"]).unwrap_or(&words);
    match asked.first() {
        Some(&("get" | "describe")) if asked.len() > 1 && !asked.contains(&"-f") => asked.to_vec(),
        _ => vec!["get", "svc,endpointslices,pods", "-A", "-o", "wide"],
    }
}

/// The files as arguments: the text of a single one stands behind the command.
fn input(files: &Files) -> (Vec<String>, Option<&str>) {
    match files.list() {
        [only] => (vec!["-".to_owned()], Some(&only.text)),
        several => (several.iter().map(|file| path(&file.name)).collect(), None),
    }
}

/// A name that cannot be taken for an option.
fn path(name: &str) -> String {
    if name.starts_with('-') { format!("./{name}") } else { name.to_owned() }
}

/// A mark that is no line of the text.
fn end(text: &str) -> String {
    let mut end = END.to_owned();
    while text.lines().any(|line| line == end) {
        end.push('_');
    }
    end
}

/// A word as a POSIX shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "-_./:=,@%+".contains(char);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Flag, Rules, SourceFile, Wish};
    use portolan_core::diagnostic::Lang;
    use portolan_core::object::IpFamily;
    use portolan_core::proxy::Mode;

    fn state(view: View) -> State {
        let wish = |flag, word: &str| Wish { flag, word: word.to_owned() };
        let changes = vec![wish(Flag::Set, "svc/web.ports[0].port=81"), wish(Flag::Terminating, "pod/web-*")];
        let what_if =
            WhatIf { changes, mode: Some(Mode::Nftables), kubernetes: Some(31), ..WhatIf::default() };
        State { view, what_if, ..State::new(Files::single("a: 1"), Lang::En) }
    }

    #[test]
    fn the_text_stands_behind_the_command() {
        let plain = State { what_if: WhatIf::default(), ..state(View::Map) };
        assert_eq!(command(&plain, None), "portolan draw - <<'EOF'\na: 1\nEOF\n");
        let tricky = State { settled: Files::single("EOF\nEOF_\n"), ..plain };
        assert_eq!(command(&tricky, None), "portolan draw - <<'EOF__'\nEOF\nEOF_\nEOF__\n");
    }

    #[test]
    fn changes_are_said_as_a_shell_takes_them() {
        let line = command(&state(View::Endpoints), None);
        let expected = "portolan endpoints --set 'svc/web.ports[0].port=81' --terminating 'pod/web-*' --kubernetes 1.31 -";
        assert_eq!(line.split(" <<").next(), Some(expected));
        assert!(!command(&state(View::Problems), None).contains("--set"), "`check` knows no changes");
    }

    #[test]
    fn each_view_has_its_own_command() {
        let files = ["a.yaml", "-b c.yaml"].map(|name| SourceFile { name: name.into(), text: "".into() });
        let several = |view| State {
            settled: Files::new(files.clone()).expect("files"),
            what_if: WhatIf::default(),
            ..state(view)
        };
        let rules = Rules {
            node: "node-b".to_owned(),
            family: Some(IpFamily::V6),
            flags: "--masquerade-all".to_owned(),
            mode: None,
        };
        let all = |view| State { rules: rules.clone(), ..several(view) };
        for (view, expected) in [
            (
                View::Rules,
                "portolan rules --mode iptables --node node-b --family ipv6 a.yaml './-b c.yaml' -- --masquerade-all",
            ),
            (View::Walk, "portolan trace --to http://web/ a.yaml './-b c.yaml'"),
            (View::Kubectl, "portolan get svc,endpointslices,pods -A -o wide a.yaml './-b c.yaml'"),
        ] {
            assert_eq!(command(&all(view), Some(("", "http://web/"))), expected);
        }
    }
}
