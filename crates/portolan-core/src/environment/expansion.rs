//! References `$(NAME)` in values: the syntax of `third_party/forked/golang/expansion`.

/// The text with every reference that `value` knows replaced. Others stay as they are; `$$` stands for `$`.
pub(super) fn expand<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let name = rest.strip_prefix('(').and_then(|inner| inner.split_once(')'));
        match name.map(|(name, after)| (name, value(name), after)) {
            Some((_, Some(value), after)) => {
                out.push_str(value);
                rest = after;
            }
            Some((name, None, after)) => {
                out.push_str("$(");
                out.push_str(name);
                out.push(')');
                rest = after;
            }
            None => out.push('$'),
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_replaced_and_whatever_is_none_stays() {
        let value = |name: &str| match name {
            "A" => Some("a"),
            "REF" => Some("$(A)"),
            "EMPTY" => Some(""),
            _ => None,
        };
        for (text, expanded) in [
            ("$(A)-$(A)", "a-a"),
            ("$(REF)", "$(A)"),
            ("<$(EMPTY)>", "<>"),
            ("$(B)", "$(B)"),
            ("$$(A)", "$(A)"),
            ("$$$(A)", "$a"),
            ("$$$$", "$$"),
            ("$A $", "$A $"),
            ("$(A", "$(A"),
            ("$( A)", "$( A)"),
            ("$($(A)", "$($(A)"),
            ("名$(A)前", "名a前"),
        ] {
            assert_eq!(expand(text, value), expanded, "{text}");
        }
    }
}
