//! The stable machine output.
