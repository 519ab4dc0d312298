//! How many things agree, by column and group; the file that remembers it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

/// Agreeing and compared things by column and group.
#[derive(Default, PartialEq, Eq)]
pub(super) struct Scoreboard(BTreeMap<(String, String), (usize, usize)>);

/// Column and case of what does not agree.
pub(super) type Differences = BTreeSet<(String, String)>;

impl Scoreboard {
    pub(super) fn add(&mut self, group: &str, counts: Vec<(String, usize, usize)>) {
        for (column, good, all) in counts {
            for name in [group, "all"] {
                let cell = self.0.entry((column.clone(), name.to_owned())).or_default();
                *cell = (cell.0 + good, cell.1 + all);
            }
        }
    }

    /// Fails where this board is worse than the recorded one, or better and not recorded.
    pub(super) fn hold(&self, path: &Path) {
        println!("{self}");
        let recorded = Self::parse(&std::fs::read_to_string(path).unwrap_or_default());
        let worse: Vec<String> = recorded
            .0
            .iter()
            .filter_map(|(key, (good, _))| {
                let now = self.0.get(key).map_or(0, |cell| cell.0);
                (now < *good).then(|| format!("{} in {}: {now}, was {good}", key.0, key.1))
            })
            .collect();
        assert!(worse.is_empty(), "worse than recorded:\n{}", worse.join("\n"));
        if *self != recorded {
            assert!(
                std::env::var_os("PORTOLAN_UPDATE").is_some(),
                "better than recorded: run with PORTOLAN_UPDATE=1 and commit {}",
                path.display()
            );
            std::fs::write(path, self.to_string()).expect("the scoreboard can be written");
        }
    }

    fn parse(text: &str) -> Self {
        let row = |line: &str| {
            let mut words = line.split_whitespace();
            let key = (words.next()?.to_owned(), words.next()?.to_owned());
            let good = words.next()?.parse().ok()?;
            Some((key, (good, words.nth(1)?.parse().ok()?)))
        };
        Self(text.lines().filter_map(row).collect())
    }
}

/// Fails where something differs that the file does not list with a reason, or agrees that it lists.
pub(super) fn hold_exceptions(found: &Differences, path: &Path) {
    let text = std::fs::read_to_string(path).expect("the list of exceptions");
    let mut listed = Differences::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let (column, case) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        assert!(words.next().is_some(), "an exception without a reason: {line}");
        listed.insert((column.to_owned(), case.to_owned()));
    }
    let unlisted: Vec<_> = found.difference(&listed).collect();
    assert!(unlisted.is_empty(), "differs, and {} does not say why: {unlisted:#?}", path.display());
    let agreeing: Vec<_> = listed.difference(found).collect();
    assert!(agreeing.is_empty(), "agrees: take it off {}: {agreeing:#?}", path.display());
}

impl fmt::Display for Scoreboard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((column, group), (good, all)) in &self.0 {
            #[expect(clippy::cast_precision_loss, reason = "a percentage for people")]
            let percent = 100.0 * *good as f64 / (*all).max(1) as f64;
            writeln!(f, "{column:<22} {group:<20} {good:>6} of {all:>6}  {percent:>6.2} %")?;
        }
        Ok(())
    }
}
