//! What an editor shows about the place of a caret or of a pointer: facts, completions, and facts at the ends of lines.
//!
//! For every editor: places are bytes of a text, and words come out as messages. The page uses it, and a language server
//! can.

mod called;
mod complete;
mod cursor;
mod facts;
mod fields;
mod hover;
mod inlay;
mod links;
mod near;
mod objects;
mod values;
mod words;

pub use complete::{Completion, CompletionKind, Completions, complete};
pub use hover::{Hover, hover};
pub use inlay::{Inlay, Tone, inlays};
pub use links::{Link, links};
