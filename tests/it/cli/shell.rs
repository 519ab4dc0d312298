//! What goes with the command: completions for shells, and manual pages.

use super::{folder, portolan};
use crate::root;
use portolan_core::lint::RULES;
use std::path::Path;
use std::process::{Command, Stdio};

/// The shells that a script can be printed for, and how each is asked whether it is one.
const SHELLS: [(&str, Option<&str>); 5] =
    [("bash", Some("-n")), ("zsh", Some("-n")), ("fish", Some("-n")), ("powershell", None), ("elvish", None)];

/// What a program says to these words; none if it is not here, which is said.
fn asked(program: &str, words: &[&str]) -> Option<(bool, String)> {
    let Ok(done) = Command::new(program).args(words).stdin(Stdio::null()).output() else {
        println!("{program} is not here: what it would say is not tested");
        return None;
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some((done.status.success(), text(&done.stdout) + &text(&done.stderr)))
}

/// The completions of a shell, in a file of the test of that name.
fn script(test: &str, shell: &str, lang: &str) -> String {
    let place = folder(&format!("completions-{test}-{shell}-{lang}"), &[]);
    let done = portolan(&place, &["completions", shell, "--lang", lang]).done();
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let file = place.join("script");
    std::fs::write(&file, done.out).expect("a file");
    file.display().to_string()
}

#[test]
fn completions_are_scripts_that_their_shells_understand_and_know_every_rule() {
    for (shell, checks) in SHELLS {
        for lang in ["en", "ja"] {
            let file = script("all", shell, lang);
            let text = std::fs::read_to_string(&file).expect("the script");
            assert!(text.contains("unsafe-fixes"), "{shell}: {text}");
            if shell != "powershell" && shell != "elvish" {
                let absent = RULES.iter().find(|rule| !text.contains(rule.meta().name));
                assert!(absent.is_none(), "{shell} does not offer {:?}", absent.map(|rule| rule.meta().name));
            }
            if let Some((good, said)) = checks.and_then(|check| asked(shell, &[check, &file])) {
                assert!(good && said.is_empty(), "{shell}: {said}");
            }
        }
    }
}

#[test]
fn bash_completes_subcommands_values_and_rules() {
    let file = script("answers", "bash", "en");
    let answers = [
        ("portolan expl", "explain"),
        ("portolan check --fail-on e", "error"),
        ("portolan check --unsafe", "--unsafe-fixes"),
        ("portolan explain selector-matches-not", "selector-matches-nothing"),
    ];
    for (line, expected) in answers {
        let words: Vec<_> = line.split(' ').collect();
        let (last, before) = (words[words.len() - 1], words[words.len() - 2]);
        let ask = format!(
            "source '{file}'; COMP_WORDS=({line}); COMP_CWORD={}; _portolan portolan '{last}' '{before}'; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            words.len() - 1
        );
        if let Some((_, said)) = asked("bash", &["--norc", "-c", &ask]) {
            assert_eq!(said.trim(), expected, "{line}");
        }
    }
}

#[test]
fn every_subcommand_has_a_page_that_formatters_read() {
    let place = folder("man", &[]);
    let done = portolan(&place, &["man", "--dir", "man1"]).done();
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (0, "", ""));
    let help = portolan(&place, &["man"]).done().out;
    let mut pages: Vec<_> = std::fs::read_dir(place.join("man1")).expect("pages").flatten().collect();
    pages.sort_by_key(std::fs::DirEntry::path);
    for page in &pages {
        let name = page.file_name().to_string_lossy().replace(".1", "").replace('-', "\\-");
        assert!(name == "portolan" || help.contains(&format!("{name}(1)")), "{name} is not in portolan(1)");
        let file = page.path().display().to_string();
        if let Some((good, said)) = asked("mandoc", &["-T", "lint", "-W", "error", &file]) {
            assert!(good, "{said}");
        }
        if let Some((good, said)) = asked("groff", &["-ww", "-man", "-K", "utf8", "-T", "utf8", "-z", &file])
        {
            assert!(good && said.is_empty(), "{file}: {said}");
        }
    }
    assert!(pages.len() > 12, "{} pages", pages.len());
    let one = portolan(&place, &["man", "check"]).done().out;
    assert_eq!(one, std::fs::read_to_string(place.join("man1/portolan-check.1")).expect("the page"));
}

#[test]
fn manual_pages_speak_both_languages_and_name_what_there_is() {
    let page = portolan(root(), &["man", "check", "--lang", "ja"]).done().out;
    assert!(page.contains(".SH 名前") && page.contains("安全な修正をファイルに適用します"), "{page}");
    for (lang, words) in
        [("en", "there is no subcommand `chek`"), ("ja", "`chek`というサブコマンドはありません")]
    {
        let done = portolan(root(), &["man", "chek", "--lang", lang]).done();
        assert_eq!(done.code, 2);
        assert!(done.err.contains(words) && done.err.contains("check, admit"), "{}", done.err);
    }
}

#[test]
fn what_tells_of_the_command_asks_for_no_configuration() {
    let place = folder("no-configuration", &[("portolan.toml", "nonsense")]);
    for words in [["completions", "bash"], ["man", "check"]] {
        assert_eq!(portolan(Path::new(&place), &words).done().code, 0);
    }
}

#[test]
fn fish_completes_rules_with_their_summaries() {
    let file = script("answers", "fish", "en");
    let ask = format!("source '{file}'; complete -C 'portolan explain selector-matches-not'");
    if let Some((good, said)) = asked("fish", &["--no-config", "-c", &ask]) {
        assert!(good && said.starts_with("selector-matches-nothing\t"), "{said}");
    }
}
