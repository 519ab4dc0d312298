//! How wide texts are, without a font at hand: estimated from above for the usual system fonts, in thousandths of an em.

use unicode_width::UnicodeWidthChar as _;

/// A size and a face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Face {
    /// The height of the letters, in tenths of a pixel.
    pub(super) size: i32,
    /// Whether all letters are of one width.
    pub(super) mono: bool,
    /// Whether the lines are thick, and so the letters wide.
    pub(super) bold: bool,
}

/// The small line on top of a card.
pub(super) const LABEL: Face = Face { size: 105, mono: false, bold: true };
/// The name of a card.
pub(super) const TITLE: Face = Face { size: 135, mono: false, bold: true };
/// Remarks and ports.
pub(super) const CODE: Face = Face { size: 110, mono: true, bold: false };
/// What stands at the other end of a port's line.
pub(super) const ASIDE: Face = Face { size: 105, mono: true, bold: false };
/// The text of a gap.
pub(super) const PROSE: Face = Face { size: 115, mono: false, bold: false };

/// The width of a text in pixels.
pub(super) fn width(text: &str, face: Face) -> i32 {
    let thousandths: i32 = text.chars().map(|letter| advance(letter, face)).fold(0, i32::saturating_add);
    scaled(thousandths, face)
}

fn scaled(thousandths: i32, face: Face) -> i32 {
    let product = i64::from(thousandths).saturating_mul(i64::from(face.size));
    i32::try_from(product.saturating_add(9999) / 10_000).unwrap_or(i32::MAX)
}

/// How far a letter goes, in thousandths of its height.
fn advance(letter: char, face: Face) -> i32 {
    let thin = match letter.width().unwrap_or(0) {
        0 => return 0,
        2.. => return 1000,
        _ if face.mono => return 610,
        _ => match letter {
            'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 320,
            'f' | 't' | 'r' | '-' | '(' | ')' | '[' | ']' | '/' | '"' | '·' | '`' => 420,
            'm' | 'w' | 'M' | 'W' | '%' | '@' => 930,
            'A'..='Z' => 690,
            '0'..='9' => 630,
            _ if letter.is_ascii() => 610,
            _ => 700,
        },
    };
    if face.bold { thin + thin / 9 } else { thin }
}

/// A text that is no wider than so many pixels: its end is cut off, or its middle where the end tells it apart.
pub(super) fn elide(text: &str, face: Face, limit: i32, keep_end: bool) -> String {
    if width(text, face) <= limit {
        return text.to_owned();
    }
    let room = limit.saturating_sub(width("…", face));
    let tail = if keep_end { last(text, face, room / 2) } else { "" };
    let head = first(text, face, room.saturating_sub(width(tail, face)));
    format!("{head}…{tail}")
}

/// As much of the beginning as fits.
fn first(text: &str, face: Face, room: i32) -> &str {
    let mut used = 0_i32;
    for (at, letter) in text.char_indices() {
        used = used.saturating_add(advance(letter, face));
        if scaled(used, face) > room {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// As much of the end as fits.
fn last(text: &str, face: Face, room: i32) -> &str {
    let mut used = 0_i32;
    for (at, letter) in text.char_indices().rev() {
        used = used.saturating_add(advance(letter, face));
        if scaled(used, face) > room {
            return text.get(at.saturating_add(letter.len_utf8())..).unwrap_or_default();
        }
    }
    text
}

/// A text in lines that are no wider than so many pixels, as many as are allowed; the last one is elided.
pub(super) fn wrap(text: &str, face: Face, limit: i32, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = vec![String::new()];
    let mut used = 0_i32;
    for word in words(text) {
        let wide = width(word, face);
        let start = used == 0;
        if !start && used.saturating_add(width(word.trim_end(), face)) > limit && out.len() < lines {
            out.push(String::new());
            used = 0;
        }
        if let Some(line) = out.last_mut() {
            line.push_str(word);
        }
        used = used.saturating_add(wide);
    }
    out.into_iter().map(|line| elide(line.trim_end(), face, limit, false)).collect()
}

/// The pieces between which a line may end: behind spaces and commas, and around full-width letters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut before: Option<char> = None;
        let mut end = rest.len();
        for (at, letter) in rest.char_indices() {
            if before.is_some_and(|before| may_break(before, letter)) {
                end = at;
                break;
            }
            before = Some(letter);
        }
        let (word, behind) = rest.split_at_checked(end)?;
        rest = behind;
        (!word.is_empty()).then_some(word)
    })
}

/// Whether a line may end between two letters.
fn may_break(before: char, after: char) -> bool {
    let wide = |letter: char| letter.width() == Some(2);
    let closing = matches!(after, '。' | '、' | '）' | '」' | 'ー' | '！' | '？' | 'ゃ' | 'ゅ' | 'ょ' | 'っ');
    (matches!(before, ' ' | ',' | '/') && after != ' ')
        || ((wide(before) || wide(after)) && !closing && before != '（' && before != '「' && after != '`')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_letters_take_a_whole_em() {
        assert_eq!(width("日本", Face { size: 100, mono: true, bold: false }), 20);
        assert_eq!(width("ab", Face { size: 100, mono: true, bold: false }), 13);
        assert!(width("iii", TITLE) < width("mmm", TITLE));
    }

    #[test]
    fn what_is_too_long_keeps_the_part_that_tells_it_apart() {
        let name = "nginx-565f645fcc-with-a-long-name-2gst6";
        let middle = elide(name, TITLE, 150, true);
        assert!(middle.starts_with("nginx-56") && middle.ends_with("2gst6"), "{middle}");
        assert!(width(&middle, TITLE) <= 150, "{middle}");
        let end = elide(name, TITLE, 150, false);
        assert!(end.ends_with('…') && width(&end, TITLE) <= 150, "{end}");
        assert_eq!(elide("short", TITLE, 150, true), "short");
    }

    #[test]
    fn lines_end_between_words_and_between_full_width_letters() {
        let lines = wrap("no Pod has `release=sumer`; 2 Pods have the rest", PROSE, 160, 4);
        assert!(lines.len() > 1 && lines.iter().all(|line| width(line, PROSE) <= 160), "{lines:?}");
        assert_eq!(lines.join(" "), "no Pod has `release=sumer`; 2 Pods have the rest");
        let lines = wrap("準備のできたエンドポイントがありません。接続は拒否されます", PROSE, 120, 9);
        assert!(lines.iter().all(|line| !line.starts_with('。') && width(line, PROSE) <= 120), "{lines:?}");
        assert_eq!(wrap("a b c d e f g h", PROSE, 30, 2).len(), 2);
    }
}
