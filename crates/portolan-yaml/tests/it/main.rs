//! What portolan-yaml promises, seen from outside.

mod documents;
mod hostile;
mod json;
mod values;
mod words;
