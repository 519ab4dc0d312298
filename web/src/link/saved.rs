//! Which field of a link says what of the page's state. What is as the page opens is left out.
//!
//! The letters are part of the form: one that has had a meaning never gets another.

use super::Field;
use crate::state::{
    Dig, FIRST, Files, Flag, Kubectl, Rules, SourceFile, State, Unfolded, View, Walk, WhatIf, Wish,
};
use crate::words;
use portolan_core::diagnostic::Lang;
use portolan_core::object::IpFamily;
use portolan_core::proxy::Mode;
use std::rc::Rc;

/// How many files, changes or unfolded things a link may bring: more are not of our making.
const MOST: usize = 500;

/// What a link made of the page.
pub(crate) struct Opened {
    /// The page as the link has it.
    pub(crate) state: State,
    /// Whether the link says more than is understood here.
    pub(crate) is_partial: bool,
}

/// For no network at all.
const NONE: &str = "none";

/// What a state says. The language is said only where one is given: most readers want their own.
pub(crate) fn fields(state: &State, lang: Option<Lang>) -> Vec<Field> {
    let mut out = Vec::new();
    let mut say = |key: char, value: &str| out.push(Field { key, value: value.to_owned() });
    let mut unless_empty = |key, value: &str| {
        if !value.is_empty() {
            say(key, value);
        }
    };
    unless_empty('v', if state.view == View::default() { "" } else { state.view.id() });
    unless_empty('l', lang.map_or("", words::tag));
    what_if(&state.what_if, &mut unless_empty);
    choices(state, &mut unless_empty);
    for key in &state.unfolded.0 {
        unless_empty('u', key);
    }
    files(&state.settled, ['n', 't'], &mut say);
    if state.files.open() > 0 {
        say('o', &state.files.open().to_string());
    }
    if let Some(pinned) = &state.pinned {
        files(pinned, ['N', 'T'], &mut say);
    }
    out
}

fn what_if(what_if: &WhatIf, say: &mut impl FnMut(char, &str)) {
    for Wish { flag, word } in &what_if.changes {
        say('w', &format!("{} {word}", flag.id()));
    }
    say('m', what_if.mode.map_or("", mode_id));
    say('k', &what_if.kubernetes.map(|minor| minor.to_string()).unwrap_or_default());
    say('r', what_if.service_cidr.as_deref().unwrap_or_default());
    say(
        'p',
        what_if
            .cluster_cidr
            .as_deref()
            .map_or("", |networks| if networks.is_empty() { NONE } else { networks }),
    );
}

fn choices(state: &State, say: &mut impl FnMut(char, &str)) {
    let Walk { from, to, outcome, step } = &state.walk;
    say('f', from);
    say('d', to);
    say('i', &if *outcome == 0 { String::new() } else { outcome.to_string() });
    say('s', &if *step == 0 { String::new() } else { step.to_string() });
    let Dig { from, name, kind, filter } = &state.dig;
    say('q', name);
    say('b', from);
    say('c', kind);
    say('y', filter);
    let Rules { mode, node, family, flags } = &state.rules;
    say('M', mode.map_or("", mode_id));
    say('h', node);
    say('a', family.map_or("", family_id));
    say('g', flags);
    let line = &state.kubectl.line;
    say('x', if *line == Kubectl::default().line { "" } else { line });
}

/// Name and text of each file; the name that the page itself gives is left out.
fn files(files: &Files, [name, text]: [char; 2], say: &mut impl FnMut(char, &str)) {
    for (place, file) in files.list().iter().enumerate() {
        if place > 0 || *file.name != *FIRST {
            say(name, &file.name);
        }
        say(text, &file.text);
    }
}

/// The page after a link: what the link does not speak of is as the page opens, but for what is the reader's own:
/// language, colours, the kind of editor. A link without files leaves those that are there.
pub(crate) fn open(fields: &[Field], page: &State) -> Opened {
    let mut reading = Reading::new(page);
    for field in fields {
        reading.understand(field);
    }
    reading.finish(page)
}

/// What has been read of a link so far.
struct Reading {
    state: State,
    files: [Vec<SourceFile>; 2],
    names: [Option<Rc<str>>; 2],
    open: usize,
    is_partial: bool,
}

impl Reading {
    fn new(page: &State) -> Self {
        Self {
            state: State::new(page.files.clone(), page.lang),
            files: [Vec::new(), Vec::new()],
            names: [None, None],
            open: 0,
            is_partial: false,
        }
    }

    /// Takes a field for what it says; what is not understood is noted.
    fn understand(&mut self, Field { key, value }: &Field) {
        let text = || value.clone();
        let state = &mut self.state;
        let understood = match key {
            't' => self.file(0, value),
            'T' => self.file(1, value),
            'n' => self.names[0].replace(value.as_str().into()).is_none(),
            'N' => self.names[1].replace(value.as_str().into()).is_none(),
            'o' => value.parse().map(|open| self.open = open).is_ok(),
            'v' => View::parse(value).map(|view| state.view = view).is_some(),
            'l' => words::language(value).map(|lang| state.lang = lang).is_some(),
            'w' => wish(value)
                .filter(|_| state.what_if.changes.len() < MOST)
                .map(|one| state.what_if.changes.push(one))
                .is_some(),
            'm' => mode(value).map(|mode| state.what_if.mode = Some(mode)).is_some(),
            'k' => value.parse().map(|minor| state.what_if.kubernetes = Some(minor)).is_ok(),
            'r' => {
                state.what_if.service_cidr = Some(value.as_str().into());
                true
            }
            'p' => {
                state.what_if.cluster_cidr = Some(if value == NONE { "" } else { value.as_str() }.into());
                true
            }
            'f' => {
                state.walk.from = text();
                true
            }
            'd' => {
                state.walk.to = text();
                true
            }
            'i' => value.parse().map(|outcome| state.walk.outcome = outcome).is_ok(),
            's' => value.parse().map(|step| state.walk.step = step).is_ok(),
            'q' => {
                state.dig.name = text();
                true
            }
            'b' => {
                state.dig.from = text();
                true
            }
            'c' => {
                state.dig.kind = text();
                true
            }
            'y' => {
                state.dig.filter = text();
                true
            }
            'M' => mode(value).map(|mode| state.rules.mode = Some(mode)).is_some(),
            'h' => {
                state.rules.node = text();
                true
            }
            'a' => family(value).map(|family| state.rules.family = Some(family)).is_some(),
            'g' => {
                state.rules.flags = text();
                true
            }
            'x' => {
                state.kubectl.line = text();
                true
            }
            'u' => self.unfold(value),
            _ => false,
        };
        self.is_partial |= !understood;
    }

    fn unfold(&mut self, key: &str) -> bool {
        let Unfolded(keys) = &mut self.state.unfolded;
        let room = keys.len() < MOST;
        if room {
            keys.push(key.to_owned());
        }
        room
    }

    /// A file's text comes behind its name.
    fn file(&mut self, which: usize, text: &str) -> bool {
        let (Some(files), Some(name)) = (self.files.get_mut(which), self.names.get_mut(which)) else {
            return false;
        };
        let name = name.take().unwrap_or_else(|| FIRST.into());
        let is_new = files.len() < MOST && files.iter().all(|file| file.name != name);
        if is_new {
            files.push(SourceFile { name, text: text.into() });
        }
        is_new
    }

    fn finish(self, page: &State) -> Opened {
        let [files, pinned] = self.files;
        let mut state = self.state;
        if let Some(files) = Files::new(files) {
            state.files = files.opened(self.open);
            state.settled = state.files.clone();
        }
        state.pinned = Files::new(pinned);
        state.caret = (state.files.open(), 0);
        (state.theme, state.plain, state.pane) = (page.theme, page.plain, page.pane);
        Opened { state, is_partial: self.is_partial }
    }
}

fn wish(text: &str) -> Option<Wish> {
    let (flag, word) = text.split_once(' ')?;
    Some(Wish { flag: Flag::parse(flag)?, word: word.to_owned() })
}

/// The name of a mode, as the command's `--mode` takes it.
pub(super) fn mode_id(mode: Mode) -> &'static str {
    match mode {
        Mode::Iptables => "iptables",
        Mode::Nftables => "nftables",
        Mode::Ipvs => "ipvs",
    }
}

fn mode(id: &str) -> Option<Mode> {
    [Mode::Iptables, Mode::Nftables, Mode::Ipvs].into_iter().find(|mode| mode_id(*mode) == id)
}

/// The name of a family, as the command's `--family` takes it.
pub(super) fn family_id(family: IpFamily) -> &'static str {
    match family {
        IpFamily::V4 => "ipv4",
        IpFamily::V6 => "ipv6",
    }
}

fn family(id: &str) -> Option<IpFamily> {
    [IpFamily::V4, IpFamily::V6].into_iter().find(|family| family_id(*family) == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> State {
        State::new(Files::single(text), Lang::En)
    }

    /// A state in which nothing is as the page opens.
    fn full() -> State {
        let file = |name: &str, text: &str| SourceFile { name: name.into(), text: text.into() };
        let files = Files::new([file("a.yaml", "a: 1\n"), file("b.yaml", "")]).expect("two files").opened(1);
        let wish = |flag, word: &str| Wish { flag, word: word.to_owned() };
        let changes = vec![wish(Flag::Set, "svc/a.ports[0]={port: 80}"), wish(Flag::Terminating, "pod/a b")];
        State {
            settled: files.clone(),
            caret: (1, 0),
            files,
            pinned: Some(Files::single("c: 3\n")),
            view: View::Walk,
            what_if: WhatIf {
                changes,
                mode: Some(Mode::Ipvs),
                kubernetes: Some(20),
                service_cidr: Some("172.30.0.0/16".into()),
                cluster_cidr: Some("".into()),
            },
            walk: Walk { from: "pod/a".to_owned(), to: "http://b/".to_owned(), outcome: 1, step: 4 },
            dig: Dig { from: "pod/a".into(), name: "b".into(), kind: "SRV".into(), filter: "x".into() },
            rules: Rules {
                mode: Some(Mode::Nftables),
                node: "node-b".to_owned(),
                family: Some(IpFamily::V6),
                flags: "--masquerade-all".to_owned(),
            },
            kubectl: Kubectl { line: "kubectl get pods".to_owned() },
            unfolded: Unfolded(vec!["svc/a".to_owned()]),
            ..page("")
        }
    }

    #[test]
    fn a_state_is_opened_as_it_was_saved() {
        for state in [page("a: 1"), full()] {
            let fields = fields(&state, None);
            let opened = open(&fields, &page("mine"));
            assert!(!opened.is_partial);
            assert_eq!(opened.state, state, "{fields:?}");
        }
    }

    #[test]
    fn a_page_as_it_opens_is_only_its_text() {
        let told = fields(&page("a: 1"), None);
        assert_eq!(told, [Field { key: 't', value: "a: 1".to_owned() }]);
    }

    #[test]
    fn the_language_is_said_only_if_it_is_chosen_and_colours_are_the_readers_own() {
        let reader = State { theme: crate::state::Theme::Dark, lang: Lang::Ja, ..page("mine") };
        let opened = |lang| open(&fields(&page("a: 1"), lang), &reader).state;
        assert_eq!((opened(None).lang, opened(Some(Lang::En)).lang), (Lang::Ja, Lang::En));
        assert_eq!(opened(None).theme, reader.theme);
    }

    #[test]
    fn what_a_newer_page_says_is_passed_over_and_told() {
        let mut told = fields(&full(), None);
        told.insert(0, Field { key: '日', value: "?".to_owned() });
        let opened = open(&told, &page("mine"));
        assert!(opened.is_partial);
        assert_eq!(opened.state, full());
        for (key, value) in
            [('v', "hologram"), ('w', "--undo x"), ('w', "x"), ('k', "-1"), ('o', "x"), ('m', "ebpf")]
        {
            let opened = open(&[Field { key, value: value.to_owned() }], &page("mine"));
            assert!(opened.is_partial && &*opened.state.files.text() == "mine", "{key}{value}");
        }
    }

    #[test]
    fn files_of_the_same_name_are_one() {
        let twice = [('n', "a"), ('t', "1"), ('n', "a"), ('t', "2")];
        let twice = twice.map(|(key, value)| Field { key, value: value.to_owned() });
        let opened = open(&twice, &page("mine"));
        assert_eq!((&*opened.state.files.text(), opened.is_partial), ("1", true));
    }
}
