//! Words of the page in every language it speaks. Each view keeps its own beside it; what is said of a manifest comes
//! from the core.

use portolan_core::diagnostic::Lang;

/// Declares the words of a view: `words! { struct Words { title: "Ports", "ポート"; } }`, read by `Words::of(lang)`.
/// Kubernetes' own words are not translated.
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($field:ident: $en:expr, $ja:expr;)* }) => {
        $(#[$meta])*
        #[derive(Debug, PartialEq, Eq)]
        $vis struct $name {
            $(pub(crate) $field: &'static str,)*
        }

        impl $name {
            /// The words of a language.
            $vis const fn of(lang: ::portolan_core::diagnostic::Lang) -> &'static Self {
                match lang {
                    ::portolan_core::diagnostic::Lang::En => &Self { $($field: $en,)* },
                    ::portolan_core::diagnostic::Lang::Ja => &Self { $($field: $ja,)* },
                }
            }
        }
    };
}
pub(crate) use words;

/// The languages, each by its own name.
pub(crate) const LANGUAGES: [(Lang, &str); 2] = [(Lang::En, "English"), (Lang::Ja, "日本語")];

/// The manifests that the page opens with.
pub(crate) const fn example(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("../examples/echo.en.yaml"),
        Lang::Ja => include_str!("../examples/echo.ja.yaml"),
    }
}

/// The tag of a language, as in `<html lang>`.
pub(crate) const fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Ja => "ja",
    }
}

/// The language that a tag (`ja`, `ja-JP`, `en_GB`) means, if Portolan speaks it.
pub(crate) fn language(tag: &str) -> Option<Lang> {
    match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
        "en" => Some(Lang::En),
        "ja" => Some(Lang::Ja),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_with_a_region_means_its_language() {
        assert_eq!(language("ja-JP"), Some(Lang::Ja));
        assert_eq!(language("en_GB"), Some(Lang::En));
        assert_eq!(language("fr"), None);
        assert_eq!(language(""), None);
    }

    #[test]
    fn the_examples_differ_only_in_their_comments() {
        let plain = |text: &str| -> Vec<String> {
            text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
        };
        assert_eq!(plain(example(Lang::En)), plain(example(Lang::Ja)));
    }
}
