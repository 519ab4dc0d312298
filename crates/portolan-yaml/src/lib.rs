//! Placeholder.
/// A range of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// start
    pub start: u32,
    /// end
    pub end: u32,
}
/// An edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// span
    pub span: Span,
    /// text
    pub text: String,
}
/// x
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeId(pub u32);
/// x
#[derive(Clone, Debug)]
pub struct File;
/// x
#[derive(Clone, Debug)]
pub struct Document {
    /// x
    pub span: Span,
}
/// x
#[derive(Clone, Copy, Debug)]
pub struct Node<'f>(&'f ());
#[allow(missing_docs)]
impl File {
    pub fn documents(&self) -> &[Document] {
        &[]
    }
    pub fn node(&self, _d: usize, _n: NodeId) -> Option<Node<'_>> {
        None
    }
}
#[allow(missing_docs)]
impl<'f> Node<'f> {
    pub fn nearest(&self, _: &str) -> (Node<'f>, bool) {
        (*self, true)
    }
    pub fn span(&self) -> Span {
        Span::default()
    }
    pub fn key_span(&self) -> Option<Span> {
        None
    }
}
/// x
pub fn parse(_name: String, _bytes: Vec<u8>) -> File {
    File
}
