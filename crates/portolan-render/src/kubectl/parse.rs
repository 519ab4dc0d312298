//! From words to a command, as kubectl's own flags are read (spf13/pflag).

use super::{Command, Refusal, Verb, words};
use crate::get::{Resource, Selection, View};
use portolan_core::diagnostic::{Arg, Message};

/// Flags of `get` and `describe` that take a value and change nothing here.
const VALUED: &[&str] = &[
    "--chunk-size",
    "--cluster",
    "--context",
    "--field-selector",
    "--kubeconfig",
    "--request-timeout",
    "--sort-by",
    "--template",
    "--user",
    "-L",
    "--label-columns",
    "-f",
    "--filename",
    "-k",
    "--kustomize",
    "-s",
    "--server",
];

/// Flags without a value that change nothing here.
const SWITCHES: &[&str] = &[
    "-w",
    "--watch",
    "--watch-only",
    "--show-kind",
    "--show-managed-fields",
    "--ignore-not-found",
    "--server-print",
    "--show-events",
    "-R",
    "--recursive",
    "--output-watch-events",
];

/// What is gathered on the way.
#[derive(Default)]
struct Gathered {
    arguments: Vec<String>,
    namespace: Option<String>,
    all_namespaces: bool,
    labels: Vec<String>,
    output: String,
    show_labels: bool,
    no_headers: bool,
    notes: Vec<Message>,
}

pub(super) fn command(line: &str) -> Result<Command, Refusal> {
    let mut words = split(line).into_iter().peekable();
    words.next_if(|word| word == "$");
    words.next_if(|word| word == "kubectl" || word == "k");
    let verb = match words.next().as_deref() {
        None => return Err(Refusal::NotSimulated(words::EMPTY.message())),
        Some("get") => Verb::Get,
        Some("describe") => Verb::Describe,
        Some(other) => {
            return Err(Refusal::NotSimulated(words::NO_SUCH_VERB.with([("verb", Arg::code(other))])));
        }
    };
    let gathered = gather(words)?;
    if let Some(pipe) = gathered.arguments.iter().find(|word| ["|", ">", "&&", ";"].contains(&word.as_str()))
    {
        return Err(Refusal::NotSimulated(words::SHELL.with([("word", Arg::code(pipe.as_str()))])));
    }
    finish(verb, gathered)
}

fn gather(mut words: impl Iterator<Item = String>) -> Result<Gathered, Refusal> {
    let mut gathered = Gathered::default();
    while let Some(word) = words.next() {
        if !word.starts_with('-') || word == "-" {
            gathered.arguments.push(word);
            continue;
        }
        let (name, given) = flag(&word);
        let mut value = || {
            let value = given.clone().or_else(|| words.next());
            value.ok_or_else(|| Refusal::Kubectl(format!("error: flag needs an argument: {word}")))
        };
        match name.as_str() {
            "-n" | "--namespace" => gathered.namespace = Some(value()?),
            "-l" | "--selector" => gathered.labels.push(value()?),
            "-o" | "--output" => gathered.output = value()?,
            "-A" | "--all-namespaces" => gathered.all_namespaces = is_on(given.as_deref()),
            "--show-labels" => gathered.show_labels = is_on(given.as_deref()),
            "--no-headers" => gathered.no_headers = is_on(given.as_deref()),
            known if VALUED.contains(&known) => {
                let value = value()?;
                gathered.pass_over(&format!("{known} {value}"));
            }
            known if SWITCHES.contains(&known) => gathered.pass_over(known),
            unknown if unknown.starts_with("--") => {
                return Err(Refusal::Kubectl(format!("error: unknown flag: {unknown}")));
            }
            unknown => {
                let letter = unknown.trim_start_matches('-');
                return Err(Refusal::Kubectl(format!("error: unknown shorthand flag: '{letter}' in {word}")));
            }
        }
    }
    Ok(gathered)
}

impl Gathered {
    fn pass_over(&mut self, flag: &str) {
        self.notes.push(words::PASSED_OVER.with([("flag", Arg::code(flag))]));
    }
}

fn finish(verb: Verb, gathered: Gathered) -> Result<Command, Refusal> {
    let Gathered { arguments, mut notes, labels, .. } = gathered;
    let (kinds, names) = targets(&arguments)?;
    let mut resources = Vec::new();
    for kind in kinds.split(',') {
        let found = Resource::parse(kind);
        if found.is_empty() {
            return Err(unknown_kind(kind));
        }
        resources.extend(found.iter().filter(|one| !resources.contains(*one)).copied().collect::<Vec<_>>());
    }
    if verb == Verb::Describe && resources.iter().any(|one| *one != Resource::Services) {
        return Err(Refusal::NotSimulated(words::ONLY_SERVICES.message()));
    }
    if let [.., dropped, _] = labels.as_slice() {
        notes.push(words::LAST_SELECTOR.with([("dropped", Arg::code(dropped.as_str()))]));
    }
    let selector = labels.last().cloned().unwrap_or_default();
    let Some(requirements) = Selection::parse_labels(&selector) else {
        return Err(Refusal::Kubectl(format!("error: unable to parse requirement: {selector}")));
    };
    let (wide, names_only) = match gathered.output.as_str() {
        "" => (false, false),
        "wide" => (true, false),
        "name" => (false, true),
        "yaml" | "json" => return Err(Refusal::NotSimulated(words::NO_OBJECTS.message())),
        other => {
            notes.push(words::PASSED_OVER.with([("flag", Arg::code(format!("-o {other}")))]));
            (false, false)
        }
    };
    let namespace = if gathered.all_namespaces {
        None
    } else {
        Some(gathered.namespace.unwrap_or_else(|| "default".to_owned()))
    };
    let view = View {
        selection: Selection { namespace, names, labels: requirements },
        wide,
        no_headers: gathered.no_headers,
        names_only,
        show_labels: gathered.show_labels,
    };
    Ok(Command { verb, resources, kinds, labels: selector, view, notes })
}

/// The kinds, and the names behind them: `svc echo`, or `svc/echo svc/web`.
fn targets(arguments: &[String]) -> Result<(String, Vec<String>), Refusal> {
    let Some((first, rest)) = arguments.split_first() else {
        return Err(Refusal::Kubectl("error: You must specify the type of resource to get.".to_owned()));
    };
    if !first.contains('/') {
        return Ok((first.clone(), rest.to_vec()));
    }
    let mut kind = "";
    let mut names = Vec::new();
    for argument in arguments {
        let Some((one, name)) = argument.split_once('/') else {
            let words = "there is no need to specify a resource type as a separate argument when passing arguments in \
                         resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource \
                         resource/<resource_name>')";
            return Err(Refusal::Kubectl(format!("error: {words}")));
        };
        if !kind.is_empty() && Resource::parse(kind) != Resource::parse(one) {
            return Err(Refusal::NotSimulated(words::ONE_KIND.message()));
        }
        kind = one;
        names.push(name.to_owned());
    }
    Ok((kind.to_owned(), names))
}

fn unknown_kind(kind: &str) -> Refusal {
    let known = portolan_core::document::kind::named(kind).is_some();
    if known || ["events", "ev", "configmaps", "cm", "secrets", "pv", "pvc", "crd", "sa"].contains(&kind) {
        return Refusal::NotSimulated(words::NO_SUCH_KIND.with([("kind", Arg::code(kind))]));
    }
    Refusal::Kubectl(format!("error: the server doesn't have a resource type \"{kind}\""))
}

/// A flag's name, and the value that is joined to it: `--output=wide`, `-owide`, `-o=wide`.
fn flag(word: &str) -> (String, Option<String>) {
    if word.starts_with("--") {
        return match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (word.to_owned(), None),
        };
    }
    let end = word.char_indices().nth(2).map_or(word.len(), |(at, _)| at);
    let (name, rest) = word.split_at(end);
    let rest = rest.strip_prefix('=').unwrap_or(rest);
    (name.to_owned(), (!rest.is_empty()).then(|| rest.to_owned()))
}

fn is_on(value: Option<&str>) -> bool {
    value != Some("false")
}

/// The words of a line as a shell parts them: quotes keep blanks.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for letter in line.chars() {
        match quote {
            Some(end) if letter == end => quote = None,
            Some(_) => word.get_or_insert_default().push(letter),
            None if letter == '"' || letter == '\'' => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            None if letter.is_whitespace() => words.extend(word.take()),
            None => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}
