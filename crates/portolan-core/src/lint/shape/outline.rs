//! The outline of a document by its indentation alone, for texts that YAML refuses: which keys and dashes stand below
//! which.
//!
//! It reads what people write by hand: block mappings and lists with one key a line. Where it meets anything else
//! (tabs, several dashes on a line, a quote or bracket left open), it gives up.

/// A key or a dash of the outline.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The line, as an index into [`Outline::lines`].
    pub line: usize,
    /// The column of the key, or of the dash for an item.
    pub column: usize,
    /// What it is.
    pub kind: NodeKind,
    /// What stands below it.
    pub children: Vec<usize>,
}

/// What a node of the outline is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NodeKind {
    /// A dash.
    Item,
    /// A key.
    Entry {
        /// The key.
        key: String,
        /// Whether a value follows on the same line.
        has_value: bool,
    },
    /// A scalar behind a dash.
    Scalar,
}

/// A line of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Where it starts, in bytes.
    pub start: usize,
    /// How many blanks it begins with.
    pub indent: usize,
    /// Where its key stands behind a dash, or `indent`.
    pub key: usize,
}

/// The outline of a text.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Its nodes; the children of no one are in `roots`.
    pub nodes: Vec<Node>,
    /// The nodes at the top.
    pub roots: Vec<usize>,
}

/// Nodes deeper than this are not read.
const DEEPEST: usize = 100;

/// Reads the outline of a document; `None` where that cannot be done by indentation alone.
pub(super) fn read(text: &str) -> Option<Outline> {
    let mut reader = Reader::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        reader.line(start, line.trim_end_matches(['\n', '\r']))?;
        start += line.len();
    }
    Some(reader.outline)
}

#[derive(Default)]
struct Reader {
    outline: Outline,
    open: Vec<usize>,
    block_scalar: Option<usize>,
}

impl Reader {
    fn line(&mut self, start: usize, line: &str) -> Option<()> {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let filler = Line { start, indent, key: indent };
        if let Some(column) = self.block_scalar {
            if content.is_empty() || indent > column {
                self.outline.lines.push(filler);
                return Some(());
            }
            self.block_scalar = None;
        }
        if content.is_empty() || content.starts_with('#') {
            self.outline.lines.push(filler);
            return Some(());
        }
        if content.starts_with(['\t', '%', '{', '?', '\u{feff}'])
            || content == "..."
            || content.contains('\t')
        {
            return None;
        }
        let dash = content == "-" || content.starts_with("- ");
        let rest = if dash { content.get(1..)?.trim_start_matches(' ') } else { content };
        let key_column = if dash && !rest.is_empty() { indent + content.len() - rest.len() } else { indent };
        if rest == "-" || rest.starts_with("- ") {
            return None;
        }
        let key = key(rest);
        let continues = !dash && key.is_none();
        let number = self.outline.lines.len();
        self.outline.lines.push(Line { start, indent, key: key_column });
        if continues {
            return (!self.outline.nodes.is_empty()).then_some(());
        }
        self.close(indent, dash);
        if dash {
            self.push(number, indent, NodeKind::Item)?;
        }
        match key {
            Some((key, value)) => {
                let value = value.trim_start();
                let has_value = !(value.is_empty() || value.starts_with('#') || is_property(value));
                if has_value && !is_closed(value) {
                    return None;
                }
                if value.starts_with(['|', '>']) {
                    self.block_scalar = Some(key_column);
                }
                self.push(number, key_column, NodeKind::Entry { key: key.to_owned(), has_value })
            }
            None => {
                if !is_closed(rest) {
                    return None;
                }
                self.push(number, key_column, NodeKind::Scalar)
            }
        }
    }

    /// Closes what a line at this column cannot stand below.
    fn close(&mut self, column: usize, dash: bool) {
        while let Some(node) = self.open.last().and_then(|&top| self.outline.nodes.get(top)) {
            let holds_list_at_its_own_column = dash
                && matches!(node.kind, NodeKind::Entry { has_value: false, .. })
                && node.column == column;
            if node.column < column || holds_list_at_its_own_column {
                break;
            }
            self.open.pop();
        }
    }

    fn push(&mut self, line: usize, column: usize, kind: NodeKind) -> Option<()> {
        let index = self.outline.nodes.len();
        match self.open.last().and_then(|&top| self.outline.nodes.get_mut(top)) {
            Some(parent) => parent.children.push(index),
            None => self.outline.roots.push(index),
        }
        self.outline.nodes.push(Node { line, column, kind, children: Vec::new() });
        self.open.push(index);
        (self.open.len() <= DEEPEST).then_some(())
    }
}

/// The key at the beginning of a line, and what follows its colon.
fn key(text: &str) -> Option<(&str, &str)> {
    if let Some(quote) = text.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let (key, rest) = text.get(1..)?.split_once(quote)?;
        let value = rest.trim_start().strip_prefix(':')?;
        return (value.is_empty() || value.starts_with(' ')).then_some((key, value));
    }
    let end = text.match_indices(':').map(|(at, _)| at).find(|&at| {
        let after = text.get(at + 1..).unwrap_or_default();
        after.is_empty() || after.starts_with(' ')
    })?;
    let (key, value) = (text.get(..end)?.trim_end(), text.get(end + 1..)?);
    (!key.is_empty() && !key.contains(" #")).then_some((key, value))
}

/// Whether only an anchor or a tag stands behind a key, so that its value begins below.
fn is_property(value: &str) -> bool {
    value.starts_with(['&', '!']) && value.split_whitespace().nth(1).is_none_or(|next| next.starts_with('#'))
}

/// Whether a value ends on the line on which it begins, as far as quotes and brackets go.
fn is_closed(value: &str) -> bool {
    let count = |c: char| value.matches(c).count();
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => count(quote) % 2 == 0,
        Some('{' | '[') => count('{') == count('}') && count('[') == count(']'),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> String {
        let outline = read(text).expect("an outline");
        let mut out = String::new();
        let mut work: Vec<(usize, usize)> = outline.roots.iter().rev().map(|&root| (root, 0)).collect();
        while let Some((index, depth)) = work.pop() {
            let node = &outline.nodes[index];
            let name = match &node.kind {
                NodeKind::Item => "-",
                NodeKind::Entry { key, .. } => key,
                NodeKind::Scalar => "scalar",
            };
            out.push_str(&format!("{}{name}@{}\n", " ".repeat(depth), node.column));
            work.extend(node.children.iter().rev().map(|&child| (child, depth + 1)));
        }
        out
    }

    #[test]
    fn dashes_and_keys_stand_below_what_is_left_of_them() {
        let text = "spec:\n  - ports:\n    - name: http\n        - port: 80\n";
        assert_eq!(tree(text), "spec@0\n -@2\n  ports@4\n   -@4\n    name@6\n     -@8\n      port@10\n");
    }

    #[test]
    fn a_list_may_stand_at_the_column_of_its_key() {
        assert_eq!(tree("ports:\n- a: 1\n- b: 2\nkind: x\n"), "ports@0\n -@0\n  a@2\n -@0\n  b@2\nkind@0\n");
    }

    #[test]
    fn block_scalars_and_comments_are_passed_over() {
        assert_eq!(tree("a: |\n  - x: 1\n\n  y\n# no\nb: 1\n"), "a@0\nb@0\n");
    }

    #[test]
    fn what_needs_more_than_indentation_is_not_read() {
        for text in ["a: [1,\n 2]\n", "- - a: 1\n", "\ta: 1\n", "{a: 1}\n"] {
            assert!(read(text).is_none(), "{text:?}");
        }
    }
}
