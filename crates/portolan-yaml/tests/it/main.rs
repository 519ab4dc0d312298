//! What portolan-yaml promises, seen from outside.

mod documents;
mod hostile;
mod typed;
mod values;
mod words;
