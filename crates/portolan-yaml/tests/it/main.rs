//! What portolan-yaml promises, seen from outside.

mod typed;
