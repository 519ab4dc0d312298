//! What tasks, tests and benches share: the generated corpus, and the page's content.

#[expect(clippy::disallowed_methods, reason = "tasks read and write files")]
pub mod content;
pub mod corpus;
