//! Where in which object a caret stands, by indentation alone: a text that is being typed is hardly ever YAML.

mod flow;
mod line;

use line::{Found, content, found, key, plain};

/// The place of a caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cursor<'t> {
    /// Whether a key or a value is being typed.
    pub part: Part<'t>,
    /// The way from the object to the mapping or list that the caret is in.
    pub steps: Vec<Step<'t>>,
    /// Where what is being typed begins.
    pub start: usize,
    /// What has been typed of it.
    pub typed: &'t str,
    /// Whether a colon follows what is being typed.
    pub has_colon: bool,
    /// The other keys of the mapping that the caret is in.
    pub siblings: Vec<&'t str>,
    /// The object that the caret is in.
    pub object: Object<'t>,
    /// By how many blanks the text indents.
    pub unit: usize,
    /// Whether the caret is in a collection in brackets.
    pub flow: bool,
}

/// What is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// A key, or an item of a list.
    Key,
    /// The value of this key.
    Value(&'t str),
}

/// A step from an object to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<'t> {
    /// To the value of a key.
    Key(&'t str),
    /// To an item of a list.
    Item,
}

/// What an object says of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Object<'t> {
    pub api_version: Option<&'t str>,
    pub kind: Option<&'t str>,
    pub name: Option<&'t str>,
    pub namespace: Option<&'t str>,
}

/// Longer documents are not read at every key press.
const LONGEST: usize = 400_000;

/// Nodes deeper than this are not read.
const DEEPEST: usize = 100;

/// The place of a caret; `None` in comments, block scalars, quoted texts, and brackets that begin on another line.
pub(super) fn cursor(text: &str, caret: usize) -> Option<Cursor<'_>> {
    let (start, document) = document(text, caret)?;
    if document.len() > LONGEST {
        return None;
    }
    let mut reader = Reader::new(caret - start);
    let mut at = 0;
    for line in document.split_inclusive('\n') {
        reader.line(at, line.trim_end_matches(['\n', '\r']))?;
        at += line.len();
    }
    if document.is_empty() || document.ends_with('\n') {
        reader.line(at, "")?;
    }
    reader.finish(start)
}

/// The document around a caret, between its `---`, and where it starts.
fn document(text: &str, caret: usize) -> Option<(usize, &str)> {
    let (mut start, mut at) = (0, 0);
    text.get(..caret)?;
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        if line.starts_with("---") {
            if at > caret {
                return (start <= caret).then(|| text.get(start..at)).flatten().map(|own| (start, own));
            }
            start = next;
        }
        at = next;
    }
    (start <= caret).then(|| text.get(start..)).flatten().map(|rest| (start, rest))
}

struct Node<'t> {
    parent: usize,
    step: Step<'t>,
    column: usize,
    value: &'t str,
}

struct Reader<'t> {
    caret: usize,
    /// All nodes; the first one is the document, and its own parent.
    nodes: Vec<Node<'t>>,
    open: Vec<usize>,
    /// The column of the key whose block scalar is being read.
    block: Option<usize>,
    found: Option<Found<'t>>,
    unit: usize,
}

impl<'t> Reader<'t> {
    fn new(caret: usize) -> Self {
        let root = Node { parent: 0, step: Step::Item, column: 0, value: "" };
        Self { caret, nodes: vec![root], open: Vec::new(), block: None, found: None, unit: 0 }
    }

    fn line(&mut self, start: usize, line: &'t str) -> Option<()> {
        let has_caret = self.caret >= start && self.caret <= start + line.len();
        let caret = self.caret.saturating_sub(start);
        let indent = line.len() - line.trim_start_matches(' ').len();
        if let Some(column) = self.block {
            if line.trim().is_empty() && !has_caret || indent > column {
                return (!has_caret).then_some(());
            }
            self.block = None;
        }
        let content = content(line, has_caret.then_some(caret));
        if content.text.starts_with('#') || content.text.is_empty() && content.dashes.is_empty() && !has_caret
        {
            return (!has_caret).then_some(());
        }
        if self.unit == 0 && indent > 0 && content.dashes.is_empty() {
            self.unit = indent;
        }
        for &dash in &content.dashes {
            self.close(dash, true);
            self.push(Step::Item, dash, "")?;
        }
        self.close(content.column, false);
        let (before, parent) = (self.nodes.len(), self.open.last().copied().unwrap_or_default());
        let key = key(content.text);
        if let Some((key, value)) = key {
            if value.starts_with(['|', '>']) {
                self.block = Some(content.column);
            }
            self.push(Step::Key(key), content.column, value)?;
        }
        let bracket = key.map_or(content.text, |(_, value)| value);
        let begin = (start + line.len()).saturating_sub(bracket.len());
        if has_caret && bracket.starts_with(['{', '[']) && self.caret > begin {
            self.found = Some(self.in_brackets(bracket, begin)?);
        } else if has_caret {
            let own = key.map(|_| before);
            self.found = Some(found(&content, key, caret, parent, own, start)?);
        }
        Some(())
    }

    /// What is being typed in a collection in brackets at the end of a line, which is the value of the last open node.
    fn in_brackets(&mut self, bracket: &'t str, begin: usize) -> Option<Found<'t>> {
        let caret = self.caret.checked_sub(begin)?;
        let owner = self.open.last().copied().unwrap_or_default();
        let nodes = &mut self.nodes;
        let mut push = |parent: usize, step: Step<'t>| {
            nodes.push(Node { parent, step, column: usize::MAX, value: "" });
            nodes.len() - 1
        };
        let found = flow::found(bracket, caret, owner, &mut push)?;
        Some(Found { start: begin + found.start, ..found })
    }

    /// Closes what a line at this column cannot stand below.
    fn close(&mut self, column: usize, dash: bool) {
        while let Some(node) = self.open.last().and_then(|&top| self.nodes.get(top)) {
            let holds_list =
                dash && node.column == column && node.value.is_empty() && matches!(node.step, Step::Key(_));
            if node.column < column || holds_list {
                break;
            }
            self.open.pop();
        }
    }

    fn push(&mut self, step: Step<'t>, column: usize, value: &'t str) -> Option<()> {
        let parent = self.open.last().copied().unwrap_or_default();
        self.open.push(self.nodes.len());
        self.nodes.push(Node { parent, step, column, value });
        (self.open.len() <= DEEPEST).then_some(())
    }

    fn finish(self, offset: usize) -> Option<Cursor<'t>> {
        let found = self.found.as_ref()?;
        let (root, steps) = self.way(found.parent);
        let siblings = self.children(found.parent).filter(|(index, ..)| Some(*index) != found.own);
        let siblings = siblings.map(|(_, key, _)| key).collect();
        let Found { part, start, typed, has_colon, flow, .. } = *found;
        let unit = if self.unit == 0 { 2 } else { self.unit };
        let object = self.object(root);
        Some(Cursor { part, steps, start: start + offset, typed, has_colon, siblings, object, unit, flow })
    }

    /// The object that a node is of, an item of a List or the document, and the steps from it to the node.
    fn way(&self, node: usize) -> (usize, Vec<Step<'t>>) {
        let (mut steps, mut nodes, mut at) = (Vec::new(), Vec::new(), node);
        while let Some(one) = self.nodes.get(at).filter(|_| at != 0) {
            steps.push(one.step);
            nodes.push(at);
            at = one.parent;
        }
        steps.reverse();
        nodes.reverse();
        let is_list = self.object(0).kind.is_some_and(|kind| kind.ends_with("List"));
        match (is_list, steps.as_slice(), nodes.get(1)) {
            (true, [Step::Key("items"), Step::Item, rest @ ..], Some(&item)) => (item, rest.to_vec()),
            _ => (0, steps),
        }
    }

    fn object(&self, root: usize) -> Object<'t> {
        let mut object = Object::default();
        for (index, key, value) in self.children(root) {
            match key {
                "apiVersion" => object.api_version = Some(value),
                "kind" => object.kind = Some(value),
                "metadata" => {
                    for (_, key, value) in self.children(index) {
                        match key {
                            "name" => object.name = Some(value),
                            "namespace" => object.namespace = Some(value),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        object
    }

    /// The keys of a mapping with their values.
    fn children(&self, parent: usize) -> impl Iterator<Item = (usize, &'t str, &'t str)> {
        let nodes = self.nodes.iter().enumerate().skip(1);
        nodes.filter(move |(_, node)| node.parent == parent).filter_map(|(index, node)| match node.step {
            Step::Key(key) => Some((index, key, plain(node.value))),
            Step::Item => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cursor at `|`, in short: the way, the part, what is typed.
    fn at(marked: &str) -> Option<String> {
        let caret = marked.find('|').expect("a caret");
        let text = marked.replacen('|', "", 1);
        let found = cursor(&text, caret)?;
        assert_eq!(text.get(found.start..caret), Some(found.typed));
        let steps: Vec<&str> = found
            .steps
            .iter()
            .map(|step| match step {
                Step::Key(key) => *key,
                Step::Item => "-",
            })
            .collect();
        Some(format!("{} {:?} {} ({})", steps.join("."), found.part, found.typed, found.siblings.join(" ")))
    }

    #[test]
    fn a_key_is_below_what_is_left_of_it() {
        let text = "kind: Service\nspec:\n  selector:\n    app: x\n  ports:\n    - name: http\n      po|\n";
        assert_eq!(at(text).as_deref(), Some("spec.ports.- Key po (name)"));
        assert_eq!(at("kind: Service\nspec:\n  |\n").as_deref(), Some("spec Key  ()"));
        assert_eq!(at("spec:\n  ports:\n  - |\n  type: x\n").as_deref(), Some("spec.ports.- Key  ()"));
        assert_eq!(at("spec:\n  ports:\n    - port: 80\n  |\n").as_deref(), Some("spec Key  (ports)"));
        assert_eq!(at("|").as_deref(), Some(" Key  ()"));
        assert_eq!(at("a: 1\n---\nkind: Pod\n|").as_deref(), Some(" Key  (kind)"));
    }

    #[test]
    fn a_value_is_that_of_the_key_before_it() {
        assert_eq!(at("spec:\n  type: No|\n").as_deref(), Some("spec.type Value(\"type\") No ()"));
        assert_eq!(at("spec:\n  type: |\n").as_deref(), Some("spec.type Value(\"type\")  ()"));
        assert_eq!(
            at("ports:\n  - protocol: U|DP\n").as_deref(),
            Some("ports.-.protocol Value(\"protocol\") U ()")
        );
        assert_eq!(at("ipFamilies:\n  - IPv|\n").as_deref(), Some("ipFamilies.- Key IPv ()"));
    }

    #[test]
    fn brackets_on_the_carets_line_are_read() {
        let expected = [
            ("metadata: {name: web, la|}", "metadata Key la (name)"),
            ("metadata: {name: web, |}", "metadata Key  (name)"),
            ("metadata: {la|, name: web}", "metadata Key la (name)"),
            ("metadata: {la|: x, name: web}", "metadata Key la (name)"),
            ("spec:\n  ports: [{port: 80, protocol: U|}]", "spec.ports.-.protocol Value(\"protocol\") U ()"),
            ("spec:\n  ports: [{port: 80}, {|", "spec.ports.- Key  ()"),
            ("spec: {ports: [{port: 80}], type: |}", "spec.type Value(\"type\")  ()"),
            ("spec: {ipFamilies: [IPv4, IP|]}", "spec.ipFamilies.- Key IP ()"),
            ("spec: {\"selector\": {app: web, |}}", "spec.selector Key  (app)"),
            ("- {port: 80, na|}", "- Key na (port)"),
        ];
        for (text, place) in expected {
            assert_eq!(at(text).as_deref(), Some(place), "{text}");
        }
        for text in ["a: {b: 1} |", "a: {b:|}", "a: {b: \"x|\"}", "a: {b: 1} # x|"] {
            assert_eq!(at(text), None, "{text}");
        }
    }

    #[test]
    fn comments_quotes_and_blocks_are_left_alone() {
        for text in ["a: 1 # x|\n", "# x|\n", "a: \"x|\n", "a:|\n"] {
            assert_eq!(at(text), None, "{text:?}");
        }
        let caret = "data: |\n  a".len();
        assert_eq!(cursor("data: |\n  a\n", caret), None);
    }

    #[test]
    fn the_object_is_the_item_of_a_list() {
        let text = "kind: List\nitems:\n- kind: Service\n  metadata:\n    name: \"a\"\n    namespace: b\n  spec:\n    ty|\n";
        let caret = text.find('|').expect("a caret");
        let plain = text.replace('|', "");
        let found = cursor(&plain, caret).expect("a place");
        assert_eq!(found.steps, [Step::Key("spec")]);
        assert_eq!(
            (found.object.kind, found.object.name, found.object.namespace),
            (Some("Service"), Some("a"), Some("b"))
        );
    }

    #[test]
    fn a_key_that_has_its_colon_says_so() {
        let text = "spec:\n    ty: x\n";
        let found = cursor(text, text.find(':').map_or(0, |_| 12)).expect("a place");
        assert!(found.has_colon);
        assert_eq!(found.unit, 4);
    }

    #[test]
    fn any_caret_in_any_text_is_answered() {
        let text = "- - a: 'b\n\t日: |\n x\n---\n{a: [\n--- \n- \n:\n: :\n- ? x\na: [{b: 日, \"c\": {d}}, 'e', :, ]}]\n";
        for caret in 0..=text.len() + 1 {
            let _ = cursor(text, caret);
        }
    }
}
