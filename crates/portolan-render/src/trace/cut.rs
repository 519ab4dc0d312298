//! Rules in one line: what says least goes first.

use crate::width::width;

/// What a rule says with other words as well, in the order in which it goes.
const SAID_TWICE: &[(&str, &str)] =
    &[(" -m statistic --mode random", ""), (" -m tcp", ""), (" -m udp", ""), (" -m addrtype", "")];

/// A rule in so many columns. The comment is left out first, for its name stands in the chain's as well; then what is
/// said twice; then the middle, for a rule begins with its chain and ends with what it does.
pub(super) fn rule(text: &str, columns: usize) -> String {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if width(&line) > columns {
        line = without_comment(&line);
    }
    for (words, instead) in SAID_TWICE {
        if width(&line) > columns {
            line = line.replacen(words, instead, 1);
        }
    }
    if width(&line) <= columns {
        return line;
    }
    let tail_at = [" -j ", " goto ", " jump ", " dnat "].iter().filter_map(|sign| line.rfind(sign)).max();
    let (before, tail) = tail_at.and_then(|at| line.split_at_checked(at)).unwrap_or((&line, ""));
    let room = columns.saturating_sub(width(tail) + 2);
    if tail.is_empty() || room <= columns / 3 {
        return format!("{}…", head(&line, columns.saturating_sub(1)));
    }
    let before = head(before, room);
    let before = before.rsplit_once(' ').map_or(before, |(words, _)| words);
    let option = before.rsplit_once(' ').filter(|(_, last)| last.starts_with('-'));
    let before = option.map_or(before, |(words, _)| words).trim_end_matches(['…', ' ']);
    format!("{before} …{tail}")
}

fn without_comment(line: &str) -> String {
    const SIGN: &str = " -m comment --comment ";
    let Some((before, behind)) = line.split_once(SIGN) else { return line.to_owned() };
    let end = match behind.strip_prefix('"') {
        Some(quoted) => quoted.find('"').map(|end| end + 2),
        None => behind.find(' '),
    };
    let rest = end.and_then(|end| behind.get(end..)).unwrap_or_default();
    format!("{before} …{rest}")
}

/// The beginning, in at most so many columns.
fn head(text: &str, columns: usize) -> &str {
    let mut end = 0;
    for (at, letter) in text.char_indices() {
        let behind = at + letter.len_utf8();
        if text.get(..behind).is_some_and(|text| width(text) > columns) {
            break;
        }
        end = behind;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "-A KUBE-SERVICES -d 10.96.1.1/32 -p tcp -m comment --comment \"default/cart cluster IP\" -m tcp \
                        --dport 80 -j KUBE-SVC-EE4FE7XDP64QLQLA";

    #[test]
    fn a_rule_that_fits_stays_whole() {
        assert_eq!(rule("-A PREROUTING -j KUBE-SERVICES", 40), "-A PREROUTING -j KUBE-SERVICES");
    }

    #[test]
    fn the_comment_goes_first_then_the_middle() {
        let short =
            "-A KUBE-SERVICES -d 10.96.1.1/32 -p tcp … -m tcp --dport 80 -j KUBE-SVC-EE4FE7XDP64QLQLA";
        assert_eq!(rule(RULE, 100), short);
        assert_eq!(rule(RULE, 70), "-A KUBE-SERVICES -d 10.96.1.1/32 … -j KUBE-SVC-EE4FE7XDP64QLQLA");
        assert!((0..100).all(|columns| width(&rule(RULE, columns)) <= columns.max(1)));
    }
}
