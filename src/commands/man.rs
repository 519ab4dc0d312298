//! `portolan man`: the manual pages, one of the command and one of each subcommand, for `man` to format.
//!
//! Options and subcommands are as `--help` has them; what no option tells (exit codes, files, variables) stands here.

use crate::args::{self, ManArgs};
use crate::output::{Outcome, Output, write_file};
use crate::words;
use anyhow::{Result, anyhow};
use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use portolan_core::diagnostic::{Arg, Lang, Template};
use portolan_core::template;

template!(NAME, "man.name", en: "NAME", ja: "名前");
template!(SYNOPSIS, "man.synopsis", en: "SYNOPSIS", ja: "書式");
template!(DESCRIPTION, "man.description", en: "DESCRIPTION", ja: "説明");
template!(EXIT, "man.exit", en: "EXIT STATUS", ja: "終了ステータス");
template!(ENVIRONMENT, "man.environment", en: "ENVIRONMENT", ja: "環境変数");
template!(FILE, "man.files", en: "FILES", ja: "ファイル");
template!(SEE, "man.see", en: "SEE ALSO", ja: "関連項目");
template!(CLEAN, "man.clean",
    en: "Nothing was found, or what was asked for was printed.",
    ja: "指摘がなかったか、求められた内容を表示しました。");
template!(FOUND, "man.found",
    en: "Something was found: a finding, a document that the API server refuses, a connection that nobody answers, or rules that differ.",
    ja: "何かが見つかりました（指摘、APIサーバーに拒否されるドキュメント、応答のない接続、異なるルールなど）。");
template!(FAILED, "man.failed",
    en: "Something could not be read or understood.",
    ja: "読み込めないもの、または解釈できないものがありました。");
template!(LOCALE, "man.locale",
    en: "Language of the words, where --lang does not say it. The first one that is set counts.",
    ja: "--langの指定がないときの言語。この順に、最初に設定されているものに従います。");
template!(COLOR, "man.color",
    en: "No colours, or colours even where the output is not a terminal; --color counts more than both.",
    ja: "色を使わないか、端末でなくても色を使います。--colorがあればそれに従います。");
template!(COLUMNS, "man.columns",
    en: "Columns of a line on a terminal, instead of the terminal's own width.",
    ja: "端末に表示するときの1行の幅。端末の幅の代わりに使います。");
template!(CONFIG, "man.config",
    en: "Configuration; the nearest one upward from the current directory is read, unless --config or --isolated is given.",
    ja: "設定ファイル。--configも--isolatedもなければ、カレントディレクトリーから上に向かって最も近いものを読みます。");
template!(NO_PAGE, "man.no-page",
    en: "there is no subcommand {name}; the subcommands are {known}",
    ja: "{name}というサブコマンドはありません。サブコマンドは{known}です");

/// The version that stands below every page.
const SOURCE: &str = concat!("portolan ", env!("CARGO_PKG_VERSION"));

/// Every exit code, and what it says.
const CODES: [(&str, &Template); 3] = [("0", &CLEAN), ("1", &FOUND), ("2", &FAILED)];

/// The environment variables that are read.
const VARIABLES: [(&str, &Template); 3] =
    [("LC_ALL, LC_MESSAGES, LANG", &LOCALE), ("NO_COLOR, CLICOLOR_FORCE", &COLOR), ("COLUMNS", &COLUMNS)];

/// The files that are read without being named.
const FILES: [(&str, &Template); 1] = [("portolan.toml", &CONFIG)];

/// Prints a page, or writes all.
pub(super) fn run(args: &ManArgs, lang: Lang) -> Result<Outcome> {
    let mut command = args::command(lang).disable_help_subcommand(true);
    command.build();
    if let Some(dir) = &args.dir {
        std::fs::create_dir_all(dir).map_err(|error| {
            let arguments =
                [("path", Arg::code(dir.display().to_string())), ("why", Arg::text(error.to_string()))];
            anyhow!(words::UNWRITABLE.with(arguments).render(lang))
        })?;
        for command in std::iter::once(&command).chain(command.get_subcommands()) {
            write_file(&dir.join(format!("{}.1", name(command))), &page(command, lang)?, lang)?;
        }
        return Ok(Outcome::Clean);
    }
    let command = match &args.page {
        None => &command,
        Some(page) => command.find_subcommand(page).ok_or_else(|| no_page(&command, page, lang))?,
    };
    let mut out = Output::new();
    out.lines(&page(command, lang)?)?;
    out.finish()?;
    Ok(Outcome::Clean)
}

/// `portolan-check`: the name of a page.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

fn no_page(command: &Command, page: &str, lang: Lang) -> anyhow::Error {
    let known = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect::<Vec<_>>().join(", ");
    anyhow!(NO_PAGE.with([("name", Arg::code(page)), ("known", Arg::text(known))]).render(lang))
}

/// A page in the language of man's own macros, man(7).
fn page(command: &Command, lang: Lang) -> Result<String> {
    let name = name(command);
    let man = Man::new(command.clone());
    let mut out = title(name).into_bytes();
    head(command, name, lang).to_writer(&mut out)?;
    man.render_options_section(&mut out)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut out)?;
    }
    tail(command, lang).to_writer(&mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// Page, section, no day (the same source makes the same page), and what it is a part of. Text is not justified and
/// words are not parted: neither does a Japanese line or an option good.
fn title(name: &str) -> String {
    format!(".TH \"{}\" 1 \"\" \"{SOURCE}\" \"Portolan\"\n.nh\n.ad l\n", name.to_uppercase())
}

/// What stands above the options: the name in one line, how it is called, and what it does.
fn head(command: &Command, name: &str, lang: Lang) -> Roff {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let usage = command.clone().render_usage().to_string();
    let usage = usage.split_once(": ").map_or("", |(_, usage)| usage).trim();
    let called = command.get_bin_name().unwrap_or(name);
    let mut roff = Roff::new();
    heading(&mut roff, &NAME, lang);
    roff.text([roman(format!("{name} - {about}"))]);
    heading(&mut roff, &SYNOPSIS, lang);
    roff.text([bold(called), roman(usage.strip_prefix(called).unwrap_or(usage))]);
    heading(&mut roff, &DESCRIPTION, lang);
    roff.text([roman(about)]);
    roff
}

/// What stands below the options.
fn tail(command: &Command, lang: Lang) -> Roff {
    let mut roff = Roff::new();
    list(&mut roff, &EXIT, &CODES, lang);
    if command.has_subcommands() {
        list(&mut roff, &ENVIRONMENT, &VARIABLES, lang);
        list(&mut roff, &FILE, &FILES, lang);
    } else {
        heading(&mut roff, &SEE, lang);
        roff.text([bold("portolan"), roman("(1)")]);
    }
    roff
}

fn list(roff: &mut Roff, title: &'static Template, entries: &[(&str, &'static Template)], lang: Lang) {
    heading(roff, title, lang);
    for (name, words) in entries {
        roff.control("TP", []).text([bold(*name)]).text([roman(words.with([]).render(lang))]);
    }
}

fn heading(roff: &mut Roff, title: &'static Template, lang: Lang) {
    roff.control("SH", [&*title.with([]).render(lang)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_whole_in_every_language() {
        for lang in [Lang::En, Lang::Ja] {
            let mut command = args::command(lang);
            command.build();
            for command in std::iter::once(&command).chain(command.get_subcommands()) {
                let page = page(command, lang).expect("a page");
                let sections = page.lines().filter(|line| line.starts_with(".SH ")).count();
                assert!(sections >= 6, "{page}");
                assert!(page.contains(&format!("{} \\-", name(command).replace('-', "\\-"))), "{page}");
                assert!(!page.contains("Usage"), "{page}");
            }
        }
    }
}
