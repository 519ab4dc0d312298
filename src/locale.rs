//! What the environment says of the reader: language and colours.

use portolan_core::diagnostic::Lang;
use std::env;
use std::io::IsTerminal as _;

/// The columns of a line where there is no terminal.
const WIDTH: usize = 100;

/// Lines have at least so many columns.
const NARROWEST: usize = 60;

/// Sentences are not read well in longer lines.
const WIDEST: usize = 160;

/// The environment variables that count, read once.
pub(crate) struct Environment {
    lang: Lang,
    no_color: bool,
    force_color: bool,
    columns: Option<usize>,
}

impl Environment {
    /// Reads `LC_ALL`, `LC_MESSAGES`, `LANG`, `NO_COLOR`, `CLICOLOR_FORCE`, `COLUMNS`.
    pub(crate) fn read() -> Self {
        let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
        Self {
            lang: language_of(locale.as_deref().unwrap_or_default()),
            no_color: set("NO_COLOR"),
            force_color: env::var("CLICOLOR_FORCE").is_ok_and(|value| !matches!(value.as_str(), "" | "0")),
            columns: env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()),
        }
    }

    /// The columns of a line: those of the terminal, within reason; the same for every file.
    pub(crate) fn width(&self) -> usize {
        let terminal = std::io::stdout().is_terminal();
        let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        self.columns.or(columns).filter(|_| terminal).unwrap_or(WIDTH).clamp(NARROWEST, WIDEST)
    }

    /// The language of the locale.
    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether standard output takes colours: <https://no-color.org> and <https://bixense.com/clicolors>.
    pub(crate) fn color(&self) -> bool {
        !self.no_color && (self.force_color || std::io::stdout().is_terminal())
    }
}

/// `ja`, `ja_JP.UTF-8`, … are Japanese; everything else is English.
pub(crate) fn language_of(locale: &str) -> Lang {
    let language = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
    if language.eq_ignore_ascii_case("ja") { Lang::Ja } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_first_part_of_the_locale() {
        assert_eq!(language_of("ja_JP.UTF-8"), Lang::Ja);
        assert_eq!(language_of("ja"), Lang::Ja);
        assert_eq!(language_of("jam_JM"), Lang::En);
        assert_eq!(language_of("C.UTF-8"), Lang::En);
        assert_eq!(language_of(""), Lang::En);
    }
}
