//! Rules into a kernel and out again: what `portolan rules` prints is loaded by the programs that kube-proxy calls,
//! and what these list afterwards is compared with it.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::scenario::Mode;

/// Loads the rules of one family in a namespace, in the form in which they are listed.
pub(super) fn load(namespace: &str, mode: Mode, ipv6: bool, text: &str) -> Result<()> {
    match mode {
        Mode::Iptables => {
            add_accounts(namespace, text)?;
            inside(namespace, &format!("{}-restore", iptables(ipv6)), Some(text))?;
        }
        Mode::Nftables => drop(inside(namespace, "nft -f -", Some(text))?),
    }
    Ok(())
}

/// Loads iptables rules in a namespace as kube-proxy does: first the calls of `iptables` that stand above as comments,
/// then the rest through `iptables-restore`.
pub(super) fn load_as_written(namespace: &str, ipv6: bool, text: &str) -> Result<()> {
    add_accounts(namespace, text)?;
    let line = format!("{}-restore --noflush --counters", iptables(ipv6));
    inside(namespace, &line, Some(&calls(text)))?;
    inside(namespace, &line, Some(text)).map(drop)
}

/// The calls of `iptables` in comments, in a form that `iptables-restore` takes all at once.
fn calls(text: &str) -> String {
    let calls =
        text.lines().filter_map(|line| line.strip_prefix("# ")?.split_once("tables -t ")?.1.split_once(' '));
    let calls: Vec<(&str, &str)> = calls.collect();
    let mut restore = String::new();
    for table in ["filter", "nat"] {
        let of_table = || calls.iter().filter(move |(name, _)| *name == table).map(|(_, call)| *call);
        let chains =
            of_table().filter_map(|call| call.strip_prefix("-N ")).map(|chain| format!(":{chain} - [0:0]"));
        let jumps = of_table().filter(|call| call.starts_with("-I ")).map(str::to_owned);
        let lines: Vec<_> = std::iter::once(format!("*{table}")).chain(chains).chain(jumps).collect();
        restore += &format!("{}\nCOMMIT\n", lines.join("\n"));
    }
    restore
}

/// The rules of one family, as the kernel's programs list them.
pub(super) fn list(namespace: &str, mode: Mode, ipv6: bool) -> Result<String> {
    match mode {
        Mode::Iptables => {
            let table = |name| inside(namespace, &format!("{}-save -t {name}", iptables(ipv6)), None);
            Ok(table("nat")? + &table("filter")?)
        }
        Mode::Nftables => {
            let family = if ipv6 { "ip6" } else { "ip" };
            inside(namespace, &format!("nft list table {family} kube-proxy"), None)
        }
    }
}

/// The first difference between two listings, apart from counters, dated comments, and the order of elements in sets
/// and maps, which is that of a hash table; none if they are equal.
pub(super) fn difference(expected: &str, listed: &str) -> Option<String> {
    let (expected, listed) = (bare(expected), bare(listed));
    let at = (0..expected.len().max(listed.len())).find(|line| expected.get(*line) != listed.get(*line))?;
    let line =
        |lines: &[String]| lines.get(at).map_or("nothing".to_owned(), |line| format!("`{}`", line.trim()));
    Some(format!("printed {}, listed {}", line(&expected), line(&listed)))
}

/// The lines without counters and dated comments, each set's elements in order and on one line.
fn bare(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.lines().filter(|line| !line.starts_with('#'));
    while let Some(line) = rest.next() {
        let Some((head, first)) = line.split_once("elements = {") else {
            lines.push(without_counters(line).to_owned());
            continue;
        };
        let mut elements = first.to_owned();
        while !elements.trim_end().ends_with('}') {
            let Some(more) = rest.next() else { break };
            elements += more;
        }
        let mut elements: Vec<_> = elements.trim_end_matches([' ', '}']).split(',').map(str::trim).collect();
        elements.sort_unstable();
        lines.push(format!("{head}elements = {{ {} }}", elements.join(", ")));
    }
    lines
}

/// `:OUTPUT ACCEPT` of `:OUTPUT ACCEPT [2:232]`; other lines have no counters.
fn without_counters(line: &str) -> &str {
    line.rsplit_once(" [").filter(|(head, _)| head.starts_with(':')).map_or(line, |(head, _)| head)
}

/// The nftables variant of the program, which is what kube-proxy's image has.
fn iptables(ipv6: bool) -> &'static str {
    if ipv6 { "ip6tables-nft" } else { "iptables-nft" }
}

/// Makes the objects that rules count into: they must be there before a rule names them.
fn add_accounts(namespace: &str, text: &str) -> Result<()> {
    // The families share them.
    let known = inside(namespace, "nfacct list", None)?;
    for object in accounts(text).into_iter().filter(|object| !known.contains(&format!(" {object};"))) {
        inside(namespace, &format!("nfacct add {object}"), None)?;
    }
    Ok(())
}

fn accounts(text: &str) -> Vec<&str> {
    let words = |line| str::split_whitespace(line).skip_while(|word| *word != "--nfacct-name").nth(1);
    let mut names: Vec<_> = text.lines().filter_map(words).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Runs a command line inside of a namespace and returns its standard output.
pub(super) fn inside(namespace: &str, line: &str, input: Option<&str>) -> Result<String> {
    let mut command = Command::new("ip");
    command.args(["netns", "exec", namespace]).args(line.split_whitespace());
    run(&mut command, line, input)
}

/// Runs a command with its standard input and returns its standard output; `name` stands for it in the error.
pub(super) fn run(command: &mut Command, name: &str, input: Option<&str>) -> Result<String> {
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot start `{name}`"))?;
    if let (Some(mut pipe), Some(input)) = (child.stdin.take(), input) {
        // Whoever stops reading says why on its standard error.
        drop(pipe.write_all(input.as_bytes()));
    }
    let done = child.wait_with_output()?;
    if !done.status.success() {
        bail!("`{name}` failed: {}", String::from_utf8_lossy(&done.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_and_dates_are_no_difference() {
        let ours = "*nat\n:INPUT ACCEPT\n-A INPUT -j X\nCOMMIT\n";
        let theirs = "# Generated by\n*nat\n:INPUT ACCEPT [2:232]\n-A INPUT -j X\nCOMMIT\n# Completed\n";
        assert_eq!(difference(ours, theirs), None);
        assert!(difference(ours, "*nat\n").is_some());
    }

    #[test]
    fn elements_have_no_order() {
        let ours = "set a {\n\telements = { 1.1.1.1,\n\t\t     1.1.1.2, 1.1.1.3 }\n}\n";
        let theirs = "set a {\n\telements = { 1.1.1.3, 1.1.1.1,\n\t\t     1.1.1.2 }\n}\n";
        assert_eq!(difference(ours, theirs), None);
        assert!(difference(ours, "set a {\n\telements = { 1.1.1.1 }\n}\n").is_some());
    }

    #[test]
    fn the_calls_before_are_made_at_once() {
        let text = "# ip6tables -t nat -N A\n# ip6tables -t nat -I OUTPUT -j A\n*nat\n:A - [0:0]\nCOMMIT\n";
        assert_eq!(calls(text), "*filter\nCOMMIT\n*nat\n:A - [0:0]\n-I OUTPUT -j A\nCOMMIT\n");
    }

    #[test]
    fn each_account_is_made_once() {
        let text = "-A X -m nfacct --nfacct-name  b -j D\n-A Y -m nfacct --nfacct-name  a -j D\n-A X -m nfacct --nfacct-name  b\n";
        assert_eq!(accounts(text), ["a", "b"]);
    }
}
