//! Links: what the page shows as a fragment of its address, and back. `docs/link-format.md` describes the form for those
//! who write links themselves.
//!
//! A fragment is a character for the version of the form and base64url text behind it. A version is never changed once
//! links of it are about: what `golden.txt` holds is read for ever.

mod base64;
mod command;
mod deflate;
mod fields;
mod inflate;
mod names;
mod opened;
mod packed;
mod saved;
mod tables;
mod texts;

pub(crate) use command::command;
pub(crate) use fields::Field;
pub(crate) use opened::open;
pub(crate) use saved::fields as said;
pub(crate) use texts::{Frame, frame, frame_address, markdown, markdown_link};

/// The version that is written.
const VERSION: char = '1';

/// What a fragment that is no link of ours is, or what has become of one that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It is something else: the anchor of a heading, for example.
    Foreign,
    /// A page that is newer than this one wrote it.
    Newer,
    /// Its end is missing, as when a chat or a mail cuts a long line.
    CutOff,
    /// Something in it has been changed.
    Damaged,
    /// It holds more than a page can show: [`packed::LIMIT`] bytes.
    TooLarge,
}

/// The fragment, without the `#`, that says this.
pub(crate) fn encode(fields: &[Field]) -> String {
    let mut fragment = String::from(VERSION);
    base64::encode(&packed::pack(fields::join(fields).as_bytes()), &mut fragment);
    fragment
}

/// What a fragment says, with or without its `#`. What stands behind it and cannot be part of it, as when a sentence ends
/// with the link, is passed over.
pub(crate) fn decode(fragment: &str) -> Result<Vec<Field>, Broken> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let mut rest = fragment.chars();
    let version = rest.next().filter(char::is_ascii_digit).ok_or(Broken::Foreign)?;
    let body = base64::beginning(rest.as_str());
    match version {
        VERSION => {}
        '0' => return Err(Broken::Foreign),
        _ if body.len() > 1 => return Err(Broken::Newer),
        _ => return Err(Broken::Foreign),
    }
    let bytes = packed::unpack(&base64::decode(body))?;
    fields::split(&bytes).ok_or(Broken::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A case is a heading, the fragment, and what it says, each on a line of its own.
    const GOLDEN: &str = include_str!("golden.txt");
    const ECHO: &str = include_str!("../../examples/echo.en.yaml");
    const RELEASES: &str = include_str!("../../../examples/echo.yaml");

    fn field(key: char, value: &str) -> Field {
        Field { key, value: value.to_owned() }
    }

    /// What a link of one file without a name is.
    fn of_text(text: &str) -> String {
        encode(&[field('t', text)])
    }

    #[test]
    fn what_is_written_is_read_back() {
        let texts = ["", "a", "\u{1f}\u{1e}\u{0}\r\n\t", "日本語 🚢 \u{2028}\u{85}", ECHO, RELEASES];
        for text in texts {
            let fields = [field('n', "a.yaml"), field('t', text), field('w', "--set a/b.c=d")];
            let fragment = encode(&fields);
            assert_eq!(decode(&fragment).as_deref(), Ok(&fields[..]), "{fragment}");
            assert_eq!(decode(&format!("#{fragment}).")).as_deref(), Ok(&fields[..]));
        }
        assert_eq!(decode(&encode(&[])), Ok(Vec::new()));
    }

    #[test]
    fn a_long_text_is_read_back() {
        let line = |n: u32| format!("- name: web-{}\n", n.wrapping_mul(2_654_435_761));
        let text: String = (0..4_000).map(line).collect();
        assert_eq!(decode(&of_text(&text)), Ok(vec![field('t', &text)]));
    }

    #[test]
    fn examples_fit_into_a_short_line() {
        let own =
            [include_str!("../../examples/echo.ja.yaml"), ECHO, RELEASES].map(|text| of_text(text).len());
        assert!(own.iter().all(|length| *length <= 260), "{own:?}");
    }

    #[test]
    fn a_cut_or_damaged_link_is_told_from_one_of_another_page() {
        let fragment = of_text(ECHO);
        for length in 1..fragment.len() - 1 {
            let cut = decode(&fragment[..length]);
            assert!(matches!(cut, Err(Broken::CutOff | Broken::Damaged)), "{length}: {cut:?}");
        }
        assert_eq!(decode(&fragment[..fragment.len() / 2]), Err(Broken::CutOff));
        for place in 1..fragment.len() - 1 {
            let mut changed = fragment.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            // A bit that only fills up a byte says nothing.
            assert!(decode(&changed).is_err() || decode(&changed) == decode(&fragment), "{place}");
        }
        for foreign in ["", "#", "editor", "example/echo", "#0abc", "#2", "#日本"] {
            assert_eq!(decode(foreign), Err(Broken::Foreign), "{foreign}");
        }
        assert_eq!(decode(&format!("2{}", &fragment[1..])), Err(Broken::Newer));
    }

    #[test]
    fn what_swells_beyond_all_bounds_is_refused() {
        let swollen = of_text(&"a".repeat(packed::LIMIT + 1));
        assert!(swollen.len() < 40_000);
        assert_eq!(decode(&swollen), Err(Broken::TooLarge));
    }

    #[test]
    fn links_that_are_about_stay_readable() {
        let cases: Vec<&str> =
            GOLDEN.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")).collect();
        assert!(cases.len() >= 6 && cases.len().is_multiple_of(2));
        for case in cases.chunks_exact(2) {
            let told = decode(case[0]).expect("a link that was written once");
            let told: Vec<String> = told.iter().map(|one| format!("{}{}", one.key, one.value)).collect();
            assert_eq!(format!("{told:?}"), case[1], "{}", case[0]);
        }
    }
}
