//! Aliases and merges put in, as go-yaml v2 does it (`decode.go`), with its limits and its complaints.
//!
//! Afterwards nothing above needs to know of them. A merge counts where it stands: what comes later in the mapping
//! replaces what came before, and of a list of mappings the first one wins, since Go goes through it backwards.

use crate::collections::{BTreeMap, BTreeSet};

use crate::builder::{Builder, NewScalar, Owned};
use crate::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::go::json_key;
use crate::resolve::{Plain, resolve};
use crate::span::Span;
use crate::syntax::{children, syntax};
use crate::tree::{Form, Mode, RawNode, flag};

/// go-yaml's `alias_ratio_range_low`: below, 99 % of the decoded values may come out of aliases.
const RATIO_RANGE_LOW: u64 = 400_000;

/// go-yaml's `alias_ratio_range_high`: above, only 10 % may.
const RATIO_RANGE_HIGH: u64 = 4_000_000;

/// So many bytes of text may come out of aliases. Go has no such limit, but the API server takes no request as large.
const MOST_TEXT: usize = 64 << 20;

/// Copies the nodes of a document, aliases and merges applied.
pub(crate) fn expand(source: &[RawNode], builder: &mut Builder<'_>) -> Result<(), SyntaxError> {
    let mut expansion = Expansion {
        source,
        builder,
        work: vec![Work::Visit(0, 0)],
        active: BTreeSet::new(),
        places: BTreeMap::new(),
        decoded: 1,
        out_of_aliases: 0,
        text_out_of_aliases: 0,
        bad_key: None,
        bad_number: None,
    };
    while let Some(work) = expansion.work.pop() {
        expansion.step(work)?;
    }
    match expansion.bad_key.or(expansion.bad_number) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// What is still to be done, last first.
#[derive(Clone, Copy, Debug)]
enum Work {
    /// Copy a node; its flags are added.
    Visit(u32, u8),
    /// Close the innermost collection at a byte.
    Close(u32),
    /// Apply the value of a merge key.
    Merge(u32),
    /// Apply a mapping, or an alias to one, that is merged.
    MergeMapping(u32),
    /// The alias is done.
    LeaveAlias(u32),
}

struct Expansion<'x, 't> {
    source: &'x [RawNode],
    builder: &'x mut Builder<'t>,
    work: Vec<Work>,
    /// The aliases that are being followed.
    active: BTreeSet<u32>,
    /// Texts of anchored scalars in the table of owned texts.
    places: BTreeMap<u32, u32>,
    decoded: u64,
    out_of_aliases: u64,
    text_out_of_aliases: usize,
    bad_key: Option<SyntaxError>,
    bad_number: Option<SyntaxError>,
}

impl Expansion<'_, '_> {
    fn step(&mut self, work: Work) -> Result<(), SyntaxError> {
        match work {
            Work::Close(end) => self.builder.close(end),
            Work::LeaveAlias(alias) => {
                self.active.remove(&alias);
            }
            Work::Visit(id, flags) => return self.visit(id, flags),
            Work::Merge(id) => return self.merge(id),
            Work::MergeMapping(id) => return self.merge_mapping(id),
        }
        Ok(())
    }

    fn raw(&self, id: u32) -> Option<RawNode> {
        self.source.get(id as usize).copied()
    }

    fn visit(&mut self, id: u32, flags: u8) -> Result<(), SyntaxError> {
        let Some(raw) = self.raw(id) else { return Ok(()) };
        self.count(raw)?;
        if !raw.has(flag::ALIAS) {
            return self.copy(id, raw, raw.span(), flags);
        }
        self.enter(id, raw)?;
        let Some(target) = self.raw(raw.data) else { return Ok(()) };
        self.count(raw)?;
        self.copy(raw.data, target, raw.span(), flags | flag::ALIAS)
    }

    /// Begins to follow an alias.
    fn enter(&mut self, id: u32, raw: RawNode) -> Result<(), SyntaxError> {
        if !self.active.insert(id) {
            let name = self.shown(raw).trim_start_matches('*');
            return Err(complaint(
                raw,
                Kind::RecursiveAlias,
                &format!("anchor '{name}' value contains itself"),
            ));
        }
        self.work.push(Work::LeaveAlias(id));
        Ok(())
    }

    /// Counts a decoded value as Go does, to stop documents that grow out of aliases.
    fn count(&mut self, raw: RawNode) -> Result<(), SyntaxError> {
        self.decoded += 1;
        self.out_of_aliases += u64::from(!self.active.is_empty());
        if self.out_of_aliases > 100 && self.decoded > 1000 && self.out_of_aliases > allowed(self.decoded) {
            return Err(complaint(raw, Kind::TooManyAliases, "document contains excessive aliasing"));
        }
        Ok(())
    }

    fn count_text(&mut self, raw: RawNode) -> Result<(), SyntaxError> {
        self.text_out_of_aliases += self.builder.tree.content(self.builder.source, raw).len();
        if self.text_out_of_aliases > MOST_TEXT {
            return Err(complaint(raw, Kind::TooManyAliases, "document contains excessive aliasing"));
        }
        Ok(())
    }

    /// Copies a node to where it is written (`span`) or, under an alias, meant.
    fn copy(&mut self, id: u32, raw: RawNode, span: Span, flags: u8) -> Result<(), SyntaxError> {
        let alias = flags & flag::ALIAS != 0;
        let copied = if !alias && !self.active.is_empty() { flag::COPY } else { 0 };
        if !raw.form.is_collection() {
            if !self.active.is_empty() {
                self.count_text(raw)?;
            }
            self.copy_scalar(id, raw, span, flags | copied);
            return Ok(());
        }
        if self.builder.wants_key() {
            let key = syntax(self.source, self.builder, id);
            return Err(complaint(raw, Kind::CollectionKey, &format!("invalid map key: {key}")));
        }
        self.builder.open(span.start, raw.form == Form::Mapping, flags | copied);
        self.work.push(Work::Close(span.end));
        if raw.form == Form::Mapping {
            self.push_entries(id, 0);
        } else {
            let from = self.work.len();
            self.work.extend(children(self.source, id).map(|item| Work::Visit(item, 0)));
            self.work.get_mut(from..).unwrap_or_default().reverse();
        }
        Ok(())
    }

    fn push_entries(&mut self, mapping: u32, flags: u8) {
        let from = self.work.len();
        let mut children = children(self.source, mapping);
        while let (Some(key), Some(value)) = (children.next(), children.next()) {
            if self.raw(key).is_some_and(|key| key.has(flag::MERGED)) {
                self.work.push(Work::Merge(value));
            } else {
                self.check_key(key, value);
                self.work.extend([Work::Visit(key, flags), Work::Visit(value, 0)]);
            }
        }
        self.work.get_mut(from..).unwrap_or_default().reverse();
    }

    fn merge(&mut self, id: u32) -> Result<(), SyntaxError> {
        let Some(raw) = self.raw(id) else { return Ok(()) };
        if raw.form != Form::Sequence || raw.has(flag::ALIAS) {
            return self.merge_mapping(id);
        }
        self.work.extend(children(self.source, id).map(Work::MergeMapping));
        Ok(())
    }

    fn merge_mapping(&mut self, id: u32) -> Result<(), SyntaxError> {
        let Some(raw) = self.raw(id) else { return Ok(()) };
        let (target, mapping) =
            if raw.has(flag::ALIAS) { (raw.data, self.raw(raw.data)) } else { (id, Some(raw)) };
        if mapping.is_none_or(|mapping| mapping.form != Form::Mapping) {
            return Err(complaint(
                raw,
                Kind::BadMerge,
                "map merge requires map or sequence of maps as the value",
            ));
        }
        self.count(raw)?;
        if raw.has(flag::ALIAS) {
            self.enter(id, raw)?;
            self.count(raw)?;
        }
        self.push_entries(target, flag::MERGED);
        Ok(())
    }

    fn copy_scalar(&mut self, id: u32, raw: RawNode, span: Span, flags: u8) {
        let mut owned = if raw.has(flag::OWNED) { Owned::Place(raw.data) } else { Owned::No };
        if flags & flag::ALIAS != 0 && owned == Owned::No {
            let Builder { tree, source, .. } = &mut *self.builder;
            let place = self.places.entry(id).or_insert_with(|| {
                let text = tree.content(source, raw).to_owned();
                tree.texts.push(&text)
            });
            owned = Owned::Place(*place);
        }
        let converted = if self.builder.wants_key() { self.key(raw) } else { self.check_number(raw) };
        let owned = converted.as_deref().map_or(owned, Owned::Text);
        self.builder.scalar(NewScalar { span, form: raw.form, mode: raw.mode, owned, flags });
    }

    /// Notes a key that JSON does not have.
    fn check_key(&mut self, key: u32, value: u32) {
        let Some(raw) = self.raw(key) else { return };
        let target = if raw.has(flag::ALIAS) { self.raw(raw.data).unwrap_or(raw) } else { raw };
        if self.bad_key.is_some() || target.mode == Mode::Text || target.form.is_collection() {
            return;
        }
        if let Err(bad) = json_key(self.builder.tree.content(self.builder.source, target)) {
            let value = match syntax(self.source, self.builder, value) {
                nil if nil == "interface {}(nil)" => "<nil>".to_owned(),
                value => value,
            };
            let words = format!(
                "unsupported map key of type: {}, key: {}, value: {value}",
                bad.go_type, bad.go_value
            );
            self.bad_key = Some(SyntaxError { span: raw.span(), words, kind: Kind::UnsupportedKey });
        }
    }

    /// The text of a key, where JSON has another.
    fn key(&self, raw: RawNode) -> Option<String> {
        let text = self.builder.tree.content(self.builder.source, raw);
        if raw.mode == Mode::Text { None } else { json_key(text).ok().flatten() }
    }

    /// Notes a number that JSON does not have.
    fn check_number(&mut self, raw: RawNode) -> Option<String> {
        let text = self.builder.tree.content(self.builder.source, raw);
        if raw.mode != Mode::Text
            && let Plain::Float(value) = resolve(text)
            && !value.is_finite()
        {
            let words = format!("json: unsupported value: {}", crate::go::go_float(value));
            self.bad_number.get_or_insert(SyntaxError { span: raw.span(), words, kind: Kind::NotFinite });
        }
        None
    }

    /// The source text of a node.
    fn shown(&self, raw: RawNode) -> &str {
        raw.span().slice(self.builder.source)
    }
}

/// How many of so many decoded values may come out of aliases.
fn allowed(decoded: u64) -> u64 {
    let above = decoded.clamp(RATIO_RANGE_LOW, RATIO_RANGE_HIGH) - RATIO_RANGE_LOW;
    // 0.99 falls to 0.10 over the range; in ten-thousandths of a per cent it stays whole.
    let millionths = 990_000 - 890_000 * above / (RATIO_RANGE_HIGH - RATIO_RANGE_LOW);
    decoded * millionths / 1_000_000
}

fn complaint(raw: RawNode, kind: Kind, words: &str) -> SyntaxError {
    SyntaxError { span: raw.span(), words: format!("yaml: {words}"), kind }
}
