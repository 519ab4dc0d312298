//! What the fields of a link make of the page.

use super::Field;
use super::names::{family, mode};
use super::saved::{MENDED, NONE};
use crate::state::{
    Course, Deed, FIRST, Files, Flag, Guide, Notice, OutsidePart, SourceFile, State, Undo, Unfolded, View,
    WhatIf, Wish,
};
use crate::words;
use portolan_core::Provider;
use std::rc::Rc;

/// How many files, changes or unfolded things a link may bring: more are not of our making.
const MOST: usize = 500;

/// The page after a link: what the link does not speak of is as the page opens, but for what is the reader's own:
/// language, colours, the kind of editor. A link without files leaves those that are there. What is not understood is
/// told of; the reader's own files can be had back.
pub(crate) fn open(fields: &[Field], page: &State) -> State {
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
        if let Some(text) = text_of(&mut self.state, *key) {
            text.clone_from(value);
            return;
        }
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
            'm' | 'k' | 'P' | 'J' | 'K' | 'R' => fact(&mut state.what_if, *key, value).is_some(),
            'e' => {
                let (id, mended) = value.strip_suffix(MENDED).map_or((&**value, false), |id| (id, true));
                state.guide = Guide::Example(id.into(), mended);
                true
            }
            'z' => {
                state.guide = Guide::Lesson(Course::new(&value.as_str().into()));
                true
            }
            'r' => {
                state.what_if.service_cidr = Some(value.as_str().into());
                true
            }
            'p' => {
                state.what_if.cluster_cidr = Some(if value == NONE { "" } else { value.as_str() }.into());
                true
            }
            'i' => value.parse().map(|outcome| state.walk.outcome = outcome).is_ok(),
            's' => value.parse().map(|step| state.walk.step = step).is_ok(),
            'M' => mode(value).map(|mode| state.rules.mode = Some(mode)).is_some(),
            'a' => family(value).map(|family| state.rules.family = Some(family)).is_some(),
            'O' => OutsidePart::parse(value).map(|part| state.outside.part = part).is_some(),
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

    fn finish(self, page: &State) -> State {
        let [files, pinned] = self.files;
        let mut state = self.state;
        if let Some(files) = Files::new(files) {
            state.files = files.opened(self.open);
            state.settled = state.files.clone();
            let own =
                Some(&page.files).filter(|own| !own.is_blank() && !own.is_example() && **own != state.files);
            state.undo = own.map(|own| Undo { deed: Deed::Linked, files: own.clone() });
        }
        state.pinned = Files::new(pinned);
        state.caret = (state.files.open(), 0);
        (state.theme, state.plain, state.pane) = (page.theme, page.plain, page.pane);
        state.notice = self.is_partial.then_some(Notice::PartOfLink);
        state
    }
}

/// What the reader has written into a field of a view.
const fn text_of(state: &mut State, key: char) -> Option<&mut String> {
    Some(match key {
        'f' => &mut state.walk.from,
        'd' => &mut state.walk.to,
        'q' => &mut state.dig.name,
        'b' => &mut state.dig.from,
        'c' => &mut state.dig.kind,
        'y' => &mut state.dig.filter,
        'h' => &mut state.rules.node,
        'g' => &mut state.rules.flags,
        'x' => &mut state.kubectl.line,
        'A' => &mut state.outside.about,
        _ => return None,
    })
}

/// A fact of the cluster, or of the one that the example lays out.
fn fact(what_if: &mut WhatIf, key: char, value: &str) -> Option<()> {
    match key {
        'm' => what_if.mode = Some(mode(value)?),
        'k' => what_if.kubernetes = Some(value.parse().ok()?),
        'P' => what_if.provider = Some(Provider::parse(value)?),
        'J' => what_if.given.mode = Some(mode(value)?),
        'K' => what_if.given.kubernetes = Some(value.parse().ok()?),
        _ => what_if.given.provider = Some(Provider::parse(value)?),
    }
    Some(())
}

fn wish(text: &str) -> Option<Wish> {
    let (flag, word) = text.split_once(' ')?;
    Some(Wish { flag: Flag::parse(flag)?, word: word.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::super::saved::fields;
    use super::*;
    use crate::state::{Dig, Given, Kubectl, Outside, Rules, Walk};
    use portolan_core::diagnostic::Lang;
    use portolan_core::object::IpFamily;
    use portolan_core::proxy::Mode;

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
            guide: Guide::Example("named-port".into(), true),
            what_if: WhatIf {
                changes,
                mode: Some(Mode::Ipvs),
                kubernetes: Some(20),
                service_cidr: Some("172.30.0.0/16".into()),
                cluster_cidr: Some("".into()),
                provider: Some(Provider::AckFlannel),
                given: Given {
                    mode: Some(Mode::Nftables),
                    kubernetes: Some(17),
                    provider: Some(Provider::None),
                },
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
            outside: Outside { part: OutsidePart::Advice, about: "svc/a".to_owned() },
            unfolded: Unfolded(vec!["svc/a".to_owned()]),
            ..page("")
        }
    }

    #[test]
    fn a_state_is_opened_as_it_was_saved() {
        for state in [page("a: 1"), full()] {
            let fields = fields(&state, None);
            let opened = open(&fields, &page(""));
            assert_eq!(opened, state, "{fields:?}");
        }
    }

    #[test]
    fn the_readers_own_files_can_be_had_back() {
        let link = fields(&page("a: 1"), None);
        let opened = open(&link, &page("mine"));
        let back = opened.after(crate::state::Action::Undo);
        assert_eq!((&*opened.files.text(), &*back.files.text()), ("a: 1", "mine"));
        let example = page(crate::words::example(Lang::Ja));
        assert_eq!(open(&link, &example).undo, None, "what nobody has written is no loss");
        assert_eq!(open(&link, &page("a: 1")).undo, None);
    }

    #[test]
    fn a_page_as_it_opens_is_only_its_text() {
        let told = fields(&page("a: 1"), None);
        assert_eq!(told, [Field { key: 't', value: "a: 1".to_owned() }]);
    }

    #[test]
    fn the_language_is_said_only_if_it_is_chosen_and_colours_are_the_readers_own() {
        let reader = State { theme: crate::state::Theme::Dark, lang: Lang::Ja, ..page("") };
        let opened = |lang| open(&fields(&page("a: 1"), lang), &reader);
        assert_eq!((opened(None).lang, opened(Some(Lang::En)).lang), (Lang::Ja, Lang::En));
        assert_eq!(opened(None).theme, reader.theme);
    }

    #[test]
    fn what_a_newer_page_says_is_passed_over_and_told() {
        let mut told = fields(&full(), None);
        told.insert(0, Field { key: '日', value: "?".to_owned() });
        let opened = open(&told, &page(""));
        let partial = Some(Notice::PartOfLink);
        assert_eq!(opened, State { notice: partial, ..full() });
        for (key, value) in
            [('v', "hologram"), ('w', "--undo x"), ('w', "x"), ('k', "-1"), ('o', "x"), ('m', "ebpf")]
        {
            let opened = open(&[Field { key, value: value.to_owned() }], &page(""));
            assert!(opened.notice == partial && opened.files.is_blank(), "{key}{value}");
        }
    }

    #[test]
    fn files_of_the_same_name_are_one() {
        let twice = [('n', "a"), ('t', "1"), ('n', "a"), ('t', "2")];
        let twice = twice.map(|(key, value)| Field { key, value: value.to_owned() });
        let opened = open(&twice, &page(""));
        assert_eq!((&*opened.files.text(), opened.notice), ("1", Some(Notice::PartOfLink)));
    }
}
