//! The conformance scoreboard: how many of the compared things agree with the real components, a line a column.

use std::fs;

use anyhow::{Context, Result};

use crate::shell;

/// The scoreboard under version control, which the tests keep: it can only go up.
const FILE: &str = "tests/conformance/scoreboard.txt";

/// Prints the checked-in scoreboard; `cargo test` has compared it with what the code does.
pub(crate) fn print() -> Result<()> {
    let text = fs::read_to_string(shell::root().join(FILE)).with_context(|| format!("there is no {FILE}"))?;
    println!("{}", text.trim_end());
    Ok(())
}
