//! What tasks and benches share: the generated corpus.

pub mod corpus;
