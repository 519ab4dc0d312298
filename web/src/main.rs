//! The playground: a manifest on one side, what a cluster will do with it on the other, at every key press.
//!
//! The page is views over one analysis and has no semantics of its own. [`state`] is what the reader did, [`chart`] is
//! what the core says to it (the only file that calls the core), [`view`] shows both, [`content`] is what the
//! page itself brings to read, [`host`] is the browser's part.

mod chart;
mod content;
mod deferred;
mod editor;
pub mod exports;
mod host;
mod link;
pub mod rest;
mod state;
mod view;
mod words;
mod zip;

fn main() {
    host::tell_panics();
    if let Some(place) = host::element("app") {
        view::mount::<view::App>(place);
    } else if let Some(place) = host::element("embed") {
        view::mount::<view::Embed>(place);
    }
}
