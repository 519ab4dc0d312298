//! Long sentences in lines that fit a terminal: Latin text breaks at blanks, Japanese between any two characters that
//! may be parted.

use unicode_width::UnicodeWidthChar as _;

/// The most columns of a line.
const COLUMNS: usize = 96;

/// By how much the last line may be longer, so that a word or two do not stand alone.
const OVERHANG: usize = 8;

/// Characters that do not begin a line.
const NOT_FIRST: &str =
    "、。，．・：；？！」』）］｝〉》】’”ーぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)]}`";

/// Characters that do not end a line.
const NOT_LAST: &str = "「『（［｛〈《【‘“([{`";

/// A sentence with line breaks; its own ones stay.
pub(crate) fn wrap(text: &str) -> String {
    wrap_to(text, COLUMNS)
}

/// The same for lines of so many columns.
pub(crate) fn wrap_to(text: &str, columns: usize) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        wrap_line(line, columns, &mut out);
    }
    out
}

/// The same for the cells of a table: no line is longer, and a piece that is longer is cut.
pub(crate) fn wrap_strictly(text: &str, columns: usize) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut column = 0;
    for piece in pieces(text) {
        if column > 0 && column + width(piece.trim_end()) > columns {
            let kept = out.trim_end_matches(' ').len();
            out.truncate(kept);
            out.push('\n');
            column = 0;
        }
        for letter in piece.chars() {
            let wide = letter.width().unwrap_or(0);
            if column + wide > columns && letter != ' ' {
                out.push('\n');
                column = 0;
            }
            out.push(letter);
            column += wide;
        }
    }
    out
}

fn wrap_line(line: &str, columns: usize, out: &mut String) {
    let mut column = 0;
    let mut left = width(line);
    for piece in pieces(line) {
        let fits = column + width(piece.trim_end()) <= columns || column + left <= columns + OVERHANG;
        if column > 0 && !fits {
            let kept = out.trim_end_matches(' ').len();
            out.truncate(kept);
            out.push('\n');
            column = 0;
        }
        out.push_str(piece);
        column += width(piece);
        left = left.saturating_sub(width(piece));
    }
}

fn width(text: &str) -> usize {
    text.chars().map(|letter| letter.width().unwrap_or(0)).sum()
}

/// The parts of a line between which it may break; text in backquotes stays whole.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at(piece_end(rest));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

fn piece_end(text: &str) -> usize {
    let mut in_code = false;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let end = at + letter.len_utf8();
        if letter == '`' {
            in_code = !in_code;
        }
        let Some(&(_, next)) = letters.peek() else { return end };
        let wide = letter.width() == Some(2) || next.width() == Some(2);
        let after_blank = letter == ' ' && next != ' ';
        let between = wide && !NOT_FIRST.contains(next) && !NOT_LAST.contains(letter);
        let before_code = wide && next == '`' && !NOT_LAST.contains(letter);
        if !in_code && (after_blank || between || before_code) {
            return end;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_text_breaks_at_blanks() {
        let text = "word ".repeat(30);
        let wrapped = wrap(text.trim_end());
        assert!(
            wrapped.lines().all(|line| line.len() <= COLUMNS + OVERHANG && !line.ends_with(' ')),
            "{wrapped}"
        );
        assert_eq!(wrapped.replace('\n', " "), text.trim_end());
    }

    #[test]
    fn japanese_breaks_between_characters_but_not_before_a_full_stop() {
        let text = "これはとても長い文です。".repeat(10);
        let wrapped = wrap(&text);
        assert_eq!(wrapped.replace('\n', ""), text);
        assert!(wrapped.lines().count() > 1);
        assert!(wrapped.lines().all(|line| !line.starts_with('。')), "{wrapped}");
    }

    #[test]
    fn code_stays_whole() {
        let text = format!("{} `a b c d e f g h i`", "x".repeat(90));
        assert!(wrap(&text).ends_with("\n`a b c d e f g h i`"));
    }
}
