//! The table in the log: a line a comparison, and below it what was expected where it went wrong.

use std::fmt;
use std::time::Duration;

use anyhow::{Error, Result, bail};

use super::chi_square::ChiSquare;
use super::outcome::{Count, Outcome, Share, Verdict};
use super::scenario::{Mode, Probe};

/// A comparison.
#[derive(Debug)]
pub(super) struct Row {
    what: String,
    /// The ends, expected or seen or both.
    ends: Vec<End>,
    /// What else there is to say.
    note: String,
    /// Why the two sides do not agree; none if they do.
    fault: Option<String>,
    /// Whether there was nothing to compare.
    broken: bool,
}

/// A way in which connections end.
#[derive(Debug)]
struct End {
    outcome: Outcome,
    /// How likely the trace says it is; none if it says nothing of it.
    expected: Option<f64>,
    /// How often it was seen.
    seen: u64,
}

/// What has been compared so far.
#[derive(Debug, Default)]
pub(super) struct Table {
    passed: usize,
    /// The failures, for the end of the log.
    failed: Vec<String>,
}

impl Row {
    /// Something that could not be compared.
    pub(super) fn broken(what: &str, error: &Error) -> Self {
        let fault = Some(format!("{error:#}"));
        Self { what: what.to_owned(), ends: Vec::new(), note: String::new(), fault, broken: true }
    }

    /// Rules, loaded and listed.
    pub(super) fn rules(what: &str, lines: usize, difference: Option<String>) -> Self {
        let note = format!("{lines} lines, listed as printed");
        let note = if difference.is_none() { note } else { String::new() };
        Self { what: what.to_owned(), ends: Vec::new(), note, fault: difference, broken: false }
    }

    /// Connections.
    pub(super) fn probe(probe: &Probe, expected: &[Share], counts: &[Count], verdict: Verdict) -> Self {
        let seen = |outcome: &Outcome| {
            counts.iter().find(|(seen, _)| seen == outcome).map_or(0, |(_, count)| *count)
        };
        let foretold = expected.iter().map(|Share { outcome, probability }| End {
            outcome: outcome.clone(),
            expected: Some(*probability),
            seen: seen(outcome),
        });
        let new = counts.iter().filter(|(outcome, _)| expected.iter().all(|share| share.outcome != *outcome));
        let new = new.map(|(outcome, count)| End { outcome: outcome.clone(), expected: None, seen: *count });
        let note = verdict.chi_square.map_or_else(String::new, |test| test.to_string());
        Self {
            what: probe.to_string(),
            ends: foretold.chain(new).collect(),
            note,
            fault: verdict.fault,
            broken: false,
        }
    }

    /// Whether there was nothing to compare.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }
}

impl Table {
    /// Prints the rows of a scenario in a mode.
    pub(super) fn print(&mut self, title: &str, name: &str, mode: Mode, rows: Vec<Row>) {
        println!("\n{name}, {}: {title}", mode.name());
        let what = rows.iter().map(|row| row.what.len()).max().unwrap_or_default();
        let ends = rows.iter().flat_map(|row| &row.ends).map(|end| end.outcome.to_string().len());
        let end = ends.max().unwrap_or_default().max("end".len());
        println!("  {:6}  {:what$}  {:>7}  {:end$}  kernel", "", "connection", "trace", "end");
        for row in rows {
            row.print(what, end);
            match row.fault {
                None => self.passed += 1,
                Some(fault) => self.failed.push(format!("{name}, {}: {}: {fault}", mode.name(), row.what)),
            }
        }
    }

    /// Prints the sum.
    ///
    /// # Errors
    /// When a comparison failed.
    pub(super) fn finish(self, time: Duration) -> Result<()> {
        if !self.failed.is_empty() {
            println!("\nFailed");
            self.failed.iter().for_each(|line| println!("  {line}"));
        }
        println!("\n{} passed, {} failed ({:.1} s)", self.passed, self.failed.len(), time.as_secs_f64());
        if self.failed.is_empty() { Ok(()) } else { bail!("{} comparisons failed", self.failed.len()) }
    }
}

impl Row {
    /// Prints a line for each end, in columns of those widths: verdict, connection, expected share, end, how often seen.
    fn print(&self, what: usize, end: usize) {
        let word = if self.fault.is_none() { "ok" } else { "FAILED" };
        let head = format!("  {word:6}  {:what$}", self.what);
        if self.ends.is_empty() {
            println!("{head}  {}{}", self.note, self.fault.as_deref().unwrap_or_default());
        }
        let total: u64 = self.ends.iter().map(|end| end.seen).sum();
        for (index, End { outcome, expected, seen }) in self.ends.iter().enumerate() {
            let head = if index == 0 { &*head } else { "" };
            let expected = expected.map_or("never".to_owned(), |share| format!("{:.1} %", share * 100.0));
            let note = if index == 0 { &*self.note } else { "" };
            let line = format!(
                "{head:0$}  {expected:>7}  {1:end$}  {seen:>4} of {total:<4}  {note}",
                what + 10,
                outcome.to_string()
            );
            println!("{}", line.trim_end());
        }
    }
}

/// As the table shows it.
impl fmt::Display for ChiSquare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "χ² {:.1}, p ", self.statistic)?;
        if self.tail < 0.001 { write!(f, "{:.0e}", self.tail) } else { write!(f, "{:.3}", self.tail) }
    }
}
